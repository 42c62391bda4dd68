"""Interactions to deeds: a command with its options, a button, a form sent in, a menu on a message."""

from adapters import verbs
from adapters.calls import Call, Way
from adapters.discord import attachments, feedback, forwarding, refs
from adapters.discord.bodies import Asked
from adapters.discord.kit import Kit
from bot.doubts import Care
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.speech import say

SETTLES = ("send", "discard")  # what was pressed on is settled then, and its buttons with it


async def understand(kit: Kit, asked: Asked, arrival: Arrival) -> Deed:
    """The deed, and the follow-up that tells the asker alone what came of it."""
    by = await kit.people.now(asked, arrival.received_at)
    if asked.target is not None:
        return await forwarding.understand(kit, asked, arrival, by)
    call = await _call(kit, asked, arrival, by)

    def do() -> Fate:
        said = verbs.run(kit.desk, kit.settings, call)
        name = "refused" if said.is_refused else "ticketed" if call.verb == "open" else "done"
        return Fate(name, said.text, said.ticket, said.paper, said.buttons, said.page, overview=said.overview)

    async def tell(fate: Fate) -> None:
        if fate.page:
            return await feedback.turn(kit, asked, fate.page)
        if fate.overview:
            return await feedback.board(kit, asked, fate.overview)
        if fate.paper:
            return await feedback.hand(kit, asked, fate.reason, fate.paper)
        text = asked.values.get("text") or asked.values.get("note") or ""
        given_back = f"\n\n{say('You wrote:')}\n{text}" if fate.name == "refused" and text else ""
        if asked.is_whispered_to and asked.verb in SETTLES and fate.name != "refused":
            return await feedback.replace(kit, asked, fate.reason)
        await feedback.follow_up(kit, asked, fate.reason + given_back, fate.buttons)
        return None

    return Deed(do, tell)


async def _call(kit: Kit, asked: Asked, arrival: Arrival, by: Person) -> Call:
    verb = verbs.named(asked.verb)
    number, values = asked.number, dict(asked.values)
    if number is None and verb and (verb.has_number or verb.name in ("help", "kb")):
        number = await kit.ask(kit.desk.find, refs.place(asked.channel))
    files, missing = await attachments.fetch(kit, asked.files, arrival.attempts)
    agent = await kit.people.person(asked.person) if asked.person else None
    here = refs.place(asked.parent or asked.channel)
    origin = (
        refs.person(asked.user) if asked.guild is None else kit.rooms.origin(asked.user, asked.parent, asked.channel)
    )
    return Call(
        asked.verb, by, kit.now(), number, values, files, missing, agent, here, Way.OPTIONS, origin, arrival.source,
        Care(asked.seen),
    )  # fmt: skip
