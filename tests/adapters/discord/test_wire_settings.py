"""What a queue's settings change: who counts as an agent, what a plain line is; and the pace of the wire."""

import json
from dataclasses import replace
from datetime import timedelta

from adapters.discord import identifies
from bot.config import Queue
from tests.adapters.discord.world import world


async def test_a_plain_line_is_the_answer_where_the_queue_says_so(tmp_path):
    async with world(tmp_path, thread_text="reply") as here:
        await here.up()
        thread = await here.ticket()
        said = await here.people.say(here.bob, thread, "Plain answer")
        await here.says(here.private()[0], "Plain answer")
        await here.until(lambda: any(one.id == said and "✅" in one.reactions for one in here.people.messages(thread)))
        await here.people.react(here.bob, thread, said, "📤")
        await here.settled()
        assert here.facts().count("Replied") == 1


async def test_without_a_list_whoever_sees_the_room_is_an_agent(tmp_path):
    async with world(tmp_path) as here:
        queue = replace(here.settings.queues[0], agents=())
        here.configure(queue)
        await here.up()
        await here.ticket()
        outcome = await here.people.command(here.cleo, here.help, "ticket claim", {"number": 1})
        assert "is yours" in outcome.text
        outcome = await here.people.command(here.max, here.help, "ticket claim", {"number": 1})
        assert "no such ticket" in outcome.text


async def test_moving_a_ticket_moves_its_thread(tmp_path):
    async with world(tmp_path) as here:
        other = here.guild.add_text("bills", private_to=[here.agents]).id
        support = here.settings.queues[0]
        billing = Queue("billing", rooms=(f"discord:{other}",), agents=support.agents)
        here.configure(support, billing)
        await here.up()
        thread = await here.ticket()
        await here.people.command(here.bob, thread, "ticket queue", {"queue": "billing"})
        await here.says(thread, "moved this ticket")
        await here.until(lambda: any(one.buttons for one in here.people.messages(other)))
        await here.until(lambda: here.people.threads(other))


async def test_a_forum_for_requesters_is_answered_in_their_post(tmp_path):
    async with world(tmp_path) as here:
        asks = here.guild.add_forum("questions").id
        here.configure(replace(here.settings.queues[0], intake=(f"discord:{asks}",)))
        await here.up()
        post = await here.people.post(here.ann, asks, "Printer", "It smokes")
        await here.says(post, "number #1")
        await here.until(here.thread)
        await here.people.say(here.ann, post, "and burns")
        await here.says(here.thread(), "and burns")
        await here.people.command(here.bob, here.thread(), "ticket reply", {"text": "Run"})
        await here.says(post, "Run")
        assert here.state(2) is None


async def test_many_questions_at_once_keep_the_pace_of_the_wire(tmp_path):
    async with world(tmp_path) as here:
        await here.up()
        here.sandbox.strict_rates = True
        for number in range(4):
            await here.people.say(here.ann, here.help, f"Question {number}")
        await here.until(lambda: here.thread(4), 30)
        await here.until(lambda: len(here.private()) == 4, 30)
        limited = [one for one in here.journal.exchanges if one.status == 429]
        assert len(limited) <= 4


async def test_logins_are_counted_and_stop_in_time(alone):
    hour = int(alone.clock().timestamp()) // 3600
    with alone.store.transaction() as tx:
        tx.leases.keep(identifies.NAME, json.dumps({str(hour - 1): 150, str(hour): 50, str(hour - 30): 500}))
    running = alone.start()
    await alone.until(lambda: "200 times" in running.app.trouble)
    alone.clock.forward(timedelta(hours=24))
    await alone.until(lambda: alone.sandbox.gateway.sessions, 15)
    assert identifies.today(alone.store, alone.clock()) <= 52
