"""What the rules would do, without doing it; and how often each has run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import access
from bot import errors as no
from bot import events as e
from bot.choosing import Choice, chosen
from bot.config import Settings
from bot.filters import Filter
from bot.fitting import Seen, fits
from bot.people import Person, rule
from bot.ports import Transaction
from bot.rule import FACTS, TIME, Rule
from bot.speech import say
from bot.ticket import Status, Ticket

COUNTED = timedelta(days=30)  # runs that are told
NEWEST = 200  # tickets that a rule is tried on

Wanted = Callable[[Rule], Filter]


@dataclass(frozen=True)
class Use:
    """A rule, how often it ran within 30 days, and when last."""

    rule: Rule
    runs: int = 0
    last_at: datetime | None = None


def uses(tx: Transaction, settings: Settings, now: datetime) -> list[Use]:
    """All the rules, in their order."""
    counted = tx.alarms.uses(now - COUNTED)
    return [Use(one, *counted.get(rule(one.name).place, (0, None))) for one in settings.rules]


def tried(tx: Transaction, settings: Settings, ticket: Ticket, wanted: Wanted) -> list[Choice]:
    """What each rule would do on the ticket as it is now: each as if what it is for had just happened, by the newest
    message or deed of that kind, where there is one.
    """
    history = tx.tickets.history(ticket.number)
    after, found = dict[str, str](), list[Choice]()
    for one in settings.rules:
        choice = chosen([one], (one.on[0],), _as_if(one, ticket, history), wanted)[0]
        choice = replace(choice, after=next((after[on] for on in one.on if on in after), ""))
        found.append(choice)
        if choice.is_met and one.is_last:
            after |= dict.fromkeys(one.on, one.name)
    return found


def touched(tx: Transaction, queues: Sequence[str], one: Rule, wanted: Filter, among: Filter) -> list[Ticket]:
    """Those of the newest tickets, of these queues and that filter, that a rule would do something to."""
    own = tuple(set(queues) & set(among.queues)) if among.queues is not None else tuple(queues)
    newest = tx.tickets.search(replace(among, statuses=among.statuses or tuple(Status), queues=own), NEWEST)

    def history(ticket: Ticket) -> Callable[[], list[e.Event]]:
        return lambda: tx.tickets.history(ticket.number)

    return [ticket for ticket in newest if ticket.joined is None and fits(wanted, Seen(ticket, None, history(ticket)))]


def supervised(settings: Settings, by: Person) -> tuple[str, ...]:
    """The queues where `by` is a supervisor. Raises SupervisorsOnly where that is none."""
    found = tuple(queue.name for queue in settings.queues if access.may(by, "rules", queue))
    if not found:
        raise no.SupervisorsOnly
    return found


def find(settings: Settings, name: str) -> Rule:
    """Raises Unknown."""
    found = next((one for one in settings.rules if one.name == name.lower()), None)
    if found is None:
        known = ", ".join(one.name for one in settings.rules) or say("none")
        raise no.Unknown(say("There is no rule “{name}”. There are: {known}.", name=name[:40], known=known))
    return found


def _as_if(one: Rule, ticket: Ticket, history: Sequence[e.Event]) -> Seen:
    kinds = tuple(kind for on in one.on if on != TIME for kind in FACTS[on])
    newest = next((event for event in reversed(history) if isinstance(event.fact, kinds)), None)
    return Seen(ticket, newest, lambda: history)
