"""Bytes in, Letter out: the rules one by one, and no bytes that raise."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.charsets import CONTROLS
from adapters.mail.filenames import clean
from adapters.mail.parse import LOOP, letter

MIXED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n%s\r\n--b--\r\n'


def head(line, body=b"Hi"):
    return letter(line + b"\r\nMessage-ID: <1@example.org>\r\n\r\n" + body)


def parts(*given):
    return letter(MIXED % b"\r\n--b\r\n".join(given))


def names(read):
    return [file.name for file in read.attachments]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (b"Hello", "Hello"),
        (b"=?utf-8?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        (b"=?utf-8?B?R3LDtg==?= =?utf-8?B?w59l?=", "Größe"),
        (b"=?utf-8?B?R3LD?= =?utf-8?B?tsOfZQ==?=", "Größe"),  # a character split over two words
        (b"=?utf-8*de?q?Gr=C3=B6=C3=9Fe?= ok", "Größe ok"),
        (b"=?gb2312?B?" + b"\xe9\x95\x95".hex().encode() + b"?=", None),
        (b"=?fakescii?q?caf=C3=A9?=", "café"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"a\x00b\x07c", "a b c"),
        (b"=?utf-8?q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y"),
        (b"=?utf-8?q?a=E2=80=A8b?=", "a b"),
        (b"folded\r\n  subject", "folded subject"),
        (b"=?utf-8?b?####?=", ""),
    ],
)
def test_a_subject_is_read_as_its_sender_meant_it(value, wanted):
    subject = head(b"Subject: " + value).subject

    assert wanted is None or subject == wanted
    assert not CONTROLS.search(subject)


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        (b"Ann Lee <Ann@Example.org>", "ann@example.org", "Ann Lee"),
        (b"ann@example.org", "ann@example.org", "ann@example.org"),
        (b"ann@example.org (Ann Lee)", "ann@example.org", "Ann Lee"),
        (b'"Lee, Ann" <ann@example.org>', "ann@example.org", "Lee, Ann"),
        (b"=?utf-8?q?J=C3=BCrgen?= <j@example.org>", "j@example.org", "Jürgen"),
        (b"Ann <ann@b\xc3\xbccher.example>", "ann@xn--bcher-kva.example", "Ann"),
    ],
)
def test_a_plain_sender_is_believed(value, address, name):
    sender = head(b"From: " + value).sender

    assert (sender.address, sender.name, sender.doubt) == (address, name, "")


@pytest.mark.parametrize(
    "value",
    [
        b"a@example.org, b@example.org", b'"Spoofed" <a@example.org>: b@example.org;',
        b"<a@example.org> <b@x.org>", b'"ceo@bank.example" <a@example.org>', "Ann\u202e <a@example.org>".encode(),
        "A\u200bnn <a@example.org>".encode(),
        b"a@example.org\r\nFrom: b@example.org", b"friends: a@example.org, b@example.org;",
    ],
)  # fmt: skip
def test_a_sender_who_pretends_is_shown_by_address_and_doubted(value):
    sender = head(b"From: " + value).sender

    assert sender.doubt
    assert sender.name in (sender.address, "")


@pytest.mark.parametrize(
    "value",
    [
        b"", b"<>", b"nobody", b"<<x@y>>", b"a b@example.org", b"ann@example.org.", b"@example.org", b"ann@",
        b"(((" * 500,
        b"\xff\xfe\x00", b'"' * 500, b"a@b\r\n c@d", b"ann..lee@example.org", b'"ann lee"@example.org', b":;:;",
    ],
)  # fmt: skip
def test_a_sender_that_cannot_be_read_is_nobody_and_gets_no_answer(value):
    read = head(b"From: " + value)

    assert read.sender.address == ""
    assert read.sender.doubt
    assert read.verdict.silence
    assert read.text == "Hi"


def test_a_header_that_is_cut_is_marked():
    assert head(b"References: " + b"<a@b>" * 10_000).defect == "its headers are longer than is read"
    assert head(b"Subject: short").defect == ""


def test_sixty_four_thousand_senders_are_no_trouble():
    read = head(b"From: " + b",".join(b"a%d@example.org" % number for number in range(64_000)))

    assert read.sender.doubt == "it names more than one sender"


def test_thirty_two_thousand_encoded_words_are_cut():
    assert len(head(b"Subject: " + b" =?utf-8?q?x?=" * 32_000).subject) <= 500


def test_a_mail_without_an_id_has_always_the_same_one():
    raw = b"From: ann@example.org\r\n\r\nHi"

    assert letter(raw).message_id == letter(raw).message_id
    assert letter(raw).message_id.startswith("<raw-")


@pytest.mark.parametrize(
    "value", [b"<[weird]@x>", b"<abc@[1.2.3", b"<a@b> <c@d>", b"bare@id", b"<" + b"x" * 5000 + b">"]
)
def test_no_message_id_raises(value):
    assert letter(b"Message-ID: " + value + b"\r\n\r\nHi").message_id.startswith("<")


def test_what_it_answers_is_found_newest_first_however_it_is_written():
    read = head(b"In-Reply-To: your mail of Monday <c@x>\r\nReferences: <a@x><b@x>,\r\n <c@x>")

    assert read.answers == ("<c@x>", "<b@x>", "<a@x>")


def test_every_text_its_sender_wrote_is_there_in_order():
    picture = b"Content-Type: image/png\r\n\r\nP"

    read = parts(b"\r\nOne", picture, b"\r\nTwo", b"Content-Type: text/html\r\n\r\n<p>Three</p>")

    assert read.text == "One\n\nTwo\n\nThree"
    assert names(read) == ["part-3.png"]


def test_of_alternatives_the_plain_one_is_read_and_no_file_is_lost():
    related = (
        b'Content-Type: multipart/related; boundary="r"\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<b>Hi</b>'
        b"\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <1>\r\n\r\nP\r\n--r--"
    )
    plain = b"Content-Type: text/plain\r\n\r\nHi"
    body = b"--a\r\n" + plain + b"\r\n--a\r\n" + related + b"\r\n--a--\r\n"

    read = letter(b'Content-Type: multipart/alternative; boundary="a"\r\n\r\n' + body)

    assert read.text == "Hi"
    assert len(read.attachments) == 1


def test_an_empty_plain_part_gives_way_to_the_html():
    body = b"--a\r\n\r\n \r\n--a\r\nContent-Type: text/html\r\n\r\n<p>Hello <b>you</b></p>\r\n--a--\r\n"

    assert letter(b'Content-Type: multipart/alternative; boundary="a"\r\n\r\n' + body).text == "Hello **you**"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (b"<style>p{}</style><title>T</title><p>A</p><script>x</script>", "A"),
        (b"<p>A</p><p hidden>B</p><p style='display:none'>C</p>", "A"),
        (b"<p style='DISPLAY : None ! important'>A</p><p style='color:red;opacity:0'>B</p>C", "C"),
        (b"<p style='background:url(display:none)'>A</p><p style='mso-hide:none'>B</p>", "A\n\nB"),
        (b'<a href="https://x.example/1">here</a>', "here (https://x.example/1)"),
        (b'<a href="HTTPS://x.example">https://y.example</a>', "https://y.example (HTTPS://x.example)"),
        (b'<a href="javascript:alert(1)">here</a>', "here"),
        (b"<img src=x>", "(picture only)"),
        (b"<p>A</p></html><p>B</p></html>", "A\n\nB"),
        (b"a &lt;b&gt; *c* _d_", "a <b> *c* _d_"),
        (b"<div>" * 5000 + b"deep" + b"</div>" * 5000, "deep"),
        (b"", ""),
    ],
)
def test_html_is_read_as_a_person_sees_it(html, wanted):
    assert letter(b"Content-Type: text/html\r\n\r\n" + html).text == wanted


@pytest.mark.parametrize("charset", [b"x-unknown", b"utf-16", b"idna", b"\x00", b"unicode_escape", b"utf-7", b"base64",
                                     b"!punycode", b"unicode.escape"])  # fmt: skip
@pytest.mark.parametrize("words", [b"Hello", b"Hello \xff"])
def test_no_charset_raises_and_words_stay_readable(charset, words):
    assert "Hello" in letter(b'Content-Type: text/plain; charset="' + charset + b'"\r\n\r\n' + words).text


def test_a_charset_written_as_an_extended_parameter_is_read():
    raw = b"Content-Type: text/plain; charset*=us-ascii''utf-8\r\n\r\nHell\xc3\xb6"

    assert letter(raw).text == "Hellö"


@pytest.mark.parametrize(
    ("charset", "body", "wanted"),
    [
        (b"gb2312", "鎔".encode("gb18030"), "鎔"), (b"ks_c_5601-1987", "똠".encode("cp949"), "똠"),
        (b"iso-8859-1", b"\x80 \x93", "€ “"), (b"us-ascii", "Größe".encode(), "Größe"), (b"utf-8", b"caf\xe9", "café"),
        (b"shift_jis", "①".encode("cp932"), "①"),
    ],
)  # fmt: skip
def test_a_charset_that_lies_is_read_as_it_is_meant(charset, body, wanted):
    assert letter(b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + body).text == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (b"Content-Disposition: attachment; filename=a.txt", "a.txt"),
        (b'Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        (b'Content-Disposition: attachment; filename="C:\\\\x\\\\b.doc"', "b.doc"),
        (b"Content-Disposition: attachment; filename*=utf-8''%C3%A9t%C3%A9.txt; filename=x.txt", "été.txt"),
        (b"Content-Disposition: attachment; filename*0=a; filename*1=b.txt", "ab.txt"),
        (b'Content-Disposition: attachment; filename="=?utf-8?q?=C3=A9.txt?="', "é.txt"),
        (b"Content-Disposition: attachment; filename=\xc3\xa9.txt", "é.txt"),
        (b'Content-Type: application/pdf; name="n.pdf"', "n.pdf"),
        (b'Content-Type: application/pdf; name=""', "part-3.pdf"),
        (b'Content-Disposition: attachment; filename="a\x00b\r\n\tc.txt"', "ab c.txt"),
    ],
)
def test_a_file_has_one_clean_name(header, wanted):
    assert names(parts(b"\r\nHi", header + b"\r\n\r\nX")) == [wanted]


@given(st.text())
def test_no_name_leaves_its_folder(name):
    assert not {"/", "\\", "\x00", "\n"} & set(clean(name))
    assert clean(name) not in (".", "..")
    assert len(clean(name)) <= 120


def test_an_enclosed_mail_is_a_file_named_by_its_subject():
    [file] = parts(b"\r\nHi", b"Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\nText").attachments

    assert (file.name, file.content.replace(b"\r\n", b"\n")) == ("Inner.eml", b"Subject: Inner\n\nText")


def test_a_blank_before_the_colon_of_a_header_ends_no_headers():
    read = letter(b"From: ann@example.org\r\nSubject : VPN\r\nContent-Type : text/html\r\n\r\n<b>Hi</b>")

    assert (read.subject, read.text) == ("VPN", "**Hi**")


def test_a_bad_line_between_the_headers_hides_no_header():
    read = letter(b"Received: x\r\nthis is no header\r\nSubject: Here\r\nFrom: ann@example.org\r\n\r\nHi")

    assert (read.subject, read.sender.address, read.text) == ("Here", "ann@example.org", "Hi")


@pytest.mark.parametrize("depth", [10, 49, 100, 400, 2000, 10_000])
def test_however_deep_it_is_nested_there_is_a_letter(depth):
    layers = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth))

    assert letter(b"Subject: deep\r\n" + layers + b"\r\nHi").subject == "deep"


def test_of_too_many_parts_the_first_thousand_are_kept_and_it_is_said():
    read = parts(*[b"Content-Type: image/png\r\n\r\nP"] * 3000)

    assert len(read.attachments) < 1000
    assert read.defect


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (b"Mon, 1 Jun 2026 14:00:00 +0200", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        (b"Mon, 1 Jun 2026 12:00:00 -0000", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        (b"yesterday", None), (b"", None), (b"Mon, 99 Jun 2026 99:00:00 +9999", None),
    ],
)  # fmt: skip
def test_a_date_is_utc_or_none(value, wanted):
    assert head(b"Date: " + value).date == wanted


def test_the_loop_mark_is_handed_on_unjudged():
    assert head(f"{LOOP}: a.b".encode()).loop == "a.b"
