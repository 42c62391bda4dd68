"""What the platform refuses is refused here, with the same status and number: raw requests, no client between."""

from datetime import timedelta

import aiohttp
import pytest

from sandbox.discord.channels import Thread
from sandbox.discord.interactions import COMMAND, MODAL
from sandbox.discord.permissions import Permission
from tests.sandbox.discord_desk import world
from tests.sandbox.discord_requests import ask, code_of, opened


@pytest.fixture
async def here():
    async with world() as one, aiohttp.ClientSession() as session:
        one.session = session
        one.sandbox.strict_rates = False
        yield one


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/channels/1", 10003),
        ("GET", "/guilds/1", 10004),
        ("GET", "/channels/{room}/messages/1", 10008),
        ("DELETE", "/channels/{room}/messages/1", 10008),
        ("POST", "/webhooks/{bot}/unknown", 10015),
        ("POST", "/interactions/1/unknown/callback", 10062),
        ("GET", "/users/1", 10013),
        ("GET", "/guilds/{guild}/members/1", 10013),
    ],
)
async def test_what_is_not_there_is_unknown(here, method, path, code):
    path = path.format(room=here.room, bot=here.guild.bot.id, guild=here.guild.id)
    assert await code_of(here, method, path, {} if method == "POST" else None) == (404, code)


async def test_a_wrong_token_is_unauthorized(here):
    assert await code_of(here, "GET", "/users/@me", token="wrong") == (401, 0)


async def test_an_unknown_route_is_not_found(here):
    assert await code_of(here, "GET", "/frobnicate") == (404, 0)


@pytest.mark.parametrize(
    ("body", "told"), [({"poll": {"question": {}}}, (403, 50013)), ({"sticker_ids": ["1"]}, (400, 50081))]
)
async def test_nobody_may_start_a_poll_and_there_are_no_stickers(here, body, told):
    assert await code_of(here, "POST", f"/channels/{here.room}/messages", {"content": "x"} | body) == told
    assert here.people.messages(here.room) == []


async def test_a_late_first_response_finds_no_interaction(here):
    _, path = opened(here)
    here.clock.forward(timedelta(seconds=4))
    assert await code_of(here, "POST", path, {"type": 5}) == (404, 10062)


async def test_a_token_is_dead_after_fifteen_minutes(here):
    made, path = opened(here)
    await ask(here, "POST", path, {"type": 5})
    here.clock.forward(timedelta(minutes=16))
    follow_up = f"/webhooks/{here.guild.bot.id}/{made.token}"
    assert await code_of(here, "POST", follow_up, {"content": "late"}) == (401, 50027)


async def test_a_follow_up_before_the_first_response_has_no_webhook(here):
    made, _ = opened(here)
    assert await code_of(here, "POST", f"/webhooks/{here.guild.bot.id}/{made.token}", {"content": "x"}) == (404, 10015)


@pytest.mark.parametrize("second", [{"type": 4, "data": {"content": "x"}}, {"type": 9, "data": {}}])
async def test_a_second_response_is_refused(here, second):
    _, path = opened(here)
    await ask(here, "POST", path, {"type": 5})
    assert await code_of(here, "POST", path, second) == (400, 40060)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MODAL, {"type": 9, "data": {"title": "again"}}),
        (COMMAND, {"type": 7, "data": {"content": "x"}}),
        (COMMAND, {"type": 6}),
        (COMMAND, {"type": 8, "data": {"choices": []}}),
        (COMMAND, {"type": 5, "data": {"content": "early"}}),
    ],
)
async def test_a_response_that_does_not_fit_is_refused(here, kind, body):
    _, path = opened(here, kind)
    here.clock.forward(timedelta(minutes=-1))  # a busy machine is not late
    assert await code_of(here, "POST", path, body) == (400, 50035)


