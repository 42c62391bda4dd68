"""What /desk kb answers, and what it leaves alone."""

from dataclasses import replace

import pytest

from adapters import verbs
from adapters.calls import Call, Way
from bot.errors import AgentsOnly, Misunderstood, Refused
from bot.events import Replied
from tests.conftest import ANN, BILLS, BOB, ROOM, SETTINGS, SUE

HOSTILE = "<script>alert(1)</script> <!channel> @everyone"


@pytest.fixture
def say(desk, clock):
    def run(do, by=BOB, number=None, here=ROOM):
        return verbs.run(desk, SETTINGS, Call("kb", by, clock(), number, {"do": do}, here=here, way=Way.THREAD))

    return run


@pytest.fixture
def number(desk):
    return desk.open(ANN, "Help", "Please.", "support", ANN.place).number


def labels(said):
    return [f"{one.label}: {one.verb} {one.number} {one.rest}" for one in said.buttons]


def test_an_article_is_typed_as_a_title_and_the_lines_below(say):
    told = say(f"new Printer jams\nOpen it.\n\n{HOSTILE}").text

    assert "Your draft" in told
    assert "1. Printer jams · draft · support" in told
    assert f"Open it.\n\n{HOSTILE}" in told


def test_it_belongs_to_the_queue_of_the_room_it_is_typed_in_and_else_to_all(say):
    with pytest.raises(AgentsOnly):
        say("new A\nB", here=BILLS)
    assert "· draft\n" in say("new A\nB", here="slack:C0LOUNGE").text


def test_looking_for_words_lists_what_was_found_with_buttons_to_read_it(say):
    say("new Printer jams\nOpen it.")

    said = say("search printer")

    assert said.text == "✏️ 1. Printer jams · draft · support"
    assert labels(said) == ["Read 1: kb 0 show 1"]
    assert say("search toner").text == "No article has these words."


def test_an_article_is_shown_with_voices_and_in_a_thread_with_insert(say, number):
    say("new Printer jams\nOpen it.")
    voices = [f"👍: kb {number} up 1", f"👎: kb {number} down 1", "Edit: article 1 "]
    assert labels(say("show 1", number=number)) == voices
    say("publish 1", by=SUE)

    assert labels(say("show printer", number=number))[0] == f"Insert: kb {number} insert 1"
    assert say("up 1").text == "Thank you. “Printer jams”: 👍 1 👎 0"


def test_inserting_shows_the_answer_before_it_goes(say, desk, number):
    say("new Printer jams\nOpen it.")
    say("publish 1", by=SUE)

    said = say("insert 1", number=number)

    assert said.text.endswith("from “Printer jams”:\nOpen it.")
    assert [one.label for one in said.buttons] == ["Send", "Edit", "Cancel"]
    assert desk.show(number, BOB).delivery is None
    verbs.run(desk, SETTINGS, Call("send", BOB, desk._now(), number, {"kept": said.buttons[0].rest.split()[1]}))
    assert [one.fact.text for one in desk.history(number, BOB) if isinstance(one.fact, Replied)] == ["Open it."]


def test_a_form_writes_a_new_one_or_changes_the_one_it_is_about_and_a_typed_word_never_does(say, desk, clock, number):
    said = {"title": "Printer jams", "text": "Open it."}
    form = Call("article", BOB, clock(), None, said, here=ROOM, way=Way.OPTIONS)
    assert "Your draft" in verbs.run(desk, SETTINGS, form).text
    changed = replace(form, number=1, values=said | {"text": "Shake it."})
    assert "From now on" in verbs.run(desk, SETTINGS, changed).text

    assert "2. Printer jams" in verbs.run(desk, SETTINGS, replace(changed, way=Way.THREAD)).text
    assert desk.shelf.get(BOB, "1").body == "Shake it."
    assert say("new").buttons[0].opens


def test_what_is_too_long_for_a_form_is_not_offered_to_be_edited_in_one(say):
    assert "Edit" not in str(say("new Long\n" + "x" * 3_001).buttons)


def test_it_is_changed_published_for_agents_and_taken_back(say):
    say("new Printer jams\nOpen it.")

    assert "Shake it." in say("edit 1 Printer jams\nShake it.").text
    assert say("publish 1 internal").text == "“Printer jams” can be read by agents now."
    assert "is a draft again" in say("retract 1").text
    assert say("history 1").text.count("Bob") == 4


def test_a_draft_of_a_ticket_says_that_it_is_to_be_read_first(say, desk, number):
    desk.resolve(number, BOB)

    assert "read it before others do" in say("draft", number=number).text
    assert "Drafted from" in say(f"draft {number}").text
    assert "Drafted from" in say(f"draft #{number}").text


@pytest.mark.parametrize(
    ("do", "sentence"),
    [("serch vpn", "Did you mean kb search?"), ("frobnicate", "Say kb search WORDS"), ("draft", "Say its number"),
     ("insert vpn", "Say its number"), ("show 99", "no article “99”"), ("publish 1 world", "For whom"),
     ("new Only a title", "needs a title and a text")],
)  # fmt: skip
def test_what_is_not_understood_is_answered_with_what_is(say, do, sentence):
    with pytest.raises(Refused, match=sentence.replace("?", r"\?")) as refusal:
        say(do)
    assert isinstance(refusal.value, Misunderstood | Refused)


@pytest.mark.parametrize("do", ["search x", "new A\nB", "show 1", "publish 1", "up 1", "history 1"])
def test_requesters_are_told_that_this_is_for_agents(say, do):
    with pytest.raises(Refused, match="agents"):
        say(do, by=ANN)
