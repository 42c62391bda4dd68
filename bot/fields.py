"""Fields: what a queue wants to know of its tickets beyond what each of them has. The category is one of them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.errors import Misunderstood, Unknown
from bot.speech import say

CATEGORY, LANGUAGE = "category", "language"  # of every ticket: no custom field is called so
LONGEST = 500  # characters of a text
NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
YES, NO = ("yes", "y", "true", "on", "1", "x", "✓"), ("no", "n", "false", "off", "0", "")


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    CHECKBOX = "checkbox"


class Required(StrEnum):
    """What a ticket cannot do before the field is filled in."""

    NEVER = "never"
    RESOLVE = "resolve"  # nor close
    CLOSE = "close"


@dataclass(frozen=True)
class Field:
    """One thing to know. `queues` are those that want it, all where empty; `in_form`: is it asked when one opens?

    Of `many` one choice or more must be chosen, a line for each: so forms ask for what is no field of a ticket's.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    required: Required = Required.NEVER
    in_form: bool = True
    many: bool = False

    @property
    def accepted(self) -> str:
        """What it takes, within a sentence."""
        match self.kind:
            case Kind.NUMBER:
                return say("a number, like 12 or 12.5")
            case Kind.CHOICE:
                return say("one of: {choices}", choices=", ".join(self.choices))
            case Kind.DATE:
                return say("a date, like 2026-12-24")
            case Kind.CHECKBOX:
                return say("yes or no")
            case _:
                return say("a text of at most {n} characters", n=LONGEST)

    def kept(self, text: str) -> str:
        """`text` as it is kept and found again; "" empties it. Raises Misunderstood, naming what is accepted."""
        said = " ".join(text.split())
        value = READ[self.kind](self, said) if said else ""
        if value is None:
            raise Misunderstood(
                say(
                    "{field} cannot be “{typed}”; accepted is {accepted}.",
                    field=self.label, typed=said[:80], accepted=self.accepted,
                )
            )  # fmt: skip
        return value


def find(fields: Iterable[Field], name: str) -> Field:
    """The field called `name`, or labelled so. Raises Unknown with those there are."""
    known = tuple(fields)
    wanted = name.strip().casefold()
    found = next((one for one in known if wanted in (one.name, one.label.casefold())), None)
    if found is None:
        there = ", ".join(one.name for one in known)
        hint = say("There are: {known}.", known=there) if there else say("This queue has none: desk.toml names them.")
        raise Unknown(say("There is no field “{name}” here. {hint}", name=name.strip()[:40], hint=hint))
    return found


def _text(field: Field, said: str) -> str | None:
    return said if len(said) <= LONGEST else None


def _number(field: Field, said: str) -> str | None:
    if not NUMBER.fullmatch(said):
        return None
    number = Decimal(said.replace(",", "."))
    return f"{number.normalize():f}" if number else "0"


def _choice(field: Field, said: str) -> str | None:
    return next((one for one in field.choices if one.casefold() == said.casefold()), None)


def _date(field: Field, said: str) -> str | None:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return None


def _checkbox(field: Field, said: str) -> str | None:
    word = said.casefold()
    return "yes" if word in YES else "" if word in NO else None  # not ticked is empty


READ: dict[Kind, Callable[[Field, str], str | None]] = {
    Kind.TEXT: _text, Kind.NUMBER: _number, Kind.CHOICE: _choice, Kind.DATE: _date, Kind.CHECKBOX: _checkbox,
}  # fmt: skip
