"""Forms: one for each verb that takes words, built from the table of verbs and the payload alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from adapters import captions, rating
from adapters.deeds import CODES
from adapters.grammar import arguments, is_asked
from adapters.slack import inputs, rich
from adapters.slack.buttons import PREFIX
from adapters.slack.inputs import Asks
from adapters.slack.plain import OPTION, TITLE, plain
from adapters.slack.rich import Json
from adapters.slack.text import one_line
from adapters.verbs import VERBS, Argument, Takes, Verb
from bot.completeness import BARE
from bot.questions import Questions
from bot.speech import say, word
from bot.surveys import SCORES
from bot.ticket import Priority

FORM = f"{PREFIX}form"
FILES = "files"
WITH_FILES = ("open", "reply", "note")
ENDS = ("resolve", "close")
LONGEST, ABOUT = 3_000, 600


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
    kept: int | None = None  # the answer that it goes on with
    told: tuple[str, ...] = ()  # what its writer was warned of, as `digest` names it
    rest: str = ""  # what its button said, and it does not ask

    def write(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def slip(metadata: str) -> Slip:
    """The slip of a form's private metadata. Raises ValueError, TypeError."""
    known = json.loads(metadata)
    return Slip(**known | {"told": tuple(known.get("told", ()))})


def digest(warning: str) -> str:
    """A short name of a warning: a form remembers little."""
    return hashlib.sha256(warning.encode()).hexdigest()[:12]


def form(
    slip: Slip, words: dict[str, str] | None = None, about: Sequence[str] = (), warning: Sequence[Json] = (),
    external_id: str = "", asks: Asks = (),
) -> Json:  # fmt: skip
    """The form of a verb: what it is `about`, a `warning`, the inputs with `words` typed into them, the fields it asks.

    Which fields `set` asks for is known once the ticket is: until then its form says so.
    """
    verb = VERBS[(slip.word, slip.verb)]
    blocks = [_about(line, at) for at, line in enumerate(about)]
    blocks += [_warning(warning)] if warning else []
    known = words or {}
    asked = [argument for argument in _order(verb) if is_asked(argument, known)]
    blocks += [_field(verb, argument, known.get(argument.name, "")) for argument in asked]
    blocks += inputs.inputs(asks)
    if verb.name in WITH_FILES:
        blocks.append(_files())
    view: Json = {
        "type": "modal", "callback_id": FORM, "title": plain(_title(verb, slip.number), TITLE),
        "submit": plain(captions.submit(verb), TITLE), "close": plain(word("Cancel", "button"), TITLE),
        "private_metadata": slip.write(), "blocks": blocks or [_about(say("One moment …"))],
        "notify_on_close": verb.name == "reply",  # they write no more then
    }  # fmt: skip
    return view | ({"external_id": external_id} if external_id else {})


def survey(slip: Slip, said: Questions, score: str) -> Json:
    """The form by which a requester rates a ticket, with the `score` that was pressed."""
    comment = {"type": "plain_text_input", "action_id": "value", "multiline": True, "max_length": LONGEST}
    blocks = [
        _about(rating.question(said, slip.number or 0)),
        _input("score", said.score, _choice({one: one for one in SCORES}, score)),
        _input("comment", said.comment, comment) | {"optional": True},
    ]
    return {
        "type": "modal", "callback_id": FORM, "title": plain(said.score, TITLE), "submit": plain(said.send, TITLE),
        "close": plain(said.cancel, TITLE), "private_metadata": slip.write(), "blocks": blocks,
    }  # fmt: skip


def notice(title: str, text: str) -> Json:
    """A form that only says something."""
    words = rich.block(rich.section(*rich.pieces(one_line(text, 2_900) or "…")))
    return {
        "type": "modal",
        "title": plain(title, TITLE),
        "close": plain(word("Close", "button"), TITLE),
        "blocks": [words],
    }


