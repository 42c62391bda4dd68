// A new letter to the desk; a click writes one for those who want to see what happens.
import { html, signal, useState } from "./ui.js";
import { act, read } from "./live.js";
import { Attach, Chips, packed, taking } from "./files.js";
import { tell } from "./toast.js";

const EXAMPLES = [
  ["VPN is down", "Hello,\n\nsince this morning the VPN drops me after a minute, at home and in the office. "
    + "I have a call with a customer at noon.\n\nThank you!"],
  ["Charged twice", "Hi,\n\nmy card was charged twice for the same invoice (49 €, on the 3rd). "
    + "Could you send one of them back?"],
  ["Cannot sign in 😬", "Your page says “Something went wrong” whatever I type. "
    + "I have already tried another browser.\n\nWhat now?"],
];
const drafts = new Map();

// What somebody has begun to write: it survives looking elsewhere.
export function drafted(key) {
  if (!drafts.has(key)) drafts.set(key, { subject: signal(""), text: signal(""), files: signal([]) });
  return drafts.get(key);
}

// Sending, and being sent: { isSending, send(details, files) -> was it taken }.
export function useSending(what, name) {
  const [isSending, setSending] = useState(false);
  const send = async (details, files) => {
    setSending(true);
    const { error } = await act("mail", what, { name, ...details, files: await packed(files.value) });
    setSending(false);
    tell(error);
    if (!error) files.value = [];
    return !error;
  };
  return { isSending, send };
}

export function Compose({ who, onDone }) {
  const { subject, text, files } = drafted(who), { isSending, send } = useSending("send", who);
  const isReady = Boolean(subject.value.trim() || text.value.trim());
  const submit = async (event) => {
    event.preventDefault();
    if (isSending || !isReady) return;
    if (await send({ subject: subject.value.trim(), text: text.value }, files)) {
      subject.value = text.value = "";
      onDone(true);
    }
  };
  const take = ([title, words]) => {
    subject.value = title;
    text.value = words;
  };
  return html`<div class="mail-head"><h3>New mail</h3>
    <button type="button" class="plain icon" aria-label="Close" title="Close"
      onClick=${() => onDone(false)}>✕</button></div>
  <form class="compose" aria-label="New mail" onSubmit=${submit} ...${taking(files)}>
    <div class="examples"><span class="meta" id="examples">Begin with</span>
      <ul aria-labelledby="examples">${EXAMPLES.map((one) => html`<li key=${one[0]}>
        <button type="button" class="example" onClick=${() => take(one)}>${one[0]}</button></li>`)}</ul></div>
    <p class="to"><span class="meta">To</span> <span class="cut">${read("cast").desk}</span></p>
    <label for="mail-subject">Subject</label>
    <input id="mail-subject" name="subject" dir="auto" autocomplete="off" value=${subject.value}
      onInput=${(event) => { subject.value = event.target.value; }} />
    <label for="mail-text">What is it about?</label>
    <textarea id="mail-text" name="text" dir="auto" value=${text.value}
      onInput=${(event) => { text.value = event.target.value; }}></textarea>
    <${Chips} files=${files} />
    <div class="form-end"><${Attach} files=${files} /><span class="fill"></span>
      <button type="submit" class="primary" disabled=${!isReady} aria-busy=${isSending}>
        ${isSending ? "Sending …" : "Send"}</button></div>
  </form>`;
}
