// The form that the desk opened in front of a person: Slack's dialog, Discord's modal.
import { html, useMemo, useSignal } from "./ui.js";
import { read } from "./live.js";
import { Dialog, useBusy } from "./dialog.js";
import { complaint } from "./fields.js";
import { packed } from "./files.js";
import { hands } from "./hands.js";
import { Parts } from "./parts.js";

const TROUBLE = "Something went wrong. Try again.";

// One at a time; a form that the desk changes while it is open stays, with what was typed.
export function Form({ side }) {
  const form = read(`${side}/form`);
  return form ? html`<${Sheet} key=${String(form.id).split(" ")[0]} side=${side} form=${form} />` : null;
}

function Sheet({ side, form }) {
  const hand = useMemo(() => hands(side), []), isDiscord = !hand.isSlack;
  const values = useSignal({}), errors = useSignal({}), wrong = useSignal("");
  const [isBusy, run] = useBusy();
  const use = {
    values: values.value, errors: errors.value, isDiscord,
    set: (name, value) => { values.value = { ...values.value, [name]: value }; },
    click: (one) => hand.press(one.name || one.label),
    choose: (one, chosen) => hand.press(one.name || one.label, chosen),
  };
  const submit = (event) => {
    event.preventDefault();
    run(async () => {
      wrong.value = "";
      errors.value = isDiscord ? complaints(form, values.value) : {};
      if (Object.keys(errors.value).length) return look(event.target);
      const outcome = await hand.submit(await answers(form, values.value));
      errors.value = outcome.errors || {};
      wrong.value = outcome.error ? `${isDiscord ? `${TROUBLE} ` : ""}${outcome.error}` : "";
      return look(event.target);
    });
  };
  return html`<${Dialog} title=${form.title} classes="form" close=${() => hand.close()}>
    <form novalidate onSubmit=${submit}>
      <div class="inside"><${Parts} parts=${form.parts} use=${use} /></div>
      ${wrong.value && html`<p class="wrong" role="alert">${wrong}</p>`}
      <div class="end">
        <button type="button" class="act" onClick=${() => hand.close()}>${form.close || "Cancel"}</button>
        ${form.submit && html`<button class="act primary send" aria-disabled=${isBusy || null}
          aria-busy=${isBusy || null}>${form.submit}</button>`}
      </div>
    </form>
  <//>`;
}

// The eyes go to the first field that is wrong.
const look = (form) => requestAnimationFrame(() => form.querySelector("[aria-invalid]")?.focus());

const fields = (parts) => (parts ?? []).flatMap((one) => (one.kind === "field" ? [one] : fields(one.parts)));

const complaints = (form, values) => Object.fromEntries(
  fields(form.parts).map((one) => [one.label, complaint(one, values[one.name])]).filter(([, words]) => words));

// What was typed or chosen; what was left alone stays as the desk set it.
async function answers(form, values) {
  const given = {};
  for (const { name, input } of fields(form.parts)) {
    const value = values[name];
    if (value === undefined || (input.kind === "menu" && value === "")) continue;
    given[name] = input.kind === "files" ? await packed(value) : value;
  }
  return given;
}

