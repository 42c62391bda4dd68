// A letter's HTML as the server took it apart: words, and tags that it allows, in this page's clothes.
import { html } from "./ui.js";

export const Hypertext = ({ page }) => html`<div class="text hypertext" dir="auto">${all(page.own)}</div>
  ${page.quoted.length > 0 && html`<details class="quoted"><summary>Earlier words</summary>
    <div class="text hypertext" dir="auto">${all(page.quoted)}</div></details>`}`;

const all = (nodes) => nodes.map((one) => (typeof one === "string" ? one : html`<${Tag} one=${one} />`));

function Tag({ one: [tag, { dir, href, src, alt, start }, inside] }) {
  if (tag === "br" || tag === "hr") return html`<${tag} />`;
  if (tag === "img") return src ? html`<img src=${src} alt=${alt} loading="lazy" />`
    : html`<span class="pictured" role="img" aria-label=${alt}><span aria-hidden="true">🖼</span> ${alt}</span>`;
  if (/^h[1-6]$/.test(tag)) return html`<div class="heading is-${tag}" role="heading" aria-level="5" dir=${dir}>
    ${all(inside)}</div>`;
  if (tag === "a") return href ? html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer">
    ${all(inside)}</a>` : html`<span>${all(inside)}</span>`;
  return html`<${tag} dir=${dir} start=${start}>${all(inside)}<//>`;
}
