"""Buttons, menus, commands and message shortcuts: what each asks for."""

import logging

from adapters import lines
from adapters.slack import errors, modals, reading, talk
from adapters.slack.clerk import SHOWN, Clerk, ignored
from adapters.slack.modals import Slip
from adapters.slack.reading import Asker, Json, Line
from adapters.verbs import VERBS, Takes, Verb
from bot import wording
from bot.inbox import Deed
from bot.ports import Arrival, Fate

log = logging.getLogger(__name__)

SEND, OPEN = "send_to_requester", "open_ticket"  # callback ids of the message shortcuts


def form_for(body: Json) -> Json | None:
    """The form that a payload asks for, from the payload alone; None where it is done without one."""
    slip = _slip(body)
    if slip is None:
        return None
    words = {}
    if body.get("type") == "message_action":
        words = {"text": talk.readable(str((body.get("message") or {}).get("text") or ""))}
    return modals.form(slip, words, external_id=f"deskbell:{body['trigger_id']}")


async def asked(clerk: Clerk, body: Json, arrival: Arrival) -> Deed:
    """What a command, a press or a shortcut asks for."""
    asker = reading.asker(body)
    if slip := _slip(body):
        return await _formed(clerk, slip, asker, f"deskbell:{body['trigger_id']}")
    if "command" in body:
        word = str(body["command"]).lstrip("/")
        return await clerk.typed(str(body.get("text") or ""), asker, arrival.source, word)
    if body.get("type") == "message_action":
        return await send(clerk, reading.line(body["message"], asker.channel), asker, arrival)
    return await _pressed(clerk, body, asker, arrival)


async def send(clerk: Clerk, line: Line, asker: Asker, arrival: Arrival) -> Deed:
    """Send a message of an agents' thread to the requester, once however often it is asked for."""
    ticket = await clerk.ticket_at(line.thread)
    if ticket is None or line.root is None or ticket.origin == line.thread:
        return clerk.refused(asker, "Only a message in a ticket's thread can be sent to its requester.")
    if line.bot:
        return clerk.refused(asker, "Only what a colleague wrote can be sent to the requester.")
    by = await clerk.people.agent(asker.user)
    plain, files, left = await talk.words(clerk, line, arrival)
    source, said = f"{line.source}/{reading.TRAY}", {"text": plain}
    call = clerk.call("reply", by, ticket.number, said, asker, source, files=files, missing=left)
    return Deed(lambda: clerk.run(call), clerk.telling(asker, is_quiet=True))


async def _pressed(clerk: Clerk, body: Json, asker: Asker, arrival: Arrival) -> Deed:
    press = reading.pressed(body)
    verb = lines.verb_in(press.verb, "ticket") if press else None
    if press is None or verb is None:
        return ignored("an unknown button")
    values = lines.arguments(verb, press.rest)
    by = await clerk.people.agent(asker.user)
    call = clerk.call(verb.name, by, press.number, values, asker, arrival.source)
    return Deed(lambda: clerk.run(call), clerk.telling(asker, is_quiet=verb.name not in SHOWN))


async def _formed(clerk: Clerk, slip: Slip, asker: Asker, external_id: str) -> Deed:
    """The form is open already; now it learns what it is about, or that it is not for its reader."""
    if slip.number is None:
        return ignored("a form was opened")
    number, by, about = slip.number, await clerk.people.agent(asker.user), []

    def do() -> Fate:
        ticket = clerk.desk.show(number, by).ticket
        last = f": {ticket.last_words}" if ticket.last_words else ""
        about.append((ticket.version, f"{wording.title(ticket)} · {ticket.requester_name}{last}"))
        return Fate("ignored", "a form was opened", number)

    async def tell(fate: Fate) -> None:
        if fate.name == "refused":
            view = modals.notice("Sorry", fate.reason)
            await clerk.whispers.tell(asker, fate.reason)
        else:
            version, words = about[0]
            known = Slip(slip.word, slip.verb, number, slip.channel, slip.thread, version)
            view = modals.form(known, about=words, external_id=external_id)
        try:
            await clerk.client.views_update(external_id=external_id, view=view)
        except Exception as error:
            if errors.name_of(error) not in ("not_found", "hash_conflict"):  # sent or closed already
                raise

    return Deed(do, tell)


def _slip(body: Json) -> Slip | None:
    """What the form of a payload is for, if it asks for one."""
    asker = reading.asker(body)
    if body.get("type") == "message_action":
        return _opening(body, asker) if body["callback_id"] == OPEN else None
    if "command" in body:
        return _typed(body, asker)
    press = reading.pressed(body)
    if press is None or not press.is_form or ("ticket", press.verb) not in VERBS:
        return None
    return Slip("ticket", press.verb, press.number, asker.channel, asker.thread)


def _opening(body: Json, asker: Asker) -> Slip:
    """Open a ticket from a message: for who wrote it, if that is somebody else."""
    message = body.get("message") or {}
    author = str(message.get("user") or "") if not message.get("bot_id") else ""
    return Slip("ticket", "open", None, asker.channel, asker.thread, author="" if author == asker.user else author)


def _typed(body: Json, asker: Asker) -> Slip | None:
    """A command whose words are missing: `/ticket reply 42`, `/ticket open`."""
    word, line = str(body["command"]).lstrip("/"), str(body.get("text") or "").strip()
    verb = lines.verb_in(line, word) if line else None
    if verb is None or not verb.form or not _needs_words(verb):
        return None
    number, rest = _number(verb, line.partition(" ")[2].strip())
    if rest or (verb.has_number and number is None):
        return None
    return Slip(verb.word, verb.name, number, asker.channel)


def _needs_words(verb: Verb) -> bool:
    """Is the verb nothing without words? `resolve` is done at once, and its note is for the form of the button."""
    return verb.name == "open" or any(one.is_required and one.takes is Takes.TEXT for one in verb.arguments)


def _number(verb: Verb, rest: str) -> tuple[int | None, str]:
    found = lines.NUMBER.match(rest) if verb.has_number else None
    return (int(found[1]), rest[found.end() :].strip()) if found else (None, rest)
