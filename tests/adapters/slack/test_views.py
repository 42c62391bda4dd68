"""Tickets as blocks: within Slack's limits, whatever people wrote, and with the buttons that fit."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack import buttons, modals, views
from adapters.slack.modals import Slip
from adapters.verbs import TABLE
from bot.ports import Card, Mark
from bot.ticket import Priority, Status, Ticket
from bot.words import ForRequester, ForRoom
from sandbox.slack import mentions
from sandbox.slack.blocks import refuse_for_message
from sandbox.slack.shown import visible_text
from sandbox.slack.surface import refuse_view
from tests.adapters.slack.test_text import HOSTILE
from tests.sandbox import slack_schemas

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TICKET = Ticket(
    42, 3, "mail:ann@example.org", "Ann", "mail:ann@example.org", "VPN is down", "support", Status.OPEN,
    Priority.HIGH, "slack:@U1", "Bob", ("vpn", "urgent"), "Since noon", first_by=NOW, resolve_by=NOW,
)  # fmt: skip
LONG = ["x" * 3_000, "word " * 700, "😀" * 3_000, "a\n" * 3_000, "<!channel>" * 300, "‮" + "x" * 4_000]


def card(ticket=TICKET, earlier=0, mark=None):
    return Card(1, "slack:C1", "slack:C1/1.0", "slack:C1/1.0", ticket, earlier, mark)


def shown(blocks):
    return visible_text(blocks, lambda id: id)


def refuse(blocks):
    """Everything that Slack or the published shapes would refuse, and every mention."""
    refuse_for_message(blocks)
    assert len(blocks) <= 20
    assert list(mentions.in_blocks(blocks)) == []
    if slack_schemas.SPECS.exists():
        assert slack_schemas.block_faults(blocks) == []


def test_the_card_shows_the_truth_at_a_glance():
    text = shown(views.card(card(earlier=3)))
    for words in ("📬 #42 VPN is down", "🟠 Open · high priority · support", "👤 Ann · ann@example.org",
                  "3 other tickets", "🙋 Bob", "#vpn #urgent", "first response by", "Since noon"):  # fmt: skip
        assert words in text


def test_due_times_are_native_timestamps():
    assert json.dumps(views.card(card())).count('"type": "date"') == 2


@pytest.mark.parametrize(("mark", "words"), [(Mark.QUEUED, "⏳"), (Mark.DELIVERED, "✅"), (Mark.FAILED, "⚠️")])
def test_the_card_shows_how_the_newest_answer_fares(mark, words):
    assert words in shown(views.card(card(mark=mark)))


def test_delivery_trouble_stands_in_plain_sight():
    assert "mailbox full" in shown(views.card(card(replace(TICKET, trouble="mailbox full"))))


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("owner", [None, "slack:@U1"])
def test_every_state_of_a_ticket_can_be_drawn(status, priority, owner):
    refuse(views.card(card(replace(TICKET, status=status, priority=priority, owner=owner))))


@pytest.mark.parametrize("words", [*HOSTILE, *LONG, "", " "])
def test_no_words_break_a_card_or_ping_anybody(words):
    names = dict.fromkeys(("subject", "requester_name", "last_words", "badge", "trouble", "owner_name"), words)
    ticket = replace(TICKET, **names, tags=(words or "t",) * 5, queue=words or "q", requester=f"mail:{words}")
    refuse(views.card(card(ticket)))
    assert mentions.in_text(views.card_text(ticket)) == []
    assert len(views.card_text(ticket)) <= 4_000


@pytest.mark.parametrize("words", [*HOSTILE, *LONG])
def test_no_words_break_a_line_or_an_answer(words):
    for text, blocks in (
        views.line(ForRoom("💬", words, words)),
        views.answer(ForRequester(1, words, words, words, False)),
        views.said(words, words),
    ):
        refuse(blocks)
        assert mentions.in_text(text) == []
        assert 0 < len(text) <= 40_000


def test_only_the_pings_of_the_words_are_mentions():
    words = ForRoom("🔔", "<@U9> rings", "<!here>", pings=("slack:@U1", "slack:group:S1", "discord:@5"))
    _, blocks = views.line(words)
    assert list(mentions.in_blocks(blocks)) == ["U1", "S1"]


def test_a_long_body_is_cut_in_sight():
    _, blocks = views.line(ForRoom("💬", "Ann wrote", "x" * 5_000))
    assert shown(blocks).endswith(views.REST)
    assert views.is_shortened("x" * 5_000)
    assert not views.is_shortened("x" * 2_900)


def test_an_automatic_word_is_not_signed_by_anybody():
    assert shown(views.answer(ForRequester(1, "", "Received as #1", "Support", True))[1]) == "Received as #1"


@pytest.mark.parametrize(
    ("status", "owner", "labels"),
    [
        (Status.NEW, None, ["Claim", "Reply", "Note", "Resolve"]),
        (Status.OPEN, "slack:@U1", ["Release", "Reply", "Note", "Resolve"]),
        (Status.RESOLVED, None, ["Reopen", "Reply", "Note"]),
        (Status.CLOSED, None, ["Reopen", "Note"]),
    ],
)
def test_the_buttons_fit_the_state(status, owner, labels):
    row = buttons.actions(replace(TICKET, status=status, owner=owner))["elements"]
    assert [one["text"]["text"] for one in row if one["type"] == "button"] == labels


def test_every_button_means_a_verb_and_a_number_and_no_text():
    for status in Status:
        for one in buttons.actions(replace(TICKET, status=status))["elements"]:
            for value in [one.get("value"), *(option["value"] for option in one.get("options", []))]:
                press = buttons.read(value) if value else None
                assert value is None or (press and press.number == 42 and any(v.name == press.verb for v in TABLE))


@pytest.mark.parametrize("value", ["", "claim", "claim x", "claim 4x", "../ 4", "1 2", "?? 7"])
def test_values_that_are_not_ours_mean_nothing(value):
    assert buttons.read(value) is None


@pytest.mark.parametrize("verb", TABLE, ids=lambda one: one.name)
def test_every_verb_has_a_form_that_slack_takes(verb):
    view = modals.form(Slip(verb.word, verb.name, 42, "C1", "1.0", 7), {"text": "x" * 5_000}, "About", "Careful")
    if len(view["blocks"]) > 2:
        refuse_view(view, "modal")
        if slack_schemas.SPECS.exists():
            assert slack_schemas.view_faults(view) == []


@pytest.mark.parametrize("words", HOSTILE + LONG)
def test_no_words_break_a_form(words):
    view = modals.form(Slip("ticket", "reply", 42), {"text": words}, words, words)
    refuse_view(view, "modal")
    assert list(mentions.in_blocks(view["blocks"])) == []
    refuse_view(modals.notice(words, words), "modal")


def test_a_form_remembers_its_slip():
    slip = Slip("ticket", "reply", 42, "C1", "1.0", 7)
    assert modals.slip(modals.form(slip)["private_metadata"]) == slip


def test_an_empty_required_field_is_refused_in_the_acknowledgement():
    assert modals.errors(Slip("ticket", "reply", 42), {"text": "  "}) == {"text": "Write something here."}
    assert modals.errors(Slip("ticket", "reply", 42), {"text": "ok"}) == {}
    assert modals.errors(Slip("ticket", "resolve", 42), {}) == {}
