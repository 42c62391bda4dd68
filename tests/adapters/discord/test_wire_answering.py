"""Answers on Discord that nobody regrets: previews, warnings, who writes, and how the newest answer fared."""

from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.macro import Macro
from tests.adapters.discord.world import world

NOTE = "She always forgets her password and then she shouts at whoever picks up the phone."
REFUND = Macro("refund", "Dear {requester}, the money for {number} is on its way.", ("tag +refund", "pend 2d"))


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        made.settings = replace(made.settings, macros=(REFUND,))
        made.desk = Desk(made.store, made.settings, made.clock)
        await made.up()
        yield made


def whispered(here, who, text):
    """What somebody was told alone, by an answer to their click or directly."""
    found = [one for one in here.people.ephemerals(who) if text in one.text.replace("\\", "")]
    return found[-1] if found else None


async def told_directly(here, who, text):
    direct = await here.people.dm(who)
    return direct, await here.says(direct, text)


async def replying(here, who):
    outcome = await here.people.click(who, here.room, here.root().id, "Reply")
    await here.until(lambda: outcome.modal or outcome.error)
    return outcome.modal


async def test_the_form_says_whom_the_answer_reaches_and_who_else_is_writing(here):
    await here.ticket()
    [about] = (await replying(here, here.bob)).texts
    assert about == "Goes to Ann (on Discord)."
    await here.until(lambda: "Bob has been writing an answer since" in here.root().text)
    [about] = (await replying(here, here.cleo)).texts
    assert "✍️ Bob has been writing an answer since <t:" in about


async def test_a_stranger_is_told_nothing_by_the_form(here):
    await here.ticket()
    here.guild.channels[here.room].overwrites.clear()
    outcome = await here.people.click(here.max, here.room, here.root().id, "Reply")
    await here.until(lambda: outcome.replies)
    assert "There is no such ticket" in outcome.text
    assert outcome.modal is None


async def test_what_happened_since_the_form_came_up_is_said_and_sent_by_one_more_press(here):
    thread = await here.ticket()
    await replying(here, here.bob)
    await here.people.say(here.cleo, thread, "I have it")
    await here.until(lambda: "Noted" in here.facts())
    outcome = await here.people.submit(here.bob, {"Text": "We are coming"})
    await here.until(lambda: whispered(here, here.bob, "Cleo left a note after you opened this form."))
    assert "We are coming" in outcome.text
    shown = whispered(here, here.bob, "Not sent yet")
    assert [one.label for one in shown.buttons] == ["Send anyway", "Edit", "Cancel"]
    assert "Replied" not in here.facts()
    await here.people.click(here.bob, here.room, shown.id, "Send anyway")
    await here.says(here.private()[0], "We are coming")
    await here.until(lambda: whispered(here, here.bob, "Your answer to Ann"))
    assert whispered(here, here.bob, "Not sent yet") is None


@pytest.mark.parametrize("way", ["command", "form", "menu"])
async def test_text_of_a_note_is_warned_of_to_its_author_alone(here, way):
    thread = await here.ticket()
    await here.people.say(here.cleo, thread, NOTE)
    await here.until(lambda: "Noted" in here.facts())
    if way == "command":
        await here.people.command(here.bob, thread, "ticket reply", {"text": f"Dear Ann, {NOTE}"})
    elif way == "form":
        await replying(here, here.bob)
        await here.people.submit(here.bob, {"Text": f"Dear Ann, {NOTE}"})
    else:
        said = await here.people.say(here.bob, thread, f"Dear Ann, {NOTE}")
        await here.people.menu(here.bob, thread, said, "Send to requester")
    await here.until(lambda: whispered(here, here.bob, "It repeats a note of Cleo: “she always forgets"))
    assert "Replied" not in here.facts()
    shown = whispered(here, here.bob, "Not sent yet")
    await here.people.click(here.bob, here.room if way == "form" else thread, shown.id, "Send anyway")
    await here.says(here.private()[0], "always forgets")
    assert here.facts().count("Replied") == 1


@pytest.mark.parametrize("way", ["word", "tray"])
async def test_a_mention_is_warned_of_directly_where_it_was_only_said(here, way):
    thread = await here.ticket()
    text = f"<@{here.cleo}> will mend it"
    if way == "word":
        await here.people.say(here.bob, thread, f"!reply {text}")
    else:
        said = await here.people.say(here.bob, thread, text)
        await here.until(lambda: "Noted" in here.facts())
        await here.people.react(here.bob, thread, said, "📤")
    direct, shown = await told_directly(here, here.bob, "It mentions @Cleo")
    assert "Replied" not in here.facts()
    await here.people.click(here.bob, direct, shown.id, "Send anyway")
    await here.says(here.private()[0], "Cleo will mend it")
    here.people.pings.clear()


