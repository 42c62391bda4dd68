"""One person with several places: linked by a code that was mailed to the address, and by nothing else."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from adapters.mail import codes
from bot.codewords import CODEWORDS
from bot.desk import Desk
from bot.errors import Misunderstood, NoSuchTicket, NotYours, Refused, Unknown
from bot.filters import Filter
from bot.incoming import Incoming
from bot.overview import Heap
from bot.people import Person
from bot.phrasebook import PHRASES
from bot.proofs import code
from bot.ticket import Status
from tests.conftest import ANN, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS

HERE = Person("Ann", "slack:@UANN")  # on Slack, nobody's agent
THERE = Person("Annie", "discord:@700")
EVE = Person("Eve", "slack:@UEVE")
ANNS = "ann@example.org"
NEVER = "nobody-ever-wrote@example.org"


@pytest.fixture
def number(desk):
    message = Incoming(ANN, "Nothing loads.", "support", "mail:<1@example.org>", ANN.place, "VPN", verdict="pass")
    return desk.receive(message)[0].number


@pytest.fixture
def mailed(wire, carry):
    """The code that was mailed last, as its reader finds it."""

    def read():
        carry()
        text = codes.mail(wire.mail.notices[-1], SETTINGS.mailboxes[0], SETTINGS).decode()
        return re.search(r"/desk me code (\d{6})", text)[1]

    return read


@pytest.fixture
def link(desk, mailed):
    def do(who, address=ANNS):
        desk.circle.me(who, "link", address)
        return desk.circle.me(who, "code", mailed())

    return do


def names(known):
    return [one.place for one in known]


def test_who_says_the_mailed_code_has_the_tickets_of_the_address(desk, link, number):
    with pytest.raises(NoSuchTicket):
        desk.show(number, HERE)

    assert names(link(HERE)) == [HERE.place, ANN.place]
    assert desk.show(number, HERE).ticket.number == number
    assert [one.number for one in desk.mine(HERE)] == [number]
    assert [event.by.name for event in desk.history(number, HERE)] == ["Ann", "Deskbell"]
    desk.resolve(number, HERE)
    assert desk.reopen(number, HERE).status is Status.OPEN


def test_what_agents_do_stays_theirs(desk, link, number):
    link(HERE)

    for deed in (lambda: desk.reply(number, HERE, "x"), lambda: desk.claim(number, HERE)):
        with pytest.raises(Refused, match="Only the agents"):
            deed()


@pytest.fixture
def joined(desk, link):
    """Bob of Slack and Cleo of Discord are one person, who can read the mail of one address."""
    link(BOB, "both@example.org")
    assert names(link(CLEO, "both@example.org")) == [CLEO.place, "mail:both@example.org", BOB.place]


def test_what_an_agent_owns_on_one_chat_is_theirs_on_the_other(desk, joined, number, clock):
    desk.claim(number, BOB)

    assert desk.claim(number, CLEO).owner == BOB.place
    assert [one.number for one in desk.mine(CLEO)] == [number]
    assert [one.number for one in desk.list(CLEO, Filter(owners=(CLEO.place,)))] == [number]
    assert desk.list(CLEO, Filter(without=(Filter((), owners=(CLEO.place,)),))) == []
    assert [one.heap for one in desk.boards.show(CLEO).sections] == [Heap.MINE]
    clock.forward(hours=5)
    desk.tick()
    assert desk.bell.acknowledge(number, CLEO).climbs_at
    assert desk.claim(number, CLEO, steal=True).owner == CLEO.place  # to be rung there from now on
    assert desk.release(number, BOB).owner is None


def test_who_follows_on_one_chat_stops_on_the_other(desk, joined, number):
    assert [one.place for one in desk.circle.watch(number, BOB).watchers] == [BOB.place]
    assert desk.circle.watch(number, CLEO).watchers == ()


def test_an_owner_who_is_no_agent_where_they_come_from_does_nothing_there(desk, link, number, clock):
    """What is theirs goes along, what a platform grants does not."""
    link(BOB, "both@example.org")
    link(THERE, "both@example.org")
    desk.claim(number, BOB)
    clock.forward(hours=5)
    desk.tick()

    for deed in (desk.bell.acknowledge, desk.release, desk.claim):
        with pytest.raises(NoSuchTicket):
            deed(number, THERE)
    assert desk.mine(THERE) == []


def test_who_is_not_proven_to_be_the_owner_is_another(desk, number, clock):
    desk.claim(number, BOB)
    clock.forward(hours=5)
    desk.tick()

    with pytest.raises(NotYours):
        desk.bell.acknowledge(number, CLEO)
    with pytest.raises(NotYours):
        desk.release(number, CLEO)


def test_an_agent_s_own_rights_do_not_come_along(desk, link, number):
    """Bob, who works here, links Ann's address: who comes from there is no agent, nor is Ann."""
    link(BOB)

    for who in (ANN, Person("Bob", BOB.place)):
        with pytest.raises(Refused):
            desk.claim(number, who)


