"""How a queue writes to its requesters, as its table of the settings says it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import speech
from bot.config import Queue
from bot.problems import Problems

KEYS = ("undo_seconds", "language", "room_language", "sender_name", "greeting", "signature", "quote")
LONGEST = 600  # seconds that an answer may be held


def mannered(wrong: Problems, where: str, row: Mapping[str, Any], languages: Sequence[str], queue: Queue) -> Queue:
    """`queue` with what `row` says of its words and how long they are held."""
    return replace(
        queue,
        undo_for=hold(wrong, f"{where} undo_seconds", row["undo_seconds"]) if "undo_seconds" in row else None,
        language=wrong.choice(f"{where} language", row["language"], languages) if "language" in row else "",
        room_language=read_in(wrong, f"{where} room_language", row),
        sender_name=wrong.text(f"{where} sender_name", row.get("sender_name"), ""),
        greeting=wrong.text(f"{where} greeting", row.get("greeting"), ""),
        signature=wrong.text(f"{where} signature", row.get("signature"), ""),
        quote=wrong.yes_or_no(f"{where} quote", row.get("quote"), Queue.quote),
    )


def read_in(wrong: Problems, where: str, row: Mapping[str, Any]) -> str:
    """The language of rooms that `row` says; "" where it says none."""
    return wrong.choice(where, row["room_language"], speech.LANGUAGES) if "room_language" in row else ""


def hold(wrong: Problems, where: str, found: Any) -> timedelta:
    """How long an answer is held: whole seconds, 0 for not at all."""
    seconds = wrong.number(where, found)
    if seconds > LONGEST:
        wrong.add(f"{where} is {seconds}; accepted are 0 to {LONGEST} seconds.")
    return timedelta(seconds=min(seconds, LONGEST))
