"""Every length and shape the platform checks: 50035 with the path of the field."""

import aiohttp
import pytest

from tests.sandbox.discord_desk import world
from tests.sandbox.discord_requests import ask, fields, opened


@pytest.fixture
async def here():
    async with world() as one, aiohttp.ClientSession() as session:
        one.session = session
        one.sandbox.strict_rates = False
        yield one


def row(*components):
    return {"type": 1, "components": list(components)}


def button(**more):
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | more


def choices(count, **more):
    return {
        "type": 3,
        "custom_id": "s",
        "options": [{"label": f"{one}", "value": f"{one}"} for one in range(count)],
    } | more


FORMS = [
    ("content", {"content": "x" * 2001}),
    ("embeds", {"embeds": [{"title": "x"}] * 11}),
    ("embeds", {"embeds": [{"description": "x" * 3001}] * 2}),
    ("embeds.0.title", {"embeds": [{"title": "x" * 257}]}),
    ("embeds.0.description", {"embeds": [{"description": "x" * 4097}]}),
    ("embeds.0.fields", {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]}),
    ("embeds.0.fields.0.name", {"embeds": [{"fields": [{"name": "x" * 257, "value": "b"}]}]}),
    ("embeds.0.fields.0.value", {"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]}),
    ("embeds.0.fields.0.value", {"embeds": [{"fields": [{"name": "a", "value": ""}]}]}),
    ("embeds.0.footer.text", {"embeds": [{"footer": {"text": "x" * 2049}}]}),
    ("embeds.0.author.name", {"embeds": [{"author": {"name": "x" * 257}}]}),
    ("components", {"components": [row(button(custom_id=str(one))) for one in range(6)]}),
    ("components.0.components", {"components": [row(*(button(custom_id=str(one)) for one in range(6)))]}),
    ("components.0.components.0.label", {"components": [row(button(label="x" * 81))]}),
    ("components.0.components.0.label", {"components": [row({"type": 2, "style": 1, "custom_id": "a"})]}),
    ("components.0.components.0.custom_id", {"components": [row(button(custom_id="x" * 101))]}),
    ("components.0.components.0.custom_id", {"components": [row(button(custom_id=""))]}),
    ("components.0.components.1.custom_id", {"components": [row(button(), button())]}),
    ("components.0.components.0.options", {"components": [row(choices(26))]}),
    ("components.0.components.0.placeholder", {"components": [row(choices(2, placeholder="x" * 151))]}),
    (
        "components.0.components.0.options.0.label",
        {"components": [row(choices(1) | {"options": [{"label": "x" * 101, "value": "a"}]})]},
    ),
    ("components.0.components.0.type", {"components": [row({"type": 99})]}),
    ("components.0.type", {"components": [{"type": 10, "content": "layout without the flag"}]}),
    ("components.0.type", {"components": [button()]}),
    ("content", {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]}),
    ("components", {"flags": 1 << 15, "components": [{"type": 10, "content": "y"}] * 41}),
    ("nonce", {"content": "x", "nonce": "x" * 26}),
    ("attachments", {"content": "x", "attachments": [{"id": one} for one in range(11)]}),
    ("attachments.0.id", {"content": "x", "attachments": [{"id": 0, "filename": "a"}]}),
    ("flags", {"content": "x", "flags": 1 << 7}),
    ("allowed_mentions", {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}),
    ("message_reference", {"content": "x", "message_reference": {"message_id": "1"}}),
]


@pytest.mark.parametrize(("path", "body"), FORMS)
async def test_a_message_outside_the_limits_names_the_field(here, path, body):
    status, answer, _ = await ask(
        here, "POST", f"/channels/{here.room}/messages", {"content": "x"} | body if "embeds" in body else body
    )
    assert (status, answer["code"]) == (400, 50035)
    assert path in fields(answer["errors"])
    assert here.people.messages(here.room) == []


MODALS = [
    ("data.title", {"title": "x" * 46}),
    ("data.custom_id", {"custom_id": "x" * 101}),
    ("data.components", {"components": []}),
    ("data.components", {"components": [{"type": 1, "components": []}] * 6}),
    (
        "data.components.0.label",
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "style": 1, "custom_id": "a"}}]},
    ),
    (
        "data.components.0.description",
        {
            "components": [
                {
                    "type": 18,
                    "label": "x",
                    "description": "x" * 101,
                    "component": {"type": 4, "style": 1, "custom_id": "a"},
                }
            ]
        },
    ),
    (
        "data.components.0.component.value",
        {
            "components": [
                {"type": 18, "label": "x", "component": {"type": 4, "style": 1, "custom_id": "a", "value": "x" * 4001}}
            ]
        },
    ),
    (
        "data.components.0.component.max_values",
        {"components": [{"type": 18, "label": "x", "component": {"type": 19, "custom_id": "a", "max_values": 11}}]},
    ),
]


@pytest.mark.parametrize(("path", "data"), MODALS)
async def test_a_modal_outside_the_limits_names_the_field(here, path, data):
    text = {"type": 18, "label": "Text", "component": {"type": 4, "style": 1, "custom_id": "a"}}
    whole = {"title": "Reply", "custom_id": "m", "components": [text]} | data
    status, answer, _ = await ask(here, "POST", opened(here)[1], {"type": 9, "data": whole})
    assert (status, answer["code"]) == (400, 50035)
    assert path in fields(answer["errors"])


COMMANDS = [
    ("0.name", {"name": "Ticket"}),
    ("0.name", {"name": "x" * 33}),
    ("0.description", {"description": ""}),
    ("0.description", {"description": "x" * 101}),
    ("0.options", {"options": [{"type": 3, "name": f"o{one}", "description": "d"} for one in range(26)]}),
    (
        "0.options.0.choices",
        {"options": [{"type": 3, "name": "o", "description": "d", "choices": [{"name": "a", "value": "a"}] * 26}]},
    ),
    (
        "0",
        {
            "options": [
                {
                    "type": 3,
                    "name": f"o{one}",
                    "description": "d" * 100,
                    "choices": [{"name": f"{each:0100}", "value": "v" * 100} for each in range(5)],
                }
                for one in range(9)
            ]
        },
    ),
    (
        "0.options",
        {
            "options": [
                {"type": 3, "name": "a", "description": "d"},
                {"type": 3, "name": "b", "description": "d", "required": True},
            ]
        },
    ),
]


@pytest.mark.parametrize(("path", "more"), COMMANDS)
async def test_a_command_outside_the_limits_names_the_field(here, path, more):
    where = f"/applications/{here.guild.bot.id}/guilds/{here.guild.id}/commands"
    status, answer, _ = await ask(here, "PUT", where, [{"name": "ticket", "description": "d"} | more])
    assert (status, answer["code"]) == (400, 50035)
    assert path in fields(answer["errors"])