def test_all_three_wires_are_one_person(desk, link, number):
    link(HERE)
    known = link(THERE)
    asked = desk.open(HERE, "Manual?", "Where?", "support", HERE.place)

    assert names(known) == [THERE.place, ANN.place, HERE.place]
    assert {one.number for one in desk.mine(THERE)} == {number, asked.number}
    assert desk.show(number, BOB).earlier == 1


@pytest.mark.parametrize("said", ["", "000000", "12345", "1234567", "six", "٣٣٣٣٣٣", "\0", "\ud800"], ids=ascii)
def test_another_code_links_nothing(desk, number, mailed, said):
    desk.circle.me(HERE, "link", ANNS)
    assert mailed() != said

    with pytest.raises(Misunderstood, match="wrong, or older"):
        desk.circle.me(HERE, "code", said)
    assert names(desk.circle.me(HERE)) == [HERE.place]


def test_after_five_wrong_ones_the_right_one_is_wrong_too(desk, mailed):
    desk.circle.me(HERE, "link", ANNS)
    right = mailed()
    for _ in range(5):
        with pytest.raises(Misunderstood):
            desk.circle.me(HERE, "code", "000000")

    with pytest.raises(Misunderstood):
        desk.circle.me(HERE, "code", right)


def test_a_try_counts_also_where_it_is_refused_within_its_arrival_s_transaction(desk, store, mailed, clock):
    desk.circle.me(HERE, "link", ANNS)
    for _ in range(5):
        with store.transaction(), pytest.raises(Misunderstood):
            desk.circle.me(HERE, "code", "000000")

    with store.transaction() as tx:
        assert tx.proofs.open(HERE.place, clock.forward(minutes=-1)) is None


def test_a_code_lasts_a_quarter_of_an_hour(desk, mailed, clock):
    desk.circle.me(HERE, "link", ANNS)
    right = mailed()
    clock.forward(minutes=15)

    with pytest.raises(Misunderstood):
        desk.circle.me(HERE, "code", right)


def test_a_code_works_once_and_only_for_who_asked_for_it(desk, mailed):
    desk.circle.me(HERE, "link", ANNS)
    right = mailed()
    with pytest.raises(Misunderstood):
        desk.circle.me(EVE, "code", right)
    with pytest.raises(Misunderstood):
        desk.circle.me(ANN, "code", right)

    desk.circle.me(HERE, "code", f" {right[:3]} {right[3:]} ".strip())
    desk.circle.me(HERE, "unlink")
    with pytest.raises(Misunderstood):
        desk.circle.me(HERE, "code", right)


def test_only_the_newest_code_counts(desk, mailed):
    desk.circle.me(HERE, "link", ANNS)
    first = mailed()
    desk.circle.me(HERE, "link", "other@example.org")

    with pytest.raises(Misunderstood):
        desk.circle.me(HERE, "code", first)


