"""Boards on Discord: for one person, and pinned in a room, edited in place, with a menu that claims."""

from datetime import timedelta

from sandbox.discord.channels import PINNED


def board(here):
    found = [one for one in here.people.messages(here.here) if "Board · support" in one.text]
    return found[-1] if found else None


async def opened(here, text="The <@1> @everyone printer"):
    await here.people.say(here.ann, here.help, text)
    return await here.until(here.thread)


async def put_up(here):
    await here.people.command(here.sue, here.room, "/desk board", {"do": "here"})
    await here.until(lambda: ref(here))
    return board(here)


def ref(here):
    """The board's message, as the desk knows it."""
    with here.store.transaction() as tx:
        return next((one.ref for one in tx.notices.of("board")), "")


async def follow(here):
    here.clock.forward(timedelta(seconds=20))
    await here.ask(here.desk.boards.follow)


async def test_who_asks_for_the_board_sees_it_alone_and_claims_on_it(here):
    await opened(here)
    asked = await here.people.command(here.bob, here.room, "/desk board")
    [shown] = asked.replies

    assert shown.is_ephemeral
    assert "Unowned · 1" in shown.text


async def test_the_board_of_a_room_is_pinned_edited_in_place_and_claims(here):
    await opened(here)
    stands = await put_up(here)
    await here.until(lambda: board(here).is_pinned)
    assert "Unowned · 1" in stands.text

    chosen = await here.people.select(here.bob, here.room, stands.id, "b1:claim", ["1"])
    assert "yours" in chosen.text
    assert "Bob" in (await here.people.select(here.cleo, here.room, stands.id, "b1:claim", ["1"])).text
    await follow(here)
    await here.until(lambda: "In work · 1" in board(here).text)
    assert board(here).id == stands.id


async def test_a_board_that_somebody_deletes_stands_there_again(here):
    await opened(here)
    stands = await put_up(here)
    await here.people.delete(here.guild.owner_id, here.room, stands.id)
    await here.until(lambda: board(here) and board(here).id != stands.id)


async def test_only_supervisors_put_one_up_and_take_it_down(here):
    refused = await here.people.command(here.bob, here.room, "/desk board", {"do": "here"})
    assert "Only supervisors" in refused.text

    await put_up(here)
    here.clock.forward(timedelta(seconds=4))
    await here.people.command(here.sue, here.room, "/desk board", {"do": "off"})
    await here.until(lambda: not board(here))


async def test_in_a_forum_the_board_is_a_post(forum):
    await forum.people.command(forum.sue, forum.here, "/desk board", {"do": "here"})
    [post] = await forum.until(lambda: forum.people.threads(forum.forum))
    assert "Board · support" in forum.people.messages(post.id)[0].text


async def test_in_a_forum_the_post_is_pinned_while_the_board_stands_unless_another_is(forum):
    await forum.people.command(forum.sue, forum.here, "/desk board", {"do": "here"})
    [post] = await forum.until(lambda: [one for one in forum.people.threads(forum.forum) if one.flags & PINNED])
    forum.clock.forward(timedelta(seconds=4))
    await forum.people.command(forum.sue, forum.here, "/desk board", {"do": "off"})
    await forum.until(lambda: not post.flags & PINNED)

    other = forum.guild.threads[await forum.people.post(forum.bob, forum.forum, "Rules", "Be kind.")]
    other.flags |= PINNED
    forum.clock.forward(timedelta(seconds=4))
    await forum.people.command(forum.sue, forum.here, "/desk board", {"do": "here"})
    await forum.until(lambda: len(forum.people.threads(forum.forum)) == 3)
    await forum.until(lambda: ref(forum))
    assert [one for one in forum.people.threads(forum.forum) if one.flags & PINNED] == [other]
