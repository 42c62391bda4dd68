"""Machines that write of what they watch: one ticket for each key, however often they do, that ends when all is well.

A key is known as a reference of its tickets, as Message-IDs are; the newest of them is meant. What a machine says
starts no clock, pings nobody and is answered by nothing.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from bot import blockers, judging
from bot.book import Book
from bot.events import Closed, Opened, Reopened, Resolved, Unacknowledged, Wrote
from bot.facts.alert import ASIDE, OK, PROBLEM, Alert, Check
from bot.incoming import Incoming, guarded
from bot.matching import Rule, followed
from bot.monitors import Monitor
from bot.people import CLOCK, DESK
from bot.ports import Transaction
from bot.speech import later
from bot.ticket import ENDED, Ticket

EVERY, CHANGED = timedelta(hours=1), timedelta(minutes=5)  # at most one line of a key, and of one in another state
LOOKED_BACK = 50  # events among which the end of a ticket is sought
OFTEN = 3  # times that a problem comes back before a person is to look
CODE = "fixed"
MOOT = {OK: "recovered", ASIDE: "aside"}  # why a mail is ignored

MACHINE = later("a monitoring system wrote it")
UNTRUSTED = later("nobody vouches for its sender")
OLDER = later("it was sent before what is known by now")
SET = later("it is set so")
COMES_AND_GOES = later("it comes and goes")
WORKED = later("its owner works on it")
OTHERS = later("something else of this ticket is not well yet")
BLOCKED = later("another ticket blocks it")


def moot(tx: Transaction, alert: Alert, is_believed: bool) -> str:
    """Why it is ignored: it is no problem, and no ticket was ever about its key. "" where it is not.

    The date of an OK is remembered: its problem may come after it.
    """
    if alert.says == PROBLEM or _newest(tx, alert) is not None:
        return ""
    if alert.says == OK and alert.sent_at and is_believed:
        tx.leases.keep(_ref(alert), alert.sent_at.isoformat())
    return MOOT[alert.says]


def take(book: Book, tx: Transaction, message: Incoming, alert: Alert) -> tuple[Ticket, bool]:
    """File what a machine wrote, and do what follows of it. Returns its ticket, and whether that is new."""
    monitor = next((one for one in book.settings.monitors if one.name == alert.monitor), Monitor(alert.monitor, ()))
    ticket = _newest(tx, alert) or _contended(tx, alert)
    if ticket is None:
        return _first(book, tx, message, alert, monitor), True
    ticket = tx.tickets.get(ticket.number)
    alert = _named(ticket, alert)
    check = _check(ticket, alert)
    if alert.says == PROBLEM:
        if alert.thread:
            tx.tickets.refer(ticket.number, [_thread(alert)])
        alert = replace(alert, count=check.count + 1)
        return _again(book, tx, ticket, message, alert, check, monitor)
    if alert.says == OK:
        return _over(book, tx, ticket, message, alert, check, monitor), False
    is_shown = ticket.status not in ENDED and _is_due(book, check, alert.state)
    return _write(book, tx, ticket, message, alert, is_shown), False


def _first(book: Book, tx: Transaction, message: Incoming, alert: Alert, monitor: Monitor) -> Ticket:
    """The first problem of its key. Where the OK has overtaken it, it is over at once."""
    ticket = _open(book, tx, message, alert)
    known = tx.leases.value(_ref(alert))
    is_over = bool(known and alert.sent_at and alert.sent_at < datetime.fromisoformat(known))
    return _end(book, tx, ticket, alert) if is_over and monitor.resolves else ticket


def _again(
    book: Book, tx: Transaction, ticket: Ticket, message: Incoming, alert: Alert, check: Check, monitor: Monitor
) -> tuple[Ticket, bool]:  # fmt: skip
    """A problem of a key that has a ticket."""
    if check.is_ok and _is_older(alert, check):
        return _write(book, tx, ticket, message, replace(alert, stays=OLDER, counts=False), False), False
    if comes_often := check.is_ok and check.comebacks + 1 == OFTEN:
        alert = replace(alert, stays=COMES_AND_GOES)
    if ticket.status not in ENDED:
        return _write(book, tx, ticket, message, alert, comes_often or _is_due(book, check, alert.state)), False
    if not _ended_lately(book, tx, ticket, monitor):
        return _open(book, tx, message, alert, ticket.number), True
    ticket = _write(book, tx, ticket, message, alert, True)
    return book.write(tx, ticket, DESK, Reopened()), False


def _over(
    book: Book, tx: Transaction, ticket: Ticket, message: Incoming, alert: Alert, check: Check, monitor: Monitor
) -> Ticket:  # fmt: skip
    """An OK: the desk resolves its ticket, unless something speaks against it."""
    if not message.is_believed or _is_older(alert, check):
        why = OLDER if message.is_believed else UNTRUSTED
        is_shown = not message.is_believed and ticket.status not in ENDED and _is_due(book, check, alert.state)
        return _write(book, tx, ticket, message, replace(alert, stays=why, counts=False), is_shown)
    if ticket.status in ENDED or check.is_ok:  # it was known: who has the ticket open all the same wants it so
        return _write(book, tx, ticket, message, alert, False)
    if why := _stays(tx, ticket, check, monitor):
        return _write(book, tx, ticket, message, replace(alert, stays=why), _is_due(book, check, alert.state))
    return _end(book, tx, _write(book, tx, ticket, message, alert, False), alert)


def _stays(tx: Transaction, ticket: Ticket, check: Check, monitor: Monitor) -> str:
    """Why the ticket does not end with this OK; "" where it does."""
    if not monitor.resolves:
        return SET
    if ticket.owner and check.is_worked:
        return WORKED
    if check.comebacks >= OFTEN:
        return COMES_AND_GOES
    if any(not one.is_ok for one in ticket.checks if one is not check):
        return OTHERS
    return BLOCKED if ticket.links and blockers.of(tx, ticket) else ""


def _end(book: Book, tx: Transaction, ticket: Ticket, alert: Alert) -> Ticket:
    closes_at = book.now() + book.settings.queue(ticket.queue).close_after
    note = f"{alert.monitor}: {alert.state or alert.key}"
    return book.write(tx, ticket, DESK, Resolved(CODE, note, closes_at, judging.warns_at(book, ticket, closes_at)))


def _open(
    book: Book, tx: Transaction, message: Incoming, alert: Alert, follows: int | None = None
) -> Ticket:  # fmt: skip
    """A ticket that answers go nowhere from: machines do not read."""
    by = message.by
    fact = Opened(
        alert.key, message.text, message.queue, by.place, by.name, "", message.files, follows, message.badge,
        True, Rule.MONITOR, shown=message.reply, alert=alert, **guarded(message),
    )  # fmt: skip
    ticket = book.write(tx, tx.tickets.new(), by, fact, message.source)
    tx.tickets.refer(ticket.number, [_ref(alert), *([_thread(alert)] if alert.thread else [])])
    return book.write(tx, ticket, DESK, Unacknowledged(MACHINE))


def _write(
    book: Book, tx: Transaction, ticket: Ticket, message: Incoming, alert: Alert, is_shown: bool
) -> Ticket:  # fmt: skip
    fact = Wrote(
        message.text, message.files, message.badge, True, rule=Rule.MONITOR, quiet=not is_shown, shown=message.reply,
        alert=alert, **guarded(message),
    )  # fmt: skip
    return book.write(tx, ticket, message.by, fact, message.source)


def _ended_lately(book: Book, tx: Transaction, ticket: Ticket, monitor: Monitor) -> bool:
    """Did somebody, or the OK, end it so short a time ago that a problem is the same one? Silence is no end."""
    ends = (one.at for one in tx.tickets.recent(ticket.number, LOOKED_BACK)
            if isinstance(one.fact, Resolved | Closed) and one.by.place != CLOCK.place)  # fmt: skip
    ended_at = next(ends, None)
    return ended_at is not None and book.now() - ended_at <= monitor.again_within


def _is_due(book: Book, check: Check, state: str) -> bool:
    """May the thread have another line of it now?"""
    is_other = state != check.told and check.comebacks < OFTEN
    return check.told_at is None or book.now() - check.told_at >= (CHANGED if is_other else EVERY)


def _is_older(alert: Alert, check: Check) -> bool:
    return bool(alert.sent_at and check.sent_at and alert.sent_at < check.sent_at)


def _check(ticket: Ticket, alert: Alert) -> Check:
    """What the ticket knows of the key: nothing yet, where it came by a merge."""
    named = (alert.monitor, alert.key)
    return next((one for one in ticket.checks if (one.monitor, one.key) == named), Check(*named))


def _named(ticket: Ticket, alert: Alert) -> Alert:
    """What tells neither a problem nor an OK, by the key of its problem: its own may be but a part of that."""
    keys = [one.key for one in ticket.checks if one.monitor == alert.monitor]
    if alert.says != ASIDE or alert.key in keys:
        return alert
    return replace(alert, key=next((key for key in keys if key.startswith(alert.key)), (*keys, alert.key)[0]))


def _newest(tx: Transaction, alert: Alert) -> Ticket | None:
    """The newest ticket of the key, else of the thread of its problem; or what that went into."""
    refs = [_ref(alert), *([_thread(alert)] if alert.thread and alert.says == ASIDE else [])]
    known = tx.tickets.known(refs)
    numbers = next((known[ref] for ref in refs if ref in known), None)
    return followed(tx, max(numbers)) if numbers else None


def _contended(tx: Transaction, alert: Alert) -> Ticket | None:
    """The same, once nobody else is about to open one: of two at once the second waits here for the first."""
    ref = _ref(alert)
    tx.leases.keep(ref, tx.leases.value(ref))
    return _newest(tx, alert)


def _ref(alert: Alert) -> str:
    return _hashed(alert.monitor, alert.key)


def _thread(alert: Alert) -> str:
    return _hashed(alert.monitor, "", alert.thread)


def _hashed(*parts: str) -> str:
    return f"monitor:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:40]}"
