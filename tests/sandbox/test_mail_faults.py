"""The mail provider out of order and slow, as IMAP and SMTP clients meet it."""

import asyncio
from contextlib import asynccontextmanager
from imaplib import IMAP4

import aiosmtplib
import pytest

from sandbox.switches import Switches
from sandbox.town import DESK, Town


@pytest.fixture
async def town():
    made = Town()
    await made.start()
    yield made
    await made.stop()


def inbox(town):
    """The desk's inbox, looked into by a blocking client."""
    client = IMAP4("127.0.0.1", town.mail.imap.port)
    client.login(DESK, "sandbox")
    client.select()
    return client


@asynccontextmanager
async def out(town):
    """A connection for mails that leave."""
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=town.mail.smtp.port, start_tls=False)
    await client.connect()
    yield client
    client.close()


async def test_an_outage_cuts_who_is_there_and_lets_nobody_in(town):
    faults = Switches(town.faults)
    client = await asyncio.to_thread(inbox, town)
    async with out(town) as leaving:
        faults.switch("mail down", True)
        with pytest.raises((IMAP4.abort, OSError)):
            await asyncio.to_thread(client.noop)
        with pytest.raises(aiosmtplib.SMTPException):
            await leaving.mail(DESK)
    with pytest.raises((IMAP4.abort, OSError)):
        await asyncio.to_thread(inbox, town)
    with pytest.raises(aiosmtplib.SMTPException):
        async with out(town):
            pass
    assert [one.what for one in town.journal.exchanges[-2:]] == ["CONNECT", "CONNECT"]

    await town.mail.send("ann@customer.example", DESK, "In the outage", "It burns")
    faults.switch("mail down", False)
    client = await asyncio.to_thread(inbox, town)
    assert (await asyncio.to_thread(client.search, None, "ALL"))[1] == [b"1"]
    async with out(town) as leaving:
        assert (await leaving.mail(DESK)).code == 250


async def test_slow_is_slow_for_imap_too(town):
    client, loop = await asyncio.to_thread(inbox, town), asyncio.get_running_loop()
    town.faults.add("*", "slow", value=0.2)
    began = loop.time()
    await asyncio.to_thread(client.noop)
    assert loop.time() - began >= 0.2
