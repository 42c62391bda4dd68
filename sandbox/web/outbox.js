// Everything that the desk sends, and how far it is: queued, sending, sent, unknown or dead.
import { html } from "./ui.js";
import { read } from "./live.js";
import { Time } from "./time.js";

const STATES = {
  pending: ["wait", "○", "queued", "It waits for its turn"],
  leased: ["busy", "◐", "sending", "It is on its way"],
  sent: ["good", "✓", "sent", "The other side has taken it"],
  unknown: ["warn", "?", "unknown", "The answer was lost: the desk looks whether it arrived before it tries again"],
  dead: ["bad", "✕", "dead", "It was given up; the agents are told"],
  withdrawn: ["good", "↩", "taken back", "An agent took it back before it left"],
};

function Post({ one }) {
  const [look, sign, word, means] = STATES[one.state] ?? ["warn", "?", one.state];
  const isWaiting = one.state === "pending" || one.state === "unknown";
  return html`<li class=${`post ${look}`}>
    <span class="pill" title=${means}><span aria-hidden="true">${sign}</span>${word}</span>
    <p class="told few"><b class="number">#${one.ticket}</b> <span dir="auto">${one.what}</span></p>
    <p class="meta to cut" title=${one.to}>${one.to}</p>
    <span class="meta when"><${Time} at=${one.at} style="t" /></span>
    ${(one.error || (isWaiting && one.attempts > 0)) && html`<p class="why" dir="auto">
      ${one.attempts > 0 && html`<b>${one.attempts === 1 ? "1 attempt" : `${one.attempts} attempts`}</b> `}${one.error}
      ${isWaiting && one.due_at && html`<span class="again">again <${Time} at=${one.due_at} style="R" /></span>`}</p>`}
  </li>`;
}

export function Outbox() {
  const posts = read("machine/posts", []), { pending = 0, unknown = 0, dead = 0 } = read("machine/counts", {});
  const count = (number, word, look) => html`<li class=${number ? look : ""}><b>${number}</b> ${word}</li>`;
  return html`<ul class="counts" aria-label="How many">
      ${count(pending, "queued", "wait")}${count(unknown, "unknown", "warn")}${count(dead, "dead", "bad")}</ul>
    ${posts.length === 0 ? html`<p class="empty">What the desk sends goes through here.</p>`
      : html`<ol class="posts">${posts.map((one) => html`<${Post} key=${one.id} one=${one} />`)}</ol>`}`;
}
