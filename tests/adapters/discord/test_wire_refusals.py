"""Who may not, may not: told alone, and nothing else happens."""

from datetime import timedelta

from sandbox.discord.channels import Overwrite

NONE = "There is no such ticket"


async def test_a_strangers_click_is_refused_like_a_ticket_that_does_not_exist(here):
    await here.ticket()
    known = await here.people.command(here.max, here.help, "ticket show", {"number": 1})
    unknown = await here.people.command(here.max, here.help, "ticket show", {"number": 999})
    assert known.text == unknown.text
    assert NONE in known.text
    assert known.replies[0].is_ephemeral


async def test_a_role_lost_between_card_and_click_counts_at_once(here):
    await here.ticket()
    here.guild.give_roles(here.sue, [here.leads])
    here.guild.give_roles(here.bob, [])
    outcome = await here.people.command(here.bob, here.help, "ticket claim", {"number": 1})
    assert NONE in outcome.text
    assert here.state().owner is None


async def test_a_refused_answer_is_given_back(here):
    await here.ticket()
    await here.people.command(here.max, here.help, "ticket note", {"number": 1})
    outcome = await here.people.submit(here.max, {"Text": "my long text"})
    assert NONE in outcome.text
    assert "my long text" in outcome.text
    assert "Noted" not in here.facts()


async def test_an_answer_written_before_the_requester_wrote_again_is_given_back(here):
    await here.ticket()
    await here.people.click(here.bob, here.room, here.root().id, "Reply")
    here.clock.forward(timedelta(seconds=30))
    await here.people.say(here.ann, here.private()[0], "Wait, it works again")
    await here.until(lambda: "Wrote" in here.facts())
    outcome = await here.people.submit(here.bob, {"Text": "Reboot it"})
    assert "Ann wrote after you opened this form" in outcome.text
    assert "Reboot it" in outcome.text
    assert "Replied" not in here.facts()


async def test_an_unknown_command_is_answered_to_the_asker_alone(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, f"<@{here.guild.bot.id}> clam")
    direct = await here.people.dm(here.bob)
    await here.says(direct, "Did you mean claim?")
    here.people.pings.clear()
    assert here.facts() == ["Opened", "Acknowledged"]


async def test_an_exclamation_is_no_command(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, "!nice work")
    await here.until(lambda: "Noted" in here.facts())


async def test_a_wrong_time_is_one_sentence(here):
    thread = await here.ticket()
    outcome = await here.people.command(here.bob, thread, "ticket pend", {"until": "when hell freezes"})
    assert "when hell freezes" in outcome.text
    assert here.state().status == "new"


async def test_somebody_without_a_role_writing_in_the_agents_thread_does_nothing(here):
    thread = await here.ticket()
    here.guild.give_roles(here.bob, [])
    room = here.guild.channels[here.room]
    room.overwrites.append(Overwrite(here.bob, 1, allow=1 << 10))
    await here.people.say(here.bob, thread, "May I?")
    await here.people.react(here.bob, here.room, here.root().id, "👀")
    await here.settled()
    assert here.facts() == ["Opened", "Acknowledged"]


async def test_what_a_requester_writes_pings_and_formats_nothing(here):
    text = f"@everyone <@{here.bob}> <@&{here.leads.id}> **loud** [bank](https://evil.example) `x`"
    await here.people.say(here.ann, here.help, text)
    here.people.pings.clear()
    await here.until(here.thread)
    line = await here.says(here.thread(), "Ann asks")
    await here.settled()
    assert "\\*\\*loud\\*\\*" in line.content
    assert "\\[bank\\]" in line.content
    assert "@everyone" not in line.content
    assert here.people.pings == []


async def test_reading_the_history_shows_a_requester_only_the_public_part(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, "SECRET-NOTE")
    await here.until(lambda: "Noted" in here.facts())
    theirs = await here.people.command(here.ann, here.help, "ticket history", {"number": 1})
    ours = await here.people.command(here.bob, here.help, "ticket history", {"number": 1})
    assert "SECRET-NOTE" in ours.text
    assert "SECRET-NOTE" not in theirs.text
    assert "was told the number" in theirs.text or "asks" in theirs.text


async def test_an_agent_in_the_requesters_thread_is_noted_and_not_repeated_there(here):
    thread = await here.ticket()
    own = here.private()[0]
    await here.people.join(here.bob, own)
    await here.people.say(here.bob, own, "Hello Ann, I am on it")
    await here.says(thread, "I am on it")
    assert here.facts()[-1] == "Noted"
    assert len([line for line in here.lines(own) if "I am on it" in line]) == 1


async def test_no_ticket_is_named_where_none_is_known(here):
    outcome = await here.people.command(here.bob, here.room, "ticket reply")
    assert "Which ticket?" in outcome.text


async def test_notes_files_and_names_never_reach_a_requester_in_any_room_of_theirs(here):
    thread = await here.ticket()
    await here.people.say(here.bob, thread, "CANARY-note", [("CANARY.txt", b"CANARY")])
    await here.people.command(here.bob, thread, "ticket tag", {"tags": "+CANARY"})
    await here.people.command(here.bob, thread, "ticket resolve", {"code": "fixed", "note": "CANARY-closing"})
    await here.says(here.private()[0], "believe that")
    await here.settled()
    for room in (here.help, *here.private()):
        assert "CANARY" not in str(here.people.messages(room))
    assert "CANARY" not in str(here.people.ephemerals(here.ann))
