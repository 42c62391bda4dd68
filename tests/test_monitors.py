"""How the subjects of machines are read, and how `[[monitor]]` is."""

import sys
from datetime import UTC, datetime

import pytest

from bot import templates
from bot.monitors import KINDS, monitors
from bot.problems import BadSettings, Problems
from bot.templates import BadTemplate, template

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
KUMA, ALERTS = "[web1] [{}] connect ECONNREFUSED [::1]:80", "HighCPU node"

# as the sources that bot/monitors.py names make them
SUBJECTS = [
    ("nagios", "** PROBLEM Service Alert: web1/disk is full is CRITICAL **", "web1/disk is full", "problem"),
    ("nagios", "** RECOVERY Service Alert: web1/disk is full is OK **", "web1/disk is full", "ok"),
    ("nagios", "** PROBLEM Host Alert: web1 is DOWN **", "web1", "problem"),
    ("nagios", "** RECOVERY Host Alert: web1 is UP **", "web1", "ok"),
    ("nagios", "** ACKNOWLEDGEMENT Host Alert: web1 is DOWN **", "web1", "aside"),
    ("nagios", "** DOWNTIMESTART Host Alert: web1 is UP **", "web1", "aside"),
    ("icinga", "[PROBLEM] http on web1 is CRITICAL!", "http on web1", "problem"),
    ("icinga", "[RECOVERY] http on web1 is OK!", "http on web1", "ok"),
    ("icinga", "[RECOVERY] Host web1 is UP!", "Host web1", "ok"),
    ("zabbix", "Problem: High CPU: 98 %", "High CPU: 98 % · web1", "problem"),
    ("zabbix", "Resolved: High CPU: 98 %", "High CPU: 98 % · web1", "ok"),
    ("zabbix", "Resolved in 1m 3s: High CPU: 98 %", "High CPU: 98 % · web1", "ok"),
    ("zabbix", "Updated problem: High CPU: 98 %", "High CPU: 98 % · web1", "aside"),
    ("zabbix", "Updated problem in 5m 3s: High CPU: 98 %", "High CPU: 98 % · web1", "aside"),
    ("alertmanager", f"[FIRING:2] {ALERTS} (web1 critical)", ALERTS, "problem"),
    ("alertmanager", f"[RESOLVED] {ALERTS} (web1 critical extra)", ALERTS, "ok"),
    ("alertmanager", f"[FIRING:1] {ALERTS} ", ALERTS, "problem"),
    ("grafana", f"[FIRING:1, RESOLVED:2] {ALERTS} (web1)", ALERTS, "problem"),
    ("grafana", f"[RESOLVED] {ALERTS} (web1)", ALERTS, "ok"),
    ("uptime-kuma", KUMA.format("🔴 Down"), "web1", "problem"),
    ("uptime-kuma", KUMA.format("✅ Up"), "web1", "ok"),
    ("healthchecks", "DOWN | Nightly | backup", "Nightly | backup", "problem"),
    ("healthchecks", "UP | Nightly | backup", "Nightly | backup", "ok"),
    ("statuspage", "[ACME Status] Investigating: Slow: EU", "Slow: EU", "problem"),
    ("statuspage", "[ACME Status] Resolved: Slow: EU", "Slow: EU", "ok"),
    ("statuspage", "Resolved: Slow: EU", "Slow: EU", "ok"),
]


@pytest.mark.parametrize(("kind", "subject", "key", "says"), SUBJECTS)
def test_the_subjects_of_known_programs_are_read(kind, subject, key, says):
    alert = KINDS[kind].read(subject, lambda name: "", "Something broke\n**Host:** web1\nSeverity: High", AT)
    assert (alert.key, alert.says) == (key, says)


@pytest.mark.parametrize(
    ("line", "says"),
    [("New incident: Investigating", "problem"), ("Incident status: Monitoring", "problem"),
     ("Incident resolved", "ok"), ("Incident status: Postmortem", "aside"), ("**Incident status: Resolved**", "ok")],
)  # fmt: skip
def test_a_status_page_whose_subject_stays_the_same_says_in_the_text_how_it_is(line, says):
    subject = "ACME Incident - Elevated error rates"
    alert = KINDS["statuspage"].read(subject, {"subject": subject}.get, f"ACME\n\n{line}\nSome words.", AT)
    assert (alert.key, alert.says) == ("Elevated error rates · ACME", says)


