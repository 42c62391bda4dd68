"""Whether an answer by mail leaves encrypted, and who is told when it does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot import events as e
from bot.config import Settings
from bot.errors import Refused
from bot.retelling import retold
from bot.speech import later, say
from bot.ticket import Ticket

CHOSEN = later("as its author chose")


@dataclass(frozen=True)
class Lock:
    """How a mail is encrypted: `kind` is PGP/MIME or S/MIME, "" for not at all; then `trouble` says why not."""

    kind: str = ""
    trouble: str = ""


class Keyring(Protocol):
    def lock(self, address: str, kinds: Sequence[str] = ()) -> Lock:
        """How mail to `address` can be encrypted now, by the first of `kinds` that can be."""


class NoKeys:
    """Of a desk that has none."""

    def lock(self, address: str, kinds: Sequence[str] = ()) -> Lock:
        return Lock(trouble=f"no key of {address} is known")


class MustBeEncrypted(Refused):
    """The mail that this answers was encrypted, and the answer cannot be."""


def lock(
    keys: Keyring, settings: Settings, ticket: Ticket, history: Callable[[], Sequence[e.Event]], is_chosen: bool
) -> Lock:  # fmt: skip
    """How the next answer on `ticket` leaves. `is_chosen`: its author wants it unencrypted.

    An answer to encrypted mail is encrypted, or its author chose otherwise: else raises MustBeEncrypted. Any other
    is where its queue wants that and the key is known, and where it is not for want of one, that is told.
    """
    channel, _, address = ticket.origin.partition(":")
    if channel != "mail":
        return Lock()
    queue, came = settings.queue(ticket.queue), answered(history())
    if not (came or queue.encrypt == "when known"):
        return Lock()
    if is_chosen:
        return Lock(trouble=CHOSEN)
    found = keys.lock(address, (came, {"pgp": "PGP/MIME", "smime": "S/MIME"}.get(queue.sign, "")))
    if came and not found.kind:
        raise MustBeEncrypted(
            say(
                "{name} wrote encrypted ({how}), and the answer cannot be: {why}. Nothing was sent. Have the key "
                "imported (deskbell keys import FILE), or say reply --unencrypted and your text.",
                name=ticket.requester_name, how=came, why=retold(found.trouble),
            )
        )  # fmt: skip
    for place in ticket.cc if found.kind else ():
        other = keys.lock(place.partition(":")[2], (found.kind,))
        if other.kind != found.kind:
            return _short(place, found.kind, other.trouble, came)
    return found


def _short(place: str, kind: str, trouble: str, came: str) -> Lock:
    """Who reads along has no such key: nobody's mail is encrypted then, where it need not be."""
    address = place.partition(":")[2]
    why = trouble or f"no {kind} key of {address} is known"
    if came:
        raise MustBeEncrypted(
            say(
                "The mail that this answers was encrypted ({how}), and the answer to {address} cannot be: {why}. "
                "Nothing was sent. Have the key imported (deskbell keys import FILE), or take {address} out: "
                "watch cc -{address}",
                how=came, address=address, why=retold(why),
            )
        )  # fmt: skip
    return Lock(trouble=why)


def answered(history: Sequence[e.Event]) -> str:
    """How the mails that the next answer answers were encrypted, "" for not at all: the newest, and all that came
    since the last answer."""
    found = ""
    is_newest = True
    for event in reversed(history):
        fact = event.fact
        if isinstance(fact, e.Replied) and not is_newest:
            break
        if isinstance(fact, e.Opened | e.Wrote):
            found, is_newest = found or fact.encrypted, False
    return found
