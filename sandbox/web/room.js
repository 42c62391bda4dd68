// A room before the eyes: its name, what is said in it, and where one writes; the thread beside it is one too.
import { html, useLayoutEffect, useMemo, useRef, useState } from "./ui.js";
import { cell, read } from "./live.js";
import { go } from "./look.js";
import { Composer } from "./composer.js";
import { draft } from "./drafts.js";
import { Forum } from "./forum.js";
import { Home } from "./home.js";
import { Messages } from "./messages.js";
import { SIGNS, seat } from "./places.js";

export function Room({ side }) {
  const place = read(`${side}/place`), { wire, who } = seat(side), [at, turn] = useState("messages");
  if (!place?.id) return html`<section class="room" aria-label="Room">
    <p class="empty">No room is open to you here.</p></section>`;
  const hasHome = wire === "slack" && place.kind === "direct", key = `${wire} ${who} ${place.id}`;
  const tab = (name, words) => html`<button type="button" aria-pressed=${at === name} onClick=${() => turn(name)}>
    ${words}</button>`;
  return html`<section class="room" aria-label=${`${place.name}, ${place.kind}`}>
    <header class="place-head"><span class="sign" aria-hidden="true">${SIGNS[place.kind] ?? ""}</span>
      <h3 class="cut">${place.name}</h3>${place.locked && html`<span class="lock">🔒 locked</span>`}
      <${Tags} tags=${place.applied} />
      ${place.topic && html`<span class="topic cut" title=${place.topic}>${place.topic}</span>`}</header>
    ${hasHome && html`<div class="switch tabs-of-app" role="group" aria-label="The app">
      ${tab("home", "Home")}${tab("messages", "Messages")}</div>`}
    ${hasHome && at === "home" ? html`<${Home} side=${side} />`
      : place.kind === "forum" ? html`<${Forum} key=${key} side=${side} place=${place} />`
      : html`<${Talk} key=${key} side=${side} at=${side} place=${place} room=${place.id} thread="" />`}
  </section>`;
}

// The thread beside the room; where there is little space it covers the room.
export function Thread({ side }) {
  const aside = read(`${side}/aside`), place = read(`${side}/place`), { wire, who } = seat(side);
  if (!aside?.id || !place?.id) return null;
  const isSlack = wire === "slack", title = isSlack ? "Thread" : aside.name, close = () => go(side, { thread: "" });
  const keys = (event) => { if (event.key === "Escape" && event.target.matches(".messages, .message")) close(); };
  return html`<section class="thread" aria-label=${isSlack ? `Thread in ${place.name}` : `Thread: ${aside.name}`}
    onKeyDown=${keys}>
    <header class="place-head"><button type="button" class="plain back" aria-label="Back to the room"
      onClick=${close}>←</button>
      <span class="sign" aria-hidden="true">${isSlack ? "" : SIGNS.thread}</span>
      <h3 class="cut" dir="auto" title=${title}>${title}</h3>
      ${isSlack && html`<span class="topic cut">${SIGNS[place.kind]} ${place.name}</span>`}
      ${aside.locked && html`<span class="lock">🔒 ${isSlack ? "locked" : "closed"}</span>`}
      <${Tags} tags=${aside.applied} />
      <button type="button" class="plain icon shut" aria-label="Close the thread" onClick=${close}>✕</button></header>
    <${Talk} key=${`${wire} ${who} ${aside.id}`} side=${side} at=${`${side}/aside`} place=${aside}
      room=${isSlack ? place.id : aside.id} thread=${isSlack ? aside.id : ""} isThread=${true} />
  </section>`;
}

const Tags = ({ tags }) => tags?.length > 0 && html`<ul class="tags" aria-label="Tags">
  ${tags.map((one) => html`<li key=${one} class="tag">${one}</li>`)}</ul>`;

// Discord writes the names of its private channels like all others.
const isNumbered = ({ kind }, wire) => kind === "channel" || (kind === "private" && wire === "discord");

// Messages with a composer below. `room` and `thread` are where it is written to.
function Talk({ side, at, place, room, thread, isThread = false }) {
  const { wire } = seat(side), one = useMemo(() => draft(side, room, thread), []);
  const isReplies = isThread && wire === "slack";
  const box = useRef(null), name = isReplies ? "the thread" : `${isNumbered(place, wire) ? "#" : ""}${place.name}`;
  useOpener(box, isThread);
  return html`<div ref=${box} class="talk" onKeyDown=${typing}>
    <${Messages} side=${side} at=${at} label=${`Messages in ${name}`} draft=${one} earlier=${place.earlier}
      fresh=${place.read_to} here=${room} inThread=${isThread ? wire : ""}
      start=${isReplies ? null : html`<${Start} place=${place} wire=${wire} />`} />
    ${place.may_post === false ? html`<p class="closed">You do not have permission to send messages here.</p>`
      : html`${isThread && html`<${Internal} side=${side} at=${at} />`}
        <${Composer} side=${side} draft=${one} room=${room} thread=${thread}
          label=${isReplies ? "Reply…" : `Message ${name}`} />`}
  </div>`;
}

// The one thing that must never be mistaken: who reads what is typed below a ticket. No platform says it; we do.
function Internal({ side, at }) {
  const [first] = read(`${at}/list`, []), isTicket = side === "team" && cell(first ?? "").value?.is_bot;
  if (!isTicket || read("team/me")?.role === "outsider") return null;
  return html`<p class="internal">What is written here is a note for the team. <b>Reply</b> or 📤 reaches the customer.
    </p>`;
}

// Who types while reading means the composer.
function typing(event) {
  const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isText || !event.target.matches(".messages, .message")) return;
  event.currentTarget.querySelector(".composer textarea")?.focus();
}

// A thread takes the focus from what opened it, and gives it back when it is closed.
function useOpener(box, isThread) {
  const opener = useRef(document.activeElement);
  useLayoutEffect(() => {
    const before = opener.current, isWanted = isThread && before !== document.body;
    if (!isWanted) return undefined;
    if (!matchMedia("(pointer: coarse)").matches) box.current.querySelector("textarea")?.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement, isLost = now === document.body || box.current?.contains(now);
      if (isLost && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
}

function Start({ place, wire }) {
  if (place.kind === "thread") return null;
  return html`<div class="start"><span class="sign" aria-hidden="true">${SIGNS[place.kind]}</span><b>${place.name}</b>
    <p>${place.kind === "direct" ? `This is the beginning of your conversation with ${place.name}.`
      : `This is the very beginning of the ${wire === "slack" ? "" : "#"}${place.name} channel.`}</p></div>`;
}
