"""What stands in a room about the desk itself, on Discord: put up once, edited in place, pressed."""

from datetime import timedelta

from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate


def park(here):
    with here.store.transaction() as tx:
        tx.arrivals.add([Arrival("imap:support/1/1", "mail", b"Subject: @everyone\r\n\r\n<@1>", here.clock())])
        [arrival] = tx.arrivals.lease("mail", "tests", here.clock(), 1)
        tx.arrivals.settle(arrival, Fate("quarantined", "it broke"), here.clock())
        here.desk.ledger.park(arrival, "@here eve@x", "@everyone *x*", "it broke")


async def parked(here, room):
    await here.ask(park, here)
    return await here.says(room, "could not be read")


def shown(here):
    return [one for one in here.people.messages(here.room) if "could not be read" in one.text]


async def test_a_parked_mail_is_announced_as_plain_text_looked_at_and_tried_again(here):
    notice = await parked(here, here.room)
    assert [one.label for one in notice.buttons] == ["Try again", "Open as ticket", "Show source"]

    looked = await here.people.click(here.bob, here.room, notice.id, "Show source")
    assert "Subject: " in looked.text
    assert looked.replies[0].is_ephemeral
    assert "is tried again" in (await here.people.click(here.bob, here.room, notice.id, "Try again")).text
    here.clock.forward(timedelta(seconds=10))
    await here.until(lambda: "Bob has it tried again" in shown(here)[0].text)
    assert [(one.id, one.buttons) for one in shown(here)] == [(notice.id, [])]


async def test_in_a_forum_it_is_a_post(forum):
    await forum.ask(park, forum)
    await forum.until(lambda: forum.people.threads(forum.forum))
    [post] = forum.people.threads(forum.forum)
    assert "could not be read" in forum.people.messages(post.id)[0].text


async def test_all_of_a_message_that_is_shown_in_part_is_one_click_away(here):
    mail = Incoming(
        Person("Ann", "mail:ann@x.example"), "Help!\n> she said", "support", "mail:<1@x>", "", reply="Help!"
    )
    await here.ask(here.desk.receive, mail)
    thread = await here.until(here.thread)
    line = await here.says(thread, "Ann asks")

    assert "she said" not in line.text
    looked = await here.people.click(here.bob, thread, line.id, "Whole text")
    assert "she said" in looked.text
    assert looked.replies[0].is_ephemeral
