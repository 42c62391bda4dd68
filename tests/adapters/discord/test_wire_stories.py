"""Whole stories over the wire: from a question on Discord to the answer, and back."""

import asyncio


async def test_a_question_in_the_help_channel_becomes_a_thread_for_the_agents(here):
    await here.people.say(here.ann, here.help, "My VPN is down\nsince this morning")
    root = await here.until(here.root)
    await here.until(here.thread)
    assert "#1 My VPN is down" in root.text
    assert [button.label for button in root.buttons] == ["Claim", "Reply", "Note", "Resolve"]
    line = await here.says(here.thread(), "Ann asks")
    assert "since this morning" in line.text


async def test_the_requester_is_told_the_number_in_a_thread_of_their_own(here):
    await here.ticket()
    own = here.private()[0]
    await here.says(own, "number #1")
    assert here.guild.threads[own].is_private
    assert here.ann in here.guild.threads[own].members


async def test_an_answer_reaches_the_requester_and_their_reply_comes_back(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket reply", {"text": "Try *again*"})
    said = await here.says(here.private()[0], "Bob")
    assert "Try \\*again\\*" in said.text
    await here.people.say(here.ann, here.private()[0], "It works, thanks")
    await here.says(thread, "It works, thanks")
    assert here.facts() == ["Opened", "Acknowledged", "Replied", "Wrote"]


async def test_a_direct_message_becomes_a_ticket_and_is_answered_there(here):
    direct = await here.people.dm(here.ann)
    await here.people.say(here.ann, direct, "Hello?")
    await here.says(direct, "number #1")
    await here.until(here.thread)
    await here.people.say(here.ann, direct, "Anybody?")
    await here.says(here.thread(), "Anybody?")
    await here.people.command(here.bob, here.thread(), "ticket reply", {"text": "Yes"})
    await here.says(direct, "Yes")
    assert here.state(2) is None


async def test_a_ticket_is_claimed_by_command_in_its_thread(here):
    outcome = await here.people.command(here.bob, await here.ticket(), "ticket claim")
    assert outcome.text == "\\#1 is yours."
    assert outcome.replies[0].is_ephemeral
    assert here.state().owner_name == "Bob"


async def test_a_ticket_is_claimed_by_command_with_its_number_elsewhere(here):
    await here.ticket()
    outcome = await here.people.command(here.bob, here.help, "ticket claim", {"number": 1})
    assert "is yours" in outcome.text


async def test_a_ticket_is_claimed_by_button_and_the_card_shows_it(here):
    await here.ticket()
    await here.people.click(here.bob, here.room, here.root().id, "Claim")
    await here.until(lambda: f"<@{here.bob}>" in here.root().text)
    assert "Release" in [button.label for button in here.root().buttons]


async def test_a_ticket_is_claimed_by_a_word_in_its_thread(here):
    thread = await here.ticket()
    said = await here.people.say(here.bob, thread, "!claim")
    await here.until(lambda: here.state().owner_name == "Bob")
    await here.until(lambda: any(one.id == said and "👌" in one.reactions for one in here.people.messages(thread)))


async def test_a_ticket_is_claimed_by_calling_the_desk_in_its_thread(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, f"<@{here.guild.bot.id}> claim")
    await here.until(lambda: here.state().owner_name == "Bob")
    here.people.pings.clear()


async def test_eyes_on_the_card_claim_and_a_tick_resolves(here):
    await here.ticket()
    await here.people.react(here.bob, here.room, here.root().id, "👀")
    await here.until(lambda: here.state().owner_name == "Bob")
    await here.people.react(here.bob, here.room, here.root().id, "✅")
    await here.until(lambda: here.state().status == "resolved")


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(here):
    await here.ticket()
    root = here.root().id
    clicks = [here.people.click(who, here.room, root, "Claim") for who in (here.bob, here.cleo)]
    outcomes = await asyncio.gather(*clicks)
    await here.until(lambda: all(outcome.replies for outcome in outcomes))
    told = [outcome.text for outcome in outcomes]
    assert sorted("is yours" in text for text in told) == [False, True]
    assert any(text.startswith(f"{here.state().owner_name} has") for text in told)


async def test_a_reply_is_written_in_a_form(here):
    await here.ticket()
    outcome = await here.people.click(here.bob, here.room, here.root().id, "Reply")
    assert outcome.modal.title == "Reply #1"
    sent = await here.people.submit(here.bob, {"Text": "Have a look", "Files": [("how.txt", b"like this")]})
    assert "Your answer to Ann (on Discord) on #1 is on its way. With it: how.txt." in sent.text
    said = await here.says(here.private()[0], "Have a look")
    assert said.attachments == {"how.txt": b"like this"}


async def test_a_note_never_reaches_the_requester(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, "Ann is difficult")
    await here.people.command(here.bob, thread, "ticket note", {"text": "very difficult"})
    await here.people.click(here.bob, here.room, here.root().id, "Note")
    await here.people.submit(here.bob, {"Text": "extremely difficult"})
    await here.until(lambda: here.facts().count("Noted") == 3)
    await here.settled()
    assert not any("difficult" in line for line in here.lines(here.private()[0]))


async def test_a_resolved_ticket_opens_again_when_the_requester_replies(here):
    thread = await here.ticket()
    await here.people.click(here.bob, here.room, here.root().id, "Resolve")
    await here.people.submit(here.bob, {"How it ended": "workaround", "Note": "rebooted"})
    await here.says(here.private()[0], "believe that")
    assert here.state().resolution == "workaround"
    await here.people.say(here.ann, here.private()[0], "No, still broken")
    await here.says(thread, "still broken")
    assert here.state().status == "open"


async def test_a_closed_ticket_rests_and_wakes_when_it_is_reopened(here):
    thread = await here.ticket()
    await here.people.command(here.bob, thread, "ticket close")
    await here.until(lambda: here.guild.threads[thread].archived and here.guild.threads[thread].locked)
    assert "closed this ticket" in here.lines(thread)[-1]
    await here.until(lambda: "Reopen" in [button.label for button in here.root().buttons])
    await here.people.click(here.bob, here.room, here.root().id, "Reopen")
    await here.says(thread, "reopened")
    assert not here.guild.threads[thread].archived
    assert not here.guild.threads[thread].locked


async def test_files_go_both_ways(here):
    await here.people.say(here.ann, here.help, "See this", [("log.txt", b"it broke")])
    await here.until(here.thread)
    line = await here.says(here.thread(), "See this")
    assert line.attachments == {"log.txt": b"it broke"}
    await here.people.say(here.bob, here.thread(), "Send this one", [("fix.txt", b"do so")])
    note = await here.says(here.thread(), "Send this one")
    await here.people.react(here.bob, here.thread(), note.id, "📤")
    said = await here.says(here.private()[0], "Send this one")
    assert said.attachments == {"fix.txt": b"do so"}


async def test_the_delivery_of_an_answer_is_marked_where_it_was_written(here):
    thread = await here.ticket()
    said = await here.people.say(here.bob, thread, "!reply Look again")
    await here.says(here.private()[0], "Look again")
    await here.until(lambda: any(one.id == said and "✅" in one.reactions for one in here.people.messages(thread)))


async def test_a_message_is_sent_to_the_requester_by_its_menu_once(here):
    thread = await here.ticket()
    note = await here.people.say(here.bob, thread, "The server is back")
    await here.until(lambda: "Noted" in here.facts())
    outcome = await here.people.menu(here.cleo, thread, note, "Send to requester")
    assert "Your answer to Ann (on Discord) on #1 is on its way." in outcome.text
    await here.people.react(here.bob, thread, note, "📤")
    await here.says(here.private()[0], "The server is back")
    await here.settled()
    assert here.facts().count("Replied") == 1


async def test_a_message_anywhere_becomes_a_ticket_by_its_menu(here):
    general = here.guild.add_text("general").id
    said = await here.people.say(here.ann, general, "My printer smokes")
    outcome = await here.people.menu(here.bob, general, said, "Open a ticket from this")
    assert "for Ann" in outcome.text
    await here.until(here.thread)
    await here.until(here.private)
    assert here.state().requester == f"discord:@{here.ann}"


async def test_a_ticket_is_opened_by_a_form(here):
    outcome = await here.people.command(here.ann, here.help, "ticket open")
    assert outcome.modal.fields == ["Subject", "Text", "Files"]
    sent = await here.people.submit(here.ann, {"Subject": "No sound", "Text": "since Monday"})
    assert "Opened" in sent.text
    await here.until(here.thread)
    await here.says(here.private()[0], "number #1")


async def test_the_menu_of_the_card_sets_the_priority_and_rings_the_supervisors(here):
    thread = await here.ticket()
    root = here.root().id
    await here.people.select(here.bob, here.room, root, "More …", ["Priority urgent"])
    await here.until(lambda: here.state().priority == "urgent")
    outcome = await here.people.select(here.bob, here.room, root, "More …", ["escalate"])
    assert outcome.modal.title == "Escalate #1"
    await here.people.submit(here.bob, {"Reason": "the boss is here"})
    line = await here.says(thread, "the boss is here")
    assert [(one.message, one.who) for one in here.people.pings] == [(line.id, f"role:{here.leads.id}")]
    here.people.pings.clear()


async def test_numbers_and_tags_are_offered_while_they_are_typed(here):
    await here.ticket("The printer smokes")
    await here.people.command(here.bob, here.help, "ticket tag", {"number": 1, "tags": "+hardware"})
    offered = await here.people.autocomplete(here.bob, here.help, "ticket claim", "number", "print")
    assert [choice.value for choice in offered] == [1]
    tags = await here.people.autocomplete(here.bob, here.help, "ticket tag", "tags", "+hard")
    assert "+hardware" in [choice.value for choice in tags]
    assert await here.people.autocomplete(here.max, here.help, "ticket claim", "number", "") == []
