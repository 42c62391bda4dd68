// Switches for what goes wrong out there: each by itself, each mended by itself.
import { html, signal } from "./ui.js";
import { act, read } from "./live.js";
import { Badge } from "./switch.js";
import { tell } from "./toast.js";

const MEANS = {
  "slack down": "Slack answers 503", "discord down": "Discord answers 503", "mail down": "No mail comes or goes",
  slow: "Every answer takes seconds", duplicates: "Each event comes twice",
};
const flipping = signal("");

async function flip(one) {
  flipping.value = one.name;
  const { error } = await act("faults", "switch", { name: one.name, is_on: !one.is_on });
  flipping.value = "";
  tell(error);
}

export function Faults() {
  const faults = read("machine/faults", []), on = faults.filter((one) => one.is_on).length;
  return html`<section class="block faults" aria-labelledby="faults-title">
    <h3 id="faults-title">What goes wrong <${Badge} count=${on} words="switched on" /></h3>
    <ul>${faults.map((one) => html`<li key=${one.name}>
      <button type="button" role="switch" class="plain" aria-checked=${one.is_on} title=${MEANS[one.name]}
        aria-busy=${flipping.value === one.name} onClick=${() => flip(one)}>
        <span class="knob" aria-hidden="true"></span>${one.title}</button></li>`)}</ul>
  </section>`;
}
