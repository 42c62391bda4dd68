"""Machines that write of what they watch: mails in, and what people see of it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters import verbs
from adapters.calls import Call
from adapters.mail.edge import MailEdge
from bot import emphasis
from bot.completeness import missing
from bot.config import Mailbox
from bot.desk import Desk
from bot.events import Reopened, Resolved, Unacknowledged, Wrote
from bot.incoming import Incoming
from bot.monitors import KINDS
from bot.people import Person
from bot.ports import Arrival
from bot.templates import template
from bot.ticket import Status
from storage.files import FileStore
from tests.adapters.mail.readings import READING
from tests.conftest import BOB, ROOM, SETTINGS
from tests.storage.test_races import at_once

MACHINE = "nagios@mon.example"
NAGIOS = replace(KINDS["nagios"], name="nagios", senders=("*@mon.example",))
TRUSTED = replace(NAGIOS, is_trusted=True)  # and its mailbox has no authserv_id
HOUR = timedelta(hours=1)
PASS = "mx.desk.example; dmarc=pass header.from=mon.example"


@pytest.fixture
def monitor():
    return TRUSTED


@pytest.fixture
def watching(monitor):
    return replace(SETTINGS, monitors=(monitor,))


@pytest.fixture
def desk(store, clock, watching):
    return Desk(store, watching, clock)


class Machine:
    """Sends mails, one a minute, and tells what became of each."""

    def __init__(self, desk, store, settings, clock, tmp_path):
        self.edge = MailEdge(desk, store, settings, FileStore(tmp_path), READING)
        self.desk, self.store, self.clock, self.count = desk, store, clock, 0

    def says(self, what, key="web1/HTTP", level="", at=None, **fields):
        level = level or {"RECOVERY": "OK"}.get(what, "CRITICAL")
        return self.sends(f"** {what} Service Alert: {key} is {level} **", at, **fields)

    def sends(self, subject, at=None, text="Socket timeout", sender=MACHINE, number=None, auth=None, more=()):
        self.count += 1
        self.clock.forward(minutes=1)
        lines = [
            f"From: {sender}", "To: support@desk.example", f"Subject: {subject}",
            f"Date: {format_datetime(at or self.clock())}", f"Message-ID: <{number or self.count}@mon.example>",
            *([f"Authentication-Results: {auth}"] if auth else []), *more,
        ]  # fmt: skip
        raw = "\r\n".join([*lines, "", text, ""]).encode()
        arrival = Arrival(f"imap:support/1/{self.count}", "mail", raw, self.clock(), lane="support", attempts=1)
        deed = asyncio.run(self.edge.understand(arrival))
        with self.store.transaction():
            return deed.do()

    def facts(self, number=1):
        with self.store.transaction() as tx:
            return [event.fact for event in tx.tickets.history(number)]

    def ticket(self, number=1):
        with self.store.transaction() as tx:
            return tx.tickets.get(number)


@pytest.fixture
def machine(desk, store, watching, clock, tmp_path):
    machine = Machine(desk, store, watching, clock, tmp_path)
    yield machine
    machine.edge.close()


def lines(wire):
    return [line for line in wire.said(ROOM) if "nagios" in line or "Deskbell" in line or "reopened" in line]


# One ticket for a key


def test_the_first_problem_opens_a_ticket_that_nothing_is_answered_from(machine, carry, wire):
    fate = machine.says("PROBLEM")
    carry()

    assert (fate.name, fate.ticket) == ("ticketed", 1)
    opened, silent = machine.facts()
    assert (opened.requester, opened.origin, opened.alert.key) == (f"mail:{MACHINE}", "", "web1/HTTP")
    assert silent == Unacknowledged("a monitoring system wrote it")
    assert wire.mail.posts == []
    assert "nagios reports web1/HTTP: CRITICAL" in wire.said(ROOM)[0]


def test_its_ticket_is_called_by_what_is_watched(machine):
    machine.says("PROBLEM")
    assert machine.ticket().subject == "web1/HTTP"


def test_further_problems_are_counted_on_the_card_and_told_once_an_hour(machine, carry, wire, clock):
    fates = [machine.says("PROBLEM") for _ in range(40)]
    carry()
    assert {(one.name, one.ticket) for one in fates[1:]} == {("appended", 1)}
    assert machine.ticket().checks[0].count == 40
    assert len(wire.said(ROOM)) == 1

    clock.forward(hours=1)
    machine.says("PROBLEM")
    carry()
    assert "(41 times)" in wire.said(ROOM)[-1]
    assert len(wire.said(ROOM)) == 2
    assert wire.slack.words[-1].pings == ()


def test_another_level_is_told_at_once_but_not_every_minute(machine, carry, wire, clock):
    machine.says("PROBLEM", level="WARNING")
    clock.forward(minutes=10)
    machine.says("PROBLEM", level="CRITICAL")
    machine.says("PROBLEM", level="WARNING")
    machine.says("PROBLEM", level="CRITICAL")
    carry()
    assert [line.split(":")[1] for line in wire.said(ROOM)] == [" WARNING", " CRITICAL (2 times)"]


def test_a_machine_is_no_contact_that_somebody_must_find(machine, desk, watching):
    machine.says("PROBLEM")
    assert "contact" not in missing(machine.ticket(), watching)


def test_no_clock_starts_or_moves_for_what_a_machine_says(machine, desk):
    machine.says("PROBLEM")
    before = machine.ticket()
    machine.says("PROBLEM")
    machine.says("PROBLEM", level="WARNING")
    after = machine.ticket()
    assert (after.first_by, after.next_by, after.resolve_by) == (before.first_by, before.next_by, before.resolve_by)
    assert after.waiting_since_at == before.waiting_since_at


def test_each_key_has_a_ticket_of_its_own(machine):
    assert [machine.says("PROBLEM", key).ticket for key in ("web1/HTTP", "web2/HTTP", "web1/disk is full")] == [1, 2, 3]
    assert machine.says("RECOVERY", "web2/HTTP").ticket == 2
    assert [machine.ticket(number).status for number in (1, 2, 3)] == [Status.NEW, Status.RESOLVED, Status.NEW]


def test_keys_that_begin_alike_are_several_however_long_they_are(machine):
    disk, net = (f"web1/{'x' * 300}/{name}" for name in ("disk", "net"))
    machine.says("PROBLEM", disk)
    machine.says("RECOVERY", net)
    assert machine.ticket().status is Status.NEW
    machine.says("RECOVERY", disk)
    assert machine.ticket().status is Status.RESOLVED


def test_ok_resolves_it_and_asks_nobody(machine, carry, wire):
    machine.says("PROBLEM")
    fate = machine.says("RECOVERY")
    carry()

    assert (fate.name, fate.ticket) == ("appended", 1)
    resolved = machine.facts()[-1]
    assert isinstance(resolved, Resolved)
    assert (resolved.code, resolved.note, resolved.warns_at) == ("fixed", "nagios: OK", None)
    assert wire.said(ROOM)[-1].startswith("✅")
    assert wire.mail.posts == []


def test_it_closes_without_a_warning_or_a_survey(machine, desk, clock, carry, wire):
    machine.says("PROBLEM")
    machine.says("RECOVERY")
    clock.forward(days=6)
    while desk.tick():
        pass
    carry()
    assert machine.ticket().status is Status.CLOSED
    assert wire.mail.posts == []


@pytest.mark.parametrize("monitor", [replace(TRUSTED, resolves=False)])
def test_where_it_is_set_so_ok_is_only_told(machine, carry, wire):
    machine.says("PROBLEM")
    machine.clock.forward(minutes=10)
    machine.says("RECOVERY")
    carry()
    assert machine.ticket().status is Status.NEW
    assert "stays open: it is set so" in wire.said(ROOM)[-1]
    assert [button.verb for button in wire.slack.words[-1].buttons] == ["resolve"]


def test_a_problem_within_the_hour_reopens_and_later_opens_a_new_one(machine, clock):
    machine.says("PROBLEM")
    machine.says("RECOVERY")
    clock.forward(minutes=50)
    assert machine.says("PROBLEM").ticket == 1
    assert isinstance(machine.facts()[-1], Reopened)

    machine.says("RECOVERY")
    clock.forward(hours=2)
    fate = machine.says("PROBLEM")
    assert (fate.name, fate.ticket) == ("ticketed", 2)
    assert machine.facts(2)[0].follows == 1
    assert machine.says("RECOVERY").ticket == 2


def test_silence_that_closes_a_ticket_is_no_end_to_count_from(machine, desk, clock):
    machine.says("PROBLEM")
    machine.says("RECOVERY")
    clock.forward(days=5, minutes=10)
    while desk.tick():
        pass
    assert machine.ticket().status is Status.CLOSED
    assert machine.says("PROBLEM").ticket == 2


def test_what_comes_and_goes_is_told_once_and_waits_for_a_person(machine, carry, wire):
    machine.says("PROBLEM")
    for _ in range(20):
        machine.says("RECOVERY")
        machine.says("PROBLEM")
    machine.says("RECOVERY")
    carry()

    told = [line for line in wire.said(ROOM) if "comes and goes" in line]
    assert len([line for line in told if "somebody should look" in line]) == 1
    assert len(wire.said(ROOM)) < 15
    assert machine.ticket().status is Status.OPEN
    assert machine.ticket().checks[0].comebacks == 20


# States of the ticket: {problem, again, ok, ok again, problem later} on {open, owned, resolved, closed}

SAID = {
    "problem": lambda machine: machine.says("PROBLEM"),
    "ok": lambda machine: machine.says("RECOVERY"),
    "ok twice": lambda machine: (machine.says("RECOVERY"), machine.says("RECOVERY"))[1],
    "problem later": lambda machine: (machine.clock.forward(hours=3), machine.says("PROBLEM"))[1],
}
STATES = {
    "new": lambda desk: None,
    "owned": lambda desk: desk.claim(1, BOB),
    "worked on": lambda desk: (desk.claim(1, BOB), desk.note(1, BOB, "The disk is full.")),
    "noted, not owned": lambda desk: desk.note(1, BOB, "The disk is full."),
    "pending": lambda desk: desk.pend(1, BOB),
    "resolved": lambda desk: desk.resolve(1, BOB, "fixed"),
    "closed": lambda desk: desk.close(1, BOB, "fixed"),
}
AFTER = {  # which ticket it went to, and what that is then
    "new": {"problem": (1, "new"), "ok": (1, "resolved"), "ok twice": (1, "resolved"), "problem later": (1, "new")},
    "owned": {"problem": (1, "open"), "ok": (1, "resolved"), "ok twice": (1, "resolved"), "problem later": (1, "open")},
    "worked on": {"problem": (1, "open"), "ok": (1, "open"), "ok twice": (1, "open"), "problem later": (1, "open")},
    "noted, not owned": {"problem": (1, "new"), "ok": (1, "resolved"), "ok twice": (1, "resolved"),
                         "problem later": (1, "new")},
    "pending": {"problem": (1, "pending"), "ok": (1, "resolved"), "ok twice": (1, "resolved"),
                "problem later": (1, "pending")},
    "resolved": {"problem": (1, "open"), "ok": (1, "resolved"), "ok twice": (1, "resolved"),
                 "problem later": (2, "new")},
    "closed": {"problem": (1, "open"), "ok": (1, "closed"), "ok twice": (1, "closed"), "problem later": (2, "new")},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("said", SAID)
def test_whatever_is_said_in_whatever_state_has_one_fate(machine, desk, state, said):
    machine.says("PROBLEM")
    STATES[state](desk)
    fate = SAID[said](machine)

    number, status = AFTER[state][said]
    assert (fate.ticket, machine.ticket(number).status) == (number, status)
    assert fate.name == ("ticketed" if number == 2 else "appended")


def test_an_owner_at_work_is_told_and_decides(machine, desk, clock, carry, wire):
    machine.says("PROBLEM")
    desk.claim(1, BOB)
    desk.note(1, BOB, "I look at the disk.")
    clock.forward(minutes=10)
    machine.says("RECOVERY")
    carry()

    assert "its owner works on it" in wire.said(ROOM)[-1]
    assert wire.slack.words[-1].pings == (BOB.place,)
    assert [(one.verb, one.number) for one in wire.slack.words[-1].buttons] == [("resolve", 1)]


def test_an_ok_that_was_said_before_does_not_end_what_somebody_reopened(machine, desk):
    machine.says("PROBLEM")
    machine.says("RECOVERY")
    desk.reopen(1, BOB)
    machine.says("RECOVERY")
    assert machine.ticket().status is Status.OPEN


# Order, doubles, and who says so


def test_the_same_mail_twice_counts_once(machine):
    machine.says("PROBLEM")
    at = machine.clock()
    machine.says("PROBLEM", number=7, at=at)
    fate = machine.says("PROBLEM", number=7, at=at)
    assert (fate.name, fate.reason) == ("ignored", "duplicate")
    assert machine.ticket().checks[0].count == 2


def test_an_ok_of_what_is_no_ticket_is_ignored_and_says_why(machine):
    fate = machine.says("RECOVERY")
    assert (fate.name, fate.reason, fate.ticket) == ("ignored", "recovered", None)
    assert machine.says("ACKNOWLEDGEMENT").reason == "aside"


def test_an_ok_that_overtakes_its_problem_ends_it_all_the_same(machine, clock):
    sent = clock()
    machine.says("RECOVERY", at=sent + timedelta(seconds=30))
    fate = machine.says("PROBLEM", at=sent)
    assert (fate.name, fate.ticket, machine.ticket().status) == ("ticketed", 1, Status.RESOLVED)


def test_an_ok_older_than_the_newest_problem_ends_nothing(machine, clock):
    sent = clock()
    machine.says("PROBLEM", at=sent)
    machine.says("PROBLEM", at=sent + timedelta(seconds=40))
    fate = machine.says("RECOVERY", at=sent + timedelta(seconds=20))
    assert (fate.name, fate.ticket, machine.ticket().status) == ("appended", 1, Status.NEW)
    machine.says("RECOVERY", at=sent + timedelta(seconds=50))
    assert machine.ticket().status is Status.RESOLVED


def test_a_late_problem_that_is_over_by_now_reopens_nothing(machine, clock):
    sent = clock()
    machine.says("PROBLEM", at=sent)
    machine.says("RECOVERY", at=sent + timedelta(seconds=40))
    fate = machine.says("PROBLEM", at=sent + timedelta(seconds=20))
    assert (fate.name, fate.ticket, machine.ticket().status) == ("appended", 1, Status.RESOLVED)


def test_a_date_from_the_future_shuts_nobody_up(machine):
    machine.says("PROBLEM", at=datetime(2099, 1, 1, tzinfo=UTC))
    machine.says("RECOVERY")
    assert machine.ticket().status is Status.RESOLVED


BOX = Mailbox("support", "support@desk.example", "Example Support", authserv_id=("mx.desk.example",))


@pytest.mark.parametrize(
    ("trusted", "box", "auth", "ends"),
    [
        (False, SETTINGS.mailboxes[0], None, False),
        (False, SETTINGS.mailboxes[0], PASS, False),  # anybody can write that: no server is named
        (True, SETTINGS.mailboxes[0], None, True),
        (False, BOX, PASS, True),
        (False, BOX, None, False),
        (True, BOX, None, False),  # the provider could say it, and does not
        (True, BOX, PASS.replace("mon.example", "evil.example"), False),
    ],
)
def test_an_ok_ends_a_ticket_only_where_its_sender_may_be_believed(store, clock, tmp_path, trusted, box, auth, ends):
    settings = replace(SETTINGS, mailboxes=(box,), monitors=(replace(NAGIOS, is_trusted=trusted),))
    machine = Machine(Desk(store, settings, clock), store, settings, clock, tmp_path)
    machine.says("PROBLEM", auth=auth)
    fate = machine.says("RECOVERY", auth=auth)
    assert (fate.name, fate.ticket) == ("appended", 1)
    assert machine.ticket().status is (Status.RESOLVED if ends else Status.NEW)
    assert machine.ticket().checks[0].is_ok == ends


@pytest.mark.parametrize("monitor", [NAGIOS])
def test_an_ok_that_nobody_vouches_for_is_told_with_a_button(machine, carry, wire, clock):
    machine.says("PROBLEM")
    clock.forward(minutes=10)
    machine.says("RECOVERY")
    carry()
    assert "nobody vouches for its sender" in wire.said(ROOM)[-1]
    assert [one.verb for one in wire.slack.words[-1].buttons] == ["resolve"]


def test_a_sender_whose_domain_disowns_it_is_no_machine(store, clock, tmp_path):
    settings = replace(SETTINGS, mailboxes=(BOX,), monitors=(TRUSTED,))
    machine = Machine(Desk(store, settings, clock), store, settings, clock, tmp_path)
    machine.says("PROBLEM", auth=PASS)
    fate = machine.says("RECOVERY", auth=PASS.replace("pass", "fail"))
    assert (fate.name, fate.ticket, machine.ticket().status) == ("ticketed", 2, Status.NEW)
    assert machine.facts(2)[0].alert is None


@pytest.mark.parametrize(
    "monitor", [replace(TRUSTED, subject=(), queue="billing", header=(("x-alert", template("{state} of {key}")),))]
)
def test_a_field_of_the_header_tells_as_well_and_the_queue_is_the_monitors(machine):
    machine.sends("News", more=["X-Alert: =?utf-8?q?DOWN_of_caf=C3=A9?="])
    machine.sends("More news", more=["X-Alert: UP of café"])
    assert machine.ticket().queue == "billing"
    assert machine.ticket().checks[0].key == "café"
    assert machine.ticket().status is Status.RESOLVED
    assert machine.sends("News of another kind").ticket == 2


def test_two_keys_in_one_subject_are_a_key_of_their_own(machine):
    machine.says("PROBLEM", "a/x")
    fate = machine.sends("** RECOVERY Service Alert: a/x is OK ** PROBLEM Service Alert: b/y is CRITICAL **")
    assert fate.name == "ignored"
    assert machine.ticket().status is Status.NEW


def test_others_mails_and_other_subjects_are_no_alerts(machine):
    machine.says("PROBLEM")
    assert machine.says("RECOVERY", sender="eve@evil.example").ticket == 2
    assert machine.sends("Your licence expires").ticket == 3
    assert [machine.facts(number)[0].alert for number in (2, 3)] == [None, None]
    assert machine.ticket().status is Status.NEW


def test_a_ticket_of_several_keys_ends_with_the_last(machine, desk):
    machine.says("PROBLEM", "web1/HTTP")
    machine.says("PROBLEM", "web2/HTTP")
    desk.ties.merge(2, BOB, 1)
    assert machine.says("RECOVERY", "web1/HTTP").ticket == 1
    assert machine.ticket().status is Status.NEW
    assert machine.says("RECOVERY", "web2/HTTP").ticket == 1
    assert machine.ticket().status is Status.RESOLVED


def test_a_merge_that_is_undone_leaves_each_its_own_key(machine, desk):
    machine.says("PROBLEM", "web1/HTTP")
    machine.says("PROBLEM", "web2/HTTP")
    desk.ties.merge(2, BOB, 1)
    desk.undo(1, BOB)
    assert machine.says("RECOVERY", "web1/HTTP").ticket == 1
    assert machine.ticket().status is Status.RESOLVED


def test_of_many_first_problems_at_once_one_opens_the_ticket(desk, store, watching, clock):
    """Two mailboxes, two processes: the same key is never two tickets."""
    by = Person("Nagios", f"mail:{MACHINE}")
    alert = TRUSTED.read("** PROBLEM Host Alert: web1 is DOWN **", lambda name: "", "", clock())

    def says(number):
        source = f"mail:<{number}@mon.example>"
        desk.receive(Incoming(by, "Down.", "support", source, by.place, automatic=True, alert=alert))

    assert at_once(*(lambda number=number: says(number) for number in range(6))) == []
    with store.transaction() as tx:
        assert tx.tickets.get(1).checks[0].count == 6
        assert tx.tickets.look(2) is None or tx.tickets.look(2).version == 0


# What is told of it


def test_why_names_the_monitor_and_the_key_and_no_repetition(machine, desk):
    for _ in range(5):
        machine.says("PROBLEM")
    assert [emphasis.plain(one) for one in desk.why(1, BOB)] == [
        "The monitor “nagios” wrote of “web1/HTTP” (CRITICAL), and that opened this ticket.",
        "No acknowledgement was sent: a monitoring system wrote it.",
    ]


def test_what_only_was_counted_is_in_the_history_with_its_words(machine, desk):
    machine.says("PROBLEM")
    machine.sends("** PROBLEM Service Alert: web1/HTTP is CRITICAL **", text="Connection refused")
    said = [event.fact.text for event in desk.history(1, BOB) if isinstance(event.fact, Wrote)]
    assert said == ["Connection refused"]


def test_the_history_does_not_say_of_an_ok_that_ended_its_ticket_that_it_stays_open(machine, desk, clock, watching):
    machine.says("PROBLEM")
    machine.says("RECOVERY", level="OK")
    said = verbs.run(desk, watching, Call("history", BOB, clock(), 1, {}, source="slack:press/1")).text
    assert "nagios says that web1/HTTP is well again (OK)" in said
    assert "stays open" not in said


def test_the_history_lists_what_was_counted_in_short(machine, desk, clock, watching):
    for _ in range(30):
        machine.says("PROBLEM")
    said = verbs.run(desk, watching, Call("history", BOB, clock(), 1, {}, source="slack:press/1")).text.split("\n")
    assert len(said) == 5
    assert said[3] == "… and 27 more of these, until:"


ZABBIX = replace(KINDS["zabbix"], name="zabbix", senders=("*@mon.example",), is_trusted=True)


@pytest.mark.parametrize("monitor", [ZABBIX])
def test_an_update_that_names_no_host_goes_on_the_ticket_of_its_problem(machine, desk):
    """As Zabbix sends it: all mails of a problem are In-Reply-To the same."""
    for host, event in (("web1", 71), ("web2", 72)):
        more = (f"In-Reply-To: <{event}.0cc1.1.00ff@zabbix.com>",)
        machine.sends("Problem: High CPU", text=f"Problem name: High CPU\nHost: {host}\nSeverity: High", more=more)
    more = ("In-Reply-To: <71.0cc1.1.00ff@zabbix.com>",)
    update = "Bob acknowledged problem at 2026.06.01 12:00:00.\n\nCurrent problem status is PROBLEM, age is 5m."
    fate = machine.sends("Updated problem in 5m 3s: High CPU", text=update, more=more)
    assert (fate.name, fate.ticket) == ("appended", 1)
    assert [one.key for one in machine.ticket(1).checks] == ["High CPU · web1"]
    machine.sends("Resolved in 6m: High CPU", text="Host: web1", more=more)
    assert machine.ticket(1).status is Status.RESOLVED
    assert machine.ticket(2).status is Status.NEW


@pytest.mark.parametrize("monitor", [ZABBIX])
def test_an_update_of_a_problem_that_nobody_knows_opens_no_ticket(machine):
    fate = machine.sends("Updated problem in 5m 3s: High CPU", more=("In-Reply-To: <71.0cc1.1.00ff@zabbix.com>",))
    assert (fate.name, fate.reason) == ("ignored", "aside")


STATUS_PAGE = replace(KINDS["statuspage"], name="status", senders=("*@mon.example",), is_trusted=True)


@pytest.mark.parametrize("monitor", [STATUS_PAGE])
def test_an_incident_of_a_status_page_is_one_ticket_until_it_is_over(machine):
    for page in ("ACME", "Initech"):
        for line in ("New incident: Investigating", "Incident status: Identified"):
            machine.sends(f"{page} Incident - Slow logins", text=f"{page}\n\n{line}\n\nWe look into it.")
    machine.sends("ACME Incident - Slow logins", text="ACME\n\nIncident resolved\n\nIt is over.")
    assert [machine.ticket(number).status for number in (1, 2)] == [Status.RESOLVED, Status.NEW]
    machine.sends("ACME Incident - Slow logins", text="ACME\n\nIncident status: Postmortem\n\nWhat it was.")
    assert machine.ticket(1).status is Status.RESOLVED


def test_ten_thousand_alerts_cost_no_more_each_than_the_first_hundred(sqlite, clock, tmp_path):
    """Counted, not timed: the statements of an alert do not grow with the history of its ticket."""
    from sqlalchemy import event as sql

    from storage.store import SqlStore

    settings = replace(SETTINGS, monitors=(TRUSTED,))
    store = SqlStore(sqlite)
    machine = Machine(Desk(store, settings, clock), store, settings, clock, tmp_path)
    machine.says("PROBLEM")
    rows = []
    sql.listen(sqlite, "after_cursor_execute", lambda *args: rows.append(args[2]))
    counts = []
    for _ in range(60):
        rows.clear()
        machine.says("PROBLEM")
        counts.append(len(rows))
        assert not any("FROM event" in row and "ORDER BY event.id" in row and "LIMIT" not in row for row in rows)
    assert max(counts[30:]) <= max(counts[:30])
