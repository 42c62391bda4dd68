"""A connection that dies at any byte: nothing is lost, nothing is doubled, and the books are right afterwards."""

from dataclasses import replace

import pytest

from adapters.mail.channel import MailChannel
from bot.config import Secret
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.people import Person
from tests.adapters.mail.mail_desk import ANN, SUPPORT, mail_desk
from tests.adapters.mail.scissors import Scissors
from tests.conftest import BOB

TALK = 4_800  # bytes: more than either conversation has
STEP = 97


@pytest.fixture
async def world():
    async with mail_desk() as world:
        yield world


@pytest.mark.parametrize("first", range(0, STEP, 24))
async def test_reading_is_cut_at_any_byte(world, first):
    for number in range(3):
        await world.mail.send(ANN, SUPPORT, f"Mail {number}", f"Text {number}")
    async with Scissors(world.mail.imap.port, range(first, TALK, STEP)) as wire:
        world.run(world.intake(wire.between(world.mail.imap_url(SUPPORT))))
        await world.decided(3)

        assert world.fates == {"ticketed": 3}
        assert await world.adds_up()
        await world.halt()


async def answered(world):
    ann = Person("Ann", f"mail:{ANN}")
    first = Incoming(ann, "Nothing loads.", "support", "mail:<1@example.org>", ann.place, "VPN is down", silence="-")
    await world.ask(world.desk.receive, first)
    await world.ask(world.desk.reply, 1, BOB, "Restart it.")


def through(world, wire):
    """The outbox, whose server is reached by this wire."""
    box = replace(world.settings.mailboxes[0], smtp=Secret(wire.between(world.mail.smtp_url(SUPPORT))))
    settings = replace(world.settings, mailboxes=(box,))
    channel = MailChannel(settings, world.files, patience=5)
    return Outbox(world.store, world.desk, settings, channel, world.ask, world.clock, "tests")


@pytest.mark.parametrize("byte", range(0, TALK, 2 * STEP))
async def test_sending_is_cut_at_any_byte(world, byte):
    await answered(world)
    async with Scissors(world.mail.smtp.port, [byte]) as wire:
        world.outbox = through(world, wire)
        for _ in range(6):
            await world.settle()
            world.clock.forward(minutes=11)

        arrived = [bytes(one) for one in world.mail.inbox(ANN)]
        assert len(arrived) in (1, 2)  # twice only where the answer to the final dot was lost
        assert len(set(arrived)) == 1
        assert await world.adds_up()
