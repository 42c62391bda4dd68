"""Whole stories over real sockets: from a question on Slack to its answer, as people see them."""

import pytest

from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


async def test_a_question_in_the_help_room_becomes_a_card_and_is_acknowledged_in_its_own_thread(here):
    card = await here.asked("The printer is on fire\nIt really burns")
    assert "#1 The printer is on fire" in card.text
    assert card.buttons == ["Claim", "Reply", "Note", "Resolve"]
    assert here.lines(card.ts)[0].startswith("📨 ann asks")
    await here.sees(lambda: here.answers())
    assert "number #1" in here.answers()[0]


async def test_a_claim_by_the_button_shows_on_the_card_and_in_the_thread(here):
    card = await here.asked()
    assert (await here.people.click(here.bob, here.room, card.ts, "Claim")).is_ok
    await here.sees(lambda: "👤 bob claimed this ticket" in here.lines(card.ts))
    here.later()
    await here.sees(lambda: "🙋 bob" in here.cards()[0].text)
    assert here.cards()[0].buttons == ["Release", "Reply", "Note", "Resolve"]


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(here):
    card = await here.asked()
    for who in (here.bob, here.cleo):
        await here.people.click(who, here.room, card.ts, "Claim")
    await here.sees(lambda: here.told(here.cleo))
    assert "bob has #1" in here.told(here.cleo)[0]
    assert here.told(here.bob) == []


async def test_a_reply_from_the_form_reaches_the_requester_and_is_marked_as_delivered(here):
    card = await here.asked()
    assert (await here.people.click(here.bob, here.room, card.ts, "Reply")).is_ok
    await here.sees(lambda: "The printer is on fire" in here.people.modal_text(here.bob))
    assert (await here.people.submit(here.bob, {"Text": "We <3 fire & bring water"})).is_ok
    await here.sees(lambda: len(here.answers()) == 2)
    assert here.answers()[1].startswith("We <3 fire & bring water\nbob · #1")
    line = await here.sees(lambda: next((one for one in here.thread(card.ts) if "📤 bob replied" in one.text), None))
    await here.sees(lambda: marks(here, card.ts, line.ts) == ["white_check_mark"])
    here.later()
    await here.sees(lambda: "Pending" in here.cards()[0].text and "was delivered" in here.cards()[0].text)


async def test_a_note_never_reaches_the_requester(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "She always says that CANARY", card.ts)
    await here.people.click(here.bob, here.room, card.ts, "Note")
    await here.people.submit(here.bob, {"Text": "and a second CANARY"})
    await here.sees(lambda: any("📝 bob noted" in one for one in here.lines(card.ts)))
    await here.quiet()
    seen = [one.text for one in here.people.messages(here.help, here.question)]
    assert not [one for one in [*seen, *here.told(here.ann)] if "CANARY" in one]
    assert len([one for one in here.lines(card.ts) if "CANARY" in one]) == 2


async def test_words_in_the_thread_work_and_a_nice_word_is_only_a_note(here):
    card = await here.asked()
    for words in ("!claim", "!nice work everybody", "@deskbell priority urgent"):
        await here.people.say(here.bob, here.room, words, card.ts)
    await here.sees(lambda: len(here.told(here.bob)) == 2)
    assert sorted(here.told(here.bob)) == ["#1 has priority urgent.", "#1 is yours."]
    here.later()
    await here.sees(lambda: "urgent priority" in here.cards()[0].text)
    assert here.facts().count("Noted") == 1


async def test_an_unknown_word_to_the_bot_is_answered_to_the_asker_alone(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "@deskbell clam", card.ts)
    await here.sees(lambda: here.told(here.bob))
    assert "Did you mean claim?" in here.told(here.bob)[0]


async def test_a_command_claims_and_says_so(here):
    await here.asked()
    outcome = await here.people.command(here.bob, here.room, "/ticket claim 1")
    await here.sees(lambda: "#1 is yours." in outcome.text)
    outcome = await here.people.command(here.cleo, here.room, "/ticket claim 1")
    await here.sees(lambda: "bob has #1" in outcome.text)


