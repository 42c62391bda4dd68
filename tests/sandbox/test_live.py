"""What browsers are told: all that they look at, then only what has changed, each at its own pace."""

import json

import aiohttp
import pytest

from tests.sandbox.page_desk import FORM, opened, words

TEAM = {"team": {"wire": "slack", "who": "bob"}}
CLEO = {"team": {"wire": "slack", "who": "cleo"}}
DISCORD = {"team": {"wire": "discord", "who": "bob"}}
PEOPLE = {"bob": "agent", "cleo": "agent", "sue": "supervisor", "max": "outsider", "ines": "outsider"}


@pytest.fixture
async def here():
    async with opened() as one:
        yield one


async def test_the_first_word_holds_everything(here):
    async with here.tab(**TEAM) as tab:
        (word,) = tab.words
    assert word["all"] is True
    assert abs(word["now"] - here.town.clock().timestamp()) < 5
    assert {one["name"]: one["role"] for one in tab.cells["cast"]["team"]} == PEOPLE
    assert [one["name"] for one in tab.cells["cast"]["customers"]] == ["max", "ines"]
    assert tab.cells["team/place"]["name"] == "support"
    assert tab.cells["customer/place"]["name"] == "help"
    assert tab.cells["customer/me"]["name"] == "max"


async def test_a_new_message_sends_its_own_cell_and_what_counts_it(here):
    await here.card("first")
    async with here.tab(**TEAM) as tab:
        ts = await here.card("second")
        word = await tab.next()
    changed = set(word["set"]) - {"machine/exchanges"}
    assert changed == {f"team/m/{ts}", "team/list", "team/rooms", "team/badges"}
    assert word["drop"] == []
    assert "all" not in word


async def test_a_reply_sends_its_root_and_nothing_else_of_the_room(here):
    roots = [await here.card(f"card {number}") for number in range(3)]
    async with here.tab(team={"wire": "slack", "who": "bob", "thread": roots[0]}) as tab:
        ts = await here.card("a reply", thread_ts=roots[0])
        word = await tab.next()
    told = {key for key in word["set"] if "/m/" in key}
    assert told == {f"team/m/{ts}", f"team/m/{roots[0]}"}
    assert word["set"]["team/aside/list"] == [f"team/m/{roots[0]}", f"team/m/{ts}"]
    assert "team/list" not in word["set"]
    root = tab.cells[f"team/m/{roots[0]}"]
    assert (root["replies"], root["repliers"], root["last_reply_at"]) == (1, ["deskbell"], float(ts))


async def test_a_room_shows_its_newest_and_counts_the_earlier_ones(here):
    for number in range(5):
        await here.act("slack", "say", user=here.bob, channel=here.slack_room, text=str(number))
    async with here.tab(team={"wire": "slack", "who": "bob", "more": 2}) as tab:
        assert [words(one["parts"]) for one in tab.messages()] == ["3", "4"]
        assert tab.cells["team/place"]["earlier"] == 3
        await tab.look(team={"wire": "slack", "who": "bob", "more": 4})
        assert len(tab.messages()) == 4


async def test_what_was_left_is_dropped(here):
    ts = await here.card("gone")
    async with here.tab(**TEAM) as tab:
        await here.slack("chat.delete", channel=here.slack_room, ts=ts)
        await tab.until(lambda cells: cells["team/list"] == [])
        assert f"team/m/{ts}" not in tab.cells


async def test_a_deleted_root_and_an_edited_line_say_so(here):
    root = await here.card("card")
    line = await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="a line", thread=root)
    await here.act("slack", "edit", user=here.bob, channel=here.slack_room, ts=line["answer"], text="another")
    await here.act("slack", "delete", user=here.bob, channel=here.slack_room, ts=root)
    async with here.tab(team={"wire": "slack", "who": "bob", "thread": root}) as tab:
        first, second = tab.messages("team/aside/list")
    assert (first["is_deleted"], words(first["parts"])) == (True, "This message was deleted.")
    assert (second["is_edited"], words(second["parts"]), second["is_mine"]) == (True, "another", True)


async def test_looking_reads_for_all_tabs_of_that_person(here):
    async with here.tab(team={"wire": "slack", "who": "cleo", "is_shown": False}) as aside:
        await here.card()
        unread = await aside.until(lambda cells: cells["team/badges"]["slack"]["cleo"]["unread"])
        assert unread == 1
        async with here.tab(**CLEO):
            await aside.until(lambda cells: cells["team/badges"]["slack"]["cleo"]["unread"] == 0)
    assert aside.cells["team/badges"]["slack"]["bob"]["unread"] == 1


async def test_an_answer_in_a_thread_is_new_to_who_asked_until_it_is_opened(here):
    max_, room = here.town.cast.slack["max"], here.town.places["slack help"].partition(":")[2]
    root = (await here.act("slack", "say", user=max_, channel=room, text="How?"))["answer"]
    await here.slack("chat.postMessage", channel=room, text="So.", thread_ts=root)
    async with here.tab() as tab:
        assert tab.cells[f"customer/m/{root}"]["unread"] == 1
        assert tab.cells["customer/rooms"][0]["unread"] == 1
        assert tab.cells["team/badges"]["slack"]["cleo"]["unread"] == 1  # the question alone
        await tab.look(customer={"wire": "slack", "who": "max", "thread": root})
        assert tab.cells["customer/badges"]["slack"]["max"]["unread"] == 0


