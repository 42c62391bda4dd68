"""Mails that are read before their turn comes: what is not needed is not read, and what is still shut is not ready."""

import pytest

from adapters.mail.child_process import Broken
from adapters.mail.edge import MailEdge
from adapters.mail.keys.opening import Opening
from adapters.mail.keys.ring import Ring
from adapters.mail.reading import Reading
from bot.ports import Arrival, NotSent
from storage.files import FileStore
from tests.adapters.mail.keys.people import mail as around
from tests.adapters.mail.keys.people import now, pgp_signed
from tests.adapters.mail.mails import mail
from tests.conftest import SETTINGS


@pytest.fixture
def reading():
    """One mail at a time, as it says."""
    made = Reading(1, "tests.adapters.mail.obedient", seconds=30)
    yield made
    made.close()


@pytest.fixture
def edge(desk, store, tmp_path, reading):
    opening = Opening(Ring(tmp_path / "keys", {}, now))
    return MailEdge(desk, store, SETTINGS, FileStore(tmp_path), reading, opening)


@pytest.fixture
def foresee(edge, reading, clock, mocker):
    """Foresee a mail; its arrival, and what will hold its letter."""
    begin = mocker.spy(reading, "begin")

    def foresee(name, raw):
        arrival = Arrival(f"t/{name}", "mail", raw, clock(), "support", attempts=1, fence=1)
        edge.foresee(arrival)
        return arrival, begin.spy_return.future

    return foresee


def test_a_mail_that_is_given_back_before_it_is_read_is_in_nobodys_way(edge, foresee):
    foresee("1", mail(text="hang").encode())
    second, letter = foresee("2", mail().encode())

    edge.forget(second)

    assert letter.cancelled()


def test_a_mail_that_is_still_to_be_opened_is_not_ready(edge, foresee):
    (plain, read), (signed, shut) = foresee("1", mail().encode()), foresee("2", around(pgp_signed()))
    read.result(30)
    shut.result(30)

    assert edge.is_ready(plain)
    assert not edge.is_ready(signed)


async def test_a_mail_that_broke_its_process_is_ready_to_be_told_so(edge, foresee):
    broken, letter = foresee("1", mail(text="leave").encode())
    with pytest.raises(Broken):
        letter.result(30)

    assert edge.is_ready(broken)
    with pytest.raises(Broken):
        await edge.understand(broken)


async def test_what_waits_when_the_desk_ends_is_for_the_next_start_and_nothing_new_begins(edge, foresee):
    foresee("1", mail(text="hang").encode())
    waiting, _ = foresee("2", mail().encode())

    edge.close()

    with pytest.raises(NotSent):
        await edge.understand(waiting)
    late, _ = foresee("3", mail().encode())
    with pytest.raises(NotSent, match="the desk ends"):
        await edge.understand(late)
