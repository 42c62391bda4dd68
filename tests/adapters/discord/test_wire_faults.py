"""What goes wrong on the wire: nothing is lost, and nothing is said twice."""

from datetime import timedelta

import pytest

from adapters.discord import bodies
from bot.ports import Arrival

POST = "discord:POST /channels/{id}/messages"


def count(here, room, text):
    return sum(text in line for line in here.lines(room))


async def test_after_a_restart_the_buttons_work_and_nothing_is_doubled(here):
    thread = await here.ticket()
    await here.settled()
    before = here.lines(thread)
    told = len(here.journal.of("discord", "PUT /applications/{application_id}/guilds/{guild_id}/commands"))
    await here.restart()
    await here.settled()
    assert here.lines(thread) == before
    await here.people.click(here.bob, here.room, here.root().id, "Claim")
    await here.until(lambda: here.state().owner_name == "Bob")
    again = len(here.journal.of("discord", "PUT /applications/{application_id}/guilds/{guild_id}/commands"))
    assert (told, again) == (1, 1)


async def test_what_was_said_while_the_desk_was_down_is_caught_up_once(here):
    thread = await here.ticket()
    direct = await here.people.dm(here.max)
    await here.people.say(here.max, direct, "I am Max")
    await here.until(lambda: here.thread(2))
    for running in here.running:
        await running.stop()
    await here.people.say(here.ann, here.help, "While you slept")
    await here.people.say(here.ann, here.private()[0], "More about the first")
    await here.people.say(here.bob, thread, "A note in the night")
    await here.people.say(here.max, direct, "Still here")
    here.clock.forward(timedelta(seconds=130))  # what the stopped process had taken is free again
    await here.restart()
    await here.until(lambda: here.thread(3))
    await here.says(thread, "More about the first")
    await here.says(here.thread(2), "Still here")
    await here.until(lambda: "Noted" in here.facts())
    await here.settled()
    await here.restart("three")
    await here.settled()
    assert here.state(4) is None
    assert here.facts(2).count("Wrote") == 1


async def test_what_is_said_before_the_very_first_connection_stands_is_caught_up(alone):
    here = alone
    here.faults.add("discord:GET /users/@me", "502", times=-1)
    dying = here.start()
    await here.until(here.is_waited_for)
    await dying.stop()
    here.faults.clear()
    here.clock.forward(timedelta(seconds=130))  # what the stopped process had taken is free again
    await here.people.say(here.ann, here.help, "Is anybody there?")
    await here.up("two")
    await here.until(lambda: here.thread(1))


async def test_a_thousand_missed_messages_are_read_page_by_page(here):
    await here.ticket()
    for running in here.running:
        await running.stop()
    for number in range(230):
        await here.people.say(here.ann, here.private()[0], f"line {number}")
    await here.restart()
    await here.until(lambda: here.facts().count("Wrote") == 230, 30)


@pytest.mark.parametrize("fault", ["drop_after", "truncate"])
async def test_a_line_whose_answer_was_lost_is_looked_up_and_not_doubled(here, fault):
    thread = await here.ticket()
    await here.settled()
    here.faults.add(POST, fault)
    await here.people.command(here.bob, here.help, "ticket note", {"number": 1, "text": "said once"})
    await here.says(thread, "said once")
    here.clock.forward(timedelta(seconds=20))
    await here.settled()
    assert count(here, thread, "said once") == 1


async def test_a_line_whose_answer_was_lost_is_found_by_its_words_where_the_nonce_is_forgotten(here):
    thread = await here.ticket()
    await here.settled()
    for running in here.running:
        await running.stop()
    quiet = here.start("quiet", connect=False)
    here.faults.add(POST, "drop_after")
    here.desk.note(1, here.person(here.bob), "said once")
    await here.says(thread, "said once")
    here.clock.forward(timedelta(minutes=20))
    await here.settled()
    assert count(here, thread, "said once") == 1
    assert quiet.app.trouble == ""


async def test_a_root_whose_answer_was_lost_is_found_and_gets_its_thread(here):
    here.faults.add(POST, "drop_after", times=2)
    await here.people.say(here.ann, here.help, "Only one root")
    await here.until(lambda: here.state())
    here.clock.forward(timedelta(seconds=30))
    await here.until(here.thread)
    await here.until(here.private)
    here.clock.forward(timedelta(seconds=30))
    await here.settled()
    assert len([one for one in here.people.messages(here.room) if one.buttons]) == 1
    assert len(here.private()) == 1


async def test_a_private_thread_whose_answer_was_lost_is_not_made_again(here):
    here.faults.add("discord:POST /channels/{id}/threads", "drop_after")
    await here.people.say(here.ann, here.help, "Only one thread")
    await here.until(here.private)
    here.clock.forward(timedelta(seconds=30))
    await here.says(here.private()[0], "number #1")
    await here.settled()
    assert len(here.private()) == 1


def under_way(here):
    with here.store.transaction() as tx:
        return tx.posts.unsettled(here.clock()).get("leased", 0)


@pytest.mark.parametrize("fault", [("503", 0), ("429", 60), ("html", 200), ("drop_before", 0), ("error", "500:0")])
async def test_a_line_that_failed_is_said_later(here, fault):
    thread = await here.ticket()
    await here.settled()
    here.faults.add(POST, fault[0], value=fault[1])
    await here.people.command(here.bob, here.help, "ticket note", {"number": 1, "text": "said later"})
    await here.until(lambda: not any(one.times for one in here.faults.active))
    await here.until(lambda: not under_way(here))  # else the time of the next try is set by the moved clock
    here.clock.forward(timedelta(seconds=120))
    await here.says(thread, "said later")
    await here.settled()
    assert count(here, thread, "said later") == 1


