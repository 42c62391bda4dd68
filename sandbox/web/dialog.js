// A dialog of the chats: it holds the focus while it stands, and gives it back.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";
import { useName } from "./popover.js";

const FIRST = "[autofocus], .inside input:not([hidden]), .inside textarea, .inside button, .inside select, .end .send";

export function Dialog({ title, classes = "", close, children, role = "dialog" }) {
  const box = useRef(null), name = useName("title");
  useLayoutEffect(() => {
    const before = document.activeElement, one = box.current;
    one.showModal();
    (one.querySelector(FIRST) ?? one).focus();
    return () => {
      one.close();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const cancel = (event) => {
    if (event.target !== box.current) return; // a file dialog inside was left
    event.preventDefault();
    close();
  };
  return html`<dialog ref=${box} class="sheet ${classes}" role=${role} aria-labelledby=${name} onCancel=${cancel}>
    <header><h2 id=${name}>${title}</h2>
      <button type="button" class="plain icon shut" aria-label="Close" onClick=${close}>✕</button></header>
    ${children}
  </dialog>`;
}

// Asks once more before something is done: { title, text, ok, deny, style }.
export function Confirm({ asked, yes, no }) {
  return html`<${Dialog} title=${asked.title} classes="confirm" role="alertdialog" close=${no}>
    <div class="inside">${asked.text && html`<p dir="auto">${asked.text}</p>`}</div>
    <div class="end">
      <button type="button" class="act" onClick=${no}>${asked.deny || "Cancel"}</button>
      <button type="button" class="act send ${asked.style || "primary"}" autofocus onClick=${yes}>
        ${asked.ok || "Yes"}</button>
    </div>
  <//>`;
}

// What goes on while somebody waits: `run(work)` is refused until the work before it is done.
export function useBusy() {
  const [isBusy, setBusy] = useState(false), busy = useRef(false);
  const run = async (work) => {
    if (busy.current) return;
    busy.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      busy.current = false;
      setBusy(false);
    }
  };
  return [isBusy, run];
}
