"""Why each clock of a ticket is due when it is: since when it runs, what was skipped, and which hours count."""

from collections.abc import Sequence
from datetime import datetime

from bot import opening
from bot.emphasis import bold
from bot.hours import Office
from bot.moments import moment
from bot.opening import worked
from bot.runs import Run
from bot.speech import later, say, shown
from bot.ticket import ENDED, Status, Ticket

CLOCKS = {"first": later("First response"), "next": later("Next response"), "resolve": later("Resolution")}
BEGAN = {
    "first": later("It runs since {since}, when the ticket was opened; allowed are {length} of working time."),
    "next": later("It runs since {since}, with the oldest message that nobody answered; allowed are {length} of "
                  "working time."),
    "resolve": later("It runs since {since}, when the ticket was opened; allowed are {length} of working time."),
}  # fmt: skip
AGAIN = later("It began anew at {since}, when the ticket was reopened; allowed are {length} of working time.")


def told(ticket: Ticket, runs: Sequence[Run], office: Office | None) -> list[str]:
    """What each clock does, a line for each thing there is to say of it, and which hours count; or why none runs."""
    if not runs:
        return [_still(ticket)]
    said = [_clock(run, ticket, office) for run in runs]
    clock = bold(shown(CLOCKS["next"]))
    if not ticket.first_replied_at:
        said.append(say("{clock}: it begins only after the first response.", clock=clock))
    elif not ticket.waiting_since_at:
        said.append(say("{clock}: it does not run, as every message is answered.", clock=clock))
    return [*said, _hours(office)]


def _clock(run: Run, ticket: Ticket, office: Office | None) -> str:
    since = moment(run.since)
    began = AGAIN if run.since != ticket.opened_at and run.clock != "next" else BEGAN[run.clock]
    skipped = office.skipped(run.since, run.due_by) if office else []
    parts = [
        say("{clock}: due {due}.", clock=bold(shown(CLOCKS[run.clock])), due=moment(run.due_by)),
        shown(began, since=since, length=worked(run.length)),
        *([say("Skipped: {days}.", days=opening.named(skipped))] if skipped else []),
        *(_pause(run, begin, end) for begin, end in run.pauses if end > run.since and begin < run.due_by),
    ]
    return "\n".join(parts)


def _hours(office: Office | None) -> str:
    if office is None:
        return say("Every hour counts (UTC).")
    return say("Only these hours count: {hours}.", hours=opening.spelled(office.hours))


def _pause(run: Run, begin: datetime, end: datetime) -> str:
    length = worked(run.calendar.between(max(begin, run.since), end))
    return say("It stood still from {begin} to {end}, which moved it by {length} of working time.",
               begin=moment(max(begin, run.since)), end=moment(end), length=length)  # fmt: skip


def _still(ticket: Ticket) -> str:
    if ticket.status in ENDED:
        return say("No clock runs: the ticket has ended. Reopened, its clocks begin anew.")
    if ticket.status is Status.PENDING and ticket.paused_at:
        return say("The clocks stand still since {since}, as it is the requester's turn; nothing rings.",
                   since=moment(ticket.paused_at))  # fmt: skip
    return say("No clock runs.")