async def test_a_side_that_is_not_shown_tells_its_badges_only(here):
    cells = await here.cells(team={"wire": "slack", "who": "bob", "is_shown": False})
    assert [key for key in cells if key.startswith("team/")] == ["team/badges"]


async def test_what_is_new_is_marked_from_where_reading_had_stopped(here):
    old = await here.card("old")
    async with here.tab(**TEAM):
        pass
    new = await here.card("new")
    async with here.tab(**TEAM) as tab:
        assert tab.cells["team/place"]["read_to"] == new
        await here.card("newer")
        await tab.until(lambda cells: len(cells["team/list"]) == 3)
        assert tab.cells["team/place"]["read_to"] == new
    assert old in tab.cells["team/list"][0]


@pytest.mark.parametrize("wire", ["slack", "discord"])
async def test_a_call_rings_and_is_marked_for_whom_it_means_alone(here, wire):
    if wire == "slack":
        leads = here.town.places["slack leads"].removeprefix("slack:group:")
        await here.card(f"<!subteam^{leads}> Look at #7")
    else:
        await here.discord(f"/channels/{here.discord_room}/messages", {"content": f"<@{here.dsue}> Look at #7"})
    seen = {who: await here.cells(team={"wire": wire, "who": who}) for who in ("bob", "sue")}
    called = {who: cells[cells["team/list"][0]] for who, cells in seen.items()}
    assert {who: one["is_called"] for who, one in called.items()} == {"bob": False, "sue": True}
    marks = {who: one["parts"][0]["spans"][0].get("is_me", False) for who, one in called.items()}
    assert marks == {"bob": False, "sue": True}
    assert [one["words"] for one in seen["sue"]["team/rings"]] == ["Look at #7"]
    assert seen["bob"]["team/rings"] == []
    assert [(one["wire"], one["who"]) for one in seen["bob"]["machine/rings"]] == [(wire, "sue")]
    # Bob looked first: then it was new to Sue.
    assert seen["bob"]["team/badges"][wire]["sue"] == {"unread": 1, "rings": 1}
    assert seen["sue"]["team/badges"][wire]["sue"] == {"unread": 0, "rings": 0}


async def test_a_ring_tells_its_ticket_and_where_to_go(here):
    leads = here.town.places["slack leads"].removeprefix("slack:group:")
    header = {"type": "header", "text": {"type": "plain_text", "text": "#7 VPN"}}
    root = await here.card(blocks=[header])
    await here.card(f"<!subteam^{leads}> First response to #7 is overdue", thread_ts=root)
    thread = await here.thread("#8 Printer")
    await here.discord(f"/channels/{thread}/messages", {"content": f"<@{here.dsue}> Look at #8"})
    (slack,) = (await here.cells(team={"wire": "slack", "who": "sue"}))["team/rings"]
    (discord,) = (await here.cells(team={"wire": "discord", "who": "sue"}))["team/rings"]
    assert (slack["about"], slack["words"], slack["thread"]) == ("#7 VPN", "First response to #7 is overdue", root)
    assert (discord["about"], discord["room"], discord["thread"]) == ("#8 Printer", here.discord_room, thread)


async def test_a_whisper_is_shown_to_its_reader_alone(here):
    await here.slack("chat.postEphemeral", channel=here.slack_room, user=here.bob, text="psst")
    bob, cleo = await here.cells(**TEAM), await here.cells(**CLEO)
    (mine,) = (bob[key] for key in bob["team/list"])
    assert (words(mine["parts"]), mine["is_whisper"]) == ("psst", True)
    assert cleo["team/list"] == []


async def test_only_members_see_a_private_room(here):
    for wire in here.wires:
        cells = await here.cells(team={"wire": wire, "who": "max", "room": here.slack_room})
        assert "support" not in [one["name"] for one in cells["team/rooms"]]
        assert cells["team/place"]["name"] == "help"


async def test_the_direct_message_with_the_desk_is_there_once_it_is_asked_for(here):
    for wire, user in (("slack", here.bob), ("discord", here.dbob)):
        look = {"team": {"wire": wire, "who": "bob"}}
        assert "direct" not in [one["kind"] for one in (await here.cells(**look))["team/rooms"]]
        room = (await here.act(wire, "dm", user=user))["answer"]
        cells = await here.cells(team={"wire": wire, "who": "bob", "room": room})
        assert (cells["team/place"]["kind"], cells["team/place"]["name"]) == ("direct", "deskbell")
        assert room not in [one["id"] for one in (await here.cells(team={"wire": wire, "who": "cleo"}))["team/rooms"]]


