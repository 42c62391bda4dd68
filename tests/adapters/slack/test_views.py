"""Tickets as blocks: within Slack's limits, whatever people wrote, and with the buttons that fit."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack import buttons, modals, rich, views
from adapters.slack.modals import Slip
from adapters.slack.text import one_line
from adapters.verbs import TABLE
from bot import moments
from bot.delivery import Delivery, State
from bot.emphasis import bold
from bot.events import Watcher
from bot.facts.alert import Check
from bot.pages import Hit
from bot.ports import Card
from bot.ticket import Priority, Status, Ticket
from bot.words import ForRequester, ForRoom
from bot.writing import Writing
from sandbox.slack import mentions
from sandbox.slack.blocks import refuse_for_message
from sandbox.slack.shown import visible_text
from sandbox.slack.surface import refuse_view
from tests.adapters.slack.test_text import HOSTILE
from tests.conftest import SETTINGS
from tests.sandbox import slack_schemas

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TICKET = Ticket(
    42, 3, "mail:ann@example.org", "Ann", "mail:ann@example.org", "VPN is down", "support", Status.OPEN,
    Priority.HIGH, "slack:@U1", "Bob", ("vpn", "urgent"), last_words="Since noon", first_by=NOW, resolve_by=NOW,
)  # fmt: skip
LONG = ["x" * 3_000, "word " * 700, "😀" * 3_000, "a\n" * 3_000, "<!channel>" * 300, "‮" + "x" * 4_000]


def card(ticket=TICKET, earlier=0, deliveries=(), writing=()):
    return Card(1, "slack:C1", "slack:C1/1.0", "slack:C1/1.0", ticket, earlier, None, 0, deliveries, writing)


def shown(blocks):
    return visible_text(blocks, lambda id: id)


def refuse(blocks):
    """Everything that Slack or the published shapes would refuse, and every mention."""
    refuse_for_message(blocks)
    assert len(blocks) <= 20
    assert list(mentions.in_blocks(blocks)) == []
    if slack_schemas.SPECS.exists():
        assert slack_schemas.block_faults(blocks) == []


FILLED = replace(
    TICKET, category="hardware", fields=(("asset", "A-1 *now* <!here>"), ("contract", "C-9")), minutes=80,
    steps=("identify",), resolution="fixed", closing_note="New cable.",
)  # fmt: skip


def test_the_card_tells_what_is_filled_in_and_what_is_missing():
    text = shown(views.card(card(FILLED), SETTINGS))

    assert "🗂️ Category: hardware · Asset tag: A-1 *now* <!here> · Contract: C-9 · Time: 1 h 20 min" in text
    assert "Closing note: New cable." in text
    assert "🔍 ☑ identify · ☐ research" in text
    assert "Missing: priority" in text
    refuse(views.card(card(FILLED), SETTINGS))


def test_a_card_that_misses_nothing_says_nothing_of_it():
    text = shown(views.card(card(replace(FILLED, is_rated=True)), SETTINGS))
    assert "Missing" not in text


def test_the_card_shows_the_truth_at_a_glance():
    text = shown(views.card(card(earlier=3), SETTINGS))
    for words in ("📬 🟠 #42 VPN is down", "🟠 Open · high priority · support", "👤 Ann · ann@example.org",
                  "3 other tickets", "🙋 Bob", "#vpn #urgent", "first response by", "Since noon"):  # fmt: skip
        assert words in text


def test_due_times_are_native_timestamps_that_count_down():
    drawn = json.dumps(views.card(card(), SETTINGS))
    assert drawn.count('"type": "date"') == drawn.count("{ago}") == 2


def test_the_card_shows_how_the_newest_answer_fares_at_each_of_its_places():
    told = (
        Delivery("mail:ann@example.org", State.DEAD, "no such mailbox"),
        Delivery("mail:dave@example.org", State.SENT),
    )
    blocks = views.card(card(deliveries=told), SETTINGS)
    assert "⚠️ The newest answer to ann@example.org could not be delivered: no such mailbox" in shown(blocks)
    assert "✅ The newest answer was sent to dave@example.org" in shown(blocks)
    assert "Retry" in str(blocks)
    assert "Retry" not in str(views.card(card(deliveries=told[1:]), SETTINGS))


def test_the_card_shows_who_is_writing():
    one = Writing("slack:@U1", "Bob", NOW)
    assert "✍️ Bob has been writing an answer since " in shown(views.card(card(writing=(one,)), SETTINGS))


def test_delivery_trouble_stands_in_plain_sight():
    assert "mailbox full" in shown(views.card(card(replace(TICKET, trouble="mailbox full")), SETTINGS))


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("owner", [None, "slack:@U1"])
def test_every_state_of_a_ticket_can_be_drawn(status, priority, owner):
    refuse(views.card(card(replace(TICKET, status=status, priority=priority, owner=owner)), SETTINGS))


@pytest.mark.parametrize("words", [*HOSTILE, *LONG, "", " "])
def test_no_words_break_a_card_or_ping_anybody(words):
    names = dict.fromkeys(("subject", "requester_name", "last_words", "badge", "trouble", "owner_name"), words)
    ticket = replace(TICKET, **names, tags=(words or "t",) * 5, queue=words or "q", requester=f"mail:{words}")
    refuse(views.card(card(ticket), SETTINGS))
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
    assert shown(blocks).endswith("… (the whole text is attached)")
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
    row = buttons.actions(replace(TICKET, status=status, owner=owner), True)["elements"]
    assert [one["text"]["text"] for one in row if one["type"] == "button"] == labels


def test_nobody_is_offered_to_answer_a_machine():
    ticket = replace(TICKET, owner=None, origin="", checks=(Check("nagios", "web1/HTTP"),))
    row = buttons.actions(ticket, True)["elements"]
    assert [one["text"]["text"] for one in row if one["type"] == "button"] == ["Claim", "Note", "Resolve"]


def test_every_button_means_a_verb_and_a_number_and_no_text():
    for status in Status:
        for one in buttons.actions(replace(TICKET, status=status), True)["elements"]:
            for value in [one.get("value"), *(option["value"] for option in one.get("options", []))]:
                press = buttons.read(value) if value else None
                assert value is None or (press and press.number == 42 and any(v.name == press.verb for v in TABLE))


@pytest.mark.parametrize("value", ["", "claim", "claim x", "claim 4x", "../ 4", "1 2", "?? 7"])
def test_values_that_are_not_ours_mean_nothing(value):
    assert buttons.read(value) is None


@pytest.mark.parametrize("verb", TABLE, ids=lambda one: one.name)
def test_every_verb_has_a_form_that_slack_takes(verb):
    view = modals.form(
        Slip(verb.word, verb.name, 42, "C1", "1.0", 7), {"text": "x" * 5_000}, ["About"], rich.pieces("Careful")
    )
    if len(view["blocks"]) > 2:
        refuse_view(view, "modal")
        if slack_schemas.SPECS.exists():
            assert slack_schemas.view_faults(view) == []


@pytest.mark.parametrize("words", HOSTILE + LONG)
def test_no_words_break_a_form(words):
    view = modals.form(Slip("ticket", "reply", 42), {"text": words}, [words], rich.pieces(one_line(words, 2_000)))
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


def test_nothing_turns_the_words_around():
    turned = "invoice\u202efdp.exe"
    ticket = replace(TICKET, subject=turned, requester_name=turned, last_words=turned)
    said = (views.card(card(ticket), SETTINGS), views.card_text(ticket), views.line(ForRoom("📨", turned, turned)),
            views.answer(ForRequester(42, turned, turned, turned, False)), views.said(turned, turned))  # fmt: skip
    assert "invoicefdp.exe" in json.dumps(said)
    assert "\u202e" not in json.dumps(said, ensure_ascii=False)


def test_an_answer_shows_what_is_bold_and_each_moment_in_the_readers_own_zone():
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    plain_form, (block,) = views.said(f"• {bold('Ann *x*')} wrote {moments.moment(at)}, stray\ufdd1")
    assert plain_form == "• Ann *x* wrote 2026-06-01 09:00 UTC, stray"
    assert block["elements"][0]["elements"] == [
        rich.text("• "), rich.text("Ann *x*", "bold"), rich.text(" wrote "), rich.date(at), rich.text(", stray"),
    ]  # fmt: skip


def test_a_long_answer_is_cut_between_lines_and_says_that_it_was():
    _, (block,) = views.said("\n".join([f"{bold('Ann')} {moments.moment(NOW)} {'x' * 90}"] * 120))
    *parts, last = [part["elements"] for part in block["elements"]]
    assert last == [rich.text("…")]
    for part in parts:
        assert part[0] == rich.text("Ann", "bold")
        assert part[-1]["text"].endswith("x" * 90)
    assert len(json.dumps(block)) < 13_200


def test_the_card_names_who_reads_along_who_follows_and_what_else_was_asked():
    others = (Hit(replace(TICKET, number=7), "slack:C1/1719.02"), Hit(replace(TICKET, number=5, status=Status.CLOSED)))
    ticket = replace(TICKET, watchers=(Watcher("discord:@3", "Cleo"),), cc=("mail:carl@example.org",))
    drawn = views.card(replace(card(ticket, 4), others=others), SETTINGS, "https://acme.slack.com/")

    refuse(drawn)
    assert "cc carl@example.org" in shown(drawn)
    assert "4 other tickets: 📬 #7 open, 🔒 #5 closed" in shown(drawn)
    assert "👀 Cleo" in shown(drawn)
    assert "https://acme.slack.com/archives/C1/p171902" in json.dumps(drawn)


@pytest.mark.parametrize(
    ("priority", "due", "header"),
    [
        (Priority.LOW, None, "📬 #42"), (Priority.NORMAL, None, "📬 #42"), (Priority.URGENT, None, "📬 🔴 #42"),
        (Priority.URGENT, NOW, "📬 🔴⏰ #42"), (Priority.NORMAL, NOW, "📬 ⏰ #42"),
    ],
)  # fmt: skip
def test_the_colour_of_a_card_is_in_its_header(priority, due, header):
    ticket = replace(TICKET, priority=priority, first_by=due, resolve_by=None, updated_at=NOW)
    assert views.card(card(ticket), SETTINGS)[0]["text"]["text"].startswith(f"{header} VPN")


def test_a_rating_stands_on_the_card_as_stars():
    assert "⭐ 2/5" in shown(views.card(card(replace(TICKET, rating=2)), SETTINGS))
    assert "⭐" not in shown(views.card(card(), SETTINGS))
