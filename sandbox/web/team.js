// The team's side: which chat, who you are in it, and a second tab to be somebody else.
import { html } from "./ui.js";
import { read } from "./live.js";
import { address, customerAt, go, mail, sides } from "./look.js";
import { Chat } from "./chat.js";
import { Outage } from "./outage.js";
import { Badge, Face, Switch } from "./switch.js";

const WIRES = [["slack", "Slack"], ["discord", "Discord"]];

function waiting({ rings = 0, unread = 0 } = {}) {
  return rings ? html`<${Badge} count=${rings} words="rings" />` : html`<${Badge} count=${unread} quiet />`;
}

// The same page with somebody else at it, to see two people meet.
function Second({ who, people }) {
  const other = people.find((one) => one.role === "agent" && one.name !== who);
  if (!other) return null;
  const side = sides.team.value, letters = mail.value;
  const customer = customerAt.value === "mail" ? ["mail", letters.who] : [customerAt.value, sides.customer.value.who];
  const to = address({ ...side, who: other.name, room: "", thread: "" }, customer);
  const hint = `Open a second tab as ${other.title}`;
  return html`<a class="second" href=${to} target="_blank" rel="noopener" title=${hint}>
    <span class="long">Also as</span> ${other.title}<span class="only-read">, in a second tab</span>
    <span aria-hidden="true">↗\uFE0E</span></a>`;
}

export function Team() {
  const { wire, who } = sides.team.value, people = read("cast").team, badges = read("team/badges", {});
  const news = (other) => other !== wire && waiting(badges[other]?.[who]);
  const wires = WIRES.map(([value, title]) => ({ value, title, extra: news(value) }));
  const persons = people.map((one) => ({
    value: one.name, face: html`<${Face} name=${one.title} />`,
    title: html`${one.title} <span class="role">${one.role}</span>`, hint: `${one.title}, ${one.role}`,
    look: one.role === "outsider" ? "is-aside" : "",
    extra: one.name !== who && html`<${Badge} count=${badges[wire]?.[one.name]?.rings} words="rings" />`,
  }));
  return html`<header class="pane-head">
      <h2>Team</h2>
      <${Switch} label="The chat" options=${wires} value=${wire} onPick=${(wire) => go("team", { wire })} />
      <span class="fill"></span>
      <${Switch} kind="people cast" label="Who you are" options=${persons} value=${who}
        onPick=${(who) => go("team", { who })} />
      <${Second} who=${who} people=${people} />
    </header>
    <${Outage} wire=${wire} /><div class="chatbox"><${Chat} side="team" /></div>`;
}
