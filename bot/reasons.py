"""Why each clock of a ticket is due when it is, in sentences: since when, which hours count, and what was skipped."""

from collections.abc import Sequence
from datetime import datetime

from bot import events as e
from bot import opening
from bot.hours import Office
from bot.opening import moment, worked
from bot.runs import Run
from bot.speech import later, say, shown
from bot.ticket import ENDED, Status, Ticket

DUE = {
    "first": later("First response: due {due}."),
    "next": later("Next response: due {due}."),
    "resolve": later("Resolution: due {due}."),
}
BEGAN = {
    "first": later("It runs since {since}, when the ticket was opened; allowed are {length} of working time."),
    "next": later("It runs since {since}, with the oldest message that nobody answered; allowed are {length} of "
                  "working time."),
    "resolve": later("It runs since {since}, when the ticket was opened; allowed are {length} of working time."),
}  # fmt: skip
AGAIN = later("It began anew at {since}, when the ticket was reopened; allowed are {length} of working time.")


def told(ticket: Ticket, history: Sequence[e.Event], runs: Sequence[Run], office: Office | None) -> list[str]:
    """A sentence for each clock that runs, or why none does; and until when the ladder rests."""
    if not runs:
        return [_still(ticket, office)]
    said = [_clock(run, ticket, office) for run in runs]
    if not ticket.first_replied_at:
        said.append(say("Next response: it begins only after the first response."))
    elif not ticket.waiting_since_at:
        said.append(say("Next response: it does not run, as every message is answered."))
    if ticket.climbs_at and ticket.updated_at and ticket.climbs_at > ticket.updated_at:
        who = next((event.by.name for event in reversed(history) if isinstance(event.fact, e.Heeded)), "")
        said.append(say("The ladder rests until {until}: {who} looks after it.", who=who,
                        until=moment(ticket.climbs_at, office)))  # fmt: skip
    return said


def _clock(run: Run, ticket: Ticket, office: Office | None) -> str:
    since = moment(run.since, office)
    began = AGAIN if run.since != ticket.opened_at and run.clock != "next" else BEGAN[run.clock]
    parts = [
        shown(DUE[run.clock], due=moment(run.due_by, office)),
        shown(began, since=since, length=worked(run.length)),
        _hours(run, office),
        *(_pause(run, begin, end, office) for begin, end in run.pauses if end > run.since and begin < run.due_by),
    ]
    return " ".join(parts)


def _hours(run: Run, office: Office | None) -> str:
    if office is None:
        return say("Every hour counts (UTC).")
    hours, skipped = opening.spelled(office.hours), office.skipped(run.since, run.due_by)
    if skipped:
        return say("Only these hours count: {hours}; skipped: {days}.", hours=hours, days=opening.named(skipped))
    return say("Only these hours count: {hours}.", hours=hours)


def _pause(run: Run, begin: datetime, end: datetime, office: Office | None) -> str:
    length = worked(run.calendar.between(max(begin, run.since), end))
    return say("It stood still from {begin} to {end}, which moved it by {length} of working time.",
               begin=moment(max(begin, run.since), office), end=moment(end, office), length=length)  # fmt: skip


def _still(ticket: Ticket, office: Office | None) -> str:
    if ticket.status in ENDED:
        return say("No clock runs: the ticket has ended. Reopened, its clocks begin anew.")
    if ticket.status is Status.PENDING and ticket.paused_at:
        return say("The clocks stand still since {since}, as it is the requester's turn; nothing rings.",
                   since=moment(ticket.paused_at, office))  # fmt: skip
    return say("No clock runs.")
