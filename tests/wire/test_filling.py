"""A ticket is filled in by forms and commands of both chats; what its queue requires is asked for when it ends."""

from itertools import count

import pytest
import pytest_asyncio

from tests.wire import presses
from tests.wire.deeds import Deed
from tests.wire.ways import Ear, discord_command, plain, slack_command
from tests.wire.world import Village, listening, world

ALL = {"Category": "software", "Asset tag": "A-1042", "Seats": "12,5", "Site": "Paris", "Since": "2026-12-24"}
KEPT = (("asset", "A-1042"), ("seats", "12.5"), ("since", "2026-12-24"), ("site", "Paris"))
FIELDS = [
    {"name": "asset", "label": "Asset tag"},
    {"name": "seats", "kind": "number"},
    {"name": "site", "kind": "choice", "choices": ["Berlin", "Paris"], "in_form": False},
    {"name": "since", "kind": "date", "in_form": False},
    {"name": "backup", "label": "Backed up", "kind": "checkbox", "queues": ["support"], "in_form": False},
]
ASKERS = count(1)
NOTE = {"Text": "The lamp is off.", "Step": "identify"}


class Curious(Village):
    def desk_toml(self):
        toml = dict(super().desk_toml())
        support, *others = toml["queue"]
        return toml | {"queue": [support | {"required": ["category", "note"]}, *others], "field": FIELDS}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory):
    async with world(tmp_path_factory.mktemp("filling"), Curious()) as made:
        yield await listening(made)


pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("filling")]


async def asks(here):
    """A ticket of somebody who never wrote before, about something new."""
    asker = next(ASKERS)
    return await here.asks_by_mail(f"Matter{asker}", f"Details{asker}", f"Ann{asker}")


async def ticket(here, number):
    def look():
        with here.house.store.transaction() as tx:
            return tx.tickets.look(number)

    return await here.house.ask(look)


async def filled(here, number, **wanted):
    """Until the ticket says so."""

    async def is_so():
        found = await ticket(here, number)
        return all(getattr(found, name) == value for name, value in wanted.items())

    await here.until(is_so)


async def slack_form(here, number, label, awaited):
    """Open a form of the card's menu, and wait until it knows its ticket."""
    card, bob = here.slack_card(number), here.town.cast.slack["bob"]
    if label in card.buttons:
        await here.slack.click(bob, card.channel, card.ts, label)
    else:
        await here.slack.select(bob, card.channel, card.ts, "More…", label)
    await here.until(lambda: awaited in here.slack.modal_text(bob))
    return bob


async def test_slacks_form_has_an_input_for_each_kind_and_shows_what_is_filled_in(here):
    number = await asks(here)
    bob = await slack_form(here, number, "Set…", "Asset tag")
    kinds = [one["element"]["type"] for one in here.slack.modal(bob).body["blocks"] if one["type"] == "input"]
    assert kinds == ["static_select", "plain_text_input", "number_input", "static_select", "datepicker", "checkboxes"]

    sent = await here.slack.submit(bob, ALL | {"Seats": "12.5", "Backed up": "Yes"})
    assert sent.is_ok
    await filled(here, number, category="software", fields=(KEPT[0], ("backup", "yes"), *KEPT[1:]))
    await here.until(lambda: "Asset tag: A-1042 · Seats: 12.5" in here.slack_card(number).text)

    bob = await slack_form(here, number, "Set…", "Asset tag")
    assert "A-1042" in str(here.slack.modal(bob).body["blocks"])
    await here.slack.submit(bob, {"Asset tag": "", "Backed up": []})
    await filled(here, number, fields=KEPT[1:])


async def test_discords_menu_has_a_form_for_each_five_fields(here):
    number = await asks(here)
    said = await presses.on_discord(here, "cleo", number, "Set: Category, Asset tag, Seats, Site, Since", ALL)
    assert "Category is software, Asset tag is A-1042, Seats is 12.5" in said
    await filled(here, number, category="software", fields=KEPT)

    await presses.on_discord(here, "cleo", number, "Set: Backed up", {"Backed up": "yes"})
    await filled(here, number, fields=(KEPT[0], ("backup", "yes"), *KEPT[1:]))
    await here.until(lambda: "Backed up: yes" in plain(here.discord_card(number).text))

    said = await presses.on_discord(
        here, "cleo", number, "Set: Category, Asset tag, Seats, Site, Since", {"Asset tag": ""}
    )
    assert "Asset tag is empty" in said
    await filled(here, number, category="software")