def test_every_known_kind_is_tried():
    assert {kind for kind, *_ in SUBJECTS} == set(KINDS)


@pytest.mark.parametrize(
    "subject", ["Your licence expires", "** PROBLEM Service Alert:  is CRITICAL **", "", "** ** is **"]
)
def test_other_subjects_are_no_alerts(subject):
    assert KINDS["nagios"].read(subject, lambda name: "", "", AT) is None


@pytest.mark.parametrize(
    "written", ["** {state} {} {key} is {} **", "{state}: {key}", "[{key}] [{state}] {}", "{}a{key}a{}a"]
)
@pytest.mark.parametrize("piece", ["a", " is ", "** ", "] [", ": ", "\x00", "\u202e", "{key}"])
def test_a_hostile_line_costs_no_more_steps_than_a_short_one(written, piece):
    """Counted, not timed: the steps that Python takes do not grow with the line."""

    def steps(line):
        count = 0

        def step(frame, event, argument):
            nonlocal count
            count += frame.f_code.co_filename == templates.__file__
            return step

        sys.settrace(step)
        try:
            made.read(line)
        finally:
            sys.settrace(None)
        return count

    made = template(written)
    least = max(steps("** a b c is d **"), steps("x: y"), steps("[x] [y] z"), steps("xayaza"))
    assert steps(piece * 100_000) <= least + 20


def read(**row):
    wrong = Problems()
    found = monitors(wrong, [row], ["support"])
    wrong.stop()
    return found[0]


def test_one_of_ones_own_is_read():
    made = read(name="backup", **{"from": ["*@B.example"]}, subject="Backup of {key}: {state}", ok=["all done"],
                header=["X-Host: {key}"], line="Disk {key} {}", again_within="never")  # fmt: skip
    header = {"x-host": "web1"}.get
    alert = made.read("Backup of files: All done, 3 GB", lambda name: header(name, ""), "Hello\n> Disk sda is fine", AT)
    assert (alert.key, alert.state, alert.says) == ("files · web1 · sda", "All done, 3 GB", "ok")
    assert made.has("any@b.example")
    assert not made.has("any@evil-b.example")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"kind": "nagios"}, "from is missing"),
        ({"from": ["a@b.example"]}, "name is missing"),
        ({"name": "x", "from": ["a@b.example"]}, "does not say where the key stands"),
        ({"name": "x", "from": ["a@b.example"], "subject": "{state}{key}"}, "two holes side by side"),
        ({"name": "x", "from": ["a@b.example"], "subject": "{key} {host}"}, "other holes"),
        ({"name": "x", "from": ["a@b.example"], "subject": "{key} {key}"}, "twice"),
        ({"name": "x", "from": ["a@b.example"], "header": "{key}"}, "a field and its template"),
        ({"kind": "nagios", "from": ["everybody"]}, "accepted is nagios@example.org"),
        ({"kind": "nagios", "from": ["*"]}, "accepted is nagios@example.org"),
        ({"kind": "mrtg", "from": ["a@b.example"]}, "kind is “mrtg”"),
        ({"kind": "nagios", "from": ["a@b.example"], "trust": "me"}, "trust is “me”"),
        ({"kind": "nagios", "from": ["a@b.example"], "queue": "sales"}, "there are: support"),
        ({"kind": "nagios", "from": ["a@b.example"], "ok": ["!"]}, "a text without a word"),
        ({"kind": "nagios", "from": ["a@b.example"], "again_within": "soon"}, "accepted is a length of time"),
        ({"kind": "nagios", "from": ["a@b.example"], "resolve": "yes"}, "true or false"),
    ],
)
def test_wrong_settings_are_refused_in_one_sentence(row, why):
    with pytest.raises(BadSettings) as refused:
        read(**row)
    assert any(why in one for one in refused.value.sentences)


@pytest.mark.parametrize("written", ["", "no hole", "{key", "{}{}", "{key}{state}", "{{key}}"])
def test_what_is_no_template_is_refused(written):
    with pytest.raises(BadTemplate):
        template(written)
