// What stands below a message: the reactions to it, and the way into its thread.
import { html } from "./ui.js";
import { read } from "./live.js";
import { Named } from "./avatar.js";
import { useBusy } from "./dialog.js";
import { go } from "./look.js";
import { MenuButton } from "./popover.js";
import { Time } from "./time.js";

const FACES = 4;

export function Reactions({ side, one, hand }) {
  if (!one.reactions?.length) return null;
  const me = read(`${side}/me`)?.id;
  return html`<div class="reactions" role="group" aria-label="Reactions">
    ${one.reactions.map((each) => html`<${Reaction} key=${each.name} each=${each} isMine=${each.by.includes(me)}
      react=${(isOn) => hand.react(one, each.name, isOn)} />`)}
    <${React} side=${side} one=${one} hand=${hand} classes="reaction more" />
  </div>`;
}

function Reaction({ each, isMine, react }) {
  const [isBusy, run] = useBusy(), names = (each.names ?? []).join(", "), count = each.by.length;
  return html`<button type="button" class="reaction" aria-pressed=${isMine} aria-busy=${isBusy || null}
    title=${names ? `${names} reacted with ${each.name}` : each.name}
    aria-label=${`${each.sign} ${count}: ${each.name}${names && `, ${names}`}`}
      onClick=${() => run(() => react(!isMine))}>
    <span class="sign">${each.sign}</span> <span class="count">${count}</span></button>`;
}

// All the signs that one may react with.
export function React({ side, one, hand, classes = "plain", tabindex }) {
  const items = signs(side, (name) => hand.react(one, name, !hasReacted(side, one, name)));
  return html`<${MenuButton} label="Add a reaction" items=${items} classes=${classes} tabindex=${tabindex}>
    <span aria-hidden="true">☺<sup>+</sup></span><//>`;
}

// The signs that the chat knows, as items of a menu.
export const signs = (side, take) => read(`${side}/emojis`, []).map(([name, sign]) => ({
  words: html`<span class="sign">${sign}</span> <span class="hint">${name === sign ? "" : `:${name}:`}</span>`,
  act: () => take(name, sign),
}));

export function hasReacted(side, one, name) {
  const me = read(`${side}/me`)?.id;
  return one.reactions.some((each) => each.name === name && each.by.includes(me));
}

// Slack opens the thread of the message, Discord the thread that began with it.
export const threadOf = (one, isSlack) => (isSlack ? one.thread || one.id : one.opens);

export function ThreadLink({ side, one, hand }) {
  const { isSlack } = hand;
  if (isSlack ? !one.replies : !one.opens) return null;
  const what = isSlack ? ["reply", "replies"] : ["message", "messages"];
  return html`<button type="button" class="thread-link" onClick=${() => go(side, { thread: threadOf(one, isSlack) })}>
    ${isSlack && html`<span class="faces">${(one.repliers ?? []).slice(0, FACES).map((name) => html`
      <${Named} key=${name} side=${side} name=${name} />`)}</span>`}
    ${!isSlack && html`<span class="title cut" dir="auto">${one.topic}</span>`}
    <span class="count">${one.replies} ${what[one.replies === 1 ? 0 : 1]}${isSlack ? "" : " ›"}</span>
    ${one.unread > 0 && html`<span class="new">${one.unread} new</span>`}
    ${one.last_reply_at > 0 && html`<span class="last">Last ${what[0]} <${Time} at=${one.last_reply_at} style="R" />
      </span>`}
  </button>`;
}
