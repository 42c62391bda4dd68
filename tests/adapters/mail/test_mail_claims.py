"""What a mail only claims: to be from somebody, to be known, to be cut. None of it opens a door."""

import pytest

from adapters.mail.mailbox import marked
from adapters.mail.parse import letter
from tests.adapters.mail.mails import mail

SEVERAL = ["ann@example.org, eve@evil.example", "ann@example.org\r\nFrom: eve@evil.example"]
PRETENDING = ["(x) ann@example.org (eve@evil.example)", "ann@example.org (eve@evil.example)"]


@pytest.mark.parametrize("sender", SEVERAL + PRETENDING)
def test_a_doubtful_sender_never_gets_into_a_ticket_by_its_thread(take, history, sender):
    take(mail())

    assert take(mail(2, From=sender, In_Reply_To="<1@example.org>")).ticket == 2
    assert history(2)[0].badge


@pytest.mark.parametrize("sender", SEVERAL)
def test_of_several_senders_none_is_the_requester(take, history, sender):
    take(mail(From=sender))

    assert history()[0].requester == "mail:unknown"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@Bücher.Example", "ann@xn--bcher-kva.example"),
        ("ann@straße.example", ""),  # IDNA 2003 makes it strasse.example, which is somebody else
        ("ann@βόλος.example", ""),
        ("\u212aim@example.org", ""),  # the Kelvin sign, in lower case a plain k
        ("ann@\u212aim.example", ""),
        ("ann@example\u3002org", ""),
        ("ann@ｅxample.org", ""),
        ("ann@ex\u00adample.org", ""),
        ("ſue@example.org", ""),
    ],
)
def test_no_letter_becomes_another_on_the_way_to_an_address(written, read):
    sender = letter(f"From: {written}\r\n\r\nHi".encode()).sender

    assert (sender.address, bool(sender.doubt)) == (read, not read)


def test_an_alarm_that_rings_again_in_the_same_words_is_heard_again(take, history, clock):
    take(mail(Date="1 Jun 2026 12:00 Z"))
    clock.forward(days=1)
    again = mail(Date="2 Jun 2026 11:00 Z")

    assert take(again).ticket == 2
    assert history(2)[0].badge == "its Message-ID was used before"
    assert take(again).reason == "duplicate"


def test_the_same_mail_read_again_on_another_day_is_still_the_same(take, clock):
    take(mail(Date="1 Jun 2026 12:00 Z"))
    clock.forward(days=1)

    assert take(mail(Date="1 Jun 2026 12:00 Z")).reason == "duplicate"


def test_a_mail_dated_in_the_future_is_no_other_for_that(take, clock):
    take(mail(Date="9 Jun 2026 12:00 Z"))
    clock.forward(days=1)

    assert take(mail(Date="9 Jun 2026 12:00 Z")).reason == "duplicate"


@pytest.mark.parametrize("forged", ["X-Deskbell-Cut: 99999999", "x-deskbell-CUT: 99999999", "X-Deskbell-Cut: ²"])
def test_a_mail_that_says_itself_that_it_was_cut_is_not_believed(forged):
    raw = marked(f"{forged}\r\n{mail()}".encode())

    assert (letter(raw).defect, letter(raw).text) == ("", "Nothing loads.")
    assert letter(mail(X_Deskbell_Cut="99999999").encode()).defect == ""


def test_a_mail_that_we_cut_says_so_whatever_it_says_itself():
    raw = marked(b"X-Deskbell-Cut: 1\r\nFrom: ann@example.org\r\n\r\n", 50_000_000)

    assert "50 MB" in letter(raw).defect


def test_a_mail_that_says_nothing_of_it_is_kept_byte_for_byte():
    assert marked(mail().encode()) == mail().encode()
