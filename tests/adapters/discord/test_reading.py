"""Places, bodies, payloads, permissions, commands: read and written without a wire."""

import json

import discord
import pytest

from adapters.discord import (
    attachments,
    bodies,
    commands,
    forms,
    messages,
    nonces,
    plain,
    reading,
    refs,
    sight,
    tongues,
    words,
)
from adapters.discord.bodies import Asked, Attached, Heard, Reacted
from adapters.verbs import TABLE, named
from bot.config import Queue, Settings
from bot.speech import shown, speaking
from sandbox.discord import command_forms, modal_forms

HEARD = Heard(9, 8, 80, "Ann", "hi", 1, 7, (5, 6), {"80": "Ann"}, (Attached("a.txt", "https://x", 3, "text/plain"),), 4)
SETTINGS = Settings(queues=(Queue("support"), Queue("billing")))


@pytest.mark.parametrize(
    ("place", "channel", "user"),
    [("discord:118", 118, None), ("discord:@80", None, 80), ("discord:200/@80", 200, 80)],
)
def test_a_place_is_read(place, channel, user):
    assert refs.address(place) == refs.Address(channel, user)


@pytest.mark.parametrize("place", ["slack:C042", "discord:", "discord:x", "discord:118/9931", "mail:a@b", ""])
def test_what_is_no_place_is_none(place):
    assert refs.address(place) is None


def test_references_are_read_back():
    assert refs.message_in(refs.message(118, 9931)) == (118, 9931)
    assert refs.role_in(refs.role(5)) == 5
    assert refs.message_in("discord:interaction/5") is None


@pytest.mark.parametrize(
    "body",
    [
        HEARD,
        Heard(9, 8, 80, "Ann", ""),
        Asked(1, 2, "token", 8, 80, "Bob", "reply", 1, 7, (5,), 42, {"text": "x"}, 81, (), 170, HEARD),
        Reacted(8, 9, 80, "Bob", "👀", 3, 1, None),
    ],
)
def test_what_came_in_is_kept_whole(body):
    assert bodies.load(bodies.dump(body)) == body


def test_sources_are_the_keys_of_the_wire():
    assert HEARD.source == "discord:8/9"
    assert Asked(1, 2, "t", 8, 80, "Bob", "claim").source == "discord:interaction/1"
    assert Reacted(8, 9, 80, "Bob", "👀", 3).source == "discord:reaction/8/9/80/1f440/3"


def test_a_message_of_the_history_is_read_like_a_live_one():
    data = {
        "id": "9", "channel_id": "8", "type": 19, "content": "hi <@81>",
        "author": {"id": "80", "username": "ann", "global_name": "Ann"},
        "mentions": [{"id": "81", "username": "bob", "global_name": None}],
        "attachments": [{"filename": "a", "url": "https://x", "size": 3}], "message_reference": {"message_id": "4"},
    }  # fmt: skip
    heard = reading.from_history(data, 1, 7)
    assert (heard.name, heard.answers, heard.names, heard.files[0].size) == ("Ann", 4, {"81": "bob"}, 3)
    assert reading.from_history(data | {"type": 21}, 1, 7) is None
    assert reading.from_history(data | {"author": data["author"] | {"bot": True}}, 1, 7) is None


def test_a_form_that_was_sent_in_is_read():
    upload = {"type": 19, "custom_id": "files", "values": ["5"]}
    data = {
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "text", "value": "hello"}},
            {"type": 18, "component": {"type": 3, "custom_id": "code", "values": ["fixed"]}},
            {"type": 18, "component": {"type": 4, "custom_id": "note", "value": ""}},
            {"type": 18, "component": upload},
        ],
        "resolved": {"attachments": {"5": {"filename": "a", "url": "https://x", "size": 3}}},
    }
    values, files = reading.form_values(data)
    assert values == {"text": "hello", "code": "fixed"}
    assert [file.name for file in files] == ["a"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<@5> claim", "claim"),
        ("<@!5>   claim 7", "claim 7"),
        ("!claim", "claim"),
        ("!Claim --steal", "Claim --steal"),
        ("<@5>", ""),
        ("!nice work", None),
        ("claim", None),
        ("<@6> claim", None),
        ("! claim", None),
        ("!", None),
    ],
)
def test_a_command_is_told_from_talk(content, line):
    found = words.command(Heard(1, 2, 3, "Bob", content), 5)
    assert found == line


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://cdn.discordapp.com/attachments/1/a.txt", True),
        ("http://cdn.discordapp.com/a", False),
        ("https://cdn.discordapp.com.evil.example/a", False),
        ("https://evil.example/a", False),
        ("http://127.0.0.1:8000/attachments/1/a", True),
        ("http://127.0.0.1:8001/a", False),
        ("file://localhost/etc/passwd", False),
        ("/etc/passwd", False),
        ("https://cdn.discordapp.com@evil.example/a", False),
        ("https://cdn.discordapp.com:443/a", True),
        ("https://cdn.discordapp.com:8443/a", False),
        ("https://evil.example\\@cdn.discordapp.com/a", False),
        ("https://cdn.discordapp.com:odd/a", False),
    ],
)
def test_files_are_fetched_from_the_platform_only(url, is_ours):
    assert attachments.is_ours(url, "http://127.0.0.1:8000/api/v10") == is_ours


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("", "file"),
        ("\u202egnp.exe", "gnp.exe"),
        ("..", "file"),
        ("a.txt\nPaid by: Sue\t.pdf", "a.txt Paid by: Sue .pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("naïve 🙂.png", "naïve 🙂.png"),
    ],
)
def test_a_files_name_is_only_data(name, safe):
    assert messages.safe_name(name) == safe


