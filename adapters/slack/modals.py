"""Forms: one for each verb that takes words, built from the table of verbs and the payload alone."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from adapters.deeds import CODES
from adapters.slack import rich
from adapters.slack.buttons import PREFIX
from adapters.slack.rich import Json
from adapters.slack.text import one_line
from adapters.verbs import VERBS, Argument, Takes, Verb
from bot.ticket import Priority

FORM = f"{PREFIX}form"
FILES = "files"
WITH_FILES = ("open", "reply", "note")
LONGEST = 3_000
LABELS = {"for": "On behalf of", "code": "How it ended", "tags": "Tags", "until": "Wait until"}


@dataclass(frozen=True)
class Slip:
    """What a form remembers: the verb, the ticket, where it was asked for, and the version that was seen."""

    word: str
    verb: str
    number: int | None = None
    channel: str = ""
    thread: str = ""
    version: int | None = None
    author: str = ""  # of the message that a ticket is opened from

    def write(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def slip(metadata: str) -> Slip:
    """The slip of a form's private metadata. Raises ValueError, TypeError."""
    return Slip(**json.loads(metadata))


def form(
    slip: Slip, words: dict[str, str] | None = None, about: str = "", warning: str = "", external_id: str = ""
) -> Json:
    """The form of a verb: what it is `about`, a `warning`, and the fields with `words` typed into them."""
    verb = VERBS[(slip.word, slip.verb)]
    blocks = [_about(about)] if about else []
    blocks += [_warning(warning)] if warning else []
    blocks += [_field(verb, argument, (words or {}).get(argument.name, "")) for argument in _order(verb)]
    if verb.name in WITH_FILES:
        blocks.append(_files())
    title = f"{verb.name.capitalize()} #{slip.number}" if slip.number else f"{verb.name.capitalize()} a ticket"
    view: Json = {
        "type": "modal", "callback_id": FORM, "title": _plain(one_line(title, 24)), "submit": _plain("Send"),
        "close": _plain("Cancel"), "private_metadata": slip.write(), "blocks": blocks,
    }  # fmt: skip
    return view | ({"external_id": external_id} if external_id else {})


def notice(title: str, text: str) -> Json:
    """A form that only says something."""
    words = rich.block(rich.section(*rich.pieces(one_line(text, 2_900) or "…")))
    return {"type": "modal", "title": _plain(one_line(title, 24)), "close": _plain("Close"), "blocks": [words]}


def values(view: Json) -> dict[str, str]:
    """What was typed and chosen, by the name of the argument."""
    fields: dict[str, Json] = view["state"]["values"]
    said: dict[str, Json] = {block: next(iter(field.values()), {}) for block, field in fields.items()}
    return {name: text for name, field in said.items() if name != FILES and (text := _value(field))}


def files(view: Json) -> list[Json]:
    """The files that were added."""
    fields = view["state"]["values"].get(FILES, {})
    return [one for field in fields.values() for one in field.get("files") or []]


def errors(slip: Slip, typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with the shape of the answers, by field; empty when nothing is."""
    verb = VERBS[(slip.word, slip.verb)]
    missing = [one for one in verb.arguments if one.is_required and not typed.get(one.name, "").strip()]
    return {one.name: "Write something here." for one in missing}


def _order(verb: Verb) -> list[Argument]:
    """Words that are seldom needed come last."""
    fields = [one for one in verb.arguments if one.takes is not Takes.FLAG]
    return sorted(fields, key=lambda one: one.takes is Takes.WORD)


def _field(verb: Verb, argument: Argument, text: str) -> Json:
    label = LABELS.get(argument.name, argument.name.capitalize())
    is_optional = not argument.is_required and (verb.name, argument.name) != ("open", "subject")
    return {
        "type": "input", "block_id": argument.name, "label": _plain(label), "optional": is_optional,
        "hint": _plain(argument.help), "element": _element(verb, argument, text),
    }  # fmt: skip


def _element(verb: Verb, argument: Argument, text: str) -> Json:
    match argument.takes:
        case Takes.PERSON:
            return {"type": "users_select", "action_id": "value"}
        case Takes.CODE:
            return _choice(CODES, text or CODES[0] if verb.name == "resolve" else text)
        case Takes.PRIORITY:
            return _choice(tuple(Priority), text)
        case _:
            is_long = argument.takes is Takes.TEXT and argument.name not in ("subject", "filter")
            field: Json = {"type": "plain_text_input", "action_id": "value", "multiline": is_long}
            return field | ({"initial_value": text[:LONGEST]} if text else {}) | {"max_length": LONGEST}


def _choice(names: tuple[str, ...], chosen: str) -> Json:
    options = [{"text": _plain(name), "value": str(name)} for name in names]
    picked = next((one for one in options if one["value"] == chosen), None)
    menu: Json = {"type": "static_select", "action_id": "value", "options": options}
    return menu | ({"initial_option": picked} if picked else {})


def _files() -> Json:
    element = {"type": "file_input", "action_id": "value", "max_files": 10}
    return {"type": "input", "block_id": FILES, "label": _plain("Files"), "optional": True, "element": element}


def _about(text: str) -> Json:
    return {"type": "context", "block_id": "about", "elements": [_plain(one_line(text, 600)) | {"emoji": False}]}


def _warning(text: str) -> Json:
    return rich.block(rich.section(rich.text("⚠️ "), *rich.pieces(one_line(text, 2_000))))


def _value(field: dict[str, Any]) -> str:
    if option := field.get("selected_option"):
        return str(option["value"])
    return str(field.get("value") or field.get("selected_user") or "")


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": str(text), "emoji": True}
