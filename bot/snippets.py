"""The words around what was looked for, out of what was said on a ticket."""

from collections.abc import Iterable

from bot.events import Event
from bot.pages import Piece
from bot.sought import told
from bot.terms import Wanted, found_at

BEFORE, WIDTH = 40, 160  # characters: ahead of the first hit, and in all
READ = 20_000  # characters of one text that are looked through


def newest(events: Iterable[Event], wanted: tuple[Wanted, ...]) -> tuple[str, tuple[Piece, ...]]:
    """Who said it, and what; of the newest of `events` (the newest first) that holds a part of what was looked for."""
    for event in events:
        for text in told(event.fact):
            line = " ".join(text[:READ].split())
            if spans := found_at(line, wanted):
                return event.by.name, cut(line, spans)
    return "", ()


def cut(line: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """`line` around the first of `spans`, in pieces that say whether they are one of them."""
    start = _start(line, spans[0][0])
    end = min(len(line), start + WIDTH)
    pieces, at = [("…", False)] if start else [], start
    for first, last in spans:
        if first >= end:
            break
        pieces += [(line[at:first], False), (line[first : min(last, end)], True)]
        at = min(last, end)
    pieces.append((line[at:end] + ("…" if end < len(line) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _start(line: str, hit: int) -> int:
    """Where a word begins, a little before the hit."""
    if hit <= BEFORE:
        return 0
    blank = line.find(" ", hit - BEFORE, hit)
    return blank + 1 if blank >= 0 else hit
