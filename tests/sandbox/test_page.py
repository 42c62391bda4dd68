"""The page of the sandbox: what it shows, what it lets people do, and whom it refuses."""

import asyncio
import json
import re

import aiohttp
import discord
import pytest
import yarl

from sandbox import typed
from sandbox.page import FILE, Page, policy
from sandbox.sights import discord_texts, slack_texts
from sandbox.town import Town
from tests.sandbox.discord_desk import Bot

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
CLAIM = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "7"}
FORM = {
    "type": "modal", "title": {"type": "plain_text", "text": "Reply"}, "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {"type": "input", "block_id": "text", "label": {"type": "plain_text", "text": "Text"},
         "element": {"type": "plain_text_input", "action_id": "value", "multiline": True, "initial_value": "Dear Ann"}},
        {"type": "input", "block_id": "who", "optional": True, "label": {"type": "plain_text", "text": "Who"},
         "element": {"type": "users_select", "action_id": "value"}},
    ],
}  # fmt: skip


class Browser:
    """A browser on the page, and the bot's hand on the wires."""

    def __init__(self, town, page, http):
        self.town, self.page, self.http = town, page, http
        self.bob, self.sue = town.cast.slack["bob"], town.cast.slack["sue"]
        self.dbob = str(town.cast.discord["bob"])
        self.slack_room, self.discord_room = (town.places[f"{one} support"].partition(":")[2] for one in self.wires)

    wires = ("slack", "discord")

    async def state(self):
        async with self.http.get(f"{self.page.url}state") as answer:
            return await answer.json()

    async def chat(self, wire):
        return (await self.state())["chats"][wire]

    async def room(self, wire, room):
        return next(one for one in (await self.chat(wire))["rooms"] if one["id"] == room)

    async def act(self, wire, do, **details):
        body = {"wire": wire, "do": do, "with": details}
        async with self.http.post(f"{self.page.url}control", json=body) as answer:
            return await answer.json()

    async def slack(self, method, **body):
        headers = {"Authorization": f"Bearer {self.town.slack.app.bot_token}"}
        async with self.http.post(self.town.slack.api_url + method, json=body, headers=headers) as answer:
            return await answer.json()

    async def discord(self, path, body):
        headers = {"Authorization": f"Bot {self.town.discord.token}"}
        async with self.http.post(self.town.discord.api_url + path, json=body, headers=headers) as answer:
            return await answer.json()


@pytest.fixture
async def here():
    town = Town()
    await town.start()
    page = Page(town)
    await page.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as http:
        yield Browser(town, page, http)
    await page.stop()
    await town.stop()


@pytest.fixture
async def bot(here):
    sandbox = here.town.discord
    discord.http.Route.BASE = sandbox.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    made = Bot(sandbox.guild.id)
    await made.login(sandbox.token)
    await made.tree.sync(guild=made.home)
    running = asyncio.create_task(made.connect())
    await made.wait_until_ready()
    yield made
    await made.close()
    await running


def words(parts):
    return "\n".join("".join(one["text"] for one in part.get("spans", [])) for part in parts)


async def test_a_mail_sent_on_the_page_reaches_the_desk(here):
    await here.act("mail", "send", name="ann", subject="Help", text="It burns")
    letter = here.town.mail.inbox("support@deskbell.example")[0]
    assert (letter["From"], letter["Subject"]) == ("Ann <ann@customer.example>", "Help")


async def test_a_customer_sees_and_answers_what_the_desk_wrote(here):
    ann = here.town.cast.mail["ann"]
    await here.town.mail.send("support@deskbell.example", ann, "We have it", "Soon.")
    letter = (await here.state())["mail"]["people"][0]["letters"][0]
    assert (letter["subject"], letter["text"].strip()) == ("We have it", "Soon.")
    await here.act("mail", "reply", name="ann", index=0, text="Thanks")
    assert here.town.mail.inbox("support@deskbell.example")[0]["Subject"] == "Re: We have it"


