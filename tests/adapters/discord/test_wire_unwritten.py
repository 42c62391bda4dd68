"""A database that cannot be written for a while costs nobody their words."""

from datetime import timedelta


def supervisor(here):
    return here.running[0].app.supervisor


async def test_what_was_said_while_nothing_could_be_written_is_there_as_soon_as_it_can(here):
    direct = await here.people.dm(here.max)
    await here.forbid("arrival")
    await here.people.say(here.ann, here.help, "Into the void")
    await here.people.say(here.max, direct, "A word never heard from before")
    await here.until(lambda: "cannot be written" in here.running[0].app.trouble)
    assert not supervisor(here).hearing.is_whole
    await here.allow("arrival")
    await here.until(lambda: here.thread(1) and here.thread(2))
    await here.until(lambda: supervisor(here).hearing.is_whole)
    await here.settled()
    assert here.running[0].app.trouble == ""
    assert here.state(3) is None


async def test_the_moment_up_to_which_all_was_heard_stands_still_while_words_are_missing(here):
    await here.until(lambda: supervisor(here).hearing.is_whole)
    holding, fence = supervisor(here)._holding, supervisor(here).hearing._fence
    before = await here.ask(holding.last_alive)
    await here.forbid("arrival")
    await here.people.say(here.ann, here.help, "Into the void")
    await here.until(lambda: here.running[0].app.trouble)
    here.clock.forward(timedelta(seconds=10))
    assert await supervisor(here)._renewed(fence)
    assert await here.ask(holding.last_alive) == before


async def test_what_a_process_could_not_write_before_it_died_is_read_by_the_next(here):
    await here.until(lambda: supervisor(here).hearing.is_whole)
    await here.forbid("arrival")
    await here.people.say(here.ann, here.help, "Said before the crash")
    await here.until(lambda: here.running[0].app.trouble)
    await here.running.pop().stop()
    await here.allow("arrival")
    here.clock.forward(timedelta(seconds=130))
    await here.up("two")
    await here.until(here.thread)


async def test_a_database_that_cannot_be_written_at_the_start_is_waited_for(alone):
    await alone.forbid("lease")
    running = alone.start()
    await alone.until(lambda: "cannot be written" in running.app.trouble)
    await alone.allow("lease")
    await alone.until(lambda: running.app.supervisor.client and running.app.supervisor.client.is_connected)
    assert running.app.trouble == ""
