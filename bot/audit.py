"""The ledger: does what came in and what went out add up, and can every mailbox be read?

Per mailbox: seen = ticketed + appended + ignored, by reason + quarantined + pending. `seen` is counted where mails are
fetched, the rest where they are decided: two books that must agree. Posts: queued = sent + waiting + unknown + dead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import access
from bot.config import Mailbox, Settings
from bot.durations import spoken
from bot.errors import SupervisorsOnly, Unknown
from bot.people import Person
from bot.ports import Parked, Transaction
from bot.words import ForRoom

BLIND = timedelta(minutes=5)  # without a successful look at a mailbox, after which somebody is told
IGNORED, LISTED = "ignored", 50
NAMED = 10  # references of what does not add up


@dataclass(frozen=True)
class Balance:
    """One mailbox. `fates` counts by fate, of ignored ones by reason: `ignored (loop)`."""

    mailbox: str
    seen: int
    fates: dict[str, int]
    oldest_at: datetime | None = None
    looked_at: datetime | None = None

    @property
    def missing(self) -> int:
        """How many were fetched that the ledger does not have; below zero: that were never counted."""
        return self.seen - sum(self.fates.values())


@dataclass(frozen=True)
class Audit:
    """`chats` counts what came by fate on each other channel; `posts` by state; `astray` are references."""

    mailboxes: tuple[Balance, ...]
    chats: dict[str, dict[str, int]]
    posts: dict[str, int]
    astray: tuple[str, ...]


def asked(tx: Transaction, settings: Settings, by: Person, mailbox: str, now: datetime) -> list[str]:
    """The audit of `mailbox`, or of all whose queue `by` supervises; or the newest mails that were `ignored`.

    Raises SupervisorsOnly or Unknown.
    """
    theirs = [box.name for box in settings.mailboxes if access.may(by, "audit", settings.queue_of(box.name))]
    if not any(access.may(by, "audit", queue) for queue in settings.queues):
        raise SupervisorsOnly
    if mailbox == IGNORED:
        found = tx.arrivals.ignored("mail", theirs, LISTED)
        return [_ignored(one) for one in found] or ["No mail was ignored."]
    if mailbox and mailbox not in theirs:
        raise Unknown(f"You supervise no mailbox {mailbox}. There are: {', '.join(theirs) or 'none'}.")
    return lines(audit(tx, (mailbox,) if mailbox else tuple(theirs)), now)


def _ignored(one: Parked) -> str:
    return f"{one.received_at:%Y-%m-%d %H:%M} UTC · {one.lane} · {one.error} · {one.source}"


def audit(tx: Transaction, mailboxes: tuple[str, ...]) -> Audit:
    """Count everything there is of `mailboxes`, and of the channels."""
    books = tx.arrivals.books("mail")
    chats: dict[str, dict[str, int]] = {}
    for (kind, fate), count in sorted(tx.arrivals.ledger().items()):
        if kind != "mail":
            chats.setdefault(kind, {})[fate] = count
    balances = tuple(_balance(tx, name, books) for name in mailboxes)
    return Audit(balances, chats, tx.posts.books(), tuple(tx.arrivals.astray(NAMED)))


def lines(found: Audit, now: datetime) -> list[str]:
    """What the audit says, a sentence each."""
    said = [line for one in found.mailboxes for line in _mailbox(one, now)]
    said += [f"{kind}: {_sum(fates)}" for kind, fates in found.chats.items()]
    posts = dict(found.posts)
    waiting = posts.pop("pending", 0) + posts.pop("leased", 0)
    queued = sum(posts.values()) + waiting
    parts = [f"{posts.pop('sent', 0):,} sent", f"{waiting:,} waiting", f"{posts.pop('unknown', 0):,} unknown"]
    parts += [f"{posts.pop('dead', 0):,} dead", *(f"{count:,} {state}" for state, count in posts.items())]
    said.append(f"Posts: {queued:,} queued = {' + '.join(parts)}")
    return [*said, *troubles(found, now)] if troubles(found, now) else [*said, "Everything adds up."]


def troubles(found: Audit, now: datetime) -> list[str]:
    """What does not add up, by its reference where it has one."""
    said = []
    for one in found.mailboxes:
        if one.missing > 0:
            said.append(
                f"⚠️ Mailbox {one.mailbox}: {one.missing:,} that were fetched are not in the ledger. "
                "The next comparison with the server brings back what lies there."
            )
        elif one.missing < 0:
            said.append(f"⚠️ Mailbox {one.mailbox}: {-one.missing:,} in the ledger were never counted as fetched.")
        if one.looked_at is not None and now - one.looked_at >= BLIND:
            said.append(f"⚠️ Mailbox {one.mailbox} was last read {spoken(now - one.looked_at)} ago.")
    if found.astray:
        said.append(f"⚠️ In no state that leads anywhere: {', '.join(found.astray)}")
    return said


class Vigil:
    """Since when mailboxes are watched without a break: a machine that slept, or whose clock was moved, read none."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._last: datetime | None = None

    def __call__(self, now: datetime) -> datetime:
        if not self._since or not self._last or now - self._last >= BLIND:
            self._since = now
        self._last = now
        return self._since


