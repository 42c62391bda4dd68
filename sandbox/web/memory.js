// What this browser remembers between visits: the theme, the guide's fold. Nothing of the world.
import { effect, signal } from "./ui.js";

// A signal that is kept under `name`; a browser that keeps nothing starts with `otherwise` each time.
export function remembered(name, otherwise) {
  const key = `deskbell/${name}`;
  const kept = signal(otherwise);
  try {
    kept.value = JSON.parse(localStorage.getItem(key)) ?? otherwise;
    effect(() => localStorage.setItem(key, JSON.stringify(kept.value)));
  } catch {
    kept.value = otherwise;
  }
  return kept;
}
