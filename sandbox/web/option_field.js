// One option of a Discord command: a pill with its name, a field, and the list that completes it.
import { html, useEffect, useRef, useState } from "./ui.js";
import { Listbox, optionName, useChoosing } from "./listbox.js";
import { choices } from "./options.js";
import { useName } from "./popover.js";

const CALM = 180, MOST = 25; // milliseconds after the last key before the desk is asked
const WIDTH = [6, 40]; // letters

export function OptionField({ side, option, given, error, set, offer, tell, drop }) {
  const list = useName("option"), text = given?.text ?? "", [isOpen, open] = useState(false);
  const known = choices(side, option), offered = useOffers(option.completes && isOpen ? text : null, offer);
  const sought = text.replace(/^[@#]/, "").trim().toLowerCase(), isTaken = given?.value !== undefined;
  const fit = known ? known.filter(([, label]) => String(label).toLowerCase().includes(sought)) : offered;
  const offers = isOpen && !isTaken ? fit.slice(0, MOST) : [];
  const options = offers.map(([value, label]) => ({ value, label: String(label) }));
  const pick = ({ value, label }) => set({ text: label, value: option.kind === "yesno" ? value === "true" : value });
  const { active, mark, press } = useChoosing(options, pick, { keys: ["Enter", "Tab"] });
  const keys = (event) => {
    if (options.length && press(event)) return;
    if (event.key === "Escape" && options.length) {
      event.stopPropagation();
      open(false);
    }
    if (event.key === "Backspace" && !text) {
      event.preventDefault();
      drop();
    }
  };
  const input = (event) => {
    open(true);
    mark(0);
    set({ text: event.target.value });
  };
  const focus = () => {
    open(true);
    tell();
  };
  const about = `${option.name}${option.required ? ", required" : ""}: ${option.description ?? ""}`;
  const size = Math.min(Math.max(text.length + 1, WIDTH[0]), WIDTH[1]);
  const upload = (event) => set({ text: event.target.files[0]?.name, file: event.target.files[0] });
  return html`<label class="option-pill ${error ? "is-wrong" : ""}" data-option=${option.name}>
    <span class="of">${option.name}</span>
    ${option.kind === "file" ? html`<input type="file" aria-label=${about} onChange=${upload} onFocus=${tell} />`
      : html`<input type="text" role="combobox" autocomplete="off" dir="auto" value=${text} aria-label=${about}
        inputmode=${option.kind === "whole" ? "numeric" : null} size=${size}
        aria-invalid=${error ? "true" : null} aria-autocomplete="list"
        aria-expanded=${options.length > 0} aria-controls=${list}
        aria-activedescendant=${options.length ? optionName(list, active) : null}
        onInput=${input} onKeyDown=${keys} onFocus=${focus} onBlur=${() => open(false)} />`}
    ${options.length > 0 && html`<div class="completion">
      <${Listbox} name=${list} label=${option.name} options=${options} active=${active} mark=${mark} pick=${pick}
        tabindex="0" /></div>`}
  </label>`;
}

// What the desk offers for `partial`, asked once the typing rests; null asks for nothing.
function useOffers(partial, offer) {
  const [offers, take] = useState([]), asked = useRef(0);
  useEffect(() => {
    if (partial === null) return undefined;
    const mine = (asked.current += 1);
    const wait = setTimeout(async () => {
      const { error, choices: found } = await offer(partial);
      if (mine === asked.current) take(error ? [] : found ?? []);
    }, partial ? CALM : 0);
    return () => clearTimeout(wait);
  }, [partial]);
  return offers;
}
