// The guided first minute: seven steps, the one that is next with its help, and a way to be shown where.
import { html } from "./ui.js";
import { act, read } from "./live.js";
import { Bell } from "./header.js";
import { point } from "./pointing.js";

function Steps({ steps, current }) {
  return html`<ol class="steps">${steps.map((one, at) => {
    const look = one.is_done ? "is-done" : at === current ? "is-current" : "";
    return html`<li key=${one.name} class=${look} title=${one.title} aria-current=${at === current ? "step" : null}>
      <span aria-hidden="true">${one.is_done ? "✓" : at + 1}</span>
      <span class="only-read">${one.title}${one.is_done ? ", done" : ""}</span></li>`;
  })}</ol>`;
}

function End() {
  return html`<div class="help"><p class="title"><${Bell} isRinging /> That was the whole life of a ticket.</p>
      <p class="words">
        Now be unkind: kill the desk in the middle of an answer, or switch Slack off. Nothing is lost.</p></div>
    <div class="doing">
      <button type="button" class="plain" onClick=${() => act("guide", "skip")}>Put away</button></div>`;
}

export function Guide() {
  const guide = read("guide"), isDone = guide?.steps.every((one) => one.is_done) ?? false;
  if (!guide || guide.is_skipped) return null;
  const step = guide.steps[guide.current];
  return html`<section class=${`guide ${isDone ? "is-done" : ""}`} aria-label="The first minute">
    <${Steps} steps=${guide.steps} current=${isDone ? -1 : guide.current} />
    ${isDone || !step ? html`<${End} />` : html`
      <div class="help" role="status">
        <p class="title"><span class="only-read">Step ${guide.current + 1} of ${guide.steps.length}: </span>
          ${step.title}</p>
        <p class="words">${step.help}</p></div>
      <div class="doing"><button type="button" class="primary" onClick=${() => point(guide.current)}>Show me</button>
        <button type="button" class="plain" onClick=${() => act("guide", "skip")}>
          Skip<span class="only-read"> the guide</span></button></div>`}
  </section>`;
}
