// A choice of few, all of them in sight.
import { html } from "./ui.js";
import { hue } from "./avatar.js";

// `options`: [{ value, title, face?, extra?, hint?, look? }]; `extra` stands behind the title.
export function Switch({ label, options, value, onPick, kind = "" }) {
  return html`<div class=${`switch ${kind}`} role="group" aria-label=${label}>
    ${options.map((one) => html`<button type="button" key=${one.value} class=${one.look} title=${one.hint}
      aria-pressed=${one.value === value} onClick=${() => onPick(one.value)}>
      ${one.face}<span class="title">${one.title}</span> ${one.extra}</button>`)}
  </div>`;
}

// How much waits, for eyes and ears; `words` says what of.
export function Badge({ count, words = "unread", quiet = false }) {
  if (!count) return null;
  return html`<span class=${`badge ${quiet ? "quiet" : ""}`}>${count > 99 ? "99+" : count}
    <span class="only-read"> ${words}</span></span>`;
}

// A person's initial in the colour of their name.
export function Face({ name }) {
  return html`<span class=${`face hue-${hue(name)}`} aria-hidden="true">${[...name][0]?.toUpperCase() ?? "?"}</span>`;
}