def test_nobody_learns_whether_an_address_is_known_or_blocked(desk, wire, carry, number):
    desk.block(BOB, MAX.place)

    assert desk.circle.me(HERE, "link", ANNS) == desk.circle.me(HERE, "link", NEVER)
    assert desk.circle.me(HERE, "link", MAX.place.removeprefix("mail:")) == (HERE,)
    carry()
    assert [notice.place for notice in wire.mail.notices] == [ANN.place, f"mail:{NEVER}"]


def test_who_asks_too_often_waits(desk, clock):
    for at in range(5):
        desk.circle.me(HERE, "link", f"a{at}@example.org")
    with pytest.raises(Refused, match="Wait an hour"):
        desk.circle.me(HERE, "link", "a5@example.org")

    clock.forward(hours=1)
    desk.circle.me(HERE, "link", "a5@example.org")


def test_an_address_is_not_flooded_by_many(desk, clock):
    asked = 0
    for at in range(60):
        try:
            desk.circle.me(Person("Eve", f"discord:@{at + 1}"), "link", ANNS)
            asked += 1
        except Refused:
            clock.forward(minutes=20)
    assert asked == 10  # a day


def test_all_codes_together_are_capped(desk):
    for at in range(60):
        desk.circle.me(Person("Eve", f"discord:@{at + 1}"), "link", f"a{at}@example.org")

    with pytest.raises(Refused, match="Wait an hour"):
        desk.circle.me(HERE, "link", ANNS)


@pytest.mark.parametrize("address", ["support@desk.example", "support+tag@desk.example", "unknown", "", "a@b", "<x>"])
def test_what_cannot_be_somebody_s_is_refused(desk, address):
    with pytest.raises(Refused):
        desk.circle.me(HERE, "link", address)


def test_a_desk_without_mail_says_so(store, clock):
    with pytest.raises(Refused, match="sends no mail"):
        Desk(store, replace(SETTINGS, mailboxes=()), clock).circle.me(HERE, "link", ANNS)


def test_the_code_is_not_in_the_database(engine, desk, mailed):
    desk.circle.me(HERE, "link", ANNS)
    right = mailed()
    with engine.connect() as connection:
        rows = [str(row) for name in ("proof", "notice") for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]

    assert rows
    assert not any(right in row for row in rows)


def test_the_mail_says_who_asked_in_letters_alone(desk, wire, carry):
    desk.circle.me(Person("Win $$$ http://evil.example/x\r\nBcc: a@b.example <b>", "slack:@UX"), "link", ANNS)
    carry()
    mail = codes.mail(wire.mail.notices[-1], SETTINGS.mailboxes[0], SETTINGS).decode()

    assert "Win http evil example x Bcc a b example (Slack) wants to link" in " ".join(mail.split())
    assert "http:" not in mail
    assert "\nBcc:" not in mail
    assert "Auto-Submitted: auto-generated" in mail
    assert "ignore this mail: nothing happens" in " ".join(mail.split())


def test_a_retry_is_the_same_mail(desk, wire, carry):
    desk.circle.me(HERE, "link", ANNS)
    carry()
    [notice] = wire.mail.notices

    assert codes.mail(notice, SETTINGS.mailboxes[0], SETTINGS) == codes.mail(notice, SETTINGS.mailboxes[0], SETTINGS)


def test_codes_differ_and_are_six_digits():
    made = {code(SETTINGS.reply_secrets, str(at)) for at in range(200)}

    assert len(made) > 190
    assert all(re.fullmatch(r"\d{6}", one) for one in made)


def test_an_address_is_one_person_s_and_goes_to_who_reads_its_mail_now(desk, link, number):
    """A shared mailbox: Eve reads it too. She gets the tickets of the address, and nothing of Ann's on Slack."""
    link(HERE)
    asked = desk.open(HERE, "My pay", "Why?", "support", HERE.place)

    assert names(link(EVE)) == [EVE.place, ANN.place]
    assert names(desk.circle.me(HERE)) == [HERE.place]
    with pytest.raises(NoSuchTicket):
        desk.show(asked.number, EVE)
    with pytest.raises(NoSuchTicket):
        desk.show(number, HERE)


