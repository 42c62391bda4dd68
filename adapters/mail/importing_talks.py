"""Which old mails belong together: by the ids they name and, for answers that name none, by subject and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from adapters.mail import addresses
from adapters.mail.boxes import Spot, got_at
from adapters.mail.headers import BLOCK, Headers, head
from adapters.mail.identity import Identity
from adapters.mail.subjects import base
from bot.subjects import PREFIX

APART = timedelta(days=30)  # at most, between two mails that only their subject joins


@dataclass(frozen=True)
class Heading:
    """What is known of a mail before it is read whole. `people` are those it is from or to who are not us."""

    spot: Spot
    at: datetime
    id: str
    answers: tuple[str, ...]
    subject: str
    is_answer: bool
    sender: str
    people: tuple[str, ...]
    is_ours: bool


def heading(spot: Spot, us: Identity, is_sent: bool, now: datetime) -> Heading:
    """Read where a mail belongs. Raises OSError. A mail that tells no time is as old as its file."""
    raw = spot.read(BLOCK)
    headers = Headers.of(head(raw))
    sender = addresses.sender(headers).address
    written_to = (one.address for name in ("to", "cc") for one in addresses.addressees(headers.raw(name))[0])
    at = got_at(raw) or datetime.fromtimestamp(spot.path.stat().st_mtime, UTC)
    subject = headers.get("subject")
    return Heading(
        spot, min(at, now), next(iter(headers.ids("message-id")), ""),
        (*headers.ids("in-reply-to"), *headers.ids("references")), base(subject, 0).lower(),
        PREFIX.match(subject) is not None, sender,
        tuple(one for one in dict.fromkeys((sender, *written_to)) if one and not us.has(one)),
        is_sent or us.has(sender),
    )  # fmt: skip


def talks(headings: Iterable[Heading]) -> list[list[Heading]]:
    """The mails, talk by talk, each oldest first, and the talks by their beginnings."""
    mails = sorted(headings, key=attrgetter("at"))
    sets = _Sets(len(mails))
    reused = _reused(mails)
    by_id: dict[str, int] = {}
    by_subject: dict[tuple[str, str], int] = {}
    for place, one in enumerate(mails):
        for name in (one.id, *one.answers):
            if name and name not in reused:
                sets.join(place, by_id.setdefault(name, place))
    for place, one in enumerate(mails):
        for key in [(one.subject, who) for who in one.people if one.subject]:
            earlier = by_subject.get(key)
            if one.is_answer and not one.answers and earlier is not None and one.at - mails[earlier].at <= APART:
                sets.join(place, earlier)
            by_subject[key] = place
    found: dict[int, list[Heading]] = {}
    for place, one in enumerate(mails):
        found.setdefault(sets.first(place), []).append(one)
    return list(found.values())


def _reused(mails: Iterable[Heading]) -> set[str]:
    """Ids that several people gave to mails of theirs: they say nothing."""
    senders: dict[str, set[str]] = {}
    for one in mails:
        senders.setdefault(one.id, set()).add(one.sender)
    return {name for name, whose in senders.items() if len(whose) > 1}


class _Sets:
    """Numbers that belong together, known by the smallest of them."""

    def __init__(self, many: int) -> None:
        self._up = list(range(many))

    def first(self, one: int) -> int:
        while self._up[one] != one:
            self._up[one] = self._up[self._up[one]]
            one = self._up[one]
        return one

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        self._up[high] = low
