// The messages of a room or thread, oldest first: the end is followed until somebody scrolls up.
import { Fragment, html, useComputed, useEffect, useLayoutEffect, useRef, useState } from "./ui.js";
import { cell, read } from "./live.js";
import { go, sides } from "./look.js";
import { Message } from "./message.js";
import { Time, dayKey } from "./time.js";

const NEAR = 48, STEP = 60; // pixels from the end that are still the end; messages at a time

// `at` is where the cells lie: "team", or "team/aside" for the thread beside it; `fresh` is the first unread message.
export function Messages({ side, at, label, draft, earlier, fresh, inThread, here, start }) {
  const names = read(`${at}/list`, []), box = useRef(null), first = fresh ? `${side}/m/${fresh}` : "";
  const { isFar, toEnd, keepPlace } = useFollowing(box, names, draft);
  const more = () => {
    keepPlace();
    go(side, { more: sides[side].value.more + STEP });
  };
  return html`<div class="scrolled">
    <div ref=${box} class="messages" role="log" aria-label=${label} tabindex="0" onKeyDown=${walk}>
      <div class="inside">
        ${earlier > 0 ? html`<button type="button" class="earlier act" onClick=${more}>
          Show earlier messages (${earlier})</button>` : start}
        ${names.map((name, index) => html`<${Fragment} key=${name}>
          <${Between} name=${name} before=${names[index - 1]} isFresh=${name === first} />
          <${Message} side=${side} name=${name} before=${name === first ? "" : names[index - 1]} here=${here}
            inThread=${inThread} />
          ${inThread === "slack" && index === 0 && names.length > 1
            && html`<${Replies} count=${names.length - 1 + (earlier || 0)} />`}
        <//>`)}
      </div>
    </div>
    ${isFar && html`<button type="button" class="newest" onClick=${toEnd}>
      Jump to newest <span aria-hidden="true">↓</span></button>`}
  </div>`;
}

// From message to message with the arrows, once the list or one of them has the focus.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(".messages, .message")) return;
  const all = [...event.currentTarget.querySelectorAll(".message")], at = all.indexOf(event.target);
  event.preventDefault();
  (at < 0 ? all.at(-1) : all[at + step])?.focus();
}

// The line between two days, and above what is new.
function Between({ name, before, isFresh }) {
  const isOther = useComputed(() => {
    const one = cell(name).value, last = before && cell(before).value;
    return Boolean(one) && (!last || dayKey(last.at) !== dayKey(one.at));
  }).value;
  if (!isOther && !isFresh) return null;
  return html`<div class="between ${isFresh ? "is-fresh" : ""}" role="separator">
    ${isOther && html`<span class="day"><${Time} at=${cell(name).value.at} style="day" /></span>`}
    ${isFresh && html`<span class="new">New</span>`}</div>`;
}

const Replies = ({ count }) => html`<div class="between replies" role="separator">
  <span>${count} ${count === 1 ? "reply" : "replies"}</span></div>`;

function useFollowing(box, names, draft) {
  const isAtEnd = useRef(true), fromEnd = useRef(null), [isFar, setFar] = useState(false);
  const toEnd = () => { box.current.scrollTop = box.current.scrollHeight; };
  useLayoutEffect(() => {
    const one = box.current, size = () => `${one.scrollHeight} ${one.clientHeight}`;
    let known = size();
    const scrolled = () => {
      if (size() !== known) return; // the list changed its size: nobody scrolled it
      const rest = one.scrollHeight - one.scrollTop - one.clientHeight;
      isAtEnd.current = rest < NEAR;
      setFar(rest > one.clientHeight);
    };
    const grown = () => {
      known = size();
      if (isAtEnd.current) toEnd();
      else scrolled();
    };
    const watch = new ResizeObserver(grown);
    watch.observe(one);
    watch.observe(one.firstElementChild);
    one.addEventListener("scroll", scrolled, { passive: true });
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => { // what was read stays before the eyes when earlier messages come in above it
    if (fromEnd.current === null) return;
    box.current.scrollTop = box.current.scrollHeight - fromEnd.current;
    fromEnd.current = null;
  }, [names[0], names.length]);
  useEffect(() => draft.sent.subscribe((count) => { if (count) isAtEnd.current = true; }), [draft]);
  return { isFar, toEnd, keepPlace: () => { fromEnd.current = box.current.scrollHeight - box.current.scrollTop; } };
}
