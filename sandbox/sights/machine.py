"""The machine behind the desk: what it did, what it has to deliver, the clock, the faults, the phones that rang."""

from collections.abc import Iterable, Mapping

from sandbox.journal import Exchange
from sandbox.sights.prose import Json
from sandbox.sights.sides import Cells, Chat
from sandbox.town import Town

EVENTS, POSTS, RINGS, EXCHANGES = 60, 40, 8, 40


class Machine:
    """`chats` by wire tell whose phone rang."""

    def __init__(self, town: Town, chats: Mapping[str, Chat]) -> None:
        self._town, self._chats = town, chats

    def cells(self, desk: Json, window: Mapping[str, object], faults: Iterable[Json]) -> Cells:
        """All of it, by the key after `machine/`; `window` is what the desk last told."""
        told = {name: window.get(name) for name in ("next_due_at", "next_due")}
        return {
            "clock": {"moved": self._town.clock.moved.total_seconds(), **told},
            "faults": list(faults),
            "desk": {"trouble": "", **desk, "troubles": window.get("troubles") or {}},
            "events": _newest(window.get("events"), EVENTS),
            "posts": [one | {"to": self.place(str(one["place"]))} for one in _newest(window.get("posts"), POSTS)],
            "counts": window.get("counts") or {},
            "rings": self._rings(), "exchanges": self._exchanges(),
        }  # fmt: skip

    def place(self, place: str) -> str:
        """A place in words: `Slack #support`, `Discord #support · thread`, `mail to ann@customer.example`."""
        wire, _, address = place.partition(":")
        room, _, thread = address.partition("/")
        if wire == "slack":
            where, below = f"Slack {self._slack(room)}", thread
        elif wire == "discord":
            where, below = self._discord(room, thread)
        else:
            return f"mail to {address}" if wire == "mail" else place
        return f"{where} · thread" if below else where

    def _slack(self, room: str) -> str:
        space = self._town.slack.workspace
        channel = space.channels.get(room)
        if channel and channel.partner:
            return f"message to {space.name(channel.partner)}"
        return f"#{channel.name}" if channel else f"@{space.name(room.removeprefix('@').removeprefix('group:'))}"

    def _discord(self, room: str, below: str) -> tuple[str, str]:
        world = self._town.discord.world
        number = int(room) if room.isdecimal() else 0
        if thread := world.guild.threads.get(number):
            parent = world.guild.channels.get(thread.parent_id)
            return f"Discord #{parent.name if parent else thread.name}", "thread"
        if channel := world.guild.channels.get(number):
            return f"Discord #{channel.name}", below
        direct = world.directs.get(number)
        person = next((one for one in direct.recipients if one != world.bot.id), 0) if direct else 0
        bare = room.removeprefix("@").removeprefix("user:")
        user = world.guild.users.get(person or (int(bare) if bare.isdecimal() else 0))
        return f"Discord message to {user.name if user else room}", ""

    def _rings(self) -> list[Json]:
        found = [
            {"wire": wire, "who": who, "title": self._town.cast.title(who), **one}
            for wire, chat in self._chats.items() for who in chat.roles() for one in chat.rings(who, RINGS)
        ]  # fmt: skip
        return sorted(found, key=lambda one: float(one["at"]), reverse=True)[:RINGS]

    def _exchanges(self) -> list[Json]:
        exchanges = self._town.journal.exchanges
        first = max(0, len(exchanges) - EXCHANGES)
        return [_exchange(number, one) for number, one in enumerate(exchanges[first:], first)][::-1]


def _exchange(number: int, one: Exchange) -> Json:
    made = {"number": number, "at": one.at.timestamp(), "wire": one.wire, "towards": one.towards}
    return {**made, "what": one.what, "status": one.status}


def _newest(rows: object, most: int) -> list[Json]:
    return rows[-most:][::-1] if isinstance(rows, list) else []
