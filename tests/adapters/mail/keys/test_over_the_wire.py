"""Signed, encrypted and opened over a real mail server: by the unmodified intake, inbox, outbox and channel."""

from dataclasses import replace

import pysequoia
import pytest

from adapters.mail.channel import MailChannel
from adapters.mail.edge import MailEdge
from adapters.mail.keys import parts
from adapters.mail.keys.opening import Opening
from bot.desk import Desk
from bot.inbox import Inbox
from bot.outbox import Outbox
from tests.adapters.mail.keys.people import cert, mail, pgp_encrypted, tsk
from tests.adapters.mail.mail_desk import SUPPORT, mail_desk
from tests.adapters.mail.readings import READING
from tests.conftest import BOB

WHO, US = "Ann <ann@example.org>", "Support <support@desk.example>"


@pytest.fixture
async def world(ring, know):
    """A mailbox with keys: its queue is private, signs, and has Ann's key."""
    know(tsk(US))
    know(cert(WHO))
    async with mail_desk() as world:
        queues = (replace(world.settings.queues[0], private=True, sign="pgp"), *world.settings.queues[1:])
        world.settings = replace(world.settings, queues=queues)
        parts_of = (world.store, world.settings)
        world.desk = Desk(*parts_of, world.clock, keys=ring)
        world.edge = MailEdge(world.desk, *parts_of, world.files, READING, Opening(ring))
        world.channel = MailChannel(world.settings, world.files, patience=5, ring=ring)
        world.inbox = Inbox(world.store, world.edge, world.ask, world.clock, "tests")
        world.outbox = Outbox(world.store, world.desk, world.settings, world.channel, world.ask, world.clock, "tests")
        await world.mail.deliver(SUPPORT, mail(pgp_encrypted(by=WHO)))
        world.run()
        await world.decided(1)
        await world.halt()
        yield world


def tried(world):
    """Our answers as they were offered to the server, whatever became of them."""
    offered = [one.body["raw"] for one in world.mail.journal.of("smtp", "DATA")]
    return [raw for raw in offered if b"auto-replied" not in raw]


async def test_an_encrypted_mail_is_opened_and_answered_encrypted_and_signed(world):
    opened = (await world.history(1))[0].fact
    await world.ask(world.desk.reply, 1, BOB, "Here you are.")
    await world.settle()
    (answer,) = tried(world)
    within = bytes(pysequoia.decrypt(parts.encrypted(answer).data, tsk(WHO).decryptor()).bytes)

    assert (opened.private, opened.signed) == ("The code is 7.", "signed by Ann <ann@example.org>, valid")
    assert parts.signed(mail(within)).how == "PGP/MIME"
    assert b"Here you are." in within


async def test_every_try_sends_the_very_same_signature_and_envelope(world):
    world.faults.add("smtp:data", "4xx", times=2)
    await world.ask(world.desk.reply, 1, BOB, "Here you are.")
    for _ in range(5):
        await world.settle()
        world.clock.forward(minutes=11)

    assert len(tried(world)) == 3
    assert len(set(tried(world))) == 1


async def test_a_key_that_was_taken_out_during_the_hold_stops_the_answer_in_sight(world, ring):
    await world.ask(world.desk.reply, 1, BOB, "Here you are.")
    ring.remove(ring.of("ann@example.org", "PGP"))
    await world.settle()

    assert tried(world) == []
    told = (await world.history(1))[-1].fact
    assert told.reason.startswith("it must leave encrypted, but the PGP key of ann@example.org is gone.")


async def test_it_leaves_when_the_key_is_back_and_an_agent_says_so(world, ring, know):
    await world.ask(world.desk.reply, 1, BOB, "Here you are.")
    ring.remove(ring.of("ann@example.org", "PGP"))
    await world.settle()
    know(cert(WHO))
    await world.ask(world.desk.retry, 1, BOB)
    await world.settle()

    assert len(tried(world)) == 1
