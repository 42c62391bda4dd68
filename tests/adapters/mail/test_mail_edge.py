"""What a mail asks of the desk, and the fate of each."""

import pytest

from adapters.mail import seals
from bot.events import Bounced, Unacknowledged, Wrote
from bot.matching import Rule
from bot.parking import BY_HAND
from bot.ports import Receipt
from bot.ticket import Status
from bot.tokens import Tokens
from tests.adapters.mail.mails import mail
from tests.conftest import BOB, SETTINGS

HEAD = "From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: VPN\r\nMessage-ID: <1@example.org>\r\n"
KEYS = SETTINGS.reply_secrets
US = "support@desk.example"
TOKEN = Tokens(KEYS).sign(1, "ann@example.org")


def test_a_mail_opens_a_ticket_of_its_mailboxs_queue(take, history):
    fate = take(mail())

    opened = history()[0]
    assert (fate.name, fate.ticket) == ("ticketed", 1)
    assert (opened.requester, opened.origin, opened.queue) == (
        "mail:ann@example.org",
        "mail:ann@example.org",
        "support",
    )
    assert (opened.subject, opened.text) == ("VPN", "Nothing loads.")


def test_a_mailbox_that_no_queue_names_goes_to_the_first(take, history):
    take(mail(), lane="unknown")

    assert history()[0].queue == "support"


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered_To", "X_Original_To"])
def test_the_token_is_found_wherever_the_mail_came_by_it(take, history, field):
    take(mail())

    fate = take(mail(2, "More.", **{field: f"<support+{TOKEN}@desk.example>"}))

    assert (fate.name, fate.ticket) == ("appended", 1)
    assert history()[-1] == Wrote("More.", badge="sender not authenticated", rule=Rule.ADDRESS)


@pytest.mark.parametrize("field", ["In_Reply_To", "References"])
def test_the_token_in_our_own_id_is_as_good(take, field):
    take(mail())

    assert take(mail(2, **{field: f"<x@y> <{TOKEN}.0b0e@desk.example>"})).ticket == 1


def test_somebody_else_with_the_token_is_a_third_party(take, history):
    take(mail())
    take(mail(2, From="max@example.net", To=f"support+{TOKEN}@desk.example"))

    assert history()[-1].third_party


def test_a_reply_without_token_from_whom_nobody_vouches_for_is_proposed(take, history):
    take(mail())
    take(mail(2, In_Reply_To="<1@example.org>"))

    assert (history(2)[0].candidate, history(2)[0].rule) == (1, Rule.THREAD)


def test_a_number_in_the_subject_opens_nothing(take):
    take(mail())

    assert take(mail(2, Subject="Re: VPN [#1]")).ticket == 2


def test_the_same_mail_again_is_a_duplicate(take):
    take(mail())

    assert (take(mail()).name, take(mail()).reason) == ("ignored", "duplicate")


def test_the_same_id_with_other_words_is_kept_once_and_marked(take, history):
    take(mail())

    assert take(mail(1, "Something else.")).ticket == 2
    assert take(mail(1, "Something else.")).reason == "duplicate"
    assert history(2)[0].badge == "its Message-ID was used before"


def test_the_same_id_from_somebody_else_is_kept(take):
    take(mail())

    assert take(mail(From="max@example.net")).ticket == 2


def test_a_mail_without_an_id_fetched_twice_is_one(take):
    take(mail(Message_ID=None))

    assert take(mail(Message_ID=None)).reason == "duplicate"


def test_our_own_sealed_mail_is_a_loop_and_opens_nothing(take):
    fields = {"From": US, "Message_ID": "<x@desk.example>", "X_Deskbell_Loop": seals.seal(KEYS, "<x@desk.example>")}

    assert (take(mail(**fields)).name, take(mail(**fields)).reason) == ("ignored", "loop")


@pytest.mark.parametrize("mark", ["a.forged", "", "a", "b." + "a" * 26, "é"])
def test_a_forged_loop_mark_is_only_text(take, mark):
    assert take(mail(From=US, X_Deskbell_Loop=mark)).name == "ticketed"


def test_a_seal_copied_to_another_mail_is_only_text(take):
    assert take(mail(From=US, X_Deskbell_Loop=seals.seal(KEYS, "<x@desk.example>"))).name == "ticketed"


def test_a_stranger_with_the_seal_and_the_id_of_our_mail_is_heard_and_not_answered(take, history):
    seal = seals.seal(KEYS, "<x@desk.example>")

    assert take(mail(Message_ID="<x@desk.example>", X_Deskbell_Loop=seal)).name == "ticketed"
    assert history()[1] == Unacknowledged("it carries the mark of a mail of ours")


def test_a_mail_that_went_round_fifty_times_stops_here(take):
    assert take("Received: x\r\n" * 51 + mail()).reason == "hops"


def answered(store, desk, clock):
    """Bob answers ticket 1, and the mail leaves as `<TOKEN.0b0e@desk.example>`."""
    desk.reply(1, BOB, "Restart it.")
    with store.transaction() as tx:
        for post in tx.posts.lease("mail", "tests", clock(), 10):
            tx.posts.sent(post, Receipt(f"mail:<{TOKEN}.{post.id}@desk.example>"), clock())
    return f"<{TOKEN}.{post.id}@desk.example>"


