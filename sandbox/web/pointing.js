// "Show me": brings the right pane before the eyes and moves the focus to where the next step is done.
import { read } from "./live.js";
import { customerAt, go, goMail, isWriting, mail, show, sides } from "./look.js";
import { tell } from "./toast.js";

const FRAMES = 60; // what is pointed at is drawn a moment after the pane was turned to

// The last of the buttons that say so: the newest card stands lowest.
const button = (words) => [...document.querySelectorAll("#team .row button:not(:disabled)")]
  .filter((one) => words.test(one.textContent.trim())).at(-1);
const field = () => [...document.querySelectorAll("#team textarea")].at(-1);

function write() {
  show("customer");
  customerAt.value = "mail";
  isWriting.value = true;
  return () => document.getElementById("mail-subject");
}

function team(find) {
  const { who } = sides.team.value;
  if (!["bob", "cleo", "sue"].includes(who)) go("team", { who: "bob" }); // an outsider sees no tickets
  show("team");
  return find;
}

const thread = () => [...document.querySelectorAll("#team .thread-link")].at(-1);

function card() {
  if (!sides.team.value.thread) go("team", { room: "" });
  return team(thread);
}

const letters = () => document.querySelector("#customer .convo")
  ?? document.querySelector("#customer .answer textarea");

function inbox() {
  show("customer");
  customerAt.value = "mail";
  const threads = read("mail/threads", []), newest = threads.find((one) => one.unread) ?? threads[0];
  if (isWriting.value || (newest && mail.value.thread !== newest.id)) goMail({ thread: "" });
  return letters;
}

// While the desk has had the last word its clocks stand still: the customer has to write first.
function due() {
  const last = read("machine/events", []).find((one) => ["Wrote", "Opened", "Replied"].includes(one.kind));
  if (last?.kind === "Replied") return inbox();
  show("machine");
  return () => document.querySelector("#machine .next:not([aria-disabled=true])")
    ?? document.querySelector("#machine .turns button");
}

// in the order of the steps
const PLACES = [
  write, card, () => team(() => button(/Claim$/) ?? thread()),
  () => team(() => (sides.team.value.thread ? field() : thread())),
  () => team(() => button(/Reply$/) ?? thread()), inbox, due,
];

export function point(step) {
  const find = PLACES[step]?.();
  if (find) seek(find, FRAMES);
}

function seek(find, left) {
  const found = find(), isSeen = found?.checkVisibility();
  if (!isSeen && left) return void requestAnimationFrame(() => seek(find, left - 1));
  if (!isSeen) return tell("Not there yet: give the desk a moment.", "");
  found.scrollIntoView({ block: "nearest" });
  found.focus();
  found.classList.add("is-pointed");
  setTimeout(() => found.classList.remove("is-pointed"), 2400);
}
