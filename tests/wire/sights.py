"""What people see, all of it at once, so that a test can say that nothing changed or that something is nowhere."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.wire.world import World

Sight = tuple[Any, ...]


def seen_by_others(here: World, who: Any) -> set[Sight]:
    """Everything anybody sees on any wire, except what `who` wrote, and what only `who` is told."""
    seen = (one for one in (*on_slack(here), *on_discord(here), *in_mail(here)) if who not in one[1])
    return {tuple(frozenset(part - {who}) if isinstance(part, frozenset) else part for part in one) for one in seen}


async def nothing_happens(here: World, wire: str, name: str, act: Callable[[], Awaitable[Any]]) -> Any:
    """What the doer is told, where nothing changed for anybody else."""
    who = getattr(here.town.cast, wire)[name]
    before, sights = await here.all_facts(), seen_by_others(here, who)
    told = await act()
    await here.settled()
    assert await here.all_facts() == before
    assert seen_by_others(here, who) == sights
    return told


def on_slack(here: World) -> list[Sight]:
    """(where, who it is by or for alone, what, who reacted)"""
    space, people = here.town.slack.workspace, here.slack
    found: list[Sight] = []
    for room in space.channels.values():
        for message in room.messages.values():
            shown = next(one for one in people.messages(room.id, message.ts) if one.ts == message.ts)
            whose = (shown.user, room.partner) if room.partner else (shown.user,)
            found.append(
                (
                    room.id,
                    whose,
                    shown.ts,
                    shown.text,
                    frozenset(who for users in shown.reactions.values() for who in users),
                )
            )
    found += [(one.channel, (one.ephemeral_to,), one.ts, one.text) for one in space.ephemerals]
    return found


def on_discord(here: World) -> list[Sight]:
    world = here.town.discord.world
    found: list[Sight] = []
    for room in [*world.guild.channels.values(), *world.guild.threads.values(), *world.directs.values()]:
        for one in here.discord.messages(room.id):
            whose = (one.author_id, *room.recipients)
            found.append(
                (room.id, whose, one.id, one.text, frozenset(who for users in one.reactions.values() for who in users))
            )
    found += [(one.channel_id, (one.seen_by,), one.id, one.content) for one in world.ephemerals]
    return found


def in_mail(here: World) -> list[Sight]:
    addresses = list(here.mail.accounts.boxes)
    return [(one, (one,), raw) for one in addresses for raw in here.mail.add(one).raws.values()]
