"""Threads and cards that somebody deletes, archives or locks by hand are noticed as it happens, and mended."""

from datetime import timedelta

ANEW = "The old thread was deleted by hand"


async def owner_deletes_thread(here, thread):
    await here.people.delete_thread(here.guild.owner_id, thread)


async def test_a_deleted_thread_opens_again_below_its_card_at_once(here):
    thread = await here.ticket()
    root = here.root().id
    await owner_deletes_thread(here, thread)

    line = await here.says(here.thread() or thread, ANEW)
    assert "/ticket history 1" in line.text
    assert here.root().id == root
    assert len(here.people.threads(here.room)) == 1


async def test_a_deleted_card_is_drawn_anew_with_a_thread_of_its_own(here):
    thread = await here.ticket()
    await here.people.delete(here.guild.owner_id, here.room, here.root().id)

    await here.until(lambda: here.root() and here.root().id != thread and here.thread() == here.root().id)
    await here.says(here.root().id, ANEW)


async def test_a_card_and_its_thread_deleted_together_are_told_once(here):
    thread = await here.ticket()
    await owner_deletes_thread(here, thread)
    await here.people.delete(here.guild.owner_id, here.room, thread)
    here.clock.forward(timedelta(seconds=70))
    await here.until(lambda: here.root() and here.root().id != thread)
    await here.settled()

    assert here.facts().count("Disturbed") <= 2
    assert len([one for one in here.people.messages(here.room) if one.buttons]) == 1


async def test_a_locked_thread_is_opened_while_its_ticket_is(here):
    thread = await here.ticket()
    await here.people.lock(here.guild.owner_id, thread)

    await here.says(thread, "This thread was locked by hand")
    await here.until(lambda: not here.guild.threads[thread].locked)


async def test_an_archived_thread_is_opened_while_its_ticket_is(here):
    thread = await here.ticket()
    await here.people.archive(here.guild.owner_id, thread)

    await here.says(thread, "This thread was archived by hand")
    await here.until(lambda: not here.guild.threads[thread].archived)


async def test_the_thread_of_a_closed_ticket_rests_and_may_be_deleted(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket close")
    await here.until(lambda: here.guild.threads[thread].locked)
    await here.settled()
    assert "Disturbed" not in here.facts()

    await owner_deletes_thread(here, thread)
    await here.settled()
    assert "Disturbed" not in here.facts()


async def test_what_others_delete_of_their_own_concerns_nobody(here):
    thread = await here.ticket()
    said = await here.people.say(here.bob, thread, "Hello")
    await here.says(thread, "Hello")
    await here.people.delete(here.bob, thread, said)
    await here.settled()

    assert "Disturbed" not in here.facts()


async def test_a_deleted_post_of_a_forum_is_made_anew_at_once(forum):
    await forum.people.say(forum.ann, forum.help, "My VPN is down")
    await forum.until(lambda: forum.thread())
    thread = forum.thread()
    await forum.says(thread, "Ann asks")
    await forum.settled()
    await owner_deletes_thread(forum, thread)

    await forum.until(lambda: forum.root() and forum.root().id != thread)
    await forum.says(forum.thread(), ANEW)
