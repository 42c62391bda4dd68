// A select menu as both chats have it: a button that opens a list, with a search where the list is long.
import { html, useMemo, useState } from "./ui.js";
import { Listbox, optionName, useChoosing } from "./listbox.js";
import { Popover, useName, useOpening } from "./popover.js";

const SEARCHED = 8; // a list as long as this is searched

// `options` are [[value, label, hint?]…], `groups` [[label, options]…]; `free` takes what is typed as well.
// `field` are the attributes of a form's field; a picker in a message is named by its own words.
export function Picker({ label, options, groups, value, pick, field, ...how }) {
  const { many = false, free = false, isBusy = false, off = false } = how;
  const opening = useOpening(), all = useMemo(() => listed(options, groups), [options, groups]);
  const given = [].concat(value ?? []).map(String).filter(Boolean);
  const [open, setOpen] = useState(null), chosen = open ?? given;
  const words = chosen.map((one) => all.find((each) => each.value === one)?.label ?? one).join(", ");
  const done = (values) => {
    setOpen(null);
    opening.close();
    if (!many || values.join("\n") !== given.join("\n")) pick(many ? values : values[0]);
  };
  const take = ({ value: one }) => {
    if (!many) return done([one]);
    return setOpen(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one]);
  };
  // several are told when the list closes, as the platforms do
  const shut = { ...opening, close: () => (many && open ? done(open) : opening.close()) };
  const name = label || "Choose an option", isOff = isBusy || off;
  return html`<span class="picker">
    <button ref=${opening.anchor} type="button" class="choice ${words ? "is-chosen" : ""}" aria-haspopup="listbox"
      aria-expanded=${opening.isOpen} aria-disabled=${isOff || null} aria-busy=${isBusy || null}
      ...${field ?? { "aria-label": words && words !== name ? `${name}: ${words}` : name }}
      ...${isOff ? {} : opening.press}>
      <span class="cut">${words || name}</span></button>
    ${opening.isOpen && html`<${Popover} opening=${shut} classes="choosing" wide=${true}>
      <${Choosing} label=${name} options=${all} chosen=${chosen} many=${many} free=${free} take=${take} /><//>`}
  </span>`;
}

function listed(options, groups) {
  const plain = (pairs, group) =>
    pairs.map(([value, label, hint]) => ({ value: String(value), label: String(label), hint, group }));
  return groups?.length ? groups.flatMap(([group, pairs]) => plain(pairs, group)) : plain(options ?? []);
}

function Choosing({ label, options, chosen, many, free, take }) {
  const name = useName("list"), [sought, seek] = useState(""), words = sought.trim().toLowerCase();
  const found = options.filter((one) => `${one.group || ""} ${one.label}`.toLowerCase().includes(words));
  const isNew = free && words && !found.some((one) => one.label.toLowerCase() === words);
  const shown = isNew ? [...found, { value: sought.trim(), label: `“${sought.trim()}”` }] : found;
  const isSearched = free || options.length >= SEARCHED;
  const { active, mark, press } = useChoosing(shown, take, {
    start: Math.max(0, options.findIndex((one) => one.value === chosen[0])),
    keys: isSearched ? ["Enter"] : ["Enter", " "],
  });
  const owner = { "aria-activedescendant": shown.length ? optionName(name, active) : null, onKeyDown: press };
  const search = (event) => {
    seek(event.target.value);
    mark(0);
  };
  return html`${isSearched && html`
      <input class="seek" role="combobox" autofocus aria-label=${`Search: ${label}`} aria-expanded="true"
        aria-controls=${name} aria-autocomplete="list" autocomplete="off" placeholder="Search" value=${sought}
        onInput=${search} ...${owner} />`}
    <${Listbox} name=${name} label=${label} options=${shown} active=${active} mark=${mark} pick=${take}
      chosen=${chosen} many=${many} ...${isSearched ? {} : { tabindex: "0", autofocus: true, ...owner }} />
    ${!shown.length && html`<p class="nothing" role="status">${free ? "Type what you look for" : "No matches"}</p>`}`;
}
