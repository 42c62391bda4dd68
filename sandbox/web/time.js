// Times as people read them: one clock ticks for all of them, and counts down what is due.
import { computed, html, signal, useMemo } from "./ui.js";
import { now, skew } from "./live.js";

export const tick = signal(Math.floor(Date.now() / 1000));
setInterval(() => { tick.value = Math.floor(Date.now() / 1000); }, 1000);

// the page speaks English; its dates are written as this reader's kind of English does
const LANGUAGE = navigator.languages.find((one) => /^en\b/i.test(one)) ?? "en-GB";
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);
const DAY = format({ weekday: "short", day: "numeric", month: "short" });
const BARE_DAY = format({ day: "numeric", month: "short" });
const LONG_DAY = format({ weekday: "long", day: "numeric", month: "long" });
const EXACT = format({ dateStyle: "full", timeStyle: "medium" });
const BRIEF = { day: "numeric", month: "short" }, PLAIN = { day: "numeric", month: "long" };
const LONG = { weekday: "long", ...PLAIN }, FAR = 182 * 86400; // seconds: further away the year is written, too
const dated = (how) => ({ near: format(how), far: format({ ...how, year: "numeric" }) });
const SLACK = { brief: dated(BRIEF), date: dated(PLAIN), long: dated(LONG) };
// the letters are Discord's: t T time, d D date, f F both, R how far away
const STYLES = {
  t: format({ timeStyle: "short" }), T: format({ timeStyle: "medium" }),
  d: format({ dateStyle: "short" }), D: format({ dateStyle: "long" }),
  f: format({ dateStyle: "long", timeStyle: "short" }), F: format({ dateStyle: "full", timeStyle: "short" }),
};
const UNITS = [["day", 86400, 22 * 3600], ["hour", 3600, 45 * 60], ["minute", 60, 45]]; // and from when each is said
const NEAR = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const COUNTED = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "always" });

export const clock = (at) => STYLES.t.format(at * 1000);
export const date = (at) => DAY.format(at * 1000);
export const exact = (at) => EXACT.format(at * 1000);
export const dayKey = (at) => new Date(at * 1000).toDateString();

const daysAhead = (at) => Math.round((new Date(dayKey(at)) - new Date(dayKey(now()))) / 86400000);

// "Today", "Yesterday", "Mon, 3 Mar": as a divider between the days of a room says it
export function day(at) {
  const far = daysAhead(at);
  if (Math.abs(far) <= 1) return capital(NEAR.format(far, "day"));
  return LONG_DAY.format(at * 1000);
}

export function relative(at, from) {
  const far = at - from, [unit, length] = UNITS.find(([, , least]) => Math.abs(far) >= least) ?? ["second", 1];
  const count = Math.round(far / length) || 0;
  return (count ? COUNTED : NEAR).format(count, unit);
}

// as a list of mails says it: the time today, the day before that
export const short = (at, from) => (dayKey(at) === dayKey(from) ? clock(at) : BARE_DAY.format(at * 1000));

// as Slack writes it: "today" where it is near and was asked for
function slack(at, [kind, isPretty]) {
  const far = daysAhead(at);
  if (isPretty && Math.abs(far) <= 1) return NEAR.format(far, "day");
  return SLACK[kind][Math.abs(at - now()) < FAR ? "near" : "far"].format(at * 1000);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function words(at, style) {
  tick.value; // read, so that it is told again each second
  if (style === "R") return relative(at, now());
  if (style === "short") return short(at, now());
  if (style === "day") return day(at);
  if (style === "num") return new Date(at * 1000).toLocaleDateString("sv-SE");
  if (style.split(" ")[0] in SLACK) return slack(at, style.split(" "));
  return (STYLES[style] ?? STYLES.f).format(at * 1000);
}

// A point of time; the exact one is its title. Only its text changes as time goes by.
export function Time({ at, style = "f", label = "" }) {
  const said = useMemo(() => computed(() => (skew.value, words(at, style))), [at, style]);
  if (!Number.isFinite(at)) return null;
  return html`<time datetime=${new Date(at * 1000).toISOString()} title=${exact(at)} aria-label=${label || null}>
    ${said}</time>`;
}
