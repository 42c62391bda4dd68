// The sandbox's clock: it runs like any other, and jumps ahead when asked.
import { html, useState } from "./ui.js";
import { act, now, read } from "./live.js";
import { clock as said, date, Time, tick } from "./time.js";
import { tell } from "./toast.js";

const HOUR = 3600, DAY = 24 * HOUR;

function ahead(seconds) {
  if (!seconds || seconds < 60) return "real time";
  const whole = Math.round(seconds / 60) * 60;
  const pieces = [[whole / DAY, "d"], [(whole % DAY) / HOUR, "h"], [(whole % HOUR) / 60, "min"]];
  const words = pieces.map(([count, unit]) => [Math.floor(count), unit]).filter(([count]) => count);
  return `${words.slice(0, 2).map(([count, unit]) => `${count} ${unit}`).join(" ")} ahead`;
}

export function Clock() {
  tick.value; // the face is drawn again each second
  const { moved, next_due_at: dueAt, next_due: due } = read("machine/clock", {}), [isBusy, setBusy] = useState(false);
  const at = now();
  const turn = async (what, how) => { // not disabled meanwhile: that would take the focus away
    if (isBusy) return;
    setBusy(true);
    const { error } = await act("clock", what, how);
    setBusy(false);
    tell(error);
  };
  return html`<section class="block clock" aria-labelledby="clock-title">
    <h3 id="clock-title" class="only-read">Clock</h3>
    <div class="face-line">
      <p class="face-time"><time datetime=${new Date(at * 1000).toISOString()}>${said(at)}</time></p>
      <p class="meta"><b>${date(at)}</b>${ahead(moved)}</p></div>
    <div class="turns">
      <button type="button" aria-busy=${isBusy} onClick=${() => turn("forward", { hours: 1 })}>+1 h</button>
      <button type="button" aria-busy=${isBusy} onClick=${() => turn("forward", { days: 1 })}>+1 day</button>
      <button type="button" class="next" aria-busy=${isBusy} aria-disabled=${!dueAt}
        onClick=${() => dueAt && turn("next_due")}>Next due</button>
    </div>
    <p class="due meta">${dueAt ? html`<b>${due}</b> <${Time} at=${dueAt} style="R" />` : "Nothing is due."}</p>
  </section>`;
}