async def test_a_long_answer_broken_in_the_middle_is_completed(here):
    await here.ticket()
    await here.settled()
    text = "\n".join(f"step {number}: do this and that" for number in range(120))
    here.faults.add(POST, "drop_after", times=1)
    await here.people.command(here.bob, here.help, "ticket reply", {"number": 1, "text": text})
    here.clock.forward(timedelta(seconds=30))
    await here.says(here.private()[0], "step 119")
    here.clock.forward(timedelta(seconds=30))
    await here.settled()
    said = "\n".join(here.lines(here.private()[0]))
    assert [said.count(f"step {number}:") for number in range(120)] == [1] * 120


async def test_an_event_that_comes_twice_changes_nothing(here):
    here.faults.add("discord:gateway", "duplicate", times=2)
    await here.people.say(here.ann, here.help, "Only once")
    await here.until(here.thread)
    await here.settled()
    assert here.state(2) is None


async def test_a_room_that_is_gone_loses_no_post_and_is_said_out_loud(here):
    running = here.running[0]
    room = here.guild.channels.pop(here.room)
    await here.people.say(here.ann, here.help, "Is anybody there?")
    await here.until(lambda: "cannot write in" in running.app.trouble)
    await here.until(lambda: "leased" not in here.unsettled())
    here.guild.channels[room.id] = room
    here.clock.forward(timedelta(minutes=11))
    await here.until(here.thread)
    await here.settled()
    assert running.app.trouble == ""


async def test_a_deleted_card_gets_a_new_root_and_a_deleted_thread_opens_again(here):
    thread = await here.ticket()
    await here.people.delete_thread(here.guild.owner_id, thread)
    await here.people.command(here.bob, here.help, "ticket note", {"number": 1, "text": "where is it?"})
    await here.says(thread, "where is it?")
    first = here.root().id
    await here.people.delete(here.guild.owner_id, here.room, first)
    here.clock.forward(timedelta(seconds=10))
    await here.people.command(here.bob, here.help, "ticket claim", {"number": 1})
    await here.until(lambda: here.root() and here.root().id != first)


async def test_a_line_finds_its_new_root_where_card_and_thread_were_deleted(here):
    thread = await here.ticket()
    first = here.root().id
    await here.people.delete_thread(here.guild.owner_id, thread)
    await here.people.delete(here.guild.owner_id, here.room, first)
    await here.people.command(here.bob, here.help, "ticket note", {"number": 1, "text": "where is it?"})
    await here.until(lambda: here.root() and here.root().id != first)
    here.clock.forward(timedelta(seconds=10))
    await here.says(await here.until(here.thread), "where is it?")


async def test_a_requester_who_takes_no_messages_is_noted_in_the_ticket(here):
    direct = await here.people.dm(here.ann)
    await here.people.say(here.ann, direct, "Hello?")
    await here.until(here.thread)
    here.guild.users[here.ann].takes_messages = False
    await here.people.command(here.bob, here.thread(), "ticket reply", {"text": "Yes?"})
    await here.says(here.thread(), "could not be delivered")
    assert [one.who for one in here.people.pings] == [f"user:{here.bob}"]  # whose answer it was
    here.people.pings.clear()


async def test_a_bad_token_is_said_and_posts_wait(alone):
    alone.sandbox.credentials.token = "another"
    running = alone.start()
    await alone.until(lambda: "token" in running.app.trouble)


async def test_refused_intents_are_said(alone):
    alone.sandbox.gateway.approved = 0
    running = alone.start()
    await alone.until(lambda: "Message Content Intent" in running.app.trouble)


async def test_only_one_process_connects_and_the_other_takes_over(here):
    other = here.start("other")
    await here.ticket()
    assert other.app.supervisor.client is None
    assert len(here.sandbox.gateway.sessions) == 1
    await here.running.pop(0).stop()
    await here.until(lambda: other.app.supervisor.client and other.app.supervisor.client.is_connected)


@pytest.mark.parametrize("fault", ["op7", "op9_false", "close", "malformed"])
async def test_a_broken_connection_comes_back_and_catches_up(here, fault):
    await here.ticket()
    here.faults.add("discord:gateway", fault, value=4000 if fault == "close" else 0)
    await here.people.say(here.ann, here.help, "In the gap")
    await here.until(lambda: here.thread(2), 20)
    await here.settled()
    assert here.state(3) is None


async def test_what_cannot_be_understood_is_parked_as_a_ticket(here):
    app = here.running[0].app
    body = bodies.dump(bodies.Heard(7, here.help, here.ann, "Ann", "Broken", here.guild.id))
    fate = await here.ask(app.park, Arrival(f"discord:{here.help}/7", "discord", body, here.clock()), "boom")
    assert (fate.name, fate.ticket) == ("ticketed", 1)


async def test_at_the_servers_limit_of_threads_the_longest_silent_one_makes_room(here):
    thread = await here.ticket()
    await here.settled()
    here.sandbox.limits.active_threads = 2
    await here.people.say(here.ann, here.help, "One more")
    await here.until(lambda: here.thread(2) and len(here.private()) == 2)
    await here.settled()
    await here.people.say(here.bob, thread, "It wakes when somebody writes")
    await here.until(lambda: "Noted" in here.facts())


async def test_an_answer_comes_even_where_the_interaction_came_twice(here):
    thread = await here.ticket()
    here.faults.add("discord:gateway", "interaction_twice")
    await here.people.command(here.bob, thread, "ticket note", {"text": "only once"})
    await here.says(thread, "only once")
    await here.settled()
    assert here.facts().count("Noted") == 1