def values(view: Json) -> dict[str, str]:
    """What was typed and chosen, by the name of the argument."""
    fields: dict[str, Json] = view["state"]["values"]
    said: dict[str, Json] = {block: next(iter(field.values()), {}) for block, field in fields.items()}
    texts = {name: _value(field) for name, field in said.items() if name != FILES}
    return {name: text for name, text in texts.items() if text or inputs.is_field(name)}


def files(view: Json) -> list[Json]:
    """The files that were added."""
    fields = view["state"]["values"].get(FILES, {})
    return [one for field in fields.values() for one in field.get("files") or []]


def errors(slip: Slip, typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with the shape of the answers, by field; empty when nothing is."""
    verb = VERBS[(slip.word, slip.verb)]
    asked_for = [one for one in _order(verb) if is_asked(one, arguments(verb, slip.rest))]
    missing = [one for one in asked_for if one.is_required and not typed.get(one.name, "").strip()]
    ends = slip.verb in ENDS and typed.get("code") not in BARE
    asked = [name for name, text in typed.items() if ends and inputs.is_field(name) and not text.strip()]
    wanted = dict.fromkeys(asked, say("This queue wants to know."))
    return {one.name: say("Write something here.") for one in missing} | wanted


def _title(verb: Verb, number: int | None) -> str:
    if number:
        return captions.heading(verb, number)
    return say("Open a ticket") if verb.name == "open" else captions.form(verb)


def _order(verb: Verb) -> list[Argument]:
    """Words that are seldom needed come last."""
    if any(one.takes is Takes.FIELD for one in verb.arguments):
        return []
    fields = [one for one in verb.arguments if one.takes not in (Takes.FLAG, Takes.MESSAGE, Takes.MACRO)]
    return sorted(fields, key=lambda one: one.takes is Takes.WORD)


def _field(verb: Verb, argument: Argument, text: str) -> Json:
    is_optional = not argument.is_required and (verb.name, argument.name) != ("open", "subject")
    asked = _input(argument.name, captions.label(argument), _element(verb, argument, text))
    hint = captions.hint(argument)
    return asked | {"optional": is_optional} | ({"hint": plain(hint)} if hint else {})


def _input(name: str, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}


def _element(verb: Verb, argument: Argument, text: str) -> Json:
    match argument.takes:
        case Takes.PERSON:
            return {"type": "users_select", "action_id": "value"} | ({"initial_user": text} if text else {})
        case Takes.CODE:
            return _choices(argument, CODES, text or CODES[0] if verb.name == "resolve" else text)
        case Takes.PRIORITY:
            return _choices(argument, tuple(Priority), text)
        case Takes.CHOICE | Takes.WORD if argument.choices:
            return _choices(argument, argument.choices, text)
        case _:
            is_long = argument.takes is Takes.TEXT and argument.name not in ("subject", "title")
            field: Json = {"type": "plain_text_input", "action_id": "value", "multiline": is_long}
            return field | ({"initial_value": text[:LONGEST]} if text else {}) | {"max_length": LONGEST}


def _choices(argument: Argument, values: Sequence[str], chosen: str) -> Json:
    return _choice({str(one): captions.choice(argument, one) for one in values}, chosen)


def _choice(labels: Mapping[str, str], chosen: str) -> Json:
    options = [{"text": plain(label, OPTION), "value": value} for value, label in labels.items()]
    picked = next((one for one in options if one["value"] == chosen), None)
    menu: Json = {"type": "static_select", "action_id": "value", "options": options}
    return menu | ({"initial_option": picked} if picked else {})


def _files() -> Json:
    element = {"type": "file_input", "action_id": "value", "max_files": 10}
    return _input(FILES, word("Files", "input"), element) | {"optional": True}


def _about(line: str, at: int = 0) -> Json:
    """A block for each line: what stands in one flows on."""
    return {"type": "context", "block_id": f"about-{at}", "elements": [plain(line, ABOUT)]}


def _warning(words: Sequence[Json]) -> Json:
    return rich.block(rich.section(rich.text("⚠️ "), *words))


def _value(field: dict[str, Any]) -> str:
    if option := field.get("selected_option"):
        return str(option["value"])
    return str(field.get("value") or field.get("selected_user") or inputs.value(field))
