// A slash command on Discord: its options as fields in the line, checked before anything is sent.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";
import { read } from "./live.js";
import { useBusy } from "./dialog.js";
import { empty } from "./drafts.js";
import { packed } from "./files.js";
import { OptionField } from "./option_field.js";
import { meant } from "./options.js";
import { MenuButton } from "./popover.js";

export function CommandBox({ side, draft, place, hand }) {
  const { name, values, added } = draft.command.value;
  const known = read(`${side}/commands`, []).find((one) => one.name === name);
  const box = useRef(null), [wrong, tellWrong] = useState({}), [told, tell] = useState(known?.description ?? "");
  const [isBusy, run] = useBusy(), options = known?.options ?? [];
  const shown = options.filter((one) => one.required || added.includes(one.name));
  const rest = options.filter((one) => !shown.includes(one));
  useLayoutEffect(() => {
    (box.current.querySelector(".option-pill input") ?? box.current.querySelector(".send")).focus();
  }, []);
  const change = (changes) => { draft.command.value = { ...draft.command.value, ...changes }; };
  const back = (text) => {
    empty(draft);
    draft.text.value = text;
  };
  const focus = (within) => requestAnimationFrame(() => box.current?.querySelector(within)?.focus());
  const send = (event) => {
    event.preventDefault();
    run(async () => {
      const { given, faults } = await filled(side, shown, values);
      tellWrong(faults);
      const first = Object.keys(faults)[0];
      if (first) return focus(`[data-option="${first}"] input`);
      const { error } = await hand.fill(place, name, given);
      if (!error) {
        empty(draft);
        draft.sent.value += 1;
      }
      return undefined;
    });
  };
  const drop = (option) => { // with the last of the options the command itself goes
    if (!added.includes(option)) return void (option === shown[0]?.name && back(`/${name}`));
    change({ added: added.filter((one) => one !== option) });
    return focus(".send");
  };
  const keys = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      back("");
    }
    if (event.key === "Backspace" && event.target.matches(".send")) back(`/${name}`);
    if (event.key === "Enter" && event.target.matches("input")) send(event);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) goOn(event);
  };
  const goOn = (event) => { // behind a number, and where no number is meant, the words are the next option's
    const option = shown.find((one) => one.name === event.target.closest("[data-option]")?.dataset.option);
    const next = rest.find((one) => one.kind === "text"), text = event.target.value ?? "";
    if (option?.kind !== "whole" || !next || (event.key === " " ? !text : text || /[-#\d]/.test(event.key))) return;
    event.preventDefault();
    const kept = text || option.required ? added : added.filter((one) => one !== option.name);
    const begun = event.key === " " ? {} : { [next.name]: { text: event.key } };
    change({ added: [...kept, next.name], values: { ...values, ...begun } });
    focus(`[data-option="${next.name}"] input`);
  };
  const field = (one) => html`<${OptionField} key=${one.name} side=${side} option=${one} given=${values[one.name]}
    error=${wrong[one.name]}
    set=${(value) => change({ values: { ...draft.command.value.values, [one.name]: value } })}
    offer=${(partial) => hand.complete(place, name, one.name, partial)} drop=${() => drop(one.name)}
    tell=${() => tell(`${one.name}: ${one.description || one.kind}`)} />`;
  const more = rest.map((one) => ({
    words: html`<span class="words">
      <span class="name">${one.name}</span>${" "}<span class="hint">${one.description}</span></span>`,
    act: () => {
      change({ added: [...added, one.name] });
      focus(`[data-option="${one.name}"] input`);
    },
  }));
  const faults = Object.entries(wrong).map(([option, words]) => `${option}: ${words}`).join(" · ");
  const count = `+${rest.length} ${rest.length === 1 ? "option" : "options"}`;
  return html`<form ref=${box} class="composer commanding" aria-label=${`Command /${name}`} onKeyDown=${keys}
    onSubmit=${send}>
    <div class="about ${faults ? "is-wrong" : ""}" role=${faults ? "alert" : "status"}>${faults || told}</div>
    <div class="well">
      <span class="command"><span aria-hidden="true">🛎️</span> /${name}</span>
      ${shown.map(field)}
      ${rest.length > 0 && html`
        <${MenuButton} label=${`${count}: add one`} classes="plain add" items=${more}>${count}<//>`}
      <span class="fill"></span>
      <button class="plain send is-ready" aria-label=${`Send /${name}`} title="Send" aria-busy=${isBusy || null}>
        <span aria-hidden="true">➤</span></button>
      <button type="button" class="plain" aria-label="Leave the command" title="Leave the command"
        onClick=${() => back("")}>✕</button>
    </div>
  </form>`;
}

// What the fields mean: { given, faults }, both by the name of the option.
async function filled(side, options, values) {
  const given = {}, faults = {};
  for (const one of options) {
    const { value, error } = meant(side, one, values[one.name]);
    if (error) faults[one.name] = error;
    else if (value instanceof File) [given[one.name]] = await packed([value]);
    else if (value !== undefined) given[one.name] = value;
  }
  return { given, faults };
}
