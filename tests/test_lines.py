"""What people type, and what it means."""

import pytest

from adapters import lines
from adapters.calls import Way
from adapters.verbs import TABLE, usage
from bot.errors import Misunderstood


@pytest.mark.parametrize(
    ("line", "implied", "verb", "number", "values"),
    [
        ("claim 1042", None, "claim", 1042, {}),
        ("CLAIM #1042 --steal", None, "claim", 1042, {"steal": "yes"}),
        ("claim", 7, "claim", 7, {}),
        ("reply 7 is enough", 5, "reply", 5, {"text": "7 is enough"}),
        ("reply #7 is enough", 5, "reply", 7, {"text": "is enough"}),
        ("reply 7 two\nlines", None, "reply", 7, {"text": "two\nlines"}),
        ("resolve 4 fixed it was loose", None, "resolve", 4, {"code": "fixed", "note": "it was loose"}),
        ("resolve 4 it was loose", None, "resolve", 4, {"note": "it was loose"}),
        ("resolve", 4, "resolve", 4, {}),
        ("tag 4 +vpn -spam", None, "tag", 4, {"tags": "+vpn -spam"}),
        ("set 4 category hardware", None, "set", 4, {"field": "category", "value": "hardware"}),
        ("set Asset A-1 on the left", 4, "set", 4, {"field": "asset", "value": "A-1 on the left"}),
        ("set asset", 4, "set", 4, {"field": "asset"}),
        ("time 4 1h 30m Looked at it", None, "time", 4, {"length": "1h 30m Looked at it"}),
        ("time -5m", 4, "time", 4, {"length": "-5m"}),
        ("time 4", None, "time", 4, {}),
        ("note --step research It happened in May.", 4, "note", 4, {"step": "research", "text": "It happened in May."}),
        ("tags rename pc hardware", None, "tags", None, {"do": "rename pc hardware"}),
        ("pend 4 tomorrow 9am", None, "pend", 4, {"until": "tomorrow 9am"}),
        ("assign 4 <@U1>", None, "assign", 4, {"agent": "<@U1>"}),
        ("prio urgent", 4, "priority", 4, {"priority": "urgent"}),
        ("open VPN is down\nNothing loads", None, "open", None, {"subject": "VPN is down", "text": "Nothing loads"}),
        ("open --for ann@x.org VPN", None, "open", None, {"for": "ann@x.org", "subject": "VPN"}),
        ("help", None, "help", None, {}),
        ("", None, "help", None, {}),
    ],
)  # fmt: skip
def test_a_line_is_a_verb_a_number_and_its_arguments(line, implied, verb, number, values):
    found, at, said = lines.read(line, implied=implied)
    assert (found.name, at, said) == (verb, number, values)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("clam 5", "Did you mean claim?"),
        ("mine", "Did you mean /desk mine?"),
        ("resovle 5", "Did you mean resolve?"),
        ("anwser 5 Hello", "Did you mean answer?"),
        ("lsit", "Did you mean /desk list?"),
        ("xyzzy", "Try help."),
        ("🤷", "Try help."),
    ],
)
def test_what_is_not_a_verb_is_answered_with_the_nearest(line, hint):
    with pytest.raises(Misunderstood, match=hint.replace("?", r"\?")):
        lines.read(line, "ticket")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("claim 5 --stael", "claim has no option --stael. Did you mean --steal?"),
        ("release 5 --force", "release has no option --force. It knows none."),
        ("reply 5 --unencryptd The code is 7.", "Did you mean --unencrypted?"),
    ],
)
def test_an_option_that_there_is_not_is_answered_with_the_nearest_and_nothing_is_sent(line, hint):
    with pytest.raises(Misunderstood, match=hint.replace("?", r"\?")):
        lines.read(line, "ticket")


@pytest.mark.parametrize("line", ["nice work", "claimed it", "", "reply2", "replying soon"])
def test_an_exclamation_is_not_a_command(line):
    assert lines.verb_in(line) is None


@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.name)
def test_every_usage_can_be_typed(verb):
    said = usage(verb, Way.SLASH).removeprefix(f"/{verb.word} ").replace("NUMBER", "42")
    found, number, _ = lines.read(said, verb.word)
    assert found is verb
    assert number == (42 if verb.has_number else None)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("reply --unencrypted Call me.\nBob", {"unencrypted": "yes", "text": "Call me.\nBob"}),
        ("reply #7 --unencrypted\nCall me.", {"unencrypted": "yes", "text": "Call me."}),
        ("reply Say gpg --unencrypted and\n\nsend it.", {"text": "Say gpg --unencrypted and\n\nsend it."}),
        ("reply --Bob", {"text": "--Bob"}),
    ],
)
def test_a_flag_stands_before_a_text_and_leaves_its_lines_alone(line, values):
    assert lines.read(line, implied=1)[2] == values
