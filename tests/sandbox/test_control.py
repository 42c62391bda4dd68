"""What people do on the page, and what the platforms say to it."""

import json

import pytest

from sandbox import typed
from sandbox.mail.letters import words as written
from sandbox.switches import SWITCHES
from tests.sandbox.page_desk import FORM, bot_in, opened, words

LOG = {"name": "log.txt", "base64": "aG90"}
DESK = "support@deskbell.example"


@pytest.fixture
async def here():
    async with opened() as one:
        yield one


@pytest.fixture
async def bot(here):
    async with bot_in(here) as made:
        yield made


# Mail


async def test_a_mail_sent_on_the_page_reaches_the_desk(here):
    await here.act("mail", "send", name="ann", subject="Help", text="It burns")
    letter = here.town.mail.inbox(DESK)[0]
    assert (letter["From"], letter["Subject"]) == ("Ann <ann@customer.example>", "Help")


async def test_a_mail_and_its_answer_carry_files_and_stand_in_one_conversation(here):
    ann = here.town.cast.mail["ann"]
    await here.act("mail", "send", name="ann", subject="Help", text="See the log", files=[LOG])
    asked = here.town.mail.inbox(DESK)[0]
    await here.town.mail.send(
        DESK, ann, "Re: Help", "Soon.", [("how.pdf", b"so", "application/pdf")], in_reply_to=asked
    )
    await here.act("mail", "reply", name="ann", index=0, text="Again", files=[LOG])
    (thread,) = (await here.cells(mail={"who": "ann"}))["mail/threads"]
    cells = await here.cells(mail={"who": "ann", "thread": thread["id"]})
    letters = [cells[key] for key in cells["mail/open"]["letters"]]
    assert sorted((one["subject"], one["files"][0]["name"], one["is_mine"], one["index"]) for one in letters) == [
        ("Help", "log.txt", True, None), ("Re: Help", "how.pdf", False, 0), ("Re: Help", "log.txt", True, None),
    ]  # fmt: skip
    answer = here.town.mail.inbox(DESK)[1]
    assert [one.get_filename() for one in answer.iter_attachments()] == ["log.txt"]
    assert answer["In-Reply-To"] == here.town.mail.inbox(ann)[0]["Message-ID"]
    assert "> Soon." in written(answer)


async def test_customers_write_under_the_names_that_they_have(here):
    await here.act("mail", "send", name="misaki", subject="助けて", text="燃えている")
    letter = here.town.mail.inbox(DESK)[0]
    assert letter["From"] == "美咲 <misaki@island.example>"
    cells = await here.cells(mail={"who": "misaki", "box": "sent"})
    assert [one["subject"] for one in cells["mail/threads"]] == ["助けて"]
    assert [one["title"] for one in cells["cast"]["mail"]] == ["Ann", "Dora", "Юрий", "美咲"]


# The chats


@pytest.mark.parametrize("typed_name", ["@bob", "@Bob"])
async def test_people_on_slack_are_called_by_both_their_names_and_shown_by_one(here, typed_name):
    cleo = here.town.cast.slack["cleo"]
    ts = (await here.act("slack", "say", user=cleo, channel=here.slack_room, text=f"{typed_name} look"))["answer"]
    cells = await here.cells(team={"who": "bob"})
    assert words(cells[f"team/m/{ts}"]["parts"]) == "@Bob look"
    assert (cells[f"team/m/{ts}"]["who"], cells[f"team/m/{ts}"]["is_called"]) == ("Cleo", True)


async def test_what_only_one_person_sees_can_be_put_away(here, bot):
    room = {"user": here.dbob, "room": here.discord_room}
    await here.act("discord", "command", line="ticket claim", options={"number": 7}, **room)
    await here.slack("chat.postEphemeral", channel=here.slack_room, user=here.bob, text="psst")
    for wire, user, other in (("slack", here.bob, here.sue), ("discord", here.dbob, here.dsue)):
        look = {"team": {"wire": wire, "who": "bob"}}
        (key,) = (await here.cells(**look))["team/list"]
        id = key.rpartition("/")[2]
        assert "only what you alone see" in (await here.act(wire, "dismiss", user=other, message=id))["error"]
        assert await here.act(wire, "dismiss", user=user, message=id) == {"answer": None}
        assert (await here.cells(**look))["team/list"] == []


