"""Bounces, receipts and complaints: recognised in many words and languages, and never where a person writes."""

import pytest

from adapters.mail.bounces import told
from adapters.mail.letter import Nature, Recipient
from adapters.mail.parse import letter

TOKEN = "a16.abcdefghijklmnopqrstuvwxyz"
OURS = f"<{TOKEN}.0b0e@desk.example>"
DAEMON = "From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\n"


def mail(text, *fields, sender="MAILER-DAEMON@mx.example", subject="Undelivered"):
    head = (f"From: {sender}", "To: support@desk.example", f"Subject: {subject}", *fields)
    return letter(("\r\n".join((*head, "Content-Type: text/plain; charset=utf-8")) + f"\r\n\r\n{text}").encode())


def dsn(*blocks, returned="", kind="message/delivery-status"):
    given = "\r\n\r\n".join(("Reporting-MTA: dns; mx.example", *blocks))
    parts = (
        "\r\nSorry.",
        f"Content-Type: {kind}\r\n\r\n{given}",
        f"Content-Type: text/rfc822-headers\r\n\r\n{returned}",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
    return letter(f"{DAEMON}{report}\r\n\r\n{body}--b--\r\n".encode())


def block(address, action="failed", status="5.1.1", more=""):
    return f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}{more}"


NOTICES = {
    "de": ("Unzustellbar: x", "Ihre Mail konnte nicht zugestellt werden:\n\n  eva@b.example\n  unbekannt", "5.1.1"),
    "fr": ("Échec de la remise", "Votre message n'a pas pu être remis à :\n<eva@b.example>\nboîte pleine", "5.2.2"),
    "es": ("No se puede entregar", "Su mensaje no ha podido entregarse a:\n eva@b.example\nNo existe.", "5.1.1"),
    "it": ("Mancato recapito", "Impossibile recapitare il messaggio a:\n\neva@b.example\ncasella piena", "5.2.2"),
    "pt": ("Falha na entrega", "Não foi possível entregar sua mensagem:\n\neva@b.example: caixa cheia", "5.2.2"),
    "nl": ("Onbestelbaar", "Uw bericht kon niet worden bezorgd bij:\n  eva@b.example\n550 onbekend", "5.1.1"),
    "sv": ("Olevererbart", "Meddelandet kunde inte levereras till\n\neva@b.example\nokänd", "5.1.1"),
    "pl": ("Niedostarczona", "Nie można dostarczyć wiadomości do:\n<eva@b.example>: nie istnieje", "5.1.1"),
    "ru": ("Недоставленное сообщение", "Письмо не может быть доставлено:\n eva@b.example: user not found", "5.1.1"),
    "ja": ("配信不能", "次のあて先へ送信できませんでした。\n\n<eva@b.example>\n550 Unknown user", "5.1.1"),
    "zh": ("系统退信", "无法发送到 eva@b.example\n邮箱不存在", "5.1.1"),
    "ko": ("반송 메일", "전송되지 못했습니다: <eva@b.example>\n존재하지 않는 사용자", "5.1.1"),
    "tr": ("Teslim edilemedi", "İletiniz teslim edilemedi: eva@b.example", "5.0.0"),
    "qmail": ("failure notice", "I wasn't able to deliver your message.\nI've given up.\n\n"
              "<eva@b.example>:\n192.0.2.1 failed.\nRemote host said: 5.7.1 spam", "5.7.1"),
    "exim": ("Mail delivery failed", "A message that you sent could not be delivered.\nThe address failed:\n\n"
             "  eva@b.example\n    SMTP error: 550 5.1.1 no such user here", "5.1.1"),
    "postfix": ("Undelivered Mail", "The message could not be delivered; ask <help@mx.example>.\n\n"
                "<e.v@b.example> (expanded from <eva@b.example>): unknown user", "5.1.1"),
    "one line": ("Undeliverable", "550 5.1.1 eva@b.example no such mailbox", "5.1.1"),
    "in bold": ("Delivery failure", "Your message wasn't delivered to **eva@b.example**: no such user", "5.1.1"),
    "by a rule": ("Message blocked", "Your message to: eva@b.example\nwas blocked by our Spam Firewall", "5.7.1"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_in_any_language_names_who_was_not_reached_and_why(name):
    subject, text, status = NOTICES[name]
    read = mail(text, "Return-Path: <>", subject=subject)

    assert (read.verdict.nature, read.verdict.rule) == (Nature.BOUNCE, 2)
    assert read.report.recipients == (Recipient("eva@b.example", status, "failed"),)


PERSONAL = {
    "who forwards one": ("Ann <ann@example.org>", "Fwd: Undeliverable: offer", "Why?\n> not delivered\n> e@b.example"),
    "who pastes one": ("Ann <ann@example.org>", "Delivery failure",
                       "Delivery to the following recipient failed permanently:\n\n  e@b.example"),
    "an administrator": ("System Administrator <it@example.org>", "Mail delivery problems", "No mail to e@b.example."),
    "a postmaster": ("Paul <postmaster@example.org>", "Re: your mail", "Mail to e@b.example could not be delivered."),
    "the parcel service": ("Post <no-reply@parcel.example>", "Delivery failed",
                           "Your parcel could not be delivered. Ask courier@parcel.example"),
    "in German": ("Max <max@example.de>", "Zustellung fehlgeschlagen", "Meine Mail an e@b.example ist unzustellbar."),
    "who quotes fields": ("Ann <ann@example.org>", "Help", "Final-Recipient: rfc822; e@b.example\nAction: failed"),
}  # fmt: skip


@pytest.mark.parametrize("who", PERSONAL)
@pytest.mark.parametrize("field", ["X-Nothing: x", "Precedence: list", "Auto-Submitted: auto-generated"])
def test_a_person_who_writes_about_a_bounce_sends_none(who, field):
    sender, subject, text = PERSONAL[who]
    read = mail(text, field, sender=sender, subject=subject)

    assert read.verdict.nature is not Nature.BOUNCE
    assert read.report.recipients == ()


@pytest.mark.parametrize(
    "text", ["Delivery to these recipients is delayed:\n\neva@b.example",
             "It had TRANSIENT non-fatal delivery errors!\n\nFailed address: eva@b.example"]
)  # fmt: skip
def test_a_notice_that_tells_of_a_delay_is_one(text):
    read = mail(text, "Return-Path: <>", subject="Warning: message delayed")

    assert [(one.address, one.action, one.permanent) for one in read.report.recipients] == [
        ("eva@b.example", "delayed", False)
    ]


def test_who_attaches_a_report_that_came_to_them_sends_none():
    parts = f"--b\r\n\r\nWhat is this?\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{block('a@b.example')}"
    read = letter(f"From: ann@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}".encode())

    assert read.verdict.nature is Nature.HUMAN


def test_a_report_tells_of_each_recipient_by_itself():
    read = dsn(block("a@b.example"), block("c@d.example", "delayed", "4.4.1"), block("e@f.example", "failed", "5.2.2"))

    assert [(one.address, one.action, one.permanent, one.address_dead) for one in read.report.recipients] == [
        ("a@b.example", "failed", True, True),
        ("c@d.example", "delayed", False, False),
        ("e@f.example", "failed", True, False),
    ]


@pytest.mark.parametrize(("status", "dead"), [("5.1.10", True), ("5.1.6", True), ("5.7.1", False), ("5.2.2", False)])
def test_only_an_address_that_nobody_reads_is_dead(status, dead):
    assert dsn(block("a@b.example", status=status)).report.recipients[0].address_dead is dead


def test_the_address_that_was_written_counts_more_than_the_one_it_was_passed_on_to():
    given = "Original-Recipient: rfc822;ann@example.org\r\n" + block("inbox-17@store.example")

    assert [one.address for one in dsn(given).report.recipients] == ["ann@example.org"]


@pytest.mark.parametrize(
    "address", ["{json}", "no address", "@x.example", "a b@c", "a@b..c", "<>", "x" * 300 + "@b.example"]
)
def test_what_is_no_address_is_nobody(address):
    read = dsn(block(address))

    assert read.verdict.nature is Nature.BOUNCE
    assert read.report.recipients == ()
    assert read.report.status == "5.1.1"


def test_a_bounce_of_our_mail_names_nobody_else():
    returned = f"Message-ID: {OURS}\r\nTo: ann@example.org, bob@example.org"
    read = dsn(block("ceo@bank.example"), block("ann@example.org"), returned=returned)

    assert read.report.ids == (OURS,)
    assert [one.address for one in read.report.recipients] == ["ann@example.org"]
    assert read.report.original_message_id == OURS


def test_a_bounce_from_behind_a_forwarder_is_about_the_one_we_wrote_to():
    read = dsn(block("inbox@far.example"), returned=f"Message-ID: {OURS}\r\nTo: ann@example.org")

    assert read.report.recipients == (Recipient("ann@example.org", "5.1.1", "failed"),)


def test_our_mail_quoted_in_plain_words_is_looked_at_too():
    copy = f"--- Below this line is a copy.\n\nReturn-Path: <x@y>\nMessage-ID: {OURS}\nTo: ann@example.org\n"
    read = mail(f"Hi, I wasn't able to deliver your message.\n\n<eva@b.example>:\nno such user\n\n{copy}\nHello")

    assert (read.report.ids, read.report.original_message_id) == ((OURS,), OURS)
    assert [one.address for one in read.report.recipients] == ["ann@example.org"]


def test_a_general_status_gives_way_to_what_the_server_said():
    said = "\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n user"
    read = dsn(block("a@b.example", status="5.0.0", more=said))

    assert (read.report.recipients[0].status, read.report.reason) == ("5.1.1", "550 5.1.1 unknown user")


def test_a_report_in_any_script_is_one():
    read = dsn(block("a@b.example"), kind="message/global-delivery-status")

    assert read.report.recipients == (Recipient("a@b.example", "5.1.1", "failed"),)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_success_is_a_receipt_and_no_failure(action):
    read = dsn(block("a@b.example", action, "2.1.5"))

    assert (read.verdict.nature, read.report.action) == (Nature.RECEIPT, action)
    assert told(read).startswith(f"Our mail to a@b.example was {action}.")


def test_a_delay_is_told_as_one():
    read = mail(
        "It could not be delivered for 4 hours and will be retried.\n\n<a@b.example>: timed out", subject="Delayed Mail"
    )

    assert read.report.recipients == (Recipient("a@b.example", "4.4.7", "delayed"),)
    assert "keeps trying" in told(read)


def test_a_receipt_of_reading_is_told_from_one_that_says_deleted():
    part = "--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; {}\r\n\r\n--b--"
    head = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
    read, gone = (letter((head + part.format(done)).encode()) for done in ("displayed", "deleted"))

    assert read.verdict.nature is Nature.RECEIPT
    assert "was opened" in told(read)
    assert "deleted unread" in told(gone)


def test_a_complaint_names_who_complained():
    part = "--b\r\nContent-Type: message/feedback-report\r\n\r\nOriginal-Rcpt-To: <a@b.example>\r\n\r\n--b--"
    read = letter(f"Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n{part}".encode())

    assert read.verdict.nature is Nature.COMPLAINT
    assert read.report.recipients == (Recipient("a@b.example", "", "complained"),)


AMAZON = '{"notificationType":"%s","mail":{"commonHeaders":{"messageId":"<1@desk.example>"}},%s}'


@pytest.mark.parametrize(
    ("kind", "about", "nature", "recipient"),
    [
        ("Bounce", '"bounce":{"bouncedRecipients":[{"emailAddress":"a@b.example","status":"5.1.1"}]}', Nature.BOUNCE,
         Recipient("a@b.example", "5.1.1", "failed")),
        ("Complaint", '"complaint":{"complainedRecipients":[{"emailAddress":"a@b.example"}]}', Nature.COMPLAINT,
         Recipient("a@b.example", "", "complained")),
        ("Delivery", '"delivery":{"recipients":["a@b.example"]}', Nature.RECEIPT,
         Recipient("a@b.example", "2.0.0", "delivered")),
    ],
)  # fmt: skip
def test_a_notification_in_json_is_read_and_no_part_of_it_taken_for_an_address(kind, about, nature, recipient):
    read = mail(
        AMAZON % (kind, about), "x-amz-sns-message-id: 1", sender="no-reply@sns.example", subject="Notification"
    )

    assert (read.verdict.nature, read.report.recipients) == (nature, (recipient,))
    assert read.report.original_message_id == "<1@desk.example>"


@pytest.mark.parametrize(
    "text", ["{", "[]", "null", '{"Message":1}', '{"Message":"["}', "[" * 50_000, AMAZON % ("Bounce", '"bounce":1')]
)
def test_a_notification_of_another_shape_is_only_text(text):
    assert mail(text, "x-amz-sns-message-id: 1", sender="no-reply@sns.example").report.recipients == ()


def test_an_automatic_answer_without_any_header_is_one_only_where_it_answers_us():
    away = mail(
        "I am back on Monday.", f"In-Reply-To: {OURS}", sender="ann@example.org", subject="Réponse automatique : x"
    )

    assert (away.verdict.nature, away.verdict.rule) == (Nature.AUTO_REPLY, 9)