async def test_a_customers_mail_and_answer_carry_files_and_are_kept_as_sent(here):
    log, ann = {"name": "log.txt", "base64": "aG90"}, here.town.cast.mail["ann"]
    await here.act("mail", "send", name="ann", subject="Help", text="See the log", files=[log])
    await here.town.mail.send(
        "support@deskbell.example", ann, "We have it", "Soon.", [("how.pdf", b"so", "application/pdf")]
    )
    await here.act("mail", "reply", name="ann", index=0, text="Again", files=[log])
    person = (await here.state())["mail"]["people"][0]
    assert [(one["subject"], one["files"]) for one in person["letters"]] == [("We have it", ["how.pdf"])]
    assert [(one["subject"], one["files"]) for one in person["sent"]] == [
        ("Help", ["log.txt"]),
        ("Re: We have it", ["log.txt"]),
    ]
    answer = here.town.mail.inbox("support@deskbell.example")[1]
    part = next(answer.iter_attachments())
    assert (part.get_content_type(), part.get_content().strip()) == ("text/plain", "hot")
    assert answer["In-Reply-To"] == here.town.mail.inbox(ann)[0]["Message-ID"]
    assert "> Soon." in answer.get_body(("plain",)).get_content()


async def test_the_direct_message_with_the_desk_is_there_once_it_is_asked_for(here):
    for wire, user in (("slack", here.bob), ("discord", here.dbob)):
        await here.act(wire, "dm", user=user)
        direct = [one for one in (await here.chat(wire))["rooms"] if one["kind"] == "direct"]
        assert [one["seen_by"] for one in direct] == [[user]]


async def test_people_are_called_the_same_on_both_chats(here):
    slack, discord = [(await here.chat(wire))["people"] for wire in here.wires]
    assert [one["name"].lower() for one in slack] == [one["name"].lower() for one in discord]


async def test_a_room_shows_messages_buttons_and_threads_of_slack(here):
    row = {"type": "actions", "elements": [CLAIM]}
    root = (await here.slack("chat.postMessage", channel=here.slack_room, text="card", blocks=[row]))["ts"]
    await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="I look", thread=root)
    card, line = (await here.room("slack", here.slack_room))["messages"]
    assert card["parts"][0]["items"][0]["label"] == "Claim"
    assert (card["replies"], line["thread"], words(line["parts"])) == (1, root, "I look")


async def test_a_reaction_set_on_the_page_shows_its_picture(here):
    ts = (await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="hm"))["answer"]
    await here.act("slack", "react", user=here.bob, channel=here.slack_room, ts=ts, name="outbox_tray")
    message = (await here.room("slack", here.slack_room))["messages"][0]
    assert message["reactions"] == [{"name": "outbox_tray", "sign": "📤", "by": [here.bob]}]


async def test_only_members_see_a_private_room(here):
    seen_by = (await here.room("slack", here.slack_room))["seen_by"]
    assert here.bob in seen_by
    assert here.town.cast.slack["max"] not in seen_by
    assert str(here.town.cast.discord["max"]) not in (await here.room("discord", here.discord_room))["seen_by"]


async def test_a_whisper_is_shown_to_its_reader_alone(here):
    await here.slack("chat.postEphemeral", channel=here.slack_room, user=here.bob, text="psst")
    chat = await here.chat("slack")
    assert [words(one["parts"]) for one in chat["whispers"][here.bob]] == ["psst"]
    assert chat["whispers"][here.sue] == []
    assert (await here.room("slack", here.slack_room))["messages"] == []


async def test_an_open_form_shows_its_fields_until_it_is_closed(here):
    here.town.slack.workspace.views.start(here.bob, FORM)
    form = (await here.chat("slack"))["forms"][here.bob]
    text, who = form["parts"]
    assert (form["title"], text["input"]["kind"], text["input"]["value"]) == ("Reply", "area", "Dear Ann")
    assert [here.bob, "bob"] in who["input"]["options"]
    await here.act("slack", "close", user=here.bob)
    assert (await here.chat("slack"))["forms"] == {}


async def test_a_form_says_what_is_missing_in_it(here):
    here.town.slack.workspace.views.start(here.bob, FORM)
    outcome = (await here.act("slack", "submit", user=here.bob, answers={"text": ""}))["answer"]
    assert outcome["errors"] == {"Text": "Please complete this required field."}


async def test_files_can_be_attached_to_messages_and_forms(here):
    log = {"name": "log.txt", "base64": "aG90"}
    await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="see", files=[log])
    await here.act("discord", "say", user=here.dbob, room=here.discord_room, text="see", files=[log])
    element = {"type": "file_input", "action_id": "value"}
    block = {"type": "input", "block_id": "files", "label": {"type": "plain_text", "text": "Files"}, "element": element}
    view = here.town.slack.workspace.views.start(here.bob, FORM | {"blocks": [*FORM["blocks"], block]})
    await here.act("slack", "submit", user=here.bob, answers={"text": "", "files": [log]})
    (filled,) = view.values["files"]["value"]["files"]
    assert filled["name"] == "log.txt"
    headers = {"Authorization": f"Bearer {here.town.slack.app.bot_token}"}
    async with here.http.get(filled["url_private"], headers=headers) as answer:
        assert await answer.read() == b"hot"
    for wire, room in (("slack", here.slack_room), ("discord", here.discord_room)):
        assert (await here.room(wire, room))["messages"][0]["files"] == ["log.txt"]
    assert [one.data for one in here.town.slack.workspace.files.values()] == [b"hot", b"hot"]


