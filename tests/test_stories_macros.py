"""Macros: written once, previewed, sent with what they do, all of it or nothing."""

from dataclasses import replace

import pytest

from adapters import macros, verbs
from adapters.calls import Call
from bot import settings
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, NoSuchTicket, Refused, SupervisorsOnly, Unknown
from bot.macro import Macro
from bot.problems import BadSettings
from bot.words import Button
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE

REFUND = Macro(
    "refund", "Dear {requester},\nthe money for “{subject}” is on its way.\n{agent}", ("tag +refund", "resolve fixed"),
    ("support",), texts={"de": "Guten Tag {requester}, das Geld kommt."},
)  # fmt: skip
BILLS = Macro("bill", "Your bill, {requester}.", queues=("billing",))
WITH = replace(SETTINGS, macros=(REFUND, BILLS))


@pytest.fixture
def desk(store, clock):
    return Desk(store, WITH, clock)


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.fixture
def say(desk, clock):
    def run(verb, by, number=None, source=None, **values):
        return verbs.run(desk, WITH, Call(verb, by, clock(), number, values, source=source))

    return run


@pytest.fixture
def press(say):
    """Press the button with that label below what was said."""

    def run(said, label, by, source=None):
        button = next(one for one in said.buttons if one.label == label)
        return say(button.verb, by, button.number, source, kept=button.rest.removeprefix("--kept "))

    return run


def facts(desk, number):
    """What happened since it was opened and acknowledged."""
    return [type(event.fact).__name__ for event in desk.history(number, BOB)][2:]


def test_a_macro_is_seen_before_it_goes_with_whom_it_reaches_and_what_it_does(desk, say, number):
    said = say("macro", BOB, number, name="refund")
    assert said.text == (
        "To Ann (ann@example.org):\nDear Ann,\nthe money for “VPN is down” is on its way.\nBob\n"
        "Then: tag +refund\nThen: resolve fixed"
    )
    assert [one.label for one in said.buttons] == ["Send", "Edit", "Cancel"]
    assert facts(desk, number) == []


def test_a_macro_is_sent_and_does_its_verbs_once_however_often_it_is_pressed(desk, wire, carry, say, press, number):
    said = say("macro", BOB, number, name="refund")
    sent = press(said, "Send", BOB)
    assert sent.text.startswith(f"Your answer to Ann (ann@example.org) on #{number} is on its way.")
    with pytest.raises(Refused, match="sent already"):
        press(said, "Send", BOB)
    carry()
    assert wire.said(ANN.place)[1] == "Dear Ann,\nthe money for “VPN is down” is on its way.\nBob"
    assert facts(desk, number) == ["Replied", "Tagged", "Resolved"]
    assert desk.show(number, BOB).ticket.tags == ("refund",)


def test_where_a_verb_refuses_nothing_is_sent_and_nothing_done(store, clock, number):
    odd = Macro("odd", "All is well.", ("tag +odd", "queue nowhere"))
    desk = Desk(store, replace(SETTINGS, macros=(odd,)), clock)
    unsent = desk.cabinet.macro(number, BOB, "odd")[1]
    call = Call("send", BOB, clock(), number, {"kept": str(unsent.id)})
    with pytest.raises(Refused, match="Nothing was sent or done, because “queue nowhere” cannot be done"):
        verbs.run(desk, SETTINGS, call)
    assert facts(desk, number) == []
    assert desk.drafts.kept(number, BOB, unsent.id).text == "All is well."


def test_inside_an_arrival_too_a_refused_macro_leaves_nothing_behind(store, clock, number):
    odd = Macro("odd", "All is well.", ("tag +odd", "queue nowhere"))
    desk = Desk(store, replace(SETTINGS, macros=(odd,)), clock)
    unsent = desk.cabinet.macro(number, BOB, "odd")[1]
    with store.transaction():  # as the inbox does, which writes the refusal down in the same
        with pytest.raises(Refused):
            verbs.run(desk, SETTINGS, Call("send", BOB, clock(), number, {"kept": str(unsent.id)}))
    assert facts(desk, number) == []


def test_a_preview_is_looked_at_again_when_it_is_sent(desk, say, press, number):
    preview = say("macro", BOB, number, name="refund")
    desk.reply(number, CLEO, "It is mended.")

    told = press(preview, "Send", BOB)
    assert told.text == "Not sent yet. Cleo answered after you opened this form."
    assert facts(desk, number) == ["Replied"]

    press(told, "Send anyway", BOB)
    press(preview, "Send", BOB)  # the old button sends nothing twice
    assert facts(desk, number) == ["Replied", "Replied", "Tagged", "Resolved"]


def test_a_macro_that_repeats_a_note_is_warned_of_before_it_leaves(desk, say, press, number):
    desk.note(number, CLEO, REFUND.text.replace("{requester}", "Ann").replace("{subject}", "VPN is down"))

    told = press(say("macro", BOB, number, name="refund"), "Send", BOB)
    assert told.text.startswith("Not sent yet. It repeats a note of Cleo")
    assert facts(desk, number) == ["Noted"]


def test_a_cancelled_macro_is_never_sent(desk, say, press, number):
    said = say("macro", BOB, number, name="refund")
    assert press(said, "Cancel", BOB).text == "Thrown away; nothing was sent."
    with pytest.raises(Refused, match="thrown away"):
        press(said, "Send", BOB)
    assert facts(desk, number) == []


