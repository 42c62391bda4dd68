"""A transcript as a page, as text and as data. Pure; what people wrote stays words in each of them."""

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from html import escape
from typing import Any

from bot import wording
from bot.facts.file import File
from bot.paper import Paper, shelved
from bot.speech import later, say, shown, spoken, word
from bot.transcript import Entry, Reach, Transcript, sizes


class Form(StrEnum):
    HTML = "html"
    TEXT = "text"
    JSON = "json"


TITLES = {
    Reach.PUBLIC: later("What was asked and answered"),
    Reach.FULL: later("Everything that happened: not for the requester"),
}
STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --dim: #59636e; --page: #fff; --line: #d1d9e0; --note: #fff8e1; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --dim: #9198a1; --page: #0d1117; --line: #3d444d; --note: #2b2411; }
}
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; } header p, footer { color: var(--dim); font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 1rem 0; }
dt { color: var(--dim); } dd { margin: 0; }
article { border-top: 1px solid var(--line); padding: .8rem .6rem; break-inside: avoid-page; }
article.internal { background: var(--note); }
h2 { font-size: 1rem; margin: 0; } time { color: var(--dim); font-size: .85rem; font-weight: normal; }
pre { margin: .4rem 0 0; font: inherit; white-space: pre-wrap; } ul { margin: .4rem 0 0; padding-left: 1.2rem; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; background: #fff; color: #000; } }
"""
# Nothing runs and nothing is fetched, wherever the page is opened.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def paper(transcript: Transcript, form: Form) -> Paper:
    """The transcript as something to hand over, with its attachments."""
    render, kind, ending = FORMS[form]
    name = f"transcript-{transcript.ticket.number}-{transcript.reach}.{ending}"
    return Paper(name, render(transcript).encode("utf-8", "replace"), f"{kind}; charset=utf-8", transcript.files)


def text(of: Transcript) -> str:
    """Plain text, a paragraph each."""
    return "\n".join(_text(of)) + "\n"


def data(of: Transcript) -> str:
    """JSON: the ticket's facts, and its entries with what was written as it was."""
    places, ticket = _places(of), of.ticket
    found: dict[str, Any] = {"desk": of.desk, "number": ticket.number, "subject": ticket.subject, "reach": of.reach}
    found |= {"made_at": of.made_at.isoformat()} | {name.lower(): value for name, value in of.facts}
    found["entries"] = [_entry(entry, next(places)) for entry in of.entries]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def page(of: Transcript) -> str:
    """One page of HTML that stands by itself: no script, nothing loaded, light and dark, fit to be printed."""
    title, places = escape(wording.title(of.ticket)), _places(of)
    facts = "".join(f'<dt>{escape(name)}</dt><dd dir="auto">{escape(value)}</dd>' for name, value in _facts(of))
    entries = "\n".join(_article(entry, next(places)) for entry in of.entries)
    return (
        f'<!doctype html>\n<html lang="{spoken()}"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<style>{STYLE}</style></head>\n<body><header><h1 dir="auto">{title}</h1>\n'
        f"<p>{escape(of.desk)} · {shown(TITLES[of.reach])}</p><dl>{facts}</dl></header>\n<main>\n{entries}\n</main>\n"
        f"<footer><p>{_made(of)}</p></footer></body></html>\n"
    )


def _article(entry: Entry, files: list[tuple[str, File]]) -> str:
    body = f'<pre dir="auto">{escape(entry.text)}</pre>' if entry.text else ""
    listed = "".join(f'<li dir="auto">{escape(said)}</li>' for said in _said(files))
    kind = ' class="internal"' if entry.internal else ""
    return (
        f'<article{kind}><h2 dir="auto">{escape(entry.head)} <time datetime="{entry.at.isoformat()}">'
        f"{_when(entry.at)}{_inside(entry)}</time></h2>{body}"
        f"{f'<ul>{listed}</ul>' if listed else ''}</article>"
    )


def _text(of: Transcript) -> Iterator[str]:
    places = _places(of)
    yield from (wording.title(of.ticket), f"{of.desk} · {shown(TITLES[of.reach])}")
    yield from (f"{name}: {value}" for name, value in _facts(of))
    for entry in of.entries:
        yield f"\n{_when(entry.at)} · {entry.head}{_inside(entry)}"
        yield from (f"  {row}" for row in entry.text.splitlines())
        yield from (f"  - {said}" for said in _said(next(places)))
    yield f"\n{_made(of)}"


def _facts(of: Transcript) -> Iterator[tuple[str, str]]:
    """Its facts, as they are read."""
    for name, value in of.facts:
        match name:
            case "Status":
                yield shown(name), word(value, "status")
            case "Priority":
                yield shown(name), word(value, "priority")
            case _:
                yield shown(name), value


def _made(of: Transcript) -> str:
    return say("Made {time}", time=_when(of.made_at))


def _inside(entry: Entry) -> str:
    return f" · {say('internal')}" if entry.internal else ""


def _entry(entry: Entry, files: list[tuple[str, File]]) -> dict[str, Any]:
    found: dict[str, Any] = {"at": entry.at.isoformat(), "what": entry.head, "text": entry.text}
    found["internal"] = entry.internal
    found["files"] = [
        {"name": file.name, "path": path, "size": file.size, "type": file.content_type, "sha256": file.sha256}
        for path, file in files
    ]
    return found


def _said(files: list[tuple[str, File]]) -> list[str]:
    """Files are named and not linked: what a customer sent could run in a browser."""
    return [f"{said}: {path}" for said, (path, _) in zip(sizes([file for _, file in files]), files, strict=True)]


def _places(of: Transcript) -> Iterator[list[tuple[str, File]]]:
    """The files of each entry in turn, with where they lie in the archive."""
    everything = iter(shelved(of.files))
    return ([next(everything) for _ in entry.files] for entry in of.entries)


def _when(at: Any) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


FORMS: dict[Form, tuple[Callable[[Transcript], str], str, str]] = {
    Form.HTML: (page, "text/html", "html"),
    Form.TEXT: (text, "text/plain", "txt"),
    Form.JSON: (data, "application/json", "json"),
}
