"""Every mail has one fate, and people can see it: the audit, what is parked, dead or cut, and storms."""

from dataclasses import replace

import pytest

from bot import storm
from bot.caps import IN_ALL_A_BURST, PER_DOMAIN_A_BURST
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, NoSuchTicket, Refused, SupervisorsOnly, Unknown
from bot.events import Acknowledged, File, Unacknowledged, Wrote
from bot.filters import Filter
from bot.incoming import Incoming
from bot.parking import BY_HAND
from bot.people import Person
from bot.ports import Arrival, Fate, NotSent, Undeliverable
from bot.ticket import Status
from tests.conftest import ANN, BEN, BILLS, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS, SUE


def mail(number, by=ANN, text="Nothing loads.", **more):
    more = {"queue": "support", "subject": "VPN", "origin": by.place, "verdict": "pass"} | more
    return Incoming(by, text, source=f"mail:<{number}@example.org>", **more)


def stranger(number):
    return Person(f"P{number}", f"mail:p{number}@host{number}.example")


@pytest.fixture
def decide(store, clock):
    """Write mails down as the intake does, and give them their fates."""

    def decide(*fates, lane="support"):
        with store.transaction() as tx:
            seen = int(tx.leases.value(f"seen:{lane}") or 0)
            new = [Arrival(f"imap:{lane}/1/{seen + n}", "mail", b"raw", clock(), lane) for n in range(len(fates))]
            tx.arrivals.add(new)
            tx.leases.keep(f"seen:{lane}", str(seen + len(fates)))
            tx.leases.keep(f"looked:{lane}", clock().isoformat())
            for arrival, fate in zip(tx.arrivals.lease("mail", "tests", clock(), 50), fates, strict=True):
                if fate:
                    tx.arrivals.settle(arrival, fate, clock())
                else:
                    tx.arrivals.again(arrival, "later", clock.time)
        return new

    return decide


@pytest.fixture
def parked(store, desk, clock, decide):
    """A mail that could not be read; its number."""
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("imap:support/1/1", "mail", b"From: <eve@x>\r\n\r\n@everyone", clock(), "support")])
        [arrival] = tx.arrivals.lease("mail", "tests", clock(), 1)
        tx.arrivals.settle(arrival, Fate("quarantined", "it broke"), clock())
        desk.ledger.park(arrival, "<!channel> eve@x", "@everyone look", "it broke")
    return arrival.id


def state(store, number):
    with store.transaction() as tx:
        return tx.arrivals.ledger(), tx.arrivals.look(number)


# The audit


def test_the_audit_adds_up(desk, decide):
    decide(
        Fate("ticketed", ticket=1), Fate("appended", ticket=1), Fate("ignored", "loop"), Fate("quarantined", "x"), None
    )

    said = desk.ledger.audit(SUE)

    assert said[0] == (
        "Mailbox support: 5 seen = 1 appended + 1 ignored (loop) + 1 pending + 1 quarantined + 1 ticketed; "
        "last read less than a minute ago"
    )
    assert said[1] == "Mailbox support: the oldest without a fate came less than a minute ago"
    assert said[-1] == "Everything adds up."


def test_the_audit_says_which_arrival_leads_nowhere_and_how_many_are_gone(desk, decide, store):
    decide(Fate("ticketed", ticket=None))
    with store.transaction() as tx:
        tx.leases.keep("seen:support", "3")

    said = "\n".join(desk.ledger.audit(SUE))

    assert "2 that were fetched are not in the ledger" in said
    assert "In no state that leads anywhere: imap:support/1/0" in said
    assert "Everything adds up" not in said


def test_what_was_ignored_is_listed_with_its_reason(desk, store, clock):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"imap:support/1/{uid}", "mail", b"x", clock(), lane="support") for uid in (1, 2)])
        for arrival, reason in zip(tx.arrivals.lease("mail", "w", clock(), 2), ("loop", "duplicate"), strict=True):
            tx.arrivals.settle(arrival, Fate("ignored", reason), clock())

    assert desk.ledger.audit(SUE, "ignored") == [
        "2026-06-01 12:00 UTC · support · duplicate · imap:support/1/2",
        "2026-06-01 12:00 UTC · support · loop · imap:support/1/1",
    ]


