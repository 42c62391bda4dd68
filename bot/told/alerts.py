"""Lines of what machines say, and what a card shows of them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from bot import events as e
from bot import folding
from bot.facts.alert import ASIDE, OK, Alert, Check
from bot.monitoring import WORKED
from bot.placing import doubt
from bot.speech import say, several, shown, word
from bot.ticket import Ticket
from bot.words import Button, ForRoom

SHOWN = 3  # keys on a card
FEW = 3  # alerts in a row that are all listed


def alerted(event: e.Event, fact: e.Opened | e.Wrote, alert: Alert, ticket: Ticket) -> ForRoom:
    """The line of what a machine wrote. It pings nobody but who works on what the OK would have ended."""
    head = _head(alert)
    if isinstance(fact, e.Opened) and fact.follows:
        head += " " + say("(follows #{number})", number=fact.follows)
    if isinstance(fact, e.Wrote) and fact.moved_from:
        head += " " + say("(came from #{number})", number=fact.moved_from)
    is_kept = alert.says == OK and bool(alert.stays)
    resolve = Button(word("Resolve", "button"), "resolve", event.ticket, opens=True)
    line = folding.line("🤖", head + doubt(fact.badge, fact.signed), event, fact, (resolve,) if is_kept else ())
    called = (ticket.owner,) if alert.stays == WORKED and ticket.owner else ()
    return ForRoom(line.icon, line.head, line.body, files=line.files, pings=called, buttons=line.buttons,
                   whole=line.whole)  # fmt: skip


def history(events: Sequence[e.Event], line: Callable[[e.Event], str]) -> Iterator[str]:
    """A line for each event; of alerts in a row that were only counted, for the first and the last."""
    for is_counted, row in groupby(events, _is_counted):
        some = list(row)
        if is_counted and len(some) > FEW:
            yield from (line(some[0]), say("… and {n} more of these, until:", n=len(some) - 2), line(some[-1]))
        else:
            yield from map(line, some)


def _is_counted(event: e.Event) -> bool:
    return isinstance(event.fact, e.Wrote) and event.fact.is_counted


def summary(ticket: Ticket) -> list[tuple[str, int, datetime]]:
    """Of each key on a card, the newest first: how it is, how often a problem was told, and when the last."""
    return [(_stands(one), one.count, one.at) for one in reversed(ticket.checks[-SHOWN:]) if one.at]


def often(count: int, at: str) -> str:
    """How often, and when last: `at` as its reader is shown times."""
    return several("once, {at}", "{n} times, last {at}", count, at=at)


def _stands(check: Check) -> str:
    state = check.state or (say("well") if check.is_ok else say("not well"))
    return f"🤖 {check.monitor} · {check.key}: {state}"


def _head(alert: Alert) -> str:
    state = alert.state or say("not well")
    if alert.says == ASIDE:
        return say("{monitor} adds to {key}: {state}", monitor=alert.monitor, key=alert.key, state=state)
    if alert.says == OK and not alert.stays:
        return say(
            "{monitor} says that {key} is well again ({state})", monitor=alert.monitor, key=alert.key, state=state
        )
    if alert.says == OK:
        return say(
            "{monitor} says that {key} is well again ({state}). This ticket stays open: {why}",
            monitor=alert.monitor, key=alert.key, state=state, why=shown(alert.stays),
        )  # fmt: skip
    head = say("{monitor} reports {key}: {state}", monitor=alert.monitor, key=alert.key, state=state)
    if alert.count > 1:
        head += " " + several("({n} time)", "({n} times)", alert.count)
    if alert.stays:
        head += ". " + say("It comes and goes: from now on its OK does not end this ticket, somebody should look")
    return head
