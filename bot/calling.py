"""Whom the ladder calls."""

from collections.abc import Callable, Collection, Iterable

from bot.config import Settings, Step
from bot.people import Person
from bot.ticket import Ticket

OnCall = Callable[[str], tuple[str, ...]]  # the places of who is on call for a queue now: see `bot.standby`


def called(
    steps: Iterable[Step], ticket: Ticket, settings: Settings, on_call: OnCall, excused: Collection[str] = ()
) -> tuple[str, ...]:  # fmt: skip
    """The places and groups that the steps ping. For the owner of what nobody owns, the supervisors stand in.

    Who is `excused` said that they are away: who is on call stands in for an owner, and nobody for a watcher.
    """
    meant = [
        place for step in steps for name in step.ping for place in _meant(name, ticket, settings, on_call, excused)
    ]
    return tuple(dict.fromkeys(meant))


def is_called(by: Person, ticket: Ticket, settings: Settings, on_call: OnCall) -> bool:
    """Is `by` among those whom the ladder may call for it: its owner, a watcher, a supervisor, who is on call or named?

    Its owner and its watchers are so wherever they are proven to be the same person.
    """
    everybody = {*called(settings.ladder, ticket, settings, on_call), *settings.queue(ticket.queue).supervisors}
    everybody |= {*on_call(ticket.queue)}
    theirs = {ticket.owner or "", *(one.place for one in ticket.watchers)}
    return bool({by.place, *by.grants} & everybody or by.places & theirs)


def _meant(
    name: str, ticket: Ticket, settings: Settings, on_call: OnCall, excused: Collection[str]
) -> tuple[str, ...]:  # fmt: skip
    supervisors = settings.queue(ticket.queue).supervisors
    match name:
        case "owner" if ticket.owner in excused:
            return on_call(ticket.queue)
        case "owner":
            return (ticket.owner,) if ticket.owner else supervisors
        case "watchers":
            return tuple(one.place for one in ticket.watchers if one.place not in excused)
        case "supervisors":
            return supervisors
        case "oncall":
            return on_call(ticket.queue)
        case _:
            return (name,)
