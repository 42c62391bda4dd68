// Start here: the page of the sandbox, its panes and what stands around them.
import { html, render } from "./ui.js";
import { listen, link, read } from "./live.js";
import { Customer } from "./customer.js";
import { Guide } from "./guide.js";
import { Header } from "./header.js";
import { hasMachine, isDrawer, isPhone, show, tab } from "./look.js";
import { Machine } from "./machine.js";
import { News } from "./news.js";
import { Team } from "./team.js";
import { Toasts } from "./toast.js";

const PANES = [["customer", "Customer", "✉"], ["team", "Team", "#"], ["machine", "Machine", "⚙"]];

const isThere = (pane) => (isPhone.value ? tab.value === pane : pane !== "machine" || hasMachine.value);

function Tabs() {
  return html`<nav class="tabs" aria-label="Panes">
    ${PANES.map(([pane, title, sign]) => html`
      <button type="button" key=${pane} aria-current=${tab.value === pane ? "page" : null} onClick=${() => show(pane)}>
        <span class="sign" aria-hidden="true">${sign}</span>${title}<${Waiting} pane=${pane} /></button>`)}
  </nav>`;
}

// what waits in a pane that is not before the eyes
function Waiting({ pane }) {
  const sum = (all, name) => all.reduce((sum, one) => sum + one[name], 0);
  const phones = () => Object.values(read("team/badges", {})).flatMap((people) => Object.values(people));
  const counts = { customer: () => sum(read("mail/people", []), "unread"), team: () => sum(phones(), "rings") };
  const count = counts[pane]?.();
  return count ? html`<span class="badge">${count}<span class="only-read"> new</span></span>` : null;
}

function fold(event) {
  if (event.key !== "Escape" || isPhone.value || !isDrawer.value) return;
  hasMachine.value = false;
  document.querySelector("[aria-controls=machine]")?.focus();
}

function Page() {
  const isKnown = read("cast") !== undefined;
  return html`
    <${Header} />
    <${Guide} />
    <main class=${`panes ${hasMachine.value ? "has-machine" : ""}`} aria-busy=${!isKnown}>
      <section id="customer" class="pane" aria-label="The customer" tabindex="-1" hidden=${!isThere("customer")}>
        ${isKnown && html`<${Customer} />`}</section>
      <section id="team" class="pane" aria-label="The team chat" tabindex="-1" hidden=${!isThere("team")}>
        ${isKnown && html`<${Team} />`}</section>
      <section id="machine" class="pane" aria-label="The machine" tabindex="-1" onKeyDown=${fold}
        hidden=${!isThere("machine")}>
        ${isKnown && html`<${Machine} />`}</section>
    </main>
    ${isPhone.value && html`<${Tabs} />`}
    ${link.value === "closed" && html`<p class="lost" role="alert">
      The sandbox has gone. This page looks for it and comes back by itself.</p>`}
    <${News} /><${Toasts} />`;
}

listen();
render(html`<${Page} />`, document.getElementById("app"));