async def test_a_reaction_shows_its_picture_and_who_set_it(here):
    ts = (await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="hm"))["answer"]
    await here.act("slack", "react", user=here.bob, channel=here.slack_room, ts=ts, name="outbox_tray")
    cells = await here.cells(team={"who": "bob"})
    assert cells[f"team/m/{ts}"]["reactions"] == [
        {"name": "outbox_tray", "sign": "📤", "by": [here.bob], "names": ["Bob"]}
    ]


async def test_a_form_says_what_is_missing_in_it(here):
    here.town.slack.workspace.views.start(here.bob, FORM)
    outcome = (await here.act("slack", "submit", user=here.bob, answers={"text": ""}))["answer"]
    assert outcome["errors"] == {"Text": "Please complete this required field."}


async def test_files_can_be_attached_to_messages_and_forms(here):
    await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="see", files=[LOG])
    await here.act("discord", "say", user=here.dbob, room=here.discord_room, text="see", files=[LOG])
    element = {"type": "file_input", "action_id": "value"}
    block = {"type": "input", "block_id": "files", "label": {"type": "plain_text", "text": "Files"}, "element": element}
    view = here.town.slack.workspace.views.start(here.bob, FORM | {"blocks": [*FORM["blocks"], block]})
    await here.act("slack", "submit", user=here.bob, answers={"text": "", "files": [LOG]})
    (filled,) = view.values["files"]["value"]["files"]
    headers = {"Authorization": f"Bearer {here.town.slack.app.bot_token}"}
    async with here.http.get(filled["url_private"], headers=headers) as answer:
        assert await answer.read() == b"hot"
    for wire in here.wires:
        cells = await here.cells(team={"wire": wire, "who": "cleo"})
        (file,) = cells[cells["team/list"][0]]["files"]
        assert (file["name"], file["size"], file["text"], file["is_image"]) == ("log.txt", 3, "hot", False)


async def test_an_id_of_discords_keeps_all_its_digits(here):
    said = (await here.act("discord", "say", user=here.dbob, room=here.discord_room, text="hi"))["answer"]
    assert int(said) in here.town.discord.guild.channels[int(here.discord_room)].messages
    assert isinstance(said, str)


async def test_a_command_typed_on_discord_opens_a_form_that_can_be_sent(here, bot):
    await here.act("discord", "type", user=here.dbob, room=here.discord_room, line="/ticket reply")
    async with here.tab(team={"wire": "discord", "who": "bob"}) as tab:
        form = tab.cells["team/form"]
        field = form["parts"][0]
        assert (form["title"], field["label"], field["kind"]) == ("Reply", "Text", "field")
        await here.act("discord", "submit", user=here.dbob, values={field["name"]: "Soon."})
        await tab.until(lambda cells: cells["team/form"] is None and cells["team/list"])
        answer = tab.messages()[-1]
    assert (words(answer["parts"]), answer["is_whisper"]) == ("sent: Soon.", True)


async def test_a_form_on_discord_can_be_put_away(here, bot):
    await here.act("discord", "type", user=here.dbob, room=here.discord_room, line="/ticket reply")
    await here.act("discord", "close", user=here.dbob)
    assert (await here.cells(team={"wire": "discord", "who": "bob"}))["team/form"] is None


async def test_discords_commands_are_listed_with_their_options_and_complete(here, bot):
    cells = await here.cells(team={"wire": "discord", "who": "bob"})
    known = {one["name"]: one for one in cells["team/commands"]}
    claim, show = known["ticket claim"], known["ticket show"]["options"][0]
    assert claim["description"] == "Take it"
    assert [(one["name"], one["kind"], one["required"]) for one in claim["options"]] == [
        ("number", "whole", True), ("note", "text", False), ("to", "person", False),
    ]  # fmt: skip
    assert (show["name"], show["completes"], show["choices"]) == ("title", True, [])
    assert ["Send to requester", "Send to requester"] in cells["team/shortcuts"]
    found = await here.act("discord", "autocomplete", user=here.dbob, room=here.discord_room,
                           line="ticket show", option="title", partial="print")  # fmt: skip
    assert found["answer"] == {"choices": [["printer", "printer"]]}


async def test_the_answer_to_a_command_says_who_asked(here, bot):
    await here.act("discord", "command", user=here.dbob, room=here.discord_room,
                   line="ticket claim", options={"number": 7})  # fmt: skip
    room = {"user": here.dbob, "room": here.discord_room}
    asked = (await here.act("discord", "say", text="Where?", **room))["answer"]
    await here.act("discord", "menu", message=asked, name="Send to requester", **room)
    cells = await here.cells(team={"wire": "discord", "who": "bob"})
    heads = [cells[key]["answers"] for key in cells["team/list"]]
    assert heads == [
        {"who": "Bob", "gist": "/ticket claim", "is_command": True}, None,
        {"who": "Bob", "gist": "Send to requester", "is_command": True},
    ]  # fmt: skip


