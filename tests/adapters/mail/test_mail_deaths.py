"""A mail that ends the process which reads it is read by its headers in the end; an innocent one never is."""

import asyncio

import pytest

from adapters.mail.edge import OFTEN, MailEdge
from bot.ports import Arrival
from storage.files import FileStore
from tests.conftest import SETTINGS

RAW = (
    b"From: ann@example.org\r\nTo: support@desk.example\r\nSubject: VPN\r\nMessage-ID: <1@example.org>\r\n\r\nNothing."
)


@pytest.mark.parametrize(("fence", "text"), [(OFTEN - 1, "Nothing."), (OFTEN, "(no text)")])
def test_a_mail_taken_up_a_dozen_times_without_an_end_is_read_by_its_headers(desk, store, clock, tmp_path, fence, text):
    edge = MailEdge(desk, store, SETTINGS, FileStore(tmp_path))
    arrival = Arrival("imap:support/1/1", "mail", RAW, clock(), lane="support", attempts=1, fence=fence)
    deed = asyncio.run(edge.understand(arrival))
    edge.close()
    with store.transaction() as tx:
        deed.do()
        assert tx.tickets.history(1)[0].fact.text == text
