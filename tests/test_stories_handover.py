"""Whoever's shift ends hands what they have open over, with the next step of each, in one go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import errors as no
from bot.desk import Desk
from bot.events import Assigned, Noted, Released
from bot.handover import To
from bot.incoming import Incoming
from bot.oncall import Rota
from bot.people import Person
from bot.roster import Member, Presence
from tests.conftest import ANN, BEN, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS, SUE

EVE = Person("Eve", "slack:@UEVE", frozenset({ROOM}))  # has the next shift


@pytest.fixture
def tickets(desk):
    """Two of Bob's, and one of Cleo's."""
    asked = [
        Incoming(ANN, "It burns.", "support", f"mail:<{subject}@example.org>", ANN.place, subject)
        for subject in ("VPN", "Printer", "Fan")
    ]
    numbers = [desk.receive(one)[0].number for one in asked]
    for number, by in zip(numbers, (BOB, BOB, CLEO), strict=True):
        desk.claim(number, by)
    return numbers


def shown(page):
    return [(hit.ticket.number, "".join(words for words, _ in hit.said)) for hit in page.hits]


def facts(desk, number, by=SUE):
    return [event.fact for event in desk.history(number, by)]


def test_one_sees_one_s_own_open_tickets_with_the_last_words_of_each_side_and_the_newest_note(desk, tickets):
    vpn, printer, _ = tickets
    desk.reply(vpn, BOB, "Plug it in.")
    desk.note(vpn, BOB, "She has the\nold router. " + "x" * 200)
    desk.resolve(printer, BOB)

    [(number, said)] = shown(desk.handover.load(BOB))
    assert number == vpn
    assert said.startswith("Ann: It burns. · Bob: Plug it in. · 📝 Bob: She has the old router. xxx")
    assert len(said) < 200


def test_a_namesake_on_the_other_chat_who_is_not_linked_is_told_of(desk, store, clock, tickets):
    fan = tickets[-1]
    twin = Person("Bob", "discord:@77", CLEO.grants)
    with store.transaction() as tx:
        tx.roster.put(Member(twin, clock(), Presence.UNKNOWN))
    assert desk.handover.load(BOB).below == ""
    desk.assign(fan, CLEO, twin)

    assert desk.handover.load(BOB).below == (
        "Bob has open tickets on Discord, too. If that is you, hand them over there as well; once both are linked "
        "(/desk me link), they stand here."
    )
    assert desk.handover.load(BOB, page=2).below == ""
    assert desk.handover.load(CLEO).below == ""


def test_what_is_due_next_is_told(desk, tickets, clock):
    hit = desk.handover.load(BOB).hits[-1]

    assert hit.due == ("First response", hit.ticket.first_by)


def test_whoever_takes_over_has_the_tickets_with_their_next_steps(desk, tickets):
    vpn, printer, _ = tickets
    outcome = desk.handover.give(BOB, {vpn: "Call her at nine.", printer: " "}, EVE, source="slack:click/1")

    assert outcome.went == {"Eve": (vpn, printer)}
    assert (outcome.stayed, outcome.left) == ((), 0)
    assert facts(desk, vpn)[-2:] == [Noted("Call her at nine.", is_next=True), Assigned(EVE.place, "Eve", "Bob")]
    assert facts(desk, printer)[-1] == Assigned(EVE.place, "Eve", "Bob")
    assert [hit.ticket.owner_name for hit in desk.handover.load(EVE).hits] == ["Eve", "Eve"]


def test_the_room_reads_it_in_one_message_which_calls_who_takes_over_once(desk, wire, carry, tickets):
    vpn, printer, _ = tickets
    desk.handover.give(BOB, {vpn: "Call her at nine.", printer: ""}, EVE)
    carry()

    [said] = [one for one in wire.board(ROOM) if one.startswith("🤝")]
    assert said == f"🤝 2 tickets of Bob are Eve's now: #{vpn} VPN · Ann → Call her at nine.\n#{printer} Printer · Ann"
    assert [(one.label, one.verb, one.number) for one in wire.pressable(ROOM)][-2:] == [
        (f"#{vpn}", "show", vpn), (f"#{printer}", "show", printer)
    ]  # fmt: skip
    assert [notice.words.pings for notice in wire.slack.notices if notice.words.icon == "🤝"] == [(EVE.place,)]
    assert not any(words.pings for words in wire.slack.words if words)
    assert not any(said.startswith("🤝") for said in wire.board(BOARD))


def test_what_follows_within_the_hour_stands_in_the_same_message_and_rings_nobody_again(
    desk, wire, carry, clock, tickets
):
    vpn, printer, _ = tickets
    desk.handover.give(BOB, {vpn: ""}, EVE)
    carry()
    clock.forward(minutes=20)
    desk.handover.give(BOB, {printer: ""}, EVE)
    carry()

    drawn = [notice for notice in wire.slack.notices if notice.words.icon == "🤝"]
    assert len({notice.id for notice in drawn}) == 1
    assert drawn[-1].words.head == "2 tickets of Bob are Eve's now"
    assert drawn[-1].ref == drawn[0].ref or drawn[-1].ref


def test_pressed_twice_it_is_done_once(desk, wire, carry, tickets):
    vpn, _, _ = tickets
    desk.handover.give(BOB, {vpn: "Call her."}, EVE)
    before = facts(desk, vpn)
    outcome = desk.handover.give(BOB, {vpn: "Call her."}, EVE)

    assert outcome.went == {}
    assert outcome.stayed == ((vpn, "Eve has it now."),)
    assert facts(desk, vpn) == before
    carry()
    assert len([one for one in wire.board(ROOM) if one.startswith("🤝")]) == 1


def test_what_changed_hands_or_ended_meanwhile_is_left_alone_and_told(desk, tickets):
    vpn, printer, _ = tickets
    desk.claim(vpn, CLEO, steal=True)
    desk.resolve(printer, BOB)
    outcome = desk.handover.give(BOB, {vpn: "", printer: "", 99: ""}, EVE)

    assert outcome.went == {}
    assert dict(outcome.stayed) == {
        vpn: "Cleo has it now.", printer: "it is resolved.",
        99: "There is no such ticket, or it is not yours to see. /desk mine lists those you can.",
    }  # fmt: skip


def test_nobody_gets_what_is_not_of_their_queue(desk, tickets):
    vpn, *_ = tickets
    outcome = desk.handover.give(BOB, {vpn: "Pay it."}, BEN)

    assert outcome.stayed == ((vpn, "Ben is not an agent of the queue support."),)
    assert not any(isinstance(fact, Noted) for fact in facts(desk, vpn))


def test_given_back_to_nobody_it_says_so_and_calls_nobody(desk, wire, carry, tickets):
    vpn, *_ = tickets
    outcome = desk.handover.give(BOB, {vpn: "Call her."}, To.NOBODY)
    carry()

    assert outcome.went == {"": (vpn,)}
    assert facts(desk, vpn)[-1] == Released()
    assert [one for one in wire.board(ROOM) if "🤝" in one] == [
        f"🤝 1 ticket of Bob is nobody's now: #{vpn} VPN · Ann → Call her."
    ]
    assert not any(notice.words.pings for notice in wire.slack.notices)


def test_who_is_on_call_takes_over(desk, tickets):
    vpn, *_ = tickets

    assert desk.handover.give(BOB, {vpn: ""}, To.ON_CALL).went == {"slack:@USUE": (vpn,)}


def test_whose_turn_it_is_by_the_rota_takes_over(store, clock, tickets):
    rota = Rota(("support",), ((EVE.place,), (BOB.place,)), clock().date())
    desk = Desk(store, replace(SETTINGS, rotas=(rota,)), clock)
    with store.transaction() as tx:
        tx.roster.put(Member(EVE, clock(), Presence.HERE))
    vpn, printer, _ = tickets
    assert desk.handover.give(BOB, {vpn: ""}, To.ON_CALL).went == {"Eve": (vpn,)}

    with store.transaction() as tx:
        tx.roster.put(Member(EVE, clock(), Presence.AWAY, clock(), is_word=True))
    assert desk.handover.give(BOB, {printer: ""}, To.ON_CALL).went == {SUE.place: (printer,)}


def test_a_supervisor_hands_over_what_somebody_has_who_fell_ill(desk, wire, carry, tickets):
    vpn, printer, fan = tickets
    assert {number for number, _ in shown(desk.handover.load(SUE, "bob"))} == {vpn, printer}
    page = desk.handover.load(SUE, "@Cleo")
    assert (shown(page)[0][0], page.line) == (fan, f"from {CLEO.place}")

    outcome = desk.handover.give(SUE, {vpn: "", fan: ""}, EVE, whose=BOB.place)
    carry()
    assert outcome.went == {"Eve": (vpn,)}
    assert outcome.stayed == ((fan, "Cleo has it now."),)
    assert (outcome.left, outcome.whose) == (1, BOB.place)
    assert any("1 ticket of Bob is Eve's now" in one for one in wire.board(ROOM))


@pytest.mark.parametrize(
    ("by", "refusal"),
    [(BOB, no.SupervisorsOnly), (BEN, no.SupervisorsOnly), (MAX, no.AgentsOnly), (ANN, no.AgentsOnly)],
)
def test_nobody_else_touches_what_others_have(desk, tickets, by, refusal):
    _, _, fan = tickets
    with pytest.raises(refusal):
        desk.handover.load(by, "Cleo")
    with pytest.raises(refusal):
        desk.handover.give(by, {fan: ""}, EVE, whose="Cleo")


def test_who_has_nothing_open_hands_nothing_over(desk, tickets):
    assert desk.handover.load(EVE).hits == ()
    with pytest.raises(no.Unknown, match="“Eve” has no open ticket"):
        desk.handover.load(SUE, "Eve")


def test_two_who_are_called_alike_are_told_apart_by_their_places(desk, tickets):
    printer = tickets[1]
    other = Person("Bob", "discord:@999", CLEO.grants)
    desk.assign(printer, BOB, other)
    with pytest.raises(no.Misunderstood, match="discord:@999"):
        desk.handover.load(SUE, "Bob")

    assert [number for number, _ in shown(desk.handover.load(SUE, other.place))] == [printer]


def test_pages_go_on_where_the_last_ended(desk, tickets):
    first, second = (desk.handover.load(BOB, page=page, size=1) for page in (1, 2))

    assert first.has_more
    assert not second.has_more
    assert {hit.ticket.number for hit in (*first.hits, *second.hits)} == set(tickets[:2])


def test_after_an_hour_a_new_message_calls_again(desk, wire, carry, clock, tickets):
    vpn, printer, _ = tickets
    desk.handover.give(BOB, {vpn: ""}, EVE)
    clock.time += timedelta(hours=2)
    desk.handover.give(BOB, {printer: ""}, EVE)
    carry()

    assert len([one for one in wire.board(ROOM) if one.startswith("🤝")]) == 2
