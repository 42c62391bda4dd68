"""What an answer would tell the requester that is for the agents: names, rooms, and words out of notes."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from bot import events as e
from bot.listing import listed
from bot.people import channel_of
from bot.speech import say
from bot.terms import HAN, KANA
from bot.ticket import Ticket

MENTION = re.compile(
    r"<@[!&]?\w+(?:\|[^>]*)?>|<!(?:subteam\^\w+|here|channel|everyone)(?:\|[^>]*)?>|<#\w+(?:\|[^>]*)?>"
)
SLACK_LINK = re.compile(r"https?://[\w.-]*slack\.com/(?:archives|app_redirect\?channel=|client/\w+)/?(\w+)\S*")
DISCORD_LINK = re.compile(r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/(\d+)(?:/\d+)*")
LETTERS, WORDS = 40, 8  # so much of a note, word for word, is no chance
SHOWN = 80  # characters of it that are named
HAN_IS, KANA_IS = 3.5, 2.0  # letters: so many say as much in English
UNSPACED = f"[{HAN}{KANA}]"  # stands without blanks: each character is a word here
WORD = re.compile(rf"{UNSPACED}|[^\s{HAN}{KANA}]+")
BETWEEN = re.compile(f"(?<={UNSPACED}) (?={UNSPACED})")
SPELLED = rf"(?<![^\W{HAN}{KANA}])(?<![.@])@{{}}(?![^\W{HAN}{KANA}])"


def sentence(
    text: str, called: Sequence[str], inside: Sequence[str], history: Sequence[e.Event], ticket: Ticket
) -> str:
    """What `text` gives away, a sentence each, "" for nothing.

    `called` is whom it mentions, `inside` are the places of the agents; what the requester said is theirs already.
    """
    theirs = " ".join(_heard(history))
    names = [name for name in _mentions(text, called, history, ticket) if name not in theirs]
    found = [say("It mentions {names}.", names=listed(names))] if names else []
    links = [link for link in _links(text, inside) if link not in theirs]
    found += [say("It links to the agents' room ({link}).", link=link) for link in links]
    found += [say("It repeats a note of {by}: “{words}”.", by=by, words=said) for by, said in _repeated(text, history)]
    return " ".join(dict.fromkeys(found))


def _mentions(text: str, called: Sequence[str], history: Sequence[e.Event], ticket: Ticket) -> list[str]:
    names = {event.by.name for event in history if channel_of(event.by.place) in ("slack", "discord")}
    names = {name for name in names | {ticket.owner_name} if name and name != ticket.requester_name}
    spelled = [f"@{name}" for name in sorted(names) if re.search(SPELLED.format(re.escape(name)), text, re.I)]
    meant = [name for name in called if name in text and name != f"@{ticket.requester_name}"]
    return [*dict.fromkeys((*MENTION.findall(text), *meant, *spelled))]


def _links(text: str, inside: Sequence[str]) -> Iterator[str]:
    ours = {place.partition(":")[2].partition("/")[0] for place in inside}
    for shape in (SLACK_LINK, DISCORD_LINK):
        yield from (found[0] for found in shape.finditer(text) if found[1] in ours)


def _repeated(text: str, history: Sequence[e.Event]) -> Iterator[tuple[str, str]]:
    """Who noted what stands in `text` too. What the requester knows, since they or we said it, tells nothing."""
    said, pairs = set(_runs(text)), set(_pairs(_words(text)))
    shared = [(event.by.name, run) for event in history for run in _runs(_note(event.fact), pairs) if run in said]
    known = {run for words in (*_heard(history), *_told(history)) for run in _runs(words, pairs)} if shared else ()
    first = {by: run for by, run in reversed(shared) if run not in known}
    yield from ((by, run if len(run) <= SHOWN else f"{run[: SHOWN - 1].rstrip()}…") for by, run in first.items())


def _runs(text: str, pairs: Collection[tuple[str, str]] | None = None) -> Iterator[str]:
    """The shortest run from each word on that is no chance: whatever two texts share at length begins with one.

    Where `pairs` are given, the other text's neighbours, only what can be in that too.
    """
    words = _words(text)
    follows = [pairs is None or pair in pairs for pair in _pairs(words)]
    sizes = [_size(word) for word in words]
    for start in range(len(words)):
        size, whole = -1.0, 0
        for at in range(start, len(words)):
            letters, is_whole = sizes[at]
            size, whole = size + letters, whole + is_whole
            if size >= LETTERS or whole == WORDS:
                yield BETWEEN.sub("", " ".join(words[start : at + 1]))
                break
            if not follows[at]:
                break


def _size(word: str) -> tuple[float, bool]:
    """How many letters it is worth, with the blank after it, and whether it is a whole word."""
    if re.match(UNSPACED, word):
        return KANA_IS if re.match(f"[{KANA}]", word) else HAN_IS, False
    return 1 + len(word), True


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


def _words(text: str) -> list[str]:
    """Without marks and capitals: what a hand changes by chance makes no other text."""
    return WORD.findall(re.sub(r"[^\w\s]", "", unicodedata.normalize("NFKC", text)).casefold())
