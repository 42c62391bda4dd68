// Why a pane stands still, told where people wait: what is switched off, how much waits for it, and when it goes on.
import { html } from "./ui.js";
import { act, now, read } from "./live.js";
import { tell } from "./toast.js";
import { Time, tick } from "./time.js";

const NAMES = { slack: "Slack", discord: "Discord", mail: "The mail server" };
const PLACES = { slack: /^Slack /, discord: /^Discord /, mail: /^mail to / };
const DEAD = ["killed", "ended"];

async function mend(wire, what, details) {
  const { error } = await act(wire, what, details);
  tell(error);
}

const Band = ({ words, button, press }) => html`<div class="outage" role="status"><span class="words">${words}</span>
  ${button && html`<button type="button" onClick=${press}>${button}</button>`}</div>`;

export function Outage({ wire }) {
  const { state } = read("machine/desk", {}), fault = `${wire} down`, name = NAMES[wire];
  const isDown = read("machine/faults", []).some((one) => one.name === fault && one.is_on);
  const posts = read("machine/posts", []).filter((one) => PLACES[wire].test(one.to) && isWaiting(one));
  const missed = posts.filter((one) => one.attempts > 0 && one.due_at), count = posts.length;
  if (DEAD.includes(state)) {
    return html`<${Band} button="Start the desk" press=${() => mend("desk", "start")}
      words="The desk is not running. What is written now is answered once it runs again." />`;
  }
  if (isDown) {
    const kept = count ? ` ${count} ${count === 1 ? "post of the desk waits" : "posts of the desk wait"}.` : "";
    return html`<${Band} button="Mend it" press=${() => mend("faults", "switch", { name: fault, is_on: false })}
      words=${`${name} is down for the desk: nothing of it comes or goes, and nothing is lost.${kept}`} />`;
  }
  if (!missed.length) return null;
  return html`<${Back} name=${name} next=${Math.min(...missed.map((one) => one.due_at))} />`;
}

function Back({ name, next }) {
  tick.value; // drawn again each second
  return html`<${Band} words=${next > now() ? html`${name} is back. The desk tries again
    <${Time} at=${next} style="R" />; +1 h hurries it.` : `${name} is back. The desk catches up.`} />`;
}

const isWaiting = (one) => one.state === "pending" || one.state === "unknown";
