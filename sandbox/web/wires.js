// What went over the wires between the desk and the pretend platforms; an arrow to the right goes to the desk.
import { html } from "./ui.js";
import { read } from "./live.js";
import { Time } from "./time.js";

const Exchange = ({ one }) => html`<li class=${`exchange ${one.status >= 400 ? "bad" : ""}`}>
  <span class="meta"><${Time} at=${one.at} style="T" /></span><span class="wire">${one.wire}</span>
  <span class="towards" role="img" aria-label=${`to the ${one.towards}`}>${one.towards === "desk" ? "→" : "←"}</span>
  <span class="what" title=${one.what}>${one.what}</span><span class="status">${one.status}</span></li>`;

export function Wires() {
  const exchanges = read("machine/exchanges", []);
  if (!exchanges.length) return html`<p class="empty">The wires are silent.</p>`;
  return html`<ol class="exchanges">${exchanges.map((one) => html`<${Exchange} key=${one.number} one=${one} />`)}</ol>`;
}
