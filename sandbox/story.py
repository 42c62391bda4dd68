"""The life of two tickets, played over the wire by the people of the pretend world: one on Slack, one on Discord.

Each step acts as a person, waits for what somebody else must see then, and prints what that was and how long it took.
The first thing that does not happen ends it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.message import EmailMessage

from sandbox.mail.letters import words
from sandbox.story_people import DiscordScene, SlackScene
from sandbox.town import DESK, UNDO, Town

INTERNAL = "she pulled the plug again"
RASH = "Did you try to plug it in?"
Step = Callable[[], Awaitable[str]]


class Unkept(Exception):
    """Something that was promised did not happen."""


class Story:
    def __init__(self, town: Town, say: Callable[[str], None] = print) -> None:
        self._town, self._say = town, say
        self._slack, self._discord = SlackScene(town), DiscordScene(town)
        self._ann, self._dora = town.cast.mail["ann"], town.cast.mail["dora"]

    async def play(self) -> int:
        """Play it to the end. Returns 0, or 1 at the first thing that does not happen."""
        begun = time.perf_counter()
        for number, (title, step) in enumerate(self._steps(), 1):
            started = time.perf_counter()
            try:
                saw = await step()
            except Exception as error:
                self._say(f"✗ {number:2}. {title}\n      {type(error).__name__}: {error}")
                return 1
            took = (time.perf_counter() - started) * 1000
            self._say(f"✓ {number:2}. {title} ({took:.0f} ms)\n      {_first(saw)}")
        self._say(f"All {number} steps happened, in {time.perf_counter() - begun:.1f} s.")
        return 0

    def _steps(self) -> list[tuple[str, Step]]:
        return [
            ("Ann mails; her mail is a card in the room on Slack", self.ann_mails),
            ("and a thread on Discord", self.on_discord_too),
            ("Ann is told the number, and nothing of her mail is repeated", self.ann_is_told),
            ("Bob and Cleo press Claim at once: one has it, the other is told who", self.two_claims),
            ("the owner writes a note in the thread", self.a_note),
            ("Bob types /ticket priority", self.a_command),
            ("the clock moves; the ladder rings the owner", self.first_ring),
            ("it moves on; the ladder rings the supervisor", self.second_ring),
            ("Bob answers too fast and presses Undo: nothing leaves", self.a_second_thought),
            ("Bob presses Reply; the answer is in Ann's mailbox", self.an_answer),
            ("the message that holds the answer is marked as delivered", self.a_mark),
            ("Ann answers; her words are in the thread", self.ann_answers),
            ("Bob presses Resolve; Ann is asked", self.resolved),
            ("five silent days later it is closed", self.closed),
            ("Dora mails; her mail is a thread on Discord", self.dora_mails),
            ("Cleo types /ticket claim in the thread", self.discord_claim),
            ("Max, who is no agent, learns nothing", self.an_outsider),
            ("Cleo presses Reply; the answer is in Dora's mailbox", self.discord_answer),
            ("Dora answers; her words are in the thread", self.dora_answers),
            ("Cleo types /ticket close; the thread rests", self.discord_closed),
            ("Max asks in the help room on Slack and is answered there", self.max_on_slack),
            ("Max asks on Discord and is answered in a private thread", self.max_on_discord),
            ("no note ever reached a customer, and nobody was pinged but those meant", self.nothing_leaked),
        ]

    # The first ticket, on Slack

    async def ann_mails(self) -> str:
        said = "VPN is down <!channel>", "Nothing loads since this morning."
        await self._town.mail.send(f"Ann <{self._ann}>", DESK, *said)
        return await self._slack.card("VPN is down")

    async def on_discord_too(self) -> str:
        return await self._discord.card("VPN is down")

    async def ann_is_told(self) -> str:
        letter = await self._mail_to(self._ann, "#1")
        if "VPN" in letter or "Nothing loads" in letter:
            raise Unkept(f"the acknowledgement repeats the mail: {letter}")
        return letter

    async def two_claims(self) -> str:
        await asyncio.gather(self._slack.click("bob", "Claim"), self._slack.click("cleo", "Claim"))
        told = await self._slack.told("bob", "cleo")
        if "Bob has" not in told:  # the story goes on with Bob
            await self._slack.command("bob", "/ticket claim 1 --steal")
        await self._slack.card("🙋 Bob")
        return f"the other was told: {told}"

    async def a_note(self) -> str:
        await self._slack.say("bob", INTERNAL)
        return await self._discord.line(INTERNAL)

    async def a_command(self) -> str:
        await self._slack.command("bob", "/ticket priority 1 high")
        return await self._slack.told("bob")

    async def first_ring(self) -> str:
        self._town.clock.forward(timedelta(hours=3, minutes=1))
        return await self._slack.ping("bob")

    async def second_ring(self) -> str:
        self._town.clock.forward(timedelta(hours=1))
        return await self._slack.ping("sue")

    async def a_second_thought(self) -> str:
        await self._slack.form("bob", "Reply", {"Text": RASH})
        await self._slack.press("bob", RASH, "Undo")
        return await self._slack.line("took the answer back")

    async def an_answer(self) -> str:
        await self._slack.form("bob", "Reply", {"Text": "Please restart the **router**."})
        await self._slack.line("restart")
        self._town.clock.forward(timedelta(seconds=UNDO))
        return await self._mail_to(self._ann, "restart")

    async def a_mark(self) -> str:
        return await self._slack.mark("restart")

    async def ann_answers(self) -> str:
        letters = self._town.mail.inbox(self._ann)
        await self._town.mail.reply(self._ann, letters[-1], "Works again, thank you!")
        return await self._slack.line("Works again")

    async def resolved(self) -> str:
        await self._slack.form("bob", "Resolve", {"Note": f"internal: {INTERNAL}"})
        letter = await self._mail_to(self._ann, "solved")
        await self._slack.line("resolved this ticket")  # nothing is under way when five days pass at once
        return letter

    async def closed(self) -> str:
        self._town.clock.forward(timedelta(days=5, minutes=1))
        return await self._slack.line("closed this ticket")

    # The second ticket, on Discord

    async def dora_mails(self) -> str:
        await self._town.mail.send(f"Dora <{self._dora}>", DESK, "Printer on fire @everyone", "It smokes.")
        return await self._discord.card("Printer on fire")

    async def discord_claim(self) -> str:
        outcome = await self._discord.command("cleo", "ticket claim")
        return await self._discord.told(outcome)

    async def an_outsider(self) -> str:
        outcome = await self._discord.outside("max", "ticket show", {"number": 2})
        told = await self._discord.told(outcome)
        if "Printer" in told:
            raise Unkept(f"an outsider saw the ticket: {told}")
        return told

    async def discord_answer(self) -> str:
        await self._discord.form("cleo", "Reply", "Please use the stairs.")
        await self._discord.line("use the stairs")
        self._town.clock.forward(timedelta(seconds=UNDO))
        return await self._mail_to(self._dora, "stairs")

    async def dora_answers(self) -> str:
        await self._town.mail.reply(self._dora, self._town.mail.inbox(self._dora)[-1], "We are out.")
        return await self._discord.line("We are out")

    async def discord_closed(self) -> str:
        await self._discord.command("cleo", "ticket close", {"code": "fixed"})
        return await self._discord.resting()

    # Customers in the chats

    async def max_on_slack(self) -> str:
        return await self._slack.help_room("max", "How do I log in?", "With your badge.")

    async def max_on_discord(self) -> str:
        return await self._discord.help_room("max", "Where is the manual?", "On the shelf.")

    async def nothing_leaked(self) -> str:
        for address in (self._ann, self._dora):
            if any(said in _whole(letter) for letter in self._town.mail.inbox(address) for said in (INTERNAL, RASH)):
                raise Unkept(f"a note or what was taken back reached {address}")
        meant = {self._town.cast.slack["bob"], self._town.cast.slack["sue"], self._slack.leads}
        pinged = {ping.who for ping in self._town.slack.people.pings} - meant
        rung = {ping.who for ping in self._town.discord.people.pings} - self._discord.meant
        if pinged or rung:
            raise Unkept(f"somebody was pinged who was not meant: {pinged | rung}")
        return "nothing leaked"

    async def _mail_to(self, address: str, said: str) -> str:
        mail = self._town.mail
        found = await mail.wait_for(lambda: [one for one in mail.inbox(address) if said in _whole(one)])
        return _whole(found[-1])


def _whole(letter: EmailMessage) -> str:
    return f"{letter['Subject']} | {words(letter)}"


def _first(text: str) -> str:
    """The beginning of what was seen, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 110 else f"{line[:109]}…"