async def test_a_file_is_an_option_of_a_command(here, bot):
    room = {"user": here.dbob, "room": here.discord_room}
    await here.act("discord", "command", line="ticket keep", options={"file": LOG}, **room)
    cells = await here.cells(team={"wire": "discord", "who": "bob"})
    assert words(cells[cells["team/list"][-1]]["parts"]) == "log.txt 3 b'hot'"
    here.town.discord.limits.file_bytes = 2
    for file, said in ((LOG, "Request entity too large (40005)"), ("log.txt", "/ticket keep file: 'log.txt' is no")):
        refused = await here.act("discord", "command", line="ticket keep", options={"file": file}, **room)
        assert refused["error"].startswith(said)


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/ticket claim number:42", {"number": 42}),
        ("/ticket claim 42", {"number": 42}),
        ("/ticket claim #42 for Ann", {"number": 42, "note": "for Ann"}),
        ("/ticket  claim number: 42 note:two words: here to:@cleo", {"number": 42, "note": "two words: here", "to": 0}),
        ("/ticket claim", {}),
    ],
)
async def test_options_are_typed_by_name_or_in_order(here, bot, line, options):
    world, cleo = here.town.discord, here.town.cast.discord["cleo"]
    expected = {name: cleo if name == "to" else value for name, value in options.items()}
    assert typed.read(world.world, world.commands, line) == ("ticket claim", expected)


# What is refused


@pytest.mark.parametrize(
    ("wire", "do", "details", "said"),
    [
        ("discord", "type", {"room": "ROOM", "line": "/nothing here"}, "there is no command /nothing here"),
        ("discord", "say", {"room": "ROOM", "text": ""}, "Cannot send an empty message (50006)"),
        ("discord", "say", {"room": "ROOM", "text": "x" * 2001},
         "Invalid Form Body (50035): content: Must be 2000 or fewer in length."),
        ("discord", "edit", {"room": "ROOM", "message": "1", "text": "x"}, "Unknown Message (10008)"),
        ("discord", "say", {"room": "1", "text": "x"}, "Unknown Channel (10003)"),
        ("discord", "submit", {"values": {}}, "Bob has no modal open"),
        ("slack", "say", {"channel": "BILLING", "text": "x", "user": "MAX"}, "Max is not in billing"),
        ("slack", "click", {"channel": "ROOM", "ts": "1.2", "name": "Claim"}, "no message 1.2 in support"),
        ("mail", "send", {"name": "eve", "subject": "x", "text": "x"}, "nobody called 'eve' writes mail here"),
        ("faults", "switch", {"name": "sun", "is_on": True}, "there is no switch 'sun'; there are "),
        ("slack", "say", {"channel": "C1", "text": "x"}, "there is no 'C1'"),
        ("slack", "say", {"channel": "ROOM", "text": " "}, "no_text"),
        ("slack", "say", {"channel": "ROOM", "text": "x" * 40_001}, "msg_too_long"),
        ("discord", "post", {"forum": "BILLING", "title": "x", "text": "x", "tags": ["odd"]}, "there is no tag ['o"),
        ("clock", "forward", {"hours": -1}, "Time only moves forward."),
        ("clock", "forward", {"hours": 1e9}, "That is too far."),
        ("clock", "next_due", {}, "Nothing is due: no ticket waits for anybody."),
        ("slack", "__init__", {}, "slack cannot __init__; it can say, "),
        ("irc", "say", {}, "there is no wire 'irc'; there are slack, discord, "),
        ("slack", "say", {"words": "x"}, "slack say: missing a required argument: "),
    ],
)  # fmt: skip
async def test_what_cannot_be_done_is_told_in_the_platforms_words(here, wire, do, details, said):
    rooms = {"slack": here.slack_room, "discord": here.discord_room}
    known = {"ROOM": rooms.get(wire), "MAX": here.town.cast.slack["max"]}
    known["BILLING"] = here.town.places[f"{'discord' if wire == 'discord' else 'slack'} billing"].partition(":")[2]
    users = {"slack": here.bob, "discord": here.dbob}
    details = ({"user": users[wire]} if wire in users else {}) | {name: known.get(str(one), one)
                                                                  for name, one in details.items()}  # fmt: skip
    answer = await here.act(wire, do, **details)
    assert answer["error"].startswith(said)
    assert "visible is" not in answer["error"]


