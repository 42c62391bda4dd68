"""The odd shapes that real mail has: each opens a ticket with all that its sender sent."""

import base64
import json

import pytest

from adapters.mail.explanation import explained
from adapters.mail.letter import Addressee, Attachment, Protection
from adapters.mail.parse import letter

HEAD = b"From: ann@example.org\r\nTo: support@desk.example\r\nMessage-ID: <1@example.org>\r\n"


def typed(kind, body, *more):
    return letter(HEAD + b"\r\n".join((b"Content-Type: " + kind, *more)) + b"\r\n\r\n" + body)


def parts(*given, kind=b"mixed", end=b"--b--\r\n"):
    return typed(b"multipart/" + kind + b"; boundary=b", b"".join(b"--b\r\n" + one + b"\r\n" for one in given) + end)


def part(kind, body, *more):
    return b"\r\n".join((b"Content-Type: " + kind, *more)) + b"\r\n\r\n" + body


def names(read):
    return [one.name for one in read.attachments]


MIXED = b"Content-Type: multipart/mixed; boundary="
TEXT = "Größe → 5 €, привет, 日本語"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", TEXT), ("windows-1258", "Đây"), ("koi8-r", "привет"), ("windows-1251", "привет"), ("gbk", "镕基"),
        ("big5", "中文"), ("euc-jp", "日本"), ("iso-2022-jp", "日本"), ("iso-2022-kr", "한글"), ("iso-8859-2", "Łódź"),
        ("windows-1252", "„x“ €"), ("x-unknown", "plain"), ("utf-16", "hello"), ("tis-620", "ไทย"),
        ("hz-gb-2312", "中"),
    ],
)  # fmt: skip
def test_a_declared_charset_is_read(charset, text):
    known = {"x-unknown": "ascii", "hz-gb-2312": "hz"}.get(charset, charset)

    assert typed(f"text/plain; charset={charset}".encode(), text.encode(known)).text == text


@pytest.mark.parametrize(
    ("raw", "wanted"), [(b"caf\xe9", "café"), ("café".encode(), "café"), ("привет".encode(), "привет")]
)
def test_raw_bytes_without_a_charset_are_read_in_head_and_body(raw, wanted):
    read = letter(b"Subject: " + raw + b"\r\nFrom: ann@example.org\r\n\r\n" + raw)

    assert (read.subject, read.text) == (wanted, wanted)


def test_one_broken_byte_does_not_make_a_page_unreadable():
    page = "Добрый день, у меня не работает принтер. " * 20

    assert typed(b"text/plain; charset=utf-8", page.encode() + b"\xff!").text == f"{page}\ufffd!"


def test_a_mail_in_the_charset_of_the_senders_phone_keeps_its_circled_digits():
    assert typed(b"text/plain; charset=iso-2022-jp", b'\x1b$B-!-"\x1b(B').text == "①②"


def test_an_enclosed_mail_is_a_file_under_its_subject_and_its_words_are_shown_where_there_are_no_others():
    enclosed = part(b"message/rfc822", b"Subject: Offer\r\n\r\nInner words")

    assert parts(b"\r\nSee below.", enclosed).text == "See below."
    assert parts(enclosed).text == "Inner words"
    assert names(parts(enclosed)) == ["Offer.eml"]


@pytest.mark.parametrize(
    ("given", "files"),
    [
        ((part(b"text/plain", b""), part(b"text/csv; name=a.csv", b"1,2")), ["a.csv"]),
        ((part(b"image/png", b"P"),), ["part-2.png"]),
        ((part(b"application/octet-stream", b"x"),), ["part-2.bin"]),
        ((part(b"text/vcard", b"BEGIN:VCARD"),), ["part-2.vcf"]),
    ],
)
def test_a_mail_without_words_has_its_files(given, files):
    read = parts(*given)

    assert (read.text, names(read), read.defect) == ("", files, "")


def test_a_picture_in_the_text_is_told_from_an_attached_one():
    related = b"multipart/related; boundary=r"
    inner = b"--r\r\n" + part(b"text/html", b"<p>Hi</p>") + b"\r\n--r\r\n" + part(b"image/png", b"P") + b"\r\n--r--"
    listed = part(b"image/gif", b"G", b"Content-Disposition: attachment; filename=a.gif", b"Content-ID: <1>")
    inline = part(b"image/gif", b"G", b"Content-Disposition: inline; filename=b.gif")
    read = parts(part(related, inner), listed, inline)

    assert [(one.content_type, one.inline) for one in read.attachments] == [
        ("image/png", True), ("image/gif", False), ("image/gif", True)
    ]  # fmt: skip


def test_pictures_in_a_page_that_is_an_alternative_are_kept():
    related = part(b"multipart/related; boundary=r", b"--r\r\n" + part(b"image/png", b"P") + b"\r\n--r--")

    assert names(parts(related, kind=b"alternative")) == ["part-3.png"]


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords",  # never ends
        b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nwords\r\n--b--",  # names no boundary
        b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--b\r\n\r\nwords\r\n--b--",  # names another
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\nwords",  # comes without any
        MIXED + b"b\r\n\r\n--b\r\n" + MIXED + b"c\r\n\r\n--c\r\n\r\nwords",
        b"Content-Type: multipart/mixed; boundary=\"b\r\n\r\n--b\r\n\r\nwords\r\n--b--",
        b"Content-Type: text\r\n\r\nwords", b"Content-Type: \r\n\r\nwords", b"Content-Type: ;;\r\n\r\nwords",
        b"Content-Type: text/plain; charset=\"\r\n\r\nwords", b"Content-Transfer-Encoding: x\r\n\r\nwords",
        b"Content-Type: text/enriched\r\n\r\n<bold>words</bold>", b"Content-Type: text/x-odd\r\n\r\nwords",
    ],
)  # fmt: skip
def test_whatever_is_wrong_with_the_parts_the_words_are_shown(raw):
    assert "words" in letter(HEAD + raw).text


