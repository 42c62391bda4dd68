"""Answers on Slack that nobody regrets: previews, warnings in the form and out of it, who writes, and how it fared."""

from dataclasses import replace

import pytest

from adapters import macros
from adapters.verbs import TABLE
from bot.desk import Desk
from bot.macro import Macro
from tests.adapters.slack.stage import stage

NOTE = "She always forgets her password and then she shouts at whoever picks up the phone."
REFUND = Macro("refund", "Dear {requester}, the money for {number} is on its way.", ("tag +refund", "pend 2d"))


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path, listens=False) as one:
        one.settings = replace(one.settings, macros=(REFUND,))
        macros.refuse(one.settings, TABLE)
        one.desk = Desk(one.store, one.settings, one.clock)
        await one.start()
        yield one


async def test_who_sent_it_is_told_whom_it_reaches_and_with_what(here):
    await here.asked()
    await opened(here, here.bob)
    file = here.people.upload(here.bob, "plan.txt", b"turn it off")
    await here.people.submit(here.bob, {"Text": "Try this", "Files": [file]})
    await here.sees(
        lambda: whispered(here, here.bob, "Your answer to ann (on Slack) on #1 is on its way. With it: plan.txt.")
    )


async def opened(here, who, button="Reply"):
    card = here.cards()[0]
    assert (await here.people.click(who, here.room, card.ts, button)).is_ok
    await here.sees(lambda: "Goes to ann" in here.people.modal_text(who))


def whispered(here, who, text):
    return next((one for one in here.people.ephemerals(who) if text in one.text), None)


async def test_the_form_says_whom_the_answer_reaches_and_who_else_is_writing(here):
    await here.asked()
    await opened(here, here.bob)
    assert "has been writing" not in here.people.modal_text(here.bob)
    here.later()
    await here.sees(lambda: "✍️ bob has been writing an answer since" in here.cards()[0].text)
    await opened(here, here.cleo)
    assert "bob has been writing an answer since " in here.people.modal_text(here.cleo)


async def test_who_closes_the_form_writes_no_more(here):
    await here.asked()
    await opened(here, here.bob)
    here.later()
    await here.sees(lambda: "has been writing" in here.cards()[0].text)
    await here.people.close(here.bob)
    here.later()
    await here.sees(lambda: "has been writing" not in here.cards()[0].text)


async def test_the_form_warns_once_of_what_is_for_the_agents_and_sends_then(here):
    card = await here.asked()
    await here.people.say(here.cleo, here.room, NOTE, card.ts)
    await here.quiet()
    await opened(here, here.bob)
    await here.people.submit(here.bob, {"Text": f"Dear Ann, {NOTE}"})
    assert "It repeats a note of cleo: “she always forgets" in here.people.modal_text(here.bob)
    assert not [one for one in here.answers() if "forgets" in one]
    assert (await here.people.submit(here.bob)).is_ok
    await here.sees(lambda: any("forgets" in one for one in here.answers()))


async def test_the_form_warns_anew_of_what_happened_since_it_warned(here):
    card = await here.asked()
    await opened(here, here.bob)
    await here.people.say(here.cleo, here.room, "I have it", card.ts)
    await here.quiet()
    await here.people.submit(here.bob, {"Text": "We are coming"})
    assert "cleo left a note after you opened this form." in here.people.modal_text(here.bob)
    await here.people.say(here.ann, here.help, "It is out", here.question)
    await here.quiet()
    await here.people.submit(here.bob)
    assert "ann wrote after you opened this form." in here.people.modal_text(here.bob)
    assert (await here.people.submit(here.bob)).is_ok
    await here.sees(lambda: any("We are coming" in one for one in here.answers()))


@pytest.mark.parametrize("way", ["tray", "shortcut", "word"])
async def test_whatever_way_it_goes_a_mention_is_warned_of_and_sent_by_one_more_press(here, way):
    card = await here.asked()
    said = f"<@{here.cleo}> will mend it"
    here.may_ping.add(here.cleo)
    if way == "word":
        await here.people.say(here.bob, here.room, f"!reply {said}", card.ts)
    else:
        ts = await here.people.say(here.bob, here.room, said, card.ts)
        await here.quiet()
        if way == "tray":
            await here.people.react(here.bob, here.room, ts, "outbox_tray")
        else:
            await here.people.shortcut(here.bob, here.room, ts, "send_to_requester")
    whisper = await here.sees(lambda: whispered(here, here.bob, "Not sent yet. It mentions @cleo."))
    assert "@cleo will mend it" in whisper.text
    assert whisper.buttons == ["Send anyway", "Edit", "Cancel"]
    assert not [one for one in here.answers() if "mend" in one]
    await here.people.click(here.bob, here.room, whisper.ts, "Send anyway")
    await here.sees(lambda: any("@cleo will mend it" in one for one in here.answers()))
    await here.sees(lambda: whispered(here, here.bob, "Your answer to ann"))
    assert whispered(here, here.bob, "Not sent yet") is None
    assert here.facts().count("Replied") == 1


