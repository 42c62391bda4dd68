"""Buttons, menus, commands and message shortcuts: what each asks for."""

import logging
from dataclasses import replace

from adapters import filling, handover, lines, macros, rating, shelving, tying
from adapters.grammar import carried
from adapters.slack import errors, forms, modals, reading, refs, talk
from adapters.slack.clerk import SHOWN, Clerk, ignored
from adapters.slack.modals import Slip
from adapters.slack.reading import Asker, Json, Line
from adapters.verbs import Takes, Verb
from bot.config import Settings
from bot.doubts import Care
from bot.drafting import Opening
from bot.fields import Field
from bot.inbox import Deed
from bot.ports import Arrival, Fate
from bot.speech import say

log = logging.getLogger(__name__)

CHOICES = {"split": tying.messages, "macro": macros.offered}  # what the form of a verb offers to choose from
SEND, OPEN, SPLIT = "send_to_requester", "open_ticket", "split_from_here"  # callback ids of the message shortcuts


def form_for(body: Json, settings: Settings, kept: dict[str, str] | None = None) -> Json | None:
    """The form that a payload asks for, of the payload alone; None where it is done without one.

    `kept` is the answer that it goes on with: see `opened`.
    """
    slip = _slip(body)
    if slip is None:
        return None
    words = kept or _chosen(body)
    if body.get("type") == "message_action":
        words = {"text": talk.readable(str((body.get("message") or {}).get("text") or ""))}
    asks = filling.opening(settings, refs.room(slip.channel)) if slip.verb == "open" else ()
    return modals.form(slip, words, external_id=f"deskbell:{body['trigger_id']}", asks=asks)


async def opened(clerk: Clerk, body: Json) -> Json | None:
    """The form that a payload asks for, asking the store alone: with the answer that it goes on with, where it does;
    that of a rating in the language of its requester.
    """
    slip = _slip(body)
    if slip and slip.verb == "rate" and slip.number is not None:
        said = await clerk.ask(rating.words, clerk.store, clerk.settings, slip.number)
        return modals.survey(slip, said, _chosen(body).get("score", ""))
    kept = await _kept(clerk, slip, reading.asker(body).user) if slip else {}
    return form_for(body, clerk.settings, kept)


async def _kept(clerk: Clerk, slip: Slip, user: str) -> dict[str, str]:
    if slip.kept is None or slip.number is None:
        return {}
    return {"text": await clerk.ask(clerk.desk.drafts.words, slip.number, refs.person(user), slip.kept)}


async def asked(clerk: Clerk, body: Json, arrival: Arrival) -> Deed:
    """What a command, a press or a shortcut asks for."""
    asker = reading.asker(body)
    if slip := _slip(body):
        return await _formed(clerk, slip, asker, f"deskbell:{body['trigger_id']}", _chosen(body))
    if "command" in body:
        word = str(body["command"]).lstrip("/")
        return await clerk.typed(str(body.get("text") or ""), asker, arrival.source, word)
    if body.get("type") == "message_action" and body["callback_id"] == SPLIT:
        return await _split(clerk, reading.line(body["message"], asker.channel), asker, arrival)
    if body.get("type") == "message_action":
        return await send(clerk, reading.line(body["message"], asker.channel), asker, arrival)
    return await _pressed(clerk, body, asker, arrival)


async def send(clerk: Clerk, line: Line, asker: Asker, arrival: Arrival) -> Deed:
    """Send a message of an agents' thread to the requester, once however often it is asked for."""
    ticket = await clerk.ticket_at(line.thread)
    if ticket is None or line.root is None or ticket.origin == line.thread:
        return clerk.refused(asker, say("Only a message in a ticket's thread can be sent to its requester."))
    if line.bot:
        return clerk.refused(asker, say("Only what a colleague wrote can be sent to the requester."))
    by = await clerk.people.agent(asker.user)
    plain, files, left = await talk.words(clerk, line, arrival)
    source, said = f"{line.source}/{reading.TRAY}", {"text": plain}
    care = Care(called=await clerk.called(line.text))
    call = clerk.call("reply", by, ticket.number, said, asker, source, files=files, missing=left, care=care)
    return Deed(lambda: clerk.run(call), clerk.telling(asker, plain, is_quiet=True))


async def _split(clerk: Clerk, line: Line, asker: Asker, arrival: Arrival) -> Deed:
    """Make this message, and what the same person wrote after it, a ticket of their own."""
    by = await clerk.people.agent(asker.user)

    def do() -> Fate:
        said = tying.split_from(clerk.desk, line.source, by, arrival.source)
        return Fate("ticketed", said.text, said.ticket)

    return Deed(do, clerk.telling(asker))


async def _pressed(clerk: Clerk, body: Json, asker: Asker, arrival: Arrival) -> Deed:
    press = reading.pressed(body)
    verb = lines.verb_in(press.verb) if press else None
    if press is None or verb is None:
        return ignored("an unknown button")
    values = lines.arguments(verb, press.rest)
    by = await clerk.people.agent(asker.user)
    call = clerk.call(verb.name, by, press.number, values, asker, arrival.source)
    is_home = (body.get("view") or {}).get("type") == "home"

    def do() -> Fate:
        if is_home:  # whoever works there sees at once what came of it
            clerk.desk.boards.opened(by.place)
        return clerk.run(call)

    return Deed(do, clerk.telling(asker, is_quiet=verb.name not in SHOWN))


