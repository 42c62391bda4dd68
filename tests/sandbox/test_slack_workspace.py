"""What happens in the workspace: edits, deletes, reactions, members, files, and who is told of it."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack_desk import CARD, world


@pytest.fixture
async def here():
    async with world() as one:
        await one.connect()
        yield one


async def test_an_edit_arrives_with_what_was_before(here):
    ts = await here.people.say(here.ann, here.room, "teh printer")
    await here.people.edit(here.ann, here.room, ts, "the printer")
    event = (await here.hears("message", 2))[1]
    assert (event["subtype"], event["previous_message"]["text"]) == ("message_changed", "teh printer")
    assert event["message"]["text"] == "the printer"
    assert event["ts"] != ts == event["message"]["ts"]


async def test_a_deleted_message_is_gone_and_a_deleted_root_with_replies_is_a_tombstone(here):
    alone = await here.people.say(here.ann, here.room, "alone")
    root = await here.people.say(here.ann, here.room, "root")
    await here.people.say(here.bob, here.room, "reply", thread=root)
    await here.people.delete(here.ann, here.room, alone)
    await here.people.delete(here.ann, here.room, root)
    gone, stone = (await here.hears("message", 5))[3:]
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", alone)
    assert (stone["subtype"], stone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert stone["message"]["user"] == "USLACKBOT"


async def test_a_broadcast_reply_arrives_twice_with_one_ts(here):
    root = await here.people.say(here.ann, here.room, "root")
    ts = await here.people.say(here.bob, here.room, "to all", thread=root, broadcast=True)
    plain, broadcast = (await here.hears("message", 3))[1:]
    assert plain["ts"] == broadcast["ts"] == ts
    assert broadcast["subtype"] == "thread_broadcast"
    assert broadcast["root"]["ts"] == root


async def test_reactions_and_members_are_told(here):
    ts = await here.card()
    await here.people.react(here.ann, here.room, ts, "eyes")
    await here.people.unreact(here.ann, here.room, ts, "eyes")
    (added,), (removed,) = await here.hears("reaction_added"), await here.hears("reaction_removed")
    assert added["item"] == removed["item"] == {"type": "message", "channel": here.room, "ts": ts}
    cleo = here.slack.workspace.add_user("cleo")
    await here.people.join(cleo, here.room)
    await here.people.leave(cleo, here.room)
    assert (await here.hears("member_left_channel"))[0]["user"] == cleo
    group = here.slack.workspace.add_group("agents", [here.ann])
    here.slack.workspace.set_group(group, [here.bob])
    (event,) = await here.hears("subteam_members_changed")
    assert (event["added_users"], event["removed_users"]) == ([here.bob], [here.ann])


async def test_only_what_is_subscribed_scoped_and_in_sight_is_told(here):
    space = here.slack.workspace
    elsewhere = space.add_channel("elsewhere", [here.ann], app=False)
    await here.people.say(here.ann, elsewhere, "@deskbell unseen")
    here.slack.app.events.discard("message.channels")
    await here.people.say(here.ann, here.room, "unsubscribed")
    here.slack.app.scopes.discard("reactions:read")
    await here.people.react(here.ann, here.room, await here.card(), "eyes")
    await here.people.say(here.ann, here.people.dm(here.ann), "seen")
    (event,) = await here.hears("message")
    assert (event["text"], event["channel_type"], len(here.heard)) == ("seen", "im", 1)


async def test_a_persons_file_can_be_downloaded_with_the_bot_token_only(here):
    await here.people.say(here.ann, here.room, "see", files=[("a.png", b"\x89PNG")])
    (event,) = await here.hears("message")
    assert event["subtype"] == "file_share"
    url = event["files"][0]["url_private"]
    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers={"Authorization": "Bearer xoxb-sandbox"}) as got:
            assert (await got.read(), got.content_type) == (b"\x89PNG", "image/png")
        async with session.get(url) as got:
            assert got.content_type == "text/html"


async def test_an_upload_in_three_steps_is_shared_later_as_an_event(here):
    root = await here.card()
    await here.hears("message")
    await here.client.files_upload_v2(
        channel=here.room, thread_ts=root, filename="log.txt", content="lines", initial_comment="the log"
    )
    event = (await here.hears("message", 2))[1]
    assert (event["subtype"], event["thread_ts"], event["text"]) == ("file_share", root, "the log")
    file = (await here.client.files_info(file=event["files"][0]["id"]))["file"]
    assert file["shares"]["public"][here.room][0]["ts"] == event["ts"]
    assert here.people.messages(here.room, thread=root)[1].files == ["log.txt"]


async def test_an_upload_of_another_length_is_refused(here):
    ticket = await here.client.files_getUploadURLExternal(filename="a.txt", length=5)
    async with aiohttp.ClientSession() as session, session.post(ticket["upload_url"], data=b"four") as got:
        assert got.status == 400
    with pytest.raises(SlackApiError, match="file_not_found"):
        await here.client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])


async def test_history_and_replies_page_by_cursor_and_show_metadata_when_asked(here):
    metadata = {"event_type": "deskbell_post", "event_payload": {"o": "7"}}
    root = (await here.client.chat_postMessage(channel=here.room, text="root", metadata=metadata))["ts"]
    for text in ("a", "b", "c"):
        await here.people.say(here.ann, here.room, text, thread=root)
    first = await here.client.conversations_replies(channel=here.room, ts=root, limit=2, include_all_metadata=True)
    assert [one["text"] for one in first["messages"]] == ["root", "a", "b"]
    assert first["messages"][0]["metadata"] == metadata
    cursor = first["response_metadata"]["next_cursor"]
    rest = await here.client.conversations_replies(channel=here.room, ts=root, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["c"]
    history = await here.client.conversations_history(channel=here.room)
    assert [one["text"] for one in history["messages"]] == ["root"]
    assert "metadata" not in history["messages"][0]
    assert history["messages"][0]["reply_count"] == 3


async def test_a_text_without_blocks_takes_the_blocks_away(here):
    ts = await here.card()
    await here.client.chat_update(channel=here.room, ts=ts, text="done", blocks=CARD[:1])
    assert here.people.messages(here.room)[0].text == "*#7* Printer on fire"
    await here.client.chat_update(channel=here.room, ts=ts, text="done")
    assert here.people.messages(here.room)[0].text == "done"


async def test_people_rooms_and_groups_can_be_looked_up(here):
    client, space = here.client, here.slack.workspace
    group = space.add_group("agents", [here.bob])
    assert (await client.users_info(user=here.ann))["user"]["profile"]["email"] == "ann@example.org"
    assert (await client.users_lookupByEmail(email="BOB@example.org"))["user"]["id"] == here.bob
    assert (await client.usergroups_list())["usergroups"][0]["handle"] == "agents"
    assert (await client.usergroups_users_list(usergroup=group))["users"] == [here.bob]
    assert (await client.conversations_info(channel=here.room))["channel"]["name"] == "support"
    assert here.ann in (await client.conversations_members(channel=here.room, limit=1))["members"]
    assert [one["id"] for one in (await client.conversations_list())["channels"]] == [here.room]
    assert (await client.conversations_open(users=here.ann))["channel"]["id"] == here.people.dm(here.ann)
    assert (await client.bots_info(bot=here.slack.app.bot_id))["bot"]["user_id"] == here.slack.app.bot_user
    assert len((await client.users_list())["members"]) == 3
    link = await client.chat_getPermalink(channel=here.room, message_ts=await here.card())
    assert here.room in link["permalink"]


async def test_without_the_scope_nobodys_address_is_shown(here):
    here.slack.app.scopes.discard("users:read.email")
    assert "email" not in (await here.client.users_info(user=here.ann))["user"]["profile"]


async def test_the_home_tab_is_published_and_opened(here):
    view = {"type": "home", "blocks": CARD[:1]}
    await here.client.views_publish(user_id=here.ann, view=view)
    await here.people.open_home(here.ann)
    (event,) = await here.hears("app_home_opened")
    assert event["view"]["type"] == "home"
    assert here.people.home(here.ann) == "*#7* Printer on fire"


async def test_an_ephemeral_is_seen_by_one_person_and_its_buttons_work(here):
    sent = await here.client.chat_postEphemeral(channel=here.room, user=here.ann, text="psst", blocks=CARD)
    assert here.people.ephemerals(here.ann)[0].buttons == ["Claim"]
    assert here.people.messages(here.room) == []
    assert (await here.people.click(here.ann, here.room, sent["message_ts"], "Claim")).is_ok
    assert "message" not in here.of("block_actions")[0]


async def test_a_wait_that_is_over_tells_what_was_visible(here):
    await here.people.say(here.ann, here.room, "only this")
    with pytest.raises(TimeoutError, match="only this"):
        await here.people.wait_for(lambda: None, timeout=0.01)


async def test_a_preview_of_a_link_changes_the_message_but_not_its_text(here):
    ts = await here.people.say(here.ann, here.room, "see https://example.com/a?b=1&c=2")
    await here.people.unfurl(here.room, ts, "Example")
    event = (await here.hears("message", 2))[1]
    assert event["message"]["text"] == event["previous_message"]["text"] == "see <https://example.com/a?b=1&amp;c=2>"
    assert "edited" not in event["message"]
    assert "Example" in here.people.messages(here.room)[0].text


async def test_an_archived_room_is_told_to_those_who_subscribe(here):
    here.slack.app.events.add("channel_archive")
    here.slack.workspace.archive(here.room, by=here.ann)
    assert (await here.hears("channel_archive"))[0]["channel"] == here.room
    with pytest.raises(PermissionError):
        await here.people.say(here.ann, here.room, "too late")


@pytest.mark.parametrize(("escapes", "text"), [(False, "claim @bob &amp; co"), (True, "claim <@{bob}|bob> &amp; co")])
async def test_a_command_carries_mentions_as_the_app_asked_for(here, escapes, text):
    here.slack.app.escapes_commands = escapes
    await here.people.command(here.ann, here.room, "/ticket claim @bob & co")
    (sent,) = here.journal.of("slack", "slash_commands")
    assert sent.body["text"] == text.format(bob=here.bob)


async def test_a_file_that_must_be_asked_for_shows_only_its_id(here):
    file = here.slack.people.upload(here.ann, "a.txt", b"text")
    assert file.wire("")["name"] == "a.txt"
    file.access = "check_file_info"
    assert set(file.wire("")) == {"id", "mode", "file_access"}
    assert (await here.client.files_info(file=file.id))["file"]["name"] == "a.txt"


async def test_a_locked_thread_is_closed_to_people_too(here):
    root = await here.people.say(here.ann, here.room, "root")
    here.slack.workspace.channels[here.room].locked_threads.add(root)
    with pytest.raises(PermissionError):
        await here.people.say(here.bob, here.room, "reply", thread=root)


async def test_what_the_client_types_is_encoded_once_and_read_back_as_typed(here):
    typed = "<!channel> & <@U0NOBODY> &amp; a@example.org @nobody"
    await here.people.say(here.ann, here.room, typed)
    assert here.people.messages(here.room)[0].text == typed
    assert here.people.pings == []


async def test_a_private_room_is_seen_by_its_members_only(here):
    room = here.slack.workspace.add_channel("board", [here.ann], private=True)
    await here.people.say(here.ann, room, "secret")
    assert (await here.hears("message"))[0]["channel_type"] == "group"
    assert len(here.people.messages(room, user=here.ann)) == 1
    assert here.people.messages(room, user=here.bob) == []
