// The rooms that somebody sees, as the sidebar of their chat lists them.
import { html, useMemo } from "./ui.js";
import { read } from "./live.js";
import { Avatar } from "./avatar.js";
import { useBusy } from "./dialog.js";
import { hands } from "./hands.js";
import { SIGNS, enter, isHere, seat } from "./places.js";

const WORDS = {
  channel: "channel", private: "private channel", forum: "forum", thread: "thread", direct: "direct messages",
};
const HEADS = { slack: ["Channels", "Apps"], discord: ["Text channels", "Direct messages"] };

// `picked` is called once one of them was entered.
export function Rooms({ side, picked }) {
  const { wire } = seat(side), all = read(`${side}/rooms`, []), [head, foot] = HEADS[wire];
  const directs = all.filter((one) => one.kind === "direct");
  const row = (one) => html`<${Row} key=${one.id} side=${side} one=${one} picked=${picked}
    below=${all.filter((each) => each.parent === one.id)} />`;
  return html`<nav class="rooms" aria-label=${`Rooms on ${wire === "slack" ? "Slack" : "Discord"}`}>
    <header class="house"><span class="cut">Example</span></header>
    <div class="scroll">
      <h3>${head}</h3>
      <ul>${all.filter((one) => one.kind !== "direct" && !one.parent).map(row)}</ul>
      <h3>${foot}</h3>
      <ul>${directs.length ? directs.map(row) : html`<${Direct} side=${side} picked=${picked} />`}</ul>
    </div>
    <${Me} me=${read(`${side}/me`)} />
  </nav>`;
}

const Me = ({ me }) => me && html`<footer class="me"><${Avatar} name=${me.title} />
  <span class="cut"><b>${me.title}</b>
    <span class="meta">${me.role === "outsider" ? "member" : me.role}</span></span></footer>`;

function Row({ side, one, below, picked }) {
  const isNow = isHere(side, one), isNew = one.unread > 0 && !isNow;
  const press = () => {
    enter(side, one);
    picked();
  };
  const heard = [one.name, WORDS[one.kind], isNew && `${one.unread} unread`, one.rings > 0 && `${one.rings} mentions`];
  return html`<li class="seat is-${one.kind}">
    <button type="button" class=${isNew ? "is-new" : ""} aria-current=${isNow ? "page" : null} title=${one.name}
      aria-label=${heard.filter(Boolean).join(", ")} onClick=${press}>
      <span class="sign" aria-hidden="true">
        ${one.kind === "direct" ? html`<${Avatar} name=${one.name} isBot=${true} />` : SIGNS[one.kind]}</span>
      <span class="name cut" dir="auto">${one.name}</span>
      ${one.rings > 0 && html`<span class="rings" aria-hidden="true">${one.rings > 99 ? "99+" : one.rings}</span>`}
    </button>
    ${below.length > 0 && html`<ul class="below" aria-label=${`Threads of ${one.name}`}>
      ${below.map((each) => html`<${Row} key=${each.id} side=${side} one=${each} below=${[]} picked=${picked} />`)}
      ${one.hidden > 0 && html`<li class="hidden">and ${one.hidden} older</li>`}</ul>`}
  </li>`;
}

// The app's own conversation, before somebody has opened it.
function Direct({ side, picked }) {
  const [isBusy, run] = useBusy(), hand = useMemo(() => hands(side), [side]);
  const desk = read(`${side}/people`, []).find((one) => one.is_bot)?.title ?? "Deskbell";
  const press = () => run(async () => {
    await hand.direct();
    picked();
  });
  return html`<li class="seat is-direct"><button type="button" aria-busy=${isBusy || null} onClick=${press}>
    <span class="sign" aria-hidden="true"><${Avatar} name=${desk} isBot=${true} /></span>
    <span class="name cut">${desk}</span></button></li>`;
}
