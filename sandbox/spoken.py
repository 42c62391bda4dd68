"""What a person cannot do, in the platform's own words."""

import re
from typing import Any

from sandbox.discord.refusals import RefusedError
from sandbox.town import Town

DUMP = re.compile(r";?\s*visible is\b.*", re.DOTALL)
IDS = re.compile(r"\b[UCDGS]0[A-Z0-9]{6,}\b")


def refusal(error: Exception, town: Town) -> str:
    """One sentence: Discord's message and number, Slack's error name, or what the app would not offer."""
    if isinstance(error, RefusedError):
        return _discord(error.body)
    words = str(error.args[0]) if isinstance(error, LookupError) and error.args else str(error)
    words = f"there is no {words!r}" if isinstance(error, KeyError) else words
    words = IDS.sub(lambda found: town.slack.workspace.name(found[0]), DUMP.sub("", words))
    return words or type(error).__name__


def _discord(body: dict[str, Any]) -> str:
    """`Invalid Form Body (50035): content: Must be 2000 or fewer in length.`"""
    said = f"{body.get('message')} ({body.get('code')})"
    below = "; ".join(_below(body.get("errors") or {}, ""))
    return f"{said}: {below}" if below else said


def _below(errors: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}: {one['message']}" for one in errors.get("_errors", ())]
    for name, inner in errors.items():
        if name != "_errors":
            found += _below(inner, f"{path}.{name}" if path else name)
    return found
