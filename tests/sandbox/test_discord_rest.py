"""The rest of the requests: each answered as described, which the schemas check at the end of every test."""

import aiohttp
import pytest

from tests.sandbox.discord_desk import world
from tests.sandbox.discord_requests import ask, code_of, opened


@pytest.fixture
async def here():
    async with world() as one, aiohttp.ClientSession() as session:
        one.session = session
        one.sandbox.strict_rates = False
        yield one


async def answer(here, method, path, body=None):
    status, found, _ = await ask(here, method, path, body)
    assert status < 300, found
    return found


async def test_the_application_and_the_gateway_are_described(here):
    assert (await answer(here, "GET", "/oauth2/applications/@me"))["id"] == str(here.guild.bot.id)
    assert (await answer(here, "GET", "/gateway"))["url"] == here.sandbox.gateway_url
    assert (await answer(here, "GET", "/gateway/bot"))["session_start_limit"]["remaining"] == 1000
    assert (await answer(here, "GET", f"/users/{here.ann}"))["global_name"] == "Ann"


async def test_the_server_its_channels_roles_and_members_are_listed(here):
    guild = f"/guilds/{here.guild.id}"
    assert (await answer(here, "GET", f"{guild}?with_counts=true"))["approximate_member_count"] == 4
    assert len(await answer(here, "GET", f"{guild}/channels")) == 3
    assert [one["name"] for one in await answer(here, "GET", f"{guild}/roles")] == ["@everyone", "Deskbell", "agents"]
    assert [one["user"]["username"] for one in await answer(here, "GET", f"{guild}/members/search?query=an")] == ["ann"]
    assert len(await answer(here, "GET", f"{guild}/members?limit=2")) == 2
    assert (await answer(here, "GET", f"{guild}/members/{here.bob}"))["roles"] == [str(here.agents.id)]


async def test_commands_are_made_changed_and_deleted_one_by_one(here):
    for base in (
        f"/applications/{here.guild.bot.id}/commands",
        f"/applications/{here.guild.bot.id}/guilds/{here.guild.id}/commands",
    ):
        made = await answer(here, "POST", base, {"name": "ticket", "description": "d"})
        again = await ask(here, "POST", base, {"name": "ticket", "description": "e"})
        assert (again[0], again[1]["id"]) == (200, made["id"])
        changed = await answer(here, "PATCH", f"{base}/{made['id']}", {"description": "f"})
        assert changed["description"] == (await answer(here, "GET", f"{base}/{made['id']}"))["description"] == "f"
        await answer(here, "DELETE", f"{base}/{made['id']}")
        assert await answer(here, "GET", base) == []


async def test_the_bulk_overwrite_removes_what_it_does_not_name(here):
    base = f"/applications/{here.guild.bot.id}/guilds/{here.guild.id}/commands"
    first = await answer(here, "PUT", base, [{"name": "a", "description": "d"}, {"name": "B", "type": 3}])
    second = await answer(here, "PUT", base, [{"name": "a", "description": "e"}])
    assert [one["id"] for one in second] == [first[0]["id"]]


async def test_threads_are_listed_while_active_and_when_archived(here):
    channel = f"/channels/{here.room}"
    public = await answer(here, "POST", f"{channel}/threads", {"name": "public", "type": 11})
    private = await answer(here, "POST", f"{channel}/threads", {"name": "private", "type": 12, "invitable": False})
    active = await answer(here, "GET", f"/guilds/{here.guild.id}/threads/active")
    assert {one["id"] for one in active["threads"]} == {public["id"], private["id"]}
    for one in (public, private):
        await answer(here, "PATCH", f"/channels/{one['id']}", {"archived": True})
    assert (await answer(here, "GET", f"/guilds/{here.guild.id}/threads/active"))["threads"] == []
    for path, one in (
        ("threads/archived/public", public),
        ("threads/archived/private", private),
        ("users/@me/threads/archived/private", private),
    ):
        assert [each["id"] for each in (await answer(here, "GET", f"{channel}/{path}"))["threads"]] == [one["id"]]


async def test_thread_members_come_and_go(here):
    thread = (await answer(here, "POST", f"/channels/{here.room}/threads", {"name": "t", "type": 12}))["id"]
    members = f"/channels/{thread}/thread-members"
    await answer(here, "PUT", f"{members}/{here.ann}")
    assert (await answer(here, "GET", f"{members}/{here.ann}"))["user_id"] == str(here.ann)
    await answer(here, "DELETE", f"{members}/{here.ann}")
    await answer(here, "DELETE", f"{members}/@me")
    assert await answer(here, "GET", members) == []
    await answer(here, "PUT", f"{members}/@me")
    assert await code_of(here, "GET", f"{members}/{here.ann}") == (404, 10007)
    await answer(here, "DELETE", f"/channels/{thread}")
    assert await code_of(here, "GET", f"/channels/{thread}") == (404, 10003)


