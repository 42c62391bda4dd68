"""The reader's side of the ledger: what was seen is counted, and what was overlooked on the server is found."""

import pytest

from adapters.mail.app import MailApp
from adapters.mail.cursor import SWEEP, Ledger
from adapters.mail.envelopes import envelope
from adapters.mail.intake import Intake
from bot import audit
from bot.inbox import TRIES
from bot.ports import Arrival
from tests.adapters.mail.mail_desk import ANN, SUPPORT, mail_desk
from tests.conftest import BOB


@pytest.fixture
async def world():
    async with mail_desk() as world:
        yield world


def balance(world):
    with world.store.transaction() as tx:
        return audit.audit(tx, ("support",)).mailboxes[0]


def keep(world, name, value):
    with world.store.transaction() as tx:
        tx.leases.keep(name, value)


def value(world, name):
    with world.store.transaction() as tx:
        return tx.leases.value(name)


def reader(world):
    box = world.settings.mailboxes[0]
    return Intake(
        box,
        world.store,
        world.ask,
        world.clock,
        "tests",
        world.wake,
        0.05,
        (0.01,),
        0.05,
        found=world.desk.ledger.found,
    )


def board(world):
    with world.store.transaction() as tx:
        return [one.words for one in tx.notices.stale("slack", "tests", world.clock(), 9) if "swept" in one.key]


async def lost_its_place(world):
    """Two mails are there, and the cursor stands behind them though nobody ever fetched them."""
    for number in range(2):
        await world.mail.send(ANN, SUPPORT, f"Mail {number}", f"Text {number}")
    world.run(reader(world))
    await world.decided(2)
    await world.halt()
    cursor = await world.cursor()
    for number in range(2, 4):
        await world.mail.send(ANN, SUPPORT, f"Mail {number}", f"Text {number}")
    await world.ask(keep, world, "mailbox:support", f"{cursor.partition(':')[0]}:999999999")


async def test_what_is_seen_is_counted_beside_what_is_decided(world):
    world.run(reader(world))
    for number in range(3):
        await world.mail.send(ANN, SUPPORT, f"Mail {number}", f"Text {number}")
    await world.decided(3)

    found = await world.ask(balance, world)
    assert (found.seen, found.fates, found.missing) == (3, {"ticketed": 3}, 0)
    assert found.looked_at == world.clock()


async def test_a_mailbox_that_lost_its_place_is_found_out_once_a_day_and_told(world):
    await lost_its_place(world)
    world.run(reader(world))
    world.clock.forward(seconds=SWEEP.total_seconds())

    await world.decided(4)

    assert [ticket.subject for ticket in await world.tickets()] == ["Mail 3", "Mail 2", "Mail 1", "Mail 0"]
    await world.halt()
    [words] = await world.ask(board, world)
    assert words.head == "2 mails lay in the mailbox support that had never been fetched: they are now"
    assert (await world.ask(balance, world)).missing == 0


async def test_doctor_finds_it_too_and_has_the_reader_fetch_it(world):
    await lost_its_place(world)
    app = MailApp(world.settings, world.desk, world.store, world.files, world.ask, world.clock, "doctor")

    assert "2 were not (UIDs" in [one.problem for one in await app.check()][-1]
    world.run(reader(world))
    await world.decided(4)
    assert [one.problem for one in await app.check()][-1] == ""


async def test_why_a_mailbox_cannot_be_read_is_kept_until_it_can(world):
    ledger = Ledger(world.store, "support", "tests", world.clock)
    ledger.failed("The server refuses our login.")
    assert value(world, "trouble:support") == "The server refuses our login."
    ledger.looked()
    assert value(world, "trouble:support") == ""


def park(world):
    with world.store.transaction() as tx:
        tx.arrivals.add([Arrival("imap:support/1/1", "mail", b"From: eve@x\r\n\r\nx", world.clock(), "support")])
        [arrival] = tx.arrivals.lease("mail", "tests", world.clock(), 1)
        for _ in range(TRIES):  # each try was a lease
            tx.arrivals.again(arrival, "it broke", world.clock())
            [arrival] = tx.arrivals.lease("mail", "tests", world.clock(), 1)
        tx.arrivals.settle(arrival, world.edge.park(arrival, "it broke"), world.clock())
        return arrival.id


@pytest.mark.parametrize(("do", "subject"), [("again", ""), ("ticket", "A mail that could not be read")])
async def test_a_parked_mail_becomes_one_ticket_and_its_notice_says_which(world, do, subject):
    number = await world.ask(park, world)
    for _ in range(2):
        await world.ask(world.desk.ledger.parked, BOB, do, number)
        await world.settle()

    assert [one.subject for one in await world.tickets()] == [subject]
    world.clock.forward(seconds=5)
    with world.store.transaction() as tx:
        assert tx.notices.of(f"parked:{number}")[0].words.head.endswith("could not be read · → #1")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", ("", "")),
        (b"From: Ann <ann@x>\r\nSubject: Hi\x07 there\r\n\r\nFrom: forged\r\n", ("Ann <ann@x>", "Hi there")),
        (b"X: y\r\n\r\nSubject: in the body\r\n", ("", "")),
        (b"from: a\xff\r\n" + b"X: " + b"y" * 20_000 + b"\r\nSubject: far\r\n\r\n", ("a\ufffd", "")),
    ],
)
def test_what_an_unread_mail_is_called_is_found_without_reading_it(raw, found):
    assert envelope(raw) == found
