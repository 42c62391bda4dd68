"""The clocks of the desk: which hours, lengths and steps count for a ticket."""

from datetime import datetime

from bot import clocks
from bot.clocks import Ring
from bot.config import Settings
from bot.events import Due
from bot.hours import AroundTheClock, Calendar, Holidays, Office
from bot.runs import Run, running
from bot.ticket import Ticket


class Timing:
    def __init__(self, settings: Settings, holidays: Holidays) -> None:
        self._settings = settings
        self._calendars = {one.name: Office(one, holidays) for one in settings.hours}

    def calendar(self, queue: str) -> Calendar:
        """Which time counts in a queue."""
        return self.office(queue) or AroundTheClock()

    def office(self, queue: str) -> Office | None:
        """The hours of a queue; None where it works around the clock."""
        return self._calendars.get(self._settings.hours_of(queue).name)

    def runs(self, ticket: Ticket) -> list[Run]:
        """The runs of its clocks that are not over."""
        policy = self._settings.policy(ticket.priority, ticket.queue)
        return running(ticket, policy, self.calendar(ticket.queue))

    def due(self, ticket: Ticket) -> Due:
        """What the clocks say of it."""
        policy = self._settings.policy(ticket.priority, ticket.queue)
        return clocks.due(ticket, policy, self._settings.ladder, self.calendar(ticket.queue))

    def ringing(self, ticket: Ticket, now: datetime) -> list[Ring]:
        """The steps of the ladder that ring now."""
        rings = clocks.rings_of(ticket, self.runs(ticket), self._settings.ladder, now)
        return [ring for ring in rings if ring.at <= now]

    def passed(self, ticket: Ticket, now: datetime) -> list[Ring]:
        """The steps of the ladder whose time has come, whether anybody is at work or not."""
        rings = clocks.rings_of(ticket, self.runs(ticket), self._settings.ladder, now)
        return [ring for ring in rings if ring.time <= now]
