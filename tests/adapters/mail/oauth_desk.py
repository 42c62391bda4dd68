"""A desk whose mailbox logs in by token, between its provider and its servers."""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import pytest
from imapclient.exceptions import LoginError

from adapters.mail import mailbox as imap
from adapters.mail.channel import MailChannel
from adapters.mail.oauth import enter, keys
from adapters.mail.oauth_grant import NoToken
from adapters.mail.submission import LoginRefused, greet
from bot.config import OAuth, Secret
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.people import Person
from tests.adapters.mail.mail_desk import ANN, mail_desk
from tests.adapters.mail.oauth_servers import servers
from tests.conftest import BOB

NOTHING_OF = ("ACCESS-", "REFRESH-", "APP-SECRET", "dXNlcj")  # tokens, secrets, and what is said in base64


class World:
    """A mailbox that logs in by token, with its provider and servers; `again` is the desk after a restart."""

    def __init__(self, desk, provider, imap_server, smtp_server):
        self.desk, self.clock, self.provider, self.imap, self.smtp = (
            desk,
            desk.clock,
            provider,
            imap_server,
            smtp_server,
        )
        self.oauth = OAuth(
            "google", "the-app", provider.url, Secret("APP-SECRET"), Secret("REFRESH-0"),
            secret_in="OAUTH_CLIENT_SECRET", refresh_in="OAUTH_REFRESH_TOKEN",
        )  # fmt: skip
        self.again()

    def again(self, ask=None, **changes):
        self.oauth = replace(self.oauth, **changes)
        self.box = replace(
            self.desk.settings.mailboxes[0], imap=Secret(self.imap.url), smtp=Secret(self.smtp.url), oauth=self.oauth
        )
        self.keys = keys([self.box], self.desk.store, ask or self.desk.ask, self.clock, "tests")
        self.key = self.keys["support"]

    async def read(self):
        """Log in over IMAP, and leave."""
        line = await enter(self.key, self.box.imap, partial(asyncio.to_thread, imap.Mailbox), LoginError)
        await asyncio.to_thread(line.close)

    async def send(self):
        """Log in over SMTP, and leave."""
        await enter(self.key, self.box.smtp, partial(greet, patience=5), LoginRefused)

    def kept(self):
        with self.desk.store.transaction() as tx:
            return tx.leases.value("oauth:support")

    def carrier(self, *boxes):
        """Something that sends the desk's answers from these mailboxes, and its channel."""
        settings = replace(self.desk.settings, mailboxes=boxes or (self.box,))
        channel = MailChannel(settings, self.desk.files, 5, self.keys)
        desk = self.desk
        return Outbox(desk.store, desk.desk, settings, channel, desk.ask, desk.clock, "tests"), channel

    async def answer(self):
        ann = Person("Ann", f"mail:{ANN}")
        first = Incoming(ann, "Nothing loads.", "support", "mail:<1@example.org>", ann.place, "VPN", silence="-")
        await self.desk.ask(self.desk.desk.receive, first)
        await self.desk.ask(self.desk.desk.reply, 1, BOB, "Restart it.")


@asynccontextmanager
async def oauth_desk(caplog):
    """The world, and afterwards: nothing secret stands in any log, even at its most talkative."""
    caplog.set_level(logging.DEBUG)
    async with mail_desk() as desk, servers() as three:
        yield World(desk, *three)
    ours = [record.getMessage() + str(record.exc_info) for record in caplog.records if record.name != "mail.log"]
    assert [line for line in ours if any(secret in line for secret in NOTHING_OF)] == []


async def carried(outbox):
    """All that is due was tried."""
    while await outbox.carry():
        pass


async def failed(asking):
    with pytest.raises(NoToken) as error:
        await asking
    return error.value