async def test_reactions_are_listed_and_taken_away(here):
    message = f"/channels/{here.room}/messages/{await here.people.say(here.ann, here.room, 'x')}"
    await answer(here, "PUT", f"{message}/reactions/✅/@me")
    assert [one["username"] for one in await answer(here, "GET", f"{message}/reactions/✅")] == ["deskbell"]
    assert (await answer(here, "GET", message))["reactions"][0]["me"] is True
    await answer(here, "DELETE", f"{message}/reactions/✅/@me")
    assert await code_of(here, "PUT", f"{message}/reactions/abc/@me") == (400, 10014)
    assert "reactions" not in await answer(here, "GET", message)


async def test_pins_are_listed_and_taken_away(here):
    said = await here.people.say(here.ann, here.room, "x")
    pins = f"/channels/{here.room}/messages/pins"
    await answer(here, "PUT", f"{pins}/{said}")
    assert [one["message"]["id"] for one in (await answer(here, "GET", pins))["items"]] == [str(said)]
    await answer(here, "DELETE", f"{pins}/{said}")
    assert (await answer(here, "GET", pins))["items"] == []


async def test_a_channel_is_changed_and_deleted_by_those_who_manage_channels(here):
    here.guild.bot_role.permissions |= 1 << 4
    tags = [{"name": "new", "moderated": False, "emoji_name": "🔥"}]
    changed = await answer(here, "PATCH", f"/channels/{here.forum}", {"topic": "rules", "available_tags": tags})
    assert (changed["topic"], changed["available_tags"][0]["name"]) == ("rules", "new")
    await answer(here, "DELETE", f"/channels/{here.forum}")
    assert here.forum not in here.guild.channels


async def test_a_response_is_fetched_changed_and_deleted(here):
    made, path = opened(here)
    await answer(here, "POST", path, {"type": 5, "data": {"flags": 64}})
    webhook = f"/webhooks/{here.guild.bot.id}/{made.token}"
    assert (await answer(here, "GET", f"{webhook}/messages/@original"))["flags"] == 64 | 128
    await answer(here, "PATCH", f"{webhook}/messages/@original", {"content": "done"})
    second = await answer(here, "POST", webhook, {"content": "more", "flags": 64})
    await answer(here, "PATCH", f"{webhook}/messages/{second['id']}", {"content": "more!"})
    assert [one.content for one in here.people.ephemerals(here.ann)] == ["done", "more!"]
    await answer(here, "DELETE", f"{webhook}/messages/@original")
    assert [one.content for one in here.people.ephemerals(here.ann)] == ["more!"]


async def test_an_embed_is_kept_as_a_rich_one_and_a_reply_shows_what_it_answers(here):
    said = await here.people.say(here.ann, here.room, "hm")
    body = {"embeds": [{"title": "t", "footer": {"text": "f"}}], "message_reference": {"message_id": said}}
    made = await answer(here, "POST", f"/channels/{here.room}/messages", body)
    assert (made["type"], made["embeds"][0]["type"], made["referenced_message"]["content"]) == (19, "rich", "hm")


async def test_a_new_file_can_stay_beside_a_kept_one(here):
    path = f"/channels/{here.room}/messages"
    status, made, _ = await ask(here, "POST", path, {"content": "x"}, files=[b"one", b"two"])
    assert status == 200
    kept = {"attachments": [{"id": made["attachments"][1]["id"]}]}
    changed = await answer(here, "PATCH", f"{path}/{made['id']}", kept)
    assert [one["filename"] for one in changed["attachments"]] == ["1.bin"]
    async with here.session.get(changed["attachments"][0]["url"]) as response:
        assert await response.read() == b"two"


async def test_a_layout_message_stays_one_when_edited(here):
    path, text = f"/channels/{here.room}/messages", {"type": 10, "content": "one"}
    made = await answer(here, "POST", path, {"flags": 1 << 15, "components": [text]})
    changed = await answer(here, "PATCH", f"{path}/{made['id']}", {"components": [text | {"content": "two"}]})
    assert changed["flags"] == 1 << 15
    assert here.people.messages(here.room)[0].text == "two"
    assert await code_of(here, "PATCH", f"{path}/{made['id']}", {"content": "plain"}) == (400, 50035)
