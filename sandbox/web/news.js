// What a screen reader hears as it happens: the tickets' events and the phones that ring.
import { effect, html, signal } from "./ui.js";
import { read } from "./live.js";

const said = signal("");
let lastEvent = null, lastRing = null;

effect(() => {
  const rings = read("machine/rings"), events = read("machine/events");
  const ring = rings?.[0], event = events?.[0];
  const isNewRing = lastRing !== null && ring && ring.at > lastRing;
  const isNewEvent = lastEvent !== null && event && event.id > lastEvent;
  if (isNewRing) said.value = `${ring.title}'s phone rings: ${ring.about} ${ring.words}`;
  else if (isNewEvent) said.value = `Ticket ${event.ticket}: ${event.head}`;
  if (rings) lastRing = ring?.at ?? 0;
  if (events) lastEvent = event?.id ?? 0;
});

export function News() {
  return html`<div class="only-read" role="log" aria-live="polite" aria-label="News">${said.value}</div>`;
}