async def test_a_form_that_is_sent_late_on_slack_leaves_alone_what_its_author_did(here):
    number = await asks(here)
    bob = await slack_form(here, number, "Set…", "Asset tag")
    await slack_command(here, "cleo", Deed("set", "seats 3"), number)
    await slack_command(here, "cleo", Deed("set", "asset C-1"), number)
    ear = Ear(here, "slack", "bob")
    assert (await here.slack.submit(bob, {"Category": "software", "Asset tag": "B-7"})).is_ok
    told = await ear.hears()
    assert "Category is software." in told
    assert "Asset tag became C-1 while your form was open, so your value was not taken: B-7." in told
    await filled(here, number, category="software", fields=(("asset", "C-1"), ("seats", "3")))


async def test_a_form_that_is_sent_late_on_discord_leaves_alone_what_its_author_did(here):
    number, bob = await asks(here), here.town.cast.discord["bob"]
    await presses.on_discord(here, "bob", number, "Set: Category, Asset tag, Seats, Site, Since", None)
    await slack_command(here, "cleo", Deed("set", "seats 3"), number)
    await slack_command(here, "cleo", Deed("set", "asset C-1"), number)
    told = plain((await here.discord.submit(bob, {"Asset tag": "B-7"})).text)
    assert told == "Asset tag became C-1 while your form was open, so your value was not taken: B-7."
    await filled(here, number, fields=(("asset", "C-1"), ("seats", "3")))


async def test_what_discord_cannot_check_is_refused_with_what_is_accepted(here):
    number = await asks(here)
    said = await presses.on_discord(
        here, "cleo", number, "Set: Category, Asset tag, Seats, Site, Since", {"Seats": "x"}
    )
    assert "Seats cannot be “x”; accepted is a number, like 12 or 12.5." in said


async def test_a_command_fills_in_and_empties_one(here):
    number = await asks(here)
    await slack_command(here, "bob", Deed("set", "asset A-1"), number)
    await filled(here, number, fields=(("asset", "A-1"),))
    said = await discord_command(here, "cleo", Deed("set", options={"field": "asset"}), number)
    assert said == f"#{number}: Asset tag is empty."


async def test_discord_completes_the_fields_and_what_they_take_for_agents_alone(here):
    number, cleo, rita = await asks(here), *(here.town.cast.discord[name] for name in ("cleo", "rita"))
    thread = here.discord_card(number).id

    async def offered(who, line, option, partial=""):
        return [one.value for one in await here.discord.autocomplete(who, thread, line, option, partial)]

    offers = ["category", "asset", "seats", "site", "since", "backup", "language"]
    assert await offered(cleo, "ticket set", "field") == offers
    assert await offered(cleo, "ticket set", "field", "ass") == ["asset"]
    help_room = here.town.room("discord help")
    assert await here.discord.autocomplete(rita, help_room, "ticket set", "field", "") == []


async def test_what_is_required_is_asked_for_when_slack_resolves(here):
    number = await asks(here)
    bob = await slack_form(here, number, "Resolve", "Category")
    refused = await here.slack.submit(bob, {"Note": "New cable."})
    assert "This queue wants to know." in str(refused.errors)
    assert (await here.slack.submit(bob, {"Note": "New cable.", "Category": "access"})).is_ok
    await filled(here, number, status="resolved", category="access", closing_note="New cable.")


async def test_what_is_required_is_asked_for_when_discord_resolves(here):
    number = await asks(here)
    answers = {"Note": "New cable.", "Category": "access"}
    await presses.on_discord(here, "cleo", number, "Resolve", answers)
    await filled(here, number, status="resolved", category="access", closing_note="New cable.")


