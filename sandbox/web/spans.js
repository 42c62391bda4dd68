// What people wrote, piece by piece: text nodes with a look, never markup, and no address that is fetched by itself.
import { html, useState } from "./ui.js";
import { Time } from "./time.js";

export const WEB = /^https?:\/\//i;

export const Spans = ({ spans }) => (spans ?? []).map((one, at) => html`<${Span} key=${at} one=${one} />`);

function Span({ one }) {
  const looks = [one.look, ...(one.also ?? [])].filter(Boolean), has = (look) => looks.includes(look);
  if (has("time") && Number.isFinite(one.at)) {
    return html`<span class="look-time"><${Time} at=${one.at} style=${one.style || "f"} /></span>`;
  }
  const classes = [...looks.map((look) => `look-${look}`), one.is_me && "is-me"].filter(Boolean).join(" ");
  if (one.room) {  // the chat that it stands in goes there: see chat.js
    return html`<a class=${classes} href="#" title="Go there" data-room=${one.room} data-thread=${one.thread}>
      ${one.text}</a>`;
  }
  if (WEB.test(one.url || "")) {
    return html`<a class=${classes || "look-link"} href=${one.url} title=${one.url} target="_blank"
      rel="noopener noreferrer">${one.text}</a>`;
  }
  if (has("spoiler")) return html`<${Spoiler} classes=${classes} text=${one.text} />`;
  if (has("code") || has("pre")) return html`<code class=${classes}>${one.text}</code>`;
  return classes ? html`<span class=${classes}>${one.text}</span>` : one.text;
}

function Spoiler({ classes, text }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return html`<span class="${classes} is-shown">${text}</span>`;
  return html`<button type="button" class=${classes} aria-label="Spoiler: press to read"
    onClick=${() => setShown(true)}>${text}</button>`;
}

const MARKS = {
  slack: { bold: "*", italic: "_", strike: "~", code: "`" },
  discord: { bold: "**", italic: "*", strike: "~~", code: "`", underline: "__", spoiler: "||" },
};

// As it was typed: the words with the marks around them.
export const source = (spans, isSlack) => (spans ?? []).map((one) => {
  const marks = [one.look, ...(one.also ?? [])].map((look) => MARKS[isSlack ? "slack" : "discord"][look] ?? "");
  return marks.join("") + one.text + marks.reverse().join("");
}).join("");

export const plain = (spans) => (spans ?? []).map((one) => one.text).join("");
