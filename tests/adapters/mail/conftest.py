"""The mail edge over a real store, and mails put through it."""

import asyncio

import pytest

from adapters.mail.edge import MailEdge
from bot.ports import Arrival
from storage.files import FileStore
from tests.adapters.mail.readings import READING
from tests.conftest import SETTINGS


@pytest.fixture
def edge(store, desk, tmp_path):
    edge = MailEdge(desk, store, SETTINGS, FileStore(tmp_path), READING)
    yield edge
    edge.close()


@pytest.fixture
def take(store, edge, clock):
    """Take in one raw mail, as the inbox would; its fate."""

    def take(raw, lane="support", attempts=1):
        raw = raw if isinstance(raw, bytes) else raw.encode()
        arrival = Arrival("imap:support/1/1", "mail", raw, clock(), lane=lane, attempts=attempts)
        deed = asyncio.run(edge.understand(arrival))
        with store.transaction():
            return deed.do()

    return take


@pytest.fixture
def history(store):
    def history(number=1):
        with store.transaction() as tx:
            return [event.fact for event in tx.tickets.history(number)]

    return history
