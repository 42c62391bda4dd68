// The conversations of one person, newest first.
import { html } from "./ui.js";
import { read } from "./live.js";
import { titled } from "./letter.js";
import { goMail } from "./look.js";
import { Badge, Switch } from "./switch.js";
import { Time } from "./time.js";

const TITLES = { inbox: "Inbox", sent: "Sent" };
const BOXES = Object.entries(TITLES).map(([value, title]) => ({ value, title }));
const EMPTY = {
  inbox: html`<b>Nothing here yet</b>What the desk answers comes here.`,
  sent: html`<b>Nothing sent yet</b>Press New mail and ask the desk something.`,
};

function Row({ one, onOpen }) {
  return html`<li><button type="button" class=${`convo ${one.unread ? "is-unread" : ""}`} data-thread=${one.id}
    onClick=${() => onOpen(one.id)}>
    <span class="line"><span class="with cut" dir="auto">${titled(one.with)}</span>${" "}
      ${one.count > 1 && html`<span class="count">${one.count}<span class="only-read"> letters</span></span>`}
      ${one.has_files && html`<span class="clip" role="img" aria-label="with files">📎</span>`}
      ${" "}<span class="fill"></span><span class="when"><${Time} at=${one.at} style="short" /></span></span>${" "}
    <span class="line"><span class="subject cut" dir="auto">${one.subject || "(no subject)"}</span>${" "}
      <span class="fill"></span><${Badge} count=${one.unread} /></span>${" "}
    <span class="gist" dir="auto">${one.gist}</span>
  </button></li>`;
}

export function Mailbox({ threads, box, onOpen, onNew }) {
  const earlier = read("mail/earlier", 0);
  return html`<div class="mail-head"><h3 class="only-read">${TITLES[box]}</h3>
      <${Switch} label="Mailbox" options=${BOXES} value=${box} onPick=${(box) => goMail({ box })} />
      <span class="fill"></span><button type="button" class="primary" onClick=${onNew}>New mail</button></div>
  <div class="scroll" aria-busy=${!threads}>
    ${threads?.length ? html`<ul class="threads" aria-label="Conversations">
      ${threads.map((one) => html`<${Row} key=${one.id} one=${one} onOpen=${onOpen} />`)}</ul>`
      : threads && html`<p class="empty">${EMPTY[box]}</p>`}
    ${earlier > 0 && html`<p class="empty">${earlier} older conversations are not shown.</p>`}
  </div>`;
}
