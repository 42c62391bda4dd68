// One message as its chat draws it, with all that hangs below it; drawn again only when this very message changes.
import { html, useComputed, useLayoutEffect, useMemo, useRef, useState } from "./ui.js";
import { cell, read } from "./live.js";
import { Avatar, Named, hue } from "./avatar.js";
import { Attachments } from "./attachments.js";
import { useBusy } from "./dialog.js";
import { Edit } from "./edit.js";
import { hands } from "./hands.js";
import { Parts, gist } from "./parts.js";
import { Time, clock, dayKey } from "./time.js";
import { Toolbar } from "./toolbar.js";
import { Reactions, ThreadLink } from "./under.js";

const TOGETHER = 5 * 60; // seconds within which one author's messages stand together

// `before` is the key of the message above: what follows it closely has no head of its own. `here` is where it is read.
export function Message({ side, name, before, here, inThread }) {
  const one = read(name), hand = useMemo(() => hands(side), [side]), row = useRef(null);
  const isNext = useComputed(() => follows(before && cell(before).value, cell(name).value)).value;
  const [isEditing, edit] = useState(false), held = useHeldFocus(row);
  if (!one) return null;
  const use = { click: (button) => hand.click(one, button), choose: (menu, chosen) => hand.choose(one, menu, chosen) };
  const done = () => {
    edit(false);
    row.current?.focus();
  };
  return html`<article ref=${row} class="message ${marks(one, isNext)}" tabindex="-1" aria-label=${heard(one)}
    ...${held}>
    ${one.answers && html`<${Answers} side=${side} one=${one.answers} />`}
    <${Margin} one=${one} isNext=${isNext} />
    <div class="content">
      ${one.is_pinned && html`<div class="notice">📌 Pinned</div>`}
      ${one.is_whisper && hand.isSlack && html`<${Whisper} one=${one} hand=${hand} />`}
      ${!isNext && html`<${Head} one=${one} />`}
      ${isEditing ? html`<${Edit} one=${one} hand=${hand} done=${done} />` : html`<div class="said">
        <${Parts} parts=${one.parts} use=${use} />${isEdited(one) && html`<span class="edited">(edited)</span>`}</div>`}
      <${Attachments} files=${one.files} />
      <${Reactions} side=${side} one=${one} hand=${hand} />
      ${one.is_whisper && !hand.isSlack && html`<${Whisper} one=${one} hand=${hand} />`}
      ${!inThread && html`<${ThreadLink} side=${side} one=${one} hand=${hand} />`}
    </div>
    ${!isEditing && !one.is_deleted && !one.is_whisper
      && html`<${Toolbar} side=${side} one=${one} hand=${hand} here=${here}
      inThread=${inThread} edit=${() => edit(true)} />`}
  </article>`;
}

function marks(one, isNext) {
  const all = {
    "is-next": isNext, "is-whisper": one.is_whisper, "is-called": one.is_called, "is-deleted": one.is_deleted,
    "is-pinned": one.is_pinned,
  };
  return Object.keys(all).filter((mark) => all[mark]).join(" ");
}

const heard = (one) => {
  const whose = one.is_whisper ? ", only visible to you" : "";
  return `${one.who}, ${clock(one.at)}${whose}: ${gist(one.parts, 80)}`;
};

// Of what is made of boxes and buttons alone, it would stand nowhere.
const isEdited = (one) => one.is_edited && ["text", "quote"].includes(one.parts.at(-1)?.kind);

function follows(before, one) {
  if (!before || !one || one.answers || one.is_pinned || before.is_deleted || before.replies) return false;
  const isSame = before.author === one.author && before.is_whisper === one.is_whisper;
  return isSame && one.at - before.at < TOGETHER && dayKey(one.at) === dayKey(before.at);
}

const Margin = ({ one, isNext }) => html`<div class="margin">
  ${isNext ? html`<span class="stamp"><${Time} at=${one.at} style="t" /></span>`
    : html`<${Avatar} name=${one.who} isBot=${one.is_bot} />`}
</div>`;

const Head = ({ one }) => html`<div class="head">
  <span class="who ink-${hue(one.who)}">${one.who}</span>${one.is_bot && html`<span class="app">APP</span>`}
  <span class="stamp"><${Time} at=${one.at} style="t" /></span>
  ${one.in_room && html`<span class="notice">replied to a thread</span>`}
</div>`;

function Answers({ side, one }) {
  return html`<div class="answers">${one.who && html`<${Named} side=${side} name=${one.who} /> <b>${one.who}</b>`}
    ${one.is_command ? html` used <span class="used">${one.gist}</span>`
      : html` <span class="cut" dir="auto">${one.gist}</span>`}</div>`;
}

// Slack says so above the message, Discord below it.
function Whisper({ one, hand }) {
  const [isBusy, run] = useBusy();
  return html`<div class="notice">${hand.isSlack ? "👁 Only visible to you · " : "👁 Only you can see this · "}
    <button type="button" class="dismiss" aria-busy=${isBusy || null} onClick=${() => run(() => hand.dismiss(one))}>
      ${hand.isSlack ? "Dismiss" : "Dismiss message"}</button></div>`;
}

// A pressed button may be gone from the message that comes back: then the focus stays with the message.
function useHeldFocus(row) {
  const held = useRef(false);
  useLayoutEffect(() => {
    if (held.current && document.activeElement === document.body) row.current?.focus({ preventScroll: true });
  });
  return {
    onFocusIn: () => { held.current = true; },
    onFocusOut: (event) => {
      if (event.relatedTarget && !row.current?.contains(event.relatedTarget)) held.current = false;
    },
  };
}