def test_a_copy_of_our_own_answer_opens_nothing(take, store, desk, clock):
    take(mail(Precedence="bulk"))
    own = answered(store, desk, clock)

    fate = take(mail(From="support@desk.example", Message_ID=own))

    assert (fate.name, fate.reason) == ("ignored", "own_copy")


def test_a_stranger_with_the_id_of_our_answer_is_heard(take, store, desk, clock):
    take(mail(Precedence="bulk"))
    own = answered(store, desk, clock)

    assert take(mail(From="max@example.net", Message_ID=own)).name == "ticketed"


def test_who_claims_to_be_us_is_shown_as_that_and_not_answered(take, history):
    take(mail(From="Support <support+x@desk.example>"))

    assert history()[0].badge == "claims to be us"
    assert isinstance(history()[1], Unacknowledged)


def test_a_mail_not_addressed_to_us_is_not_acknowledged(take, history):
    take(mail(To="list@example.org"))

    assert history()[1] == Unacknowledged("our address is in neither To nor Cc")


@pytest.mark.parametrize("sender", [None, "<>", "nobody", "((((", "a@x.org, b@x.org"])
def test_a_doubtful_sender_opens_a_ticket_and_gets_no_acknowledgement(take, history, sender):
    assert take(mail(From=sender)).name == "ticketed"

    opened, silence = history()
    assert opened.badge
    assert isinstance(silence, Unacknowledged)


def test_an_unreadable_sender_has_no_place_to_answer_to(take, history):
    take(mail(From="<>"))

    assert (history()[0].origin, history()[0].requester_name) == ("", "unknown sender")


def test_an_automatic_answer_changes_no_status(take, history, store, desk):
    take(mail())
    desk.reply(1, BOB, "Try now?")
    take(mail(2, To=f"support+{TOKEN}@desk.example", Auto_Submitted="auto-replied"))

    assert history()[-1].automatic
    with store.transaction() as tx:
        assert tx.tickets.get(1).status is Status.PENDING


def test_a_bounce_of_our_mail_lands_on_its_ticket_in_clear_words(take, history):
    take(mail())
    returned = f"Sorry.\r\n\r\n--- The mail:\r\nMessage-ID: <{TOKEN}.0b0e@desk.example>"

    fate = take(mail(2, returned, From="MAILER-DAEMON@mx.example", Return_Path="<>"))

    assert (fate.name, fate.ticket) == ("appended", 1)
    assert isinstance(history()[-1], Bounced)
    assert history()[-1].text.startswith("Our mail could not be delivered.")


def test_a_bounce_of_a_mail_that_is_not_ours_is_a_ticket_that_says_so(take, history):
    fields = {"From": "MAILER-DAEMON@mx.example", "Content_Type": "multipart/report; report-type=delivery-status"}
    take(mail(**fields))

    assert "not ours" in history()[0].badge
    assert isinstance(history()[1], Unacknowledged)


def test_a_bounce_with_a_guessed_token_finds_nothing(take):
    take(mail())
    forged = f"Message-ID: <a1.{'a' * 26}.0b0e@desk.example>"

    assert take(mail(2, forged, From="MAILER-DAEMON@mx.example", Return_Path="<>")).ticket == 2


def test_a_long_text_is_cut_and_the_whole_of_it_attached(take, history, tmp_path):
    take(mail(text="x" * 100_000))

    [file] = history()[0].files
    assert len(history()[0].text) < 65_000
    assert (file.name, file.size) == ("text.txt", 100_000)


@pytest.mark.parametrize(("raw", "text"), [(b"", "(empty mail)"), (HEAD.encode() + b"\r\n", "(empty mail)")])
def test_an_empty_mail_is_a_ticket_that_says_so(take, history, raw, text):
    assert take(raw).name == "ticketed"
    assert history()[0].text == text


def test_a_mail_that_failed_twice_is_read_by_its_headers_alone(take, history):
    take(mail(), attempts=3)

    opened = history()[0]
    assert (opened.subject, [file.name for file in opened.files]) == ("VPN", ["mail.eml"])


def test_a_mail_that_somebody_opens_as_it_is_becomes_a_ticket_with_its_bytes_and_without_acknowledgement(take, history):
    fate = take(b"raw", attempts=BY_HAND + 1)

    opened, silence = history()
    assert (fate.name, fate.ticket) == ("ticketed", 1)
    assert (opened.subject, opened.requester_name) == ("A mail that could not be read", "unknown sender")
    assert [(file.name, file.size) for file in opened.files] == [("mail.eml", 3)]
    assert isinstance(silence, Unacknowledged)


def test_a_mail_of_which_only_the_headers_came_says_so(take, history):
    take(f"X-Deskbell-Cut: 50000000\r\n{HEAD}\r\n")

    assert "50 MB" in history()[0].badge


def test_the_same_mail_in_two_mailboxes_is_one_ticket(take):
    take(mail(), lane="support")

    assert take(mail(), lane="sales").reason == "duplicate"
