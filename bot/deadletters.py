"""Posts that were given up: what, where to and why; and once more, one or all of them."""

from bot import access
from bot.book import Book
from bot.errors import Misunderstood, SupervisorsOnly
from bot.events import Retried
from bot.people import Person
from bot.ports import Kind, Standing, Transaction
from bot.speech import later, say, several, shown

LISTED = 50
KINDS = {
    Kind.ROOT: later("the card to {place}: {why}"), Kind.LINE: later("a line to {place}: {why}"),
    Kind.REQUESTER: later("an answer to {place}: {why}"), Kind.MARK: later("a mark to {place}: {why}"),
    Kind.SETTLED: later("an answered question to {place}: {why}"),
}  # fmt: skip


def asked(book: Book, tx: Transaction, by: Person, again: str) -> list[str]:
    """The list, a line each; with `again` a post's number or `all`: those are tried once more. Twice is once."""
    if not any(access.may(by, "dead", queue) for queue in book.settings.queues):
        raise SupervisorsOnly
    found = tx.posts.dead_ones(LISTED)
    theirs = [one for one in found if access.may(by, "dead", book.settings.queue(one.ticket.queue))]
    if not again:
        return [_line(one) for one in theirs] or [say("Everything was delivered, or is on its way.")]
    if again != "all" and not again.lstrip("#").isdecimal():
        raise Misunderstood(say("Say which: /desk dead all, or the number that /desk dead shows."))
    meant = [one for one in theirs if again in ("all", str(one.id), f"#{one.id}")]
    count = sum(_retry(book, tx, by, one) for one in meant)
    if not count:
        return [say("Nothing of that waits to be sent again.")]
    return [several("{n} of them is on the way again.", "{n} of them are on the way again.", count)]


def _retry(book: Book, tx: Transaction, by: Person, one: Standing) -> bool:
    if not tx.posts.requeue(one.id, book.now()):
        return False
    if one.kind is Kind.REQUESTER:
        book.record(tx, tx.tickets.get(one.ticket.number), by, Retried(one.id))
    return True


def _line(one: Standing) -> str:
    why = one.error[:200] or say("no reason is known")
    return f"{one.id} · #{one.ticket.number} · {shown(KINDS[one.kind], place=one.place, why=why)}"
