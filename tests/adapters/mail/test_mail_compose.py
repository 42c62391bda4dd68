"""The mails we write: threaded, the same on every try, and with nothing in them that somebody slipped in."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail import compose, seals
from adapters.mail.parse import letter
from bot.events import Acknowledged, Event, File, Replied, Resolved
from bot.people import DESK
from bot.phrasebook import PHRASES
from bot.ports import Kind, Post, Undeliverable
from bot.settings import LANGUAGES
from bot.ticket import Status, Ticket
from bot.tokens import Tokens
from bot.wording import for_requester
from bot.words import Quote
from tests.conftest import BOB, SETTINGS

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BOX = SETTINGS.mailboxes[0]
HOSTILE = [
    "a\r\nBcc: evil@x.org", "a\nBcc: evil@x.org", "a\rBcc: evil@x.org", "a\u2028Bcc: evil@x.org", "a\x00b\x85Bcc: e@x",
    "a\r\n\r\n<html>", "=?utf-8?q?a=0d=0aBcc:_evil@x.org?=", "x" * 5000, "Re: " * 500, "\u202egnp.exe", "\ud83d\ude00",
    "\udc80 alone", "ünïcödé " * 40,
]  # fmt: skip


def ticket(subject="VPN is down", origin="mail:ann@example.org"):
    return replace(
        Ticket(42), subject=subject, origin=origin, requester=origin, requester_name="Ann", status=Status.OPEN,
        queue="support",
    )  # fmt: skip


def post(fact, about=None, refs=("mail:<1@example.org>",), by=BOB, **more):
    about = about or ticket()
    values = {"uuid": "0b0e", "attempts": 0, "leased_at": NOON, "fence": 1, "refs": refs} | more
    event = Event(42, NOON, by, fact)
    return Post(id=1, place=about.origin, kind=Kind.REQUESTER, event=event, ticket=about, **values)


def raw_of(one, content=lambda file: b"bytes"):
    words = for_requester(one.event, one.ticket, SETTINGS)
    return compose.mail(one, words, BOX, SETTINGS, content)


def mail_of(one):
    return message_from_bytes(raw_of(one), policy=policy.default)


def reply(subject="VPN is down", text="Restart it.", **more):
    return mail_of(post(Replied(text), ticket(subject), **more))


def test_an_answer_carries_the_token_where_clients_send_it_back():
    sent = reply()
    token = Tokens(SETTINGS.reply_secrets).sign(42, "ann@example.org")

    assert sent["Reply-To"] == f"support+{token}@desk.example"
    assert sent["Message-ID"] == f"<{token}.0b0e@desk.example>"


def test_an_answer_is_from_the_mailbox_to_the_requester_and_no_program_wrote_it():
    sent = reply()

    assert sent["From"] == "Example Support <support@desk.example>"
    assert sent["To"] == "ann@example.org"
    assert sent["Auto-Submitted"] is sent["X-Auto-Response-Suppress"] is None


def test_the_date_is_the_time_of_the_answer():
    assert reply()["Date"].datetime == NOON


def test_the_same_post_gives_the_same_bytes():
    one = post(Replied("Restart it.", (File("a.txt", "0" * 64, 5, "text/plain"),)))

    assert raw_of(one) == raw_of(one)


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("VPN is down", "Re: VPN is down [#42]"),
        ("Re: AW: Fwd: VPN is down [#42]", "Re: VPN is down [#42]"),
        ("Re[2]: VPN", "Re: VPN [#42]"),
        ("VPN [#7] [Other-99]", "Re: VPN [#7] [Other-99] [#42]"),
        ("Reset: my VPN", "Re: Reset: my VPN [#42]"),
        ("", "Re: [#42]"),
        ("Größe 漢字", "Re: Größe 漢字 [#42]"),
    ],
)
def test_a_subject_has_one_prefix_and_one_tag(subject, wanted):
    assert reply(subject)["Subject"] == wanted


def test_references_keep_the_first_and_the_last_twenty():
    ids = [f"<{number}@example.org>" for number in range(50)]
    sent = reply(refs=tuple(f"mail:{one}" for one in ids))

    assert sent["In-Reply-To"] == ids[-1]
    assert sent["References"].split() == [ids[0], *ids[-20:]]


@pytest.mark.parametrize("ref", ["mail:<raw-ff>", "mail:<a b@x>", "mail:no brackets", "mail:<ünï@x>", "mail:"])
def test_an_id_that_is_none_is_not_referred_to(ref):
    assert reply(refs=(ref,))["References"] is None


def test_a_second_mail_under_one_id_is_answered_by_that_id():
    assert reply(refs=("mail:<1@example.org>#0a1b2c3d",))["In-Reply-To"] == "<1@example.org>"


def test_long_ids_and_addresses_leave_as_they_are():
    long = f"<{'x' * 200}@example.org>"
    one = post(Replied("Hi"), ticket(origin=f"mail:{'a' * 60}@{'b' * 60}.{'c' * 60}.example"), (f"mail:{long}",))

    assert long.encode() in raw_of(one)
    assert one.place.removeprefix("mail:").encode() in raw_of(one)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_subject_writes_a_header(hostile):
    raw = raw_of(post(Replied("Hi"), ticket(hostile)))
    sent = message_from_bytes(raw, policy=policy.default)

    assert sent["Bcc"] is None
    assert len(sent.get_all("Subject")) == 1
    assert sent.get_body(("plain",)).get_content().strip() == "Hi"
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_sender_name_and_no_file_name_writes_a_header(hostile):
    one = post(Replied("Hi", (File(hostile, "0" * 64, 5, "text/plain\r\nBcc: evil@x.org"),)))
    words = for_requester(one.event, one.ticket, SETTINGS)
    raw = compose.mail(one, words, replace(BOX, sender_name=hostile), SETTINGS, lambda file: b"bytes")
    sent = message_from_bytes(raw, policy=policy.default)

    assert sent["Bcc"] is None
    assert sent["From"].addresses[0].addr_spec == BOX.address
    assert [part["Bcc"] for part in sent.walk()] == [None] * len(list(sent.walk()))


@pytest.mark.parametrize(
    "address",
    [
        "", "ann", "ann@", "@example.org", "ann@example.org>", "ann@example.org\r\nRCPT TO:<evil@x.org>", "a b@x.org",
        "ann@example.org,evil@x.org", "<ann@example.org>", '"a"@x.org', "ann@example..org", "ann@-x.org", "änn@x.org",
        f"{'a' * 65}@x.org", "ann@example.org SIZE=1",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_what_is_no_address(address):
    with pytest.raises(Undeliverable):
        raw_of(post(Replied("Hi"), ticket(origin=f"mail:{address}")))


@pytest.mark.parametrize(
    ("fact", "said"), [(Acknowledged(), "auto-replied"), (Resolved("", "", NOON), "auto-generated")]
)
def test_automatic_mail_says_so_and_carries_our_seal(fact, said):
    sent = mail_of(post(fact, by=DESK))

    assert (sent["Auto-Submitted"], sent["X-Auto-Response-Suppress"]) == (said, "All")
    assert seals.is_ours(SETTINGS.reply_secrets, sent["Message-ID"], sent["X-Deskbell-Loop"])
    assert not seals.is_ours(SETTINGS.reply_secrets, "<other@desk.example>", sent["X-Deskbell-Loop"])


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=12).map(lambda text: f"zq{text}")


@given(WORD, WORD, WORD)
def test_an_acknowledgement_repeats_nothing_that_the_sender_wrote(subject, name, text):
    about = replace(ticket(subject), requester_name=name, tags=(text,))
    raw = raw_of(post(Acknowledged(), about, by=DESK)).decode()

    assert not any(word in raw for word in (subject, name, text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_written_the_mail_is_one_mail_in_ascii_with_crlf(subject, text):
    raw = raw_of(post(Replied(text), ticket(subject)))

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert message_from_bytes(raw, policy=policy.default)["To"] == "ann@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "![x](http://evil.example/p.png)",
        "[x](javascript:alert(1))",
        "<img src=//e.example>",
    ],
)
def test_the_html_part_runs_nothing_and_loads_nothing(text):
    html = reply(text=text).get_body(("html",)).get_content()

    assert not any(bad in html for bad in ("<script", "<img", 'href="javascript'))


def test_files_arrive_as_they_were():
    one = post(Replied("See file.", (File("a.bin", "0" * 64, 5),)))
    [file] = message_from_bytes(raw_of(one), policy=policy.default).iter_attachments()

    assert (file.get_filename(), file.get_content()) == ("a.bin", b"bytes")


def html_of(sent):
    return sent.get_body(("html",)).get_content().replace("\r\n", "\n")


def text_of(sent):
    return sent.get_body(("plain",)).get_content().replace("\r\n", "\n")


def words_of(text, files=(), by=BOB, **more):
    return replace(for_requester(Event(42, NOON, by, Replied(text, files)), ticket(), SETTINGS), **more)


def written(text="Restart it.", settings=SETTINGS, files=(), **more):
    one = post(Replied(text, files))
    raw = compose.mail(one, words_of(text, files, **more), settings.mailboxes[0], settings, lambda file: b"bytes")
    return message_from_bytes(raw, policy=policy.default)


def signed(**more):
    return replace(SETTINGS, queues=(replace(SETTINGS.queues[0], **more), *SETTINGS.queues[1:]))


QUOTE = Quote("On 2026-06-01 12:00, Ann wrote:", "Nothing <b>loads</b>.\n\n> older\n<img src=http://evil.example/x>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one<br />\ntwo"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", 'border:1px solid #d0d7de;text-align:right">2</td>'),
        ("```\nx < y\n```", "<code>x &lt; y\n</code></pre>"),
        ("use `a<b>`", "<code style="),
        ("שלום עולם", '<p dir="rtl"'),
        ("- مرحبا", '<ul dir="rtl" style="margin:0 0 1em;padding-right:1.6em"'),
        ("Hello שלום", "<p style="),
        ("~~gone~~ **bold**", "<s>gone</s> <strong>bold</strong>"),
        ("![plan](http://evil.example/p.png)", '<a href="http://evil.example/p.png">plan</a>'),
        ("![plan](data:image/png;base64,AAAA)", "<p style"),
    ],
)
def test_markdown_looks_right_where_style_sheets_are_dropped(text, shown):
    html = html_of(written(text))

    assert shown in html
    assert "<img" not in html
    assert "<style" not in html


def test_a_picture_that_the_text_names_stands_in_it_and_other_files_behind():
    files = (File("Plan B.png", "0" * 64, 5, "image/png"), File("log.txt", "1" * 64, 5, "text/plain"))
    sent = written("See:\n\n![the plan](<Plan B.png>)", files=files)

    related = next(part for part in sent.walk() if part.get_content_type() == "multipart/related")
    _, picture = related.iter_parts()
    assert f'src="cid:{picture["Content-ID"].strip("<>")}" alt="the plan"' in html_of(sent)
    assert (picture.get_filename(), picture.get_content()) == ("Plan B.png", b"bytes")
    assert [file.get_filename() for file in sent.iter_attachments()] == ["log.txt"]


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "application/pdf"])
def test_what_could_run_is_never_shown_within_the_text(kind):
    sent = written("![x](x.svg)", files=(File("x.svg", "0" * 64, 5, kind),))

    assert "cid:" not in html_of(sent)
    assert [file.get_filename() for file in sent.iter_attachments()] == ["x.svg"]


def test_the_answered_mail_stands_below_folded_and_harmless():
    sent = written(quote=QUOTE)
    text, html = text_of(sent), html_of(sent)

    assert text.startswith("Restart it.\n\nOn 2026-06-01 12:00, Ann wrote:\n> Nothing <b>loads</b>.\n>\n> > older\n")
    assert '<blockquote class="gmail_quote" type="cite"' in html
    assert "Nothing &lt;b&gt;loads&lt;/b&gt;." in html
    assert "<img" not in html


def test_a_queue_greets_in_answers_and_never_in_what_the_desk_itself_says():
    settings = signed(greeting="Hello {name},", signature="Example", language="de")
    sent = written(settings=settings)
    assert text_of(sent).startswith("Hello Ann,\n\nRestart it.")
    assert "Hello Ann,</p>" in html_of(sent)

    one = post(Acknowledged(), by=DESK)
    raw = compose.mail(one, for_requester(one.event, one.ticket, settings), BOX, settings, lambda file: b"")
    said = message_from_bytes(raw, policy=policy.default)
    assert "Ann" not in raw.decode().replace("Annahme", "")
    assert said["Subject"] == "Wir haben Ihre Nachricht erhalten [#42]"
    assert '<html lang="de">' in html_of(said)


def test_a_queue_signs_its_mails_and_names_its_sender():
    sent = written(settings=signed(signature="Bye,\n{agent} of Example", sender_name="Example Billing"), quote=QUOTE)

    assert sent["From"] == "Example Billing <support@desk.example>"
    assert "Restart it.\n\n-- \nBye,\nBob of Example\n\nOn 2026" in text_of(sent)
    assert "Bye,<br>\nBob of Example" in html_of(sent)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_signature_and_no_quote_writes_a_header_or_a_tag(hostile):
    settings = signed(greeting=hostile, signature=hostile, sender_name=hostile)
    sent = written(settings=settings, quote=Quote(hostile, hostile))

    assert (sent["Bcc"], sent["From"].addresses[0].addr_spec) == (None, BOX.address)
    assert "<html>" not in html_of(sent).partition("<body>")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_quotes_are_folded_when_they_come_back(language):
    heading = PHRASES[language].wrote.replace("{at}", "2026-06-01 12:00").replace("{name}", "Ann")
    sent = written("FROMUS", quote=Quote(heading, "FROMTHEM"))
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"], answer["Subject"] = "ann@example.org", "Re: VPN"
    answer.set_content(f"Thanks!\n\n{text_of(sent)}")
    read = letter(answer.as_bytes())

    assert "FROMTHEM" not in read.reply
    assert "Thanks!" in read.reply


@pytest.mark.parametrize("address", ["support@desk.example", "SUPPORT+a1.x@Desk.Example"])
def test_nothing_is_sent_to_ourselves(address):
    with pytest.raises(Undeliverable, match="address of ours"):
        raw_of(post(Replied("Hi"), ticket(origin=f"mail:{address}")))


def test_no_line_is_longer_than_a_mail_may_have_whatever_is_referred_to():
    ids = tuple(f"mail:<{'x' * length}@example.org>" for length in (100, 880, 980, 5000))

    assert all(len(line) <= 998 for line in raw_of(post(Replied("x" * 5000), refs=ids)).split(b"\r\n"))


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("Re: [JIRA-17] printer", "Re: [JIRA-17] printer [#42]"),
        ("AW: [Ticket#2026060110000017] WG: Drucker", "Re: [Ticket#2026060110000017] WG: Drucker [#42]"),
        ("[#42] Re: [#41] both", "Re: [#41] both [#42]"),
        ("Re[3]: a", "Re: a [#42]"),
    ],
)
def test_tags_of_other_systems_stay_in_the_subject(subject, wanted):
    assert reply(subject)["Subject"] == wanted
