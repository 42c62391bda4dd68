"""Payloads, references and errors: what each means, in tables."""

import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import arrivals, downloads, errors, manifest, presses, reading, refs
from adapters.slack.refs import Spot
from bot.config import Secret, Settings, Slack
from bot.ports import NotSent, Undeliverable, Unsure
from tests.conftest import SETTINGS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Answer(dict):
    def __init__(self, error="", status=200, **headers):
        super().__init__({"ok": False, "error": error} if error else {})
        self.status_code, self.headers = status, headers


def failed(error="", status=200, **headers):
    return SlackApiError("no", Answer(error, status, **headers))


def event(**fields):
    return {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "channel": "C1", **fields}}


@pytest.mark.parametrize(
    ("place", "at"),
    [
        ("slack:C1", Spot("C1")),
        ("slack:C1/1.0", Spot("C1", "1.0", "1.0")),
        ("slack:C1/1.0/2.0", Spot("C1", "1.0", "2.0")),
        ("slack:@U1", Spot(user="U1")),
    ],
)
def test_places_and_references_are_taken_apart(place, at):
    assert refs.spot(place) == at


def test_a_root_is_its_own_thread():
    assert refs.message("C1", "1.0", "1.0") == refs.message("C1", "1.0") == "slack:C1/1.0"
    assert refs.message("C1", "2.0", "1.0") == "slack:C1/1.0/2.0"


@pytest.mark.parametrize(
    ("body", "source", "lane"),
    [
        (event(ts="2.0"), "slack:message/C1/2.0", "slack:C1/2.0"),
        (event(ts="2.0", thread_ts="1.0"), "slack:message/C1/2.0", "slack:C1/1.0"),
        (event(ts="2.0", subtype="file_share"), "slack:message/C1/2.0", "slack:C1/2.0"),
        (event(ts="2.0", thread_ts="1.0", subtype="thread_broadcast"), "slack:message/C1/2.0", "slack:C1/1.0"),
        (event(ts="2.0", channel="D1"), "slack:message/D1/2.0", "slack:D1"),
        (event(ts="9.0", subtype="message_changed", message={"ts": "2.0"}), "slack:event/Ev1", "slack:C1/2.0"),
        (event(type="reaction_added", item={"channel": "C1", "ts": "2.0"}), "slack:event/Ev1", "slack:C1/2.0"),
        (event(type="app_mention", ts="2.0"), "slack:event/Ev1", ""),
    ],
)
def test_every_event_has_one_key_and_its_lane(body, source, lane):
    arrival = arrivals.of_event(body, NOW)
    assert (arrival.source, arrival.lane) == (source, lane)


def test_a_message_from_the_history_has_the_key_of_its_event():
    told = arrivals.of_event(event(ts="2.0", thread_ts="1.0", text="a", user="U1"), NOW)
    found = arrivals.of_message({"type": "message", "ts": "2.0", "thread_ts": "1.0"}, "C1", NOW)
    assert (found.source, found.lane) == (told.source, told.lane)


def test_the_verification_token_is_not_kept():
    body = {"command": "/ticket", "trigger_id": "1", "user_id": "U1", "channel_id": "C1", "token": "CANARY"}
    assert b"CANARY" not in arrivals.of_interaction(body, NOW).body


@pytest.mark.parametrize(
    ("fields", "is_ours"),
    [
        ({"user": "UBOT"}, True),
        ({"bot_id": "BBOT", "user": "U2"}, True),
        ({"user": "U1"}, False),
        ({"subtype": "message_changed", "message": {"user": "UBOT"}}, True),
        ({"subtype": "message_changed", "message": {"user": "U1"}}, False),
        ({"subtype": "message_changed", "message": {"user": "USLACKBOT", "subtype": "tombstone"}}, False),
        ({"subtype": "message_deleted", "previous_message": {"user": "UBOT"}}, False),
        ({"type": "reaction_added", "user": "UBOT"}, True),
        ({"type": "reaction_added", "user": "U1"}, False),
    ],
)
def test_our_own_echo_is_known_and_deletions_are_kept(fields, is_ours):
    assert reading.is_echo({"type": "message", **fields}, "UBOT", "BBOT") is is_ours


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        *((failed(name), Undeliverable) for name in sorted(errors.OURS | errors.NOBODY)),
        *((failed(name), NotSent) for name in sorted(errors.DEAD | errors.SHUT | errors.LIMITED)),
        (failed("restricted_action_thread_locked"), NotSent),
        (failed("restricted_action_read_only_channel"), NotSent),
        *((failed(name), Unsure) for name in sorted(errors.LOST)),
        (failed("ratelimited", 429), NotSent),
        (failed("", 502), Unsure),
        (failed("", 200), Unsure),
        (TimeoutError(), Unsure),
        (aiohttp.ServerDisconnectedError(), Unsure),
        (aiohttp.ClientConnectorError(None, OSError()), NotSent),
        (ValueError(), Unsure),
        (failed("something_new"), Undeliverable),
    ],
)
def test_every_error_has_its_outcome(error, kind):
    assert type(errors.outcome(error)) is kind


