"""Interactions to deeds: a command with its options, a button, a form sent in, a menu on a message."""

from datetime import UTC, datetime

from adapters import verbs
from adapters.calls import Call, Way
from adapters.discord import attachments, feedback, forwarding, refs
from adapters.discord.bodies import Asked
from adapters.discord.kit import Kit
from bot.errors import Refused
from bot.events import Replied, Wrote
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Arrival, Fate


async def understand(kit: Kit, asked: Asked, arrival: Arrival) -> Deed:
    """The deed, and the follow-up that tells the asker alone what came of it."""
    by = await kit.people.now(asked, arrival.received_at)
    if asked.target is not None:
        return await forwarding.understand(kit, asked, arrival, by)
    call = await _call(kit, asked, arrival, by)

    def do() -> Fate:
        _want_fresh(kit, asked, call)
        said = verbs.run(kit.desk, kit.settings, call)
        return Fate("ticketed" if call.verb == "open" else "done", said.text, said.ticket)

    async def tell(fate: Fate) -> None:
        text = asked.values.get("text") or asked.values.get("note") or ""
        given_back = f"\n\nYou wrote:\n{text}" if fate.name == "refused" and text else ""
        await feedback.follow_up(kit, asked, fate.reason + given_back)

    return Deed(do, tell)


async def _call(kit: Kit, asked: Asked, arrival: Arrival, by: Person) -> Call:
    verb = verbs.named(asked.verb)
    number, values = asked.number, dict(asked.values)
    if number is None and verb and verb.has_number:
        number = await kit.ask(kit.desk.find, refs.place(asked.channel))
    files, missing = await attachments.fetch(kit, asked.files, arrival.attempts)
    agent = await kit.people.person(asked.person) if asked.person else None
    here = refs.place(asked.parent or asked.channel)
    origin = (
        refs.person(asked.user) if asked.guild is None else kit.rooms.origin(asked.user, asked.parent, asked.channel)
    )
    return Call(
        asked.verb, by, kit.now(), number, values, files, missing, agent, here, Way.OPTIONS, origin, arrival.source
    )  # fmt: skip


def _want_fresh(kit: Kit, asked: Asked, call: Call) -> None:
    """The stale view guard: somebody wrote, or answered, after the form came up."""
    if call.verb != "reply" or asked.opened is None or call.number is None:
        return
    opened = datetime.fromtimestamp(asked.opened, UTC)
    for event in reversed(kit.desk.history(call.number, call.by)):
        if event.at <= opened:
            return
        if event.source != call.source and isinstance(event.fact, Wrote | Replied):
            did = "answered" if isinstance(event.fact, Replied) else "wrote"
            raise Refused(f"{event.by.name} {did} after you opened the form. Look at it, then send yours again.")
