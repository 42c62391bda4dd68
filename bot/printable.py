"""Text that every database, wire and terminal takes: without NUL and half characters."""

from dataclasses import is_dataclass
from typing import Any

from bot.copies import replace


def printable(value: Any) -> Any:
    """`value` (text, or a dataclass or tuple that holds text) with what cannot be stored left out."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode(errors="replace").decode().replace("\0", "")
    if isinstance(value, tuple):
        return tuple(map(printable, value))
    if is_dataclass(value) and not isinstance(value, type):
        found = {name: one for name, one in vars(value).items() if isinstance(one, str | tuple) or is_dataclass(one)}
        clean = {name: printable(one) for name, one in found.items()}
        changed = {name: one for name, one in clean.items() if one != found[name]}
        return replace(value, **changed) if changed else value
    return value
