"""What the platform refuses is refused here, by the same name."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.slack_desk import BUTTON, CARD, FORM, world


@pytest.fixture
async def here():
    async with world() as one:
        one.slack.workspace.users[one.ann].is_restricted = False
        one.slack.strict_rates = False
        yield one


async def refusal(here, method, _token=None, _how="json", **args):
    client = AsyncWebClient(_token, base_url=here.slack.api_url, retry_handlers=[]) if _token else here.client
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, **{_how: args})
    return caught.value.response


def plain(text):
    return {"type": "plain_text", "text": text}


def section(text="x", **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def button(**more):
    return {**BUTTON, **more}


def menu(options, **more):
    return {"type": "static_select", "action_id": "menu", "placeholder": plain("p"), "options": options, **more}


def option(text="t", value="v"):
    return {"text": plain(text), "value": value}


BAD_BLOCKS = {
    "an unknown type": [{"type": "sectoin"}],
    "an unknown element": [actions({"type": "lever", "action_id": "a"})],
    "a section without text": [{"type": "section"}],
    "a header of mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a field nobody knows": [section(colour="red")],
    "51 blocks": [{"type": "divider"}] * 51,
    "a section of 3001": [section("x" * 3001)],
    "an empty section": [section("")],
    "eleven fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a field of 2001": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "a header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "a markdown of 12001": [{"type": "markdown", "text": "x" * 12_001}],
    "markdown of 12001 in two": [{"type": "markdown", "text": "x" * 6_001}, {"type": "markdown", "text": "x" * 6_000}],
    "empty actions": [actions()],
    "26 actions": [actions(*[button(action_id=str(one)) for one in range(26)])],
    "11 in a context": [{"type": "context", "elements": [plain("x")] * 11}],
    "101 rows": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
    "21 columns": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
    "a button of 76": [actions(button(text=plain("x" * 76)))],
    "a button without words": [actions({"type": "button", "action_id": "a"})],
    "a button of mrkdwn": [actions(button(text={"type": "mrkdwn", "text": "x"}))],
    "a value of 2001": [actions(button(value="x" * 2001))],
    "a link of 3001": [actions(button(url="x" * 3001))],
    "an odd style": [actions(button(style="loud"))],
    "an option of 76": [actions(menu([option("x" * 76)]))],
    "an option value of 151": [actions(menu([option(value="x" * 151)]))],
    "101 options": [actions(menu([option(value=str(one)) for one in range(101)]))],
    "no options": [actions(menu([]))],
    "a block_id of 256": [section(block_id="x" * 256)],
    "an action_id of 256": [actions(button(action_id="x" * 256))],
    "a block_id twice": [section(block_id="a"), section(block_id="a")],
    "an action_id twice in a block": [actions(button(), button())],
    "an image without alt": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "a file input in a message": [{"type": "input", "label": plain("x"), "element": {"type": "file_input"}}],
}


@pytest.mark.parametrize("blocks", BAD_BLOCKS.values(), ids=BAD_BLOCKS)
async def test_bad_blocks_are_refused_as_invalid_blocks(here, blocks):
    for method, more in (("chat.postMessage", {}), ("chat.postEphemeral", {"user": here.ann})):
        got = await refusal(here, method, channel=here.room, text="t", blocks=blocks, **more)
        assert got["error"] == "invalid_blocks"
        assert got["response_metadata"]["messages"]


async def test_blocks_that_are_no_array_are_an_invalid_format(here):
    for odd in ('{"type": "divider"}', "[not json", {"type": "divider"}):
        got = await refusal(here, "chat.postMessage", channel=here.room, text="t", blocks=odd)
        assert got["error"] == "invalid_blocks_format"


async def test_too_many_characters_in_all_blocks_are_msg_blocks_too_long(here):
    got = await refusal(here, "chat.postMessage", channel=here.room, text="t", blocks=[section("x" * 2900)] * 5)
    assert got["error"] == "msg_blocks_too_long"


async def test_who_may_not_call_is_told_why(here):
    anonymous = AsyncWebClient("", base_url=here.slack.api_url)
    with pytest.raises(SlackApiError, match="not_authed"):
        await anonymous.api_call("auth.test", headers={"Authorization": ""})
    assert (await refusal(here, "auth.test", _token="xoxb-stranger"))["error"] == "invalid_auth"
    assert (await refusal(here, "auth.test", _token="xapp-sandbox"))["error"] == "not_allowed_token_type"
    assert (await refusal(here, "apps.connections.open"))["error"] == "not_allowed_token_type"
    here.slack.app.revoked = "token_revoked"
    assert (await refusal(here, "auth.test"))["error"] == "token_revoked"


async def test_a_scope_that_was_taken_away_is_missing_by_name(here):
    here.slack.app.scopes.remove("chat:write")
    got = await refusal(here, "chat.postMessage", channel=here.room, text="t")
    assert (got["error"], got["needed"]) == ("missing_scope", "chat:write")
    assert "users:read" in got["provided"].split(",")


async def test_unknown_methods_and_json_on_form_only_methods(here):
    assert (await refusal(here, "chat.postMassage"))["error"] == "unknown_method"
    got = await refusal(here, "conversations.replies", channel=here.room, ts="1.0")
    assert got["error"] == "invalid_arguments"
    assert (await refusal(here, "users.info", user=here.ann))["error"] == "invalid_arguments"


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_broken_body_is_refused_as_such(here, body, error):
    headers = {"Authorization": "Bearer xoxb-sandbox", "Content-Type": "application/json; charset=utf-8"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{here.slack.api_url}chat.postMessage", data=body) as got:
            assert (await got.json())["error"] == error


async def test_rooms_that_cannot_be_written_to(here):
    space = here.slack.workspace
    secret = space.add_channel("board", [here.ann], private=True, app=False)
    public = space.add_channel("lunch", [here.ann], app=False)
    post = "chat.postMessage"
    assert (await refusal(here, post, channel="C0NOWHERE", text="t"))["error"] == "channel_not_found"
    assert (await refusal(here, post, channel=secret, text="t"))["error"] == "channel_not_found"
    assert (await refusal(here, post, channel=public, text="t"))["error"] == "not_in_channel"
    root = await here.card()
    space.channels[here.room].locked_threads.add(root)
    got = await refusal(here, post, channel=here.room, text="t", thread_ts=root)
    assert got["error"] == "restricted_action_thread_locked"
    space.channels[here.room].archived = True
    assert (await refusal(here, post, channel=here.room, text="t"))["error"] == "is_archived"


async def test_texts_that_cannot_be_posted(here):
    post = "chat.postMessage"
    assert (await refusal(here, post, channel=here.room))["error"] == "no_text"
    assert (await refusal(here, post, channel=here.room, text=" "))["error"] == "no_text"
    got = await refusal(here, post, channel=here.room, text="t", markdown_text="*t*")
    assert got["error"] == "markdown_text_conflict"
    ts = await here.card()
    got = await refusal(here, "chat.update", channel=here.room, ts=ts, text="x" * 4001)
    assert got["error"] == "msg_too_long"


async def test_a_post_is_cut_at_forty_thousand(here):
    posted = await here.client.chat_postMessage(channel=here.room, text="x" * 41_000)
    assert len(posted["message"]["text"]) == 40_000


async def test_bad_metadata(here):
    post = {"method": "chat.postMessage", "channel": here.room, "text": "t"}
    for odd in ({"event_type": "a"}, {"event_payload": {}}, {"event_type": "a", "event_payload": "b"}, "{"):
        assert (await refusal(here, **post, metadata=odd))["error"] == "invalid_metadata_format"
    huge = {"event_type": "a", "event_payload": {"o": "x" * 10_000}}
    assert (await refusal(here, **post, metadata=huge))["error"] == "metadata_too_large"


async def test_messages_that_cannot_be_changed(here):
    theirs = await here.people.say(here.ann, here.room, "mine")
    spot = {"channel": here.room, "text": "t"}
    assert (await refusal(here, "chat.update", **spot, ts=theirs))["error"] == "cant_update_message"
    assert (await refusal(here, "chat.delete", **spot, ts=theirs))["error"] == "cant_delete_message"
    assert (await refusal(here, "chat.update", **spot, ts="1.000001"))["error"] == "message_not_found"
    ts = await here.card()
    await here.client.chat_delete(channel=here.room, ts=ts)
    assert (await refusal(here, "chat.update", **spot, ts=ts))["error"] == "message_not_found"
    assert (await refusal(here, "chat.delete", **spot, ts=ts))["error"] == "message_not_found"
    ts = await here.card()
    here.slack.workspace.edit_window = 60
    here.clock.forward(timedelta(minutes=2))
    assert (await refusal(here, "chat.update", **spot, ts=ts))["error"] == "edit_window_closed"


async def test_threads_that_never_were(here):
    got = await refusal(here, "conversations.replies", _how="params", channel=here.room, ts="1.000001")
    assert got["error"] == "thread_not_found"
    got = await refusal(here, "chat.postMessage", channel=here.room, text="t", thread_ts="1.000001")
    assert got["error"] == "thread_not_found"


@pytest.mark.parametrize("has_replies", [True, False])
async def test_a_reply_to_a_deleted_root_lands_in_the_channel(here, has_replies):
    root = await here.card()
    if has_replies:
        await here.people.say(here.ann, here.room, "a reply", thread=root)
    await here.people.delete(here.ann, here.room, root)
    posted = await here.client.chat_postMessage(channel=here.room, text="lost", thread_ts=root)
    assert "thread_ts" not in posted["message"]
    assert here.people.messages(here.room)[-1].text == "lost"


async def test_reactions(here):
    spot = {"channel": here.room, "timestamp": await here.card()}
    await here.client.reactions_add(**spot, name="eyes")
    assert (await refusal(here, "reactions.add", **spot, name="eyes"))["error"] == "already_reacted"
    assert (await refusal(here, "reactions.remove", **spot, name="ok"))["error"] == "no_reaction"
    assert (await refusal(here, "reactions.add", **spot, name=":eyes:"))["error"] == "invalid_name"
    for one in range(22):
        await here.client.reactions_add(**spot, name=f"n{one}")
    assert (await refusal(here, "reactions.add", **spot, name="last"))["error"] == "too_many_reactions"


async def test_people_who_are_not_there(here):
    got = await refusal(here, "users.lookupByEmail", _how="params", email="no@example.org")
    assert got["error"] == "users_not_found"
    stranger = here.slack.workspace.add_user("zoe")
    got = await refusal(here, "chat.postEphemeral", channel=here.room, user=stranger, text="t")
    assert got["error"] == "user_not_in_channel"
    got = await refusal(here, "usergroups.users.list", _how="params", usergroup="S0NONE")
    assert got["error"] == "no_such_subteam"
    here.slack.workspace.has_groups = False
    got = await refusal(here, "usergroups.list", _how="params")
    assert got["error"] == "plan_upgrade_required"


async def test_triggers_live_three_seconds_and_once(here):
    issue = here.slack.workspace.triggers.issue
    opened = {"method": "views.open", "view": FORM}
    assert (await refusal(here, **opened, trigger_id="1.2.3"))["error"] == "invalid_trigger_id"
    spent = issue(here.ann)
    await here.client.views_open(trigger_id=spent, view=FORM)
    assert (await refusal(here, **opened, trigger_id=spent))["error"] == "exchanged_trigger_id"
    old = issue(here.ann)
    here.clock.forward(timedelta(seconds=4))
    assert (await refusal(here, **opened, trigger_id=old))["error"] == "expired_trigger_id"


BAD_VIEWS = {
    "no title": {"title": None},
    "a title of 25": {"title": plain("x" * 25)},
    "a submit of 25": {"submit": plain("x" * 25)},
    "a close of 25": {"close": plain("x" * 25)},
    "inputs without submit": {"submit": None},
    "private_metadata of 3001": {"private_metadata": "x" * 3001},
    "a callback_id of 256": {"callback_id": "x" * 256},
    "101 blocks": {"blocks": [{"type": "divider"}] * 101},
    "a bad block": {"blocks": [{"type": "section"}]},
    "markdown": {"blocks": [{"type": "markdown", "text": "x"}]},
    "a home": {"type": "home"},
    "a field nobody knows": {"colour": "red"},
}


@pytest.mark.parametrize("odd", BAD_VIEWS.values(), ids=BAD_VIEWS)
async def test_bad_views_are_invalid_arguments_and_spend_no_trigger(here, odd):
    trigger = here.slack.workspace.triggers.issue(here.ann)
    got = await refusal(here, "views.open", trigger_id=trigger, view={**FORM, **odd})
    assert got["error"] == "invalid_arguments"
    await here.client.views_open(trigger_id=trigger, view=FORM)


async def test_views_that_cannot_be_shown(here):
    issue = here.slack.workspace.triggers.issue
    blocks = [section("x" * 2990)] * 90
    got = await refusal(here, "views.open", trigger_id=issue(here.ann), view={**FORM, "blocks": blocks})
    assert got["error"] == "view_too_large"
    shown = await here.client.views_open(trigger_id=issue(here.ann), view={**FORM, "external_id": "e"})
    got = await refusal(here, "views.open", trigger_id=issue(here.bob), view={**FORM, "external_id": "e"})
    assert got["error"] == "duplicate_external_id"
    view = {"method": "views.update", "view": FORM}
    assert (await refusal(here, **view, view_id=shown["view"]["id"], hash="1.x"))["error"] == "hash_conflict"
    assert (await refusal(here, **view, view_id="V0NONE"))["error"] == "not_found"
    for _ in range(2):
        await here.client.views_push(trigger_id=issue(here.ann), view=FORM)
    got = await refusal(here, "views.push", trigger_id=issue(here.ann), view=FORM)
    assert got["error"] == "push_limit_reached"


async def test_a_sixth_post_in_a_second_is_too_fast_and_tells_when_to_come_back(here):
    here.slack.strict_rates = True
    for _ in range(5):
        await here.client.chat_postMessage(channel=here.room, text="t")
    got = await refusal(here, "chat.postMessage", _token="xoxb-sandbox", channel=here.room, text="t")
    assert (got.status_code, got["error"], got.headers["Retry-After"]) == (429, "ratelimited", "1")
    here.clock.forward(timedelta(seconds=1))
    await here.client.chat_postMessage(channel=here.room, text="t")


async def test_a_tier_is_counted_per_method_and_minute(here):
    here.slack.strict_rates = True
    for _ in range(20):
        await here.client.users_list()
    got = await refusal(here, "users.list", _token="xoxb-sandbox", _how="params")
    assert got.status_code == 429
    here.slack.rates.is_commercial = True
    await here.client.conversations_history(channel=here.room)
    got = await refusal(here, "conversations.history", _token="xoxb-sandbox", channel=here.room)
    assert got.headers["Retry-After"] == "60"


async def test_a_response_url_dies_after_five_uses_or_thirty_minutes(here):
    url, _ = here.slack.hooks.issue(here.ann, here.room)
    other, _ = here.slack.hooks.issue(here.ann, here.room)
    async with aiohttp.ClientSession() as session:
        for _ in range(5):
            async with session.post(url, json={"text": "t"}) as got:
                assert got.status == 200
        async with session.post(url, json={"text": "t"}) as got:
            assert (got.status, (await got.json())["error"]) == (404, "used_url")
        here.clock.forward(timedelta(minutes=31))
        async with session.post(other, json={"text": "t"}) as got:
            assert (got.status, (await got.json())["error"]) == (404, "expired_url")


async def test_a_card_that_slack_takes_is_taken(here):
    posted = await here.client.chat_postMessage(channel=here.room, text="card", blocks=CARD)
    assert here.people.messages(here.room)[0].buttons == ["Claim"]
    assert posted["ok"]


async def test_who_is_pinged_is_read_from_texts_and_blocks_but_not_from_plain_text(here):
    group = here.slack.workspace.add_group("agents", [here.bob])
    text = f"<!channel> &lt;!here&gt; <@{here.ann}> <!subteam^{group}>"
    await here.client.chat_postMessage(channel=here.room, text=text)
    assert [one.who for one in here.people.pings] == ["channel", here.ann, group]
    here.people.pings.clear()
    await here.client.chat_postMessage(
        channel=here.room, text="t", blocks=[{"type": "header", "text": plain("<!channel>")}, section("<!here>")]
    )
    assert [one.who for one in here.people.pings] == ["here"]
    assert here.people.pinged(here.bob)
