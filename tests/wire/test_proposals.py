"""A mail that may belong to another ticket, decided by a button in that ticket's thread, on either chat."""

import pytest

from tests.wire.world import listening, world


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


def asked(here, wire, number):
    """The line with the question in the thread of ticket `number`: its channel, its id and its buttons."""
    if wire == "slack":
        card = here.slack_card(number)
        channel, said = card.channel, here.slack.messages(card.channel, thread=card.ts)
        return next(((channel, one.ts, one.buttons) for one in said if "It belongs here" in one.buttons), None)
    thread = here.discord_card(number).id
    said = [(one.id, [button.label for button in one.buttons]) for one in here.discord.messages(thread)]
    return next(((thread, *one) for one in said if "It belongs here" in one[1]), None)


@pytest.mark.parametrize(("wire", "outsider", "agent"), [("slack", "max", "bob"), ("discord", "max", "cleo")])
async def test_who_may_presses_once_and_who_may_not_changes_nothing(here, wire, outsider, agent):
    first = await here.asks_by_mail()
    second = await here.asks_by_mail(f"Me too [#{first}]", "CANARY", "Dora")
    channel, line, buttons = await here.until(lambda: asked(here, wire, first))
    people, cast = getattr(here, wire), getattr(here.town.cast, wire)
    assert list(buttons) == ["It belongs here", "New ticket", "Block sender"]

    for name in (outsider, agent, agent):
        heard = await here.house.ask(here.heard)
        await people.click(cast[name], channel, line, "It belongs here")
        await here.hears(heard + 1)
        assert ("Joined" in await here.facts(second)) == (name == agent)

    assert (await here.facts(first)).count("Wrote") == 1
    await here.carried()
    assert here.mail.inbox("dora@customer.example") == []
    assert not any("CANARY" in mail.as_string() for mail in here.mail.inbox("ann@customer.example"))
