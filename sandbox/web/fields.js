// The fields of a form: label, hint, what is typed or chosen, and under it in red what is wrong with it.
import { html, signal, useEffect, useMemo } from "./ui.js";
import { Ticks, inputType, stated, typed } from "./elements.js";
import { Attach, Chips, taking } from "./files.js";
import { Picker } from "./picker.js";
import { useName } from "./popover.js";

const KEYBOARDS = { number: "decimal", email: "email", url: "url" }, NEAR = 0.8; // of the most letters

// `use` is the form: { values, errors, set(name, value), isDiscord }.
export function Field({ label, name, hint, optional, input, use }) {
  const id = useName("field"), error = use?.errors?.[label] || use?.errors?.[name] || "", { isDiscord } = use ?? {};
  const value = use?.values && name in use.values ? use.values[name] : input.value;
  const Drawn = INPUTS[input.kind] || Nothing, isGroup = ["checks", "radios", "files"].includes(input.kind);
  const about = {
    id: isGroup ? null : id, "aria-invalid": error ? "true" : null,
    "aria-required": optional || isGroup ? null : "true",
    "aria-describedby": [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || null,
  };
  const words = html`${label}
    ${optional ? html` <span class="optional">(optional)</span>`
      : html`<span class="must" aria-hidden="true">*</span>`}`;
  const told = hint && html`<div class="hint" id="${id}-hint">${hint}</div>`;
  return html`<div class="field ${error ? "is-wrong" : ""}">
    ${isGroup ? html`<div class="label" id="${id}-label">${words}</div>`
      : html`<label class="label" id="${id}-label" for=${id}>${words}</label>`}
    ${isDiscord && told}
    <${Drawn} one=${input} name=${name} value=${value} set=${(given) => use?.set?.(name, given)} about=${about}
      id=${id} isDiscord=${isDiscord} />
    ${error && html`<div class="error" id="${id}-error" role="alert">${error}</div>`}
    ${!isDiscord && told}
  </div>`;
}

function Text({ one, name, value, set, about, isDiscord }) {
  const said = String(value ?? ""), isTold = one.max && (isDiscord || said.length > one.max * NEAR);
  const input = (event) => set(event.target.value);
  const all = { ...about, name, placeholder: one.label || "", value: said, dir: "auto", onInput: input };
  return html`<div class="typed">
    ${one.kind === "area" ? html`<textarea rows="6" ...${all}></textarea>`
      : html`<input type="text" inputmode=${KEYBOARDS[one.type] || null} autocomplete="off" ...${all} />`}
    ${isTold && html`<span class="count ${said.length > one.max ? "is-over" : ""}" aria-hidden="true">
      ${said.length}/${one.max}</span>`}
  </div>`;
}

const Dated = ({ one, name, value, set, about }) => html`<input class="short" type=${inputType(one.kind)} name=${name}
  ...${about}
  value=${typed(one.kind, value)} onChange=${(event) => set(stated(one.kind, event.target.value))} />`;

const Menu = ({ one, value, set, about, id }) => html`<${Picker} label=${one.label} options=${one.options}
  groups=${one.groups}
  value=${value} many=${one.many} free=${one.free} off=${one.off} pick=${set}
  field=${{ ...about, "aria-labelledby": `${id}-label ${id}`, "aria-required": null }} />`;

const Ticked = ({ one, value, set, about, id }) => html`<${Ticks} one=${one} name=${id} take=${set}
  chosen=${[].concat(value ?? []).map(String)}
  about=${{ "aria-labelledby": `${id}-label`, "aria-describedby": about["aria-describedby"] }} />`;

function Files({ one, value, set, id }) {
  const files = useMemo(() => signal(Array.isArray(value) ? value : []), []);
  const label = one.many ? "Add files" : "Add a file";
  useEffect(() => files.subscribe((chosen) => { if (chosen.length || value) set(chosen); }), []);
  return html`<div class="dropped" role="group" aria-labelledby="${id}-label" ...${taking(files)}>
    <${Attach} files=${files} label=${label}>${label}<//><span class="hint">or drop them here</span>
    <${Chips} files=${files} /></div>`;
}

const Nothing = ({ one }) => html`<p class="none">This page cannot fill in “${one.type || one.kind}”.</p>`;

const INPUTS = {
  line: Text, area: Text, date: Dated, time: Dated, moment: Dated, menu: Menu, checks: Ticked, radios: Ticked,
  files: Files,
};

// What Discord's client complains of before anything is sent.
export function complaint({ optional, input }, value) {
  const given = value ?? input.value ?? "", size = given.length ?? String(given).length;
  if (!size) return optional ? "" : "This field is required.";
  if (input.kind !== "line" && input.kind !== "area") return "";
  if (input.max && size > input.max) return `Must be ${input.max} or fewer in length.`;
  if (input.min && size < input.min) return `Must be at least ${input.min} in length.`;
  return "";
}
