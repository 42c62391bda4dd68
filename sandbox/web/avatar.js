// A face in the chats: an initial in the colour of the name, a bell for the desk.
import { html } from "./ui.js";
import { read } from "./live.js";

const HUES = 6; // as many as the page has colours for faces
const STIR = [41, 9973]; // so that those who meet here differ

// The same for a name however it is written, on every side of the page.
export function hue(name) {
  const letters = [...String(name).toLowerCase()];
  return letters.reduce((sum, letter) => (sum * STIR[0] + letter.codePointAt(0)) % STIR[1], 0) % HUES;
}

export function Avatar({ name, isBot = false }) {
  const sign = isBot ? "🛎️" : [...String(name || "?")][0].toUpperCase();
  return html`<span class="avatar ${isBot ? "is-bot" : `hue-${hue(name)}`}" aria-hidden="true">${sign}</span>`;
}

// The same where only a name is told.
export function Named({ side, name }) {
  const isBot = read(`${side}/people`, []).some((one) => one.is_bot && [one.title, one.name].includes(name));
  return html`<${Avatar} name=${name} isBot=${isBot} />`;
}
