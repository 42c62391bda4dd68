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
from bot.speech import say, several, speaking
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
        return [_ignored(one) for one in found] or [say("No mail was ignored.")]
    if mailbox and mailbox not in theirs:
        if not theirs:
            raise Unknown(say("You supervise no mailbox."))
        known = ", ".join(theirs)
        raise Unknown(say("You supervise no mailbox {mailbox}. There are: {known}.", mailbox=mailbox, known=known))
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
    states = {"sent": posts.pop("sent", 0), "waiting": waiting, "unknown": posts.pop("unknown", 0)}
    states |= {"dead": posts.pop("dead", 0), **posts}
    said.append(say("Posts: {n} queued = {parts}", n=f"{queued:,}", parts=_sum(states)))
    return [*said, *(troubles(found, now) or [say("Everything adds up.")])]


def troubles(found: Audit, now: datetime) -> list[str]:
    """What does not add up, by its reference where it has one."""
    said = []
    for one in found.mailboxes:
        if one.missing > 0:
            said.append(
                say(
                    "⚠️ Mailbox {mailbox}: {n} that were fetched are not in the ledger. The next comparison with the "
                    "server brings back what lies there.",
                    mailbox=one.mailbox, n=f"{one.missing:,}",
                )
            )  # fmt: skip
        elif one.missing < 0:
            said.append(
                say(
                    "⚠️ Mailbox {mailbox}: {n} in the ledger were never counted as fetched.",
                    mailbox=one.mailbox, n=f"{-one.missing:,}",
                )
            )  # fmt: skip
        if one.looked_at is not None and now - one.looked_at >= BLIND:
            length = spoken(now - one.looked_at)
            said.append(say("⚠️ Mailbox {mailbox} was last read {length} ago.", mailbox=one.mailbox, length=length))
    if found.astray:
        said.append(say("⚠️ In no state that leads anywhere: {refs}", refs=", ".join(found.astray)))
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
            with speaking(settings.room_tongue(settings.queue_of(box.name).name)):
                words = _blind(tx, settings, box, looked)
            _tell(tx, settings, box, now.isoformat(), words, now)
        elif told and looked and looked > datetime.fromisoformat(told):
            tx.leases.keep(f"blind:{box.name}", "")
            with speaking(settings.room_tongue(settings.queue_of(box.name).name)):
                words = _well(box, looked - datetime.fromisoformat(told) + BLIND)
            _tell(tx, settings, box, f"{told}:well", words, now)


def looked_at(tx: Transaction, mailbox: str) -> datetime | None:
    """When the mailbox was last read without trouble."""
    said = tx.leases.value(f"looked:{mailbox}")
    return datetime.fromisoformat(said) if said else None


def found_again(tx: Transaction, settings: Settings, mailbox: str, refs: list[str], now: datetime) -> None:
    """Mails lay on the server that had never been written down: they are now, and the room is told."""
    names = ", ".join(refs[:NAMED]) + (" …" if len(refs) > NAMED else "")
    queue = settings.queue_of(mailbox)
    with speaking(settings.room_tongue(queue.name)):
        head = several(
            "A mail lay in the mailbox {mailbox} that had never been fetched: it is now",
            "{n} mails lay in the mailbox {mailbox} that had never been fetched: they are now",
            len(refs), mailbox=mailbox,
        )  # fmt: skip
        words = ForRoom("🧹", head, say("Found by comparing with the server: {mails}", mails=names))
    tx.notices.tell(f"swept:{mailbox}:{now.isoformat()}", queue.name, queue.rooms, words, now)


def _balance(tx: Transaction, name: str, books: dict[tuple[str, str, str], int]) -> Balance:
    fates: dict[str, int] = {}
    for (lane, fate, reason), count in sorted(books.items()):
        if lane == name:
            fates[f"{fate} ({reason})" if reason else fate] = count
    seen = int(tx.leases.value(f"seen:{name}") or 0)
    return Balance(name, seen, fates, tx.arrivals.oldest("mail", name), looked_at(tx, name))


def _mailbox(one: Balance, now: datetime) -> list[str]:
    told = {"mailbox": one.mailbox, "n": f"{one.seen:,}", "parts": _sum(one.fates)}
    said = [say("Mailbox {mailbox}: {n} seen = {parts}; never read", **told)]
    if one.looked_at:
        length = spoken(now - one.looked_at)
        said = [say("Mailbox {mailbox}: {n} seen = {parts}; last read {length} ago", **told, length=length)]
    if one.oldest_at:
        length = spoken(now - one.oldest_at)
        oldest = say("Mailbox {mailbox}: the oldest without a fate came {length} ago", **told, length=length)
        said.append(oldest)
    return said


def _sum(fates: dict[str, int]) -> str:
    return " + ".join(f"{count:,} {fate}" for fate, count in fates.items()) or say("nothing")


def _blind(tx: Transaction, settings: Settings, box: Mailbox, looked: datetime | None) -> ForRoom:
    head = say("The mailbox {mailbox} could not be read at all: nothing that is sent there comes in", mailbox=box.name)
    if looked:
        head = say(
            "The mailbox {mailbox} could not be read since {time} UTC: nothing that is sent there comes in",
            mailbox=box.name, time=f"{looked:%Y-%m-%d %H:%M}",
        )  # fmt: skip
    return ForRoom(
        "🚨", head, tx.leases.value(f"trouble:{box.name}"), pings=settings.queue_of(box.name).supervisors
    )  # fmt: skip


def _well(box: Mailbox, after: timedelta) -> ForRoom:
    head = say(
        "The mailbox {mailbox} is read again, after about {length}: nothing is lost",
        mailbox=box.name, length=spoken(after),
    )  # fmt: skip
    return ForRoom("✅", head)


def _tell(tx: Transaction, settings: Settings, box: Mailbox, mark: str, words: ForRoom, now: datetime) -> None:
    queue = settings.queue_of(box.name)
    tx.notices.tell(f"blind:{box.name}:{mark}", queue.name, queue.rooms, words, now)
