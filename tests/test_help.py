"""Help that helps: what can be done here, by the asker, now; in one message; and each verb by itself."""

import re

import pytest

from adapters import verbs
from adapters.calls import Call, Way
from adapters.examples import EXAMPLES
from adapters.grammar import ALIASES
from adapters.verbs import TABLE
from bot.errors import Unknown
from tests.conftest import ANN, BOB, CLEO, MAX, SETTINGS, SUE

DISCORD_MESSAGE = 1900  # what one message of ours holds there


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.fixture
def ask(desk, clock):
    def run(by, number=None, way=Way.THREAD, verb=""):
        return verbs.run(desk, SETTINGS, Call("help", by, clock(), number, {"verb": verb}, way=way)).text

    return run


def offered(told):
    """The verbs that are shown first, with an example."""
    return re.findall(r"^• (?:!|/\w+ )(\w+)", told, re.MULTILINE)


def named(told):
    """Everything that is named below."""
    return {name for line in re.findall(r"^All there is.*?: (.*)\.$", told, re.MULTILINE) for name in line.split(", ")}


def test_in_a_thread_help_begins_with_what_fits_its_state_and_the_asker(ask, desk, number):
    assert offered(ask(BOB, number))[0] == "claim"
    desk.claim(number, BOB)
    assert offered(ask(BOB, number)) == ["reply", "note", "pend", "resolve", "release"]
    assert "!claim --steal" in ask(CLEO, number)
    desk.resolve(number, BOB)
    assert offered(ask(BOB, number))[0] == "reopen"
    desk.close(number, BOB)
    assert offered(ask(BOB, number))[:2] == ["reopen", "note"]


def test_it_says_whose_the_ticket_is_and_what_a_plain_line_does(ask, desk, number):
    desk.claim(number, BOB)
    told = ask(CLEO, number)

    assert told.startswith(f"#{number} VPN is down is open, Bob has it.")
    assert "without a verb is a note" in told


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("is_in_thread", [True, False])
def test_it_is_one_message_and_few_lines_however_it_is_asked(ask, number, way, is_in_thread):
    for by in (SUE, BOB, MAX, ANN):
        told = ask(by, number if is_in_thread else None, way)
        assert len(told) < DISCORD_MESSAGE
        assert len(told.splitlines()) <= 10


def test_it_names_all_that_the_asker_may_and_nothing_else(ask, number):
    words = {who: {verb.name for verb in TABLE if verb.who in theirs and not verb.pressed} for who, theirs in (
        (SUE, ("all", "own", "agent", "supervisor")), (BOB, ("all", "own", "agent")), (MAX, ("all", "own")),
    )}  # fmt: skip
    for who, known in words.items():
        assert named(ask(who)) == known


def test_a_requester_is_told_about_their_own_ticket_and_that_writing_is_enough(ask, desk, number):
    assert offered(ask(ANN, number)) == ["show", "resolve", "close"]
    assert "simply write" in ask(ANN, number)
    desk.resolve(number, BOB)
    assert offered(ask(ANN, number))[0] == "reopen"


def test_a_stranger_in_a_thread_learns_nothing_of_its_ticket(ask, number):
    assert "VPN" not in ask(MAX, number)


@pytest.mark.parametrize(
    ("way", "said"),
    [(Way.THREAD, "!claim --steal"), (Way.SLASH, "/ticket claim 42 --steal"),
     (Way.OPTIONS, "/ticket claim number:42 steal:True")],
)  # fmt: skip
def test_help_of_one_verb_has_its_options_and_an_example_that_works_there(ask, way, said):
    told = ask(BOB, way=way, verb="claim")

    assert "Take it even if somebody has it." in told
    assert f"For example: {said}" in told
    assert "Also understood: take." in told
    assert ask(BOB, way=way, verb="take") == told


def test_help_of_what_there_is_not_names_the_nearest(ask):
    with pytest.raises(Unknown, match="Did you mean claim"):
        ask(BOB, verb="clam")


@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.name)
def test_every_verb_that_takes_something_has_an_example_of_its_own_arguments(verb):
    example = EXAMPLES.get(verb.name)
    assert example is not None or not verb.arguments or verb.pressed
    assert set(example or {}) <= {one.name for one in verb.arguments}


def test_every_other_word_means_a_verb():
    assert set(ALIASES.values()) <= {verb.name for verb in TABLE}