async def test_what_was_warned_of_is_edited_in_the_form_and_sent(here):
    card = await here.asked()
    here.may_ping.add(here.cleo)
    await here.people.say(here.bob, here.room, f"!reply <@{here.cleo}> will mend it", card.ts)
    whisper = await here.sees(lambda: whispered(here, here.bob, "Not sent yet"))
    await here.people.click(here.bob, here.room, whisper.ts, "Edit")
    await here.sees(lambda: "Goes to ann" in here.people.modal_text(here.bob))
    assert "@cleo will mend it" in str(here.people.modal(here.bob).body)
    await here.people.submit(here.bob, {"Text": "We will mend it"})
    await here.sees(lambda: any("We will mend it" in one for one in here.answers()))


@pytest.mark.parametrize("way", ["command", "word"])
async def test_a_macro_is_previewed_and_sent_once(here, way):
    card = await here.asked()
    if way == "command":
        await here.people.command(here.bob, here.help, "/ticket macro 1 refund")
    else:
        await here.people.say(here.bob, here.room, "!macro refund", card.ts)
    shown = await here.sees(lambda: whispered(here, here.bob, "Dear ann, the money for 1 is on its way."))
    assert "To ann (on Slack):" in shown.text
    assert "Then: tag +refund" in shown.text
    assert shown.buttons == ["Send", "Edit", "Cancel"]
    room = here.help if way == "command" else here.room
    for _ in range(2):
        await here.people.click(here.bob, room, shown.ts, "Send")
    await here.sees(lambda: any("Dear ann, the money" in one for one in here.answers()))
    await here.quiet()
    assert here.facts() == ["Opened", "Acknowledged", "Replied", "Tagged", "Pended"]
    await here.sees(lambda: any("📤 bob replied" in one for one in here.lines(card.ts)))


async def test_a_macro_is_edited_in_the_form_with_its_text_in_it(here):
    await here.asked()
    await here.people.command(here.bob, here.help, "/ticket macro 1 refund")
    shown = await here.sees(lambda: whispered(here, here.bob, "Dear ann"))
    await here.people.click(here.bob, here.help, shown.ts, "Edit")
    await here.sees(lambda: "Goes to ann" in here.people.modal_text(here.bob))
    assert (await here.people.submit(here.bob)).is_ok
    await here.sees(lambda: any("Dear ann, the money" in one for one in here.answers()))
    await here.quiet()
    assert here.facts()[-2:] == ["Tagged", "Pended"]


async def test_a_cancelled_macro_is_gone(here):
    await here.asked()
    await here.people.command(here.bob, here.help, "/ticket macro 1 refund")
    shown = await here.sees(lambda: whispered(here, here.bob, "Dear ann"))
    await here.people.click(here.bob, here.help, shown.ts, "Cancel")
    await here.sees(lambda: whispered(here, here.bob, "Thrown away; nothing was sent."))
    assert whispered(here, here.bob, "Dear ann") is None
    assert here.facts() == ["Opened", "Acknowledged"]


async def test_macros_are_saved_and_listed_by_command(here):
    outcome = await here.people.command(here.bob, here.help, "/desk macros save hello Hello {requester}!\n!claim")
    await here.sees(lambda: "hello is saved (your own)" in outcome.text)
    outcome = await here.people.command(here.bob, here.help, "/desk macros")
    await here.sees(lambda: "hello · your own · used 0 times" in outcome.text and "refund" in outcome.text)


async def test_the_card_tells_who_got_the_answer(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "!reply Try it now", card.ts)
    await here.sees(lambda: len(here.answers()) == 2)
    here.later()
    await here.sees(lambda: "✅ The newest answer was delivered to ann" in here.cards()[0].text)
    assert "Retry" not in here.cards()[0].buttons


async def test_a_macro_is_picked_by_its_name_in_the_cards_menu(here):
    await here.asked()
    assert (await here.people.select(here.bob, here.room, here.cards()[0].ts, "More…", "Macro…")).is_ok
    choice = "refund · Dear {requester}, the money for {number} is on its way."
    await here.sees(lambda: choice in str(here.people.modal(here.bob).body["blocks"]))
    assert (await here.people.submit(here.bob, {"Macro": choice})).is_ok
    seen = await here.sees(lambda: whispered(here, here.bob, "Dear ann, the money for 1 is on its way."))
    assert seen.buttons == ["Send", "Edit", "Cancel"]


async def test_a_new_article_is_written_in_a_form_that_comes_up_at_once(here):
    await here.people.command(here.bob, here.room, "/desk kb new")
    await here.sees(lambda: here.people.modal(here.bob))
    assert (await here.people.submit(here.bob, {"Title": "Paper jam", "Text": "Open the lid."})).is_ok
    await here.sees(lambda: whispered(here, here.bob, "Paper jam"))
