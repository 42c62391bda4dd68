"""What goes wrong on the wire: nothing is lost, nothing doubled, nobody pinged, and people hear what must be mended."""

import asyncio
from datetime import timedelta

import pytest

from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


async def replied(here, card, text="Pour water"):
    await here.people.say(here.bob, here.room, f"!reply {text}", card.ts)


def count(here, text):
    return len([one for one in here.answers() if text in one])


@pytest.mark.parametrize("kind", ["drop_after", "fatal_error", "502", "truncate", "html"])
async def test_an_answer_lost_on_the_way_back_is_looked_up_and_not_doubled(here, kind):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:chat.postMessage", kind, value="accepted")
    await replied(here, card)
    await here.sees(lambda: count(here, "Pour water"))
    await here.until(lambda: unknown(here))
    here.later(seconds=10)
    await here.quiet()
    assert count(here, "Pour water") == 1


@pytest.mark.parametrize("kind", ["drop_before", "503"])
async def test_a_post_that_never_arrived_goes_again(here, kind):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:chat.postMessage", kind)
    await replied(here, card)
    await here.until(lambda: unknown(here))
    here.later(seconds=10)
    await here.sees(lambda: count(here, "Pour water") == 1)


async def test_a_press_in_an_outage_of_the_api_is_kept_and_nobody_is_told_that_the_app_is_gone(here):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:*", "503", -1)
    outcome = await here.people.click(here.bob, here.room, card.ts, "Claim")
    assert (outcome.error, here.told(here.bob)) == ("", [])
    here.faults.clear()
    here.later(seconds=10)
    await here.sees(lambda: "🙋 bob" in here.cards()[0].text)


async def test_a_lost_answer_of_a_root_makes_no_second_root(here):
    here.faults.add("slack:chat.postMessage", "drop_after")
    here.question = await here.people.say(here.ann, here.help, "Fire")
    await here.sees(lambda: here.cards())
    await here.until(lambda: unknown(here))
    here.later(seconds=10)
    await here.card("Fire")
    assert len(here.cards()) == 1


async def test_a_long_rate_limit_is_waited_out_and_nothing_is_lost(here):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:chat.postMessage", "429", value=120)
    await replied(here, card)
    await here.sees(lambda: [one for one in here.journal.exchanges if one.status == 429])
    await here.rest()
    here.later(seconds=60)
    await here.rest()
    assert count(here, "Pour water") == 0
    here.later(seconds=70)
    await here.sees(lambda: count(here, "Pour water") == 1)


async def test_the_same_event_four_times_is_one_ticket(here):
    here.faults.add("slack:socket", "duplicate", value=3)
    card = await here.asked()
    await here.quiet()
    assert len(here.cards()) == 1
    assert len([one for one in here.lines(card.ts) if "ann asks" in one]) == 1


async def test_an_event_whose_acknowledgement_was_lost_comes_again_and_changes_nothing(here):
    here.faults.add("slack:socket", "lost_ack")
    await here.asked()
    here.clock.forward(timedelta(seconds=4))
    await here.quiet()
    assert len(here.cards()) == 1


async def test_an_unknown_room_loses_no_post_and_is_told(here):
    here.slack.workspace.channels[here.room].archived = True
    here.question = await here.people.say(here.ann, here.help, "Fire")
    await here.sees(lambda: "is_archived" in here.app.trouble)
    await here.rest()
    here.slack.workspace.channels[here.room].archived = False
    here.later(minutes=6)
    await here.card("Fire")
    await here.until(lambda: healthy(here))


async def test_a_dead_token_is_told_and_posts_wait(here, caplog):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:chat.postMessage", "error", value="token_revoked")
    await replied(here, card)
    await here.sees(lambda: "SLACK_BOT_TOKEN" in caplog.text)  # its trouble ends with the next redraw that succeeds
    await here.rest()
    here.later(minutes=6)
    await here.sees(lambda: count(here, "Pour water") == 1)