def watch(tx: Transaction, settings: Settings, since: datetime, now: datetime) -> None:
    """Tell once when a mailbox was not read for 5 minutes, and when it is well again. We look since `since`."""
    for box in settings.mailboxes:
        if not box.imap:
            continue
        told, looked = tx.leases.value(f"blind:{box.name}"), looked_at(tx, box.name)
        is_blind = now - max(since, looked or since) >= BLIND
        if is_blind and not told:
            tx.leases.keep(f"blind:{box.name}", now.isoformat())
            _tell(tx, settings, box, now.isoformat(), _blind(tx, settings, box, looked), now)
        elif told and looked and looked > datetime.fromisoformat(told):
            tx.leases.keep(f"blind:{box.name}", "")
            length = spoken(looked - datetime.fromisoformat(told) + BLIND)
            words = ForRoom("✅", f"The mailbox {box.name} is read again, after about {length}: nothing is lost")
            _tell(tx, settings, box, f"{told}:well", words, now)


def looked_at(tx: Transaction, mailbox: str) -> datetime | None:
    """When the mailbox was last read without trouble."""
    said = tx.leases.value(f"looked:{mailbox}")
    return datetime.fromisoformat(said) if said else None


def found_again(tx: Transaction, settings: Settings, mailbox: str, refs: list[str], now: datetime) -> None:
    """Mails lay on the server that had never been written down: they are now, and the room is told."""
    names = ", ".join(refs[:NAMED]) + (" …" if len(refs) > NAMED else "")
    head = f"{len(refs)} mails lay in the mailbox {mailbox} that had never been fetched: they are now"
    if len(refs) == 1:
        head = f"A mail lay in the mailbox {mailbox} that had never been fetched: it is now"
    queue = settings.queue_of(mailbox)
    words = ForRoom("🧹", head, f"Found by comparing with the server: {names}")
    tx.notices.tell(f"swept:{mailbox}:{now.isoformat()}", queue.name, queue.rooms, words, now)


def _balance(tx: Transaction, name: str, books: dict[tuple[str, str, str], int]) -> Balance:
    fates: dict[str, int] = {}
    for (lane, fate, reason), count in sorted(books.items()):
        if lane == name:
            fates[f"{fate} ({reason})" if reason else fate] = count
    seen = int(tx.leases.value(f"seen:{name}") or 0)
    return Balance(name, seen, fates, tx.arrivals.oldest("mail", name), looked_at(tx, name))


def _mailbox(one: Balance, now: datetime) -> list[str]:
    look = f"last read {spoken(now - one.looked_at)} ago" if one.looked_at else "never read"
    said = [f"Mailbox {one.mailbox}: {one.seen:,} seen = {_sum(one.fates)}; {look}"]
    if one.oldest_at:
        said.append(f"Mailbox {one.mailbox}: the oldest without a fate came {spoken(now - one.oldest_at)} ago")
    return said


def _sum(fates: dict[str, int]) -> str:
    return " + ".join(f"{count:,} {fate}" for fate, count in fates.items()) or "nothing"


def _blind(tx: Transaction, settings: Settings, box: Mailbox, looked: datetime | None) -> ForRoom:
    since = f"since {looked:%Y-%m-%d %H:%M} UTC" if looked else "at all"
    head = f"The mailbox {box.name} could not be read {since}: nothing that is sent there comes in"
    return ForRoom(
        "🚨", head, tx.leases.value(f"trouble:{box.name}"), pings=settings.queue_of(box.name).supervisors
    )  # fmt: skip


def _tell(tx: Transaction, settings: Settings, box: Mailbox, mark: str, words: ForRoom, now: datetime) -> None:
    queue = settings.queue_of(box.name)
    tx.notices.tell(f"blind:{box.name}:{mark}", queue.name, queue.rooms, words, now)
