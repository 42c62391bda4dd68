"""What the people of the story do and see, in Slack's and in Discord's own ways."""

from collections.abc import Mapping
from typing import Any

from sandbox.discord.channels import Thread
from sandbox.discord.outcomes import Outcome as DiscordOutcome
from sandbox.discord.sight import Seen
from sandbox.slack.outcome import Outcome as SlackOutcome
from sandbox.slack.shown import Shown
from sandbox.town import Town


def _id(place: str) -> str:
    return place.rpartition(":")[2]


class SlackScene:
    """The agents' room on Slack; `card` picks the ticket that the next deeds are about."""

    def __init__(self, town: Town) -> None:
        self._people, self._cast = town.slack.people, town.cast.slack
        self._room, self._help = _id(town.places["slack support"]), _id(town.places["slack help"])
        self.leads = _id(town.places["slack leads"])
        self._root = ""
        self._heard: set[str] = set()

    async def card(self, words: str) -> str:
        """The newest card that says `words`."""
        found = await self._people.wait_for(lambda: [one for one in self._cards() if words in one.text])
        self._root = found[-1].ts
        return found[-1].text

    async def click(self, who: str, label: str) -> SlackOutcome:
        return await self._people.click(self._cast[who], self._room, self._root, label)

    async def command(self, who: str, line: str) -> SlackOutcome:
        return await self._people.command(self._cast[who], self._room, line)

    async def say(self, who: str, text: str) -> None:
        await self._people.say(self._cast[who], self._room, text, thread=self._root)

    async def told(self, *who: str) -> str:
        """The next thing that the app tells one of these people alone."""

        def news() -> list[Shown]:
            seen = [one for name in who for one in self._people.ephemerals(self._cast[name])]
            return [one for one in seen if one.ts not in self._heard]

        found = (await self._people.wait_for(news))[-1]
        self._heard.add(found.ts)
        return found.text

    async def form(self, who: str, label: str, answers: Mapping[str, Any]) -> None:
        """Press a button that opens a form, fill it in and send it."""
        await self.click(who, label)
        await self._people.wait_for(lambda: self._people.modal(self._cast[who]))
        await self._people.submit(self._cast[who], dict(answers))

    async def line(self, words: str) -> str:
        found = await self._people.wait_for(lambda: [one for one in self._thread() if words in one.text])
        return f"{found[-1].who}: {found[-1].text}"

    async def press(self, who: str, words: str, label: str) -> None:
        """Press the button below the line that says `words`."""

        def offered() -> list[Shown]:
            return [one for one in self._thread() if words in one.text and label in one.buttons]

        found = await self._people.wait_for(offered)
        await self._people.click(self._cast[who], self._room, found[-1].ts, label)

    async def ping(self, who: str) -> str:
        """A ping in the thread that rings for `who`."""
        before = len(self._people.pinged(self._cast[who]))
        await self._people.wait_for(lambda: len(self._people.pinged(self._cast[who])) > before, 10)
        return self._thread()[-1].text

    async def mark(self, words: str) -> str:
        def marked() -> list[Shown]:
            return [one for one in self._thread() if words in one.text and "white_check_mark" in one.reactions]

        return f"✅ on: {(await self._people.wait_for(marked))[-1].text}"

    async def help_room(self, who: str, question: str, answer: str) -> str:
        """A customer asks in the help room; an agent answers from the card; the answer stands in their thread."""
        root = await self._people.say(self._cast[who], self._help, question)
        await self.card(question)
        await self.form("bob", "Reply", {"Text": answer})

        def answered() -> list[Shown]:
            return [one for one in self._people.messages(self._help, root) if answer in one.text]

        found = await self._people.wait_for(answered)
        return f"{found[-1].who}: {found[-1].text}"

    def _cards(self) -> list[Shown]:
        return [one for one in self._people.messages(self._room) if one.buttons]

    def _thread(self) -> list[Shown]:
        return self._people.messages(self._room, self._root)


class DiscordScene:
    """The agents' room on Discord; `card` picks the ticket that the next deeds are about."""

    def __init__(self, town: Town) -> None:
        self._people, self._cast, self._guild = town.discord.people, town.cast.discord, town.discord.guild
        self._room, self._help = int(_id(town.places["discord support"])), int(_id(town.places["discord help"]))
        self.meant = {f"role:{_id(town.places['discord leads'])}"}
        self._card: Seen | None = None
        self._thread: Thread | None = None

    async def card(self, words: str) -> str:
        """The newest card that says `words`, and its thread."""
        found = await self._people.wait_for(lambda: [one for one in self._cards() if words in one.text])
        card = found[-1]
        thread = await self._people.wait_for(lambda: self._guild.threads.get(card.id))
        self._card, self._thread = card, thread
        return card.text

    async def command(self, who: str, line: str, options: Mapping[str, Any] | None = None) -> DiscordOutcome:
        """A command in the ticket's thread."""
        assert self._thread
        return await self._people.command(self._cast[who], self._thread.id, line, options)

    async def outside(self, who: str, line: str, options: Mapping[str, Any]) -> DiscordOutcome:
        """A command in the public help room."""
        return await self._people.command(self._cast[who], self._help, line, options)

    async def told(self, outcome: DiscordOutcome) -> str:
        return str(await self._people.wait_for(lambda: outcome.error or outcome.text))

    async def form(self, who: str, label: str, text: str) -> None:
        """Press a button of the card that opens a form, fill in its first field and send it."""
        assert self._card
        await self._people.click(self._cast[who], self._room, self._card.id, label)
        modal = await self._people.wait_for(lambda: self._people.modal(self._cast[who]))
        assert modal
        await self._people.submit(self._cast[who], {modal.fields[0]: text})

    async def line(self, words: str) -> str:
        def found() -> list[Seen]:
            assert self._thread
            return [one for one in self._people.messages(self._thread.id) if words in one.text]

        seen = (await self._people.wait_for(found))[-1]
        return f"{seen.author}: {seen.text}"

    async def resting(self) -> str:
        """The thread says how it ended, and is archived and locked."""
        thread = self._thread
        assert thread
        await self._people.wait_for(lambda: thread.archived and thread.locked)
        return f"archived and locked after: {self._people.messages(thread.id)[-1].text}"

    async def help_room(self, who: str, question: str, answer: str) -> str:
        """A customer asks in the help room; an agent answers; the answer stands in a thread only they see."""
        await self._people.say(self._cast[who], self._help, question)
        await self.card(question)
        await self.form("cleo", "Reply", answer)

        def answered() -> list[Seen]:
            own = [one.id for one in self._people.threads(self._help)]
            return [seen for one in own for seen in self._people.messages(one, self._cast[who]) if answer in seen.text]

        seen = (await self._people.wait_for(answered))[-1]
        return f"{seen.author}: {seen.text}"

    def _cards(self) -> list[Seen]:
        return [one for one in self._people.messages(self._room) if one.buttons]