def test_a_rate_limit_is_waited_out_as_long_as_slack_says():
    found = errors.outcome(failed("ratelimited", 429, **{"Retry-After": "3600"}))
    assert found.wait == timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("missing_scope", "slack-manifest"),
        ("channel_not_found", "desk.toml"),
        ("not_in_channel", "/invite"),
        ("is_archived", "reopen"),
    ],
)
def test_what_a_person_must_mend_is_said_with_its_mend(name, words):
    assert words in errors.sentence(failed(name), "slack:C1")
    assert errors.sentence(failed("no_text")) == ""


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.txt", True),
        ("http://127.0.0.1:80/files-pri/a", True),
        ("http://files.slack.com/a", False),
        ("https://evil.example/files.slack.com", False),
        ("https://evil.example\\@files.slack.com/a", False),
        ("https://files.slack.com:odd/a", False),
        ("https://files.slack.com.evil.example/a", False),
        ("https://files.slack.com@evil.example/a", False),
        ("https://slack.com.evil.example", False),
        ("https://files.slack.com:8443/a", False),
        ("http://127.0.0.1:81/a", False),
        ("file://localhost/etc/passwd", False),
    ],
)
def test_the_token_is_shown_to_slack_alone(url, is_ours):
    assert downloads.is_ours(url, "http://127.0.0.1:80/api/") is is_ours


def command(text, word="/ticket"):
    return {"command": word, "text": text, "user_id": "U1", "channel_id": "C1", "trigger_id": "1"}


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (command("open"), "Open a ticket"),
        (command("reply 42"), "Reply #42"),
        (command("answer #42"), "Reply #42"),
        (command("note 42"), "Note #42"),
        (command("reply 42 with words"), None),
        (command("reply"), None),
        (command("resolve 42"), None),
        (command("claim 42"), None),
        (command(""), None),
        (command("mine", "/desk"), None),
        (command("frobnicate 42"), None),
    ],
)
def test_a_command_opens_a_form_only_where_its_words_are_missing(body, title):
    form = presses.form_for(body, SETTINGS)
    assert (form and form["title"]["text"]) == title


def test_a_press_that_wants_words_opens_its_form_from_the_payload_alone():
    body = {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "1", "channel": {"id": "C1"},
            "container": {"thread_ts": "1.0"}, "actions": [{"value": "reply? 42"}]}  # fmt: skip
    form = presses.form_for(body, SETTINGS)
    assert json.loads(form["private_metadata"])["thread"] == "1.0"
    assert presses.form_for(body | {"actions": [{"value": "claim 42"}]}, SETTINGS) is None
    assert presses.form_for(body | {"actions": []}, SETTINGS) is None


def settings(app="", secret=""):
    return Settings(slack=Slack(Secret("xoxb"), Secret(app), Secret(secret)))


def test_the_manifest_asks_for_socket_mode_or_names_an_address():
    by_socket, by_http = manifest.manifest(settings("xapp", "s")), manifest.manifest(settings("", "s"))
    assert by_socket["settings"]["socket_mode_enabled"]
    assert "request_url" not in by_socket["settings"]["event_subscriptions"]
    assert not by_http["settings"]["socket_mode_enabled"]
    assert by_http["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert by_http["features"]["slash_commands"][0]["url"].endswith("/slack/events")
    assert [one["command"] for one in by_socket["features"]["slash_commands"]] == ["/ticket", "/desk"]
    assert all(len(one["description"]) <= 140 for one in by_socket["features"]["shortcuts"])
