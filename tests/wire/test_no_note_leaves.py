"""Nothing internal reaches a requester: a canary in every internal text there is, and then a look into every sink."""

import base64
import quopri

import pytest
import pytest_asyncio

from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.presses import on_discord, on_slack
from tests.wire.sights import in_mail
from tests.wire.sights import on_discord as seen_on_discord
from tests.wire.sights import on_slack as seen_on_slack
from tests.wire.world import Village, listening, world

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("no_note_leaves")]  # one world
BIRD, RITA = "CANARY", "rita"


class Menagerie(Village):
    """Its second queue is called after the bird, and so is an agent."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        toml["queue"] = [toml["queue"][0], toml["queue"][1] | {"name": f"{BIRD.lower()}-queue"}]
        return toml


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory):
    """One ticket of each kind of requester; every internal text there is was said, in every way it can be said."""
    async with world(tmp_path_factory.mktemp("birds"), Menagerie()) as made:
        await listening(made)
        made.town.slack.workspace.change_user(made.town.cast.slack["sue"], real_name=f"{BIRD} Sue")
        numbers = [await made.asks_by_mail(), await made.asks_on_slack(), await made.asks_on_discord()]
        await made.until(lambda: all(made.slack_card(one) and made.discord_card(one) for one in numbers))
        await whisper(made)
        await answer(made, numbers)
        await made.carried()
        yield made


async def whisper(here):
    """Everything internal, with the canary in it."""
    await ways.slack_command(here, "bob", Deed("note", f"{BIRD} noted"), 1)
    await ways.slack_command(here, "bob", Deed("tag", f"+{BIRD}"), 2)
    await ways.slack_command(here, "bob", Deed("assign", "@sue"), 2)
    await ways.slack_command(here, "bob", Deed("escalate", f"{BIRD} escalated"), 3)
    await ways.slack_bang(here, "bob", Deed("note", f"{BIRD} banged"), 2)
    await ways.discord_bang(here, "cleo", Deed("note", f"{BIRD} banged"), 3)
    await ways.discord_command(here, "cleo", Deed("note", options={"text": f"{BIRD} by an option"}), 2)
    await on_slack(here, "bob", 3, "Note", {"Text": f"{BIRD} in a form"})
    await on_discord(here, "cleo", 1, "Note", {"Text": f"{BIRD} in a form"})
    file, cast = (f"{BIRD}.txt", f"{BIRD} in a file".encode()), here.town.cast
    card = here.slack_card(1)
    await here.slack.say(cast.slack["bob"], card.channel, f"{BIRD} said so", thread=card.ts, files=[file])
    await here.discord.say(cast.discord["cleo"], here.discord_card(2).id, f"{BIRD} on Discord", [file])
    await here.settled()


async def answer(here, numbers):
    """The public words that go out beside them; one of them cannot arrive."""
    for number in numbers:
        await ways.slack_command(here, "bob", Deed("reply", "Please restart it."), number)
        await ways.slack_command(here, "bob", Deed("resolve", f"fixed {BIRD} closing note"), number)
    await here.until(lambda: len(here.mail.inbox("ann@customer.example")) == 3)  # told the number, answered, asked
    here.town.faults.add("smtp:rcpt", "5xx", times=-1, value=550)
    await ways.slack_command(here, "bob", Deed("reply", "This cannot arrive."), 1)

    async def is_told():
        return "Undelivered" in await here.facts(1)

    await here.until(is_told)
    here.town.faults.clear()
    for number in numbers:
        await ways.slack_command(here, "bob", Deed("queue", f"{BIRD.lower()}-queue"), number)
    await ways.slack_command(here, "bob", Deed("close", f"fixed {BIRD} last note"), 3)


async def test_the_canary_sings_where_agents_are(here):
    said = "\n".join(text for where, text in everything(here) if where in inside(here))
    for words in ("noted", "escalated", "banged", "in a form", "by an option", "said so", "on Discord", "closing note"):
        assert f"{BIRD} {words}" in said


async def test_no_internal_word_is_found_where_a_requester_looks(here):
    await asked_by_the_requester(here)

    assert any("Please restart it." in text for _, text in customer_sinks(here))
    assert leaks(here) == []


async def test_the_history_of_a_requester_holds_no_internal_word(here):
    for wire, number in (("slack", 2), ("discord", 3)):
        for deed in (Deed("history"), Deed("show")):
            told = await ways.COMMANDS[wire](here, RITA, deed, number)

            assert told
            assert BIRD.lower() not in told.lower(), (wire, deed.verb)


async def test_why_an_answer_did_not_arrive_stays_with_the_agents(here):
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


def everything(here):
    """(where, text) of all that is shown on the chats, wherever it is."""
    return [
        (str(where), f"{text} {more}") for where, _, _, text, *more in (*seen_on_slack(here), *seen_on_discord(here))
    ]


def inside(here):
    """The agents' rooms and their threads."""
    town = here.town
    rooms = {town.room(f"{wire} {name}") for wire in ways.CHATS for name in ("support", "billing")}
    return rooms | {str(one.id) for one in town.discord.guild.threads.values() if str(one.parent_id) in rooms}


def customer_sinks(here):
    """Everything that is shown to somebody who is no agent: mail, help rooms with their threads, DMs, ephemerals."""
    cast, rooms = here.town.cast, inside(here)
    agents = {chat[name] for chat in (cast.slack, cast.discord) for name in ("bob", "cleo", "sue", "max")}
    sinks = [(where, raw_text(raw)) for where, _, raw in in_mail(here) if "customer" in where]
    for where, whose, _, text, *_ in (*seen_on_slack(here), *seen_on_discord(here)):
        if str(where) not in rooms and not set(whose) & agents:
            sinks.append((where, text))
    return sinks + [(user, here.slack.modal_text(user)) for user in map(cast.slack.get, ("rita", "otto"))]


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
