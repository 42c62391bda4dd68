"""A mail server that misbehaves: whatever it does, each mail is written down once."""

import pytest

from sandbox.mail.scripted import ScriptedImap
from tests.adapters.mail.mail_desk import mail_desk


def raw(number):
    return f"From: ann@example.org\r\nMessage-ID: <{number}@example.org>\r\n\r\nText {number}\r\n".encode()


@pytest.fixture
async def server():
    server = ScriptedImap({5: raw(5), 9: raw(9)}, uidvalidity=3)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def world():
    async with mail_desk() as world:
        yield world


async def test_what_is_there_is_read_by_uid_and_the_time_is_utc(world, server):
    world.run(world.intake(server.url))
    await world.decided(2)

    assert await world.cursor() == "3:9"
    assert {event.at.hour for event in await world.history(1)} == {12}


@pytest.mark.parametrize("trick", ["split", "bye", "eof", "drop", "login", "no", "deaf", "mute"])
async def test_each_trick_loses_and_doubles_nothing(world, server, trick):
    server.plan = [trick]
    world.run(world.intake(server.url))
    await world.decided(2)
    server.put(raw(10))
    await world.decided(3)

    assert sum(world.fates.values()) == 3
    assert await world.adds_up()
    assert len(await world.tickets()) == 3
    assert await world.cursor() == "3:10"


async def test_a_dead_line_in_idle_makes_no_busy_loop(world, server):
    server.plan = ["eof"] * 3
    reading = world.intake(server.url)
    world.run(reading)
    await world.decided(2)
    server.put(raw(10))
    await world.decided(3)

    assert sum(said == "IDLE" for said in server.said) <= 30  # a busy loop makes thousands


async def test_the_last_mail_named_again_by_the_server_is_not_read_again(world, server):
    world.run(world.intake(server.url, poll=0.02))
    await world.decided(2)
    server.put(raw(10))
    await world.decided(3)

    fetched = [said for said in server.said if "BODY" in said]
    assert len(fetched) == 2
    assert "FETCH 10 (BODY" in fetched[1]


async def test_a_new_uidvalidity_reads_from_the_start_and_folds_what_is_known(world, server):
    world.run(world.intake(server.url, poll=0.02))
    await world.decided(2)
    server.mails, server.uidvalidity = {1: raw(5), 2: raw(9), 3: raw(11)}, 4
    await world.decided(5)

    assert await world.cursor() == "4:3"
    assert len(await world.tickets()) == 3
    assert await world.adds_up()


async def test_mail_is_only_peeked_at(world, server):
    world.run(world.intake(server.url))
    await world.decided(2)

    assert not any("BODY[]" in said or "RFC822 " in said for said in server.said)
