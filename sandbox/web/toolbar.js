// What one may do with a message: it shows on hover and focus, and is one stop of the Tab key.
import { html, useState } from "./ui.js";
import { read } from "./live.js";
import { Confirm } from "./dialog.js";
import { draft } from "./drafts.js";
import { go } from "./look.js";
import { MenuButton } from "./popover.js";
import { React, hasReacted, threadOf } from "./under.js";

const QUICK = 3, KEYS = { ArrowRight: 1, ArrowLeft: -1 };
const DELETE = {
  title: "Delete message", text: "Are you sure you want to delete this message? This cannot be undone.", ok: "Delete",
    style: "danger",
};

export function Toolbar({ side, one, hand, here, inThread, edit }) {
  const [isAsking, ask] = useState(false), { isSlack } = hand, quick = read(`${side}/emojis`, []).slice(0, QUICK);
  const open = isSlack || one.opens ? () => go(side, { thread: threadOf(one, isSlack) }) : null;
  const answer = () => { draft(side, here, "").reply.value = one; };
  const items = [
    ...read(`${side}/shortcuts`, []).map(([id, words]) => ({
      words: html`<span class="sign" aria-hidden="true">🛎️</span> ${words}`, act: () => hand.menu(one, id),
    })),
    !isSlack && { words: "Reply", act: answer },
    open && !inThread && { words: isSlack ? "Reply in thread" : "Open the thread", act: open },
    one.is_mine && { words: "Edit message", act: edit },
    one.is_mine && { words: "Delete message", style: "danger", act: () => ask(true) },
  ].filter(Boolean);
  const button = (label, sign, act) => html`<button type="button" class="plain" tabindex="-1" aria-label=${label}
    title=${label} onClick=${act}><span aria-hidden="true">${sign}</span></button>`;
  return html`<div class="toolbar" role="toolbar" aria-label="What to do with this message" onKeyDown=${move}>
    ${quick.map(([name, sign], at) => html`<button key=${name} type="button" class="plain" tabindex=${at ? -1 : 0}
      aria-label=${`React with ${name}`} title=${`React with ${name}`}
      onClick=${() => hand.react(one, name, !hasReacted(side, one, name))}>${sign}</button>`)}
    <${React} side=${side} one=${one} hand=${hand} tabindex=${quick.length ? -1 : 0} />
    ${isSlack && !inThread && button("Reply in thread", "💬", open)}
    ${!isSlack && button("Reply", "↩", answer)}
    ${items.length > 0 && html`<${MenuButton} label="More actions" items=${items} tabindex="-1">
      <span aria-hidden="true">⋯</span><//>`}
  </div>
  ${isAsking && html`<${Confirm} asked=${DELETE} no=${() => ask(false)}
    yes=${() => { ask(false); hand.remove(one); }} />`}`;
}

function move(event) {
  const step = KEYS[event.key];
  if (!step || event.target.closest("[popover]")) return;
  const all = [...event.currentTarget.children].filter((one) => one.matches("button")),
    at = all.indexOf(document.activeElement);
  event.preventDefault();
  all[(at + step + all.length) % all.length]?.focus();
}
