"""Mail as main.py runs it, where a mailbox logs in by token."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from adapters.mail.app import MailApp
from bot.config import Secret
from tests.adapters.mail.mail_desk import SUPPORT
from tests.adapters.mail.oauth_desk import oauth_desk


@pytest.fixture
async def world(caplog):
    async with oauth_desk(caplog) as world:
        yield world


def app(world, *boxes):
    desk, settings = world.desk, replace(world.desk.settings, mailboxes=boxes)
    return MailApp(settings, desk.desk, desk.store, desk.files, desk.ask, desk.clock, "tests")


@asynccontextmanager
async def running(world, *boxes):
    mail = app(world, *boxes)
    reading = asyncio.create_task(mail.run())
    async with asyncio.timeout(15):
        yield mail
    reading.cancel()
    await asyncio.wait([reading])


async def test_a_mailbox_is_read_by_token_and_goes_on_when_the_token_is_taken_back(world):
    world.imap.mails = {1: b"From: ann@example.org\r\n\r\nOne\r\n"}
    async with running(world, world.box) as mail:
        await world.imap.idling.wait()
        world.imap.idling.clear()
        world.provider.good.clear()
        world.clock.forward(minutes=20)
        world.imap.drop()
        await world.imap.idling.wait()
        assert mail.trouble == ""

    assert world.imap.logins == ["ACCESS-1", "ACCESS-1", "ACCESS-2"]
    assert await world.desk.cursor() == "1:1"


async def test_a_login_taken_back_stops_one_mailbox_and_says_so_while_the_others_are_read(world):
    world.provider.refresh = set()
    other = replace(world.box, name="sales", imap=Secret(world.desk.mail.imap_url(SUPPORT)), oauth=None)
    async with running(world, world.box, other) as mail:
        await world.desk.mail.wait_for(lambda: world.desk.mail.journal.of("imap", "IDLE"))
        while not mail.trouble:
            await world.desk.ask(len, "")

    assert "Log in anew, put the new token into OAUTH_REFRESH_TOKEN and restart." in mail.trouble
    assert len(world.provider.asked) == 1


async def test_doctor_logs_in_by_token_where_the_mailbox_does(world):
    assert [finding.problem for finding in await app(world, world.box).check()] == ["", "", "", ""]
    assert (world.imap.logins, world.smtp.logins) == (["ACCESS-1", "ACCESS-2"], ["ACCESS-1"])
