// What opens beside a button and closes when one looks away: menus and lists, above all else and within the window.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";

const GAP = 4, EDGE = 8;
let count = 0;

// A name for an element that others refer to, the same for all of its life.
export const useName = (kind = "n") => useState(() => `${kind}-${(count += 1)}`)[0];

// { anchor, isOpen, toggle, close, press }: `press` goes on the button, with the ref `anchor`.
export function useOpening() {
  const anchor = useRef(null), wasOpen = useRef(false), [isOpen, setOpen] = useState(false);
  const toggle = () => setOpen(!wasOpen.current && !isOpen);
  const press = { // a press on the button of an open box has closed it already, by looking away
    onPointerDown: () => { wasOpen.current = isOpen; },
    onClick: () => { toggle(); wasOpen.current = false; },
  };
  return { anchor, isOpen, press, open: () => setOpen(true), close: () => setOpen(false) };
}

export function Popover({ opening, children, classes = "", wide = false }) {
  const box = useRef(null), { anchor } = opening, closing = useRef(null);
  closing.current = opening.close;
  useLayoutEffect(() => {
    const one = box.current, button = anchor.current;
    one.showPopover();
    place(one, button, wide);
    const first = one.querySelector("[autofocus]") || one.querySelector("[tabindex='0'], input, button");
    first?.focus({ preventScroll: true });
    const left = (event) => { if (event.newState === "closed") closing.current(); };
    one.addEventListener("toggle", left);
    return () => {
      one.removeEventListener("toggle", left);
      const now = document.activeElement;
      if (one.contains(now) || now === document.body) button?.focus({ preventScroll: true });
    };
  }, []);
  return html`<div ref=${box} popover="auto" class="popover ${classes}">${children}</div>`;
}

function place(box, button, wide) {
  const at = button.getBoundingClientRect(), { innerWidth: width, innerHeight: height } = window;
  if (wide) box.style.minWidth = `${Math.min(at.width, width - 2 * EDGE)}px`;
  const below = height - at.bottom - GAP - EDGE, above = at.top - GAP - EDGE;
  const isBelow = below >= Math.min(box.offsetHeight, 280) || below >= above;
  box.style.maxHeight = `${Math.max(120, isBelow ? below : above)}px`;
  const left = Math.min(at.left, width - box.offsetWidth - EDGE);
  box.style.left = `${Math.max(EDGE, left)}px`;
  box.style.top = `${isBelow ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - box.offsetHeight)}px`;
}

// A button with a menu: `items` are { words, act, style? } or null for a line between them.
export function MenuButton({ label, items, classes = "plain", children, tabindex }) {
  const opening = useOpening();
  const { anchor, isOpen, press } = opening;
  return html`<button ref=${anchor} type="button" class=${classes} aria-label=${label} title=${label}
    aria-haspopup="menu"
      aria-expanded=${isOpen} tabindex=${tabindex} ...${press}>${children}</button>
    ${isOpen && html`<${Popover} opening=${opening} classes="menu"><${Items} label=${label} items=${items}
      close=${opening.close} /><//>`}`;
}

const STEPS = {
  ArrowDown: (at, size) => (at + 1) % size, ArrowUp: (at, size) => (at - 1 + size) % size,
  Home: () => 0, End: (at, size) => size - 1,
};

function Items({ label, items, close }) {
  const move = (event) => {
    const step = STEPS[event.key], all = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
    if (event.key === "Tab") return close();
    if (!step || !all.length) return undefined;
    event.preventDefault();
    return all[step(all.indexOf(document.activeElement), all.length)].focus();
  };
  const choose = (one) => { close(); one.act(); };
  return html`<div role="menu" aria-label=${label} onKeyDown=${move}>
    ${items.map((one, at) => (one
      ? html`<button key=${at} type="button" role="menuitem" class="item ${one.style || ""}" tabindex="-1"
        onClick=${() => choose(one)}>${one.words}</button>`
      : html`<hr key=${at} />`))}
  </div>`;
}
