"""What a desk's queues want to know of their tickets, as the settings say it: categories, fields, what is required."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.config import PARTS, Queue
from bot.fields import CATEGORY, LANGUAGE, Field, Kind, Required
from bot.problems import Problems

KEYS = ("categories", "required", "steps")
FIELD = ("name", "label", "kind", "choices", "queues", "required", "in_form")
NAME = re.compile(r"[a-z][a-z0-9_-]{1,29}")
MOST, LONGEST = 25, 75  # choices, that Discord's menus hold; characters of one, that Slack's do
TAKEN = (  # by other words of forms, commands and filters
    CATEGORY, LANGUAGE, *PARTS, "status", "queue", "tag", "requester", "older", "newer", "created", "updated", "due",
    "has",
)  # fmt: skip


def wanted(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue, desk: tuple[str, ...]) -> Queue:
    """`queue` with what `row` says it wants to know. The categories of the `desk` are those of each queue without."""
    required = wrong.strings(f"{where} required", row.get("required", []))
    for part in required:
        if part not in PARTS:
            wrong.add(f"{where} required holds “{part}”; accepted are: {', '.join(PARTS)}.")
    own = categories(wrong, f"{where} categories", row["categories"]) if "categories" in row else desk
    if CATEGORY in required and not own:
        wrong.add(f"{where} required holds “{CATEGORY}”, but the queue has none: set categories there, or in [desk].")
    return replace(
        queue,
        categories=own,
        required=required,
        steps=wrong.yes_or_no(f"{where} steps", row.get("steps"), Queue.steps),
    )


def categories(wrong: Problems, where: str, found: Any) -> tuple[str, ...]:
    return _choices(wrong, where, wrong.strings(where, found))


def fields(wrong: Problems, rows: Sequence[Mapping[str, Any]], queues: Sequence[Queue]) -> tuple[Field, ...]:
    """The custom fields. Each has a name of its own."""
    found = tuple(_field(wrong, row, [queue.name for queue in queues]) for row in rows)
    names = [field.name for field in found]
    for name in {name for name in names if names.count(name) > 1}:
        wrong.add(f"[[field]] name is “{name}” twice; each field needs its own.")
    return found


def _field(wrong: Problems, row: Mapping[str, Any], queues: Sequence[str]) -> Field:
    row = wrong.table("[[field]]", row, FIELD)
    name = wrong.text("[[field]] name", row.get("name"), "")
    where = f"[[field]] {name}".rstrip()
    if not NAME.fullmatch(name):
        wrong.add(f"[[field]] name is “{name}”; accepted are 2 to 30 of a-z, 0-9, - and _, a letter first.")
    if name in TAKEN:
        wrong.add(f"[[field]] name is “{name}”, which every ticket has already; choose another one.")
    label = wrong.text(f"{where} label", row.get("label"), name.replace("_", " ").replace("-", " ").capitalize())
    if not 0 < len(label.strip()) <= 45:
        wrong.add(f"{where} label is “{label}”; accepted are 1 to 45 characters.")
    theirs = wrong.among(f"{where} queues", row.get("queues", []), queues)
    kind = Kind(wrong.choice(f"{where} kind", row.get("kind", Kind.TEXT.value), [one.value for one in Kind]))
    return Field(
        name, label.strip(), kind, _of_a_choice(wrong, where, row, kind), theirs,
        Required(wrong.choice(f"{where} required", row.get("required", "never"), [one.value for one in Required])),
        wrong.yes_or_no(f"{where} in_form", row.get("in_form"), Field.in_form),
    )  # fmt: skip


def _of_a_choice(wrong: Problems, where: str, row: Mapping[str, Any], kind: Kind) -> tuple[str, ...]:
    choices = _choices(wrong, f"{where} choices", wrong.strings(f"{where} choices", row.get("choices", [])))
    if kind is Kind.CHOICE and not choices:
        wrong.add(f'{where} is a choice without choices; accepted is a list of texts, like ["one", "two"].')
    if kind is not Kind.CHOICE and choices:
        wrong.add(f'{where} has choices, but its kind is {kind}; say kind = "choice", or remove them.')
    return choices


def _choices(wrong: Problems, where: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """At most so many as a menu holds, each of them once, however it is spelled."""
    choices = tuple(" ".join(one.split()) for one in found)
    if len(choices) > MOST:
        wrong.add(f"{where} holds {len(choices)} choices; a menu holds at most {MOST}.")
    if len({one.casefold() for one in choices}) < len(choices):
        wrong.add(f"{where} holds one choice twice.")
    for one in choices:
        if not 0 < len(one) <= LONGEST:
            wrong.add(f"{where} holds “{one}”; accepted are 1 to {LONGEST} characters.")
    return choices
