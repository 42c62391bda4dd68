"""May it be answered, and did a human write it: two questions, two answers."""

import pytest

from adapters.mail.letter import Nature, Recipient
from adapters.mail.parse import letter

HUMAN = b"From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: VPN\r\n"
OURS = b"<a16.abcdefghijklmnopqrstuvwxyz.0b0e@desk.example>"


def verdict(*lines, base=HUMAN):
    return letter(base + b"".join(line + b"\r\n" for line in lines) + b"\r\nHi").verdict


def test_a_plain_mail_is_human_and_may_be_answered():
    assert verdict() == type(verdict())(Nature.HUMAN, "", 11)


@pytest.mark.parametrize(
    ("line", "nature"),
    [
        (b"Auto-Submitted: auto-replied", Nature.AUTO_REPLY),
        (b"Auto-Submitted: Auto-Replied (vacation); owner=x", Nature.AUTO_REPLY),
        (b"Auto-Submitted: auto-replied (zimbra; vacation)", Nature.AUTO_REPLY),
        (b"Auto-Submitted: auto-generated", Nature.AUTO_GENERATED),
        (b"Auto-Submitted: no\r\nAuto-Submitted: auto-generated", Nature.AUTO_GENERATED),
        (b"X-Autoreply: yes", Nature.AUTO_REPLY),
        (b"X-Autorespond: Out of office", Nature.AUTO_REPLY),
        (b"Precedence: auto_reply", Nature.AUTO_REPLY),
        (b"X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Inbox-Rules-Loop: a@b", Nature.AUTO_REPLY),
        (b"X-FC-Machinegenerated: true", Nature.AUTO_GENERATED),
        (b"Content-Type: multipart/report; report-type=delivery-status; boundary=b", Nature.BOUNCE),
        (b"Content-Type: multipart/report; report-type=feedback-report; boundary=b", Nature.COMPLAINT),
        (b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b", Nature.RECEIPT),
    ],
)
def test_automatic_mail_is_known_by_its_headers_and_never_answered(line, nature):
    found = verdict(line)

    assert found.nature is nature
    assert found.silence


@pytest.mark.parametrize(
    "line",
    [
        b"Auto-Submitted: no", b"Precedence: first-class", b"X-Autoreply: no", b"X-Auto-Response-Suppress: None",
        b"X-FC-Machinegenerated: false",
    ],
)  # fmt: skip
def test_a_header_that_says_human_is_human(line):
    assert verdict(line).rule == 11


@pytest.mark.parametrize(
    "line",
    [
        b"X-Auto-Response-Suppress: All", b"X-Loop: support", b"Precedence: bulk", b"Precedence: list",
        b"List-Id: <x.example>", b"List-Unsubscribe: <mailto:x@y>", b"Return-Path: <>", b"X-Spam-Flag: YES",
    ],
)  # fmt: skip
def test_a_doubtful_header_keeps_us_silent_but_the_mail_stays_a_humans(line):
    found = verdict(line)

    assert (found.nature, found.rule) == (Nature.HUMAN, 10)


@pytest.mark.parametrize(
    "who", [b"mailer-daemon", b"postmaster", b"no-reply", b"noreply", b"do-not-reply", b"bounces+1=x"]
)
def test_a_sender_that_takes_no_answers_gets_none(who):
    found = verdict(base=b"From: " + who + b"@example.org\r\n")

    assert (found.nature, found.rule) == (Nature.HUMAN, 10)


@pytest.mark.parametrize(
    "subject",
    ["OOO: VPN", "Abwesenheit: VPN", "Absent : VPN", "Respuesta automatica: VPN", "Assenza: VPN", "Frånvarande: VPN",
     "Nieobecność: VPN", "Automatická odpoveď: VPN", "自动答复: VPN", "부재 중: VPN", "תשובה אוטומטית: VPN",
     "رد تلقائي: VPN", "Automatikus válasz: VPN", "Αυτόματη απάντηση: VPN", "Auto: Re: VPN"],
)  # fmt: skip
def test_programs_say_so_in_every_language(subject):
    base = f"From: ann@example.org\r\nSubject: {subject}\r\n".encode()

    assert verdict(b"In-Reply-To: " + OURS, base=base).nature is Nature.AUTO_REPLY


def test_a_phrase_in_the_subject_is_an_answer_only_where_it_answers_us():
    away = b"From: ann@example.org\r\nSubject: Out of Office: back on Monday\r\n"

    assert verdict(base=away).nature is Nature.HUMAN
    assert verdict(b"In-Reply-To: " + OURS, base=away).nature is Nature.AUTO_REPLY


def test_a_car_called_auto_is_no_robot():
    assert verdict(base=b"From: ann@example.org\r\nSubject: Auto: which tyres?\r\n").rule == 11


def test_a_bounce_in_free_form_is_known_by_our_own_id_in_it():
    raw = b"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nSorry.\r\n\r\nMessage-ID: " + OURS
    read = letter(raw)

    assert (read.verdict.nature, read.report.ids) == (Nature.BOUNCE, (OURS.decode(),))


def test_what_a_bounce_says_of_the_failure_is_read():
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        b"\r\n--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example\r\n"
        b"\r\nFinal-Recipient: rfc822; ann@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 no such\r\n user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: " + OURS + b"\r\n--b--\r\n"
    )
    report = letter(raw).report

    assert (report.action, report.status) == ("failed", "5.1.1")
    assert report.recipients == (Recipient("ann@example.org", "5.1.1", "failed"),)
    assert report.reason == "550 no such user"
    assert report.ids == (OURS.decode(),)
