"""Nothing internal reaches a requester: a canary in every internal text there is, and then a look into every sink."""

import base64
import quopri

import pytest

from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.presses import on_discord, on_slack, say, spot
from tests.wire.sights import in_mail
from tests.wire.sights import on_discord as seen_on_discord
from tests.wire.sights import on_slack as seen_on_slack
from tests.wire.world import Village, listening, world

BIRD = "CANARY"
ANN, RITA = "ann@customer.example", "rita"


class Menagerie(Village):
    """Its second queue is called after the bird, and so is an agent."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        toml["queue"] = [toml["queue"][0], toml["queue"][1] | {"name": f"{BIRD.lower()}-queue"}]
        return toml


@pytest.fixture
async def here(tmp_path):
    """One ticket of each kind of requester, every internal text said on each, in every way it can be said."""
    async with world(tmp_path, Menagerie()) as made:
        await listening(made)
        space = made.town.slack.workspace
        space.change_user(made.town.cast.slack["sue"], real_name=f"{BIRD} Sue")
        numbers = [await made.asks_by_mail(), await made.asks_on_slack(), await made.asks_on_discord()]
        await made.until(lambda: all(made.slack_card(one) and made.discord_card(one) for one in numbers))
        await whisper(made, numbers)
        yield made


async def whisper(here, numbers):
    """Everything internal, with the canary in it."""
    for number in numbers:
        for deed in (
            Deed("note", f"{BIRD} noted", "Noted"), Deed("tag", f"+{BIRD}", "Tagged"),
            Deed("assign", "@sue", "Assigned"), Deed("escalate", f"{BIRD} escalated", "Escalated"),
        ):  # fmt: skip
            await ways.slack_command(here, "bob", deed, number)
    await here.slack.say(
        here.town.cast.slack["bob"], here.town.room("slack support"), f"{BIRD} said so",
        thread=here.slack_card(1).ts, files=[(f"{BIRD}.txt", f"{BIRD} in a file".encode())],
    )  # fmt: skip
    await ways.slack_bang(here, "bob", Deed("note", f"{BIRD} banged"), 2)
    await ways.discord_bang(here, "cleo", Deed("note", f"{BIRD} banged"), 3)
    await say(here, "discord", "cleo", 2, f"{BIRD} said on Discord")
    await on_slack(here, "bob", 3, "Note", {"Text": f"{BIRD} in a form"})
    await on_discord(here, "cleo", 1, "Note", {"Text": f"{BIRD} in a form"})
    room, card, thread = spot(here, "discord", 1)
    await here.discord.say(
        here.town.cast.discord["cleo"], thread, f"{BIRD} with a file", [(f"{BIRD}.png", BIRD.encode())]
    )
    await here.settled()


async def test_no_internal_word_is_found_where_a_requester_looks(here):
    for number in (1, 2, 3):
        await ways.slack_command(here, "bob", Deed("reply", "Please restart it."), number)
        await ways.slack_command(here, "bob", Deed("resolve", f"fixed {BIRD} closing note"), number)
        await ways.slack_command(here, "bob", Deed("reopen"), number)
        await ways.slack_command(here, "bob", Deed("close", f"fixed {BIRD} last note"), number)
    await asked_by_the_requester(here)
    await here.carried()

    assert found_in_the_rooms(here)  # the bird does sing where agents are
    assert leaks(here) == []


async def test_the_history_of_a_requester_holds_no_internal_word(here):
    for wire, number in (("slack", 2), ("discord", 3)):
        command = ways.COMMANDS[wire]
        for deed in (Deed("history"), Deed("show")):
            told = await command(here, RITA, deed, number)

            assert told
            assert BIRD.lower() not in told.lower(), (wire, deed.verb)


async def test_a_note_to_a_ticket_that_was_moved_stays_in_the_rooms(here):
    for number in (1, 2, 3):
        await ways.slack_command(here, "bob", Deed("queue", f"{BIRD.lower()}-queue"), number)
        await ways.slack_command(here, "bob", Deed("note", f"{BIRD} after moving"), number)
    await asked_by_the_requester(here)
    await here.carried()

    assert leaks(here) == []


async def test_why_an_answer_did_not_arrive_stays_with_the_agents(here):
    here.town.faults.add("smtp:rcpt", "5xx", times=-1, value=550)
    await ways.slack_command(here, "bob", Deed("reply", "This cannot arrive."), 1)

    async def is_told():
        return "Undelivered" in await here.facts(1)

    await here.until(is_told)
    here.town.faults.clear()
    await here.carried()

    assert leaks(here, "5.1.1", "5.7.1", "could not be delivered") == []


async def asked_by_the_requester(here):
    """What they can ask for themselves, in every way they have."""
    for wire, number in (("slack", 2), ("discord", 3)):
        for deed, to in ((Deed("show"), number), (Deed("history"), number), (Deed("mine"), None), (Deed("help"), None)):
            await ways.COMMANDS[wire](here, RITA, deed, to)


def leaks(here, *words):
    """Where a customer sees the canary, or one of `words`."""
    birds = [one.lower() for one in (BIRD, *words)]
    return [(where, text) for where, text in customer_sinks(here) if any(bird in text.lower() for bird in birds)]


def customer_sinks(here):
    """Everything that is shown to somebody who is no agent: mail, help rooms with their threads, DMs, ephemerals."""
    cast, town = here.town.cast, here.town
    strangers = {chat[name] for chat in (cast.slack, cast.discord) for name in ("rita", "otto")}
    inside = {town.room(name) for name in ("slack support", "slack billing", "discord support", "discord billing")}
    inside |= {str(one.id) for one in town.discord.guild.threads.values() if str(one.parent_id) in inside}
    agents = {chat[name] for chat in (cast.slack, cast.discord) for name in ("bob", "cleo", "sue", "max")}
    sinks = [(where, raw_text(raw)) for where, _, raw in in_mail(here) if "customer" in where]
    for where, whose, _, text, *rest in (*seen_on_slack(here), *seen_on_discord(here)):
        is_private = bool(set(whose) & agents) and not set(whose) & strangers
        if str(where) not in inside and not ((is_private and is_direct(here, where)) or whose[0] in agents):
            sinks.append((where, f"{text} {rest[1:]}"))
        elif set(whose) & strangers:
            sinks.append((where, text))
    return sinks + [(user, here.slack.modal_text(user)) for user in strangers if isinstance(user, str)]


def is_direct(here, where):
    return where in here.town.discord.world.directs or str(where).startswith("D")


def found_in_the_rooms(here):
    room = here.town.room("slack support")
    return [one for one in here.slack.messages(room, here.slack_card(1).ts) if BIRD in one.text]


def raw_text(raw):
    """A mail's bytes as they are, and as every encoding in it would read them."""
    body = raw.partition(b"\r\n\r\n")[2]
    blocks = [part for part in raw.replace(b"\r\n", b"\n").split(b"\n\n") if part]
    texts = [raw, quopri.decodestring(body)]
    for block in blocks:
        try:
            texts.append(base64.b64decode(block, validate=False))
        except ValueError:
            continue
    return "\n".join(text.decode(errors="replace") for text in texts)