async def test_threads_on_discord_hang_below_their_room_newest_first(here):
    first, second = await here.thread("#1 one"), await here.thread("#2 two")
    await here.act("discord", "say", user=here.dbob, room=first, text="on it")
    cells = await here.cells(team={"wire": "discord", "who": "cleo", "thread": first})
    rows = [(one["name"], one["parent"]) for one in cells["team/rooms"]]
    assert rows[:3] == [("support", ""), ("#1 one", here.discord_room), ("#2 two", here.discord_room)]
    assert cells["team/aside"]["name"] == "#1 one"
    card = cells[f"team/m/{first}"]
    assert (card["opens"], card["replies"], card["repliers"]) == (first, 1, ["Bob"])
    assert [words(cells[key]["parts"]) for key in cells["team/aside/list"]] == ["card", "on it"]
    assert second in [one["id"] for one in cells["team/rooms"]]


async def test_a_forum_shows_its_posts_with_tags_and_first_words(here):
    forum = here.town.places["discord billing"].partition(":")[2]
    made = await here.act("discord", "post", user=here.dbob, forum=forum, title="Invoice", text="twice", tags=["new"])
    cells = await here.cells(team={"wire": "discord", "who": "cleo", "room": forum})
    (post,) = cells["team/posts"]
    assert (post["id"], post["name"], post["tags"], post["who"]) == (made["answer"], "Invoice", ["new"], "Bob")
    assert (post["first"], post["count"], post["locked"]) == ("twice", 0, False)
    assert "urgent" in cells["team/place"]["tags"]
    below = await here.cells(team={"wire": "discord", "who": "cleo", "room": forum, "thread": post["id"]})
    assert below["team/aside"]["applied"] == ["new"]


async def test_an_open_form_is_shown_until_it_is_put_away(here):
    async with here.tab(**TEAM) as tab:
        here.town.slack.workspace.views.start(here.bob, FORM)
        here.town.slack.workspace.changed()
        form = await tab.until(lambda cells: cells["team/form"])
        text, who = form["parts"]
        assert (form["title"], form["submit"], text["label"]) == ("Reply", "Send", "Text")
        assert (text["input"]["kind"], text["input"]["value"]) == ("area", "Dear Ann")
        assert [here.bob, "bob"] in who["input"]["options"]
        await here.act("slack", "close", user=here.bob)
        await tab.until(lambda cells: cells["team/form"] is None)


async def test_a_burst_is_few_words_and_ends_with_the_page(here):
    async with here.tab(**TEAM) as tab:
        for number in range(20):
            await here.town.slack.people.say(here.bob, here.slack_room, f"line {number}")
        await tab.until(lambda cells: len(cells["team/list"]) == 20)
        assert len(tab.words) <= 4
        await here.page.stop()
        assert (await tab.socket.receive()).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("not json", "That is no JSON."),
        ("[]", "Say what you look at: an object with the key look."),
        ('{"look": 7}', "A look is an object with team, customer, mail and machine."),
        ('{"look": {"team": {"wire": "irc"}}}', "team.wire is slack or discord."),
        ('{"look": {"team": {"more": 0}}}', "team.more is a number from 1 to 1000."),
        ('{"look": {"team": {"more": true}}}', "team.more is not of the kind that it should be."),
        ('{"look": {"mail": "ann"}}', "mail is an object."),
    ],
)
async def test_garbage_is_answered_with_a_sentence_and_the_tab_stays(here, said, told):
    async with here.tab(**TEAM) as tab:
        await tab.socket.send_str(said)
        assert (await tab.next())["error"] == told
        await here.card()
        await tab.until(lambda cells: cells["team/list"])


@pytest.mark.parametrize(
    "look",
    [
        {"team": {"who": "nobody", "room": "no room", "thread": "../.."}},
        {"team": {"wire": "discord", "who": "bob", "room": "²", "thread": "9" * 30}},
        {"customer": {"who": "bob"}, "mail": {"who": "nobody", "thread": "i1", "box": "trash"}},
    ],
)
async def test_what_is_not_there_is_looked_at_in_vain(here, look):
    cells = await here.cells(**look)
    assert cells["team/place"]["name"] == "support"
    assert (cells["customer/me"]["name"], cells["mail/open"]) == ("max", None)


async def test_a_tab_that_reads_nothing_holds_nobody_up(here):
    async with here.http.ws_connect(f"{here.page.url}live") as deaf, here.tab(**TEAM) as tab:
        await deaf.send_str(json.dumps({"look": TEAM}))
        for number in range(10):
            await here.act("slack", "say", user=here.bob, channel=here.slack_room, text="word " * 900)
            await tab.until(lambda cells, count=number + 1: len(cells["team/list"]) == count)


async def test_both_desks_see_each_others_doings(here):
    async with here.tab(**DISCORD) as bob, here.tab(team={"wire": "discord", "who": "cleo"}) as cleo:
        await here.act("discord", "say", user=here.dbob, room=here.discord_room, text="mine")
        for tab in (bob, cleo):
            await tab.until(lambda cells: cells["team/list"])
        assert [tab.messages()[0]["is_mine"] for tab in (bob, cleo)] == [True, False]
