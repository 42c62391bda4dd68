"""Ids of our buttons, menus and forms: everything a click must bring back, so that no restart forgets it."""

import re
from dataclasses import dataclass

BUTTON = re.compile(r"d1:(?P<verb>[a-z]+):(?P<number>\d{1,12})")
LINE = re.compile(r"l1:(?P<verb>[a-z]+):(?P<number>\d{1,12}):(?P<rest>.{0,70})")  # below a line: it is no card
FORM = re.compile(
    r"m1:(?P<verb>[a-z]+):(?P<number>\d{0,12})(?::(?P<seen>\d{1,12}))?(?::k(?P<kept>\d{1,12}))?"
    r"(?::r(?P<rest>.{1,70}))?"
)
TURN = re.compile(r"p1:(?P<verb>[a-z]+):(?P<page>\d{1,6})")  # below a page of tickets
PICKED = re.compile(r"s1:(?P<at>\d)")  # a menu below a line: its options are what buttons there would be
CHOSEN = re.compile(r"b1:(?P<verb>[a-z]+)")  # a menu of tickets
MORE = "more"
DIGITS = 12  # of a number


@dataclass(frozen=True)
class Form:
    """`number` is None where the form opens a ticket; `seen` is the version of the ticket that it came up with, and
    `kept` the answer that it goes on with; `rest` what its button said, and it does not ask.
    """

    verb: str
    number: int | None
    seen: int | None = None
    kept: int | None = None
    rest: str = ""


def button(verb: str, number: int) -> str:
    return f"d1:{verb}:{number}"


def below(verb: str, number: int, rest: str) -> str:
    return f"l1:{verb}:{number}:{rest[:70]}"


def picked(at: int) -> str:
    return f"s1:{at}"


def turn(verb: str, page: int) -> str:
    return f"p1:{verb}:{page}"


def chosen(verb: str) -> str:
    return f"b1:{verb}"


def form(verb: str, number: int | None, seen: int | None = None, kept: int | None = None, rest: str = "") -> str:
    more = f"{f':{seen}' if seen else ''}{f':k{kept}' if kept else ''}{f':r{rest[:70]}' if rest else ''}"
    return f"m1:{verb}:{number or ''}{more}"


def read_form(custom_id: str) -> Form | None:
    """The form that was sent in; None if it is none of ours."""
    found = FORM.fullmatch(custom_id)
    if not found:
        return None
    number, seen, kept = (int(found[name]) if found[name] else None for name in ("number", "seen", "kept"))
    return Form(found["verb"], number, seen, kept, found["rest"] or "")


def numbers(components: object) -> set[int]:
    """The tickets that the buttons of a message belong to."""
    found = BUTTON.findall(str(components))
    return {int(number) for _, number in found}
