"""The grammar of what people type: what a verb is, what it takes, and how the words after it are split over that."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from adapters.calls import Call, Said
from adapters.deeds import CODES
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.speech import say

ALIASES = {
    "take": "claim",
    "answer": "reply",
    "prio": "priority",
    "move": "queue",
    "snooze": "pend",
    "solve": "resolve",
}

KEPT = re.compile(r"--kept (\d{1,12})")  # what the buttons below an answer say that is not sent


class Takes(StrEnum):
    """What an argument holds: how it is parsed, offered as a choice, and autocompleted."""

    TEXT = "text"  # the rest of the line
    FILTER = "filter"  # the same, of terms that find tickets
    WORD = "word"
    FLAG = "flag"  # --name
    PERSON = "person"
    PRIORITY = "priority"
    QUEUE = "queue"
    TAGS = "tags"
    VIEW = "view"  # the rest of the line: a saved view, or what to do with it
    TIME = "time"
    CODE = "code"
    MACRO = "macro"
    FIELD = "field"  # the first word: the category, or one of the queue's own fields
    VALUE = "value"  # of that field
    LENGTH = "length"  # of work, and what it was for
    TICKET = "ticket"  # the number of another
    MESSAGE = "message"  # named, the number of one that was said here: forms and completions offer them
    CHOICE = "choice"  # one of `choices`, and the first word; else nothing
    WHOSE = "whose"  # from @bob: somebody, ahead of whom it goes to


@dataclass(frozen=True)
class Argument:
    name: str
    takes: Takes
    help: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    is_carried: bool = False  # the button of the form says it: the form does not ask


@dataclass(frozen=True)
class Verb:
    """`word` is the command it belongs to; `form` says that it opens a modal where text is missing.

    `pressed` is the verb of a button, typed as a word only: a command of Discord's holds no more than 25.
    """

    word: str
    name: str
    who: str  # "agent", "supervisor", "all", "own": agents, and requesters on their own ticket; "requester": they alone
    help: str
    run: Callable[[Desk, Settings, Call], Said]
    arguments: tuple[Argument, ...] = ()
    has_number: bool = True
    form: bool = False
    pressed: bool = False


def arguments(verb: Verb, rest: str) -> dict[str, str]:
    """`rest` split over the verb's arguments: flags (before a text, where there is one), words, and what is left.

    Raises Misunderstood for an option that there is not.
    """
    if found := KEPT.fullmatch(rest):
        return {"kept": found[1]}
    values: dict[str, str] = {}
    is_first = any(argument.takes in (Takes.TEXT, Takes.FILTER) for argument in verb.arguments)
    for argument in verb.arguments:
        if argument.takes is Takes.FLAG:
            rest, values[argument.name] = _flag(rest, argument.name, is_first)
    for argument in (one for one in verb.arguments if one.takes in (Takes.WORD, Takes.MESSAGE)):
        values[argument.name], rest = _next(argument, rest, verb)
    for argument in (one for one in verb.arguments if one.takes is Takes.TICKET):
        values[argument.name], rest = _other(argument, verb, rest)
    _refuse_unknown(verb, rest, is_first)
    for argument in (
        one for one in verb.arguments if one.takes not in (Takes.FLAG, Takes.WORD, Takes.MESSAGE, Takes.TICKET)
    ):
        values[argument.name], rest = _next(argument, rest, verb)
    return {name: value for name, value in values.items() if value}


def carried(verb: Verb, values: Mapping[str, str]) -> str:
    """What the form of a verb must bring back that its button said, as it is typed."""
    told = [one.name for one in verb.arguments if one.is_carried and values.get(one.name)]
    return " ".join(f"--{name} {values[name]}" for name in told)


def is_asked(argument: Argument, values: Mapping[str, str]) -> bool:
    """Does a form ask for it? Not for what its button says, nor for somebody where that says whom."""
    return not argument.is_carried and not (argument.takes is Takes.PERSON and values.get("to"))


def _other(argument: Argument, verb: Verb, rest: str) -> tuple[str, str]:
    """Another ticket: `--into 17`, `into #17` or the number alone. What says how may have dashes too: `--blocks 17`."""
    hows = [re.escape(choice) for one in verb.arguments for choice in one.choices]
    rest = re.sub(rf"(^|\s)--({'|'.join(hows)})(?=[= ])[= ]", r"\1\2 ", rest) if hows else rest
    found = re.search(rf"(?:^|\s)(?:(?:--)?{argument.name}[= ]\s*)?#?(\d{{1,12}})(?=\s|$)", rest)
    return (found[1], f"{rest[: found.start()]} {rest[found.end() :]}".strip()) if found else ("", rest)


def _refuse_unknown(verb: Verb, rest: str, is_text: bool) -> None:
    """What looks like an option and is none is not swallowed; before a text only what is nearly one: else it is words.

    Raises Misunderstood with the nearest there is.
    """
    names = [one.name for one in verb.arguments if one.takes in (Takes.FLAG, Takes.WORD, Takes.MESSAGE, Takes.TICKET)]
    found = re.search(rf"{'^' if is_text else '(?:^|(?<= ))'}--([a-z]\S*)", rest, re.IGNORECASE)
    near = get_close_matches(found[1].lower(), names, 1) if found else []
    if found and (near or not is_text):
        raise Misunderstood(
            say(
                "{verb} has no option --{typed}. {hint}",
                verb=verb.name,
                typed=found[1][:40],
                hint=_hint(near, [f"--{one}" for one in names]),
            )
        )


def _hint(near: list[str], known: list[str]) -> str:
    if near:
        return say("Did you mean {meant}?", meant=f"--{near[0]}")
    return say("It knows {options}.", options=", ".join(known)) if known else say("It knows none.")


def _flag(rest: str, name: str, is_first: bool) -> tuple[str, str]:
    """`rest` without a flag, and whether it is there; before a text alone: what looks like one in it is its words."""
    found = re.search(rf"{'^' if is_first else '(?:^|(?<= ))'}--{name}(?:\s|$)", rest)
    return (f"{rest[: found.start()]}{rest[found.end() :]}".strip(), "yes") if found else (rest, "")


def _next(argument: Argument, rest: str, verb: Verb) -> tuple[str, str]:
    match argument.takes:
        case Takes.WORD | Takes.MESSAGE:  # named, so that it cannot swallow the text: --for ann@example.org
            found = re.search(rf"(?:^|\s)--{argument.name}[= ](\S+)", rest)
            return (found[1], (rest[: found.start()] + rest[found.end() :]).strip()) if found else ("", rest)
        case Takes.FIELD:
            first, _, after = rest.partition(" ")
            return first.lower(), after.strip()
        case Takes.CODE:
            first, _, after = rest.partition(" ")
            is_text = verb.arguments[-1].takes is Takes.TEXT and first.lower() not in CODES
            return ("", rest) if is_text else (first, after.strip())
        case Takes.CHOICE:
            first, _, after = rest.partition(" ")
            return (first.lower(), after.strip()) if first.lower() in argument.choices else ("", rest)
        case Takes.WHOSE:
            words = re.match(r"(?:(?:--)?from[= ]\s*(.+?)(?:\s+(?=to\s)|$))?(?:to\s+)?", rest, re.DOTALL)
            return (words[1] or "", rest[words.end() :]) if words else ("", rest)
        case Takes.PERSON if verb.arguments[-1].takes is Takes.TEXT:
            first, _, after = rest.partition(" ")
            return (first, after.strip()) if first.startswith("@") else ("", rest)
        case Takes.TEXT if (verb.name, argument.name) in (("open", "subject"), ("article", "title")):
            subject, _, text = rest.partition("\n")
            return subject.strip(), text.strip()
        case _:
            return rest, ""