def test_posts_are_in_the_audit(desk, wire, clock, carry):
    wire.mail.errors = [Undeliverable("no such mailbox")]
    wire.slack.errors = [NotSent("down")]
    desk.receive(mail(1))
    carry()

    assert "Posts: 7 queued = 3 sent + 3 waiting + 0 unknown + 1 dead" in desk.ledger.audit(SUE)


@pytest.mark.parametrize("ask", [lambda desk, by: desk.ledger.audit(by), lambda desk, by: desk.ledger.dead(by)])
@pytest.mark.parametrize("by", [ANN, BOB, MAX])
def test_only_supervisors_read_the_ledger(desk, ask, by):
    with pytest.raises(SupervisorsOnly):
        ask(desk, by)


def test_an_unknown_mailbox_is_answered_with_those_there_are(desk):
    with pytest.raises(Unknown, match="support"):
        desk.ledger.audit(SUE, "sales")


# A mailbox that nobody reads


@pytest.fixture
def watched(store, clock):
    box = replace(SETTINGS.mailboxes[0], imap=SETTINGS.reply_secrets[0][1])
    return Desk(store, replace(SETTINGS, mailboxes=(box,)), clock)


def look(store, clock):
    with store.transaction() as tx:
        tx.leases.keep("looked:support", clock().isoformat())


def test_a_mailbox_that_was_not_read_for_five_minutes_is_told_once_and_when_it_is_well(
    watched, store, clock, wire, carry
):
    look(store, clock)
    for _ in range(12):
        watched.ledger.watch()
        clock.forward(minutes=1)
    carry()
    assert [one[:42] for one in wire.board(ROOM)] == ["🚨 The mailbox support could not be read si"]
    assert wire.slack.notices[0].words.pings == SETTINGS.queues[0].supervisors

    look(store, clock)
    watched.ledger.watch()
    carry()
    assert "is read again" in wire.board(ROOM)[1]


def test_after_a_night_of_downtime_the_first_five_minutes_alarm_nobody(watched, store, clock, wire, carry):
    look(store, clock)
    clock.forward(hours=9)
    watched.ledger.watch()
    clock.forward(minutes=4)
    watched.ledger.watch()
    carry()
    assert wire.board(ROOM) == []


def test_a_machine_that_slept_for_an_hour_alarms_nobody_when_it_wakes(watched, store, clock, wire, carry):
    look(store, clock)
    watched.ledger.watch()
    clock.forward(hours=1)
    watched.ledger.watch()
    carry()
    assert wire.board(ROOM) == []


# Parked mails


def test_a_parked_mail_stands_in_the_room_with_what_is_safe_to_say(desk, parked, wire, carry):
    carry()

    [said] = wire.board(ROOM)
    assert said.startswith("🅿️ A mail from <!channel> eve@x (26 bytes, mailbox support) could not be read")
    assert "Subject: @everyone look" in said
    assert wire.slack.notices[0].words.pings == ()
    assert [one.label for one in wire.pressable(ROOM)] == ["Try again", "Open as ticket", "Show source"]
    assert wire.at(ROOM) == []  # it is no ticket


def press(desk, by, button):
    do, number = button.rest.split()
    return desk.ledger.parked(by, do, int(number))[0]


def test_a_parked_mail_is_tried_again_once_however_often_it_is_pressed(desk, store, parked, wire, clock, carry):
    carry()
    again = wire.pressable(ROOM)[0]

    assert "is tried again" in press(desk, BOB, again)
    assert "not parked any more" in press(desk, CLEO, again)
    clock.forward(minutes=1)
    carry()
    assert state(store, parked) == ({("mail", "pending"): 1}, None)
    assert wire.board(BOARD)[0].partition(":")[0].endswith("Bob has it tried again")
    assert wire.pressable(ROOM) == []


def test_what_becomes_of_it_is_shown_where_it_stood(desk, store, parked, wire, clock, carry):
    carry()
    press(desk, BOB, wire.pressable(ROOM)[0])
    clock.forward(minutes=1)
    with store.transaction() as tx:
        [arrival] = tx.arrivals.lease("mail", "tests", clock(), 1)
        desk.ledger.park(arrival, "eve@x", "again", "it broke once more")
    carry()
    assert "it broke once more" in wire.board(ROOM)[0]
    assert len(wire.pressable(ROOM)) == 3


