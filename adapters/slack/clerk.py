"""Takes what somebody asked to the desk, and what came of it back to them: shared by every way in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from adapters import lines, verbs
from adapters.calls import Call, Way
from adapters.slack import boards, pages, refs, text
from adapters.slack.downloads import Downloads
from adapters.slack.people import People
from adapters.slack.reading import Asker
from adapters.slack.whispers import Whispers
from bot.config import Settings
from bot.desk import Desk
from bot.doubts import Care
from bot.errors import Refused
from bot.events import Event, File
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Ask, Fate, Store
from bot.ticket import Ticket

FATES = {"open": "ticketed", "reply": "appended", "note": "appended"}
# whose answer is what was asked for
SHOWN = {
    "show", "history", "whole", "help", "mine", "list", "search", "view", "board", "pend", "audit", "dead", "parked",
    "cuts", "macro", "kb", "send", "discard", "solved", "stats", "oncall", "handover",
}  # fmt: skip
TEXTS = ("text", "note", "reason", "subject")  # what is given back when it is refused


@dataclass(frozen=True)
class Clerk:
    settings: Settings
    desk: Desk
    store: Store
    ask: Ask
    now: Callable[[], datetime]
    client: AsyncWebClient
    people: People
    downloads: Downloads
    whispers: Whispers

    async def typed(
        self, line: str, asker: Asker, source: str, word: str = "", implied: int | None = None,
        files: tuple[File, ...] = (), missing: str = "",
    ) -> Deed:  # fmt: skip
        """What a typed line asks for; `line` as Slack wrote it."""
        said = text.decode(line, await self.people.names(text.mentioned(line)))
        try:
            verb, number, values = lines.read(said, word, implied)
        except Refused as refusal:
            return self.refused(asker, str(refusal), said)
        by = await self.people.agent(asker.user)
        named = line.rpartition(" to ")[2] if values.get("from") else line
        agent = await self._meant(named, values.get("agent", ""))
        way = Way.SLASH if word else Way.THREAD
        care = Care(called=await self.called(line))
        call = self.call(
            verb.name, by, number, values, asker, source, way=way, agent=agent, files=files, missing=missing, care=care
        )
        is_worded = any(values.get(name) for name in TEXTS)
        return Deed(lambda: self.run(call), self.telling(asker, said if is_worded else ""))

    def call(
        self,
        verb: str,
        by: Person,
        number: int | None,
        values: dict[str, str],
        asker: Asker,
        source: str,
        **more: object,
    ) -> Call:
        here = refs.room(asker.channel) if asker.channel else ""
        call = Call(verb, by, self.now(), number, values, here=here, origin=refs.person(asker.user), source=source)
        return Call(**(vars(call) | more))

    def run(self, call: Call) -> Fate:
        """Do it, inside the transaction of its arrival. Raises Refused."""
        said = verbs.run(self.desk, self.settings, call)
        name = "refused" if said.is_refused else FATES.get(call.verb, "done")
        return Fate(name, said.text, said.ticket, said.paper, said.buttons, said.page, said.is_news, said.overview)

    async def called(self, line: str) -> tuple[str, ...]:
        """Whom and which of the agents' rooms a text mentions, as Slack wrote it."""
        rooms = {room.partition(":")[2] for queue in self.settings.queues for room in queue.rooms}
        return text.called(line, await self.people.names(text.mentioned(line)), rooms)

    def refused(self, asker: Asker, why: str, returned: str = "") -> Deed:
        """A deed that only says no."""
        return Deed(lambda: Fate("refused", why), self.telling(asker, returned))

    def telling(self, asker: Asker, returned: str = "", is_quiet: bool = False) -> Callable[[Fate], Awaitable[None]]:
        """How the asker hears of it: a refusal always, with their text; a success unless `is_quiet`."""

        async def tell(fate: Fate) -> None:
            if fate.name == "refused":
                await self.whispers.tell(asker, fate.reason, returned, fate.buttons)
            elif fate.page:
                await self.whispers.show(asker, *pages.page(fate.page, (await self.people.me()).home))
            elif fate.overview:
                await self.whispers.show(asker, *boards.board(fate.overview, (await self.people.me()).home))
            elif fate.paper:
                await self.whispers.hand(asker, fate.reason, fate.paper)
            elif fate.name != "ignored" and (fate.is_news or not is_quiet):
                await self.whispers.tell(asker, fate.reason, buttons=fate.buttons, is_instead=True)

        return tell

    async def language(self, by: Person) -> str:
        """What they read: see `bot.tongues`."""
        return await self.ask(self.desk.circle.language, by)

    async def ticket_at(self, place: str) -> Ticket | None:
        """The ticket whose thread or message this is."""
        return await self.ask(self.look, place)

    def history(self, number: int) -> list[Event]:
        """Every event of a ticket, oldest first: for us, not for showing."""
        with self.store.transaction() as tx:
            return tx.tickets.history(number)

    async def _meant(self, line: str, name: str) -> Person | None:
        """The person an argument names, by a mention if there is one."""
        if not name:
            return None
        ids = text.mentioned(line)
        me = (await self.people.me()).user
        meant = [one for one in ids if one != me] or ([] if name.lstrip("@") else ids)
        return await self.people.agent(meant[0]) if meant else await self.people.named(name)

    def look(self, place: str) -> Ticket | None:
        """The same, on the desk's own thread."""
        with self.store.transaction() as tx:
            number = tx.tickets.of(place)
            return tx.tickets.look(number) if number is not None else None


def ignored(reason: str) -> Deed:
    """Nothing to do, and why."""
    return Deed(lambda: Fate("ignored", reason))
