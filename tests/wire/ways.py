"""The ways in, as the people of the town use them: each does one deed on one ticket and returns what its doer was told.

`told` is the text for the doer alone; None where the platform itself would not let them.
"""

from typing import Any

from sandbox.discord.refusals import RefusedError
from tests.wire.deeds import WORD, Deed
from tests.wire.world import World

SLACK = {"agent": "bob", "supervisor": "sue", "requester": "rita", "member": "max", "outsider": "otto"}
DISCORD = SLACK | {"agent": "cleo"}


def plain(text: str) -> str:
    """Without Discord's escapes and zero-width guards."""
    return text.replace("\\", "").replace("\u200b", "")


class Ear:
    """What is newly told to one person alone, by any way of telling: for their eyes only, or by direct message."""

    def __init__(self, here: World, wire: str, name: str) -> None:
        self._here, self._wire = here, wire
        self._who: Any = getattr(here.town.cast, wire)[name]
        self._heard = set(self._all())

    def _all(self) -> dict[Any, str]:
        people = getattr(self._here, self._wire)
        if self._wire == "slack":
            direct = people.messages(people.dm(self._who))
            return {one.ts: one.text for one in (*people.ephemerals(self._who), *direct) if one.user != self._who}
        rooms = [one for one in self._here.town.discord.world.directs.values() if self._who in one.recipients]
        direct = [one for room in rooms for one in people.messages(room.id)]
        return {
            one.id: plain(one.text) for one in (*people.ephemerals(self._who), *direct) if one.author_id != self._who
        }

    def news(self) -> list[str]:
        return [text for id, text in self._all().items() if id not in self._heard]

    async def hears(self) -> str:
        await self._here.until(self.news)
        await self._here.settled()
        return "\n".join(self.news())


async def slack_command(here: World, name: str, deed: Deed, number: int | None) -> str:
    """`/ticket claim 42`, typed where everybody is."""
    people, who = here.slack, here.town.cast.slack[name]
    line = f"/{WORD[deed.verb]} {deed.verb}{f' {number}' if number else ''} {deed.rest}"
    outcome = await people.command(who, here.town.room("slack help"), line.strip())
    await here.until(lambda: outcome.text or people.modal(who))
    return outcome.text


async def discord_command(here: World, name: str, deed: Deed, number: int | None) -> str:
    """`/ticket claim number:42`, typed where everybody is."""
    cast, people = here.town.cast.discord, here.discord
    options = deed.options | ({"agent": cast[deed.options["agent"]]} if "agent" in deed.options else {})
    options |= {"number": number} if number else {}
    line = f"{WORD[deed.verb]} {deed.verb}"
    outcome = await people.command(cast[name], here.town.room("discord help"), line, options)
    await here.until(lambda: outcome.error or outcome.text or outcome.modal)
    return plain(outcome.error or outcome.text)


async def slack_bang(here: World, name: str, deed: Deed, number: int) -> str | None:
    """`!claim` in the ticket's thread."""
    return await _slack_word(here, name, f"!{deed.verb} {deed.rest}", number)


async def slack_mention(here: World, name: str, deed: Deed, number: int) -> str | None:
    """`@deskbell claim` in the ticket's thread."""
    return await _slack_word(here, name, f"@deskbell {deed.verb} {deed.rest}", number)


async def discord_bang(here: World, name: str, deed: Deed, number: int) -> str | None:
    return await _discord_word(here, name, f"!{deed.verb} {deed.rest}", number)


async def discord_mention(here: World, name: str, deed: Deed, number: int) -> str | None:
    me = here.town.discord.guild.bot.id
    return await _discord_word(here, name, f"<@{me}> {deed.verb} {deed.rest}", number)


async def _slack_word(here: World, name: str, line: str, number: int) -> str | None:
    card, ear = here.slack_card(number), Ear(here, "slack", name)
    try:
        await here.slack.say(here.town.cast.slack[name], card.channel, line.strip(), thread=card.ts)
    except PermissionError:
        return None
    return await ear.hears()


async def _discord_word(here: World, name: str, line: str, number: int) -> str | None:
    """A deed that only changes something is nodded at; what was asked for is told directly."""
    cast, ear = here.town.cast.discord, Ear(here, "discord", name)
    for who in ("bob", "cleo"):
        line = line.replace(f"@{who}", f"<@{cast[who]}>")
    thread = here.discord_card(number).id
    try:
        said = await here.discord.say(cast[name], thread, line.strip())
    except RefusedError:
        return None

    def is_nodded() -> Any:
        return next(one for one in here.discord.messages(thread) if one.id == said).reactions

    await here.until(lambda: ear.news() or is_nodded())
    await here.settled()
    return "\n".join(ear.news())


COMMANDS = {"slack": slack_command, "discord": discord_command}
WORDS = {
    "slack": (slack_bang, slack_mention),
    "discord": (discord_bang, discord_mention),
}
NAMES = {"slack": SLACK, "discord": DISCORD}
CHATS = ("slack", "discord")
