"""Mails made to break a reader: each is a letter within seconds, and what cannot be shown is said."""

import asyncio
import time

import pytest

from adapters.mail.edge import MailEdge
from adapters.mail.explanation import explained
from adapters.mail.parse import letter
from bot.desk import Desk
from bot.inbox import Inbox
from bot.ports import Arrival
from storage.files import FileStore
from storage.store import SqlStore
from tests.adapters.mail.mails import mail
from tests.adapters.mail.poisons import POISONS
from tests.adapters.mail.readings import READING
from tests.conftest import SETTINGS, ask

FROM = b"From: ann@example.org\r\nContent-Type: "
HTML = FROM + b"text/html\r\n\r\n"
MIXED = FROM + b"multipart/mixed; boundary=b\r\n\r\n"
DAEMON = b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\r\n"
WITH_REPORT = (
    DAEMON[:-2] + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\n"
    b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
)
POISON = {
    "empty": b"",
    "only NULs": b"\x00" * 100_000,
    "control characters": b"From: ann@example.org\r\n\r\n" + b"\x00\x01" * 2_000_000,
    "one line of 20 MB": b"From: ann@example.org\r\n\r\n" + b"x" * 20_000_000,
    "base64 of 10 MB": FROM + b"a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (b"A" * 76 + b"\r\n") * 130_000,
    "base64 with junk": FROM + b"text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSG%k=!",
    "100,000 parts": MIXED + b"--b\r\n\r\nx\r\n" * 100_000,
    "boundaries that begin alike": MIXED + b"".join(b"--b%d\r\n" % number for number in range(100_000)),
    "a mail in a mail, a hundred times": FROM
    + b"message/rfc822\r\n\r\n"
    + b"Content-Type: message/rfc822\r\n\r\n" * 100,
    "parts of other places": FROM + b'message/external-body; access-type=local-file; name="/etc/passwd"\r\n\r\n\r\n',
    "200,000 headers": b"".join(b"X-%d: y\r\n" % number for number in range(200_000)) + b"\r\nhi",
    "a header of 5 MB": b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\nhi",
    "a header folded a million times": b"Subject: x" + b"\r\n y" * 1_000_000 + b"\r\n\r\nhi",
    "quotes without end": b"From: " + b'\\"' * 8_000 + b"\r\n\r\nx",
    "a name without end": b"From: " + b"a" * 16_000 + b" <ann@example.org>\r\n\r\nx",
    "parameters without end": FROM + b"text/plain" + b"; x=y" * 4_000 + b"\r\n\r\nhi",
    "semicolons": FROM + b"text/plain; " + b";" * 100_000 + b"\r\n\r\nhi",
    "ids without end": b"References: " + b"<a@b>" * 50_000 + b"\r\n\r\nhi",
    "on … wrote": b"\r\n" + b"on x at y wrote " * 12_000,
    "HTML of 2 MB": HTML + b"<p>hello <b>x</b></p>" * 100_000,
    "deep HTML": HTML + b"<div>" * 100_000,
    "deep HTML of unknown tags": HTML + b"<x>" * 100_000,
    "deep lists": HTML + b"<ul><li>" * 50_000,
    "deep and hidden": HTML + b"<div style='display:none'>" * 1_900 + b"x",
    "deep HTML beside words": FROM
    + b"multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    + b"<blockquote>" * 100_000,
    "a bounce full of beginnings": DAEMON + b"The following addresses had\r\nfailed addresses follow:\r\n" * 20_000,
    "a bounce of half addresses": DAEMON + b"could not be delivered to\r\n" + b"a@b." * 500_000,
    "a report on 100,000 recipients": DAEMON[:-2]
    + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
    + b"Content-Type: message/delivery-status\r\n\r\n"
    + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 100_000,
    "a report of blank lines": WITH_REPORT + b"\r\n" * 1_000_000,
    "a charset that Python calls punycode": FROM + b"text/plain; charset=!punycode\r\n\r\na-" + b"b9" * 400_000,
    "a notification that nests": b"x-amz-sns-message-id: 1\r\n\r\n" + b'{"Message":' * 50_000,
    "files within the text": b"\r\n" + b"begin 644 a\r\n#0V%T\r\nend\r\n" * 50_000,
    "a calendar without end": FROM + b"text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:" + b"a\\" * 500_000,
    "dates without end": b"Date: " + b"1 " * 8_000 + b"\r\n\r\nx",
    "an authentication without end": b"Authentication-Results: mx.example; " + b"(" * 16_000 + b"\r\n\r\nx",
    "styles that never end": HTML + b"<div>" * 9_000 + b"<style>" * 50_000,
}


