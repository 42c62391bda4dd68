"""Reactions to deeds: 👀 on a card claims, ✅ on it resolves, 📤 on one's own message sends it to the requester."""

from collections.abc import Awaitable, Callable

import discord

from adapters import verbs
from adapters.calls import Call, Way
from adapters.discord import attachments, feedback, forwarding, reading, refs
from adapters.discord.bodies import Heard, Reacted
from adapters.discord.fates import ignored
from adapters.discord.kit import Kit
from adapters.discord.rooms import Side
from adapters.discord.text import decode
from bot import access
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Arrival, Fate

ON_CARD = {"👀": "claim", "✅": "resolve"}
SENDS = "📤"
KNOWN = frozenset({*ON_CARD, SENDS})


async def understand(kit: Kit, reacted: Reacted, arrival: Arrival) -> Deed:
    """Only agents' reactions count, and only in their rooms."""
    parent = await kit.people.parent(reacted.channel)
    room = parent or reacted.channel
    if kit.rooms.side(room) is not Side.AGENTS or reacted.user == await kit.rest.me():
        return ignored("not in an agents' room")
    by = await kit.people.now(reacted, arrival.received_at)
    if not access.is_agent(by, kit.rooms.queue(room)):
        return ignored("not an agent")
    if reacted.emoji == SENDS:
        return await _send(kit, reacted, arrival, by, parent)
    # The thread of a card has the id of the card's message, in text rooms and forums alike.
    number = await kit.ask(kit.desk.find, refs.place(reacted.message))
    if number is None:
        return ignored("not on a card")
    call = Call(ON_CARD[reacted.emoji], by, kit.now(), number, way=Way.THREAD, source=arrival.source)

    def do() -> Fate:
        return Fate("done", verbs.run(kit.desk, kit.settings, call).text, number)

    return Deed(do, _telling(kit, reacted, reacted.message))


async def _send(kit: Kit, reacted: Reacted, arrival: Arrival, by: Person, parent: int | None) -> Deed:
    target = await _message(kit, reacted, parent)
    if target is None or target.user != reacted.user:
        return ignored("not on a message of their own")
    number = await forwarding.ticket_of(kit, target)
    if number is None:
        return ignored("not in a ticket's thread")
    files, missing = await attachments.fetch(kit, target.files, arrival.attempts)
    text = decode(target.content, target.names).strip()
    return Deed(
        lambda: forwarding.send(kit, number, by, text, files, missing, target), _telling(kit, reacted, reacted.channel)
    )


def _telling(kit: Kit, reacted: Reacted, thread: int | None) -> Callable[[Fate], Awaitable[None]]:
    async def tell(fate: Fate) -> None:
        if fate.name == "refused":
            await feedback.direct(kit, reacted.user, fate.reason, thread, fate.buttons)

    return tell


async def _message(kit: Kit, reacted: Reacted, parent: int | None) -> Heard | None:
    try:
        data = await kit.rest(lambda http: http.get_message(reacted.channel, reacted.message))
    except discord.NotFound:
        return None
    return reading.from_history(data, reacted.guild, parent)
