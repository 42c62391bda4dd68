// The kinds of options that a Discord command takes: what may be chosen, and what a typed text means.
import { read } from "./live.js";

const WHOLE = /^-?\d+$/, DECIMAL = /^-?\d+([.]\d+)?$/;
const BOOLEANS = [["true", "True"], ["false", "False"]];
const WORDS = { yesno: "true or false", person: "a member", mentionable: "a member", channel: "a channel" };

// [[value, label]…] of what a client offers by itself; null where anything may be typed.
export function choices(side, { kind, choices: named }) {
  if (named?.length) return named;
  if (kind === "yesno") return BOOLEANS;
  if (kind === "person" || kind === "mentionable") return read(`${side}/people`, []).map((one) => [one.id, one.title]);
  if (kind !== "channel") return null;
  return read(`${side}/rooms`, []).filter((one) => one.kind !== "direct").map((one) => [one.id, one.name]);
}

// { value } or { error }: `given` is { text, value?, file? } as it stands in the field.
export function meant(side, option, given) {
  if (given?.file) return { value: given.file };
  const text = (given?.text ?? "").trim();
  if (!text) return option.required ? { error: "This option is required. Specify a value." } : {};
  if (given.value !== undefined) return { value: given.value };
  const known = choices(side, option);
  if (known) return chosen(option, known, text);
  if (option.kind === "whole") return number(option, WHOLE, text.replace(/^#/, ""), "integer");
  if (option.kind === "decimal") return number(option, DECIMAL, text.replace(",", "."), "number");
  return within(option, text);
}

const number = (option, shape, text, kind) =>
  (shape.test(text) ? within(option, Number(text)) : { error: `Input a valid ${kind}.` });

function chosen(option, known, text) {
  const sought = text.replace(/^[@#]/, "").toLowerCase();
  const found = known.find(([value, label]) => String(label).toLowerCase() === sought || String(value) === sought);
  const wanted = option.choices?.length ? "Choose one of the options." : `Specify ${WORDS[option.kind]}.`;
  if (!found) return { error: wanted };
  return { value: option.kind === "yesno" ? found[0] === "true" : found[0] };
}

function within({ min, max }, value) {
  const isText = typeof value === "string", size = isText ? value.length : value, unit = isText ? " characters" : "";
  if (Number.isFinite(min) && size < min) return { error: `Must be at least ${min}${unit}.` };
  if (Number.isFinite(max) && size > max) return { error: `Must be at most ${max}${unit}.` };
  return { value };
}