async def test_a_card_on_discord_shows_its_embed_menu_and_thread(here):
    menu = {"type": 5, "custom_id": "who", "placeholder": "Assign to"}
    fields = [{"name": "Owner", "value": f"<@{here.dbob}>", "inline": True}, {"name": "Late", "value": "no"}]
    body = {
        "embeds": [{"title": "#7", "color": 255, "fields": fields}],
        "components": [{"type": 1, "components": [menu]}],
    }
    root = (await here.discord(f"/channels/{here.discord_room}/messages", body))["id"]
    thread = await here.discord(f"/channels/{here.discord_room}/messages/{root}/threads", {"name": "#7"})
    await here.act("discord", "say", user=here.dbob, room=thread["id"], text="On it")
    card = (await here.room("discord", here.discord_room))["messages"][0]
    box, row = card["parts"]
    assert (box["color"], card["opens"], card["replies"]) == ("#0000ff", root, 1)
    assert [one["kind"] for one in box["parts"]] == ["title", "columns", "text"]
    assert words(box["parts"][1]["parts"]) == "Owner\n@Bob"
    assert [here.dbob, "Bob"] in row["items"][0]["options"]
    below = await here.room("discord", thread["id"])
    assert [one["id"] == root for one in below["messages"]] == [True, False]


async def test_a_slash_command_typed_on_discord_opens_a_form_that_can_be_sent(here, bot):
    await here.act("discord", "type", user=here.dbob, room=here.discord_room, line="/ticket reply")
    form = (await here.chat("discord"))["forms"][here.dbob]
    field = form["parts"][0]
    assert (form["title"], field["label"]) == ("Reply", "Text")
    await here.act("discord", "submit", user=here.dbob, values={field["name"]: "Soon."})
    chat = await here.chat("discord")
    assert chat["forms"] == {}
    assert words(chat["whispers"][here.dbob][-1]["parts"]) == "sent: Soon."


async def test_a_form_on_discord_can_be_put_away(here, bot):
    await here.act("discord", "type", user=here.dbob, room=here.discord_room, line="/ticket reply")
    await here.act("discord", "close", user=here.dbob)
    assert (await here.chat("discord"))["forms"] == {}


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


async def test_what_is_no_command_is_refused_in_discords_words(here):
    answer = await here.act("discord", "type", user=here.dbob, room=here.discord_room, line="/nothing here")
    assert answer["error"] == "there is no command /nothing here"


async def test_a_ping_rings_for_everybody_in_the_group(here):
    leads = here.town.places["slack leads"].removeprefix("slack:group:")
    ts = (await here.slack("chat.postMessage", channel=here.slack_room, text=f"<!subteam^{leads}>"))["ts"]
    rings = (await here.chat("slack"))["rings"]
    assert [one["message"] for one in rings[here.sue]] == [ts]
    assert rings[here.bob] == []


async def test_a_ring_tells_its_ticket_and_its_first_words(here):
    leads = here.town.places["slack leads"].removeprefix("slack:group:")
    header = {"type": "header", "text": {"type": "plain_text", "text": "#7 VPN"}}
    root = (await here.slack("chat.postMessage", channel=here.slack_room, text="card", blocks=[header]))["ts"]
    text = f"<!subteam^{leads}> First response to #7 is overdue"
    await here.slack("chat.postMessage", channel=here.slack_room, text=text, thread_ts=root)
    ring = (await here.chat("slack"))["rings"][here.sue][0]
    assert (ring["about"], ring["words"], ring["thread"]) == ("#7 VPN", "First response to #7 is overdue", root)
    card = (await here.discord(f"/channels/{here.discord_room}/messages", {"content": "card"}))["id"]
    thread = await here.discord(f"/channels/{here.discord_room}/messages/{card}/threads", {"name": "#8 Printer"})
    sue = here.town.cast.discord["sue"]
    await here.discord(f"/channels/{thread['id']}/messages", {"content": f"<@{sue}> Look at #8"})
    ring = (await here.chat("discord"))["rings"][str(sue)][0]
    assert (ring["about"], ring["words"]) == ("#8 Printer", "Look at #8")


