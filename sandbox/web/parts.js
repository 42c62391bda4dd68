// What messages and forms are made of, as the platforms draw it; what this page does not know is shown as such.
import { html } from "./ui.js";
import { Element } from "./elements.js";
import { Field } from "./fields.js";
import { Spans, plain } from "./spans.js";

const COLOR = /^#[0-9a-f]{3,8}$/i, DEEPEST = 6;

// `use` is what the elements do: { click(button), choose(menu, chosen) }, and in forms { values, errors, set } too.
export const Parts = ({ parts, use }) => (parts ?? []).map((one, at) => html`
  <${Part} key=${one.kind === "field" ? `field ${one.name}` : at} part=${one} use=${use} />`);

export function Part({ part, use }) {
  const Drawn = KINDS[part.kind];
  if (!Drawn) return html`<${Unknown} type=${part.kind} json=${JSON.stringify(part, null, 2)} />`;
  return html`<${Drawn} ...${part} part=${part} use=${use} />`;
}

function Prose({ part }) {
  const heading = part.kind === "title" ? { role: "heading", "aria-level": 4 } : {};
  const indent = part.indent ? `indent-${Math.min(part.indent, DEEPEST)}` : "";
  return html`<div class="part ${part.kind} ${indent}" dir="auto" ...${heading}><${Spans} spans=${part.spans} /></div>`;
}

// A button that is another after the message changed is drawn as another.
const Row = ({ items, use }) => html`<div class="row">
  ${items.map((one, at) => {
    const key = [at, one.kind, one.name, one.kind === "button" && one.value].join(" ");
    return html`<${Element} key=${key} one=${one} use=${use} />`;
  })}
</div>`;

const Columns = ({ parts, use }) => html`<div class="columns"><${Parts} parts=${parts} use=${use} /></div>`;

function Box({ color, parts, part, use }) {
  const edge = COLOR.test(color || "") ? { "--edge": color } : {};
  return html`<div class="box ${part.is_card ? "is-card" : ""}" style=${edge}>
    ${part.icon && html`<${Picture} ...${part.icon} />`}<${Parts} parts=${parts} use=${use} /></div>`;
}

const Section = ({ parts, aside, use }) => html`<div class="section">
  <div class="body"><${Parts} parts=${parts} use=${use} /></div>
  ${aside && html`<div class="aside">
    ${aside.kind in KINDS ? html`<${Part} part=${aside} use=${use} />`
      : html`<${Element} one=${aside} use=${use} />`}</div>`}
</div>`;

// A picture from elsewhere is named, not fetched.
function Picture({ alt, url, title }) {
  const words = alt || "picture";
  return html`<figure class="picture">
    ${title && html`<figcaption>${title}</figcaption>`}
    ${String(url || "").startsWith("/file/") ? html`<img src=${url} alt=${words} loading="lazy" />`
      : html`<span class="pictured" role="img" aria-label=${words} title=${url}><span aria-hidden="true">🖼</span>
        ${words}</span>`}
  </figure>`;
}

const Table = ({ rows, title }) => html`<div class="table" tabindex="0" role="group" aria-label=${title || "Table"}>
  <table>
  ${title && html`<caption>${title}</caption>`}
  ${rows.map((cells, row) => html`<tr key=${row}>
    ${cells.map((spans, at) => html`<td key=${at} dir="auto"><${Spans} spans=${spans} /></td>`)}</tr>`)}
</table></div>`;

const Unknown = ({ type, json }) => html`<details class="unknown">
  <summary>This page does not draw “${type}”</summary>
  <pre tabindex="0" role="group" aria-label=${type}>${json || "nothing more is known of it"}</pre>
</details>`;

const KINDS = {
  text: Prose, title: Prose, small: Prose, quote: Prose, pre: Prose, line: () => html`<hr />`, row: Row, field: Field,
  columns: Columns, box: Box, image: Picture, section: Section, table: Table, unknown: Unknown,
};

// All words of some parts, in one line: for who listens.
export function gist(parts, most) {
  const words = (one) => [plain(one.spans), ...(one.parts ?? []).map(words)].join(" ");
  const line = (parts ?? []).map(words).join(" ").replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
