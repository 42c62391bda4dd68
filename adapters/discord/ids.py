"""Ids of our buttons, menus and forms: everything a click must bring back, so that no restart forgets it."""

import re
from dataclasses import dataclass

BUTTON = re.compile(r"d1:(?P<verb>[a-z]+):(?P<number>\d{1,12})")
FORM = re.compile(r"m1:(?P<verb>[a-z]+):(?P<number>\d{0,12})(?::(?P<opened>\d{1,12}))?")
MORE = "more"


@dataclass(frozen=True)
class Form:
    """`number` is None where the form opens a ticket; `opened` is when it came up, in Unix seconds."""

    verb: str
    number: int | None
    opened: int | None = None


def button(verb: str, number: int) -> str:
    return f"d1:{verb}:{number}"


def form(verb: str, number: int | None, opened: int | None = None) -> str:
    return f"m1:{verb}:{number or ''}" + (f":{opened}" if opened else "")


def read_form(custom_id: str) -> Form | None:
    """The form that was sent in; None if it is none of ours."""
    found = FORM.fullmatch(custom_id)
    if not found:
        return None
    number, opened = found["number"], found["opened"]
    return Form(found["verb"], int(number) if number else None, int(opened) if opened else None)


def numbers(components: object) -> set[int]:
    """The tickets that the buttons of a message belong to."""
    found = BUTTON.findall(str(components))
    return {int(number) for _, number in found}
