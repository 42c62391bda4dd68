"""What stands in a room about the desk itself, on Slack: put up once, edited in place, pressed."""

import pytest

from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate
from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


def park(here):
    with here.store.transaction() as tx:
        tx.arrivals.add([Arrival("imap:support/1/1", "mail", b"Subject: <!channel> *x*\r\n\r\n<@U1>", here.clock())])
        [arrival] = tx.arrivals.lease("mail", "tests", here.clock(), 1)
        tx.arrivals.settle(arrival, Fate("quarantined", "it broke"), here.clock())
        here.desk.ledger.park(arrival, "<!here> eve@x", "<!channel> *x*", "it broke")


async def parked(here):
    await here.ask(park, here)
    return await here.sees(lambda: next((one for one in here.cards() if "could not be read" in one.text), None))


async def test_a_parked_mail_is_announced_as_plain_text_looked_at_and_tried_again(here):
    notice = await parked(here)
    assert "<!here> eve@x" in notice.text
    assert "Subject: <!channel> *x*" in notice.text
    assert notice.buttons == ["Try again", "Open as ticket", "Show source"]

    assert (await here.people.click(here.bob, here.room, notice.ts, "Show source")).is_ok
    await here.sees(lambda: any("<@U1>" in one for one in here.told(here.bob)))
    here.later()
    assert (await here.people.click(here.bob, here.room, notice.ts, "Try again")).is_ok
    here.later()
    await here.sees(lambda: "bob has it tried again" in here.cards()[0].text)
    assert [one.ts for one in here.cards()] == [notice.ts]
    assert here.cards()[0].buttons == []


async def test_an_announcement_whose_answer_was_lost_stands_there_once(here):
    here.faults.add("slack:chat.postMessage", "drop_after")
    await here.ask(park, here)
    await here.sees(here.cards)
    here.later(seconds=120)
    await here.rest()
    assert len(here.cards()) == 1


async def test_all_of_a_message_that_is_shown_in_part_is_one_click_away(here):
    mail = Incoming(
        Person("Ann", "mail:ann@x.example"), "Help!\n> <@U1> said", "support", "mail:<1@x>", "", reply="Help!"
    )
    await here.ask(here.desk.receive, mail)
    card = await here.sees(lambda: next(iter(here.cards()), None))
    line = await here.sees(lambda: next((one for one in here.thread(card.ts) if "Ann asks" in one.text), None))

    assert "said" not in line.text
    assert (await here.people.click(here.bob, here.room, line.ts, "Whole text")).is_ok
    await here.sees(lambda: any("Help!\n> <@U1> said" in one for one in here.told(here.bob)))
