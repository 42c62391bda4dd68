// The tickets' history as it is written, newest first.
import { html } from "./ui.js";
import { read } from "./live.js";
import { Time } from "./time.js";

const Row = ({ one }) => html`<li class=${`event is-${one.kind?.toLowerCase()}`}>
  <span class="icon" aria-hidden="true">${one.icon}</span>
  <p class="told"><b class="number">#${one.ticket}</b> <span dir="auto">${one.head}</span></p>
  <span class="meta when"><${Time} at=${one.at} style="t" /></span>
  ${one.text && html`<p class="gist" dir="auto">${one.text}</p>`}
</li>`;

export function Events() {
  const events = read("machine/events", []);
  if (!events.length) return html`<p class="empty">What happens to a ticket is written here.</p>`;
  return html`<ol class="events">${events.map((one) => html`<${Row} key=${one.id} one=${one} />`)}</ol>`;
}