@pytest.mark.parametrize(("kind", "has_message"), [(4, True), (5, False)])
async def test_only_an_answer_with_a_message_shows_it_in_the_receipt(here, kind, has_message):
    _, path = opened(here)
    status, answer, _ = await ask(
        here, "POST", path, {"type": kind, "data": {"content": "x"} if kind == 4 else {"flags": 64}}
    )
    assert status == 200
    assert ("resource" in answer) == has_message
    assert answer["interaction"]["response_message_loading"] != has_message


async def test_a_place_out_of_sight_is_missing_access(here):
    hidden = here.guild.add_text("hidden", private_to=[])
    hidden.overwrites.pop()
    assert await code_of(here, "POST", f"/channels/{hidden.id}/messages", {"content": "x"}) == (403, 50001)
    assert await code_of(here, "GET", f"/channels/{hidden.id}") == (403, 50001)


async def test_a_deed_without_its_permission_is_refused(here):
    assert await code_of(here, "DELETE", f"/channels/{here.room}") == (403, 50013)
    for role in here.guild.roles.values():
        role.permissions &= ~int(Permission.SEND_MESSAGES)
    assert await code_of(here, "POST", f"/channels/{here.room}/messages", {"content": "x"}) == (403, 50013)


async def test_a_closed_or_gone_person_gets_no_direct_message(here):
    room = await here.people.dm(here.ann)
    here.sandbox.world.user(here.ann).takes_messages = False
    assert await code_of(here, "POST", f"/channels/{room}/messages", {"content": "x"}) == (403, 50007)
    here.guild.remove_member(here.ann)
    assert await code_of(here, "POST", f"/channels/{room}/messages", {"content": "x"}) == (403, 50278)


async def a_thread(here, name="Ticket"):
    _, root, _ = await ask(here, "POST", f"/channels/{here.room}/messages", {"content": "card"})
    _, made, _ = await ask(here, "POST", f"/channels/{here.room}/messages/{root['id']}/threads", {"name": name})
    return made["id"]


async def test_an_edit_in_an_archived_thread_is_refused_and_a_message_wakes_it(here):
    thread = await a_thread(here)
    _, said, _ = await ask(here, "POST", f"/channels/{thread}/messages", {"content": "x"})
    await ask(here, "PATCH", f"/channels/{thread}", {"archived": True})
    message = f"/channels/{thread}/messages/{said['id']}"
    assert await code_of(here, "PATCH", message, {"content": "y"}) == (400, 50083)
    assert await code_of(here, "PUT", f"{message}/reactions/✅/@me") == (400, 50083)
    assert (await ask(here, "POST", f"/channels/{thread}/messages", {"content": "z"}))[0] == 200
    assert not here.sandbox.world.thread(int(thread)).archived


async def test_a_locked_thread_is_closed_to_those_who_do_not_manage_it(here):
    thread = await a_thread(here)
    await ask(here, "PATCH", f"/channels/{thread}", {"archived": True, "locked": True})
    assert await code_of(here, "POST", f"/channels/{thread}/messages", {"content": "x"}) == (400, 50083)
    here.guild.bot_role.permissions &= ~int(Permission.MANAGE_THREADS)
    assert await code_of(here, "POST", f"/channels/{thread}/messages", {"content": "x"}) == (400, 160005)
    assert await code_of(here, "PATCH", f"/channels/{thread}", {"archived": False}) == (400, 160005)


async def test_a_second_thread_under_a_message_is_refused(here):
    thread = await a_thread(here)
    path = f"/channels/{here.room}/messages/{thread}/threads"
    assert await code_of(here, "POST", path, {"name": "again"}) == (400, 160004)


async def test_no_thread_beyond_the_cap(here):
    here.sandbox.limits.active_threads = 0
    path = f"/channels/{here.room}/threads"
    assert await code_of(here, "POST", path, {"name": "one more", "type": 11}) == (400, 160006)


async def test_a_full_thread_takes_nobody(here):
    thread = await a_thread(here)
    here.sandbox.limits.thread_members = 1
    assert await code_of(here, "PUT", f"/channels/{thread}/thread-members/{here.ann}") == (400, 30033)


