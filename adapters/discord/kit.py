"""What every room of this channel works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.discord import refs
from adapters.discord.people import People
from adapters.discord.rest import Rest
from adapters.discord.rooms import Rooms
from bot.config import Settings
from bot.desk import Desk
from bot.people import Person
from bot.ports import Ask, Files, Store


@dataclass(frozen=True)
class Kit:
    settings: Settings
    desk: Desk
    store: Store
    files: Files
    ask: Ask
    now: Callable[[], datetime]
    worker: str
    rest: Rest
    rooms: Rooms
    people: People

    async def language(self, user: int, locale: str) -> str:
        """What somebody reads whose app is set to `locale`: see `bot.tongues`."""
        return await self.ask(self.desk.circle.language, Person("", refs.person(user), language=locale))
