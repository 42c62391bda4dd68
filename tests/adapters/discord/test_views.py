"""Cards, lines and letters, pure: the right words within the platform's lengths."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord import boards, buttons, ids, views
from adapters.discord.text import size
from bot import moments
from bot.delivery import Delivery, State
from bot.emphasis import bold
from bot.events import Watcher
from bot.facts.alert import Check
from bot.overview import Heap, Overview, Section
from bot.pages import Hit
from bot.ports import Card
from bot.ticket import Priority, Status, Ticket
from bot.words import ForRequester, ForRoom
from bot.writing import Writing
from sandbox.discord import message_forms
from sandbox.discord.limits import Limits
from sandbox.discord.pings import ROLE, USER
from tests.adapters.discord.test_text import HOSTILE
from tests.conftest import SETTINGS

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TICKET = Ticket(
    42, 3, "mail:ann@example.org", "Ann", "mail:ann@example.org", "VPN is down", "support",
    last_words="It broke\nthis morning", opened_at=NOON, first_by=NOON,
)  # fmt: skip


def drawn(ticket=TICKET, earlier=0, deliveries=(), writing=()):
    shown = Card(1, "discord:118", "discord:118/1", "discord:1", ticket, earlier, None, 0, deliveries, writing)
    return views.card(shown, SETTINGS)


def text(card):
    embed = card["embeds"][0]
    return "\n".join([embed["title"], embed["description"], *(f"{f['name']}: {f['value']}" for f in embed["fields"])])


def labels(ticket):
    return [one["label"] for one in buttons.rows(ticket)[0]["components"]]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "#42 VPN is down"),
        ({}, "> It broke\n> this morning"),
        ({}, f"First response <t:{int(NOON.timestamp())}:R>"),
        ({}, "ann@example.org"),
        ({}, "Owner: nobody"),
        ({"owner": "discord:@80", "owner_name": "Bob"}, "Owner: <@80>"),
        ({"owner": "slack:@UBOB", "owner_name": "Bob"}, "Owner: Bob"),
        ({"priority": Priority.URGENT}, "🔴 urgent"),
        ({"tags": ("billing", "vip")}, "Tags: billing · vip"),
        ({"badge": "not authenticated"}, "⚠️ not authenticated"),
        ({"trouble": "mailbox full"}, "The newest answer could not be delivered: mailbox full"),
        ({"status": Status.RESOLVED, "resolution": "fixed"}, "**resolved (fixed)**"),
        ({"status": Status.PENDING, "wake_at": NOON}, f"until <t:{int(NOON.timestamp())}:f>"),
        ({"subject": ""}, "(no subject)"),
        ({"category": "hardware", "minutes": 80}, "Details: Category: hardware\nTime: 1 h 20 min"),
        ({"fields": (("asset", "*A-1*"),)}, "Details: Asset tag: \\*A-1\\*"),
        ({"steps": ("identify",)}, "Steps: ☑ identify · ☐ research"),
        ({}, "Missing: priority, category, owner"),
        ({"status": Status.RESOLVED, "category": "hardware"}, "Missing: resolution code, closing note"),
    ],
)
def test_the_card_is_the_truth_at_a_glance(change, shown):
    assert shown in text(drawn(replace(TICKET, **change)))


def test_the_card_shows_how_the_newest_answer_fares_who_is_writing_and_other_tickets():
    told = (Delivery(TICKET.origin, State.DEAD, "no such mailbox"), Delivery("mail:dave@example.org", State.SENT))
    assert "⚠️ The newest answer to ann@example.org could not be delivered: no such mailbox" in text(
        drawn(deliveries=told)
    )
    assert "✅ The newest answer was sent to dave@example.org" in text(drawn(deliveries=told))
    assert "Retry" in str(drawn(deliveries=told))
    assert "Retry" not in str(drawn(deliveries=told[1:]))
    one = Writing("discord:@80", "B*b", NOON)
    assert f"✍️ B\\*b has been writing an answer since <t:{int(NOON.timestamp())}:t>" in text(drawn(writing=(one,)))
    assert "2 other tickets" in text(drawn(earlier=2))


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, ["Claim", "Reply", "Note", "Resolve"]),
        ({"owner": "discord:@80"}, ["Release", "Reply", "Note", "Resolve"]),
        ({"status": Status.RESOLVED}, ["Claim", "Reply", "Note", "Reopen"]),
        ({"status": Status.CLOSED}, ["Reopen", "Note"]),
        ({"origin": "", "checks": (Check("nagios", "web1/HTTP"),)}, ["Claim", "Note", "Resolve"]),
    ],
)
def test_the_buttons_fit_the_state(change, shown):
    assert labels(replace(TICKET, **change)) == shown


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 5000, "🙂" * 3000, "*" * 3000, "<" * 3000])
@pytest.mark.parametrize("status", list(Status))
def test_no_card_breaks_a_limit_of_the_platform(text, status):
    ticket = replace(
        TICKET, subject=text, requester_name=text, owner="slack:@U1", owner_name=text, queue=text, badge=text,
        last_words=text[:300], tags=(text, "b") * 30, trouble=text, resolution=text, status=status,
    )  # fmt: skip
    told, writing = (Delivery(TICKET.origin, State.DEAD, text),) * 9, (Writing("discord:@1", text, NOON),) * 9
    message_forms.check(drawn(ticket, 99, told, writing), {}, Limits())
    assert 1 <= size(views.name(ticket)) <= 200
    assert len(views.name(ticket)) <= 100


def test_a_thread_is_named_once_with_its_number_and_subject():
    assert views.name(TICKET) == "#42 VPN is down"
    assert views.name(replace(TICKET, subject="a\nb " * 80)).startswith("#42 a b a b")


def test_only_the_pings_of_a_line_are_mentioned():
    words = ForRoom("🔔", "@everyone is late <@1>", "<@2>", pings=("discord:@80", "discord:role:118", "slack:@U1"))
    line = views.line(words)
    assert (line.users, line.roles) == ((80,), (118,))
    assert (USER.findall(line.contents[0]), ROLE.findall(line.contents[0])) == (["80"], ["118"])
    assert "<@80> <@&118>" in line.contents[0]


def test_a_line_tells_times_natively():
    assert f"<t:{int(NOON.timestamp())}:R>" in views.line(ForRoom("⏸️", "waits until", at=NOON)).contents[0]


@pytest.mark.parametrize("length", [0, 10, 1900, 3000, 5000])
def test_a_body_comes_in_pieces_that_lose_nothing(length):
    body = ("word " * (length // 5)).strip()
    line = views.line(ForRoom("📝", "Bob noted", body))
    assert all(size(one) <= 2000 for one in line.contents)
    assert "".join(line.contents).count("word") == body.count("word")
    assert line.whole == ""


def test_what_is_too_long_for_pieces_comes_as_a_file():
    letter = views.letter(ForRequester(42, "VPN", "word " * 4000, "Bob", False))
    assert len(letter.contents) == 1
    assert letter.contents[0].endswith("…")
    assert letter.whole.count("word") == 4000


def test_an_automatic_word_has_no_name_over_it():
    assert views.letter(ForRequester(42, "", "Received.", "Support", True)).contents == ("Received.",)
    assert views.letter(ForRequester(42, "", "Hi", "B*b", False)).contents == ("**B\\*b**\nHi",)


def test_ids_of_buttons_and_forms_are_read_back():
    assert ids.read_form(ids.form("reply", 42, 1700000000)) == ids.Form("reply", 42, 1700000000)
    assert ids.read_form(ids.form("open", None)) == ids.Form("open", None)
    assert ids.read_form("m2:reply:42") is None
    assert ids.read_form("d1:reply:42") is None
    assert ids.numbers(buttons.rows(TICKET)) == {42}


def test_the_card_names_who_reads_along_who_follows_and_what_else_was_asked():
    others = (Hit(replace(TICKET, number=7, status=Status.OPEN), "discord:907"), Hit(replace(TICKET, number=5)))
    ticket = replace(
        TICKET,
        watchers=(Watcher("discord:@3", "Cleo"), Watcher("slack:@U1", "Bob <@5>")),
        cc=("mail:carl@example.org",),
    )
    shown = views.card(Card(1, "discord:118", "discord:118/1", "discord:1", ticket, 4, None, others=others), SETTINGS)

    assert "👥 cc carl@example.org" in text(shown)
    assert "4 other tickets\n📬 <#907> open\n🆕 #5 new" in text(shown)
    assert "Watchers: <@3>, Bob" in text(shown)
    assert shown["allowed_mentions"] == {"parse": []}


def test_a_board_is_within_the_limits_whatever_the_subjects_are_made_of():
    hits = tuple(
        Hit(replace(TICKET, number=number, subject="\u202e" + "😀" * 200, owner="discord:@3", owner_name="😀" * 60),
            "discord:118111111111111111")
        for number in range(8)
    )  # fmt: skip
    shown = Overview(NOON, tuple(Section(heap, hits, 99, heap) for heap in (Heap.UNOWNED, Heap.OVERDUE, Heap.NEXT)))
    board = boards.board(shown, 118111111111111111, is_for_all=True)

    labels = [one["label"] for one in board["components"][0]["components"][0]["options"]]
    assert size(board["embeds"][0]["description"]) <= 4096
    assert len(labels) == 8
    assert max(map(size, labels)) <= 100
    assert "\u202e" not in str(board)
    message_forms.check(board, {}, Limits())


def test_an_answer_shows_what_is_bold_and_each_moment_in_the_readers_own_zone():
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    told = views.told(f"• {bold('Ann *x*')} wrote {moments.moment(at)}, stray\ufdd1")
    assert told.contents == (rf"• **Ann \*x\*** wrote <t:{int(at.timestamp())}:f>, stray",)


def test_an_answer_that_comes_as_a_file_has_no_marks_in_it():
    told = views.told("\n".join([f"{bold('Ann')} {moments.moment(datetime(2026, 6, 1, 9, tzinfo=UTC))}"] * 400))
    assert told.whole.splitlines()[0] == "Ann 2026-06-01 09:00 UTC"
