"""The knowledge base on both chats: suggested, read, put into an answer, drafted from a card, written in a form."""

import pytest

from bot.article import State
from bot.people import Person
from tests.wire import ways
from tests.wire.deeds import AGENTS_ONLY, Deed

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("articles")]  # one world
HOSTILE = "<!channel> @everyone <script>alert(1)</script>"
BODY = f"Unplug it and plug it in again. {HOSTILE}"
AGENT = {"slack": "bob", "discord": "cleo"}


async def published(here, title, state=State.PUBLIC):
    """An article that was there before."""
    author = Person("Sue", "slack:@sue", frozenset({here.town.places["slack agents"], *supervisors(here)}))
    made = await here.house.ask(here.house.desk.shelf.write, author, title, BODY, "")
    await here.house.ask(here.house.desk.shelf.publish, author, str(made.number), state)
    return made.number


def supervisors(here):
    return here.house.settings.queues[0].supervisors


async def kb(here, wire, name, do, number=None):
    return await ways.COMMANDS[wire](here, name, Deed("kb", do, "", {"do": do}), number)


def line(here, wire, number, words):
    """The line with these words in a ticket's thread: its channel and its id; None before it is there."""
    people = getattr(here, wire)
    if wire == "slack":
        card = here.slack_card(number)
        said = people.messages(card.channel, thread=card.ts) if card else []
        return next(((card.channel, one.ts) for one in said if words in one.text), None)
    card = here.discord_card(number)
    said = people.messages(card.id) if card else []
    return next(((card.id, one.id) for one in said if words in ways.plain(one.text)), None)


def told(here, wire, name, words):
    """What only `name` sees with these words: where it is, and its id."""
    people, who = getattr(here, wire), getattr(here.town.cast, wire)[name]
    seen = people.ephemerals(who)
    return next((one for one in reversed(seen) if words in ways.plain(one.text)), None)


def where(wire, shown):
    return (shown.channel, shown.ts) if wire == "slack" else (shown.channel, shown.id)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_suggestion_is_inserted_looked_at_warned_of_and_sent(busy, wire):
    device, name = {"slack": "toaster", "discord": "kettle"}[wire], {"slack": "Ann", "discord": "Dora"}[wire]
    await published(busy, f"Broken {device}")
    number = await busy.asks_by_mail(f"My {device} is broken", "What now?", name)
    people, who = getattr(busy, wire), getattr(busy.town.cast, wire)[AGENT[wire]]
    channel, id = await busy.until(lambda: line(busy, wire, number, f"Perhaps: Broken {device}"))

    await people.click(who, channel, id, "Insert")
    shown = await busy.until(lambda: told(busy, wire, AGENT[wire], f"from “Broken {device}”"))
    assert "Replied" not in await busy.facts(number)
    await people.click(who, *where(wire, shown), "Send")
    warned = await busy.until(lambda: told(busy, wire, AGENT[wire], "Not sent yet. It mentions <!channel>"))
    assert "Replied" not in await busy.facts(number)
    await people.click(who, *where(wire, warned), "Send anyway")

    address = f"{name.lower()}@customer.example"
    mails = lambda: [one for one in busy.mail.inbox(address) if "plug it in again" in one.as_string()]  # noqa: E731
    assert await busy.until(mails)
    assert "<script" not in mails()[0].get_body(("html",)).get_content()
    assert people.pings == []


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_agents_find_and_read_articles_and_nobody_is_pinged_by_them(busy, wire):
    number = await published(busy, f"Noisy {wire} fan", State.INTERNAL)

    assert f"Noisy {wire} fan" in await kb(busy, wire, AGENT[wire], f"search noisy {wire}")
    assert HOSTILE in await kb(busy, wire, AGENT[wire], f"show {number}")
    assert getattr(busy, wire).pings == []
    for stranger in ("rita", "otto"):
        assert await kb(busy, wire, stranger, f"show {number}") == AGENTS_ONLY


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_internal_article_never_becomes_an_answer(busy, wire):
    article = await published(busy, f"Secret of {wire}", State.INTERNAL)
    number = await (busy.asks_on_slack if wire == "slack" else busy.asks_on_discord)(f"Where is {wire} from?")
    await busy.until(lambda: busy.slack_card(number) and busy.discord_card(number))
    say = ways.slack_bang if wire == "slack" else ways.discord_bang

    assert "only public articles go to requesters" in await say(busy, "bob", Deed("kb", f"insert {article}"), number)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_resolved_card_s_menu_drafts_an_article(busy, wire):
    number = await (busy.asks_on_slack if wire == "slack" else busy.asks_on_discord)(f"Who paints {wire}?")
    await busy.until(lambda: busy.slack_card(number) and busy.discord_card(number))
    await ways.slack_bang(busy, "bob", Deed("resolve", "fixed"), number)
    people, who = getattr(busy, wire), getattr(busy.town.cast, wire)[AGENT[wire]]

    if wire == "slack":
        card = await busy.until(lambda: (one := busy.slack_card(number)) and "Reopen" in one.buttons and one)
        await people.select(who, card.channel, card.ts, "More…", "Draft an article")
    else:
        room = busy.town.room("discord support")
        is_ended = lambda one: one and "Reopen" in [button.label for button in one.buttons]  # noqa: E731
        card = await busy.until(lambda: is_ended(one := busy.discord_card(number)) and one)
        await people.select(who, room, card.id, "More …", ["kb=draft"])

    shown = await busy.until(lambda: told(busy, wire, AGENT[wire], f"Drafted from #{number}"))
    assert f"Who paints {wire}?" in shown.text
    assert "read it before others do" in shown.text


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_article_is_changed_in_a_form_that_holds_its_words(busy, wire):
    number = await published(busy, f"Old {wire}", State.INTERNAL)
    people, who = getattr(busy, wire), getattr(busy.town.cast, wire)[AGENT[wire]]
    await kb(busy, wire, AGENT[wire], f"show {number}")
    shown = await busy.until(lambda: told(busy, wire, AGENT[wire], f"Old {wire}"))

    outcome = await people.click(who, *where(wire, shown), "Edit")
    if wire == "slack":
        await busy.until(lambda: (view := people.modal(who)) and f"Old {wire}" in str(view.body))
        await people.submit(who, {"Title": f"New {wire}"})
    else:
        assert f"Old {wire}" in str(outcome.modal)
        await people.submit(who, {"Title": f"New {wire}", "Text": "Changed."})

    await busy.until(lambda: told(busy, wire, AGENT[wire], "From now on it says"))
    assert f"New {wire}" in await kb(busy, wire, AGENT[wire], f"show {number}")