async def test_a_command_without_its_words_opens_a_form(here):
    await here.asked()
    assert (await here.people.command(here.bob, here.room, "/ticket reply 1")).is_ok
    assert here.people.modal_text(here.bob).startswith("Reply #1")
    await here.people.submit(here.bob, {"Text": "Have you tried water?"})
    await here.sees(lambda: any("Have you tried water?" in one for one in here.answers()))


async def test_anybody_opens_a_ticket_by_a_form_and_is_answered_by_direct_message(here):
    assert (await here.people.command(here.max, here.help, "/ticket open")).is_ok
    await here.people.submit(here.max, {"Subject": "VPN", "Text": "It is down"})
    card = await here.card("VPN")
    await here.people.say(here.bob, here.room, "!reply It is up again", card.ts)
    dm = here.people.dm(here.max)
    await here.sees(lambda: any("It is up again" in one.text for one in here.people.messages(dm)))


async def test_a_direct_message_is_a_conversation(here):
    dm = here.people.dm(here.ann)
    await here.people.say(here.ann, dm, "My mouse is gone")
    card = await here.card("My mouse is gone")
    await here.people.say(here.ann, dm, "It was on the desk")
    await here.sees(lambda: any("It was on the desk" in one for one in here.lines(card.ts)))
    await here.people.say(here.bob, here.room, "!reply Look behind you", card.ts)
    await here.sees(lambda: any("Look behind you" in one.text for one in here.people.messages(dm)))
    assert len(here.cards()) == 1


async def test_eyes_on_the_card_claim_and_a_check_resolves(here):
    card = await here.asked()
    await here.people.react(here.bob, here.room, card.ts, "eyes")
    await here.sees(lambda: "👤 bob claimed this ticket" in here.lines(card.ts))
    await here.people.react(here.bob, here.room, card.ts, "white_check_mark")
    await here.sees(lambda: any("✅ bob resolved" in one for one in here.lines(card.ts)))
    await here.sees(lambda: any("We believe that #1 is solved" in one for one in here.answers()))


async def test_the_tray_on_ones_own_line_sends_it_once(here):
    card = await here.asked()
    ts = await here.people.say(here.bob, here.room, "Use the blue one", card.ts)
    await here.quiet()
    await here.people.react(here.cleo, here.room, ts, "outbox_tray")
    await here.quiet()
    assert not [one for one in here.answers() if "blue" in one]
    for _ in range(2):
        await here.people.react(here.bob, here.room, ts, "outbox_tray")
        await here.quiet()
        await here.people.unreact(here.bob, here.room, ts, "outbox_tray")
    assert len([one for one in here.answers() if "Use the blue one" in one]) == 1


async def test_the_shortcut_sends_a_line_to_the_requester(here):
    card = await here.asked()
    ts = await here.people.say(here.bob, here.room, "Use the green one", card.ts)
    await here.people.shortcut(here.cleo, here.room, ts, "send_to_requester")
    await here.sees(lambda: any("Use the green one" in one for one in here.answers()))


async def test_a_ticket_is_opened_from_a_message_for_who_wrote_it(here):
    ts = await here.people.say(here.sue, here.room, "Somebody should look at the lamp")
    assert (await here.people.shortcut(here.bob, here.room, ts, "open_ticket")).is_ok
    await here.people.submit(here.bob, {"Subject": "The lamp"})
    card = await here.card("The lamp")
    assert "sue" in card.text
    assert "Somebody should look at the lamp" in here.lines(card.ts)[0]


