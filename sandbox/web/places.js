// Who sits at a side, and the places they see: their signs, and what one enters by choosing one.
import { read } from "./live.js";
import { go, sides } from "./look.js";

export const SIGNS = { channel: "#", private: "🔒", forum: "🗨", thread: "🧵", direct: "" };

// { wire, who } as the server has told them: what is wished for comes a moment before its cells do.
export function seat(side) {
  const me = read(`${side}/me`);
  return me ? { wire: /^\d+$/.test(me.id) ? "discord" : "slack", who: me.name } : sides[side].value;
}

export function enter(side, one) {
  const isThread = one.kind === "thread" && one.parent;
  go(side, isThread ? { room: one.parent, thread: one.id } : { room: one.id, thread: "" });
}

// Whether a place of the list is before the eyes: as the room, or as the thread beside it.
export function isHere(side, one) {
  const place = read(`${side}/place`), aside = read(`${side}/aside`);
  return one.kind === "thread" && aside ? aside.id === one.id : place?.id === one.id;
}