def test_open_as_ticket_asks_for_it_as_it_is(desk, store, parked, clock):
    assert "being opened" in desk.ledger.parked(BOB, "ticket", parked)[0]
    with store.transaction() as tx:
        [arrival] = tx.arrivals.lease("mail", "tests", clock(), 1)
    assert arrival.attempts > BY_HAND


def test_the_source_of_a_parked_mail_is_shown_as_plain_text_and_changes_nothing(desk, store, parked):
    assert desk.ledger.parked(BOB, "source", parked) == ["From: <eve@x>\n\n@everyone"]
    assert state(store, parked)[1].id == parked


@pytest.mark.parametrize("by", [ANN, BEN, MAX])
@pytest.mark.parametrize("do", ["again", "ticket", "source"])
def test_outsiders_do_nothing_with_parked_mails(desk, store, parked, by, do):
    with pytest.raises(NoSuchTicket):
        desk.ledger.parked(by, do, parked)
    assert state(store, parked)[1].id == parked


def test_the_parked_are_listed_for_agents(desk, parked):
    assert "it broke" in desk.ledger.parked(BOB)[0]
    assert desk.ledger.parked(BEN) == ["Nothing is parked."]  # another queue's
    with pytest.raises(AgentsOnly):
        desk.ledger.parked(MAX)


# Dead posts


@pytest.fixture
def dead(desk, wire, carry):
    desk.receive(mail(1))
    carry()
    wire.slack.errors = [Undeliverable("the room is archived")]
    desk.note(1, CLEO, "SECRET-NOTE")
    carry()


def test_what_could_not_be_delivered_is_listed_with_the_reason_and_sent_again_once(desk, dead, wire, carry):
    [said] = desk.ledger.dead(SUE)
    assert said.endswith(f"#1 · a line to {ROOM}: the room is archived")

    assert desk.ledger.dead(SUE, "all") == ["1 of them is on the way again."]
    assert desk.ledger.dead(SUE, "all") == ["Nothing of that waits to be sent again."]
    carry()
    assert wire.at(ROOM)[-1] == "Noted"
    assert desk.ledger.dead(SUE) == ["Everything was delivered, or is on its way."]


def test_one_of_the_dead_is_sent_again_by_its_number(desk, dead):
    number = desk.ledger.dead(SUE)[0].split(" ")[0]
    assert desk.ledger.dead(SUE, "999999") == ["Nothing of that waits to be sent again."]
    assert desk.ledger.dead(SUE, number) == ["1 of them is on the way again."]
    with pytest.raises(Misunderstood, match="/desk dead all"):
        desk.ledger.dead(SUE, "everything")


def test_the_list_of_the_dead_shows_no_word_of_a_note(desk, dead):
    assert "SECRET" not in "\n".join(desk.ledger.dead(SUE))


# Caps and loops


def last_ack(desk, number):
    return desk.history(number, BOB)[1].fact


def test_each_cap_that_bites_is_told_once_in_the_room(desk, wire, carry):
    for number in range(6):
        desk.receive(mail(number))
    carry()

    [said] = wire.board(ROOM)
    assert said.startswith("✂️ #4 was not acknowledged")
    assert [one.label for one in wire.pressable(ROOM)] == ["Keep cut", "Allow", "Ban"]
    assert wire.at(ANN.place) == ["Acknowledged"] * 3


@pytest.mark.parametrize(("verdict", "acks"), [("pass", 3), ("gray", 1), ("none", 1), ("fail", 0), ("", 3)])
def test_how_often_an_address_is_answered_depends_on_how_sure_it_is(desk, wire, carry, verdict, acks):
    for number in range(4):
        desk.receive(mail(number, verdict=verdict))
    carry()

    assert len(wire.at(ANN.place)) == acks


def test_the_caps_of_a_domain_and_of_all(desk, wire, carry):
    for number in range(PER_DOMAIN_A_BURST + 1):
        desk.receive(mail(number, Person("P", f"mail:p{number}@one.example")))
    assert last_ack(desk, PER_DOMAIN_A_BURST + 1) == Unacknowledged(
        "20 acknowledgements went to one.example within 10 minutes"
    )
    for number in range(100, 100 + IN_ALL_A_BURST - PER_DOMAIN_A_BURST):
        carry()
        desk.receive(mail(number, stranger(number)))
    assert isinstance(last_ack(desk, IN_ALL_A_BURST + 1), Acknowledged)
    desk.receive(mail(999, stranger(999)))
    carry()
    assert "60 acknowledgements went out" in wire.board(ROOM)[1]
    assert [one.label for one in wire.pressable(ROOM)][2:] == ["Keep cut", "Allow"]


