"""Reads a typed line into a verb, a number and its arguments: `claim 1042 --steal`, `reply #7 Try it again?`."""

import re
from difflib import get_close_matches

from adapters.grammar import ALIASES as ALIASES
from adapters.grammar import Takes, Verb
from adapters.grammar import arguments as arguments
from adapters.verbs import TABLE, VERBS, WORDS
from bot.errors import Misunderstood
from bot.speech import say

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
    values = arguments(verb, rest)
    other = next((one.name for one in verb.arguments if one.takes is Takes.TICKET), None)
    if implied and number != implied and other and other not in values:  # `merge #17`: this one into that
        values, number = values | {other: str(number)}, implied
    return verb, number, values


def _nearest(line: str, word: str) -> str:
    """What was probably meant: a verb of the same command first, then one of the other."""
    first = line.partition(" ")[0]
    said, command = first.lower(), f"/{word}" if word in WORDS else say("the desk")
    known = {verb.name: verb for verb in TABLE} | {
        alias: verb for alias, name in ALIASES.items() if (verb := _of(name))
    }
    own = [name for name, verb in known.items() if not word or verb.word == word]
    near = [said] if said in known else get_close_matches(said, own, 1, 0.7) or get_close_matches(said, known, 1)
    hint = say("Try help.")
    if near:
        hint = say("Did you mean {meant}?", meant=_typed(near[0], known[near[0]], word))
    return say("“{typed}” is nothing that {command} knows. {hint}", typed=first[:40], command=command, hint=hint)


def _typed(name: str, verb: Verb, word: str) -> str:
    return f"/{verb.word} {name}" if word and verb.word != word else name


def _of(name: str) -> Verb | None:
    return next((verb for verb in TABLE if verb.name == name), None)
