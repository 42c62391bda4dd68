"""Macros: texts that are written once and sent often, with variables in them and verbs that go along."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from bot.config import Settings
from bot.macro import NAME as NAME
from bot.macro import Macro
from bot.people import Person
from bot.problems import Problems
from bot.speech import say
from bot.ticket import Ticket

VARIABLE = re.compile(r"[ \t]*\{([a-z_]+)\}")
KEYS = ("name", "text", "texts", "queues", "do")
VARIABLES = ("requester", "number", "subject", "agent", "owner", "queue", "desk")
LONGEST, WORD = 4_000, 120  # characters of a text, and of a value in it


def render(macro: Macro, ticket: Ticket, by: Person, settings: Settings) -> str:
    """What it says on `ticket`, in its queue's language. What has no value leaves nothing, nor the space before it."""
    text = macro.texts.get(settings.tongue(ticket.queue, ticket.language)) or macro.text
    values = {
        "requester": ticket.requester_name, "number": str(ticket.number), "subject": ticket.subject, "agent": by.name,
        "owner": ticket.owner_name, "queue": ticket.queue, "desk": settings.name,
    }  # fmt: skip

    def filled(found: re.Match[str]) -> str:
        value = " ".join(values[found[1]].split())[:WORD]
        return f"{found[0].partition('{')[0]}{value}" if value else ""

    return VARIABLE.sub(filled, text).strip()


def wrong(text: str) -> str:
    """What is wrong with the text of a macro, in one sentence; "" for nothing."""
    unknown = [name for name in VARIABLE.findall(text) if name not in VARIABLES]
    if unknown:
        near = get_close_matches(unknown[0], VARIABLES, 1)
        name, known = f"{{{unknown[0]}}}", ", ".join(f"{{{one}}}" for one in VARIABLES)
        if near:
            return say("{name} is no variable; did you mean {near}?", name=name, near=f"{{{near[0]}}}")
        return say("{name} is no variable; there are: {known}.", name=name, known=known)
    if len(text) <= LONGEST:
        return ""
    return say("It has {n} characters; {most} are enough.", n=f"{len(text):,}", most=f"{LONGEST:,}")


def read(problems: Problems, found: Any, queues: Collection[str], languages: Sequence[str]) -> tuple[Macro, ...]:
    """The macros of the settings. What their verbs are worth is for who knows the verbs."""
    macros = tuple(_read(problems, row, queues, languages) for row in problems.tables("[[macro]]", found))
    names = [macro.name for macro in macros]
    for name in {name for name in names if names.count(name) > 1}:
        problems.add(f"[[macro]] name is “{name}” twice; each macro needs its own.")
    return macros


def _read(problems: Problems, row: Mapping[str, Any], queues: Collection[str], languages: Sequence[str]) -> Macro:
    row = problems.table("[[macro]]", row, KEYS)
    name = problems.text("[[macro]] name", row.get("name"), "")
    where = f"[[macro]] {name}"
    if not NAME.fullmatch(name):
        problems.add(
            f"[[macro]] name is “{name}”; accepted are small letters, digits and hyphens, like refund-granted."
        )
    texts = problems.table(f"{where} texts", row.get("texts", {}), languages)
    macro = Macro(
        name,
        problems.text(f"{where} text", row.get("text"), ""),
        problems.strings(f"{where} do", row.get("do", [])),
        problems.among(f"{where} queues", row.get("queues", []), queues),
        texts={tongue: problems.text(f"{where} texts {tongue}", text, "") for tongue, text in texts.items()},
    )
    for said in (macro.text, *macro.texts.values()):
        if found := wrong(said):
            problems.add(f"{where} text: {found}")
    if not macro.text and not macro.do:
        problems.add(f"{where} has neither text nor do; it needs one of them.")
    return macro