def cut(wire):
    return int(wire.pressable(ROOM)[1].rest.split()[1])


def test_an_agent_allows_what_was_cut_for_a_day(desk, wire, clock, carry):
    for number in range(4):
        desk.receive(mail(number))
    carry()
    assert "Bob allows it" in desk.ledger.cuts(BOB, "allow", cut(wire))[0]
    desk.receive(mail(10))
    assert isinstance(last_ack(desk, 5), Acknowledged)

    clock.forward(hours=25)
    for number in range(20, 24):
        desk.receive(mail(number))
    assert isinstance(last_ack(desk, 9), Unacknowledged)


def test_a_cut_is_decided_once_and_shown_everywhere(desk, wire, clock, carry):
    for number in range(4):
        desk.receive(mail(number))
    carry()
    number = cut(wire)
    desk.ledger.cuts(BOB, "keep", number)
    assert desk.ledger.cuts(CLEO, "allow", number)[0].startswith("That was decided before")
    clock.forward(minutes=1)
    carry()
    assert wire.board(BOARD)[0].endswith("Bob keeps it cut")
    assert (wire.pressable(BOARD), desk.ledger.cuts(BOB)) == ([], ["No cut waits for a decision."])


def test_who_is_banned_is_blocked(desk, wire, carry):
    for number in range(4):
        desk.receive(mail(number))
    carry()
    desk.ledger.cuts(BOB, "ban", cut(wire))
    assert [one.place for one in desk.blocked(BOB)] == [ANN.place]


def test_whoever_is_banned_is_so_under_every_tag(desk, wire, carry):
    for number in range(4):
        desk.receive(mail(number, Person("Eve", f"mail:eve+{number}@x.example")))
    carry()
    desk.ledger.cuts(BOB, "ban", cut(wire))

    assert desk.receive(mail(9, Person("Eve", "mail:eve+9@x.example")))[0].status is Status.CLOSED


@pytest.mark.parametrize("by", [ANN, BEN, MAX])
def test_outsiders_decide_on_no_cut(desk, wire, carry, by):
    for number in range(4):
        desk.receive(mail(number))
    carry()
    with pytest.raises(Refused):
        desk.ledger.cuts(by, "allow", cut(wire))
    assert len(desk.ledger.cuts(BOB)) == 1


def test_the_same_words_again_and_again_mute_a_ticket_and_other_words_are_heard(desk, wire, clock, carry):
    desk.receive(mail(1))
    desk.reply(1, BOB, "Try now?")
    for number in range(2, 9):
        desk.receive(mail(number, text="I am away.", answers=("mail:<1@example.org>",)))
    desk.receive(mail(9, text="Help!", answers=("mail:<1@example.org>",)))
    clock.forward(minutes=1)
    carry()

    assert wire.at(ROOM).count("Wrote") == 3  # twice the same, and what is new
    assert sum(isinstance(event.fact, Wrote) for event in desk.history(1, BOB)) == 8  # nothing is lost
    assert [one for one in wire.board(ROOM) if "#1 is muted" in one]


def test_quotes_that_grow_hide_no_loop(desk):
    desk.receive(mail(1))
    for number in range(2, 6):
        desk.receive(
            mail(number, answers=("mail:<1@example.org>",), verdict="pass", text=f"Away.{number * '>'}", reply="Away.")
        )

    assert desk.history(1, BOB)[-1].fact.quiet


def test_one_picture_after_the_other_mutes_nothing(desk):
    desk.receive(mail(1))
    for number in range(2, 6):
        picture = File("photo.jpg", f"{number:064}", 3)
        desk.receive(mail(number, answers=("mail:<1@example.org>",), text="(no text)", files=(picture,)))

    assert not desk.history(1, BOB)[-1].fact.quiet


