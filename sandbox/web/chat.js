// A chat as one person sees it: its rooms, the room before them, a thread beside it, and what the desk asks them.
import { html, useState } from "./ui.js";
import { read } from "./live.js";
import { go } from "./look.js";
import { Form } from "./form.js";
import { SIGNS, isHere, seat } from "./places.js";
import { Room, Thread } from "./room.js";
import { Rooms } from "./rooms.js";

// `side` is "team" or "customer".
export function Chat({ side }) {
  const { wire, who } = seat(side);
  return html`<${Window} key=${`${wire} ${who}`} side=${side} wire=${wire} />`;
}

function Window({ side, wire }) {
  const [isPicking, pick] = useState(false), place = read(`${side}/place`), aside = read(`${side}/aside`);
  const away = (event) => { if (event.key === "Escape" && isPicking) pick(false); };
  const follow = (event) => {
    const link = event.target.closest("a[data-room]");
    if (!link) return;
    event.preventDefault();
    go(side, { room: link.dataset.room, thread: link.dataset.thread });
  };
  const classes = [wire, aside?.id && "has-thread", isPicking && "is-picking"].filter(Boolean).join(" ");
  return html`<div class="chat ${classes}" onKeyDown=${away} onClick=${follow}><div class="frame">
    <button type="button" class="chosen" aria-expanded=${isPicking} aria-label=${`Rooms: now ${place?.name ?? "none"}`}
      onClick=${() => pick(!isPicking)}>
      <span class="menu-sign" aria-hidden="true">☰</span>
      <span class="sign" aria-hidden="true">${SIGNS[place?.kind] ?? ""}</span>
      <span class="cut">${place?.name ?? "Rooms"}</span><${Waiting} side=${side} />
      <span aria-hidden="true">▾</span></button>
    <${Rooms} side=${side} picked=${() => pick(false)} />
    ${isPicking && html`<div class="scrim" onClick=${() => pick(false)}></div>`}
    <${Room} side=${side} /><${Thread} side=${side} />
    <${Form} side=${side} />
  </div></div>`;
}

// What waits in rooms that are out of sight while their list is folded away.
function Waiting({ side }) {
  const rooms = read(`${side}/rooms`, []).filter((one) => !isHere(side, one));
  const sum = (what) => rooms.reduce((all, one) => all + (one[what] || 0), 0);
  const rings = sum("rings"), unread = sum("unread");
  if (rings) return html`<span class="rings">${rings}<span class="only-read"> mentions</span></span>`;
  return unread ? html`<span class="waiting">${unread} new</span>` : null;
}
