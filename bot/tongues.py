"""Which language somebody is spoken to in: the one they chose, else the one that their wire tells.

Requesters are spoken to in all languages of `bot.phrasebook`; what else is read here is in those of `bot.speech`.
"""

from bot.book import Book
from bot.config import Settings
from bot.errors import Misunderstood
from bot.people import Person
from bot.phrasebook import PHRASES, tongue
from bot.ports import Transaction
from bot.speech import LANGUAGES, say

FORGET = "auto"  # what is typed to let the wire tell again


def asks(tx: Transaction, person: Person) -> str:
    """What a ticket of theirs is spoken in; "" where nobody knows, and its queue's language is meant."""
    return tx.people.language(person.place) or tongue(person.language)


def reads(tx: Transaction, settings: Settings, person: Person) -> str:
    """What they read of all that is no ticket's answer; the rooms' language where nobody knows, or it has no other."""
    told = (tx.people.language(person.place), tongue(person.language), settings.room_language, settings.language)
    return next((one for one in told if one in LANGUAGES), "en")


def choose(book: Book, tx: Transaction, by: Person, language: str) -> None:
    """Speak to them in `language` from now on, `auto` for what their wire tells. Raises Misunderstood."""
    chosen = "" if language.lower() == FORGET else tongue(language)
    if not chosen and language.lower() != FORGET:
        known = ", ".join(PHRASES)
        raise Misunderstood(
            say("I do not speak “{typed}”. There are: {known}; or auto.", typed=language[:40], known=known)
        )
    tx.people.meet(by, book.now())
    tx.people.choose(by.place, chosen)
