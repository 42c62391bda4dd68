"""What is denied, by every way in: nothing changes, and only the asker is told, as if there were no such ticket."""

import pytest

from tests.wire import ways
from tests.wire.deeds import NO_TICKET, ON_A_TICKET, ON_THE_DESK, may, refusal, typed
from tests.wire.presses import (
    EMOJI,
    ON_DISCORD,
    ON_SLACK,
    PRESSING,
    choices,
    is_offered,
    on_discord,
    on_slack,
    say,
    spot,
)
from tests.wire.sights import nothing_happens
from tests.wire.ways import Ear

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("access_denied")]  # one world


def sentence(told):
    """The refusal, without the words that are given back."""
    return told.partition("\n")[0]


@pytest.mark.parametrize("role", ["requester", "member", "outsider"])
@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_command_that_is_denied_changes_nothing_and_tells_the_asker_alone(still, wire, role):
    name, command = ways.NAMES[wire][role], ways.COMMANDS[wire]
    number = still.numbers[wire if role == "requester" else "mail"]
    for deed in (one for one in typed(wire, (*ON_A_TICKET, *ON_THE_DESK)) if not may(role, one.verb)):
        target = None if deed in ON_THE_DESK else number

        told = await nothing_happens(still, wire, name, lambda deed=deed, to=target: command(still, name, deed, to))

        assert sentence(told) == refusal(role, deed.verb), deed


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_ticket_that_is_not_yours_answers_like_one_that_does_not_exist(still, wire):
    name, command = ways.NAMES[wire]["requester"], ways.COMMANDS[wire]
    for deed in typed(wire, ON_A_TICKET):
        told = [await command(still, name, deed, number) for number in (still.numbers["mail"], 99_999)]

        assert told[0] == told[1].replace("99999", str(still.numbers["mail"])), deed
        assert sentence(told[0]) == NO_TICKET, deed


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_word_in_the_thread_by_who_is_no_agent_changes_nothing(still, wire):
    for deed in ON_A_TICKET:
        for way in ways.WORDS[wire]:
            told = await nothing_happens(
                still, wire, "max", lambda deed=deed, way=way: way(still, "max", deed, still.numbers["mail"])
            )

            assert sentence(told) == NO_TICKET, (way.__name__, deed)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_the_agents_threads_are_shut_to_who_cannot_see_the_room(still, wire):
    for name in ("rita", "otto"):
        assert [await way(still, name, ON_A_TICKET[0], still.numbers["mail"]) for way in ways.WORDS[wire]] == [
            None,
            None,
        ]


async def test_what_a_stranger_presses_on_slack_changes_nothing_and_tells_them_alone(still):
    number, who = still.numbers["mail"], still.town.cast.slack["max"]
    card = still.slack_card(number)
    for label in (*card.buttons, *choices(still, number)):
        ear = Ear(still, "slack", "max")

        async def press(label=label, ear=ear):
            await on_slack(still, "max", number, label, None)
            return await ear.hears()

        assert await nothing_happens(still, "slack", "max", press) == NO_TICKET, label
        if still.slack.modal(who):  # a form came up before anybody could ask who it was for
            await still.until(lambda: "Sorry" in still.slack.modal_text(who))
            assert "Ann" not in still.slack.modal_text(who)
            await still.slack.close(who)


async def test_a_form_that_a_stranger_sends_in_a_hurry_changes_nothing(still):
    number, who = still.numbers["mail"], still.town.cast.slack["max"]
    for label, answers, _ in (
        one for one in ON_SLACK if one[1] and is_offered(still, "slack", still.numbers["mail"], one[0])
    ):
        ear = Ear(still, "slack", "max")

        async def press(label=label, answers=answers, ear=ear):
            await on_slack(still, "max", number, label, answers)
            return await ear.hears()

        assert NO_TICKET in await nothing_happens(still, "slack", "max", press), label
        assert not still.slack.modal(who)


async def test_what_a_stranger_presses_on_discord_changes_nothing_and_tells_them_alone(still):
    number = still.numbers["mail"]
    card = still.discord_card(number)
    forms = {label: answers for label, answers, _ in ON_DISCORD if answers}
    for label in (*(one.label for one in card.buttons), *card.menus[0].options):
        told = await nothing_happens(
            still, "discord", "max", lambda label=label: on_discord(still, "max", number, label, forms.get(label))
        )

        assert told.partition("\n")[0] == NO_TICKET, label


@pytest.mark.parametrize("wire", PRESSING)
async def test_the_reactions_of_a_stranger_are_nothing(still, wire):
    number, people = still.numbers["mail"], getattr(still, wire)
    who, (room, card, thread) = getattr(still.town.cast, wire)["max"], spot(still, wire, number)
    said = await say(still, wire, "max", number, "I know better.")

    async def react():
        heard = await still.house.ask(still.heard)
        for emoji in EMOJI[wire][:2]:
            await people.react(who, room, card, emoji)
        await people.react(who, thread, said, EMOJI[wire][2])
        await still.hears(heard + 3)

    await nothing_happens(still, wire, "max", react)


@pytest.mark.parametrize("wire", PRESSING)
async def test_a_stranger_sends_nothing_by_the_menu_of_a_message(still, wire):
    number, who = still.numbers["mail"], getattr(still.town.cast, wire)["max"]
    _, _, thread = spot(still, wire, number)
    said, ear = await say(still, wire, "max", number, "I know better still."), Ear(still, wire, "max")

    async def choose():
        if wire == "slack":
            await still.slack.shortcut(who, thread, said, "send_to_requester")
        else:
            await still.discord.menu(who, thread, said, "Send to requester")
        return await ear.hears()

    told = await nothing_happens(still, wire, "max", choose)
    assert told.partition("\n")[0] == NO_TICKET


@pytest.mark.parametrize("wire", PRESSING)
async def test_a_stranger_opens_no_ticket_in_the_name_of_another(still, wire):
    who, help_room = getattr(still.town.cast, wire)["otto"], still.town.room(f"{wire} help")
    asked = getattr(still, wire).messages(help_room)[0]
    ear = Ear(still, wire, "otto")

    async def choose():
        if wire == "slack":
            await still.slack.shortcut(who, help_room, asked.ts, "open_ticket")
            await still.until(lambda: still.slack.modal(who))
            await still.slack.submit(who, {"Subject": "Mine"})
        else:
            await still.discord.menu(who, help_room, asked.id, "Open a ticket from this")
        return await ear.hears()

    told = await nothing_happens(still, wire, "otto", choose)
    assert told.startswith("Only the agents of this queue can do that.")
