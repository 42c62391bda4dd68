// Phones that rang: whose, and what for; a press goes to where it rang.
import { html } from "./ui.js";
import { read } from "./live.js";
import { go, show } from "./look.js";
import { Time } from "./time.js";

const FIRST = 1, TOGETHER = 10; // seconds
const WIRES = { slack: "Slack", discord: "Discord" };

function visit(ring) {
  go("team", { wire: ring.wire, who: ring.who, room: ring.room, thread: ring.thread });
  show("team");
  document.getElementById("team").focus();
}

function Ring({ ring }) {
  return html`<li><button type="button" class="ring" onClick=${() => visit(ring)}>
    <span class="line"><span aria-hidden="true">📱</span><b>${ring.title}</b>
      <span class="meta">on ${WIRES[ring.wire]}</span>
      <span class="fill"></span><span class="meta"><${Time} at=${ring.at} style="R" /></span></span>
    ${ring.about && html`<b class="about cut" dir="auto">${ring.about}</b>`}
    <span class="words" dir="auto">${ring.words}</span></button></li>`;
}

// Newest first; of phones that rang together the supervisor's, whom it is about.
function ordered(rings) {
  const leads = new Set(read("cast").team.filter((one) => one.role === "supervisor").map((one) => one.name));
  const together = (one) => Math.round(one.at / TOGETHER);
  return rings.toSorted((one, other) => together(other) - together(one) || leads.has(other.who) - leads.has(one.who));
}

export function Phones() {
  const rings = ordered(read("machine/rings", []));
  const key = (ring) => `${ring.wire}/${ring.who}/${ring.room}/${ring.message}`;
  const list = (some) => some.map((ring) => html`<${Ring} key=${key(ring)} ring=${ring} />`);
  return html`<section class="block phones" aria-labelledby="phones-title">
    <h3 id="phones-title">Phones that rang</h3>
    ${rings.length === 0 && html`<p class="meta">None yet: let something fall due.</p>`}
    <ul>${list(rings.slice(0, FIRST))}</ul>
    ${rings.length > FIRST && html`<details><summary>${rings.length - FIRST} earlier</summary>
      <ul>${list(rings.slice(FIRST))}</ul></details>`}
  </section>`;
}