def test_an_edited_macro_is_sent_in_other_words_and_does_its_verbs(desk, wire, carry, say, number):
    said = say("macro", BOB, number, name="refund")
    edit = next(one for one in said.buttons if one.label == "Edit")
    assert edit == Button("Edit", "reply", number, edit.rest, opens=True)
    say("reply", BOB, number, text="Your money comes.", kept=edit.rest.removeprefix("--kept "))
    carry()
    assert wire.said(ANN.place)[1] == "Your money comes."
    assert desk.show(number, BOB).ticket.tags == ("refund",)


def test_only_its_author_sends_a_preview(say, press, number):
    said = say("macro", BOB, number, name="refund")
    with pytest.raises(Refused, match="sent already"):
        press(said, "Send", CLEO)
    with pytest.raises(NoSuchTicket):
        press(said, "Send", MAX)
    with pytest.raises(AgentsOnly):
        press(said, "Send", ANN)


def test_a_macro_of_another_queue_is_not_there(say, number):
    with pytest.raises(Unknown, match="There are: refund"):
        say("macro", BOB, number, name="bill")
    with pytest.raises(NoSuchTicket):
        say("macro", BEN, number, name="bill")
    with pytest.raises(Unknown, match="Did you mean refund"):
        say("macro", BOB, number, name="refunt")


def test_a_queue_speaks_its_language(store, clock, number):
    german = replace(WITH, queues=(replace(WITH.queues[0], language="de"), WITH.queues[1]))
    _, unsent = Desk(store, german, clock).cabinet.macro(number, BOB, "refund")
    assert unsent.text == "Guten Tag Ann, das Geld kommt."


def test_what_has_no_value_leaves_nothing_and_no_brace(desk, say):
    number = desk.open(MAX, "", "It burns", "support", MAX.place, requester=MAX).number
    say("macros", BOB, do="save hello Hello {requester}, about {subject}: {owner}!")
    assert "Hello Max, about:!" in say("macro", BOB, number, name="hello").text


def test_a_requester_s_name_is_never_read_as_a_variable(desk, say):
    odd = replace(ANN, name="{agent}", place="mail:odd@example.org")
    number = desk.open(odd, "Hello", "Hello", "support", odd.place).number
    assert "Dear {agent},\nthe money" in say("macro", BOB, number, name="refund").text


def test_an_agent_s_own_macro_is_theirs_alone_and_comes_first(say, number):
    assert (
        say("macros", BOB, do="save refund It comes, {requester}.\n!pend 2d").text
        == "refund is saved (your own). Use it: macro refund."
    )
    assert say("macro", BOB, number, name="refund").text.endswith("It comes, Ann.\nThen: pend 2d")
    assert "on its way" in say("macro", CLEO, number, name="refund").text
    assert say("macros", BOB, do="drop refund").text == "The macro refund is gone."
    assert "on its way" in say("macro", BOB, number, name="refund").text


def test_only_supervisors_save_what_is_everybody_s(say, number):
    with pytest.raises(SupervisorsOnly):
        say("macros", BOB, do="save --queue support hi Hi!")
    with pytest.raises(SupervisorsOnly):
        say("macros", BOB, do="save --shared hi Hi!")
    say("macros", SUE, do="save --queue support hi Hi!")
    assert say("macro", CLEO, number, name="hi").text.endswith("Hi!")
    with pytest.raises(SupervisorsOnly):
        say("macros", CLEO, do="drop hi")


def test_those_of_the_settings_are_not_dropped_here(say):
    with pytest.raises(Refused, match=r"stands in desk\.toml"):
        say("macros", SUE, do="drop refund")


def test_the_list_tells_how_often_each_was_used(say, press, number):
    assert "used 0 times" in say("macros", BOB).text
    press(say("macro", BOB, number, name="refund"), "Send", BOB)
    say("macro", BOB, number, name="refund")  # only looked at
    assert say("macros", BOB).text.startswith("refund · for support · used 1 time · Dear {requester}, the money")
    assert "!tag +refund" in say("macros", BOB, do="show refund").text
    with pytest.raises(AgentsOnly):
        say("macros", ANN)


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        ("save hi Hello {nmae}", "{nmae} is no variable"),
        ("save Hé Hello", "is no name"),
        ("save hi Hello\n!reply too", "“reply” is nothing that a macro can do"),
        ("save hi Hello\n!priority mauve", "“mauve” is no priority"),
        ("save hi Hello\n!tag", "lacks the tags"),
        ("burn everything", "“burn” is nothing that can be done with macros"),
    ],
)
def test_what_is_wrong_with_a_macro_is_said_when_it_is_saved(say, do, sentence):
    with pytest.raises(Misunderstood) as refusal:
        say("macros", BOB, do=do)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "hi", "text": "Hello {nam}"}, "{nam} is no variable"),
        ({"name": "Hi there", "text": "Hello"}, "small letters"),
        ({"name": "hi"}, "neither text nor do"),
        ({"name": "hi", "text": "Hello", "queues": ["sales"]}, "queues names “sales”"),
        ({"name": "hi", "text": "Hello", "do": ["fly away"]}, "“fly” is nothing that a macro can do"),
        ({"name": "hi", "text": "Hello", "do": ["resolve mauve-ish it"]}, ""),
    ],
)
def test_what_is_wrong_with_a_macro_stops_the_start(row, sentence):
    def start():
        macros.refuse(settings.read({}, {"macro": [row]}), verbs.TABLE)

    if not sentence:
        return start()
    with pytest.raises(BadSettings) as wrong:
        start()
    assert sentence in str(wrong.value)
    return None
