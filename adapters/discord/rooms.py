"""Which of Discord's channels are ours, and which queue each belongs to."""

from collections.abc import Iterable
from enum import StrEnum

from adapters.discord import refs
from bot.config import Queue, Settings


class Side(StrEnum):
    AGENTS = "agents"
    REQUESTERS = "requesters"


class Rooms:
    """Read once from the settings; ids are channels."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.rooms = _channels(place for queue in settings.queues for place in queue.rooms)
        self.intakes = _channels(place for queue in settings.queues for place in queue.intake)

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.rooms, *self.intakes)))

    def side(self, channel: int | None) -> Side | None:
        """Whose a channel, or a thread's parent, is. What is both is the agents'."""
        if channel in self.rooms:
            return Side.AGENTS
        return Side.REQUESTERS if channel in self.intakes else None

    def queue(self, *channels: int | None) -> Queue:
        """The queue of the first channel that has one; the first queue on Discord, else the first of all."""
        found = (self._settings.queue_with(refs.place(channel)) for channel in channels if channel)
        ours = (queue for queue in self._settings.queues if _channels((*queue.intake, *queue.rooms)))
        return next((one for one in (*found, *ours) if one), self._settings.queues[0])

    def origin(self, user: int, *channels: int | None) -> str:
        """Where a person is answered who asked by a command: their thread in the queue's intake, else directly."""
        for intake in _channels(self.queue(*channels).intake) or self.intakes:
            return refs.private(intake, user)
        return refs.person(user)

    def roles(self) -> tuple[int, ...]:
        """The roles that agents and supervisors are known by."""
        named = (grant for queue in self._settings.queues for grant in (*queue.agents, *queue.supervisors))
        return tuple(dict.fromkeys(role for grant in named if (role := refs.role_in(grant))))


def _channels(places: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for place in places if (one := refs.channel_in(place))))