async def test_the_requester_goes_on_in_their_thread_and_reopens(here):
    card = await here.asked()
    await here.people.click(here.bob, here.room, card.ts, "Resolve")
    await here.people.submit(here.bob, {"Note": "Poured water"})
    await here.sees(lambda: any("✅ bob resolved this ticket (fixed)" in one for one in here.lines(card.ts)))
    here.later()
    await here.sees(lambda: here.cards()[0].buttons[0] == "Reopen")
    await here.people.say(here.ann, here.help, "It burns again", here.question)
    await here.sees(lambda: any("💬 ann wrote\nIt burns again" in one for one in here.lines(card.ts)))
    here.later()
    await here.sees(lambda: "Open" in here.cards()[0].text)
    assert len(here.cards()) == 1


async def test_somebody_else_in_the_requesters_thread_changes_nothing(here):
    card = await here.asked()
    await here.people.say(here.max, here.help, "Mine too!", here.question)
    await here.quiet()
    assert not [one for one in here.lines(card.ts) if "Mine too" in one]
    assert len(here.cards()) == 1


async def test_a_click_of_a_stranger_is_refused_to_them_alone(here):
    card = await here.asked()
    await here.people.join(here.max, here.room)
    await here.quiet()
    await here.people.click(here.max, here.room, card.ts, "Claim")
    await here.sees(lambda: here.told(here.max))
    assert here.told(here.max)[0].startswith("There is no such ticket")
    assert not [one for one in here.lines(card.ts) if "max" in one]


async def test_a_refused_text_is_given_back(here):
    card = await here.asked()
    await here.people.join(here.max, here.room)
    await here.people.click(here.max, here.room, card.ts, "Reply")
    await here.people.submit(here.max, {"Text": "my long and careful words"})
    await here.sees(lambda: any("my long and careful words" in one for one in here.told(here.max)))


async def test_a_form_that_was_overtaken_says_so_and_keeps_the_words(here):
    card = await here.asked()
    await here.people.click(here.bob, here.room, card.ts, "Reply")
    await here.sees(lambda: "The printer is on fire" in here.people.modal_text(here.bob))
    await here.people.say(here.ann, here.help, "Wait, it went out", here.question)
    await here.sees(lambda: any("it went out" in one for one in here.lines(card.ts)))
    await here.people.submit(here.bob, {"Text": "We are coming"})
    assert "ann wrote after you opened this form." in here.people.modal_text(here.bob)
    assert not [one for one in here.answers() if "We are coming" in one]
    assert (await here.people.submit(here.bob)).is_ok
    await here.sees(lambda: any("We are coming" in one for one in here.answers()))


async def test_the_menu_sets_priority_and_tells_history_to_the_asker_alone(here):
    card = await here.asked()
    await here.people.select(here.bob, here.room, card.ts, "More…", "Priority: high")
    await here.sees(lambda: "🚦 bob set the priority to high" in here.lines(card.ts))
    await here.people.select(here.bob, here.room, card.ts, "More…", "History")
    await here.sees(lambda: any("set the priority to high" in one for one in here.told(here.bob)))


async def test_an_escalation_pings_the_supervisors_and_nobody_else(here):
    here.may_ping.add(here.leads)
    card = await here.asked()
    await here.people.select(here.bob, here.room, card.ts, "More…", "Escalate…")
    await here.people.submit(here.bob, {"Reason": "<!channel> it <@U1> spreads @here"})
    await here.sees(lambda: any("🔔 bob rings" in one for one in here.lines(card.ts)))
    assert [one.who for one in here.people.pings if one.channel == here.room] == [here.leads]


async def test_hostile_words_stay_words(here):
    words = "<!channel> <@U1> <http://evil.example|bank.example> *bold* :smile: @everyone ‮rtl & <3"
    card = await here.asked(words)
    assert words.replace("\u202e", "") in here.lines(card.ts)[0]
    assert {(one.channel, one.ts) for one in here.people.pings} <= {(here.help, here.question)}