BAD_FILE = '{"wire": "mail", "do": "send", "with": {"name": "ann", "subject": "", "text": "", "files": [%s]}}'


@pytest.mark.parametrize(
    "body",
    [
        "", "7", "[]", '{"wire": "slack"}', '{"wire": "slack", "do": "say", "with": 7}', "[" * 100_000,
        BAD_FILE % '{"name": 7, "base64": 7}', BAD_FILE % '{"name": "x", "base64": "é"}',
    ],
    ids=range(8),
)  # fmt: skip
async def test_what_is_no_deed_is_told_so(here, body):
    headers = {"Content-Type": "application/json"}
    async with here.http.post(f"{here.page.url}control", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]


async def test_too_much_at_once_is_told_so(here):
    async with here.http.post(f"{here.page.url}control", json={"text": "x" * 2**25}) as answer:
        assert (answer.status, await answer.json()) == (413, {"error": "That is too much at once."})


@pytest.mark.parametrize("text", ["half \ud83d a character", "\x00\u202e\u2066 backwards", "z̷̀́a̡" * 300])
async def test_whatever_is_written_is_shown_and_the_tab_stays(here, text):
    file = [{"name": text, "base64": ""}]
    await here.act("slack", "say", user=here.bob, channel=here.slack_room, text=text, files=file)
    await here.act("discord", "say", user=here.dbob, room=here.discord_room, text=text, files=file)
    await here.act("mail", "send", name="ann", subject="strange", text=text)
    for wire in here.wires:
        cells = await here.cells(team={"wire": wire, "who": "cleo"}, mail={"who": "ann", "box": "sent"})
        assert len(cells["team/list"]) == len(cells["mail/threads"]) == 1


# The machine


async def test_every_fault_goes_on_and_off_by_itself(here):
    async with here.tab() as tab:
        for name in SWITCHES:
            await here.act("faults", "switch", name=name, is_on=True)
        await tab.until(lambda cells: all(one["is_on"] for one in cells["machine/faults"]))
        for name in ("slack down", "slow"):
            await here.act("faults", "switch", name=name, is_on=False)
        await tab.until(lambda cells: not cells["machine/faults"][3]["is_on"])
        assert [one["is_on"] for one in tab.cells["machine/faults"]] == [False, True, True, False, True]
    assert (await here.slack("auth.test"))["ok"] is True
    assert (await here.discord("/channels/1/messages", {"content": "x"}))["message"].startswith("503")


async def test_what_is_down_is_not_merely_slow(here):
    for name in ("slow", "slack down"):
        await here.act("faults", "switch", name=name, is_on=True)
    assert here.town.faults.take("slack:chat.postMessage").kind == "down"
    assert here.town.faults.take("smtp:data").kind == "slow"


async def test_the_clock_moves_by_hours_and_to_what_is_due_next(here):
    now = here.town.clock().timestamp()
    await here.act("clock", "forward", days=1)
    assert here.town.clock().timestamp() - now > 86_399
    due = now + 2 * 86_400
    here.desk.tells(next_due_at=due, next_due="#1 rings")
    async with here.tab() as tab:
        assert tab.cells["machine/clock"]["next_due"] == "#1 rings"
        assert (await here.act("clock", "next_due"))["answer"] == "#1 rings"
        await tab.until(lambda cells: cells["machine/clock"]["moved"] > 2 * 86_399)
    assert 0 < here.town.clock().timestamp() - due < 5


async def test_a_desk_can_be_killed_and_started_and_the_guide_put_away(here):
    async with here.tab() as tab:
        for wire, do in (("desk", "kill"), ("desk", "start"), ("guide", "skip")):
            assert await here.act(wire, do) == {"answer": None}
        await tab.until(lambda cells: cells["guide"]["is_skipped"])
        await here.act("guide", "resume")
        await tab.until(lambda cells: not cells["guide"]["is_skipped"])
    assert here.desk.asked == ["kill", "start"]


async def test_an_empty_world_is_asked_for_and_the_answer_comes_first():
    asked = []

    async def reset():
        asked.append("reset")

    async with opened(reset) as here:
        assert await here.act("world", "reset") == {"answer": None}
        assert await here.act("world", "destroy") != {"answer": None}
        async with here.tab():
            assert asked == ["reset"]
    async with opened() as here:
        assert "cannot reset" in json.dumps(await here.act("world", "reset"))
