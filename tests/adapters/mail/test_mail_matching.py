"""What a real mail says of its sender, and where that takes it."""

from dataclasses import replace

import pytest

from adapters.mail.edge import MailEdge
from bot.events import Acknowledged, Bounced, Unacknowledged
from bot.matching import Rule
from bot.people import NOBODY
from storage.files import FileStore
from tests.adapters.mail.mails import mail
from tests.adapters.mail.readings import READING
from tests.adapters.mail.test_mail_edge import TOKEN
from tests.conftest import SETTINGS

BOX = replace(SETTINGS.mailboxes[0], authserv_id=("mx.desk.example",), own_lists=("support.desk.example",))
SAYS = "Authentication-Results: mx.desk.example; dmarc={} header.from=example.org\r\n"
TO_TOKEN = f"support+{TOKEN}@desk.example"


@pytest.fixture
def edge(store, desk, tmp_path):
    edge = MailEdge(desk, store, replace(SETTINGS, mailboxes=(BOX,)), FileStore(tmp_path), READING)
    yield edge
    edge.close()


def test_whom_our_provider_vouches_for_goes_on_by_thread(take, history):
    take(mail())

    assert take(SAYS.format("pass") + mail(2, In_Reply_To="<1@example.org>")).ticket == 1
    assert (history()[-1].rule, history()[-1].badge) == (Rule.THREAD, "matched by thread")


def test_a_verdict_that_somebody_else_wrote_vouches_for_nobody(take, history):
    take(mail())
    forged = "Received: from evil.example by relay.example; Mon, 1 Jun 2026 12:00:00 +0000\r\n" + SAYS.format("pass")

    assert take(forged + mail(2, In_Reply_To="<1@example.org>")).ticket == 2
    assert history(2)[0].candidate == 1


def test_whom_the_domain_disowns_is_heard_and_changes_nothing(take, history):
    take(mail())

    assert take(SAYS.format("fail") + mail(2, To=TO_TOKEN)).ticket == 1
    assert history()[-1].unverified


@pytest.mark.parametrize("raw", [SAYS.format("fail") + mail(), mail(From="No Reply <no-reply@example.org>")])
def test_who_is_not_believed_or_takes_no_answers_opens_a_ticket_of_nobodys(take, history, raw):
    assert (take(raw).name, take(raw).reason) == ("ticketed", "duplicate")
    assert (history()[0].requester, history()[0].badge.partition(":")[0]) == (NOBODY, "unattributed")
    assert isinstance(history()[1], Unacknowledged)


def test_who_writes_from_our_own_address_goes_on_nothing(take, history):
    take(mail())

    assert take(mail(2, From="support@desk.example", To=TO_TOKEN)).ticket == 2
    assert history(2)[0].badge == "claims to be us"


@pytest.mark.parametrize(("name", "fact"), [("support.desk.example", Acknowledged), ("news.example", Unacknowledged)])
def test_mail_that_reaches_us_by_a_group_of_ours_is_acknowledged(take, history, name, fact):
    take(mail(List_Id=f"Support <{name}>", Precedence="list"))

    assert isinstance(history()[1], fact)


@pytest.mark.parametrize(("status", "is_dead"), [("5.1.1", True), ("5.2.2", False)])
def test_an_address_that_does_not_exist_is_dead_and_a_full_one_is_not(take, history, store, clock, status, is_dead):
    take(mail())
    report = (
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; ann@example.org\r\nAction: failed\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nTo: ann@example.org\r\n"
        f"Message-ID: <{TOKEN}.0b0e@desk.example>\r\n\r\n--b--\r\n"
    )
    kind = "multipart/report; report-type=delivery-status; boundary=b"

    assert take(mail(2, report, From="MAILER-DAEMON@mx.example", Content_Type=kind)).ticket == 1
    assert isinstance(history()[-1], Bounced)
    with store.transaction() as tx:
        assert bool(tx.stops.at("mail:ann@example.org", clock())) == is_dead


def test_whom_a_mail_names_besides_us_is_kept_and_is_nobody(take, history, desk):
    take(
        mail(To="Support <support@desk.example>, carl@example.org", Cc="Ann <ann@example.org>, Dora <dora@example.org>")
    )

    assert history()[0].beside == ("carl@example.org", "dora@example.org")
    assert desk.find("mail:<1@example.org>") == 1
