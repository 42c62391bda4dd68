"""What the tests of the page share: a town with its page, tabs that look at it, and a desk that only tells."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import discord
import yarl

from sandbox.page import Page
from sandbox.town import Town
from tests.sandbox.discord_desk import Bot

CLAIM = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "7"}
PLAIN = {"type": "plain_text", "text": "Text"}
FORM = {
    "type": "modal", "title": {"type": "plain_text", "text": "Reply"}, "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {"type": "input", "block_id": "text", "label": PLAIN,
         "element": {"type": "plain_text_input", "action_id": "value", "multiline": True, "initial_value": "Dear Ann"}},
        {"type": "input", "block_id": "who", "optional": True, "label": {"type": "plain_text", "text": "Who"},
         "element": {"type": "users_select", "action_id": "value"}},
    ],
}  # fmt: skip


class Telling:
    """Stands where the desk's process is: what it tells is set by the test, and it notes what is asked of it."""

    def __init__(self):
        self.state, self.trouble, self.window, self.listeners, self.asked = "up", "", {}, [], []

    def tells(self, **window):
        self.window = self.window | window
        for listener in self.listeners:
            listener()

    async def start(self):
        self.asked.append("start")

    async def kill(self):
        self.asked.append("kill")


class Tab:
    """One browser tab: `cells` is what it knows, `words` all that it was told."""

    def __init__(self, socket):
        self.socket, self.cells, self.words = socket, {}, []

    async def look(self, **look):
        await self.socket.send_json({"look": look})
        return await self.next()

    async def next(self):
        """The next thing it is told."""
        word = await self.socket.receive_json(timeout=5)
        self.words.append(word)
        self.cells |= word.get("set", {})
        for key in word.get("drop", []):
            del self.cells[key]
        return word

    async def until(self, seen):
        """What `seen` makes of the cells, once that is something."""
        while not (found := seen(self.cells)):
            await self.next()
        return found

    def messages(self, slot="team/list"):
        return [self.cells[key] for key in self.cells[slot]]


class Here:
    """The town, its page, and the bot's hand on the wires."""

    wires = ("slack", "discord")

    def __init__(self, town, page, desk, http):
        self.town, self.page, self.desk, self.http = town, page, desk, http
        self.bob, self.sue = town.cast.slack["bob"], town.cast.slack["sue"]
        self.dbob, self.dsue = str(town.cast.discord["bob"]), str(town.cast.discord["sue"])
        self.slack_room, self.discord_room = (town.places[f"{one} support"].partition(":")[2] for one in self.wires)

    @asynccontextmanager
    async def tab(self, **look):
        """A tab that looks; it has heard all that there is at first."""
        async with self.http.ws_connect(f"{self.page.url}live") as socket:
            tab = Tab(socket)
            await tab.look(**look)
            yield tab

    async def cells(self, **look):
        """What a new tab sees."""
        async with self.tab(**look) as tab:
            return tab.cells

    async def act(self, wire, do, **details):
        body = {"wire": wire, "do": do, "with": details}
        async with self.http.post(f"{self.page.url}control", json=body) as answer:
            return await answer.json()

    async def slack(self, method, **body):
        headers = {"Authorization": f"Bearer {self.town.slack.app.bot_token}"}
        async with self.http.post(self.town.slack.api_url + method, json=body, headers=headers) as answer:
            return await answer.json()

    async def card(self, text="card", **body):
        """A message of the desk's in the agents' room on Slack; its timestamp."""
        return (await self.slack("chat.postMessage", channel=self.slack_room, text=text, **body))["ts"]

    async def discord(self, path, body):
        headers = {"Authorization": f"Bot {self.town.discord.token}"}
        async with self.http.post(self.town.discord.api_url + path, json=body, headers=headers) as answer:
            return await answer.json()

    async def thread(self, name="#7 VPN", **body):
        """A card of the desk's on Discord with its thread; the id of both."""
        room = f"/channels/{self.discord_room}/messages"
        root = (await self.discord(room, body or {"content": "card"}))["id"]
        return (await self.discord(f"{room}/{root}/threads", {"name": name}))["id"]


@asynccontextmanager
async def opened(reset=None):
    town, desk = Town(), Telling()
    await town.start()
    page = Page(town, desk, reset)
    await page.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as http:
        yield Here(town, page, desk, http)
    await page.stop()
    await town.stop()


@asynccontextmanager
async def bot_in(here):
    """A bot on Discord that has registered its commands."""
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
    """What parts say, a line for each."""
    return "\n".join("".join(one["text"] for one in part.get("spans", [])) for part in parts)