@pytest.mark.parametrize("wire", ["slack", "discord"])
async def test_a_word_that_would_end_it_is_refused_with_a_button_that_mends_it(here, wire):
    number, name = await asks(here), {"slack": "bob", "discord": "cleo"}[wire]
    ear = Ear(here, wire, name)
    await presses.say(here, wire, name, number, "!resolve")
    assert "cannot be resolved yet: its queue wants to know closing note and category first" in await ear.hears()

    who = getattr(here.town.cast, wire)[name]
    if wire == "slack":
        [told] = [one for one in here.slack.ephemerals(who) if f"#{number} cannot be resolved" in one.text]
        assert told.buttons == ["Fill in…", "Resolve…"]
    else:
        rooms = [one for one in here.town.discord.world.directs.values() if who in one.recipients]
        [told] = [
            one for room in rooms for one in here.discord.messages(room.id) if f"#{number} cannot" in plain(one.text)
        ]
        assert [one.label for one in told.buttons] == ["Fill in…", "Resolve…"]


async def test_a_requesters_form_asks_for_what_is_in_the_form(here):
    rita = here.town.cast.slack["rita"]
    await here.slack.command(rita, here.town.room("slack help"), "/ticket open")
    await here.until(lambda: here.slack.modal(rita))
    text = here.slack.modal_text(rita)
    assert "Category" in text
    assert "Asset tag" in text
    assert "Site" not in text
    before = len(await here.all_facts())
    await here.slack.submit(rita, {"Subject": "Slow", "Category": "hardware", "Seats": "3"})
    await filled(here, await here.came(before), category="hardware", fields=(("seats", "3"),))


async def test_a_requesters_form_on_discord_asks_for_two_as_it_holds_no_more(here):
    rita = here.town.cast.discord["rita"]
    asked = await here.discord.command(rita, here.town.room("discord help"), "ticket open", {})
    assert asked.modal.fields == ["Subject", "Text", "Category", "Asset tag", "Files"]
    before = len(await here.all_facts())
    await here.discord.submit(rita, {"Subject": "Slow", "Category": ["hardware"], "Asset tag": "A-7"})
    await filled(here, await here.came(before), category="hardware", fields=(("asset", "A-7"),))


async def test_a_requester_sees_nothing_of_what_is_filled_in(here):
    number = await here.asks_on_slack()
    await here.until(lambda: here.slack_card(number))
    await slack_command(here, "bob", Deed("set", "asset CANARY"), number)
    await filled(here, number, fields=(("asset", "CANARY"),))
    rita, help_room = here.town.cast.slack["rita"], here.town.room("slack help")
    shown = await here.slack.command(rita, help_room, f"/ticket show {number}")
    await here.until(lambda: shown.text)
    assert "CANARY" not in shown.text
    ear = Ear(here, "slack", "rita")
    await here.slack.command(rita, help_room, f"/ticket set {number}")
    await here.until(lambda: here.slack.modal(rita))
    await here.settled()
    assert "CANARY" not in str(here.slack.modal(rita).body)
    assert "CANARY" not in "".join(ear.news())


async def test_time_is_booked_by_a_form_and_a_command_and_told_by_agent(here):
    number = await asks(here)
    await slack_form(here, number, "Book time…", "How long")
    await here.slack.submit(here.town.cast.slack["bob"], {"How long": "1h 5m", "For what": "Looked at it"})
    await filled(here, number, minutes=65)
    said = await presses.on_discord(here, "cleo", number, "Book time", {"How long": "15m"})
    assert said == f"Booked 15 min; 1 h 20 min in all on #{number}."
    sheet = await discord_command(here, "cleo", Deed("time"), number)
    assert "Bob: 1 h 5 min" in sheet
    assert "Cleo: 15 min" in sheet
    await here.until(lambda: "Time: 1 h 20 min" in here.slack_card(number).text)


@pytest.mark.parametrize("wire", ["slack", "discord"])
async def test_a_note_of_a_step_ticks_the_checklist_of_the_card(here, wire):
    number, name = await asks(here), {"slack": "bob", "discord": "cleo"}[wire]
    press = {"slack": presses.on_slack, "discord": presses.on_discord}[wire]
    await press(here, name, number, "Note", NOTE)
    card = getattr(here, f"{wire}_card")
    await here.until(lambda: "☑ identify · ☐ research" in card(number).text)
