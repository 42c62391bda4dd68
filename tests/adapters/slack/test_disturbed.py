"""Cards that somebody deletes by hand, and rooms that somebody archives, are noticed as it happens."""

import pytest

from tests.adapters.slack.stage import stage

ANEW = "The old thread was deleted by hand, so this is a new one"


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


async def test_a_deleted_card_is_made_anew_at_once_and_says_where_the_history_is(here):
    card = await here.asked()
    await here.quiet()
    await here.people.delete(here.bob, here.room, card.ts)

    fresh = await here.sees(lambda: next((one for one in here.cards() if "#1" in one.text and one.ts != card.ts), None))
    await here.sees(lambda: any(ANEW in one and "/ticket history 1" in one for one in here.lines(fresh.ts)))
    await here.quiet()
    assert here.facts().count("Disturbed") == 1


async def test_a_deleted_card_of_a_closed_ticket_comes_back_when_something_is_said(here):
    card = await here.asked()
    await here.people.command(here.bob, here.room, "/ticket close 1")
    await here.sees(lambda: any("closed this ticket" in one for one in here.lines(card.ts)))
    await here.quiet()
    await here.people.delete(here.bob, here.room, card.ts)
    await here.quiet()
    assert not [one for one in here.cards() if "#1" in one.text and one.ts != card.ts]

    await here.people.command(here.bob, here.room, "/ticket reopen 1")
    await here.sees(lambda: [one for one in here.cards() if "#1" in one.text and one.ts != card.ts])


async def test_a_deleted_line_of_ours_changes_nothing(here):
    card = await here.asked()
    await here.quiet()
    await here.people.delete(here.bob, here.room, here.thread(card.ts)[1].ts)
    await here.quiet()

    assert "Disturbed" not in here.facts()


async def test_an_archived_room_is_named_at_once_and_forgotten_when_it_is_open_again(here):
    here.slack.workspace.archive(here.room, here.bob)
    await here.sees(lambda: "reopen the room" in here.app.trouble)

    here.slack.workspace.unarchive(here.room, here.bob)
    await here.sees(lambda: not here.app.trouble)
