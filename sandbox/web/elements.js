// What is pressed and chosen in messages, forms and the Home tab: buttons, menus, dates, boxes to tick.
import { html, useState } from "./ui.js";
import { Confirm, useBusy } from "./dialog.js";
import { MenuButton } from "./popover.js";
import { Picker } from "./picker.js";
import { WEB } from "./spans.js";

const DATES = { date: "date", time: "time", moment: "datetime-local" };

// `use` is { click(button), choose(element, chosen) }; without it nothing can be done.
export function Element({ one, use }) {
  const Drawn = ELEMENTS[one.kind] || None;
  return html`<${Drawn} one=${one} use=${use} />`;
}

function Button({ one, use }) {
  const [isBusy, run] = useBusy(), [isAsking, ask] = useState(false), isOff = one.off || !use?.click;
  const press = () => run(() => use.click(one));
  const sure = () => {
    ask(false);
    press();
  };
  if (WEB.test(one.url || "")) {
    return html`<a class="act ${one.style || ""}" href=${one.url} title=${one.url} target="_blank"
      rel="noopener noreferrer" onClick=${() => one.name && !isOff && press()}>
      ${one.label}${" "}<span aria-hidden="true">↗\uFE0E</span></a>`;
  }
  return html`<button type="button" class="act ${one.style || ""}" title=${one.title || null}
    aria-disabled=${isOff || isBusy || null} aria-busy=${isBusy || null}
    onClick=${() => { if (!isOff) (one.confirm ? ask(true) : press()); }}>${one.label || "Button"}</button>
    ${isAsking && html`<${Confirm} asked=${one.confirm} yes=${sure} no=${() => ask(false)} />`}`;
}

function Menu({ one, use }) {
  const [isBusy, run] = useBusy();
  return html`<${Picker} label=${one.label} options=${one.options} groups=${one.groups} value=${one.value}
    many=${one.many} free=${one.free} isBusy=${isBusy} off=${one.off || !use?.choose}
    pick=${(chosen) => run(() => use.choose(one, chosen))} />`;
}

function Overflow({ one, use }) {
  const items = (one.options ?? []).map(([value, words]) => ({ words, act: () => use?.choose?.(one, value) }));
  return html`<${MenuButton} label=${one.label || "More"} items=${items} classes="act overflow">
    <span aria-hidden="true">⋯</span><//>`;
}

function Written({ one, use }) {
  const about = { "aria-label": one.label || "Text", placeholder: one.label, value: one.value ?? "", dir: "auto" };
  const send = (event) => use?.choose?.(one, event.target.value);
  return one.kind === "area" ? html`<textarea rows="3" ...${about} onChange=${send}></textarea>`
    : html`<input class="short" type="text" ...${about} onChange=${send} />`;
}

function Dated({ one, use }) {
  const send = (event) => event.target.value && use?.choose?.(one, stated(one.kind, event.target.value));
  return html`<input class="short" type=${inputType(one.kind)} aria-label=${one.label || "Date"}
    value=${typed(one.kind, one.value)}
    onChange=${send} />`;
}

// Boxes or radio buttons; `take` hears of all that is chosen, or of the one.
export function Ticks({ one, chosen, take, name, about }) {
  const isOne = one.kind === "radios";
  const tick = (value, isOn) =>
    take(isOne ? value : [...chosen.filter((each) => each !== value), ...(isOn ? [value] : [])]);
  return html`<div class="ticks" role=${isOne ? "radiogroup" : "group"} ...${about}>
    ${(one.options ?? []).map(([value, words, hint]) => html`<label key=${value} class="tick">
      <input type=${isOne ? "radio" : "checkbox"} name=${name} checked=${chosen.includes(String(value))}
        onChange=${(event) => tick(String(value), event.target.checked)} />
      <span>${words}${hint && html`<span class="hint">${hint}</span>`}</span></label>`)}
  </div>`;
}

const Ticked = ({ one, use }) => html`<${Ticks} one=${one} name=${one.name}
  chosen=${[].concat(one.value ?? []).map(String)}
  take=${(chosen) => use?.choose?.(one, chosen)} about=${{ "aria-label": one.label || "Choices" }} />`;

const None = ({ one }) => html`<span class="none">
  ${one.label ? `${one.label}: ` : ""}this page does not draw “${one.type || one.kind}”</span>`;

const ELEMENTS = {
  button: Button, menu: Menu, overflow: Overflow, line: Written, area: Written, date: Dated, time: Dated, moment: Dated,
  checks: Ticked, radios: Ticked,
};

// A moment is seconds to the server, and local time to who types it.
export const stated = (kind, text) => (kind === "moment" && text ? Math.floor(Date.parse(text) / 1000) : text);
export function typed(kind, value) {
  if (kind !== "moment" || !Number(value)) return value ?? "";
  const at = new Date(Number(value) * 1000);
  return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
export const inputType = (kind) => DATES[kind];
