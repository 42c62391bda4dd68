"""What came encrypted stays among those whom it is for, and what answers it does, too."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.calls import Call, Way
from adapters.lines import read as typed
from adapters.mail.boxes import Found
from adapters.mail.edge import MailEdge
from adapters.mail.explain import rehearsed
from adapters.mail.explanation import lines
from adapters.mail.keys.opening import Opening
from adapters.verbs import run
from bot.config import Queue
from bot.desk import Desk
from bot.filters import Filter
from bot.locking import MustBeEncrypted
from bot.noticeboard import Noticeboard
from bot.outbox import Outbox
from bot.people import Person
from bot.ports import Arrival
from bot.window import look
from storage.files import FileStore
from storage.store import SqlStore
from tests.adapters.mail.keys.people import cert, ended, mail, parts, pgp_encrypted, pgp_signed, tsk
from tests.adapters.mail.readings import READING
from tests.conftest import BEN, BILLS, BOARD, BOB, ROOM, SETTINGS, SUE, ask

ANN = "Ann <ann@example.org>"
CANARY = "The code is 7"
LEGAL = Queue("legal", ("support",), (ROOM, BOARD), private=True, supervisors=(SUE.place,))
BOTH = Person("Bob", BOB.place, frozenset({ROOM, BILLS}))


class Office:
    """A desk with keys, and its mail edge, over a real store and wires that remember."""

    def __init__(self, store, wire, clock, ring, directory, queue):
        self.settings = replace(SETTINGS, queues=(queue, SETTINGS.queues[1]))
        self.store, self.wire, self.clock = store, wire, clock
        self.desk = Desk(store, self.settings, clock, keys=ring)
        self.edge = MailEdge(self.desk, store, self.settings, FileStore(directory), READING, Opening(ring))

    def take(self, raw, number=1):
        arrival = Arrival(f"imap:support/1/{number}", "mail", raw, self.clock(), lane="support", attempts=1)
        with self.store.transaction():
            return asyncio.run(self.edge.understand(arrival)).do()

    def carry(self):
        async def go():
            boxes = [
                work(self.store, *parts, one, ask, self.clock, "tests")
                for one in self.wire.channels
                for work, parts in ((Outbox, (self.desk, self.settings)), (Noticeboard, (self.desk.boards,)))
            ]
            while sum([await (box.carry() if isinstance(box, Outbox) else box.work()) for box in boxes]):
                pass

        asyncio.run(go())

    def say(self, line, by=BOB, number=1):
        verb, ticket, values = typed(line, implied=number)
        call = Call(verb.name, by, self.clock(), ticket, values, way=Way.THREAD)
        return run(self.desk, self.settings, call).text

    def say_in(self, room, text):
        """An answer that is typed in the ticket's thread there."""
        self.carry()
        self.desk.reply(1, BOB, text, source=f"{self.wire.refs(room)[0]}/99")
        assert self.desk.history(1, BOB)[-1].heard_in == room
        self.carry()

    def heard(self, place):
        return "\n".join(self.wire.said(place))


@pytest.fixture
def office(store, wire, clock, ring, know, tmp_path):
    know(tsk("Support <support@desk.example>"))
    return lambda **manners: Office(store, wire, clock, ring, tmp_path / "files", replace(LEGAL, **manners))


def test_the_agents_of_a_private_room_read_what_came_encrypted(office):
    legal = office()
    legal.take(mail(pgp_encrypted()))
    legal.carry()
    assert CANARY in legal.heard(ROOM)
    assert CANARY in legal.heard(BOARD)


def test_it_stands_on_no_card_and_in_no_list_history_window_or_log(office, caplog, store, clock):
    caplog.set_level(logging.DEBUG)
    legal = office()
    legal.take(mail(pgp_encrypted()))
    legal.carry()
    told = [str(legal.wire.slack.cards), str(legal.wire.discord.cards), str(look(store, clock(), {})), caplog.text]
    told += [legal.say(line) for line in ("show", "history", "whole", "why", "list", f'list "{CANARY}"')]
    told += [str(legal.desk.list(BOB, Filter())), str(legal.desk.history(1, BOB))]
    assert [one for one in told if CANARY in one] == []