async def test_the_clock_and_the_faults_are_in_hand(here):
    before = (await here.state())["now"]
    await here.act("clock", "forward", days=1)
    await here.act("faults", "break_", where="slack:*", kind="503", times=-1)
    state = await here.state()
    assert state["now"] - before > 86_399
    assert state["machine"]["faults"] == [{"where": "slack:*", "kind": "503", "times": -1}]
    await here.act("faults", "mend")
    assert (await here.state())["machine"]["faults"] == []


async def test_the_machine_shows_what_crossed_the_wires(here):
    await here.slack("chat.postMessage", channel=here.slack_room, text="hello")
    last = [one for one in (await here.state())["machine"]["exchanges"] if one["what"] == "chat.postMessage"]
    assert [(one["wire"], one["towards"], one["status"]) for one in last] == [("slack", "wire", 200)]


async def test_hostile_text_stays_text(here):
    await here.act("slack", "say", user=here.bob, channel=here.slack_room, text=HOSTILE)
    await here.act("discord", "say", user=here.dbob, room=here.discord_room, text=HOSTILE)
    for wire, room in (("slack", here.slack_room), ("discord", here.discord_room)):
        message = (await here.room(wire, room))["messages"][0]
        assert words(message["parts"]) == HOSTILE
        assert {one["look"] for one in message["parts"][0]["spans"]} == {""}


def test_the_page_makes_no_markup_of_strings():
    source = FILE.read_text()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function", source
    )
    assert not re.search(r"""(src|href)=["'](?!data:,)|\son[a-z]+=["']|\sstyle=["']""", source)


async def test_the_page_runs_its_own_script_only(here):
    async with here.http.get(here.page.url) as answer:
        rules = answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
    assert rules == policy(FILE.read_text())
    assert rules.startswith("default-src 'self'; connect-src 'self'; ")
    assert "unsafe" not in rules
    assert len(re.findall("'sha256-", rules)) == 2


@pytest.mark.parametrize("path", ["", "state", "live", "control"])
async def test_a_foreign_host_sees_nothing(here, path):
    how = here.http.post if path == "control" else here.http.get
    async with how(here.page.url + path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("path", ["state", "live", "control"])
async def test_a_page_from_elsewhere_is_refused(here, path):
    how = here.http.post if path == "control" else here.http.get
    async with how(here.page.url + path, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403


async def test_a_form_from_elsewhere_cannot_act(here):
    body = json.dumps({"wire": "faults", "do": "mend"})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        async with here.http.post(f"{here.page.url}control", data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 403


async def test_only_what_a_person_can_do_can_be_done(here):
    answer = await here.act("slack", "__init__")
    assert answer["error"].startswith("slack cannot __init__")


async def test_browsers_hear_of_a_burst_once_or_twice(here):
    async with here.http.ws_connect(f"{here.page.url}live") as socket:
        for number in range(20):
            await here.town.slack.people.say(here.bob, here.slack_room, f"line {number}")
        assert (await socket.receive()).data == "changed"
        await here.page.stop()
        rest = [one async for one in socket]
    assert len(rest) <= 2


def test_slacks_markup_becomes_looks():
    text = "*bold <@U1>* `a &amp; b` <!date^1700000000^{ago}|then> <https://example.org|why> :eyes: 2*3*4\n&gt; said"
    first, second = slack_texts.mrkdwn(text, lambda _: "ann")
    looks = [(one["text"], one["look"]) for one in first["spans"] if one["text"].strip()]
    assert looks == [("bold ", "bold"), ("@ann", "mention"), ("a & b", "code"), ("then", "time"), ("why", "link"),
                     (" 👀 2*3*4", "")]  # fmt: skip
    assert (second["kind"], words([second])) == ("quote", "said")


def test_discords_markdown_becomes_looks():
    world = Town().discord.world
    text = f"**bold <@{world.bot.id}>** `x` <t:1700000000:R> [why](https://example.org) \\*plain\\*\n-# small\n> said"
    first, *others = discord_texts.markdown(text, world)
    looks = [(one["text"], one["look"]) for one in first["spans"] if one["text"].strip() or one["look"]]
    assert looks == [("bold ", "bold"), ("@deskbell", "mention"), ("x", "code"), ("", "time"), ("why", "link"),
                     ("*", ""), ("plain", ""), ("*", "")]  # fmt: skip
    assert [(one["kind"], words([one])) for one in others] == [("small", "small"), ("quote", "said")]
