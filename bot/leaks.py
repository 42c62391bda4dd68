"""What an answer would tell the requester that is for the agents: names, rooms, and words out of notes."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot import events as e
from bot.people import channel_of
from bot.ticket import Ticket

MENTION = re.compile(
    r"<@[!&]?\w+(?:\|[^>]*)?>|<!(?:subteam\^\w+|here|channel|everyone)(?:\|[^>]*)?>|<#\w+(?:\|[^>]*)?>"
)
SLACK_LINK = re.compile(r"https?://[\w.-]*slack\.com/(?:archives|app_redirect\?channel=|client/\w+)/?(\w+)\S*")
DISCORD_LINK = re.compile(r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/(\d+)(?:/\d+)*")
LETTERS, WORDS = 40, 8  # so much of a note, word for word, is no chance
SHOWN = 80  # characters of it that are named


def sentence(
    text: str, called: Sequence[str], inside: Sequence[str], history: Sequence[e.Event], ticket: Ticket
) -> str:
    """What `text` gives away, in one sentence, "" for nothing.

    `called` is whom it mentions, `inside` are the places of the agents; what the requester said is theirs already.
    """
    theirs = " ".join(_heard(history))
    found = [f"mentions {name}" for name in _mentions(text, called, history, ticket) if name not in theirs]
    found += [f"links to the agents' room ({link})" for link in _links(text, inside) if link not in theirs]
    found += [f"repeats a note of {by}: “{said}”" for by, said in _repeated(text, history)]
    if not found:
        return ""
    return f"It {joined(list(dict.fromkeys(found)))}."


def joined(parts: Sequence[str]) -> str:
    """`one, two and three`."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _mentions(text: str, called: Sequence[str], history: Sequence[e.Event], ticket: Ticket) -> list[str]:
    names = {event.by.name for event in history if channel_of(event.by.place) in ("slack", "discord")}
    names = {name for name in names | {ticket.owner_name} if name and name != ticket.requester_name}
    spelled = [f"@{name}" for name in sorted(names) if re.search(rf"(?<![\w.@])@{re.escape(name)}(?!\w)", text, re.I)]
    meant = [name for name in called if name in text and name != f"@{ticket.requester_name}"]
    return [*dict.fromkeys((*MENTION.findall(text), *meant, *spelled))]


def _links(text: str, inside: Sequence[str]) -> Iterator[str]:
    ours = {place.partition(":")[2].partition("/")[0] for place in inside}
    for shape in (SLACK_LINK, DISCORD_LINK):
        yield from (found[0] for found in shape.finditer(text) if found[1] in ours)


def _repeated(text: str, history: Sequence[e.Event]) -> Iterator[tuple[str, str]]:
    """Who noted what stands in `text` too. What the requester knows, since they or we said it, tells nothing."""
    said, pairs = set(_runs(text)), set(_pairs(_plain(text).split()))
    shared = [(event.by.name, run) for event in history for run in _runs(_note(event.fact), pairs) if run in said]
    known = {run for words in (*_heard(history), *_told(history)) for run in _runs(words, pairs)} if shared else ()
    first = {by: run for by, run in reversed(shared) if run not in known}
    yield from ((by, run if len(run) <= SHOWN else f"{run[: SHOWN - 1].rstrip()}…") for by, run in first.items())


def _runs(text: str, pairs: Collection[tuple[str, str]] | None = None) -> Iterator[str]:
    """The shortest run from each word on that is no chance: whatever two texts share at length begins with one.

    Where `pairs` are given, the other text's neighbours, only what can be in that too.
    """
    words = _plain(text).split()
    for start, pair in enumerate(_pairs(words)):
        if pairs is not None and pair not in pairs and len(pair[0]) < LETTERS:
            continue
        size = -1
        for end, word in enumerate(words[start : start + WORDS], start + 1):
            size += 1 + len(word)
            if size >= LETTERS or end - start == WORDS:
                yield " ".join(words[start:end])
                break


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(words, (*words[1:], ""), strict=False)


def _heard(history: Sequence[e.Event]) -> Iterator[str]:
    for event in history:
        if isinstance(event.fact, e.Opened | e.Wrote):
            yield from (event.fact.text, event.fact.private)


def _told(history: Sequence[e.Event]) -> Iterator[str]:
    yield from (event.fact.text for event in history if isinstance(event.fact, e.Replied))


def _note(fact: e.Fact) -> str:
    match fact:
        case e.Noted(text):
            return text
        case e.Resolved(_, note) | e.Closed(_, note):
            return note
        case e.Escalated(reason):
            return reason if not fact.rungs else ""
        case _:
            return ""


def _plain(text: str) -> str:
    """In one line, without marks and capitals: what a hand changes by chance makes no other text."""
    return " ".join(re.sub(r"[^\w\s]", "", text).casefold().split())
