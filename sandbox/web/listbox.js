// Choosing from a list with the keyboard or the hand: what menus, completions and pickers have in common.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";

// Options are { value, label, hint?, more?, group?, sign? }. Returns the active one and the keys that move it.
export function useChoosing(options, pick, { start = 0, keys = ["Enter"] } = {}) {
  const [marked, mark] = useState(start), last = options.length - 1, active = Math.min(marked, last);
  const steps = {
    ArrowDown: () => (active >= last ? 0 : active + 1), ArrowUp: () => (active <= 0 ? last : active - 1),
  };
  const press = (event) => { // whether the key was for the list
    if (last < 0 || event.isComposing) return false;
    if (steps[event.key]) mark(steps[event.key]());
    else if (keys.includes(event.key) && !event.shiftKey) pick(options[active]);
    else return false;
    event.preventDefault();
    return true;
  };
  return { active, mark, press };
}

export const optionName = (name, at) => `${name}-${at}`;

export function Listbox({ name, label, options, active, mark, pick, chosen = [], many = false, ...rest }) {
  const box = useRef(null), isChosen = (one) => chosen.includes(one.value), hasChoice = many || chosen.length > 0;
  useLayoutEffect(() => {
    box.current.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return html`<ul ref=${box} id=${name} class="listbox" role="listbox" aria-label=${label}
    aria-multiselectable=${many || null} ...${rest}>
    ${options.map((one, at) => html`
      ${one.group && one.group !== options[at - 1]?.group && html`
        <li key=${`group ${one.group}`} class="group" role="presentation">${one.group}</li>`}
      <li key=${one.value} id=${optionName(name, at)} role="option" class="option" data-active=${at === active || null}
        aria-selected=${hasChoice ? isChosen(one) : at === active} onPointerDown=${(event) => event.preventDefault()}
        onPointerMove=${() => mark(at)} onClick=${() => pick(one)}>
        ${many && html`<span class="box-to-tick" aria-hidden="true">${isChosen(one) ? "☑" : "☐"}</span>`}
        ${one.sign && html`<span class="sign" aria-hidden="true">${one.sign}</span>`}
        <span class="words"><span class="name">${one.label}</span>
          ${one.hint && html` <span class="hint">${one.hint}</span>`}
          ${one.more && html`<span class="more">${one.more}</span>`}</span>
      </li>`)}
  </ul>`;
}
