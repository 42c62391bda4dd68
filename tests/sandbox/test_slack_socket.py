"""The unmodified Bolt app over Socket Mode: what people do reaches it, and what it does reaches people."""

from datetime import timedelta

import pytest

from tests.sandbox.slack_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        await one.connect()
        yield one


async def test_a_message_of_a_person_reaches_the_app(here):
    ts = await here.people.say(here.ann, here.room, "the printer <burns> & @bob knows")
    (event,) = await here.hears("message")
    assert event["ts"] == ts
    assert event["text"] == f"the printer &lt;burns&gt; &amp; <@{here.bob}> knows"
    assert event["channel_type"] == "channel"
    assert here.people.messages(here.room)[0].text == "the printer <burns> & @bob knows"


async def test_a_mention_arrives_as_a_message_and_as_a_mention_with_the_same_ts(here):
    await here.people.say(here.ann, here.room, "@deskbell help")
    (message,), (mention,) = await here.hears("message"), await here.hears("app_mention")
    assert message["ts"] == mention["ts"]


async def test_what_the_app_posts_is_echoed_with_bot_id_and_metadata(here):
    metadata = {"event_type": "deskbell_post", "event_payload": {"o": "1"}}
    await here.client.chat_postMessage(channel=here.room, text="hello", metadata=metadata)
    (event,) = await here.hears("message")
    assert event["bot_id"] == here.slack.app.bot_id
    assert event["metadata"] == metadata


async def test_a_command_is_answered_in_the_ack_and_by_the_response_url(here):
    outcome = await here.people.command(here.ann, here.room, "/ticket later")
    assert outcome.ack_text == "You said later"
    await here.people.wait_for(lambda: len(outcome.replies) == 2)
    assert {one.text for one in here.people.ephemerals(here.ann)} == {"You said later", "And later this"}
    assert here.people.ephemerals(here.bob) == []


async def test_a_command_in_a_thread_is_refused_by_slack_itself(here):
    root = await here.people.say(here.ann, here.room, "root")
    outcome = await here.people.command(here.ann, here.room, "/ticket claim", thread=root)
    assert outcome.error == "/ticket is not supported in threads. Sorry!"
    assert not here.journal.of("slack", "slash_commands")


async def test_a_click_opens_a_form_and_its_submission_reaches_the_app(here):
    outcome = await here.people.click(here.ann, here.room, await here.card(), "Claim")
    assert outcome.is_ok
    assert here.people.modal_text(here.ann).startswith("Reply\nText")
    assert (await here.people.submit(here.ann, {"Text": "We come"})).is_ok
    assert here.people.modal(here.ann) is None
    assert here.of("view_submission")[0]["view"]["state"]["values"]["body"]["text"]["value"] == "We come"


async def test_a_form_shows_field_errors_and_keeps_the_text(here):
    await here.people.click(here.ann, here.room, await here.card(), "claim")
    assert (await here.people.submit(here.ann, {"body": "bad"})).errors == {"Text": "Too rude"}
    assert here.people.modal(here.ann).values["body"]["text"]["value"] == "bad"


async def test_a_form_can_be_replaced_in_the_ack(here):
    await here.people.click(here.ann, here.room, await here.card(), "claim")
    assert (await here.people.submit(here.ann, {"Text": "more"})).is_ok
    assert here.people.modal_text(here.ann).startswith("Again")


async def test_an_empty_required_field_never_leaves_the_client(here):
    await here.people.click(here.ann, here.room, await here.card(), "claim")
    assert (await here.people.submit(here.ann)).errors == {"Text": "Please complete this required field."}
    assert not here.journal.of("slack", "interactive:view_submission")


async def test_a_message_shortcut_carries_the_message(here):
    ts = await here.people.say(here.ann, here.room, "make this a ticket")
    assert (await here.people.shortcut(here.ann, here.room, ts, "split")).is_ok
    assert here.of("message_action")[0]["message"]["text"] == "make this a ticket"


async def test_a_silent_app_did_not_respond(here):
    ts = await here.people.say(here.ann, here.room, "root")
    outcome = here.people.shortcut(here.ann, here.room, ts, "nobody listens")
    assert (await here.patient(outcome)).error == "app did not respond"


async def test_an_unacknowledged_event_comes_again_at_once_after_one_and_after_five_minutes(here):
    here.faults.add("slack:socket", "lost_ack", times=3)
    await here.people.say(here.ann, here.room, "hello")
    await here.hears("message", 1)
    here.clock.forward(timedelta(seconds=3))
    await here.hears("message", 2)
    here.clock.forward(timedelta(minutes=1))
    await here.hears("message", 3)
    here.clock.forward(timedelta(minutes=4))
    heard = await here.hears("message", 4)
    assert here.retries == ["0", "1", "2", "3"]
    assert len({one["ts"] for one in heard}) == 1
    await here.people.wait_for(lambda: not here.slack.delivery.is_busy)
    ids = {one.body["event_id"] for one in here.journal.of("slack", "events_api:message")}
    assert len(ids) == 1
