"""Mail in, ticket, mail out: over real IMAP and SMTP."""

from email.message import EmailMessage

import pytest

from tests.adapters.mail.mail_desk import ANN, SUPPORT, mail_desk
from tests.conftest import BOB


@pytest.fixture
async def world():
    async with mail_desk() as world:
        yield world


async def acknowledged(world) -> EmailMessage:
    return (await world.mail.wait_for(lambda: world.mail.inbox(ANN)))[0]


async def test_a_mail_becomes_a_ticket_and_is_acknowledged_once_in_its_thread(world):
    world.run()
    sent = await world.mail.send(f"Ann Lee <{ANN}>", SUPPORT, "VPN is down", "Nothing loads.")

    ack = await acknowledged(world)

    assert ack["In-Reply-To"] == sent["Message-ID"]
    assert ack["Subject"] == "We have received your message [#1]"
    assert await world.said(1) == ["Opened", "Acknowledged"]
    assert len(world.mail.inbox(ANN)) == 1


async def test_a_reply_from_the_customers_program_lands_on_the_same_ticket(world):
    world.run()
    await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    ack = await acknowledged(world)

    await world.mail.reply(ANN, ack, "It is back, thanks.")
    await world.decided(2)

    assert await world.said(1) == ["Opened", "Acknowledged", "Wrote"]
    assert len(world.mail.inbox(ANN)) == 1


async def test_an_answer_threads_under_the_customers_mail(world):
    world.run()
    sent = await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    ack = await acknowledged(world)

    await world.ask(world.desk.reply, 1, BOB, "Restart it, **please**.")
    world.wake()
    [answer] = await world.mail.wait_for(lambda: world.mail.inbox(ANN)[1:])

    assert answer["Subject"] == "Re: VPN is down [#1]"
    assert answer["References"].split() == [sent["Message-ID"], ack["Message-ID"]]
    assert answer["Auto-Submitted"] is None
    assert "<strong>please</strong>" in answer.get_body(("html",)).get_content()


async def test_a_mail_in_two_pieces_with_a_file_keeps_the_file(world):
    world.run()
    await world.mail.send(ANN, SUPPORT, "Log", "See file.", [("../../etc/vpn.log", b"line", "text/plain")])
    await world.decided(1)

    opened = (await world.history(1))[0].fact

    assert [(file.name, world.files.get(file)) for file in opened.files] == [("vpn.log", b"line")]


async def test_an_out_of_office_answer_to_our_ack_is_noted_and_never_answered(world):
    world.run()
    await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    ack = await acknowledged(world)

    away = {"Auto-Submitted": "auto-replied"}
    await world.mail.send(ANN, ack["Reply-To"], "Away", "I am away.", in_reply_to=ack, headers=away)
    await world.decided(2)

    assert await world.said(1) == ["Opened", "Acknowledged", "Wrote"]
    assert (await world.history(1))[-1].fact.automatic
    assert len(world.mail.inbox(ANN)) == 1


async def test_our_own_acknowledgement_sent_back_to_us_is_a_loop_and_opens_nothing(world):
    world.run()
    await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    ack = await acknowledged(world)

    await world.mail.deliver(SUPPORT, ack.as_bytes())
    await world.decided(2)

    assert world.fates == {"ticketed": 1, "ignored": 1}


async def test_a_restart_between_writing_down_and_taking_in_loses_and_doubles_nothing(world):
    await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    world.run(world.intake(woken=lambda: None))  # it is written down, and nothing more happens before the crash
    await world.mail.wait_for(lambda: world.mail.journal.of("imap", "UID STORE"))
    await world.halt()
    assert await world.tickets() == []

    world.run()
    await world.settle()

    assert world.fates == {"ticketed": 1}
    assert len(world.mail.inbox(ANN)) == 1


async def test_a_crash_before_the_commit_reads_the_mail_again(world):
    await world.mail.send(ANN, SUPPORT, "VPN is down", "Nothing loads.")
    world.faults.add("imap:UID FETCH", "drop", times=2)
    world.run()

    await world.decided(1)

    assert world.fates == {"ticketed": 1}
    assert len(world.mail.inbox(ANN)) == 1


async def test_new_numbers_for_old_mails_make_no_doubles(world):
    world.run()
    for subject in ("One", "Two", "Three"):
        await world.mail.send(ANN, SUPPORT, subject, f"{subject} is broken.")
    await world.decided(3)

    world.mail.add(SUPPORT).renumber()
    world.mail.imap.drop()
    await world.decided(6)

    assert world.fates == {"ticketed": 3, "ignored": 3}
    assert len(await world.tickets()) == 3


async def test_the_cursor_skips_uids_that_never_came(world):
    world.run()
    world.mail.add(SUPPORT).jump(5000)
    await world.mail.send(ANN, SUPPORT, "One", "One is broken.")
    await world.decided(1)

    assert (await world.cursor()).endswith(":5101")


async def test_mails_that_somebody_else_read_or_deleted_are_no_matter(world):
    box = world.mail.add(SUPPORT)
    await world.mail.send(ANN, SUPPORT, "One", "One is broken.")
    await world.mail.send(ANN, SUPPORT, "Two", "Two is broken.")
    await box.expunge(101)
    world.run()

    await world.decided(1)

    assert [ticket.subject for ticket in await world.tickets()] == ["Two"]


async def test_of_two_readers_only_the_holder_of_the_lease_reads(world):
    world.run()
    await world.mail.send(ANN, SUPPORT, "One", "One is broken.")
    await world.decided(1)
    logins = len(world.mail.journal.of("imap", "LOGIN"))

    second = world.intake(owner="another")
    world.run(second)
    await world.mail.send(ANN, SUPPORT, "Two", "Two is broken.")
    await world.decided(2)

    assert len(world.mail.journal.of("imap", "LOGIN")) == logins
    assert second.trouble == ""


async def test_a_refused_login_is_trouble_in_words_and_ends_when_it_is_let_in(world):
    world.mail.accounts.forget(SUPPORT)
    reading = world.intake()
    world.run(reading)
    await world.mail.wait_for(lambda: reading.trouble)
    assert "refuses our login" in reading.trouble

    world.mail.accounts.remember(SUPPORT, "sandbox")
    await world.mail.send(ANN, SUPPORT, "One", "One is broken.")
    await world.decided(1)

    assert reading.trouble == ""


@pytest.mark.parametrize("kind", ["no", "bye", "drop"])
@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE", "IDLE"])
async def test_whatever_the_server_refuses_no_mail_is_lost_or_doubled(world, command, kind):
    world.faults.add(f"imap:{command}", kind)
    world.run()
    for number in range(3):
        await world.mail.send(ANN, SUPPORT, f"Mail {number}", f"Text {number}")

    await world.decided(3)

    assert world.fates == {"ticketed": 3}
    assert await world.adds_up()
    assert len(world.mail.inbox(ANN)) == 3


async def test_a_second_mail_under_the_same_id_is_kept_and_marked(world):
    world.run()
    first = await world.mail.send(ANN, SUPPORT, "One", "One is broken.")
    await world.mail.send(ANN, SUPPORT, "Two", "Two is.", headers={"Message-ID": first["Message-ID"]})
    await world.decided(2)

    assert (await world.history(2))[0].fact.badge == "its Message-ID was used before"