def test_a_nonce_is_the_same_for_every_try_and_short_enough():
    assert nonces.nonce("abc") == nonces.nonce("abc") != nonces.nonce("abc", 1)
    assert len(nonces.nonce("abc")) == 24


EVERYONE, AGENTS, VIEW = 1, 5, 1 << 10


@pytest.mark.parametrize(
    ("user", "roles", "sees"),
    [(80, [], False), (80, [AGENTS], True), (99, [], True), (80, [6], True), (81, [AGENTS], False)],
)
def test_who_sees_a_room_is_worked_out_as_the_platform_does(user, roles, sees):
    guild = sight.Guild(EVERYONE, 99, {EVERYONE: VIEW, AGENTS: 0, 6: 1 << 3})
    over = [
        {"id": "1", "type": 0, "allow": "0", "deny": str(VIEW)},
        {"id": "5", "type": 0, "allow": str(VIEW), "deny": "0"},
        {"id": "81", "type": 1, "allow": "0", "deny": str(VIEW)},
    ]
    assert sight.permissions(guild, {"permission_overwrites": over}, user, roles).view_channel == sees


class Deaf:
    """A door that nobody stands behind."""

    async def command(self, interaction, verb, values): ...

    async def menu(self, interaction, name, message): ...

    async def offer(self, interaction, what, partial): ...


def tree(settings=SETTINGS):
    client = discord.Client(intents=discord.Intents.none())
    return commands.tree(client, Deaf(), settings, 7)


def test_every_verb_is_a_subcommand_with_every_argument():
    made = tree()
    shapes = {one.name: one.to_dict(made) for one in made.get_commands(guild=discord.Object(7))}
    for verb in (verb for verb in TABLE if not verb.pressed):
        sub = next(one for one in shapes[verb.word]["options"] if one["name"] == verb.name)
        wanted = {argument.name for argument in verb.arguments} | ({"number"} if verb.has_number else set())
        assert wanted <= {option["name"] for option in sub["options"]}, verb.name


def test_the_tree_is_within_the_platforms_limits():
    made = tree()
    for command in made.get_commands(guild=discord.Object(7)):
        shape = command.to_dict(made)
        assert len(shape.get("options", [])) <= 25
        assert len(json.dumps(shape)) < 16_000
        assert all(1 <= len(one["description"]) <= 100 for one in shape.get("options", []))


async def test_the_digest_changes_with_the_tree_and_only_then():
    assert await commands.digest(tree(), 7) == await commands.digest(tree(), 7)
    assert await commands.digest(tree(), 7) != await commands.digest(tree(Settings()), 7)


async def test_descriptions_are_told_in_five_languages_and_names_in_none():
    [ticket] = [one for one in tree().get_commands(guild=discord.Object(7)) if one.name == "ticket"]
    shape = await ticket.get_translated_payload(tree(), tongues.Tongues())
    command_forms.check(shape)
    for language in tongues.LANGUAGES.values():
        with speaking(language):
            assert len(plain.plain(shown(TABLE[0].help), plain.HELP)) <= 100
    assert not any(one["name_localizations"] for one in (shape, *shape["options"]))


def test_a_word_that_is_too_long_is_cut_in_sight():
    assert plain.plain("Donaudampfschifffahrtsgesellschaft", 10) == "Donaudamp…"
    assert plain.plain("🎉" * 6, 10) == "🎉" * 4 + "…"


OF_THE_TICKET = ("set", "split")  # its fields, its messages: their forms ask for nothing else
FORMS = [verb for verb in TABLE if verb.form or verb.name in ("pend", "close", "escalate")]


@pytest.mark.parametrize("verb", [verb for verb in FORMS if verb.name not in OF_THE_TICKET], ids=lambda verb: verb.name)
async def test_every_form_is_within_the_platforms_limits(verb):
    shape = forms.Form(verb, 123456789012 if verb.has_number else None, 1700000000).to_dict()
    modal_forms.check(shape)
    assert len(shape["custom_id"]) <= 100


def test_a_form_comes_up_only_where_text_is_missing():
    assert forms.is_wanted(named("reply"), {})
    assert not forms.is_wanted(named("reply"), {"text": "x"})
    assert not forms.is_wanted(named("reply"), {"file": object()})
    assert not forms.is_wanted(named("claim"), {})
