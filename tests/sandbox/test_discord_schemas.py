"""The check against the platform's descriptions is itself awake."""

from datetime import UTC, datetime

from sandbox.discord.front import ROUTES
from sandbox.journal import Exchange
from tests.sandbox import discord_schemas

pytestmark = discord_schemas.needed
NOW = datetime(2026, 8, 14, tzinfo=UTC)
POST = "POST /channels/{channel_id}/messages"


def errors(towards, what, body, answer=None, status=200):
    return discord_schemas.validate(Exchange(NOW, "discord", towards, what, body, answer, status))


def test_every_route_is_one_of_the_platforms():
    paths = discord_schemas._loaded(discord_schemas.REST)["paths"]
    unknown = [name for name in ROUTES if name.split(" ")[0].lower() not in paths.get(name.split(" ")[1], {})]
    assert unknown == []


def test_a_wrong_request_is_found():
    assert any("content" in one for one in errors("wire", POST, {"content": 7}, {"id": "1"}))


def test_an_incomplete_response_is_found():
    assert any("'author' is a required property" in one for one in errors("wire", POST, {"content": "x"}, {"id": "1"}))


def test_a_refusal_without_a_number_is_found():
    assert errors("wire", POST, {"content": ""}, {"message": "no"}, 400)


def test_an_event_with_a_missing_field_is_found():
    assert any("message_id" in one for one in errors("desk", "MESSAGE_REACTION_ADD", {"user_id": "1"}))


def test_an_unknown_event_is_found():
    assert errors("desk", "MESSAGE_FROBNICATE", {}) == ["MESSAGE_FROBNICATE is no event"]


def test_a_malformed_interaction_is_found():
    assert errors("desk", "INTERACTION_CREATE", {"id": "1", "type": 2})


def test_numbers_for_snowflakes_and_attachments_are_read_as_text():
    body = {"message_reference": {"message_id": 1 << 60}, "attachments": [{"id": 0}], "components": []}
    read = discord_schemas._texts(body)
    assert (read["message_reference"]["message_id"], read["attachments"][0]["id"]) == (str(1 << 60), "0")
