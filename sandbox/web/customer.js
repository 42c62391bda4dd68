// The customer's side: their mail, and the community's chats as they see them.
import { html } from "./ui.js";
import { read } from "./live.js";
import { customerAt, go, sides } from "./look.js";
import { Chat } from "./chat.js";
import { Mail, Writers } from "./mail.js";
import { Outage } from "./outage.js";
import { Badge, Face, Switch } from "./switch.js";

function options(who) {
  const mails = read("mail/people", []).reduce((sum, one) => sum + one.unread, 0);
  const badges = read("customer/badges", {});
  const chat = (wire) => {
    const one = badges[wire]?.[who] ?? {};
    return one.rings ? html`<${Badge} count=${one.rings} words="mentions" />`
      : html`<${Badge} count=${one.unread} quiet />`;
  };
  return [
    { value: "mail", title: "Mail", extra: html`<${Badge} count=${mails} />` },
    { value: "slack", title: "Slack", extra: chat("slack") },
    { value: "discord", title: "Discord", extra: chat("discord") },
  ];
}

// Who of the community looks into its chats.
function Members({ who }) {
  const people = read("cast").customers.map((one) => ({
    value: one.name, face: html`<${Face} name=${one.title} />`, hint: one.title,
    title: html`${one.title} <span class="role">customer</span>`,
  }));
  return html`<${Switch} kind="people brief" label="Which customer" options=${people} value=${who}
    onPick=${(who) => go("customer", { who })} />`;
}

export function Customer() {
  const at = customerAt.value, side = sides.customer.value;
  const pick = (next) => {
    if (next !== "mail") go("customer", { wire: next });
    customerAt.value = next;
  };
  return html`<header class="pane-head">
      <h2>Customer</h2><span class="fill"></span>
      ${at === "mail" ? html`<${Writers} />` : html`<${Members} who=${side.who} />`}
      <${Switch} kind="wide" label="The customer's window" options=${options(side.who)} value=${at} onPick=${pick} />
    </header>
    <${Outage} wire=${at} />
    ${at === "mail" ? html`<${Mail} />` : html`<div class="chatbox"><${Chat} side="customer" /></div>`}`;
}
