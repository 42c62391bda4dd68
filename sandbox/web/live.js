// What the server tells: flat cells by key, each a signal, so that only what shows a changed cell is drawn again.
import { batch, signal } from "./ui.js";

const cells = new Map();
export const link = signal("connecting"); // connecting | live | closed
export const skew = signal(0); // seconds that the sandbox's clock is ahead of this machine's
let looking = null, socket = null;

// The signal of a cell; undefined until the server has told it, and again when it is gone.
export function cell(key) {
  if (!cells.has(key)) cells.set(key, signal(undefined));
  return cells.get(key);
}
export const read = (key, otherwise = undefined) => cell(key).value ?? otherwise;
export const now = () => Date.now() / 1000 + skew.value;

// Tells the server what this tab looks at; it answers with the cells of that.
export function look(what) {
  looking = what;
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ look: what }));
}

function take({ all, set, drop, now: then }) {
  batch(() => {
    const ahead = then - Date.now() / 1000;
    if (Math.abs(ahead - skew.value) > 0.5) skew.value = ahead;
    if (all) for (const [key, one] of cells) if (!(key in set)) one.value = undefined;
    for (const [key, value] of Object.entries(set || {})) cell(key).value = value;
    for (const key of drop || []) cell(key).value = undefined;
  });
}

export function listen() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => { link.value = "live"; if (looking) socket.send(JSON.stringify({ look: looking })); };
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => { link.value = "closed"; setTimeout(listen, 1500); };
}

// Somebody does something. Resolves to { error, errors, … }: `error` is "" when it was done.
export async function act(wire, what, details = {}) {
  try {
    const answer = await fetch("/control", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ wire, do: what, with: details }),
    });
    const body = await answer.json();
    if (body.error) return { error: body.error, errors: {} };
    return typeof body.answer === "object" && body.answer ? { error: "", errors: {}, ...body.answer }
      : { error: "", errors: {}, answer: body.answer };
  } catch {
    return { error: "The sandbox does not answer.", errors: {} };
  }
}
