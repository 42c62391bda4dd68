"""Anything at all is a letter, the same one every time, and nothing of it is lost between what shows and what folds."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mail.charsets import CONTROLS
from adapters.mail.explanation import explained
from adapters.mail.parse import bare, letter

NAMES = st.sampled_from(
    ["From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Content-Type", "Return-Path",
     "Content-Disposition", "Content-Transfer-Encoding", "Auto-Submitted", "Received", "Authentication-Results",
     "X-Failed-Recipients", "x-amz-sns-message-id", "Final-Recipient", "Action", "Status", "Diagnostic-Code"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["multipart/report; report-type=delivery-status; boundary=b", "multipart/alternative; boundary=b", "text/html",
     "message/delivery-status", "message/rfc822", "text/calendar", "application/pkcs7-mime; name*=utf-8''%E4", "base64",
     "x-uuencode", "quoted-printable", "text/plain; charset=iso-2022-jp", "=?utf-8?B?8J+S?=", "Ann <ann@example.org>",
     "MAILER-DAEMON@x.example", "<>", "Undeliverable: x", "mx.example; dmarc=pass header.from=example.org", "1",
     "rfc822; ann@example.org", "failed", "5.1.1", "from a.example by mx.example", "Mon, 1 Jun 2026 23:59:60 JST"]
)  # fmt: skip
LINES = st.one_of(
    st.builds("{}: {}".format, NAMES, st.one_of(VALUES, st.text(max_size=20))),
    st.sampled_from(
        ["", "--b", "--b--", "begin 644 a", "#0V%T", "end", "> quoted", "On Monday Ann wrote:", "<p>Hi<b>", "=",
         "could not be delivered to", "<eva@b.example>: 550 no such user", "BEGIN:VEVENT", "SUMMARY:x", '{"Message":"{']
    ),
    st.text(max_size=40),
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=300), st.lists(LINES, max_size=40).map(lambda lines: "\r\n".join(lines).encode())))
def test_anything_is_a_letter_and_always_the_same(raw):
    read = letter(raw, ("mx.example",))

    assert read == letter(raw, ("mx.example",))
    assert "could not be unpacked" not in read.defect
    assert read.message_id
    assert not CONTROLS.search(read.subject)
    assert json.dumps(explained(read), ensure_ascii=False).encode()
    assert bare(raw, "broken").defect == "broken"


@settings(max_examples=100)
@given(st.lists(LINES, max_size=30).map(lambda lines: "\r\n".join(("From: ann@example.org", "", *lines))))
def test_what_shows_and_what_folds_is_the_whole_text(raw):
    read = letter(raw.encode("utf-8", "replace"))
    shown = f"{read.reply}\n{read.quoted}".split("\n")

    assert sorted(filter(None, shown)) == sorted(filter(None, read.text.split("\n")))
