"""What becomes of an answer when the mail server refuses it, or dies on us."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.mail.channel import MailChannel
from bot.config import Secret
from bot.errors import LeftAlready
from bot.events import Delayed
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.people import Person
from tests.adapters.mail.mail_desk import ANN, SUPPORT, mail_desk
from tests.conftest import BOB


@pytest.fixture
async def world():
    async with mail_desk() as world:
        ann = Person("Ann", f"mail:{ANN}")
        first = Incoming(
            ann, "Nothing loads.", "support", "mail:<1@example.org>", ann.place, "VPN is down", silence="-"
        )
        await world.ask(world.desk.receive, first)
        await world.ask(world.desk.reply, 1, BOB, "Restart it.")
        yield world
        assert await world.adds_up()


def tried(world):
    """The mails offered to the server, whatever became of them."""
    return [one.body["raw"] for one in world.mail.journal.of("smtp", "DATA")]


async def waits(world, **delta):
    world.clock.forward(**delta)
    await world.settle()


async def test_an_answer_leaves_from_the_mailbox_to_the_requester_alone(world):
    await world.settle()

    sent = world.mail.journal.of("smtp", "DATA")[0].body
    assert (sent["from"], sent["to"]) == (SUPPORT, [ANN])


async def test_an_automatic_mail_leaves_with_the_null_sender(world):
    await world.ask(world.desk.resolve, 1, BOB)
    await world.settle()

    assert [one.body["from"] for one in world.mail.journal.of("smtp", "DATA")] == [SUPPORT, "<>"]


@pytest.mark.parametrize("code", [421, 450, 451, 452])
@pytest.mark.parametrize("at", ["mail", "rcpt", "data"])
async def test_a_temporary_refusal_is_tried_again_after_five_minutes(world, at, code):
    world.faults.add(f"smtp:{at}", "4xx", value=code)
    await world.settle()
    await waits(world, minutes=4)
    assert world.mail.inbox(ANN) == []

    await waits(world, minutes=2)

    assert len(world.mail.inbox(ANN)) == 1


async def test_a_server_that_stays_away_is_asked_less_and_less_often(world):
    world.faults.add("smtp:rcpt", "4xx", times=-1)
    for _ in range(100):
        await waits(world, minutes=5)

    tries = len(world.mail.journal.of("smtp", "RCPT"))
    assert 8 <= tries <= 12  # 500 minutes: after 5, 10, 20, 40 and then every 67 minutes


@pytest.mark.parametrize(("at", "kind"), [("rcpt", "5xx"), ("rcpt", "refuse_some"), ("data", "5xx_data")])
async def test_a_refusal_for_good_is_told_to_the_agents_in_the_servers_words(world, at, kind):
    world.faults.add(f"smtp:{at}", kind)
    await world.settle()

    undelivered = (await world.history(1))[-1].fact
    assert undelivered.place == f"mail:{ANN}"
    assert undelivered.reason.startswith("the mail server says: 55")


async def test_a_connection_lost_at_the_dot_is_tried_once_more_with_the_very_same_bytes(world):
    world.faults.add("smtp:data", "drop_after")
    await world.settle()
    await waits(world, minutes=9)
    assert len(tried(world)) == 1

    await waits(world, minutes=2)

    first, second = tried(world)
    assert first == second
    assert len({mail["Message-ID"] for mail in world.mail.inbox(ANN)}) == 1


async def test_every_retry_sends_the_same_bytes(world):
    world.faults.add("smtp:data", "4xx", times=3)
    for _ in range(12):
        await waits(world, minutes=11)

    assert len(tried(world)) == 4
    assert len(set(tried(world))) == 1


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
async def test_what_is_lost_at_the_dot_twice_is_given_up_in_sight_and_not_sent_for_ever(world, kind):
    world.faults.add("smtp:data", kind, times=9)
    for _ in range(12):
        await waits(world, minutes=11)

    assert len(tried(world)) == 2
    assert len(set(tried(world))) == 1


async def test_a_connection_that_dies_before_the_text_is_no_doubt_and_tried_soon(world):
    world.faults.add("smtp:rcpt", "drop_before")
    await world.settle()
    await waits(world, seconds=6)

    assert len(world.mail.inbox(ANN)) == 1


async def test_a_refused_login_stops_the_lane_in_words_and_loses_nothing(world):
    world.faults.add("smtp:auth", "535", times=4)  # each login offers two ways
    await world.settle()
    assert "refuses our login" in world.channel.trouble

    await waits(world, seconds=61)
    assert world.mail.inbox(ANN) == []
    await waits(world, seconds=61)

    assert world.channel.trouble == ""
    assert len(world.mail.inbox(ANN)) == 1


async def test_a_server_that_is_not_there_is_trouble_and_the_answer_waits(world):
    await world.mail.smtp.stop()
    await world.settle()

    assert "cannot be used" in world.channel.trouble


async def test_a_slow_server_is_waited_for(world):
    world.faults.add("smtp:data", "slow", value=0.05)
    await world.settle()

    assert len(world.mail.inbox(ANN)) == 1


async def test_a_dead_address_ends_after_five_days_of_trying(world):
    world.faults.add("smtp:rcpt", "4xx", times=-1)
    await world.settle()
    for _ in range(6):
        await waits(world, days=1)

    assert "given up" in (await world.history(1))[-1].fact.reason
    assert world.clock() - (await world.history(1))[-1].at < timedelta(days=2)


async def test_where_tls_is_required_and_not_offered_nothing_is_said_at_all(world):
    box = world.settings.mailboxes[0]
    asked = Secret(box.smtp.reveal().replace("smtp://", "smtp+starttls://"))
    world.channel = MailChannel(replace(world.settings, mailboxes=(replace(box, smtp=asked),)), world.files, patience=5)
    world.outbox = Outbox(world.store, world.desk, world.settings, world.channel, world.ask, world.clock, "tests")
    await world.settle()

    assert "cannot be used" in world.channel.trouble
    assert [one.what for one in world.mail.journal.exchanges if one.wire == "smtp"] == []
    assert await world.said(1) == ["Opened", "Unacknowledged", "Replied"]


async def test_agents_hear_once_of_an_answer_that_waits_for_hours(world):
    world.faults.add("smtp:rcpt", "4xx", times=-1)
    for _ in range(90):
        await waits(world, minutes=5)

    told = [event for event in await world.history(1) if isinstance(event.fact, Delayed)]
    assert len(told) == 1
    assert timedelta(hours=4) <= told[0].at - (await world.history(1))[2].at <= timedelta(hours=5.2)
    assert told[0].fact.reason.startswith("the mail server says: 451")


async def test_what_was_refused_leaves_with_the_very_same_bytes_when_an_agent_says_so(world):
    world.faults.add("smtp:data", "5xx_data")
    await world.settle()
    assert world.mail.inbox(ANN) == []

    await world.ask(world.desk.retry, 1, BOB)
    await world.settle()

    first, second = tried(world)
    assert first == second
    assert len(world.mail.inbox(ANN)) == 1
    assert (await world.ask(world.desk.show, 1, BOB)).ticket.trouble == ""


async def test_what_the_server_put_off_can_still_be_taken_back(world):
    world.faults.add("smtp:data", "4xx", times=-1)
    await world.settle()
    await world.ask(world.desk.undo, 1, BOB)
    world.faults.clear()
    await waits(world, days=1)

    assert world.mail.inbox(ANN) == []


async def test_what_may_have_arrived_cannot_be_taken_back(world):
    world.faults.add("smtp:data", "drop_after")
    await world.settle()

    with pytest.raises(LeftAlready):
        await world.ask(world.desk.undo, 1, BOB)


async def test_a_refusal_while_it_is_unknown_leaves_it_unknown(world):
    """That a later try was put off says nothing about the one whose answer was lost."""
    world.faults.add("smtp:data", "drop_after")
    await world.settle()
    world.faults.add("smtp:rcpt", "4xx")
    await waits(world, minutes=11)

    with pytest.raises(LeftAlready):
        await world.ask(world.desk.undo, 1, BOB)


@pytest.mark.parametrize("end", ["\n.\r\n", "\r.\r", "\n.\n", "\r\n.\r\n"])
async def test_cve_2023_51764_51765_51766_cve_2024_27305_what_ends_a_mail_within_a_mail_ends_nothing(world, end):
    await world.ask(world.desk.reply, 1, BOB, f"a{end}MAIL FROM:<eve@x.example>{end}b")
    await world.settle()

    assert [one.body["from"] for one in world.mail.journal.of("smtp", "DATA")] == [SUPPORT, SUPPORT]
    assert len(world.mail.inbox(ANN)) == 2