async def test_what_was_warned_of_is_edited_in_the_form_and_sent(here):
    thread = await here.ticket()
    await here.people.say(here.cleo, thread, NOTE)
    await here.until(lambda: "Noted" in here.facts())
    await here.people.command(here.bob, thread, "ticket reply", {"text": NOTE})
    await here.until(lambda: whispered(here, here.bob, "Not sent yet"))
    outcome = await here.people.click(here.bob, thread, whispered(here, here.bob, "Not sent yet").id, "Edit")
    await here.until(lambda: outcome.modal)
    assert outcome.modal.values["Text"] == NOTE
    await here.people.submit(here.bob, {"Text": "We reset it"})
    await here.says(here.private()[0], "We reset it")


async def test_a_macro_is_completed_previewed_and_sent_once(here):
    thread = await here.ticket()
    offered = await here.people.autocomplete(here.bob, thread, "ticket macro", "name", "ref")
    assert [one.value for one in offered] == ["refund"]
    assert await here.people.autocomplete(here.max, here.help, "ticket macro", "name", "ref") == []
    await here.people.command(here.bob, thread, "ticket macro", {"name": "refund"})
    await here.until(lambda: whispered(here, here.bob, "Dear Ann, the money for 1 is on its way."))
    shown = whispered(here, here.bob, "Dear Ann")
    assert "To Ann (on Discord):" in shown.text.replace("\\", "")
    assert [one.label for one in shown.buttons] == ["Send", "Edit", "Cancel"]
    await here.people.click(here.bob, thread, shown.id, "Send")
    await here.until(lambda: whispered(here, here.bob, "Your answer to Ann"))
    assert whispered(here, here.bob, "Your answer to Ann").buttons == []
    await here.says(here.private()[0], "Dear Ann, the money")
    await here.settled()
    assert here.facts() == ["Opened", "Acknowledged", "Replied", "Tagged", "Pended"]


async def test_a_macro_is_edited_in_the_form_with_its_text_in_it_and_does_its_verbs(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket macro", {"name": "refund"})
    await here.until(lambda: whispered(here, here.bob, "Dear Ann"))
    outcome = await here.people.click(here.bob, thread, whispered(here, here.bob, "Dear Ann").id, "Edit")
    await here.until(lambda: outcome.modal)
    await here.people.submit(here.bob, {"Text": f"{outcome.modal.values['Text']} Bye!"})
    await here.says(here.private()[0], "is on its way. Bye")
    await here.settled()
    assert here.facts()[-2:] == ["Tagged", "Pended"]


async def test_a_cancelled_macro_is_gone(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket macro", {"name": "refund"})
    await here.until(lambda: whispered(here, here.bob, "Dear Ann"))
    await here.people.click(here.bob, thread, whispered(here, here.bob, "Dear Ann").id, "Cancel")
    await here.until(lambda: whispered(here, here.bob, "Thrown away; nothing was sent."))
    assert whispered(here, here.bob, "Dear Ann") is None


async def test_macros_are_saved_by_command(here):
    outcome = await here.people.command(here.bob, here.help, "desk macros", {"do": "save hello Hello {requester}!"})
    await here.until(lambda: "hello is saved" in outcome.text)
    outcome = await here.people.command(here.bob, here.help, "desk macros")
    await here.until(lambda: "hello · your own · used 0 times" in outcome.text)


async def test_the_card_tells_who_got_the_answer_and_who_did_not(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket reply", {"text": "Try it now"})
    await here.until(lambda: "✅ The newest answer was delivered to Ann" in here.root().text)
    assert "Retry" not in [one.label for one in here.root().buttons]


async def test_a_macro_is_picked_by_its_name_in_the_cards_menu(here):
    await here.ticket()
    await here.people.select(here.bob, here.room, here.root().id, "More …", ["Macro"])
    choice = "refund · Dear {requester}, the money for {number} is on its way."
    await here.people.submit(here.bob, {"Macro": choice})
    seen = await here.until(lambda: whispered(here, here.bob, "Dear Ann, the money for 1 is on its way."))
    assert [one.label for one in seen.buttons] == ["Send", "Edit", "Cancel"]


async def test_a_new_article_is_written_in_a_form_that_comes_up_at_once(here):
    outcome = await here.people.command(here.bob, here.room, "desk kb", {"do": "new"})
    assert outcome.modal
    await here.people.submit(here.bob, {"Title": "Paper jam", "Text": "Open the lid."})
    await here.until(lambda: whispered(here, here.bob, "Paper jam"))