def test_what_is_unlinked_is_nobody_s_in_particular(desk, link, number):
    link(HERE)

    with pytest.raises(Unknown, match="is not linked to you"):
        desk.circle.me(EVE, "unlink", ANNS)
    assert names(desk.circle.me(HERE, "unlink", ANNS.upper())) == [HERE.place]
    with pytest.raises(NoSuchTicket):
        desk.show(number, HERE)


def test_who_unlinks_themselves_leaves_the_others_together(desk, link):
    link(HERE)
    link(THERE)

    assert names(desk.circle.me(HERE, "unlink")) == [HERE.place]
    assert names(desk.circle.me(THERE)) == [THERE.place, ANN.place]
    assert names(desk.circle.me(HERE, "unlink")) == [HERE.place]


def test_the_same_name_proves_nothing(desk, number):
    with pytest.raises(NoSuchTicket):
        desk.show(number, Person(ANN.name, "slack:@UANOTHER"))


def test_a_forged_sender_links_nothing_and_speaks_for_nobody(desk, link, number):
    """Whoever writes as Ann, with no token and nobody to vouch for them, opens a ticket of their own."""
    link(HERE)
    asked = desk.open(HERE, "Manual?", "Where?", "support", HERE.place, source="slack:C1/1.0")
    forged = Incoming(
        ANN, "Close it!", "support", "mail:<9@evil.example>", ANN.place, f"Re: [#{asked.number}]", verdict="gray",
        answers=("mail:<C1/1.0@desk.example>",),
    )  # fmt: skip
    ticket, is_new = desk.receive(forged)

    assert is_new
    assert ticket.number != asked.number


def test_a_mail_from_a_linked_address_goes_on_by_thread_where_the_provider_vouches_for_it(desk, link, number):
    link(HERE)
    link(HERE, "home@example.org")
    home = Person("Ann", "mail:home@example.org")
    desk.reply(number, BOB, "Try now?")
    message = Incoming(
        home, "It works.", "support", "mail:<2@example.org>", home.place, "Re: VPN", ("mail:<1@example.org>",),
        verdict="pass",
    )  # fmt: skip

    ticket, is_new = desk.receive(message)

    assert (ticket.number, is_new, ticket.status) == (number, False, Status.OPEN)


def test_agents_are_not_asked_to_prove_anything(desk, number):
    assert desk.circle.me(CLEO) == (CLEO,)
    assert desk.show(number, CLEO).ticket.number == number


def test_a_code_is_for_mail_alone(wire, carry, desk):
    desk.circle.me(HERE, "link", ANNS)
    carry()

    assert wire.board(ROOM) == wire.board(BOARD) == []


@pytest.mark.parametrize("language", CODEWORDS)
def test_the_mail_speaks_the_queue_s_language(desk, wire, carry, language):
    settings = replace(SETTINGS, language=language)
    desk.circle.me(HERE, "link", ANNS)
    carry()
    raw = codes.mail(wire.mail.notices[-1], SETTINGS.mailboxes[0], settings)
    read = message_from_bytes(raw, policy=policy.default)
    text = " ".join(read.get_content().split())

    for words in (CODEWORDS[language].warned, CODEWORDS[language].ignored):
        assert " ".join(words.split()) in text
    assert "Ann (Slack)" in text
    assert not re.search(r"[{}]", text + read["Subject"])


def test_or_that_of_who_asks_for_the_code(desk, wire, carry):
    desk.circle.me(replace(HERE, language="fr-FR"), "link", ANNS)
    carry()
    raw = codes.mail(wire.mail.notices[-1], SETTINGS.mailboxes[0], SETTINGS)
    subject = message_from_bytes(raw, policy=policy.default)["Subject"]
    assert subject == CODEWORDS["fr"].subject.replace("{desk}", "Example Support")


def test_every_language_of_the_desk_s_has_the_words():
    assert set(CODEWORDS) == set(PHRASES)
