"""Is it solved? Asked where the requester is, answered by a button there, on either chat; then how it was, 1 to 5."""

import re

import aiohttp
import pytest

from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.ways import Ear
from tests.wire.world import Village, listening, world

CHATS = ("slack", "discord")


class Curious(Village):
    """Every queue asks how it was."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        return toml | {"queue": [queue | {"survey": True} for queue in toml["queue"]]}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path, Curious()) as made:
        yield await listening(made)


def told(here, wire):
    """What stands where Rita asked: the place, each message with its text and its buttons."""
    if wire == "slack":
        room = here.town.room("slack help")
        root = here.slack.messages(room)[-1].ts
        return room, [(one.ts, one.text, one.buttons) for one in here.slack.messages(room, root)]
    threads = here.discord.threads(here.town.room("discord help"))
    said = here.discord.messages(threads[-1].id) if threads else []
    return threads[-1].id if threads else 0, [(one.id, one.text, [each.label for each in one.buttons]) for one in said]


async def find(here, wire, label):
    """The newest message with such a button: its place and its id."""

    def look():
        place, said = told(here, wire)
        return next(((place, id) for id, _, buttons in reversed(said) if label in buttons), None)

    return await here.until(look)


async def press(here, wire, name, label):
    place, message = await find(here, wire, label)
    heard = await here.house.ask(here.heard)
    await getattr(here, wire).click(getattr(here.town.cast, wire)[name], place, message, label)
    await here.hears(heard + 1) if not label.isdigit() else None


async def resolved(here, wire):
    number = await (here.asks_on_slack() if wire == "slack" else here.asks_on_discord())
    await ways.COMMANDS[wire](here, ways.NAMES[wire]["agent"], Deed("claim"), number)
    await ways.COMMANDS[wire](
        here, ways.NAMES[wire]["agent"], Deed("resolve", "fixed", options={"code": "fixed"}), number
    )
    await here.carried()
    return number


@pytest.mark.parametrize("wire", CHATS)
async def test_yes_is_the_requester_s_alone_to_say_and_counts_once(here, wire):
    number = await resolved(here, wire)
    before = await here.facts(number)
    ear = Ear(here, wire, "sue")
    await find(here, wire, "Yes")
    if wire == "slack":  # on Discord the thread is private
        await press(here, wire, "sue", "Yes")
        assert "Only who asked can answer that" in await ear.hears()
        assert await here.facts(number) == before

    ear = Ear(here, wire, "rita")
    await press(here, wire, "rita", "Yes")
    assert f"Thank you! #{number} is closed." in await ear.hears()
    await here.until(lambda: settled(here, wire, "Is it solved?", "Your answer: Yes"))
    assert await here.facts(number) == [*before, "Closed", "Surveyed"]


@pytest.mark.parametrize("wire", CHATS)
async def test_a_question_that_was_answered_in_words_cannot_be_pressed_any_more(here, wire):
    await resolved(here, wire)
    place, _ = await find(here, wire, "Yes")
    more = {"thread": here.slack.messages(place)[-1].ts} if wire == "slack" else {}
    await getattr(here, wire).say(getattr(here.town.cast, wire)["rita"], place, "not yet", **more)
    await here.until(lambda: settled(here, wire, "Is it solved?", "Your answer: Not yet"))


@pytest.mark.parametrize("wire", CHATS)
async def test_a_question_that_was_overtaken_cannot_be_pressed_any_more(here, wire):
    number = await resolved(here, wire)
    await find(here, wire, "Yes")
    await ways.COMMANDS[wire](here, ways.NAMES[wire]["agent"], Deed("reopen"), number)
    await here.until(lambda: settled(here, wire, "Is it solved?", ""))
    assert not any("Your answer" in text for _, text, _ in told(here, wire)[1])


def settled(here, wire, question, answer):
    """Does it stand there without buttons, and with what was answered?"""
    asked = [(text, buttons) for _, text, buttons in told(here, wire)[1] if question in text]
    return asked and all(answer in text and not buttons for text, buttons in asked)


@pytest.mark.parametrize("wire", CHATS)
async def test_not_yet_opens_it_again_and_asks_what_is_missing(here, wire):
    number = await resolved(here, wire)
    await press(here, wire, "rita", "Not yet")

    assert (await here.facts(number))[-1] == "Objected"
    await here.until(lambda: any("What is missing?" in text for _, text, _ in told(here, wire)[1]))


@pytest.mark.parametrize("wire", CHATS)
async def test_a_rating_is_given_by_a_form_that_knows_what_was_pressed(here, wire):
    number = await resolved(here, wire)
    await press(here, wire, "rita", "Yes")
    people, who = getattr(here, wire), getattr(here.town.cast, wire)["rita"]
    ear = Ear(here, wire, "rita")
    await press(here, wire, "rita", "2")
    await here.until(lambda: people.modal(who))
    await here.settled()
    await people.submit(who, {"Would you like to add something?": "It took a week."})
    assert "Thank you for your rating!" in await ear.hears()
    await here.until(lambda: settled(here, wire, "How did we do", "Your answer: ⭐ 2/5"))

    events = await here.history(number)
    rated = [event.fact for event in events if type(event.fact).__name__ == "Rated"]
    assert [(fact.score, fact.comment) for fact in rated] == [(2, "It took a week.")]


async def test_by_mail_a_link_leads_to_a_page_whose_button_closes_it(tmp_path):
    async with world(tmp_path, Curious(), PUBLIC_URL="https://desk.example") as here:
        await listening(here)
        number = await here.asks_by_mail()
        await ways.COMMANDS["slack"](here, "bob", Deed("resolve"), number)
        letter = (await here.until(lambda: here.mail.inbox("ann@customer.example")[1:]))[0]
        text = letter.get_body(("plain",)).get_content()
        path = re.search(r"<https://desk\.example(/solved/\S+/yes)>", text)[1]
        assert f'href="https://desk.example{path}"' in letter.get_body(("html",)).get_content()

        url = f"http://127.0.0.1:{here.house.web.port}{path}"
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as page:
                assert "Is it solved?" in await page.text()
            assert (await here.facts(number))[-1] == "Resolved"
            async with session.post(url) as page:
                assert f"#{number} is closed" in await page.text()
        assert (await here.facts(number))[-2:] == ["Closed", "Surveyed"]
        await here.until(lambda: "1 is poor, 5 is excellent" in str(here.mail.inbox("ann@customer.example")[-1]))


async def test_by_mail_a_bare_yes_closes_it(here):
    number = await here.asks_by_mail()
    await ways.COMMANDS["slack"](here, "bob", Deed("resolve"), number)
    await here.until(lambda: here.mail.inbox("ann@customer.example")[1:])
    await here.mail.reply("ann@customer.example", here.mail.inbox("ann@customer.example")[-1], "Yes, thank you!")

    await here.until(lambda: closed(here, number))


async def closed(here, number):
    return (await here.facts(number))[-2:] == ["Closed", "Unasked"]  # no PUBLIC_URL, no rating by mail
