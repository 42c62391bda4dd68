"""People around a ticket, over the real wires: linked addresses, copies, watchers, another requester."""

import re

import pytest

from sandbox.town import DESK
from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.world import listening, world

RITA, CARL, ANN, DORA = (f"{name}@customer.example" for name in ("rita", "carl", "ann", "dora"))
AGENTS = {"slack": ("bob", "cleo"), "discord": ("cleo", "bob")}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        for address in (RITA, CARL, ANN, DORA):
            made.mail.add(address)
        yield await listening(made)


async def does(here, wire, name, line, number=None, **options):
    """A command of `name` as it is typed on Slack, or chosen on Discord; what they were told."""
    verb, _, rest = line.partition(" ")
    return await ways.COMMANDS[wire](here, name, Deed(verb, rest, "", options), number)


async def mailed(here, address, count):
    """The newest mail in a mailbox, once there are `count`."""
    return (await here.until(lambda: len(here.mail.inbox(address)) >= count and here.mail.inbox(address)))[-1]


def text(mail):
    return mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_address_is_linked_by_the_code_that_was_mailed_there(here, wire):
    number = await here.asks_by_mail(name="Rita")
    assert "no such ticket" in await does(here, wire, "rita", "show", number)

    told = await does(here, wire, "rita", f"me link {RITA}", do=f"link {RITA}")
    code = re.search(r"me code (\d{6})", text(await mailed(here, RITA, 2)))[1]
    assert code not in told
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert "wrong" in await does(here, wire, "rita", f"me code {wrong}", do=f"code {wrong}")
    assert "wrong" in await does(here, wire, "otto", f"me code {code}", do=f"code {code}")
    assert RITA in await does(here, wire, "rita", f"me code {code}", do=f"code {code}")

    assert f"#{number}" in await does(here, wire, "rita", "mine")
    assert "VPN is down" in await does(here, wire, "rita", "show", number)
    assert "no such ticket" in await does(here, wire, "otto", "show", number)
    assert "Only the agents" in await does(here, wire, "rita", "claim", number)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_answer_goes_to_all_who_read_along_and_they_may_answer(here, wire):
    number, agent = await here.asks_by_mail(), AGENTS[wire][0]
    await does(here, wire, agent, f"watch cc {CARL}", number, do="cc", address=CARL)
    await does(here, wire, agent, "reply Try now?", number, text="Try now?")
    ours, theirs = await mailed(here, ANN, 2), await mailed(here, CARL, 1)

    for mail in (ours, theirs):
        assert (mail["To"], mail["Cc"]) == (ANN, CARL)
    assert ours["Reply-To"] != theirs["Reply-To"]
    assert "Nothing loads." in text(ours)
    assert "Nothing loads." not in text(theirs)

    await here.mail.reply(CARL, theirs, "It works for me.")
    await here.until(lambda: _says(here, wire, number, "(in copy) wrote"))
    assert (await here.history(number))[-1].fact.third_party is False


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_whom_a_mail_names_in_cc_is_let_in_by_a_button(here, wire):
    before = len(await here.all_facts())
    await here.mail.send(f"Ann <{ANN}>", DESK, "VPN is down", "Nothing loads.", headers={"Cc": f"Carl <{CARL}>"})
    number = await here._carded(before)
    await here.carried()
    assert (await _ticket(here, number)).cc == ()

    line, (agent, _) = _says(here, wire, number, f"sent to {CARL} too")[-1], AGENTS[wire]
    people, cast = getattr(here, wire), getattr(here.town.cast, wire)
    channel, said = (line.channel, line.ts) if wire == "slack" else (here.discord_card(number).id, line.id)
    await people.click(cast[agent], channel, said, f"Cc {CARL}")
    await here.until(lambda: _says(here, wire, number, "answers go there too"))

    assert (await _ticket(here, number)).cc == (f"mail:{CARL}",)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_who_watches_is_mentioned_when_the_requester_writes(here, wire):
    number, (agent, other) = await here.asks_by_mail(), AGENTS[wire]
    word = {"slack": ways.slack_bang, "discord": ways.discord_bang}[wire]
    await word(here, agent, Deed("watch", f"add @{other}"), number)
    await does(here, wire, agent, "reply Try now?", number, text="Try now?")
    await here.mail.reply(ANN, await mailed(here, ANN, 2), "Still nothing.")
    await here.until(lambda: _says(here, wire, number, "Still nothing."))
    cast = getattr(here.town.cast, wire)

    assert [one.watchers[0].place for one in [await _ticket(here, number)]] == [f"{wire}:@{cast[other]}"]
    line = _says(here, wire, number, "Still nothing.")[-1]
    if wire == "slack":
        assert line.ts in {one.ts for one in here.slack.pinged(cast[other])}
    else:
        assert (line.id, f"user:{cast[other]}") in {(one.message, one.who) for one in here.discord.pings}


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_the_menu_of_a_card_follows_its_ticket_and_stops(here, wire):
    number, agent = await here.asks_by_mail(), AGENTS[wire][0]
    people, who = getattr(here, wire), getattr(here.town.cast, wire)[agent]
    for fact, told in (("Followed", "You follow"), ("Unfollowed", "no more")):
        ear = ways.Ear(here, wire, agent)
        if wire == "slack":
            card = here.slack_card(number)
            await people.select(who, card.channel, card.ts, "More…", "Follow, or stop")
        else:
            card = here.discord_card(number)
            await people.select(who, here.town.room("discord support"), card.id, "More …", ["Follow, or stop"])
        assert told in await ear.hears()
        assert fact in await here.facts(number)