def test_in_a_queue_that_is_not_private_it_is_never_opened(office, store):
    support = office(private=False)
    support.take(mail(pgp_encrypted()))
    support.carry()
    (opened,) = [event.fact for event in support.desk.history(1, BOB)][:1]
    assert CANARY not in support.heard(ROOM)
    assert (opened.private, opened.private_files, len(opened.files)) == ("", (), 2)


def test_moved_to_another_queue_it_stays_behind(office):
    legal = office()
    legal.take(mail(pgp_encrypted()))
    legal.desk.queue(1, BOTH, "billing")
    legal.carry()
    assert legal.wire.at(BILLS)[0] == "root"
    assert CANARY not in legal.heard(BILLS)
    assert CANARY not in legal.heard(ROOM)  # its rooms were told after the move, which shuts it


def test_its_files_go_where_its_words_go(office):
    file = b"Content-Type: text/csv\r\nContent-Disposition: attachment; filename=codes.csv\r\n\r\n7\r\n"
    legal = office()
    legal.take(mail(pgp_encrypted(parts("multipart/mixed", "m1", b"\r\nHere.\r\n", file))))
    opened = legal.desk.history(1, BOB)[0].fact
    assert [one.name for one in opened.private_files] == ["codes.csv"]
    assert "codes.csv" not in [one.name for one in opened.files]


def test_it_goes_on_no_other_ticket_with_its_message(office):
    legal = office()
    legal.take(mail(b"\r\nNothing loads.\r\n", number=1))
    legal.take(mail(pgp_encrypted(), number=2, Subject="Re: VPN [#1]", In_Reply_To="<1@example.org>"), number=2)
    legal.say("belongs", number=2)
    legal.carry()
    moved = [event.fact for event in legal.desk.history(1, BOB)]
    assert "Wrote" in [type(fact).__name__ for fact in moved]
    assert CANARY not in str([vars(fact) for fact in moved])


def test_an_answer_to_it_is_stopped_without_a_key_and_says_what_to_do(office):
    legal = office()
    legal.take(mail(pgp_encrypted()))
    with pytest.raises(MustBeEncrypted) as refused:
        legal.say("reply Here you are.")
    legal.carry()
    assert "no key of ann@example.org is known" in str(refused.value)
    assert "deskbell keys import FILE" in str(refused.value)
    assert legal.wire.at("mail:ann@example.org") == ["Acknowledged"]


def test_an_ended_key_stops_it_as_well(office, know):
    know(ended(ANN))
    legal = office()
    legal.take(mail(pgp_encrypted()))
    with pytest.raises(MustBeEncrypted, match="expired on"):
        legal.say("reply Here you are.")


def test_its_author_may_choose_to_answer_in_the_clear_and_every_room_is_told(office):
    legal = office()
    legal.take(mail(pgp_encrypted()))
    legal.say("reply --unencrypted Call me.\nBob")
    legal.carry()
    assert legal.wire.said("mail:ann@example.org")[-1] == "Call me.\nBob"
    assert "not encrypted: as its author chose" in legal.heard(ROOM)


def test_with_the_key_the_answer_is_encrypted_and_quotes_nothing(office, know):
    know(cert(ANN))
    legal = office()
    legal.take(mail(pgp_encrypted()))
    legal.say("reply Here you are.")
    legal.carry()
    fact, words = legal.desk.history(1, BOB)[-1].fact, legal.wire.mail.words[-1]
    assert (fact.encrypted, words.quote) == ("PGP/MIME", None)
    assert "replied to the requester (encrypted, PGP/MIME)" in legal.heard(ROOM)


def test_even_where_its_queue_never_opens_it_an_answer_is_encrypted(office, know):
    know(cert(ANN))
    support = office(private=False)
    support.take(mail(pgp_encrypted()))
    support.say("reply Which key is this?")
    assert support.desk.history(1, BOB)[-1].fact.encrypted == "PGP/MIME"


def test_a_second_mail_in_the_clear_does_not_open_the_first(office):
    legal = office()
    legal.take(mail(pgp_encrypted(), number=1))
    legal.take(mail(b"\r\nAny news?\r\n", number=2, In_Reply_To="<1@example.org>"), number=2)
    with pytest.raises(MustBeEncrypted):
        legal.say("reply Yes.", number=legal.desk.find("mail:<1@example.org>"))


