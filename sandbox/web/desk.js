// The desk as a process: whether it is up, and the two buttons that prove that nothing is lost when it dies.
import { html, useState } from "./ui.js";
import { act, read } from "./live.js";
import { tell } from "./toast.js";

const STATES = {
  off: ["off", "Off"], starting: ["busy", "Starting"], up: ["good", "Desk is up"],
  killed: ["bad", "Killed"], ended: ["bad", "Ended"],
};

export function Desk() {
  const { state = "off", troubles = {} } = read("machine/desk", {}), [isBusy, setBusy] = useState(false);
  const [look, words] = STATES[state] ?? STATES.off;
  const isUp = state === "up" || state === "starting", wrong = Object.entries(troubles ?? {});
  const press = async () => {
    if (isBusy) return;
    setBusy(true);
    const { error } = await act("desk", isUp ? "kill" : "start");
    setBusy(false);
    tell(error);
  };
  return html`<span class=${`state ${look}`} role="status"><i aria-hidden="true"></i>${words}</span>
    <button type="button" class=${isUp ? "danger" : "primary"} aria-busy=${isBusy} onClick=${press}
      title=${isUp ? "End the process without a warning; what it was doing is finished after the start"
        : "Start the desk again"}>
      ${isUp ? "Kill" : "Start"}</button>
    ${wrong.length > 0 && html`<ul class="troubles" aria-label="Troubles">
      ${wrong.map(([name, words]) => html`<li key=${name}>${words}</li>`)}</ul>`}`;
}
