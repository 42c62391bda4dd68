"""Reads a typed line into a verb, a number and its arguments: `claim 1042 --steal`, `reply #7 Try it again?`."""

import re
from difflib import get_close_matches

from adapters.deeds import CODES
from adapters.verbs import TABLE, VERBS, WORDS, Argument, Takes, Verb
from bot.errors import Misunderstood

ALIASES = {
    "take": "claim",
    "answer": "reply",
    "prio": "priority",
    "move": "queue",
    "snooze": "pend",
    "solve": "resolve",
}
NUMBER = re.compile(r"#?(\d{1,12})(?=\s|$)")
MARKED = re.compile(r"#(\d{1,12})(?=\s|$)")  # where a number is implied, only #7 is one: "reply 7 is enough" is not


def verb_in(line: str, word: str = "") -> Verb | None:
    """The verb that `line` begins with, of the command `word` or of any; None if it is none."""
    first = line.strip().partition(" ")[0].lower()
    name = ALIASES.get(first, first)
    if word:
        return VERBS.get((word, name)) or (VERBS.get(("desk", "help")) if name == "help" else None)
    return next((verb for verb in TABLE if verb.name == name), None)


def read(line: str, word: str = "", implied: int | None = None) -> tuple[Verb, int | None, dict[str, str]]:
    """The verb of `line`, the ticket's number (typed, else `implied`) and the arguments by name.

    Raises Misunderstood with the nearest right form.
    """
    line = line.strip() or "help"
    verb = verb_in(line, word)
    if verb is None:
        raise Misunderstood(_nearest(line, word))
    rest = line.partition(" ")[2].strip()
    number = implied
    if verb.has_number and (found := (MARKED if implied else NUMBER).match(rest)):
        number, rest = int(found[1]), rest[found.end() :].strip()
    return verb, number, arguments(verb, rest)


def arguments(verb: Verb, rest: str) -> dict[str, str]:
    """`rest` split over the verb's arguments: flags wherever they stand, words in order, text takes what is left."""
    values: dict[str, str] = {}
    for argument in verb.arguments:
        if argument.takes is Takes.FLAG:
            rest, values[argument.name] = _flag(rest, argument.name)
    for argument in (one for one in verb.arguments if one.takes is not Takes.FLAG):
        values[argument.name], rest = _next(argument, rest, verb)
    return {name: value for name, value in values.items() if value}


def _flag(rest: str, name: str) -> tuple[str, str]:
    words = rest.split()
    flag = f"--{name}"
    return (" ".join(word for word in words if word != flag), "yes") if flag in words else (rest, "")


def _next(argument: Argument, rest: str, verb: Verb) -> tuple[str, str]:
    match argument.takes:
        case Takes.WORD:  # named, so that it cannot swallow the text: --for ann@example.org
            found = re.search(rf"(?:^|\s)--{argument.name}[= ](\S+)", rest)
            return (found[1], (rest[: found.start()] + rest[found.end() :]).strip()) if found else ("", rest)
        case Takes.CODE:
            first, _, after = rest.partition(" ")
            is_text = verb.arguments[-1].takes is Takes.TEXT and first.lower() not in CODES
            return ("", rest) if is_text else (first, after.strip())
        case Takes.TEXT if verb.name == "open" and argument.name == "subject":
            subject, _, text = rest.partition("\n")
            return subject.strip(), text.strip()
        case _:
            return rest, ""


def _nearest(line: str, word: str) -> str:
    first = line.partition(" ")[0]
    names = [verb.name for verb in TABLE if not word or verb.word == word]
    near = get_close_matches(first.lower(), names, 1)
    other = next((verb.word for verb in TABLE if word and verb.word != word and verb.name == first.lower()), "")
    hint = f"Did you mean /{other} {first}?" if other else f"Did you mean {near[0]}?" if near else "Try help."
    command = f"/{word}" if word in WORDS else "the desk"
    return f"“{first}” is nothing that {command} knows. {hint}"
