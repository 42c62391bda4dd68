"""An old mailbox becomes tickets: in its own time, once, and without a word to anybody."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from adapters.mail.boxes import NoMail, spots
from adapters.mail.importing import Plan, equation
from adapters.mail.importing_run import Run, Where
from bot.apply import apply
from bot.events import Closed, Opened, Released, Replied, Tagged, Wrote
from bot.filters import Filter
from bot.ticket import Status, Ticket
from storage.files import FileStore
from tests.adapters.mail.mail_desk import SUPPORT, mail_desk
from tests.adapters.mail.mails import Here, mail
from tests.conftest import ANN, BOB, MAX, ROOM, SETTINGS, ask

ASKED, ANSWERED, THANKED = (datetime(2024, 3, day, 9, tzinfo=UTC) for day in (4, 5, 6))


def dated(at):
    return f"{at:%d %b %Y %H:%M:%S +0000}"


QUESTION = mail(1, Date=dated(ASKED))
ANSWER = mail(
    2, "Try now.", From="Bob <bob@desk.example>", To="ann@example.org", Subject="Re: VPN", Date=dated(ANSWERED),
    In_Reply_To="<1@example.org>",
)  # fmt: skip
THANKS = mail(3, "It works.", Subject="Re: VPN", Date=dated(THANKED), References="<1@example.org> <2@example.org>")


@pytest.fixture
def old(store, desk, clock, tmp_path):
    """Let an old mailbox of these mails be imported; in `sent` are our own. Returns the books."""

    def old(*raws, sent=(), only=None, **plan):
        for folder, mails in (("inbox", raws), ("sent", sent)):
            (tmp_path / folder).mkdir(exist_ok=True)
            for raw in mails:
                name = f"{len(list((tmp_path / folder).iterdir())):03}.eml"
                (tmp_path / folder / name).write_text(raw, newline="")
        parts = (SETTINGS, desk, store, FileStore(tmp_path / "files"), ask, clock, "tests")
        run = Run(*parts, Plan(**{"queue": "support", **plan}), Here())
        where = Where("maildir", str(tmp_path / "inbox"), str(tmp_path / "sent"))
        asyncio.run(run.through(where, {}, shown, print))
        assert run.importer.troubles == []
        return equation(run.importer.ends)

    return old


def shown(items, label):
    return nullcontext(items)


def found(store):
    with store.transaction() as tx:
        tickets = tx.tickets.search(Filter(statuses=tuple(Status)), 100)
        return sorted(
            ((ticket, tx.tickets.history(ticket.number)) for ticket in tickets), key=lambda one: one[0].number
        )


def test_a_talk_of_old_becomes_one_closed_ticket_in_its_own_time(old, store):
    books = old(THANKS, QUESTION, sent=[ANSWER])
    [(ticket, history)] = found(store)

    assert books == "3 mails = 2 appended + 1 ticketed"
    assert (ticket.status, ticket.requester, ticket.tags) == (Status.CLOSED, ANN.place, ("imported",))
    facts = [type(event.fact) for event in history]
    assert facts == [Opened, Tagged, Replied, Wrote, Released, Closed]
    assert [history[at].at for at in (0, 2, 3, 5)] == [ASKED, ANSWERED, THANKED, THANKED]
    assert reduce(apply, history, Ticket(ticket.number)) == ticket


def test_cve_2021_33038_nobody_is_told_and_no_clock_runs(old, store, desk, wire, carry, clock):
    old(THANKS, QUESTION, sent=[ANSWER])
    clock.forward(days=30)

    assert desk.tick() == 0
    carry()
    assert [channel.posts for channel in wire.channels] == [[], [], []]


def test_begun_again_it_doubles_nothing_and_takes_what_is_new(old, store):
    old(QUESTION, sent=[ANSWER])
    before = found(store)
    assert old() == "2 mails = 2 known from before"
    assert found(store) == before

    assert old(THANKS) == "3 mails = 1 appended + 2 known from before"
    [(ticket, history)] = found(store)
    assert ticket.status is Status.CLOSED
    assert [type(event.fact) for event in history[-2:]] == [Wrote, Closed]


def test_the_same_mail_out_of_two_folders_is_one(old, store):
    assert old(QUESTION, "X-Folder: Archive\r\n" + QUESTION, sent=[ANSWER, "X-Folder: All\r\n" + ANSWER]) == (
        "4 mails = 1 appended + 2 ignored(duplicate) + 1 ticketed"
    )
    assert [type(event.fact) for event in found(store)[0][1]].count(Replied) == 1


def test_answers_without_ids_meet_by_subject_and_people(old, store):
    answer = mail(2, From="bob@desk.example", To="ann@example.org", Subject="AW: VPN", Date=dated(ANSWERED))
    strangers = mail(3, From="max@example.net", Subject="Re: VPN", Date=dated(THANKED))
    another = mail(4, Subject="VPN", Date=dated(THANKED))
    much_later = mail(5, Subject="Re: VPN", Date=dated(THANKED + timedelta(days=40)))

    old(QUESTION, strangers, another, much_later, sent=[answer])

    assert [ticket.requester for ticket, _ in found(store)] == [ANN.place, MAX.place, ANN.place, ANN.place]


def test_an_id_that_several_people_use_joins_nothing(old, store):
    old(*(mail("template", text, From=f"{text}@example.org", Date=dated(ASKED)) for text in ("a", "b")))

    assert [ticket.requester for ticket, _ in found(store)] == ["mail:a@example.org", "mail:b@example.org"]


def test_somebody_else_in_an_old_talk_is_shown_as_such(old, store):
    old(QUESTION, mail(2, "Me too", From="max@example.net", In_Reply_To="<1@example.org>", Date=dated(ANSWERED)))
    [(_, history)] = found(store)

    assert [event.fact.third_party for event in history if isinstance(event.fact, Wrote)] == [True]


def test_what_we_began_is_its_recipients_ticket(old, store):
    old(sent=[mail(2, "Your bill.", From="bob@desk.example", To="Ann <ann@example.org>", Date=dated(ASKED))])
    [(ticket, history)] = found(store)

    assert (ticket.requester, ticket.origin, history[0].by.place) == (ANN.place, ANN.place, "mail:bob@desk.example")


def test_a_young_talk_stays_open_and_waits_for_us_from_now_on(old, store, desk, clock):
    young = mail(4, Date=dated(clock() - timedelta(days=2)))
    answered = mail(2, From="max@example.net", Subject="Printer", Date=dated(clock() - timedelta(days=2)))
    answer = mail(3, From=SUPPORT, To="max@example.net", In_Reply_To="<2@example.org>",
                  Date=dated(clock() - timedelta(days=1)))  # fmt: skip
    old(young, answered, QUESTION, sent=[answer], open_since=clock() - timedelta(days=7))
    by_status = {ticket.status: ticket for ticket, _ in found(store)}

    assert set(by_status) == {Status.CLOSED, Status.OPEN, Status.PENDING}
    assert by_status[Status.OPEN].first_by == clock() + timedelta(hours=4)
    assert (by_status[Status.OPEN].owner, by_status[Status.PENDING].owner) == (None, None)
    assert desk.tick() == 0


def test_rooms_see_it_where_that_is_wanted_and_requesters_never(old, wire, carry):
    old(QUESTION, sent=[ANSWER], is_posted=True)
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "Tagged", "Replied", "Released", "Closed"]
    assert wire.at(ANN.place) == []
    assert not any(words.pings for words in wire.slack.words if words)


def test_a_dry_run_writes_nothing(old, store, tmp_path):
    with_file = QUESTION.replace("\r\n\r\n", "\r\nContent-Disposition: attachment; filename=a.log\r\n\r\n", 1)

    assert old(with_file, THANKS, is_dry=True) == "2 mails = 1 appended + 1 ticketed"
    assert found(store) == []
    assert not (tmp_path / "files").exists()


def test_what_belongs_to_a_ticket_that_is_open_here_follows_it(old, store, edge, take, desk):
    take(mail(1, Date=dated(ASKED)))
    desk.claim(1, BOB)

    assert old(QUESTION, THANKS) == "2 mails = 1 ignored(duplicate) + 1 ticketed"
    (live, _), (imported, _) = found(store)
    assert (live.status, live.owner) == (Status.OPEN, BOB.place)
    assert (imported.status, imported.follows) == (Status.CLOSED, live.number)


def test_the_copy_of_an_answer_that_this_desk_gave_is_none_of_the_past(old, store, desk, take, wire, carry):
    take(mail(1, Date=dated(ASKED)))
    desk.reply(1, BOB, "Try now.")
    carry()
    [ref] = wire.refs(ANN.place)[-1:]
    copy = mail(9, "Try now.", From=SUPPORT, To="ann@example.org", Date=dated(ANSWERED), Message_ID=ref[5:])

    assert old(sent=[copy]) == "1 mail = 1 ignored(duplicate)"


async def test_a_mailbox_is_copied_once_and_imported(tmp_path):
    async with mail_desk() as world:
        for raw in (QUESTION, THANKS):
            await world.mail.deliver(SUPPORT, raw.encode())
        settings = replace(world.settings, files_dir=tmp_path, mailboxes=())
        parts = (settings, world.desk, world.store, world.files, world.ask, world.clock, "tests")
        books = []
        for is_dry in (True, False):
            run = Run(*parts, Plan("support", is_dry=is_dry), Here())
            await run.through(Where("imap", "env:OLD"), {"OLD": world.mail.imap_url(SUPPORT)}, shown, print)
            books.append(equation(run.importer.ends))

        assert books == ["2 mails = 1 appended + 1 ticketed"] * 2
        assert not (tmp_path / "import").exists()
        assert [ticket.status for ticket, _ in found(world.store)] == [Status.CLOSED]


@pytest.mark.parametrize(
    ("path", "env", "said"),
    [("env:OLD", {}, "no mailbox “OLD”"), ("nobody", {}, "no mailbox"),
     ("env:OLD", {"OLD": "imap://u:s3cret@127.0.0.1:9"}, "cannot be read"), ("support", {}, "no mailbox")],
)  # fmt: skip
def test_a_mailbox_that_cannot_be_read_gets_one_sentence(store, desk, clock, tmp_path, path, env, said):
    settings = replace(SETTINGS, files_dir=tmp_path)
    run = Run(settings, desk, store, FileStore(tmp_path), ask, clock, "tests", Plan("support"), Here())
    with pytest.raises(NoMail, match=said) as refused:
        asyncio.run(run.through(Where("imap", path), env, shown, print))
    assert "s3cret" not in str(refused.value)


async def test_broken_off_and_begun_again_it_ends_as_if_it_had_not_been(store, desk, clock, tmp_path):
    """Also in the middle of a long talk."""
    for number in range(1, 121):
        at, root = dated(ASKED + timedelta(minutes=number)), "<1@example.org>" if number > 1 else None
        (tmp_path / f"{number:03}.eml").write_text(mail(number, Date=at, In_Reply_To=root), newline="")
    parts = (SETTINGS, desk, store, FileStore(tmp_path / "files"), ask, clock, "tests", Plan("support"), Here())
    broken = Run(*parts)
    portions = broken.importer.gather((spot, False) for spot in spots(tmp_path))
    await broken.importer.take(portions[0])

    whole = Run(*parts)
    await whole.through(Where("maildir", str(tmp_path)), {}, shown, print)

    assert equation(whole.importer.ends) == "120 mails = 70 appended + 50 known from before"
    [(_, history)] = found(store)
    asked = [event for event in history if isinstance(event.fact, Opened | Wrote)]
    assert [event.source for event in asked] == [f"mail:<{number}@example.org>" for number in range(1, 121)]
