// Files that a person hands over: chosen, dropped or pasted, shown as chips, packed for the way to the server.
import { html, useRef } from "./ui.js";
import { tell } from "./toast.js";

const LARGEST = 8 * 1024 * 1024, MOST = 10;

// A File as the server takes it.
export async function pack(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name || "file", base64: btoa(text) };
}
export const packed = (files) => Promise.all(files.map(pack));

// `files` is a signal of File[]: what is added is told to it, what is too large is told to the person.
export function add(files, more) {
  const fit = [...more].filter((one) => one.size <= LARGEST);
  for (const one of more) if (one.size > LARGEST) tell(`${one.name} is larger than ${size(LARGEST)}.`);
  if (files.value.length + fit.length > MOST) tell(`At most ${MOST} files go along.`);
  files.value = [...files.value, ...fit].slice(0, MOST);
}

// Handlers for whatever takes dropped and pasted files: html`<form ...${taking(files)}>`
export function taking(files) {
  const holds = (data) => [...(data?.types ?? [])].includes("Files");
  const mark = (event, is) => event.currentTarget.classList.toggle("is-over", is);
  return {
    onDragOver: (event) => { if (holds(event.dataTransfer)) { event.preventDefault(); mark(event, true); } },
    onDragLeave: (event) => mark(event, false),
    onDrop: (event) => {
      mark(event, false);
      if (!holds(event.dataTransfer)) return;
      event.preventDefault();
      add(files, event.dataTransfer.files);
    },
    onPaste: (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      add(files, event.clipboardData.files);
    },
  };
}

// The button that opens the file dialog.
export function Attach({ files, label = "Attach files", children = "📎" }) {
  const input = useRef(null);
  const take = (event) => {
    add(files, event.target.files);
    event.target.value = "";
  };
  return html`<button type="button" class="plain attach" aria-label=${label} title=${label}
    onClick=${() => input.current.click()}>
      ${children}</button>
    <input ref=${input} type="file" multiple hidden aria-label=${label} onChange=${take} />`;
}

// What goes along, each with a way to leave it out.
export function Chips({ files }) {
  if (!files.value.length) return null;
  const leave = (file) => { files.value = files.value.filter((one) => one !== file); };
  return html`<ul class="chips" aria-label="Files that go along">
    ${files.value.map((file, at) => html`<li key=${`${file.name}/${at}`} class="chip">
      <span class="name" title=${file.name}>${file.name}</span> <span class="size">${size(file.size)}</span>
      <button type="button" class="plain" aria-label=${`Leave ${file.name} out`} onClick=${() => leave(file)}>✕</button>
    </li>`)}
  </ul>`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