async def _formed(clerk: Clerk, slip: Slip, asker: Asker, external_id: str, chosen: dict[str, str]) -> Deed:
    """The form is open already; now it learns what it is about, or that it is not for its reader."""
    if slip.verb in ("article", "handon"):
        return await _filled(clerk, slip, asker, external_id, chosen)
    if slip.number is None or slip.verb == "rate":
        return ignored("a form was opened")
    number, by, about = slip.number, await clerk.people.agent(asker.user), list[Opening]()
    offered = list[tuple[Field, str]]()

    def do() -> Fate:
        is_answer = slip.verb == "reply"
        if choices := CHOICES.get(slip.verb):
            offered.extend(choices(clerk.desk, number, by))
        about.append(clerk.desk.drafts.begin(number, by) if is_answer else Opening(clerk.desk.show(number, by).ticket))
        return Fate("ignored", "a form was opened", number)

    async def tell(fate: Fate) -> None:
        if fate.name == "refused":
            view = modals.notice(say("Sorry"), fate.reason)
            await clerk.whispers.tell(asker, fate.reason)
        else:
            ticket = about[0].ticket
            known = replace(slip, number=ticket.number, version=ticket.version)
            words = await _kept(clerk, slip, asker.user) or chosen
            asks, warning = (
                filling.asked(clerk.settings, slip.verb, ticket, by),
                forms.writing(about[0]),
            )
            view = modals.form(known, words, forms.about(about[0]), warning, external_id, offered or asks)
        await _update(clerk, external_id, view)

    return Deed(do, tell)


async def _filled(clerk: Clerk, slip: Slip, asker: Asker, external_id: str, chosen: dict[str, str]) -> Deed:
    """The form of what is no ticket's is open; now it gets its words and inputs, if its reader may see them."""
    by, found, asks = await clerk.people.agent(asker.user), dict(chosen), list[tuple[Field, str]]()

    def do() -> Fate:
        if slip.verb == "article" and slip.number is not None:
            found.update(shelving.words(clerk.desk, by, slip.number))
        elif slip.verb == "handon":
            asks.extend(handover.asked(clerk.desk, by, chosen))
        return Fate("ignored", "a form was opened")

    async def tell(fate: Fate) -> None:
        if fate.name == "refused":
            view = modals.notice(say("Sorry"), fate.reason)
        else:
            view = modals.form(slip, found, external_id=external_id, asks=asks)
        await _update(clerk, external_id, view)

    return Deed(do, tell)


async def _update(clerk: Clerk, external_id: str, view: Json) -> None:
    try:
        await clerk.client.views_update(external_id=external_id, view=view)
    except Exception as error:
        if errors.name_of(error) not in ("not_found", "hash_conflict"):  # sent or closed already
            raise


def _slip(body: Json) -> Slip | None:
    """What the form of a payload is for, if it asks for one."""
    asker = reading.asker(body)
    if body.get("type") == "message_action":
        return _opening(body, asker) if body["callback_id"] == OPEN else None
    if "command" in body:
        return _typed(body, asker)
    press = reading.pressed(body)
    verb = lines.verb_in(press.verb) if press else None
    if press is None or verb is None or not press.is_form:
        return None
    said = _chosen(body)
    on, rest = said.get("kept"), carried(verb, said)
    number, kept = press.number or None, int(on) if on else None
    return Slip(verb.word, verb.name, number, asker.channel, asker.thread, kept=kept, rest=rest)


def _chosen(body: Json) -> dict[str, str]:
    """What the button of a form says already: the score of a rating."""
    press = reading.pressed(body)
    verb = lines.verb_in(press.verb) if press else None
    return lines.arguments(verb, press.rest) if press and verb else {}


def _opening(body: Json, asker: Asker) -> Slip:
    """Open a ticket from a message: for who wrote it, if that is somebody else."""
    message = body.get("message") or {}
    author = str(message.get("user") or "") if not message.get("bot_id") else ""
    return Slip("ticket", "open", None, asker.channel, asker.thread, author="" if author == asker.user else author)


def _typed(body: Json, asker: Asker) -> Slip | None:
    """A command whose words are missing: `/ticket reply 42`, `/ticket open`."""
    word, line = str(body["command"]).lstrip("/"), str(body.get("text") or "").strip()
    verb = lines.verb_in(line, word) if line else None
    if verb and shelving.is_blank(verb.name, line.partition(" ")[2]):
        return Slip("desk", "article", None, asker.channel)
    if verb is None or not verb.form or not _needs_words(verb):
        return None
    number, rest = _number(verb, line.partition(" ")[2].strip())
    if rest or (verb.has_number and number is None):
        return None
    return Slip(verb.word, verb.name, number, asker.channel)


def _needs_words(verb: Verb) -> bool:
    """Is the verb nothing without words? `resolve` is done at once, and its note is for the form of the button."""
    needed = (Takes.TEXT, Takes.TICKET)
    return verb.name in ("open", "set", "split") or any(
        one.is_required and one.takes in needed for one in verb.arguments
    )


def _number(verb: Verb, rest: str) -> tuple[int | None, str]:
    found = lines.NUMBER.match(rest) if verb.has_number else None
    return (int(found[1]), rest[found.end() :].strip()) if found else (None, rest)
