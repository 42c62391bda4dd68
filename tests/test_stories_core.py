"""What the desk promises first: privacy, one history, one winner, nothing twice."""

from dataclasses import replace
from functools import reduce

import pytest

from bot.apply import apply
from bot.desk import Desk
from bot.errors import AlreadyOwned
from bot.incoming import Incoming
from bot.ports import Mark, NotSent, RootGone, Undeliverable
from bot.ticket import Status, Ticket
from tests.conftest import ANN, BEN, BOARD, BOB, CLEO, ROOM, SETTINGS, SUE, lost_answer


def mail(number: int, text: str = "Nothing loads.", *answers: str) -> Incoming:
    return Incoming(
        ANN, text, "support", f"mail:<{number}@example.org>", ANN.place, "VPN is down", answers, verdict="pass"
    )


def test_a_note_never_reaches_the_requester(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    desk.note(ticket.number, BOB, "She pulled the plug again.")
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "Noted"]
    assert wire.at(ANN.place) == ["Acknowledged"]


def test_folding_the_history_gives_the_ticket(desk, store, clock):
    number = desk.receive(mail(1))[0].number
    desk.claim(number, BOB)
    clock.forward(hours=5)
    desk.tick()
    desk.tag(number, BOB, ("vpn", "network"))
    desk.reply(number, BOB, "Try now?")
    clock.forward(hours=1)
    desk.receive(mail(2, "Works!", "mail:<1@example.org>"))
    desk.pend(number, BOB)
    desk.resolve(number, BOB)

    with store.transaction() as tx:
        assert reduce(apply, tx.tickets.history(number), Ticket(number)) == tx.tickets.get(number)
        assert tx.tickets.get(number).status is Status.RESOLVED


def test_of_two_claims_one_wins_and_the_other_is_told_who(desk):
    ticket, _ = desk.receive(mail(1))
    desk.claim(ticket.number, BOB)

    with pytest.raises(AlreadyOwned, match="Bob"):
        desk.claim(ticket.number, CLEO)


def test_the_same_mail_twice_is_one_ticket(desk):
    first, is_new = desk.receive(mail(1))
    again, is_new_again = desk.receive(mail(1))

    assert (first.number, is_new, is_new_again) == (again.number, True, False)


def test_the_same_click_twice_is_one_reply(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    desk.reply(ticket.number, BOB, "Try now?", source="slack:C0ROOM/77.1")
    desk.reply(ticket.number, BOB, "Try now?", source="slack:C0ROOM/77.1")
    carry()

    assert wire.at(ANN.place) == ["Acknowledged", "Replied"]


def test_each_step_of_the_ladder_rings_once(desk, wire, clock, carry):
    desk.receive(mail(1))
    for _ in range(4 * 60):
        clock.forward(minutes=1)
        desk.tick()
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "Escalated", "Escalated"]  # at 3 and at 4 hours


def test_after_a_night_of_downtime_there_is_one_ring(desk, wire, clock, carry):
    desk.receive(mail(1))
    clock.forward(hours=12)
    while desk.tick():
        pass
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "Escalated"]


def test_what_is_said_in_a_thread_is_not_repeated_there(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    desk.reply(ticket.number, BOB, "Try now?", source=f"{wire.refs(ROOM)[0]}/88.1")
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "mark"]
    assert wire.at(BOARD) == ["root", "Opened", "Replied", "mark"]


