// What somebody has begun to write and not sent, by who they are and where: it waits while they look elsewhere.
import { signal } from "./ui.js";
import { seat } from "./places.js";

const kept = new Map();

// Each piece is a signal; `command` is a slash command with typed options, `sent` counts what went out.
export function draft(side, room, thread) {
  const { wire, who } = seat(side), key = JSON.stringify([side, wire, who, room, thread]);
  if (!kept.has(key)) {
    kept.set(key, {
      text: signal(""), files: signal([]), reply: signal(null), broadcast: signal(false), command: signal(null),
      sent: signal(0),
    });
  }
  return kept.get(key);
}

export function empty(one) {
  one.text.value = "";
  one.files.value = [];
  one.reply.value = null;
  one.broadcast.value = false;
  one.command.value = null;
}
