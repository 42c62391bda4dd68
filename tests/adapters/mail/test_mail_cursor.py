"""The cursor moves together with what was read, and only for who holds the mailbox."""

from datetime import timedelta

import pytest

from adapters.mail.cursor import Cursor, Ledger, Outrun
from adapters.mail.mailbox import Fetched

LASTS = timedelta(minutes=3)


@pytest.fixture
def ledger(store, clock):
    return Ledger(store, "support", "first", clock)


def mails(*uids, at=None):
    return [Fetched(uid, b"raw", at) for uid in uids]


def test_mails_and_cursor_are_written_together(ledger):
    fence, _ = ledger.take(LASTS)

    assert ledger.add(mails(7, 9), Cursor(3, 9), fence, LASTS) == 2
    assert ledger.take(LASTS) == (fence, Cursor(3, 9))


def test_the_same_mails_again_are_none_new(ledger):
    fence, _ = ledger.take(LASTS)
    ledger.add(mails(7, 9), Cursor(3, 9), fence, LASTS)

    assert ledger.add(mails(7, 9), Cursor(3, 9), fence, LASTS) == 0


def test_a_second_reader_gets_nothing_while_the_first_reads(store, clock, ledger):
    ledger.take(LASTS)

    assert Ledger(store, "support", "second", clock).take(LASTS) is None


def test_a_reader_that_was_overtaken_writes_neither_mails_nor_cursor(store, clock, ledger):
    fence, _ = ledger.take(LASTS)
    clock.forward(minutes=4)
    second = Ledger(store, "support", "second", clock)
    held, _ = second.take(LASTS)

    with pytest.raises(Outrun):
        ledger.add(mails(7), Cursor(3, 7), fence, LASTS)

    assert second.take(LASTS) == (held, Cursor(0, 0))
    with store.transaction() as tx:
        assert tx.arrivals.ledger() == {}


def test_a_reader_that_was_overtaken_and_came_back_starts_from_the_new_cursor(store, clock, ledger):
    stale, _ = ledger.take(LASTS)
    clock.forward(minutes=4)
    second = Ledger(store, "support", "second", clock)
    fence, _ = second.take(LASTS)
    second.add(mails(7), Cursor(3, 7), fence, LASTS)
    second.drop()

    with pytest.raises(Outrun):
        ledger.add(mails(5), Cursor(3, 5), stale, LASTS)
    assert ledger.take(LASTS)[1] == Cursor(3, 7)


def test_a_mail_from_the_future_is_not_made_to_wait(store, clock, ledger):
    fence, _ = ledger.take(LASTS)
    ledger.add(mails(7, at=clock() + timedelta(days=1)), Cursor(3, 7), fence, LASTS)

    with store.transaction() as tx:
        assert len(tx.arrivals.lease("mail", "tests", clock(), 10)) == 1


@pytest.mark.parametrize("value", ["", "x", "3", "3:", ":9", "-1:4"])
def test_a_cursor_that_cannot_be_read_starts_from_the_beginning(value):
    assert Cursor.of(value) == Cursor()


def test_another_uidvalidity_starts_from_the_beginning():
    assert Cursor(3, 9).under(3) == Cursor(3, 9)
    assert Cursor(3, 9).under(4) == Cursor(4, 0)
