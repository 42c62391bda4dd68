// One conversation: its letters as they came and went, and the answer to the last one.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./ui.js";
import { cell, read } from "./live.js";
import { drafted, useSending } from "./compose.js";
import { Attach, Chips, size, taking } from "./files.js";
import { Hypertext } from "./hypertext.js";
import { goMail } from "./look.js";
import { Face } from "./switch.js";
import { Time } from "./time.js";

const PREVIEW = /^\/file\//;

// `"Example Support" <support@deskbell.example>` is Example Support
export const titled = (address) => (address ?? "").replace(/\s*<[^<>]*>\s*$/, "").replaceAll('"', "").trim() || address;

// Words of one's own, and what mail programs leave standing below them.
export function parted(text) {
  const lines = text.trimEnd().split("\n");
  let at = lines.length;
  while (at > 0 && (/^>/.test(lines[at - 1]) || !lines[at - 1].trim())) at -= 1;
  const isQuoted = lines.slice(at).some((line) => line.startsWith(">"));
  if (!isQuoted) return [text.trim(), ""];
  if (at > 0 && /(wrote|schrieb|écrit).*:\s*$/.test(lines[at - 1])) at -= 1;
  return [lines.slice(0, at).join("\n").trim(), lines.slice(at).join("\n").trim()];
}

function File({ file }) {
  const inner = html`<span aria-hidden="true">📄</span><span class="name">${file.name}</span>
    <span class="size">${size(file.size)}</span>`;
  if (!PREVIEW.test(file.url ?? "")) return html`<li class="chip file">${inner}</li>`;
  return html`<li><a class="chip file" href=${file.url} target="_blank" rel="noopener noreferrer">${inner}</a></li>`;
}

const Plain = ({ own, quoted }) => html`<div class="text" dir="auto">${own || (quoted ? "" : "(empty)")}</div>
  ${quoted && html`<details class="quoted"><summary>Earlier words</summary>
    <div class="text" dir="auto">${quoted}</div></details>`}`;

function Letter({ id, isLast }) {
  const one = cell(id).value, [isOpen, setOpen] = useState(isLast);
  useEffect(() => { if (isLast) setOpen(true); }, [isLast]);
  if (!one) return null;
  const [own, quoted] = parted(one.text), from = one.is_mine ? "You" : titled(one.from);
  return html`<li class=${`letter ${one.is_mine ? "is-mine" : ""}`} data-letter=${id}>
    <button type="button" class="from" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      <${Face} name=${titled(one.from)} />
      <span class="names"><span class="cut" dir="auto"><b>${from}</b></span>
        <span class="meta cut" dir="auto">
          ${one.is_automatic && "automatic · "}${isOpen ? `to ${one.to}` : own}</span></span>
      <span class="meta when"><${Time} at=${one.at} style="short" />
        ${one.is_mine && html`<span class="sent">✓ Sent</span>`}</span>
    </button>
    ${isOpen && html`${one.page ? html`<${Hypertext} page=${one.page} />`
      : html`<${Plain} own=${own} quoted=${quoted} />`}
      ${one.files.length > 0 && html`<ul class="chips" aria-label="Files">
        ${one.files.map((file, at) => html`<${File} key=${at} file=${file} />`)}</ul>`}`}
  </li>`;
}

function Answer({ who, thread, index }) {
  const { text, files } = drafted(`${who}/${thread}`);
  const { isSending, send } = useSending("reply", who), area = useRef(null);
  const submit = async (event) => {
    event.preventDefault();
    if (isSending || !text.value.trim()) return;
    if (await send({ index, text: text.value }, files)) {
      text.value = "";
      area.current?.focus();
    }
  };
  const hurry = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event); };
  return html`<form class="answer" aria-label="Answer" onSubmit=${submit} ...${taking(files)}>
    <textarea ref=${area} aria-label="Your answer" placeholder="Write back …" dir="auto" rows="2" value=${text.value}
      onInput=${(event) => { text.value = event.target.value; }} onKeyDown=${hurry}></textarea>
    <${Chips} files=${files} />
    <div class="form-end"><${Attach} files=${files} /><span class="fill"></span>
      <button type="submit" class="primary" disabled=${!text.value.trim()} aria-busy=${isSending}>
        ${isSending ? "Sending …" : "Send"}</button></div>
  </form>`;
}

export function Conversation({ who, open }) {
  const end = useRef(null), head = useRef(null), letters = open?.letters ?? [], count = letters.length;
  useLayoutEffect(() => {
    end.current?.querySelector(".letter:last-child")?.scrollIntoView({ block: "nearest" });
  }, [count]);
  useEffect(() => head.current?.focus(), []);
  const index = letters.map((id) => read(id)?.index ?? null).filter((one) => one !== null).at(-1);
  return html`<div class="mail-head">
      <button type="button" class="plain icon" aria-label="Back to the inbox" title="Back to the inbox"
        onClick=${() => goMail({ thread: "" })}>‹</button>
      <h3 ref=${head} tabindex="-1" dir="auto" title=${open?.subject}>
        ${open?.subject || (open ? "(no subject)" : "")}</h3>
    </div>
    <div class="scroll" ref=${end} aria-busy=${!open}>
      <ol class="letters" aria-label="Letters">
        ${letters.map((id, at) => html`<${Letter} key=${id} id=${id} isLast=${at === count - 1} />`)}</ol>
    </div>
    ${open && (index === undefined
      ? html`<p class="mail-hint">The desk has not written yet. Its answer will stand here.</p>`
      : html`<${Answer} who=${who} thread=${open.id} index=${index} />`)}`;
}
