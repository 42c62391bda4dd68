// The customer's mail program: whose it is, and the letters, the open conversation or a new letter.
import { html, useEffect, useRef } from "./ui.js";
import { read } from "./live.js";
import { Compose } from "./compose.js";
import { Conversation } from "./letter.js";
import { goMail, isWriting, mail } from "./look.js";
import { Mailbox } from "./mailbox.js";
import { Badge, Face, Switch } from "./switch.js";

// The focus follows from one view to the next, unless it is somewhere else on purpose.
function useFocus(view) {
  const last = useRef(view);
  useEffect(() => {
    const before = last.current;
    last.current = view;
    if (before === view || document.activeElement !== document.body) return;
    const row = [...document.querySelectorAll("#customer .convo")].find((one) => one.dataset.thread === before);
    (row ?? document.querySelector("#mail-subject, #customer .mail-head .primary"))?.focus();
  }, [view]);
}

export function Mail() {
  const { who, thread, box } = mail.value, threads = read("mail/threads"), open = read("mail/open");
  const isHere = Boolean(thread && open?.letters.includes(`mail/l/${thread}`));
  const isOpen = thread && (isHere || threads?.some((one) => one.id === thread));
  const isNew = isWriting.value ?? (threads?.length === 0 && !isOpen && box === "inbox");
  useFocus(isNew ? "new" : isOpen ? thread : "list");
  // what went out is to be seen at once: it stands among what was sent until it is answered
  const done = (isSent) => goMail({ thread: "", box: isSent ? "sent" : "inbox" });
  if (isNew) return html`<${Compose} key=${who} who=${who} onDone=${done} />`;
  if (isOpen) return html`<${Conversation} key=${thread} who=${who} open=${isHere ? open : null} />`;
  return html`<${Mailbox} threads=${threads} box=${box} onOpen=${(id) => goMail({ thread: id })}
    onNew=${() => { isWriting.value = true; }} />`;
}

// Whose mail this is: one of the customers.
export function Writers() {
  const waiting = new Map(read("mail/people", []).map((one) => [one.name, one.unread]));
  const people = read("cast").mail.map((one) => ({
    value: one.name, face: html`<${Face} name=${one.title} />`, title: one.title, hint: `${one.title} <${one.address}>`,
    extra: one.name !== mail.value.who && html`<${Badge} count=${waiting.get(one.name)} />`,
  }));
  return html`<${Switch} kind="people brief" label="Whose mail" options=${people} value=${mail.value.who}
    onPick=${(who) => goMail({ who })} />`;
}