async def test_who_is_assigned_is_found_by_name_or_in_the_form(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "!assign @cleo", card.ts)
    await here.sees(lambda: "cleo has #1 now." in here.told(here.bob))
    await here.people.select(here.bob, here.room, card.ts, "More…", "Assign…")
    await here.people.submit(here.bob, {"Agent": here.sue})
    await here.sees(lambda: "👤 bob assigned it to sue, taken from cleo" in here.lines(card.ts))
    here.may_ping.add(here.cleo)


async def test_an_edit_is_told_and_a_deletion_too(here):
    card = await here.asked()
    await here.people.edit(here.ann, here.help, here.question, "The printer and the desk are on fire")
    await here.sees(lambda: any("(edited) The printer and the desk" in one for one in here.lines(card.ts)))
    await here.people.delete(here.ann, here.help, here.question)
    await here.sees(lambda: any("(deleted on Slack)" in one for one in here.lines(card.ts)))


async def test_an_agent_who_answers_in_the_requesters_thread_is_noted_for_the_colleagues(here):
    card = await here.asked()
    await here.people.say(here.bob, here.help, "Try water", here.question)
    await here.sees(lambda: "📝 bob noted\n(in the requester's thread) Try water" in here.lines(card.ts))
    assert here.facts().count("Replied") == 0


async def test_a_known_word_in_a_direct_message_is_a_command_and_another_is_a_question(here):
    dm = here.people.dm(here.ann)
    await here.people.say(here.ann, dm, "!mine")
    await here.sees(lambda: any("Nothing is waiting" in one.text for one in here.people.messages(dm)))
    await here.people.say(here.ann, dm, "!!! my mouse is gone")
    await here.card("!!! my mouse is gone")


async def test_a_mention_with_a_question_in_the_help_room_is_a_question(here):
    await here.people.say(here.ann, here.help, "@deskbell my mouse is gone")
    card = await here.card("my mouse is gone")
    assert len(here.cards()) == 1
    assert "@deskbell my mouse is gone" in card.text


async def test_a_queue_may_let_plain_lines_be_replies(tmp_path):
    async with stage(tmp_path, thread_text="reply") as here:
        card = await here.asked()
        await here.people.say(here.bob, here.room, "Pour water", card.ts)
        await here.sees(lambda: any("Pour water" in one for one in here.answers()))
        await here.sees(lambda: marks(here, card.ts, here.thread(card.ts)[-1].ts) == ["white_check_mark"])


async def test_a_robot_opens_no_ticket(here):
    robot = here.slack.workspace.add_user("robot", is_bot=True, bot_id="B0OTHER")
    here.slack.workspace.channels[here.help].members.append(robot)
    await here.people.say(robot, here.help, "Automatic answer")
    await here.people.say(here.ann, here.help, "A real question")
    await here.card("A real question")
    assert len(here.cards()) == 1


async def test_help_lists_what_the_asker_may_do(here):
    for who, has in ((here.bob, True), (here.ann, False)):
        outcome = await here.people.command(who, here.help, "/desk help")
        await here.sees(lambda outcome=outcome: outcome.replies)
        assert ("/ticket claim 42" in outcome.text) is has
        assert "/ticket open" in outcome.text


async def test_a_forbidden_ticket_and_no_ticket_get_the_same_answer(here):
    await here.asked()
    said = []
    for number in (1, 99):
        outcome = await here.people.command(here.max, here.help, f"/ticket show {number}")
        await here.sees(lambda outcome=outcome: outcome.replies)
        said.append(outcome.text)
    assert said[0] == said[1]


async def test_a_refused_command_gives_the_words_back(here):
    await here.asked()
    outcome = await here.people.command(here.max, here.help, "/ticket reply 1 My careful words")
    await here.sees(lambda: "My careful words" in outcome.text)
    assert len(here.answers()) == 1


def marks(here, root, ts):
    """The reactions of the bot on one message."""
    shown = next(one for one in here.thread(root) if one.ts == ts)
    return [name for name, who in shown.reactions.items() if here.slack.app.bot_user in who]