def test_where_the_key_is_known_a_queue_may_encrypt_every_answer(office, know):
    know(cert(ANN))
    legal = office(encrypt="when known")
    legal.take(mail(b"\r\nNothing loads.\r\n"))
    legal.say("reply Here you are.")
    assert legal.desk.history(1, BOB)[-1].fact.encrypted == "PGP/MIME"


def test_a_missing_key_is_shown_in_the_thread_where_it_was_said(office):
    legal = office(encrypt="when known", undo_for=timedelta())
    legal.take(mail(b"\r\nNothing loads.\r\n"))
    legal.say_in(ROOM, "Here you are.")
    assert "not encrypted: no key of ann@example.org is known" in legal.heard(ROOM)
    assert legal.wire.said("mail:ann@example.org")[-1] == "Here you are."


def test_while_it_is_held_the_thread_says_that_it_will_be_encrypted(office, know):
    know(cert(ANN))
    legal = office(undo_for=timedelta(seconds=10))
    legal.take(mail(pgp_encrypted()))
    legal.say_in(ROOM, "Here you are.")
    assert "(encrypted, PGP/MIME)" in legal.heard(ROOM)


def test_a_valid_signature_puts_a_mail_on_no_ticket_that_its_thread_alone_would_not(office, know):
    know(cert("Max <max@example.net>"))
    legal = office()
    legal.take(mail(b"\r\nNothing loads.\r\n", number=1))
    signed = mail(pgp_signed(name="Max <max@example.net>"), number=2, sender=ANN, In_Reply_To="<1@example.org>")
    fate = legal.take(signed, number=2)
    legal.carry()
    assert (fate.name, fate.ticket) == ("ticketed", 2)
    assert "valid, but the mail says it is from ann@example.org" in legal.heard(ROOM)


def test_many_encrypted_mails_are_not_the_same_words_again_and_again(office):
    legal = office()
    for number in range(1, 5):
        thread = {"In_Reply_To": "<1@example.org>", "Subject": "Re: VPN"} if number > 1 else {}
        legal.take(mail(pgp_encrypted(), number=number, **thread), number=number)
    facts = [event.fact for number in range(1, 5) for event in legal.desk.history(number, BOB)]
    assert not any(getattr(fact, "quiet", False) for fact in facts)


def test_a_queue_without_keys_answers_as_ever(office):
    legal = office()
    legal.take(mail(b"\r\nNothing loads.\r\n"))
    legal.say("reply Here you are.")
    fact = legal.desk.history(1, BOB)[-1].fact
    assert (fact.encrypted, fact.in_clear) == ("", "")


def test_ben_of_another_queue_sees_nothing_of_it(office):
    legal = office()
    legal.take(mail(pgp_encrypted()))
    with pytest.raises(Exception, match="no such ticket"):
        legal.say("history", by=BEN)


def test_a_good_signature_stands_at_its_message_and_a_bad_one_on_the_card_too(office, know):
    know(cert(ANN))
    legal = office()
    legal.take(mail(pgp_signed(), number=1))
    legal.take(mail(pgp_signed(), number=2).replace(b"code is 7", b"code is 8"), number=2)
    legal.carry()
    good, bad = (legal.desk.show(number, BOB).ticket for number in (1, 2))
    assert "Ann asks (signed by Ann <ann@example.org>, valid)" in legal.heard(ROOM)
    assert "signed" not in good.badge
    assert "signed by Ann <ann@example.org>, invalid" in bad.badge


def test_the_dry_run_says_who_signed(ring, know, sqlite):
    know(cert(ANN))
    settings = replace(SETTINGS, keys_dir=ring.folder)
    found = [Found("ann.eml", mail(pgp_signed())), Found("shut.eml", mail(pgp_encrypted()))]

    async def told():
        return [one async for one in rehearsed(SqlStore(sqlite), settings, ring.now(), found)]

    signed, shut = asyncio.run(told())
    assert signed["authentication"]["signature"] == "signed by Ann <ann@example.org>, valid"
    assert "signed by Ann <ann@example.org>, valid" in lines(signed)
    assert (shut["authentication"]["encrypted"], "encrypted (PGP/MIME)" in lines(shut)) == ("PGP/MIME", True)
