// Writing one's own message anew, in its place.
import { html, useLayoutEffect, useRef } from "./ui.js";
import { useBusy } from "./dialog.js";
import { source } from "./spans.js";

export function Edit({ one, hand, done }) {
  const field = useRef(null), [isBusy, run] = useBusy();
  useLayoutEffect(() => {
    const box = field.current;
    box.value = one.parts.map((each) => source(each.spans, hand.isSlack)).join("\n");
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }, []);
  const save = (event) => {
    event.preventDefault();
    run(async () => {
      const text = field.current.value.trim(), { error } = text ? await hand.edit(one, text) : { error: "nothing" };
      if (!error) done();
    });
  };
  const keys = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) save(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    done();
  };
  return html`<form class="edit" onSubmit=${save}>
    <textarea ref=${field} rows="2" aria-label="Edit the message" dir="auto" onKeyDown=${keys}></textarea>
    <div class="end"><span class="hint">Escape to cancel, Enter to save</span>
      <button type="button" class="act" onClick=${done}>Cancel</button>
      <button class="act primary" aria-busy=${isBusy || null}>Save</button></div>
  </form>`;
}