async def test_a_missing_scope_is_named_with_its_mend(here):
    here.slack.app.scopes.discard("chat:write")
    here.question = await here.people.say(here.ann, here.help, "Fire")
    await here.sees(lambda: "chat:write" in here.app.trouble)
    assert "slack-manifest" in here.app.trouble
    await here.rest()
    here.slack.app.scopes.add("chat:write")
    here.later(minutes=6)
    await here.card("Fire")


async def test_a_deleted_card_takes_back_the_stray_line_and_is_made_anew(here):
    card = await here.asked()
    await here.quiet()
    await here.people.delete(here.bob, here.room, card.ts)
    await here.people.say(here.ann, here.help, "And the curtains", here.question)
    await here.rest()
    for _ in range(3):
        here.later(seconds=15)
        await here.rest()
    fresh = next(one for one in here.cards() if "#1" in one.text)
    await here.sees(lambda: any("And the curtains" in one for one in here.lines(fresh.ts)))
    assert not [one for one in here.people.messages(here.room) if "curtains" in one.text and one.ts != fresh.ts]


async def test_a_requesters_deleted_question_is_answered_by_direct_message(here):
    card = await here.asked()
    await here.quiet()
    here.slack.workspace.channels[here.help].messages[here.question].is_tombstone = True
    await replied(here, card)
    dm = here.people.dm(here.ann)
    await here.sees(lambda: any("Pour water" in one.text for one in here.people.messages(dm)))
    assert not [one for one in here.people.messages(here.help) if "Pour water" in one.text]


async def test_buttons_work_after_a_restart_and_nothing_is_doubled(here):
    card = await here.asked()
    await here.quiet()
    before = here.lines(card.ts)
    await here.restart()
    await here.people.click(here.bob, here.room, card.ts, "Claim")
    await here.sees(lambda: "👤 bob claimed this ticket" in here.lines(card.ts))
    await here.quiet()
    assert here.lines(card.ts) == [*before, "👤 bob claimed this ticket"]


async def test_what_was_said_while_we_were_down_is_caught_up_once(here):
    card = await here.asked()
    dm = here.people.dm(here.max)
    await here.people.say(here.max, dm, "Hello?")
    await here.card("Hello?")
    await here.quiet()
    await here.stop()
    subscribed, here.slack.app.events = here.slack.app.events, set()
    await here.people.say(here.ann, here.help, "A second fire")
    await here.people.say(here.ann, here.help, "It grows", here.question)
    await here.people.say(here.bob, here.room, "I saw it", card.ts)
    await here.people.say(here.max, dm, "Anybody there?")
    here.slack.app.events = subscribed
    await here.start()
    await here.card("A second fire")
    await here.sees(lambda: any("It grows" in one for one in here.lines(card.ts)))
    await here.quiet()
    await here.restart()
    await here.quiet()
    assert len(here.cards()) == 3
    assert len([one for one in here.lines(card.ts) if "It grows" in one]) == 1
    assert here.facts().count("Noted") == 1


async def test_what_is_said_before_the_very_first_connection_stands_is_caught_up(tmp_path):
    async with stage(tmp_path, listens=False) as here:
        here.faults.add("slack:auth.test", "502", times=-1)
        dying = asyncio.create_task(here.make().run())
        await here.until(lambda: here.ask(here.kept))
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        here.faults.clear()
        here.clock.forward(timedelta(seconds=1))
        subscribed, here.slack.app.events = here.slack.app.events, set()
        await here.people.say(here.ann, here.help, "Is anybody there?")
        here.slack.app.events = subscribed
        await here.start()
        await here.card("Is anybody there?")


