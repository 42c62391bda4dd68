"""What somebody is known as: places on several wires, linked by a code that was mailed, and by nothing else.

Neither a name nor a From proves anything. Whatever is linked, only tickets that somebody asked are theirs by it:
what an agent may do, the platform says of the place they come from.
"""

import re
from datetime import timedelta
from uuid import uuid4

from bot import errors as no
from bot import tongues
from bot.addresses import is_ours, place_of
from bot.book import Book
from bot.people import DESK, NOBODY, Person, channel_of
from bot.ports import Transaction
from bot.proofs import LASTS, SUBJECT, Proof, is_right
from bot.speech import later, say, shown
from bot.stops import untagged
from bot.words import ForRoom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWN, THEIRS, THEIRS_A_DAY, ALL = 5, 3, 10, 60  # codes an hour: for one person, to one address, to all; and a day
NAME = 40  # characters of the asker's name in the mail
WORDS = re.compile(r"[^\w '-]")  # what is left of a name makes no address that a mail program would link
LATER = later("That are many codes for now. Wait an hour, then ask again.")
WRONG = later("That code is wrong, or older than 15 minutes. Ask for a new one: /desk me link ann@example.org")


def known(tx: Transaction, by: Person) -> tuple[Person, ...]:
    """What `by` is known as, themselves first."""
    others = sorted(tx.people.places(by.place) - {by.place})
    return (by, *(Person(tx.people.name(place) or place, place) for place in others))


def ask(book: Book, tx: Transaction, by: Person, address: str) -> None:
    """Mail a code to `address`, if mail goes there at all: who asks learns nothing of that. Raises Refused."""
    place, now = place_of(address), book.now()
    _want_person(by)
    if not (book.settings.mailboxes and book.settings.reply_secrets):
        raise no.Refused(say("This desk sends no mail, so that an address cannot be proven to it."))
    if is_ours(book.settings, place):
        raise no.Refused(say("{address} is an address of this desk.", address=address))
    asked = tx.proofs.asked
    if (
        asked(now - HOUR, by.place) >= OWN or asked(now - HOUR, address=place) >= THEIRS
        or asked(now - DAY, address=place) >= THEIRS_A_DAY or asked(now - HOUR) >= ALL
    ):  # fmt: skip
        raise no.Refused(shown(LATER))
    proof = Proof(str(uuid4()), by.place, place, now)
    tx.proofs.add(proof)
    if any(tx.stops.at(one, now) for one in (place, untagged(place))):
        return  # blocked, gone, or asked us for silence
    who = " ".join(WORDS.sub(" ", by.name).split())[:NAME] or "Somebody"
    queue = next(queue for queue in book.settings.queues if book.settings.mailbox_of(queue.name))
    words = ForRoom("🔑", f"{who} ({channel_of(by.place).capitalize()})", tongues.asks(tx, by))
    tx.notices.once(f"{SUBJECT}{proof.name}", queue.name, (place,), words, now)


def prove(book: Book, tx: Transaction, by: Person, code: str) -> bool:
    """Link the address whose code `by` says. False where the newest one they asked for is another, or too old.

    An address is one person's: who reads its mail now takes it along. With it come the other wires that it was
    linked to, but never somebody else on a wire where `by` is somebody already.
    """
    proof = tx.proofs.open(by.place, book.now() - LASTS)
    if proof is None:
        return False
    tx.proofs.tried(proof)
    if not is_right(book.settings.reply_secrets, proof, code.replace(" ", "").replace("-", "")):
        return False
    tx.proofs.used(proof)
    tx.people.meet(by, book.now())
    tx.people.meet(Person(proof.address.partition(":")[2], proof.address), book.now())
    mine, theirs = tx.people.places(by.place), tx.people.places(proof.address)
    tx.people.join(by.place, (proof.address,) if _wires(mine) & _wires(theirs - mine) else tuple(theirs))
    return True


def part(tx: Transaction, by: Person, address: str) -> None:
    """Let `address` be nobody's in particular again; without one, `by` be nobody but who they are here."""
    place = place_of(address) if address else by.place
    if place not in tx.people.places(by.place):
        raise no.Unknown(say("{address} is not linked to you. /desk me shows what is.", address=address))
    if len(tx.people.places(place)) > 1:
        tx.people.part(place)


def _wires(places: frozenset[str]) -> set[str]:
    return {channel_of(place) for place in places} - {"mail"}


def _want_person(by: Person) -> None:
    if by.place in (NOBODY, DESK.place):
        raise no.Refused(say("Somebody must ask for a code."))
