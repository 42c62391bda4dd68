// The head of the page: whose it is, how it looks, whether it is live, and the way to start over.
import { effect, html, useRef, useState } from "./ui.js";
import { act, link, read } from "./live.js";
import { hasMachine, isPhone, startOver } from "./look.js";
import { remembered } from "./memory.js";
import { tell } from "./toast.js";

const THEMES = [["system", "As the system"], ["light", "Light"], ["dark", "Dark"]];
const SIGNS = { system: "◐", light: "☀", dark: "☾" };
const LINKS = { live: "Live", connecting: "Connecting", closed: "Away" };
const AWAY = {
  off: "The desk is off", starting: "The desk starts …", killed: "The desk was killed", ended: "The desk has ended",
};
const theme = remembered("theme", "system");

effect(() => {
  if (theme.value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

// A counter bell, as it stands on a desk.
export function Bell({ isRinging = false }) {
  return html`<svg class=${`bell ${isRinging ? "is-ringing" : ""}`} viewBox="0 0 24 24" width="24" height="24"
    aria-hidden="true">
    <path d="M12 4.2v2.2M9.9 4.2h4.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
    <path d="M3.6 16.4a8.4 8.4 0 0 1 16.8 0z" fill="currentColor" />
    <path d="M2.6 19.4h18.8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
  </svg>`;
}

function Theme() {
  const at = THEMES.findIndex(([name]) => name === theme.value), [, title] = THEMES[at];
  const next = THEMES[(at + 1) % THEMES.length];
  const label = `Theme: ${title}. Press for: ${next[1]}`;
  return html`<button type="button" class="plain icon" aria-label=${label} title=${label}
    onClick=${() => { theme.value = next[0]; }}>
    <span aria-hidden="true">${SIGNS[theme.value]}</span></button>`;
}

function Reset() {
  const dialog = useRef(null);
  const [isBusy, setBusy] = useState(false);
  const empty = async () => {
    setBusy(true);
    const { error } = await act("world", "reset");
    setBusy(false);
    dialog.current?.close();
    if (!error) startOver();
    tell(error || "A fresh world: nobody has written yet.", error ? "bad" : "good");
  };
  return html`<button type="button" class="plain" onClick=${() => dialog.current.showModal()}>Reset</button>
    <dialog ref=${dialog} class="ask" aria-labelledby="reset-title" aria-describedby="reset-text">
      <h2 id="reset-title">Start over?</h2>
      <p id="reset-text">
        Everything is emptied: the mailboxes, both chats, the tickets and the clock. This cannot be undone.</p>
      <div class="form-end">
        <button type="button" autofocus onClick=${() => dialog.current.close()}>Keep everything</button>
        <button type="button" class="danger" disabled=${isBusy} onClick=${empty}>
          ${isBusy ? "Emptying …" : "Empty everything"}</button>
      </div>
    </dialog>`;
}

// a guide that was put away, and the way back to it
function Resume() {
  const guide = read("guide");
  const done = guide?.steps.filter((one) => one.is_done).length;
  if (!guide?.is_skipped || done === guide.steps.length) return null;
  return html`<button type="button" class="plain" onClick=${() => act("guide", "resume")}>
    Guide <span class="meta">${done}/${guide.steps.length}</span></button>`;
}

// a desk that does nothing is told where everybody sees it
function Desk() {
  const words = AWAY[read("machine/desk")?.state];
  return words ? html`<span class="away" role="status">${words}</span>` : null;
}

export function Header() {
  const fold = () => { hasMachine.value = !hasMachine.value; };
  return html`<header class="top">
    <h1 class="mark"><${Bell} /><span class="name">Deskbell</span> <span class="place">sandbox</span></h1>
    <span class=${`link-state ${link.value}`} role="status"><i aria-hidden="true"></i>
      <span class="word">${LINKS[link.value]}</span></span>
    <${Desk} />
    <span class="fill"></span>
    <${Resume} />
    ${!isPhone.value && html`<button type="button" class="plain" aria-controls="machine"
      aria-expanded=${hasMachine.value}
      onClick=${fold}>Machine <span class="turn" aria-hidden="true">${hasMachine.value ? "▸" : "◂"}</span></button>`}
    <${Theme} />
    <${Reset} />
  </header>`;
}