def test_a_file_within_the_text_is_a_file():
    read = typed(b"text/plain", b"See:\r\n\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye")

    assert (read.text, [(one.name, one.content) for one in read.attachments]) == ("See:\n\nBye", [("cat.txt", b"Cat")])
    assert typed(b"text/plain", b"begin 644 words\r\nand so on").text == "begin 644 words\nand so on"


def test_base64_is_read_through_junk_and_words_that_call_themselves_so_are_words():
    encoded = base64.b64encode(b"Hello") + b"\r\n" + base64.b64encode(b" you.") + b"\r\n--list footer"
    how = b"Content-Transfer-Encoding: base64"

    assert typed(b"text/plain", encoded, how).text.startswith("Hello you.")
    assert typed(b"text/plain", b"I wrote this by hand.", how).text == "I wrote this by hand."


def test_of_five_thousand_links_none_is_lost():
    assert typed(b"text/plain", b"https://x.example/1\r\n" * 5_000).text.count("https") == 5_000


def test_of_many_addressees_two_hundred_are_kept_and_the_rest_counted():
    read = letter(
        b"To: " + b", ".join(b"a%d@x.example" % number for number in range(300)) + b"\r\nCc: Bob <B@x.example>\r\n\r\n"
    )

    assert (len(read.to), read.uncounted, read.to[0]) == (200, 100, Addressee("", "a0@x.example"))
    assert read.cc == (Addressee("Bob", "b@x.example"),)


INVITATION = (
    b"BEGIN:VCALENDAR\r\nMETHOD:%s\r\nBEGIN:VTIMEZONE\r\nDTSTART:16010101T000000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
    b"SUMMARY:Re\r\n view\\, all\r\nDTSTART;TZID=Europe/Berlin:20260601T120000\r\n"
    b"ORGANIZER;CN=Bob:mailto:b@x.example\r\n"
    b'ATTENDEE;PARTSTAT=ACCEPTED;CN="Ann Lee":mailto:ann@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR'
)


@pytest.mark.parametrize(
    ("method", "line"),
    [
        (b"REPLY", "Accepted: Review, all, 2026-06-01 12:00 Europe/Berlin, by Ann Lee"),
        (b"REQUEST", "Invitation: Review, all, 2026-06-01 12:00 Europe/Berlin, by Bob"),
        (b"CANCEL", "Cancelled: Review, all, 2026-06-01 12:00 Europe/Berlin, by Bob"),
    ],
)
def test_a_calendar_is_one_readable_line_where_there_are_no_words(method, line):
    read = typed(b"text/calendar", INVITATION % method)

    assert (read.text, names(read)) == (line, ["part-1.ics"])
    assert typed(b"text/calendar", b"junk").text == ""


SIGNED = b"multipart/signed; boundary=b; protocol="
ENVELOPE = base64.b64encode(bytes.fromhex("3080 0609 2a864886f70d010703"))
LAYER = b"--b\r\n\r\nHi\r\n--b--"


@pytest.mark.parametrize(
    ("kind", "body", "wanted"),
    [
        (SIGNED + b'"application/pgp-signature"', LAYER, Protection("PGP/MIME")),
        (SIGNED + b"application/x-pkcs7-signature", LAYER, Protection("S/MIME")),
        (b"multipart/encrypted; boundary=b; protocol=application/pgp-encrypted", LAYER, Protection("", "PGP/MIME")),
        (b"application/pkcs7-mime; smime-type=enveloped-data", b"x", Protection("", "S/MIME")),
        (b"application/pkcs7-mime; smime-type=signed-data", b"x", Protection("S/MIME")),
        (b"application/octet-stream; name=smime.p7m", ENVELOPE, Protection("", "S/MIME")),
        (b"text/plain", b"-----BEGIN PGP MESSAGE-----\r\n\r\nx\r\n-----END PGP MESSAGE-----", Protection("", "PGP")),
        (b"text/plain", b"-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nx", Protection("PGP")),
        (b"text/plain", b"> -----BEGIN PGP MESSAGE-----", Protection()),
        (b"text/plain", b"Hi", Protection()),
    ],
)  # fmt: skip
def test_how_a_mail_is_protected_is_said_and_nothing_opened(kind, body, wanted):
    read = typed(kind, body)

    assert read.protection == wanted
    assert read.text or read.attachments


def test_what_a_letter_explains_is_json_and_has_the_shape_that_is_promised():
    read = typed(
        b"text/plain",
        b"Hi\r\n\r\nOn Monday, Bob wrote:\r\n> Hello",
        b"Date: 1 Jun 2026 12:00 Z",
        b"Cc: B <b@x.example>",
    )
    told = json.loads(json.dumps(explained(read)))

    assert list(told)[:12] == [
        "file", "fate", "kind", "kind_rule", "ticket", "matched_by", "ack", "ack_reason", "subject", "from_addr",
        "from_name", "sender_doubt",
    ]  # fmt: skip
    assert (told["kind"], told["kind_rule"], told["bounce"], told["error"]) == ("human", 11, None, None)
    assert (told["to"], told["cc"]) == ([["", "support@desk.example"]], [["B", "b@x.example"]])
    assert told["date"] == "2026-06-01T12:00:00+00:00"
    assert (told["reply"].strip(), "> Hello" in told["quoted"]) == ("Hi", True)


def test_a_file_is_explained_by_its_digest():
    file = Attachment("a", "a/b", b"x", True)

    assert (file.size, file.sha256[:8]) == (1, "2d711642")
