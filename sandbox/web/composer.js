// Where one writes: text, files, mentions and slash commands, kept as a draft until it is sent.
import { html, useEffect, useMemo, useRef, useState } from "./ui.js";
import { read } from "./live.js";
import { CommandBox } from "./command.js";
import { completions, typedOut } from "./completion.js";
import { empty } from "./drafts.js";
import { Attach, Chips, packed, taking } from "./files.js";
import { hands } from "./hands.js";
import { Listbox, optionName, useChoosing } from "./listbox.js";
import { MenuButton, useName } from "./popover.js";
import { signs } from "./under.js";

export function Composer({ side, draft, room, thread, label }) {
  const hand = useMemo(() => hands(side), [side]), place = { room, thread }, wasCommand = useRef(false);
  const isBack = wasCommand.current, command = draft.command.value;
  wasCommand.current = Boolean(command);
  if (command) return html`<${CommandBox} key=${command.name} side=${side} draft=${draft} place=${place}
    hand=${hand} />`;
  return html`<${Writing} side=${side} draft=${draft} place=${place} hand=${hand} label=${label} isBack=${isBack} />`;
}

function Writing({ side, draft, place, hand, label, isBack }) {
  const field = useRef(null), name = useName("completion"), text = draft.text.value;
  const [caret, setCaret] = useState(text.length);
  const [left, leave] = useState(null); // `left`: completions were waved away
  const found = left === text ? null : completions(side, hand, place, text, caret), options = found?.options ?? [];
  const write = (next, at = next.length) => {
    draft.text.value = next;
    setCaret(at);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };
  const pick = (one) => (one.command ? begin(draft, one.command) : write(...found.put(one)));
  const { active, mark, press } = useChoosing(options, pick, { keys: ["Enter", "Tab"] });
  const send = () => deliver(draft, hand, place, read(`${side}/people`, []));
  const keys = (event) => {
    if (options.length && press(event)) return;
    if (event.key === "Escape" && options.length) {
      event.stopPropagation();
      leave(text);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const input = (event) => {
    const { value, selectionStart } = event.target, command = hand.isSlack ? null : typedOut(side, value);
    if (command) return begin(draft, command);
    draft.text.value = value;
    setCaret(selectionStart);
    return mark(0);
  };
  useEffect(() => { if (isBack) field.current.focus(); }, []);
  useEffect(() => draft.reply.subscribe((one) => { if (one) field.current?.focus(); }), [draft]);
  const list = {
    "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": options.length ? name : null,
    "aria-activedescendant": options.length ? optionName(name, active) : null,
  };
  return html`<form class="composer" onSubmit=${(event) => { event.preventDefault(); send(); }}
    ...${taking(draft.files)}>
    ${options.length > 0 && html`<div class="completion"><div class="heading">${found.title}</div>
      <${Listbox} name=${name} label=${found.title} options=${options} active=${active} mark=${mark} pick=${pick}
        tabindex="0" /></div>`}
    ${!options.length && found?.usage
      && html`<div class="completion usage"><b>${found.usage[0]}</b> ${found.usage[1]}</div>`}
    <span class="only-read" role="status">${options.length > 0 && `${options.length} suggestions`}</span>
    <${Reply} draft=${draft} />
    <div class="well">
      <${Chips} files=${draft.files} />
      ${!hand.isSlack && html`<${Plus} draft=${draft} />`}
      <textarea ref=${field} rows="1" dir="auto" aria-label=${label} placeholder=${label} value=${text} ...${list}
        onInput=${input} onKeyDown=${keys} onSelect=${(event) => setCaret(event.target.selectionStart)}></textarea>
      <${Tools} side=${side} draft=${draft} hand=${hand} write=${write} text=${text} caret=${caret}
        isReply=${Boolean(place.thread)} />
    </div>
    ${hand.isSlack && place.thread
      && html`<label class="broadcast"><input type="checkbox" checked=${draft.broadcast.value}
      onChange=${(event) => { draft.broadcast.value = event.target.checked; }} /> Also send to the channel</label>`}
  </form>`;
}

const isTyped = (one) => one.kind !== "file" && one.kind !== "yesno";

function begin(draft, command) {
  draft.text.value = "";
  const isAsked = command.options.some((one) => one.required); // else what is typed next goes into the first one
  const first = !isAsked && (command.options.find((one) => one.kind === "whole") ?? command.options.find(isTyped));
  draft.command.value = { name: command.name, values: {}, added: first ? [first.name] : [] };
}

const Plus = ({ draft }) => html`<${Attach} files=${draft.files}><span class="plus" aria-hidden="true">+</span><//>`;

const Reply = ({ draft }) => draft.reply.value && html`<div class="replying">Replying to <b>${draft.reply.value.who}</b>
  <button type="button" class="plain icon" aria-label="Do not reply"
    onClick=${() => { draft.reply.value = null; }}>✕</button></div>`;

function Tools({ side, draft, hand, write, text, caret, isReply }) {
  const put = (sign) => write(text.slice(0, caret) + sign + text.slice(caret), caret + sign.length);
  const mention = () => put(!caret || /\s$/.test(text.slice(0, caret)) ? "@" : " @");
  const isReady = text.trim() || draft.files.value.length > 0;
  const button = (label, sign, act) => html`<button type="button" class="plain seldom" aria-label=${label}
    title=${label} onClick=${act}>
    <span aria-hidden="true">${sign}</span></button>`;
  return html`<div class="tools">
    ${hand.isSlack && html`<${Plus} draft=${draft} />`}
    <${MenuButton} label="Emoji" items=${signs(side, (name, sign) => put(sign))}><span aria-hidden="true">☺</span><//>
    ${button("Mention someone", "@", mention)}
    ${!isReply && button("Slash commands", "/", () => write(text.startsWith("/") ? text : `/${text}`))}
    <span class="fill"></span>
    <button class="plain send ${isReady ? "is-ready" : ""}" aria-label="Send" title="Send"
      aria-disabled=${!isReady || null}>
      <span aria-hidden="true">➤</span></button>
  </div>`;
}

// What is sent leaves the field at once; what was refused comes back into it.
async function deliver(draft, hand, place, people) {
  const text = draft.text.value.trim(), files = draft.files.value;
  const reply = draft.reply.value, broadcast = draft.broadcast.value;
  if (!text && !files.length) return;
  empty(draft);
  draft.sent.value += 1;
  const isCommand = text.startsWith("/") && !files.length;
  const said = async () => ({
    text: called(text, people, hand.isSlack), files: await packed(files), reply: reply?.id, broadcast,
  });
  const { error } = await (isCommand ? hand.command(place, text) : hand.say(place, await said()));
  if (!error) return;
  draft.text.value ||= text;
  if (!draft.files.value.length) draft.files.value = files;
  draft.reply.value ??= reply;
  draft.broadcast.value = broadcast;
}

// A name that was typed out is whom it means, as each platform's client sends it.
function called(text, people, isSlack) {
  const names = people.flatMap((one) =>
    [one.title, one.name].filter(Boolean).map((name) => [name, isSlack ? `@${one.title}` : `<@${one.id}>`]));
  names.sort(([one], [other]) => other.length - one.length);
  return names.reduce((said, [name, sent]) =>
    said.replaceAll(new RegExp(`(?<![\\w@<])@${literal(name)}(?!\\w)`, "gi"), sent), text);
}
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