async def test_who_left_the_agents_is_refused_at_the_next_click(here):
    card = await here.asked()
    await here.people.click(here.cleo, here.room, card.ts, "Claim")
    await here.sees(lambda: "👤 cleo claimed this ticket" in here.lines(card.ts))
    here.later()
    await here.sees(lambda: "Release" in here.cards()[0].buttons)
    group = next(iter(here.slack.workspace.groups.values()))
    here.slack.workspace.set_group(group.id, [here.sue, here.bob])
    await here.quiet()
    await here.people.click(here.cleo, here.room, card.ts, "Release")
    await here.sees(lambda: here.told(here.cleo))
    assert here.told(here.cleo)[0].startswith("There is no such ticket")


async def test_a_lost_answer_brings_its_files_along_once(here):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:chat.postMessage", "drop_after")
    await here.people.say(here.bob, here.room, "!reply Look", card.ts, files=[("how.txt", b"one")])
    await here.sees(lambda: count(here, "Look"))
    await here.until(lambda: unknown(here))
    here.later(seconds=10)
    await here.sees(lambda: shared(here) == ["how.txt"])
    await here.quiet()
    assert (count(here, "Look"), shared(here)) == (1, ["how.txt"])


async def test_a_dead_socket_is_opened_again_and_the_gap_is_caught_up(here):
    await here.asked()
    await here.quiet()
    here.faults.add("slack:socket", "lost", times=1)
    await here.people.say(here.ann, here.help, "Lost on the way")
    here.clock.forward(timedelta(minutes=30))
    await here.people.wait_for(lambda: any("Lost on the way" in one.text for one in here.cards()), 15.0)
    await here.rest()
    assert len(here.cards()) == 2


async def test_a_refreshed_connection_goes_on_listening(here):
    await here.slack.sockets.disconnect("refresh_requested")
    await here.sees(lambda: len(here.journal.of("slack", "apps.connections.open")) > 1)
    await here.sees(lambda: here.slack.sockets.count)
    await here.asked()


async def test_a_form_sent_twice_answers_once(here):
    card = await here.asked()
    await here.people.click(here.bob, here.room, card.ts, "Reply")
    here.faults.add("slack:socket", "duplicate", value=2)
    await here.people.submit(here.bob, {"Text": "Pour water"})
    await here.sees(lambda: count(here, "Pour water"))
    await here.quiet()
    assert count(here, "Pour water") == 1


async def test_the_same_click_four_times_is_one_claim(here):
    card = await here.asked()
    here.faults.add("slack:socket", "duplicate", value=3)
    await here.people.click(here.bob, here.room, card.ts, "Claim")
    await here.sees(lambda: "👤 bob claimed this ticket" in here.lines(card.ts))
    await here.quiet()
    assert here.facts().count("Assigned") == 1


async def test_no_listener_calls_anything_but_views_open_before_its_acknowledgement(here):
    card = await here.asked()
    await here.quiet()
    here.clock.forward(timedelta(seconds=61))
    for what in ("users.info", "usergroups.users.list", "conversations.members", "auth.test"):
        here.faults.add(f"slack:{what}", "slow", times=-1, value=4)
    assert (await here.people.click(here.bob, here.room, card.ts, "Reply")).is_ok
    assert (await here.people.submit(here.bob, {"Text": "Pour water"})).is_ok
    here.faults.clear()


async def test_a_requesters_message_that_cannot_be_worked_on_becomes_a_ticket_as_it_is(here):
    here.faults.add("slack:users.info", "error", times=-1, value="internal_error")
    here.question = await here.people.say(here.ann, here.help, "Fire <!channel>")
    for _ in range(3):
        await here.rest()
        here.later(seconds=60)
    card = await here.card("Fire")
    assert here.ann in card.text


def shared(here):
    return [name for one in here.people.messages(here.help, here.question) for name in one.files]


async def unknown(here):
    return await here.ask(lambda: states(here).get("unknown", 0) > 0)


def states(here):
    with here.store.transaction() as tx:
        return tx.posts.unsettled(here.clock())


async def healthy(here):
    return not here.app.trouble