@pytest.mark.parametrize("name", ["", "x" * 101])
async def test_a_thread_name_is_one_to_a_hundred_characters(here, name):
    assert await code_of(here, "POST", f"/channels/{here.room}/threads", {"name": name, "type": 11}) == (400, 50035)


async def test_an_empty_message_is_refused(here):
    assert await code_of(here, "POST", f"/channels/{here.room}/messages", {"content": " "}) == (400, 50006)


async def test_a_forum_takes_posts_only(here):
    assert await code_of(here, "POST", f"/channels/{here.forum}/messages", {"content": "x"}) == (400, 40058)


async def test_a_forum_may_demand_a_tag(here):
    forum = here.guild.add_forum("strict", tags=["open"], require_tag=True)
    body = {"name": "x", "message": {"content": "x"}}
    assert await code_of(here, "POST", f"/channels/{forum.id}/threads", body) == (400, 40067)
    assert await code_of(here, "POST", f"/channels/{forum.id}/threads", body | {"applied_tags": ["1"]}) == (400, 50035)


async def test_a_forum_pins_one_post_and_a_text_channel_none(here):
    first, second = [int(await here.people.post(here.ann, here.forum, one, "x", tags=["open"])) for one in ("A", "B")]
    assert (await ask(here, "PATCH", f"/channels/{first}", {"flags": 2}))[0] == 200
    assert await code_of(here, "PATCH", f"/channels/{second}", {"flags": 2}) == (400, 30047)
    await ask(here, "PATCH", f"/channels/{first}", {"flags": 0})
    assert (await ask(here, "PATCH", f"/channels/{second}", {"flags": 2}))[0] == 200
    under = await here.people.say(here.ann, here.room, "hm")
    thread = (await ask(here, "POST", f"/channels/{here.room}/messages/{under}/threads", {"name": "x"}))[1]
    assert (await code_of(here, "PATCH", f"/channels/{thread['id']}", {"flags": 2}))[0] == 400


async def test_a_forum_has_at_most_twenty_tags(here):
    here.guild.bot_role.permissions |= Permission.MANAGE_CHANNELS
    tags = [{"name": str(one)} for one in range(21)]
    assert await code_of(here, "PATCH", f"/channels/{here.forum}", {"available_tags": tags}) == (400, 30048)


async def test_a_file_over_the_limit_is_refused(here):
    here.sandbox.limits.file_bytes = 10
    path = f"/channels/{here.room}/messages"
    assert await code_of(here, "POST", path, {}, files=[b"x" * 11]) == (400, 40005)


@pytest.mark.parametrize("told", [{"xx": "Hilfe"}, {"de": "x" * 101}, {"de": ""}])
async def test_descriptions_in_languages_keep_to_the_platforms(here, told):
    where = f"/applications/{here.guild.bot.id}/guilds/{here.guild.id}/commands"
    body = {"name": "desk", "description": "Help", "description_localizations": told}
    assert await code_of(here, "POST", where, body) == (400, 50035)


async def test_commands_cannot_be_created_without_end(here):
    here.sandbox.limits.command_creates_a_day = 1
    where = f"/applications/{here.guild.bot.id}/guilds/{here.guild.id}/commands"
    assert (await ask(here, "PUT", where, [{"name": "a", "description": "d"}]))[0] == 200
    assert (await ask(here, "PUT", where, [{"name": "a", "description": "e"}]))[0] == 200
    assert await code_of(here, "PUT", where, [{"name": "b", "description": "d"}]) == (429, 30034)


async def test_edits_of_old_messages_run_out(here):
    here.sandbox.limits.old_edits = 1
    _, said, _ = await ask(here, "POST", f"/channels/{here.room}/messages", {"content": "x"})
    here.clock.forward(timedelta(hours=2))
    path = f"/channels/{here.room}/messages/{said['id']}"
    assert (await ask(here, "PATCH", path, {"content": "y"}))[0] == 200
    assert await code_of(here, "PATCH", path, {"content": "z"}) == (429, 30046)


