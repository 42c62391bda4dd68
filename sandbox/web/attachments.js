// Files that hang on a message: a chip with name and size, pictures and the beginnings of texts in sight.
import { html } from "./ui.js";
import { size } from "./files.js";

const OURS = /^\/file\//, ENDING = /\.([a-z0-9]{1,5})$/i;

export const Attachments = ({ files }) => files?.length > 0 && html`<ul class="attachments" aria-label="Files">
  ${files.map((one) => html`<li key=${one.id}><${Attachment} one=${one} /></li>`)}</ul>`;

function Attachment({ one }) {
  const url = OURS.test(one.url || "") ? one.url : null, label = `The beginning of ${one.name}`;
  return html`<div class="attachment">
    <a class="paper" href=${url} target="_blank" rel="noopener" download=${one.is_image ? null : one.name}>
      <span class="sign" aria-hidden="true">${one.is_image ? "🖼" : "📄"}</span>
      <span class="words"><span class="name cut" title=${one.name}>${one.name}</span>
        <span class="meta">${[kind(one), size(one.size ?? 0)].filter(Boolean).join(" · ")}</span></span></a>
    ${one.is_image && url && html`<img src=${url} alt=${one.name} loading="lazy" />`}
    ${one.text && html`<pre class="preview" tabindex="0" role="group" aria-label=${label}>${one.text}</pre>`}
  </div>`;
}

const kind = ({ name, type }) => (ENDING.exec(name || "")?.[1] ?? String(type || "").split("/").pop()).toUpperCase();
