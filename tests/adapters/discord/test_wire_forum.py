"""The agents' room as a forum: a post for each ticket, tags for its state."""

from datetime import timedelta

from sandbox.discord.channels import Tag
from tests.adapters.discord.world import world

POSTS = "discord:POST /channels/{id}/threads"


async def posted(forum, number=1):
    await forum.people.say(forum.ann, forum.help, "My VPN is down")
    await forum.until(lambda: forum.thread(number))
    await forum.says(forum.thread(number), "Ann asks")
    return forum.thread(number)


def tags(forum, thread):
    names = {tag.id: tag.name for tag in forum.guild.channels[forum.forum].tags}
    return [names[one] for one in forum.guild.threads[thread].applied_tags]


async def test_a_question_becomes_a_post_with_the_card_first(forum):
    thread = await posted(forum)
    assert forum.guild.threads[thread].name == "#1 My VPN is down"
    assert forum.root().id == thread
    line = await forum.says(thread, "Ann asks")
    assert "My VPN is down" in line.text


async def test_the_buttons_of_a_post_work_and_its_card_is_redrawn(forum):
    thread = await posted(forum)
    await forum.people.click(forum.bob, thread, thread, "Claim")
    forum.clock.forward(timedelta(seconds=4))
    await forum.until(lambda: f"<@{forum.bob}>" in forum.root().text)


async def test_tags_tell_the_status_where_the_bot_may_make_them(tmp_path):
    async with world(tmp_path, room="forum") as forum:
        forum.guild.bot_role.permissions |= 1 << 4
        await forum.up()
        thread = await posted(forum)
        assert tags(forum, thread) == ["new"]
        await forum.people.command(forum.bob, thread, "ticket priority", {"priority": "urgent"})
        forum.clock.forward(timedelta(seconds=4))
        await forum.until(lambda: tags(forum, thread) == ["new", "urgent"])


async def test_tags_tell_the_category_and_what_people_put_there_stays(tmp_path):
    async with world(tmp_path, room="forum", categories=("Hardware", "Software")) as forum:
        forum.guild.bot_role.permissions |= 1 << 4
        await forum.up()
        thread = await posted(forum)
        own = Tag(forum.guild.ids.new(), "vip")
        forum.guild.channels[forum.forum].tags.append(own)
        forum.guild.threads[thread].applied_tags.append(own.id)
        await forum.people.command(forum.bob, thread, "ticket set", {"field": "category", "value": "Hardware"})
        forum.clock.forward(timedelta(seconds=4))
        await forum.until(lambda: "hardware" in tags(forum, thread))
        assert "vip" in tags(forum, thread)


async def test_doctor_names_the_tags_that_are_missing_and_how_to_get_them(forum):
    await posted(forum)
    [said] = [one for one in await forum.running[0].app.check() if one.problem]
    assert said.what.endswith(": tags")
    assert "new, open, pending, resolved, closed, low, high, urgent" in said.problem
    assert "Manage Channels" in said.mend


async def test_a_post_goes_without_tags_where_the_bot_may_not_make_them(forum):
    assert tags(forum, await posted(forum)) == []


async def test_a_post_whose_answer_was_lost_is_not_made_again(forum):
    await posted(forum)
    await forum.settled()
    forum.faults.add(POSTS, "drop_after", times=2)  # the private thread and the post
    await forum.people.say(forum.ann, forum.help, "Only one post")
    await forum.until(lambda: forum.state(2))
    forum.clock.forward(timedelta(seconds=30))
    await forum.until(lambda: forum.thread(2) and len(forum.private()) == 2)
    forum.clock.forward(timedelta(seconds=30))
    await forum.settled()
    assert len(forum.people.threads(forum.forum)) == 2
    assert len(forum.private()) == 2


async def test_a_closed_post_rests_and_stays_so_when_it_is_drawn(forum):
    thread = await posted(forum)
    await forum.people.command(forum.bob, thread, "ticket close")
    await forum.until(lambda: forum.guild.threads[thread].locked)
    forum.clock.forward(timedelta(seconds=4))
    await forum.until(lambda: "Reopen" in [button.label for button in forum.root().buttons])
    await forum.settled()
    await forum.until(lambda: forum.guild.threads[thread].archived)
    outcome = await forum.people.command(forum.bob, forum.help, "ticket reopen", {"number": 1})
    assert "is open" in outcome.text
    await forum.until(lambda: not forum.guild.threads[thread].locked)


async def test_reactions_on_the_first_message_count(forum):
    thread = await posted(forum)
    await forum.people.react(forum.bob, thread, thread, "👀")
    await forum.until(lambda: forum.state().owner_name == "Bob")


async def test_a_deleted_post_is_made_again(forum):
    thread = await posted(forum)
    await forum.settled()
    await forum.people.delete_thread(forum.guild.owner_id, thread)
    await forum.people.command(forum.bob, forum.help, "ticket note", {"number": 1, "text": "where is it?"})
    forum.clock.forward(timedelta(seconds=70))
    await forum.until(lambda: forum.root() and forum.root().id != thread)
    forum.clock.forward(timedelta(seconds=70))
    await forum.says(forum.thread(), "where is it?")
