"""A message that is already there becomes an answer or a ticket: menus on messages, and the outbox tray reaction."""

import dataclasses

from adapters import tying, verbs
from adapters.calls import Call
from adapters.discord import attachments, feedback, refs
from adapters.discord.bodies import Asked, Heard
from adapters.discord.kit import Kit
from adapters.discord.rooms import Side
from adapters.discord.text import called, decode, one_line
from bot import access
from bot.doubts import Care
from bot.errors import AgentsOnly, Refused
from bot.events import File, Replied
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.speech import say

SEND, OPEN, SPLIT = "send", "openthis", "splithere"
MENUS = {SEND: "Send to requester", OPEN: "Open a ticket from this", SPLIT: "Split from here"}


async def understand(kit: Kit, asked: Asked, arrival: Arrival, by: Person) -> Deed:
    """What a menu on a message asks for."""
    target = asked.target
    assert target, "a menu hangs on a message"
    files, missing = await attachments.fetch(kit, target.files, arrival.attempts)
    said = decode(target.content, target.names).strip()

    async def tell(fate: Fate) -> None:
        await feedback.follow_up(kit, asked, fate.reason, fate.buttons)

    if asked.verb == SPLIT:
        return Deed(lambda: _split(kit, by, target, arrival.source), tell)
    if asked.verb == SEND:
        number = await ticket_of(kit, target)
        return Deed(lambda: send(kit, number, by, said, files, missing, target), tell)
    text = f"{said}\n{missing}".strip()
    author = by if by.place == refs.person(target.user) else await kit.people.person(target.user, target.name)
    return Deed(lambda: _open(kit, by, author, text, files, target), tell)


async def ticket_of(kit: Kit, target: Heard) -> int | None:
    """The ticket in whose agents' thread a message was said."""
    if kit.rooms.side(target.parent) is not Side.AGENTS:
        return None
    return await kit.ask(kit.desk.find, refs.place(target.channel))


def send(
    kit: Kit, number: int | None, by: Person, text: str, files: tuple[File, ...], missing: str, target: Heard
) -> Fate:  # fmt: skip
    """Answer with a message's words, once, however often and in whatever way it is asked. Raises Refused."""
    if number is None:
        raise Refused(say("That message is not in a ticket's thread."))
    if target.is_bot:
        raise Refused(say("Only what a person wrote can be sent."))
    for event in kit.desk.history(number, by):
        if isinstance(event.fact, Replied) and event.source == target.source:
            raise Refused(say("That message went to the requester already."))
    source = f"{refs.NAME}:sent/{target.channel}/{target.id}"
    return answer(kit, target, Call("reply", by, kit.now(), number, {"text": text}, files, missing, source=source))


def answer(kit: Kit, heard: Heard, call: Call, done: str = "done") -> Fate:
    """Answer with what somebody said; its fate is called `done`. Raises Refused."""
    care = Care(called=called(heard.content, heard.names, kit.rooms.rooms))
    said = verbs.run(kit.desk, kit.settings, dataclasses.replace(call, care=care))
    name = "refused" if said.is_refused else done
    return Fate(name, said.text, said.ticket, buttons=said.buttons, is_news=said.is_news)


def _split(kit: Kit, by: Person, target: Heard, source: str) -> Fate:
    said = tying.split_from(kit.desk, refs.message(target.channel, target.id), by, source)
    return Fate("ticketed", said.text, said.ticket)


def _open(kit: Kit, by: Person, author: Person, text: str, files: tuple[File, ...], target: Heard) -> Fate:
    if target.is_bot:
        raise Refused(say("Only what a person wrote can become a ticket."))
    queue = kit.rooms.queue(target.parent, target.channel)
    if author.place != by.place and not access.is_agent(by, queue):
        raise AgentsOnly  # before the number of another's ticket is said
    if (known := kit.desk.find(target.source)) is not None:
        raise Refused(say("That message belongs to #{number} already.", number=known))
    origin = kit.rooms.origin(target.user, target.parent, target.channel)
    subject = one_line(text.partition("\n")[0])[:80]
    source = f"{refs.NAME}:opened/{target.channel}/{target.id}"
    ticket = kit.desk.open(by, subject, text, queue.name, origin, author, files, source)
    return Fate(
        "ticketed", say("Opened #{number} for {name}.", number=ticket.number, name=ticket.requester_name), ticket.number
    )