async def test_what_an_agent_owns_on_slack_they_give_back_on_discord_once_both_are_theirs(here):
    number, bobs = await here.asks_by_mail(), DORA
    await does(here, "slack", "bob", "claim", number)
    assert "Bob has" in await does(here, "discord", "bob", "release", number)

    for wire, count in (("slack", 1), ("discord", 2)):
        await does(here, wire, "bob", f"me link {bobs}", do=f"link {bobs}")
        code = re.search(r"me code (\d{6})", text(await mailed(here, bobs, count)))[1]
        assert bobs in await does(here, wire, "bob", f"me code {code}", do=f"code {code}")
    await does(here, "discord", "bob", "release", number)
    assert "Released" in await here.facts(number)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_somebody_else_is_made_the_requester(here, wire):
    number, agent = await here.asks_by_mail(), AGENTS[wire][0]
    told = await does(here, wire, agent, f"watch requester {DORA}", number, do="requester", address=DORA)
    await does(here, wire, agent, "reply Try now?", number, text="Try now?")

    assert DORA in told
    assert (await mailed(here, DORA, 1))["To"] == DORA
    await here.carried()
    assert len(here.mail.inbox(ANN)) == 1  # the number, as long as it was hers


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_who_asked_in_the_help_room_is_heard_and_is_not_the_requester_any_more(here, wire):
    asks = {"slack": here.asks_on_slack, "discord": here.asks_on_discord}[wire]
    number, agent = await asks(), AGENTS[wire][0]
    await here.carried()
    await does(here, wire, agent, f"watch requester {DORA}", number, do="requester", address=DORA)
    await here.carried()

    assert "no such ticket" in await does(here, wire, "rita", "show", number)
    before = await here.house.ask(here.heard)
    if wire == "slack":
        root = next(one for one in here.slack.messages(here.town.room("slack help")) if one.text.startswith("How"))
        await here.slack.say(here.town.cast.slack["rita"], root.channel, "Hello?", thread=root.ts)
        await here.hears(before + 1)
        assert (await here.history(number))[-1].fact.third_party
    assert (await _ticket(here, number)).requester == f"mail:{DORA}"


async def _ticket(here, number):
    def look():
        with here.house.store.transaction() as tx:
            return tx.tickets.look(number)

    return await here.house.ask(look)


def _lines(here, wire, number):
    if wire == "slack":
        card = here.slack_card(number)
        return here.slack.messages(card.channel, thread=card.ts)
    return here.discord.messages(here.discord_card(number).id)


def _says(here, wire, number, words):
    return [one for one in _lines(here, wire, number) if words in one.text]


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_the_same_trouble_of_three_is_one_incident_whose_answer_reaches_each(here, wire):
    names = ("Ann", "Carl", "Dora")
    children = [
        await here.asks_by_mail("The VPN is down in Berlin", f"Nothing loads, says {name}.", name) for name in names
    ]
    await here.carried()
    room = here.town.room(f"{wire} support")
    people, cast, agent = getattr(here, wire), getattr(here.town.cast, wire), AGENTS[wire][0]
    line = await here.until(
        lambda: next((one for one in people.messages(room) if "write of the same" in one.text), None)
    )
    assert "3 people write of the same" in line.text

    before = len(await here.all_facts())
    await people.click(cast[agent], room, line.ts if wire == "slack" else line.id, "Make it an incident")
    parent = await here.came(before)
    await here.carried()
    await does(here, wire, agent, "reply It is back.", parent, text="It is back.")

    for name in names:
        mail = await mailed(here, f"{name.lower()}@customer.example", 2)
        assert text(mail).startswith("It is back.")
        assert mail["To"] == f"{name.lower()}@customer.example"
    assert [(await here.facts(one)).count("Replied") for one in children] == [1, 1, 1]
