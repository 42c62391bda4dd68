"""The numbers as they are read: what is said, which tickets are behind each, the CSV, the gauges of a monitor."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from adapters import filters, verbs
from adapters.calls import Call
from adapters.web.metrics import BY_QUEUE, page
from bot.errors import AgentsOnly, Misunderstood
from bot.filters import STATS
from bot.measures import Numbers
from bot.people import Person
from bot.periods import period
from bot.readout import COLUMNS, cells, rows
from bot.report import Rate
from bot.spreadsheets import spreadsheet
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE

PRICED = replace(SETTINGS, hourly_rate=Rate(Fraction(60), "EUR"))
DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture
def say(desk, clock):
    """What a verb answers to a line."""

    def run(line="", by=SUE, verb="stats"):
        name = "what" if verb == "stats" else "filter"
        return verbs.run(desk, PRICED, Call(verb, by, clock(), values={name: line}))

    return run


@pytest.fixture
def busy(desk, clock):
    """Two tickets of Ann's: one answered and resolved by Bob in half an hour's work, one that waits too long."""
    done, waiting = (desk.open(ANN, subject, "Help.", "support", ANN.place).number for subject in ("VPN", "Printer"))
    clock.forward(minutes=25)
    desk.reply(done, BOB, "Try now?")
    desk.time(done, BOB, 30)
    desk.resolve(done, BOB)
    clock.forward(hours=4)
    return done, waiting


def test_every_number_is_said_with_its_name(say, busy):
    assert say().text.splitlines() == [
        "📊 Support · 2026-05-02 – 2026-06-01",
        "Created: 2",
        "Resolved: 1",
        "Backlog: 1",
        "First response: 9 of 10 in 25 min",
        "First response too late: 0 % (0 of 1)",
        "Resolution: 9 of 10 in 25 min",
        "Resolved too late: 0 % (0 of 1)",
        "Clocks run out: 1",
        "First contact: 100 % (1 of 1)",
        "First level: 100 % (1 of 1)",
        "Reopened: 0 % (0 of 1)",
        "Working time: 30 min",
        "Time per ticket: 30 min",
        "Cost per ticket: 30.00 EUR",
        "Nothing to tell in this time of: Satisfaction.",
    ]


def test_a_young_desk_tells_the_numbers_it_has_and_names_the_others_in_one_sentence(say, desk):
    desk.open(ANN, "VPN", "Help.", "support", ANN.place)
    assert say().text.splitlines()[1:] == [
        "Created: 1",
        "Resolved: 0",
        "Backlog: 1",
        "Clocks run out: 0",
        "Nothing to tell in this time of: First response, First response too late, Resolution, Resolved too late, "
        "First contact, First level, Reopened, Satisfaction, Working time, Time per ticket.",
    ]


def test_a_button_below_each_number_shows_its_tickets(say, desk, clock, busy):
    done, waiting = busy
    shown = {
        button.label: [hit.ticket.number for hit in say(button.rest, verb="list").page.hits]
        for button in say().buttons if button.verb == "list"
    }  # fmt: skip

    assert shown == {
        "Created (2)": [waiting, done], "Resolved (1)": [done], "Backlog (1)": [waiting],
        "First response (1)": [done], "Clocks run out (1)": [waiting], "First contact (1)": [done],
        "First level (1)": [done], "Working time": [done],
    }  # fmt: skip


def test_the_tickets_stand_in_a_menu_so_that_the_other_forms_are_all_the_buttons_there_are(say, busy):
    shown = say().buttons

    assert {one.menu for one in shown if one.verb == "list"} == {"The tickets of …"}
    assert [one.label for one in shown if not one.menu] == ["Picture", "Dark picture", "CSV", "What they mean"]


def test_half_nine_of_ten_and_working_time_are_told_where_they_differ(say, desk, clock, busy):
    _, waiting = busy
    clock.forward(minutes=50)
    desk.reply(waiting, BOB, "Which one?")

    first = next(line for line in say().text.splitlines() if line.startswith("First response:"))
    assert first.startswith("First response: half in 25 min, 9 of 10 in ")


def test_a_list_says_how_many_of_its_number_went_on_to_where_its_reader_does_not_work(say, desk, busy):
    done, _ = busy
    desk.queue(done, BOB, "billing")

    assert "Resolved: 1" in say(by=BOB).text
    told = say("stat:resolved period:30d", BOB, "list").text
    assert told == "No ticket matches. 1 more that counted has gone on to a queue where you do not work."
    assert say("stat:resolved period:30d", SUE, "list").page.below == ""


def test_what_counted_in_a_queue_of_others_is_no_ticket_of_ones_own_numbers(say, desk, busy):
    done, _ = busy
    desk.queue(done, BOB, "billing")

    assert "Created: 0" in say(by=BEN).text
    assert say("stat:created", BEN, "list").page is None


def test_the_other_forms_are_a_button_away(say, busy):
    forms = {button.label: button.rest for button in say("queue:support by:queue").buttons if button.verb == "stats"}

    assert forms["CSV"] == "csv queue:support by:queue"
    assert say(forms["CSV"]).paper.name == "deskbell-queue-30d.csv"
    assert say(forms["Picture"]).paper.content_type == "image/png"
    assert "Tickets opened in this time." in say(forms["What they mean"]).text


def test_numbers_are_told_apart(say, busy):
    assert say("by:agent").text.splitlines()[1:] == [
        "Bob: resolved 1 · backlog 0 · first response 25 min · resolution 25 min · 30 min booked"
    ]
    assert say("by:queue").text.splitlines()[1].startswith("support: created 2 · resolved 1 · backlog 1")


def test_a_picture_is_told_in_words_too(say, busy):
    paper = say("picture").paper
    assert "Created: 2; Resolved: 1; Backlog: 1; First response: 25 min" in paper.alt
    assert paper.later


@pytest.mark.parametrize("line", ["tag:vpn", "printer", "by:", "by:colour", "period:yesteryear", "stat:created"])
def test_what_numbers_do_not_know_is_refused_with_what_they_do(say, line):
    with pytest.raises(Misunderstood):
        say(line)


@pytest.mark.parametrize("by", [ANN, MAX, Person("Bob", BOB.place)])
def test_who_is_no_agent_reads_no_number(say, busy, by):
    for line in ("", "csv", "picture", "by:queue", "explain"):
        with pytest.raises(AgentsOnly):
            say(line, by)


def test_an_agent_of_another_queue_reads_nothing_of_this_one(say, busy):
    assert "Created: 0" in say(by=BEN).text
    assert say("stat:created", BEN, "list").page is None
    assert "support" not in say("csv", BEN).paper.content.decode()


def test_the_tickets_that_count_are_found_by_time_queue_and_agent(say, desk, clock, busy):
    done, _ = busy
    desk.queue(done, BOB, "billing")

    def found(line):
        page = say(line, verb="list").page
        return [hit.ticket.number for hit in page.hits] if page else []

    assert found("stat:resolved agent:Bob") == found("stat:resolved queue:support") == [done]
    assert found("stat:resolved agent:Cleo") == found("stat:resolved queue:billing") == []
    assert found("stat:resolved period:2026-05") == []
    assert found("stat:resolved,breached") == [*reversed(busy)]


def test_a_time_or_an_agent_alone_finds_nothing_and_says_why(desk, clock):
    with pytest.raises(Misunderstood, match="stat:resolved"):
        filters.wanted("period:30d", SUE, clock(), SETTINGS)


def test_every_stat_can_be_looked_for_on_both_databases(say, busy):
    for stat in STATS:
        say(f"stat:{stat} period:30d agent:Bob", verb="list")


def test_no_cell_of_a_csv_is_a_formula():
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "plain", "a=b", -1, 2.5, None]
    told = spreadsheet(["name"], [[one] for one in evil])

    read = [row[0] for row in csv.reader(io.StringIO(told.decode("utf-8-sig"), newline=""))][1:]
    assert read == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", "'  =1", "'＝1", "plain", "a=b", "-1", "2.5", "",
    ]  # fmt: skip


def test_the_name_of_an_agent_is_no_formula_in_the_csv(desk, say, busy, clock):
    evil = Person("=HYPERLINK(A1)", CLEO.place, CLEO.grants)
    desk.resolve(busy[1], evil)

    assert "\r\n'=HYPERLINK(A1)," in say("csv by:agent").paper.content.decode()


def test_a_csv_has_a_column_for_every_number():
    assert len(cells(Numbers(), None)) == len(COLUMNS)


@pytest.mark.parametrize(
    ("said", "dates", "days"),
    [
        ("today", "2026-06-01", 1), ("yesterday", "2026-05-31", 1), ("week", "2026-06-01 – 2026-06-07", 7),
        ("last-week", "2026-05-25 – 2026-05-31", 7), ("month", "2026-06-01 – 2026-06-30", 30),
        ("last-month", "2026-05-01 – 2026-05-31", 31), ("year", "2026-01-01 – 2026-12-31", 12),
        ("2025", "2025-01-01 – 2025-12-31", 12), ("2026-10", "2026-10-01 – 2026-10-31", 31),
        ("2026-03-29", "2026-03-29", 1), ("2026-10-20..2026-10-30", "2026-10-20 – 2026-10-30", 11),
        ("2026-02..2026-05", "2026-02-01 – 2026-05-31", 18), ("30d", "2026-05-02 – 2026-06-01", 31),
    ],
)  # fmt: skip
def test_times_are_named_as_people_do_and_cut_into_pieces_without_a_gap(clock, said, dates, days):
    found = period(said, clock(), "Europe/Berlin")
    steps = [span for _, span in found.steps()]

    assert (found.dates, len(steps)) == (dates, days)
    assert (steps[0].from_at, steps[-1].to_at) == (found.first, found.end)
    assert all(one.to_at == other.from_at for one, other in pairwise(steps))


@pytest.mark.parametrize("said", ["2026-13", "26-10", "2026-10..2026-09", "0d", "9999-12-31..", "soon"])
def test_what_is_no_time_is_refused(clock, said):
    with pytest.raises(Misunderstood, match="no time to count in"):
        period(said, clock(), "UTC")


def test_a_monitor_reads_the_same_numbers_no_more_than_once_a_minute(desk, clock, busy):
    told = page(desk.statistics.gauges())[0].decode()
    assert 'deskbell_created{queue="support"} 2.0' in told
    assert 'deskbell_first_response_median_seconds{queue="support"} 1500.0' in told

    desk.open(ANN, "Mouse", "Gone.", "support", ANN.place)
    assert desk.statistics.gauges()["deskbell_created"]["support"] == 2
    clock.forward(minutes=1)
    assert desk.statistics.gauges()["deskbell_created"]["support"] == 3


def test_the_dashboard_asks_for_metrics_that_there_are_and_shows_all_of_the_queues():
    board = json.loads((DOCS / "grafana.json").read_text())
    asked = set(re.findall(r"deskbell_\w+", json.dumps(board["panels"])))
    assert asked >= set(BY_QUEUE)
    assert "datasource" in json.dumps(board)


def test_every_definition_stands_in_the_docs():
    page_ = " ".join((DOCS / "statistics.md").read_text().split())
    told = rows(Numbers(), PRICED.hourly_rate)
    assert [row.label for row in told if row.label not in page_] == []
    assert [stat for stat in STATS if f"`stat:{stat}`" not in page_] == []
    assert [column for column in COLUMNS if f"`{column}`" not in page_] == []
    assert [name for name in BY_QUEUE if f"`{name}`" not in page_] == []


def test_who_begins_a_line_with_a_capital_gets_buttons_that_work(say, busy):
    said = say("Period:today Agent:bob")

    assert said.text.splitlines()[0] == "📊 bob · 2026-06-01"
    lists = [button.rest for button in said.buttons if button.verb == "list"]
    assert lists
    for line in lists:
        assert say(line, verb="list").ticket is None


def test_a_picture_of_centuries_is_drawn_of_few_pieces_and_none_of_millennia(say, busy):
    [*_, last] = period("1900..2026", datetime(2026, 6, 1, tzinfo=UTC), "UTC").steps()

    assert last[0] == date(2026, 1, 1)
    assert say("picture period:1900..2026").paper
    for millennia in ("period:0001..2026", "period:0001..9998", "period:900000d"):
        with pytest.raises(Misunderstood):
            say(f"picture {millennia}")
