"""What stands above, below and in the inputs of a form, and on its button."""

import pytest
from discord.ui import Select

from adapters import captions
from adapters.discord.forms import Form
from adapters.verbs import VERBS
from bot.speech import speaking

INSIDE = ["note", "tag", "set", "subject", "queue", "time", "pend", "article"]


@pytest.mark.parametrize("name", INSIDE)
def test_what_stays_in_the_agents_room_is_saved_and_not_sent(name):
    word = "desk" if name == "article" else "ticket"
    assert captions.submit(VERBS[word, name]) == "Save"


@pytest.mark.parametrize(
    ("name", "said"), [("reply", "Send"), ("open", "Send"), ("macro", "Preview"), ("merge", "Merge")]
)
def test_a_button_says_what_it_does(name, said):
    assert captions.submit(VERBS["ticket", name]) == said


@pytest.mark.parametrize(("verb", "at", "value", "said"), [
    ("resolve", 0, "fixed", "behoben"), ("note", 0, "identify", "eingrenzen"), ("priority", 0, "low", "niedrig"),
    ("link", 0, "blocked-by", "wird vom anderen blockiert"),
])  # fmt: skip
def test_a_choice_is_in_its_readers_words(verb, at, value, said):
    with speaking("de"):
        assert captions.choice(VERBS["ticket", verb].arguments[at], value) == said


def test_every_way_to_link_is_said_in_words():
    how = VERBS["ticket", "link"].arguments[0]
    assert all("the other" in captions.choice(how, value) for value in how.choices)


def test_a_hint_does_not_say_its_label_again():
    code, note = VERBS["ticket", "resolve"].arguments
    assert (captions.hint(code), captions.hint(note)) == ("", "A closing note, for the agents.")


async def test_what_is_resolved_counts_as_fixed_unless_the_form_says_otherwise_on_discord_too():
    form = Form(VERBS["ticket", "resolve"], 42)
    menu = next(item for item in form.walk_children() if isinstance(item, Select))
    assert [option.value for option in menu.options if option.default] == ["fixed"]
