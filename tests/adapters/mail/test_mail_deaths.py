"""A mail that ends the process which reads it: twice it is read anew, then by its headers, then it is parked."""

import asyncio
import logging

import pytest

from adapters.mail.edge import OFTEN, MailEdge
from adapters.mail.reading import Reading
from bot.inbox import Inbox
from bot.ports import Arrival
from storage.files import FileStore
from tests.adapters.mail.mails import mail
from tests.adapters.mail.readings import READING
from tests.conftest import SETTINGS, ask

OBEDIENT = "tests.adapters.mail.obedient"


@pytest.fixture
def take_in(desk, store, clock, tmp_path):
    """Let mails come in, and the inbox work on them over a day; the text of each ticket."""
    readings = []

    def run(*texts, rounds=12, **limits):
        readings.append(Reading(2, OBEDIENT, **limits))
        edge = MailEdge(desk, store, SETTINGS, FileStore(tmp_path), readings[0])
        inbox = Inbox(store, edge, ask, clock, "tests")
        raws = [mail(number, text).encode() for number, text in enumerate(texts)]
        with store.transaction() as tx:
            tx.arrivals.add([Arrival(f"t/{n}", "mail", raw, clock(), "support") for n, raw in enumerate(raws)])
        asyncio.run(worked(inbox, rounds))
        with store.transaction() as tx:
            return {event.fact.text: ticket.number for event, ticket in tx.tickets.latest(50) if event.source}

    async def worked(inbox, rounds):
        for _ in range(rounds):
            while await inbox.work():
                pass
            clock.forward(hours=2)

    yield run
    for one in readings:
        one.close()


@pytest.fixture
def ledger(store):
    def ledger():
        with store.transaction() as tx:
            return tx.arrivals.ledger()

    return ledger


def test_a_mail_that_ends_its_process_becomes_a_ticket_of_its_headers_and_the_next_is_not_late(
    take_in, ledger, caplog, history
):
    caplog.set_level(logging.ERROR)

    tickets = take_in("leave", "second", "third", seconds=30)

    assert ledger() == {("mail", "ticketed"): 3}
    assert tickets == {"second": 1, "third": 2, "(no text)": 3}
    assert [file.name for file in history(3)[0].files] == ["mail.eml"]
    assert [record.message for record in caplog.records] == ["t/0: try 1 failed", "t/0: try 2 failed"]


def test_a_mail_that_nothing_can_read_is_parked(take_in, ledger):
    assert take_in("first", seconds=0.000_001) == {}
    assert ledger() == {("mail", "quarantined"): 1}


def test_a_mail_that_takes_long_is_overtaken_and_its_waiting_is_not_counted(take_in, store, clock):
    tickets = take_in("hang", "second", rounds=1, seconds=30, slow=1.0)

    assert tickets == {"second": 1}
    with store.transaction() as tx:
        [waiting] = tx.arrivals.lease("mail", "tests", clock(), 10)
    assert (waiting.source, waiting.attempts, waiting.fence) == ("t/0", 1, 2)


@pytest.mark.parametrize(("fence", "text"), [(OFTEN - 1, "Nothing."), (OFTEN, "(no text)")])
def test_a_mail_taken_up_a_dozen_times_without_an_end_is_read_by_its_headers(
    desk, store, clock, tmp_path, history, fence, text
):
    edge = MailEdge(desk, store, SETTINGS, FileStore(tmp_path), READING)
    raw = mail(text="Nothing.").encode()
    deed = asyncio.run(edge.understand(Arrival("t/1", "mail", raw, clock(), "support", attempts=1, fence=fence)))
    with store.transaction():
        deed.do()

    assert history()[0].text == text
