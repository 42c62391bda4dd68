// What this tab looks at: who is at each side, in which room. The server is told, and the address keeps it.
import { batch, computed, effect, signal } from "./ui.js";
import { look } from "./live.js";

export const MOST = 60; // messages of a room at first
const WIRES = ["slack", "discord"];
const PANES = ["customer", "team", "machine"];

const fresh = (who) => ({ wire: "slack", who, room: "", thread: "", more: MOST });
export const sides = { team: signal(fresh("bob")), customer: signal(fresh("max")) };
export const mail = signal({ who: "ann", thread: "", box: "inbox" });
// null: as it suits (an empty mailbox begins with a new letter); true or false: as the person asked
export const isWriting = signal(null);
export const customerAt = signal("mail"); // mail | slack | discord: what the customer has before them
export const tab = signal("customer"); // the pane of a phone
export const hasMachine = signal(matching("(min-width: 1200px)").value); // is the machine unfolded
export const isDrawer = matching("(max-width: 1199px)"); // the machine lies over the chat
export const isPhone = matching("(max-width: 719px)");

function matching(query) {
  const media = window.matchMedia(query), is = signal(media.matches);
  media.addEventListener("change", () => { is.value = media.matches; });
  return is;
}

// Look elsewhere: another wire or person starts at their own first room, another room at its end.
export function go(side, changes) {
  const before = sides[side].value, after = { ...before, ...changes };
  const isOther = after.wire !== before.wire || after.who !== before.who;
  if (isOther && !("room" in changes)) after.room = "";
  if (isOther || after.room !== before.room) {
    if (!("thread" in changes)) after.thread = "";
    if (!("more" in changes)) after.more = MOST;
  }
  sides[side].value = after;
}

// Another person's mail begins as theirs does; whatever else is opened, a letter that was begun is put aside.
export function goMail(changes) {
  const isOther = "who" in changes && changes.who !== mail.value.who;
  isWriting.value = isOther ? null : false;
  mail.value = { ...mail.value, ...(isOther && { thread: "", box: "inbox" }), ...changes };
}

// A fresh world: everybody stays who they are, and nothing that was open exists.
export function startOver() {
  for (const side of Object.keys(sides)) go(side, { room: "", thread: "", more: MOST });
  goMail({ thread: "", box: "inbox" });
  isWriting.value = null;
}

// Bring a pane before the eyes, wherever the screen has it.
export function show(pane) {
  if (isPhone.value) tab.value = pane;
  if (pane === "machine") hasMachine.value = true;
  else if (pane === "team" && isDrawer.value) hasMachine.value = false; // it lay over the chat
}

const isSeen = (pane) => !isPhone.value || tab.value === pane;

// The address: #team=slack/bob/room/thread&customer=mail/ann, and on a phone &pane=team
export function address(team, customer) {
  const path = (...parts) => {
    while (parts.length > 2 && !parts.at(-1)) parts.pop();
    return parts.map(encodeURIComponent).join("/");
  };
  const pane = isPhone.value ? `&pane=${tab.value}` : "";
  return `#team=${path(team.wire, team.who, team.room, team.thread)}&customer=${path(...customer)}${pane}`;
}

function arrive() {
  const told = new Map(location.hash.slice(1).split("&").map((one) => one.split("=")));
  const parts = (name) => (told.get(name) ?? "").split("/").map(decoded);
  const chat = (side, [wire, who, room = "", thread = ""]) => {
    if (!WIRES.includes(wire)) return;
    const before = sides[side].value, after = { ...before, wire, who: who || before.who, room, thread };
    if (JSON.stringify(after) !== JSON.stringify(before)) sides[side].value = { ...after, more: MOST };
  };
  chat("team", parts("team"));
  const [at, who, thread = ""] = parts("customer");
  if (at === "mail") {
    if (thread !== mail.value.thread) isWriting.value = null;
    mail.value = { ...mail.value, who: who || mail.value.who, thread };
  }
  if (at) chat("customer", parts("customer"));
  if (at === "mail" || WIRES.includes(at)) customerAt.value = at;
  if (PANES.includes(told.get("pane"))) tab.value = told.get("pane");
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

arrive();

effect(() => {
  const at = customerAt.value, chat = sides.customer.value, letters = mail.value;
  const isMail = at === "mail" && isSeen("customer");
  look({
    team: { ...sides.team.value, is_shown: isSeen("team") },
    customer: { ...chat, is_shown: at !== "mail" && isSeen("customer") },
    mail: { ...letters, thread: isMail ? letters.thread : "" },
    machine: true, // its news are heard when it is folded, too
  });
});

const here = computed(() => {
  const at = customerAt.value, chat = sides.customer.value, letters = mail.value;
  const customer = at === "mail" ? [at, letters.who, letters.thread] : [at, chat.who, chat.room, chat.thread];
  return address(sides.team.value, customer);
});
// Each place is one step of the browser's history; what changes at once is one place.
let isNew = false;
function keep() {
  if (here.value !== location.hash) history[isNew ? "pushState" : "replaceState"](null, "", here.value);
  isNew = true;
}
effect(() => {
  here.value;
  queueMicrotask(keep);
});

window.addEventListener("hashchange", () => { // Back, Forward, or an address that somebody typed
  isNew = false;
  batch(arrive);
  queueMicrotask(keep);
});