async def test_the_sixth_message_in_five_seconds_is_too_much(here):
    here.sandbox.strict_rates = True
    path = f"/channels/{here.room}/messages"
    answers = [await ask(here, "POST", path, {"content": str(one)}) for one in range(6)]
    assert [status for status, _, _ in answers] == [200] * 5 + [429]
    _, body, headers = answers[-1]
    assert 0 < body["retry_after"] <= 5
    assert headers["Via"]
    assert headers["X-RateLimit-Scope"] == "user"
    assert headers["X-RateLimit-Remaining"] == "0"
    assert headers["Content-Type"] == "application/json"


async def test_more_than_fifty_requests_a_second_meet_the_global_limit(here):
    here.sandbox.strict_rates, here.sandbox.limits.global_rate = True, 3
    answers = [await ask(here, "GET", f"/channels/{one}") for one in (here.room, here.desk, here.forum, here.room)]
    assert answers[-1][1]["global"] is True
    assert answers[-1][2]["X-RateLimit-Global"] == "true"


async def test_the_third_rename_in_ten_minutes_waits(here):
    here.sandbox.strict_rates = True
    thread = await a_thread(here)
    answers = [await ask(here, "PATCH", f"/channels/{thread}", {"name": f"name {one}"}) for one in range(3)]
    assert [status for status, _, _ in answers] == [200, 200, 429]
    assert answers[-1][1]["retry_after"] > 500
    here.clock.forward(timedelta(minutes=10))
    assert (await ask(here, "PATCH", f"/channels/{thread}", {"name": "later"}))[0] == 200


async def test_too_many_refusals_end_in_a_page_without_via(here):
    here.sandbox.limits.invalid_requests = 2
    for _ in range(2):
        await ask(here, "GET", "/users/@me", token="wrong")
    status, answer, headers = await ask(here, "GET", "/users/@me")
    assert (status, "Via" in headers) == (429, False)
    assert answer.startswith("<html>")


async def test_a_repeated_nonce_returns_the_first_message_until_it_is_deleted(here):
    path, body = f"/channels/{here.room}/messages", {"content": "x", "nonce": "n", "enforce_nonce": True}
    _, first, _ = await ask(here, "POST", path, body)
    _, second, _ = await ask(here, "POST", path, body)
    assert first["id"] == second["id"]
    await ask(here, "DELETE", f"{path}/{first['id']}")
    assert await code_of(here, "POST", path, body) == (404, 10008)
    here.clock.forward(timedelta(minutes=6))
    assert (await ask(here, "POST", path, body))[1]["id"] != first["id"]


async def test_pins_run_out(here):
    here.sandbox.limits.pins = 0
    said = await here.people.say(here.ann, here.room, "x")
    assert await code_of(here, "PUT", f"/channels/{here.room}/messages/pins/{said}") == (400, 30003)


async def test_another_authors_message_cannot_be_edited(here):
    said = await here.people.say(here.ann, here.room, "x")
    assert await code_of(here, "PATCH", f"/channels/{here.room}/messages/{said}", {"content": "y"}) == (403, 50005)


async def test_broken_json_and_other_content_types_are_refused(here):
    url = f"{here.sandbox.api_url}/channels/{here.room}/messages"
    headers = {"Authorization": f"Bot {here.sandbox.token}"}
    for kind, code in (("application/json", 50109), ("text/plain", 50035)):
        async with here.session.post(url, data=b"{", headers=headers | {"Content-Type": kind}) as response:
            assert (response.status, (await response.json())["code"]) == (400, code)


async def test_members_cannot_use_an_archived_thread(here):
    thread = int(await a_thread(here))
    said = await here.people.say(here.ann, thread, "hi")
    await here.people.archive(here.guild.bot.id, thread)
    assert isinstance(here.sandbox.world.thread(thread), Thread)
    with pytest.raises(Exception, match="50083"):
        await here.people.react(here.bob, thread, said, "✅")