@pytest.mark.parametrize("name", POISON)
def test_poison_is_read_within_five_seconds(name):
    begun = time.process_time()
    read = letter(POISON[name], ("mx.example",))

    assert time.process_time() - begun < 5
    assert read.message_id
    assert len(read.subject) <= 500


# by the numbers of the list that the desk promises to survive
UTF_32 = FROM + b"text/plain; charset=utf-32le\r\n\r\n" + "Hi".encode("utf-32le")
LISTED = {
    "P2 no headers": (b"\r\nHi", "text", "Hi"),
    "P4 garbage in From": (b"From: \xff\xfe <\x80@\x81>\r\n\r\nHi", "from_addr", ""),
    "P7 two senders": (b"From: a@x.example\r\nFrom: b@x.example\r\n\r\n", "sender_doubt",
                       "it names more than one sender"),
    "P14 UTF-32": (UTF_32, "text", "Hi"),
    "P14 UTF-7 in a header": (b"Subject: =?utf-7?Q?+ADw-b+AD4-?=\r\n\r\n", "subject", "+ADw-b+AD4-"),
    "P14 UTF-7 by another name": (b"Subject: =?utf7?Q?+ADw-b+AD4-?=\r\n\r\n", "subject", "+ADw-b+AD4-"),
    "P16 yEnc": (b"\r\n=ybegin line=128\r\n)*+\r\n=yend", "text", "=ybegin line=128\n)*+\n=yend"),
    "P17 TNEF": (FROM + b"application/ms-tnef; name=winmail.dat\r\n\r\nx\x9f>", "attachments", ["winmail.dat"]),
    "P19 partial": (FROM + b"message/partial; id=1\r\n\r\nSubject: x\r\n\r\nHi", "attachments", ["part-1.bin"]),
    "P22 zip bomb": (FROM + b"application/zip; name=a.zip\r\n\r\nPK", "attachments", ["a.zip"]),
    "P23 polyglot": (HTML + b"<svg onload=x><script>x</script></svg><p>Hi</p>", "text", "Hi"),
    "P24 hidden direction": ("From: A\u202ebc <a@x.example>\r\n\r\n".encode(), "from_name", "a@x.example"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
def test_poison_by_its_number_ends_as_promised(name):
    raw, field, wanted = LISTED[name]
    found = explained(letter(raw))[field]

    assert ([one["filename"] for one in found] if field == "attachments" else found) == wanted


def test_nothing_of_the_machine_is_opened_for_an_external_body():
    read = letter(POISON["parts of other places"])

    assert all(b"root:" not in file.content for file in read.attachments)


def test_base64_with_junk_is_read_leniently():
    assert letter(POISON["base64 with junk"]).text.startswith("Hi")


def test_a_deep_page_hides_its_styles_and_keeps_its_words():
    raw = HTML + b"<div>" * 5_000 + b"<style>p{}</style>words"

    assert letter(raw).text == "words"


# by their numbers: what the ticket says, and what its badge does
SAID = {
    "P1": "(empty mail)", "P2": "Hi", "P8": "Hi", "P9": "Hi", "P10": "Hi", "P14": "Hi", "P15": "Hi", "P17": "(no text)",
    "P21": "(empty mail)", "P23": "Hi", "P25": "believe me", "P26": "no loop",
}  # fmt: skip
BADGED = {
    "P4": "cannot be read", "P6": "used before", "P7": "more than one sender", "P8": "names no sender",
    "P10": "longer than", "P12": "more parts", "P18": "", "P21": "50 MB",
}  # fmt: skip


@pytest.mark.parametrize("name", POISONS)
def test_the_list_ends_in_tickets_as_does_the_next_mail(name, sqlite, clock, tmp_path):
    store = SqlStore(sqlite)
    edge = MailEdge(Desk(store, SETTINGS, clock), store, SETTINGS, FileStore(tmp_path), READING)
    raws = [*POISONS[name], mail(text="the next").encode()]
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", raw, clock(), "support") for n, raw in enumerate(raws)])

    asyncio.run(worked(Inbox(store, edge, ask, clock, "tests"), clock))

    with store.transaction() as tx:
        assert tx.arrivals.ledger() == {("mail", "ticketed"): len(raws)}
        facts = [tx.tickets.history(number)[0].fact for number in range(1, len(raws) + 1)]
    opened = [fact for fact in facts if fact.text != "the next"]  # which it overtakes where that takes long
    assert len(opened) == len(raws) - 1
    assert opened[0].text.startswith(SAID.get(name, ""))
    assert BADGED.get(name, "") in "; ".join(fact.badge for fact in opened)


async def worked(inbox, clock):
    for _ in range(4):
        while await inbox.work():
            pass
        clock.forward(hours=1)
