// A forum as Discord shows it: posts as cards with their tags, a filter by tag, and a way to post.
import { html, useEffect, useMemo, useRef, useState } from "./ui.js";
import { read } from "./live.js";
import { go } from "./look.js";
import { Named } from "./avatar.js";
import { useBusy } from "./dialog.js";
import { hands } from "./hands.js";
import { useName } from "./popover.js";
import { Time } from "./time.js";

const LONGEST = { title: 100, text: 2000 }, MOST_TAGS = 5;

export function Forum({ side, place }) {
  const posts = read(`${side}/posts`, []), open = read(`${side}/aside`)?.id;
  const [wanted, want] = useState([]), [isNew, begin] = useState(false);
  const shown = wanted.length ? posts.filter((one) => wanted.some((tag) => one.tags?.includes(tag))) : posts;
  return html`<div class="forum">
    ${isNew ? html`<${NewPost} side=${side} place=${place} done=${() => begin(false)} />`
      : html`<div class="bar"><${Tags} label="Filter by tag" tags=${place.tags} chosen=${wanted} choose=${want} />
        ${place.may_post !== false
          && html`<button type="button" class="act primary" onClick=${() => begin(true)}>New post</button>`}
      </div>`}
    <ul class="posts" aria-label=${`Posts in ${place.name}`}>
      ${shown.map((one) => html`<li key=${one.id}><${Post} side=${side} one=${one} isOpen=${one.id === open} /></li>`)}
      ${place.earlier > 0 && html`<li class="hidden">and ${place.earlier} older posts</li>`}
    </ul>
    ${!shown.length && html`<p class="empty">
      ${posts.length ? "No post has these tags." : "There are no posts here yet."}</p>`}
  </div>`;
}

function Tags({ label, tags, chosen, choose, most = Infinity }) {
  if (!tags?.length) return null;
  const without = (tag) => chosen.filter((one) => one !== tag);
  const toggle = (tag) => choose(chosen.includes(tag) ? without(tag) : [...chosen, tag].slice(-most));
  return html`<div class="tags" role="group" aria-label=${label}>
    ${tags.map((one) => html`<button key=${one} type="button" class="tag" aria-pressed=${chosen.includes(one)}
      onClick=${() => toggle(one)}>${one}</button>`)}</div>`;
}

function Post({ side, one, isOpen }) {
  return html`<button type="button" class="topic-card ${one.unread ? "is-new" : ""}" aria-current=${isOpen || null}
      onClick=${() => go(side, { thread: one.id })}>
    ${one.tags?.length > 0 && html`<span class="tags">
      ${one.tags.map((tag) => html`<span key=${tag} class="tag">${tag}</span>`)}</span>`}
    <span class="name" dir="auto">${one.locked && "🔒 "}${one.name}
      ${one.unread > 0 && html`<span class="new">New</span>`}</span>
    <span class="first cut">
      <${Named} side=${side} name=${one.who} /> <b>${one.who}:</b> <span dir="auto">${one.first}</span></span>
    <span class="meta"><span aria-hidden="true">💬</span> ${one.count}<span class="only-read"> messages</span>
      ${" · "}<${Time} at=${one.at} style="R" /></span>
  </button>`;
}

function NewPost({ side, place, done }) {
  const hand = useMemo(() => hands(side), [side]), id = useName("post");
  const first = useRef(null), [isBusy, run] = useBusy();
  const [title, setTitle] = useState(""), [text, setText] = useState(""), [tags, setTags] = useState([]);
  const isReady = title.trim() && text.trim();
  useEffect(() => first.current.focus(), []);
  const send = (event) => {
    event.preventDefault();
    if (isReady) run(async () => {
      const { error, answer } = await hand.post(place.id, title.trim(), text.trim(), tags);
      if (error) return;
      done();
      if (answer) go(side, { thread: String(answer) });
    });
  };
  return html`<form class="new-post" aria-label="New post" onSubmit=${send}
    onKeyDown=${(event) => { if (event.key === "Escape") done(); }}>
    <label class="only-read" for="${id}-title">Title</label>
    <input ref=${first} id="${id}-title" class="name" dir="auto" placeholder="Title" maxlength=${LONGEST.title}
      value=${title}
      onInput=${(event) => setTitle(event.target.value)} />
    <label class="only-read" for="${id}-text">Message</label>
    <textarea id="${id}-text" rows="4" dir="auto" placeholder="Enter a message…" maxlength=${LONGEST.text} value=${text}
      onInput=${(event) => setText(event.target.value)}></textarea>
    <${Tags} label="Tags of the post" tags=${place.tags} chosen=${tags} choose=${setTags} most=${MOST_TAGS} />
    <div class="end"><button type="button" class="act" onClick=${done}>Cancel</button>
      <button class="act primary" aria-disabled=${!isReady || null} aria-busy=${isBusy || null}>Post</button></div>
  </form>`;
}
