// Short news at the edge of the page: what was refused, in the words of who refused it.
import { html, signal } from "./ui.js";

const LASTS = { good: 3500, "": 5000, bad: 9000 }, MOST = 3; // milliseconds: what was refused is read longer
const toasts = signal([]);
let count = 0;

// Say something; `kind` is "bad" (refused), "good" or "" (news).
export function tell(text, kind = "bad") {
  if (!text) return;
  const same = toasts.value.find((one) => one.text === text), id = (count += 1);
  const rest = toasts.value.filter((one) => one !== same);
  toasts.value = [...rest, { id, text: String(text), kind }].slice(-MOST);
  setTimeout(() => drop(id), LASTS[kind]);
}

const drop = (id) => { toasts.value = toasts.value.filter((one) => one.id !== id); };

export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toasts.value.map((one) => html`<div key=${one.id} class=${`toast ${one.kind}`}>
      <span class="said" dir="auto">${one.text}</span>
      <button type="button" class="plain" aria-label="Dismiss" onClick=${() => drop(one.id)}>✕</button>
    </div>`)}
  </div>`;
}
