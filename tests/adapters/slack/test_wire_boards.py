"""Boards on Slack: for one person, pinned in a room and edited in place, and on the Home tab of the app."""

import pytest

from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


def board(here):
    return next((one for one in reversed(here.cards()) if "Board · support" in one.text), None)


async def follow(here):
    """Some seconds later the boards were looked after."""
    here.later(seconds=20)
    await here.ask(here.desk.boards.follow)


async def put_up(here):
    await here.people.command(here.sue, here.room, "/desk board here")
    await here.until(lambda: here.ask(ref, here))
    return board(here)


def ref(here):
    """The board's message, as the desk knows it."""
    with here.store.transaction() as tx:
        return next((one.ref for one in tx.notices.of("board")), "")


async def test_who_asks_for_the_board_sees_it_alone_and_claims_on_it(here):
    await here.asked("<!channel> *The* <http://evil|printer>")
    await here.people.command(here.bob, here.room, "/desk board")
    shown = await here.sees(
        lambda: next((one for one in here.people.ephemerals(here.bob) if "Unowned" in one.text), None)
    )

    assert "<!channel> *The* <http://evil|printer>" in shown.text
    assert not here.people.ephemerals(here.cleo)
    assert (await here.people.click(here.bob, here.room, shown.ts, "Claim")).is_ok
    await here.sees(lambda: "bob" in here.cards()[0].text)


async def test_strangers_and_requesters_see_no_board(here):
    await here.asked()
    for user in (here.ann, here.max):
        await here.people.command(user, here.help, "/desk board")
        await here.sees(lambda user=user: any("agents" in one for one in here.told(user)))
        assert "printer" not in str(here.told(user))


async def test_the_board_of_a_room_is_pinned_and_edited_in_place(here):
    await here.asked()
    stands = await put_up(here)
    await here.sees(lambda: here.slack.workspace.channels[here.room].pins == [stands.ts])
    assert "printer" in stands.text
    assert "Unowned · 1" in stands.text

    await here.people.command(here.cleo, here.room, "/ticket claim 1")
    await here.sees(lambda: "Assigned" in here.facts())
    await follow(here)
    await here.sees(lambda: "In work · 1" in board(here).text)
    assert board(here).ts == stands.ts


async def test_of_two_who_claim_on_the_board_one_has_it_and_the_other_is_told_who(here):
    await here.asked()
    stands = await put_up(here)
    await here.people.click(here.bob, here.room, stands.ts, "Claim")
    await here.people.click(here.cleo, here.room, stands.ts, "Claim")
    await here.quiet()

    assert here.facts().count("Assigned") == 1
    told = await here.sees(lambda: [*here.told(here.bob), *here.told(here.cleo)])
    assert "bob has #1" in str(told)


async def test_a_board_that_somebody_deletes_stands_there_again(here):
    await here.asked()
    stands = await put_up(here)
    await here.people.delete(here.sue, here.room, stands.ts)
    again = await here.sees(lambda: (found := board(here)) and found.ts != stands.ts and found)

    assert "Unowned · 1" in again.text


async def test_only_supervisors_put_one_up_and_take_it_down(here):
    await here.people.command(here.bob, here.room, "/desk board here")
    await here.sees(lambda: any("Only supervisors" in one for one in here.told(here.bob)))
    assert not board(here)

    stands = await put_up(here)
    here.later()
    await here.people.command(here.sue, here.room, "/desk board off")
    await here.sees(lambda: not board(here))
    await here.sees(lambda: not here.slack.workspace.channels[here.room].pins)
    assert any("sue took the board down" in one.text for one in here.cards() if one.ts == stands.ts)


async def test_the_home_of_an_agent_has_buttons_and_follows(here):
    await here.asked()
    await here.people.open_home(here.bob)
    await here.sees(lambda: "Unowned · 1" in here.people.home(here.bob))
    here.later()
    await here.people.press(here.bob, "Claim")
    await here.sees(lambda: "Yours · 1" in here.people.home(here.bob))

    await here.people.press(here.bob, "Reply")
    await here.sees(lambda: here.people.modal(here.bob))
    await here.people.close(here.bob)
    await here.people.command(here.bob, here.room, "/ticket priority 1 urgent")
    await here.sees(lambda: "Prioritised" in here.facts())
    await follow(here)
    await here.sees(lambda: "🔴" in here.people.home(here.bob))


async def test_a_home_that_shows_nothing_new_is_not_published_again(here):
    await here.asked()
    await here.people.open_home(here.bob)
    await here.sees(lambda: "Unowned" in here.people.home(here.bob))
    here.later()
    await here.people.open_home(here.bob)
    await here.quiet()
    await here.rest()

    assert len(here.journal.of("slack", "views.publish")) == 1


async def test_who_is_no_agent_finds_their_own_requests_at_home_and_how_to_ask(here):
    await here.asked()
    await here.people.say(here.max, here.help, "My own question")
    await here.card("My own question")
    await here.people.open_home(here.ann)
    seen = await here.sees(lambda: here.people.home(here.ann))

    assert "Your requests · 1" in seen
    assert "printer" in seen
    assert "My own question" not in seen
    await here.people.press(here.ann, "Ask for help")
    await here.sees(lambda: "Subject" in here.people.modal_text(here.ann))


async def test_a_home_that_was_published_by_another_meanwhile_is_drawn_all_the_same(here):
    await here.asked()
    await here.people.open_home(here.bob)
    await here.sees(lambda: "Unowned · 1" in here.people.home(here.bob))
    here.slack.workspace.views.homes[here.bob].hash = "1760000000.another"
    here.later()
    await here.people.press(here.bob, "Claim")
    await here.sees(lambda: "Yours · 1" in here.people.home(here.bob))

    assert [one.answer.get("error") for one in here.journal.of("slack", "views.publish")].count("hash_conflict") == 1
