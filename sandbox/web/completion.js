// What completes a line as it is typed: slash commands at its beginning, people after an @.
import { read } from "./live.js";

const MOST = 12, CALLED = /(?:^|[\s(])@([^\s@]*)$/;

// null, or { title, options, put(option) -> [text, caret] } and `usage` of the Slack command that stands there.
export function completions(side, hand, place, text, caret) {
  const isCommand = text.startsWith("/") && !text.includes("\n");
  if (isCommand) return hand.isSlack ? onSlack(side, place, text) : onDiscord(side, text);
  return called(side, text.slice(0, caret), text.slice(caret));
}

function called(side, typed, rest) {
  const found = CALLED.exec(typed);
  if (!found) return null;
  const sought = found[1].toLowerCase(), head = typed.slice(0, typed.length - sought.length);
  const fits = (one) => `${one.title} ${one.name ?? ""}`.toLowerCase().includes(sought);
  const people = read(`${side}/people`, []).filter(fits);
  if (people.some((one) => one.title.toLowerCase() === sought)) return null;
  const hint = (one) => (one.is_bot ? "app" : one.name === one.title ? "" : one.name);
  return {
    title: "People",
    options: people.slice(0, MOST).map((one) => ({ value: one.id, label: one.title, hint: hint(one), sign: "@" })),
    put: (one) => [`${head}${one.label} ${rest}`, head.length + one.label.length + 1],
  };
}

// Slack takes no slash commands in threads: none is offered there.
function onSlack(side, place, text) {
  const known = place.thread ? [] : read(`${side}/commands`, []), [word] = text.split(" ", 1);
  if (text.includes(" ")) {
    const one = known.find((each) => each.name === word);
    return one && { title: "", options: [], usage: [one.name, one.usage || one.description] };
  }
  return {
    title: "Commands",
    options: known.filter((one) => one.name.startsWith(text))
      .map((one) => ({ value: one.name, label: one.name, hint: one.usage, more: one.description })),
    put: (one) => [`${one.value} `, one.value.length + 1],
  };
}

function onDiscord(side, text) {
  const sought = text.slice(1).trim().toLowerCase(), words = sought.split(/\s+/);
  const begins = (one) => one.name.startsWith(sought);
  const fits = (one) => begins(one) || words.every((word) => one.name.split(" ").some((each) => each.startsWith(word)));
  const found = read(`${side}/commands`, []).filter(fits).sort((one, other) => begins(other) - begins(one));
  return {
    title: sought ? `Commands matching /${sought}` : "Commands",
    options: found.map((one) => ({
      value: one.name, label: `/${one.name}`, hint: one.description, sign: "🛎️", command: one,
    })),
  };
}

// The Discord command that was typed out with a blank behind it: its options come next.
export function typedOut(side, text) {
  return text.endsWith(" ") ? read(`${side}/commands`, []).find((one) => `/${one.name} ` === text) : undefined;
}