def test_two_desks_end_within_three_rounds_even_where_no_header_says_that_they_are_robots(
    store, clock, desk, wire, carry
):
    """Each acknowledgement of one desk comes to the other as a mail of its own, without token and headers."""
    us, them = Person("Us", "mail:support@one.example"), Person("Them", "mail:support@two.example")
    rounds, said = 0, [mail("seed", them, verdict="gray")]
    while said:
        rounds += 1
        answers = []
        for message in said:
            ticket, _ = desk.receive(message)
            carry()
            if isinstance(last_ack(desk, ticket.number), Acknowledged):
                other = us if message.by is them else them
                answers.append(mail(f"r{rounds}", other, wire.said(message.by.place)[-1], verdict="gray"))
        said = answers
    assert rounds <= 3


# Storms


@pytest.fixture
def storm_(desk, wire):
    """More comes than the room in Slack can show: its wire is slow, and the one in Discord is not."""

    def blow(many):
        wire.slack.errors = [NotSent("slow") for _ in range(10_000)]
        for number in range(many):
            desk.receive(mail(number, stranger(number)))

    return blow


def test_in_a_storm_everything_is_taken_in_and_the_room_has_one_digest(desk, store, wire, clock, storm_, carry):
    storm_(storm.MOST + 15)
    desk.ledger.watch()
    wire.slack.errors.clear()
    carry()

    with store.transaction() as tx:
        assert tx.tickets.search(Filter(), 100)[0].number == storm.MOST + 15
        assert {place: count for place, (count, _) in tx.held.places().items()}[ROOM] == 15
    assert "15 new tickets wait for their threads" in wire.board(ROOM)[0]
    assert "#75 VPN" in wire.board(ROOM)[0]


def test_when_the_storm_is_over_the_roots_follow_with_their_words_and_none_twice(desk, wire, clock, storm_, carry):
    storm_(storm.MOST + 15)
    desk.ledger.watch()
    wire.slack.errors.clear()
    for _ in range(4):
        carry()
        clock.forward(minutes=1)
        desk.ledger.watch()
    carry()

    assert wire.at(ROOM).count("root") == wire.at(ROOM).count("Opened") == storm.MOST + 15
    assert wire.at(BOARD).count("root") == storm.MOST + 15
    assert len(wire.board(ROOM)) == 1
    assert "is over" in wire.board(ROOM)[0]


def test_who_works_on_a_held_ticket_has_it_in_the_room_at_once(desk, wire, clock, storm_, carry):
    storm_(storm.MOST + 2)
    desk.claim(storm.MOST + 2, BOB)
    wire.slack.errors.clear()
    clock.forward(minutes=1)
    carry()

    mine = [post for post in wire.slack.posts if post.ticket.number == storm.MOST + 2]
    assert [type(post.event.fact).__name__ for post in mine] == ["Opened", "Opened", "Assigned"]
    assert not [post for post in wire.slack.posts if post.ticket.number == storm.MOST + 1]


def test_in_a_storm_nobody_is_acknowledged(desk, storm_):
    storm_(storm.MOST + 1)
    assert last_ack(desk, storm.MOST + 1).reason == storm.SILENCE


def test_a_ticket_opened_by_an_agent_is_not_held(desk, store, storm_):
    storm_(storm.MOST + 1)
    ticket = desk.open(BOB, "Called us", "", "support", ANN.place, ANN)
    with store.transaction() as tx:
        assert ticket.number not in tx.held.next(ROOM, 99)


def test_another_queue_is_not_held_back(desk, wire, storm_, carry):
    storm_(storm.MOST + 1)
    wire.slack.errors.clear()
    desk.receive(mail("b", MAX, queue="billing"))
    carry()
    assert wire.at(BILLS) == ["root", "Opened"]


# What stands in a room


def test_a_notice_whose_message_was_deleted_is_put_up_anew(desk, parked, wire, clock, carry):
    carry()
    wire.slack.notice_errors = [Undeliverable("message_not_found")]
    desk.ledger.parked(BOB, "again", parked)
    clock.forward(minutes=1)
    carry()
    clock.forward(minutes=1)
    carry()

    assert [notice.ref for notice in wire.slack.notices] == ["", ""]


def test_a_notice_waits_for_a_wire_that_is_down(desk, parked, wire, clock, carry):
    wire.slack.notice_errors = [NotSent("down")]
    carry()
    assert wire.board(ROOM) == []
    clock.forward(minutes=1)
    carry()
    assert len(wire.board(ROOM)) == 1