def test_the_mark_goes_on_the_message_that_holds_the_answer(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    said = f"{wire.refs(ROOM)[0]}/88.1"
    desk.reply(ticket.number, BOB, "Try now?", source=said)
    carry()

    assert [(post.target, post.mark) for post in wire.slack.posts if post.mark] == [(said, Mark.DELIVERED)]
    line = wire.refs(BOARD)[2]
    assert [(post.target, post.mark) for post in wire.discord.posts if post.mark] == [(line, Mark.DELIVERED)]


def test_a_mail_that_answers_ours_goes_on_its_ticket(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    desk.reply(ticket.number, BOB, "Try now?")
    carry()

    answered, is_new = desk.receive(mail(2, "Works!", *wire.refs(ANN.place)))

    assert (answered.number, is_new) == (ticket.number, False)


def test_an_outage_loses_nothing_and_nothing_overtakes(desk, wire, clock, carry):
    wire.slack.errors = [NotSent("no route to host")]
    ticket, _ = desk.receive(mail(1))
    desk.note(ticket.number, BOB, "Looking.")
    carry()
    assert wire.at(ROOM) == []  # the lines wait for the root
    assert wire.at(BOARD) == ["root", "Opened", "Noted"]  # other places do not

    clock.forward(minutes=1)
    carry()
    assert wire.at(ROOM) == ["root", "Opened", "Noted"]


def test_an_answer_whose_receipt_was_lost_is_not_sent_again(desk, wire, clock, carry):
    wire.mail.lost = [lost_answer()]
    desk.receive(mail(1))
    carry()
    clock.forward(minutes=1)
    carry()

    assert wire.at(ANN.place) == ["Acknowledged"]


def test_an_answer_that_cannot_arrive_is_told_to_the_agents(desk, wire, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    wire.mail.errors = [Undeliverable("no such mailbox")]
    desk.reply(ticket.number, BOB, "Try now?")
    carry()

    assert wire.at(ROOM)[-2:] == ["mark", "Undelivered"]
    assert desk.show(ticket.number, SUE).delivery is Mark.FAILED


def test_many_changes_cost_one_drawing(desk, wire, clock, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    clock.forward(minutes=1)
    wire.slack.cards.clear()
    desk.claim(ticket.number, BOB)
    desk.tag(ticket.number, BOB, ("vpn",))
    desk.subject(ticket.number, BOB, "The VPN is down")
    carry()

    assert [card.ticket.subject for card in wire.slack.cards] == ["The VPN is down"]


def test_a_lost_card_is_posted_anew_and_the_thread_goes_on(desk, wire, clock, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    clock.forward(minutes=1)
    wire.slack.draw_errors = [Undeliverable("message_not_found")]
    desk.claim(ticket.number, BOB)
    carry()
    desk.note(ticket.number, BOB, "Here again.")
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "Assigned", "root", "Disturbed", "Noted"]
    assert wire.slack.posts[-1].thread == wire.refs(ROOM)[3]


def test_moving_away_and_back_while_a_wire_is_down_makes_no_second_root(desk, wire, clock, carry):
    wire.slack.errors = [NotSent("down")]
    ticket, _ = desk.receive(mail(1))
    carry()
    desk.queue(ticket.number, BOB, "billing")
    desk.queue(ticket.number, BEN, "support")
    clock.forward(minutes=1)
    carry()

    assert wire.at(ROOM).count("root") == wire.at(BOARD).count("root") == 1


def test_a_room_added_to_the_settings_gets_the_thread_of_an_old_ticket_with_its_next_word(
    store, desk, clock, wire, carry
):
    ticket, _ = desk.receive(mail(1))
    carry()
    support = replace(SETTINGS.queues[0], rooms=(ROOM, BOARD, "slack:C0NEW"))
    later = Desk(store, replace(SETTINGS, queues=(support,)), clock)
    later.note(ticket.number, BOB, "Looking.")
    carry()

    assert wire.at("slack:C0NEW") == ["root", "Noted"]


def test_a_line_that_finds_its_thread_gone_gets_a_new_root_and_goes_under_it(desk, wire, clock, carry):
    ticket, _ = desk.receive(mail(1))
    carry()
    wire.slack.errors = [RootGone("the thread was deleted")]
    desk.note(ticket.number, BOB, "Here again.")
    carry()
    clock.forward(minutes=1)
    carry()

    assert wire.at(ROOM) == ["root", "Opened", "root", "Noted", "Disturbed"]


def test_a_post_that_cannot_be_looked_up_yet_stays_unknown_and_is_not_doubled(desk, wire, clock, carry):
    desk.receive(mail(1))
    carry()
    wire.slack.lost, wire.slack.find_errors = [lost_answer()], [NotSent("the wire is down")]
    desk.note(1, BOB, "Looking.")
    for _ in range(3):
        carry()
        clock.forward(minutes=5)

    assert wire.at(ROOM) == ["root", "Opened", "Noted"]
