"""What people find when they look: threads of a room, letters in a mailbox. Read from the wires' own state alone."""

from dataclasses import dataclass, field

from sandbox.discord.sight import Seen
from sandbox.slack.shown import show
from tests.kill.city import City


@dataclass(frozen=True)
class Said:
    """One message: its text as it is read, and the names of its files."""

    text: str
    files: tuple[str, ...] = ()
    is_ours: bool = True


@dataclass
class Found:
    """A thread: its first message, and what was said below it. `people` are those who see it, where that is few."""

    room: str
    root: Said
    lines: list[Said] = field(default_factory=list)
    people: tuple[str, ...] = ()

    @property
    def ours(self) -> list[Said]:
        return [one for one in self.lines if one.is_ours]


def slack_threads(city: City, room: str) -> dict[str, Found]:
    """Root's ts -> thread, of everything in a Slack room."""
    space = city.slack.workspace
    found: dict[str, Found] = {}
    for message in space.channels[room].messages.values():
        seen = show(message, space)
        said = Said(seen.text, tuple(seen.files), seen.user == space.app.bot_user)
        if seen.thread:
            found[seen.thread].lines.append(said)
        else:
            found[seen.ts] = Found(room, said)
    return found


def discord_threads(city: City, room: int) -> dict[str, Found]:
    """Root's id -> thread, of everything in a Discord channel."""
    return {str(one.id): Found(str(room), _said(city, one)) for one in city.discord.people.messages(room)} | {
        str(thread.id): Found(
            str(room),
            next((_said(city, one) for one in city.discord.people.messages(room) if one.id == thread.id), Said("")),
            [_said(city, one) for one in city.discord.people.messages(thread.id) if one.id != thread.id],
            tuple(str(member) for member in thread.members if member != city.discord.guild.bot.id),
        )
        for thread in city.discord.people.threads(room)
    }


def _said(city: City, seen: Seen) -> Said:
    return Said(seen.text, tuple(seen.attachments), seen.author_id == city.discord.guild.bot.id)
