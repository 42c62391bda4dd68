// Behind the scenes: the desk and the clock, what goes wrong on demand, and what the desk does about it.
import { html, signal } from "./ui.js";
import { read } from "./live.js";
import { Clock } from "./clock.js";
import { Desk } from "./desk.js";
import { Events } from "./events.js";
import { Faults } from "./faults.js";
import { Outbox } from "./outbox.js";
import { Phones } from "./phones.js";
import { Badge } from "./switch.js";
import { Wires } from "./wires.js";

const BOOKS = [["events", "Events", Events], ["outbox", "Outbox", Outbox], ["wires", "On the wires", Wires]];
const book = signal("events");

function turn(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = BOOKS.findIndex(([name]) => name === book.value);
  [book.value] = BOOKS[(at + step + BOOKS.length) % BOOKS.length];
  document.getElementById(`tab-${book.value}`).focus();
}

function waiting(name) {
  const counts = read("machine/counts", {});
  if (name !== "outbox") return null;
  return counts.dead ? html`<${Badge} count=${counts.dead} words="dead" />`
    : html`<${Badge} count=${(counts.pending ?? 0) + (counts.unknown ?? 0)} words="on their way" quiet />`;
}

export function Machine() {
  const [, title, Book] = BOOKS.find(([name]) => name === book.value);
  return html`<header class="pane-head"><h2>Machine</h2><span class="fill"></span><${Desk} /></header>
    <div class="scroll">
      <${Clock} />
      <${Faults} />
      <${Phones} />
      <div class="books" role="tablist" aria-label="Books" onKeyDown=${turn}>
        ${BOOKS.map(([name, title]) => html`<button type="button" key=${name} role="tab" id=${`tab-${name}`}
          aria-controls="book" aria-selected=${name === book.value} tabindex=${name === book.value ? 0 : -1}
          onClick=${() => { book.value = name; }}>
          ${title}${waiting(name)}</button>`)}
      </div>
      <div id="book" role="tabpanel" aria-label=${title} tabindex="0"><${Book} /></div>
    </div>`;
}
