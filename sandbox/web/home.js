// The app's Home tab on Slack.
import { html, useEffect, useMemo } from "./ui.js";
import { read } from "./live.js";
import { hands } from "./hands.js";
import { Parts } from "./parts.js";

export function Home({ side }) {
  const hand = useMemo(() => hands(side), [side]), home = read(`${side}/home`);
  useEffect(() => { hand.home(); }, [hand]);
  const use = { click: (one) => hand.press(one.name), choose: (one, chosen) => hand.press(one.name, chosen) };
  return html`<div class="home" tabindex="0" role="group" aria-label="Home">
    ${home ? html`<${Parts} parts=${home.parts} use=${use} />`
      : html`<p class="empty">The app has nothing on its Home tab.</p>`}</div>`;
}
