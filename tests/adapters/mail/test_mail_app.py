"""Mail as main.py runs it and doctor examines it."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from adapters.mail.app import MailApp
from adapters.mail.servers import Server
from bot.config import Secret
from tests.adapters.mail.mail_desk import ANN, SUPPORT, mail_desk


@pytest.fixture
async def world():
    async with mail_desk() as world:
        yield world


def app(world, **urls):
    box = replace(world.settings.mailboxes[0], **{name: Secret(url) for name, url in urls.items()})
    settings = replace(world.settings, mailboxes=(box,))
    return MailApp(settings, world.desk, world.store, world.files, world.ask, world.clock, "tests")


async def test_doctor_finds_nothing_wrong_with_a_mailbox_that_works(world):
    findings = await app(world).check()

    assert [finding.problem for finding in findings] == ["", "", ""]
    assert world.mail.inbox(ANN) == world.mail.inbox(SUPPORT) == []


@pytest.mark.parametrize(
    ("scheme", "problem"),
    [("imap://support@desk.example:wrong@127.0.0.1:{imap}", "login"), ("imap://a:b@127.0.0.1:1", "opened")],
)
async def test_doctor_says_what_is_wrong_with_reading(world, scheme, problem):
    findings = await app(world, imap=scheme.format(imap=world.mail.imap.port)).check()

    assert problem in findings[0].problem
    assert findings[0].mend
    assert "wrong" not in findings[0].problem


async def test_doctor_says_what_is_wrong_with_sending(world):
    world.faults.add("smtp:auth", "535", times=-1)

    assert "refuses our login" in (await app(world).check())[1].problem


async def test_a_server_that_hides_encryption_gets_neither_password_nor_mail(world):
    url = f"smtp+starttls://support:secret@127.0.0.1:{world.mail.smtp.port}"
    findings = await app(world, smtp=url).check()

    assert findings[1].problem
    assert world.mail.journal.of("smtp", "AUTH") == []


async def test_it_reads_until_it_is_stopped_and_gives_the_mailbox_back(world):
    mail = app(world)
    running = asyncio.create_task(mail.run())
    await world.mail.wait_for(lambda: world.mail.journal.of("imap", "IDLE"))
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    assert mail.trouble == ""
    second = world.run(world.intake(owner="another"))
    await world.mail.send(ANN, SUPPORT, "VPN", "Nothing loads.")
    await world.decided(1)
    assert not second.done()


async def test_a_dead_mailbox_is_told_as_trouble(world):
    mail = app(world, imap="imap://a:b@127.0.0.1:1")
    running = asyncio.create_task(mail.run())
    async with asyncio.timeout(10):
        while not mail.trouble:
            await world.ask(len, "")

    running.cancel()
    assert "cannot be read" in mail.trouble


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("imaps://me:pw@mx.example", Server("mx.example", 993, "tls", "me", "pw")),
        ("imaps://a%40x:p%2Fw@mx.example:1993/My%20Desk", Server("mx.example", 1993, "tls", "a@x", "p/w", "My Desk")),
        ("imap://mx.example/INBOX", Server("mx.example", 143, "")),
        ("imap+starttls://mx.example", Server("mx.example", 143, "starttls")),
        ("smtps://mx.example", Server("mx.example", 465, "tls")),
        ("smtp+starttls://mx.example", Server("mx.example", 587, "starttls")),
        ("smtp://mx.example:25", Server("mx.example", 25, "starttls")),
        ("smtp://127.0.0.1:25", Server("127.0.0.1", 25, "")),
        ("smtp://localhost:25", Server("localhost", 25, "")),
    ],
)  # fmt: skip
def test_a_server_is_read_from_its_url_and_mail_leaves_encrypted(url, wanted):
    assert Server.of(url) == wanted


@pytest.mark.parametrize("url", ["", "http://x", "imaps://", "mx.example", "imaps:///INBOX"])
def test_a_url_that_is_none_is_refused_in_words(url):
    with pytest.raises(ValueError, match="a mail server is written as"):
        Server.of(url)


def test_a_password_is_never_shown():
    assert "geheim" not in repr(Server.of("imaps://me:geheim@mx.example"))
