"""The people who ask: mails and messages, each with a mark of its own by which it is found again."""

import asyncio
import random
import re
from dataclasses import dataclass

from tests.kill.city import City, Quarter

TAG = re.compile(r"TAG-\d+-\d{4}")
ADDRESSES = 100  # fewer than mails: some people write twice
WITH_FILE = 0.25


@dataclass
class Asked:
    """One thing that was asked. `who` is the asker's address or id on that wire, `root` the message itself."""

    tag: str
    wire: str
    quarter: Quarter
    who: str
    file: str = ""
    root: str = ""

    def __str__(self) -> str:
        return f"{self.tag} ({self.wire}, {self.quarter.name}{', with a file' if self.file else ''})"


class Crowd:
    """Asks `mails` times by mail and `messages` times in each chat, in the order that the seed gives."""

    def __init__(self, city: City, seed: int, mails: int = 140, messages: int = 30) -> None:
        self._city, self._random, self._seed = city, random.Random(seed), seed
        self.asked: list[Asked] = []
        self._wires = ["mail"] * mails + ["slack"] * messages + ["discord"] * messages
        self._random.shuffle(self._wires)

    async def ask(self, seconds: float) -> None:
        """Ask everything, spread over about so many seconds."""
        pause = 2 * seconds / max(1, len(self._wires))
        for number, wire in enumerate(self._wires):
            await self._ask(f"TAG-{self._seed}-{number:04d}", wire)
            await asyncio.sleep(self._random.uniform(0, pause))

    async def _ask(self, tag: str, wire: str) -> None:
        quarter = self._city.quarters[len(self.asked) % len(self._city.quarters)]
        who = (
            f"asker{self._random.randrange(ADDRESSES)}@customer.example"
            if wire == "mail"
            else self._random.choice(self._city.customers[wire])
        )
        asked = Asked(tag, wire, quarter, str(who))
        if self._random.random() < WITH_FILE:
            asked.file = f"{tag.lower()}.txt"
        await getattr(self, f"_by_{wire}")(asked)
        self.asked.append(asked)

    async def _by_mail(self, asked: Asked) -> None:
        files = [(asked.file, asked.tag.encode(), "text/plain")] if asked.file else None
        text = f"Hello,\nplease look at {asked.tag}.\nThanks\n"
        mail = await self._city.mail.send(asked.who, asked.quarter.address, "A question", text, files)
        asked.root = str(mail["Message-ID"])

    async def _by_slack(self, asked: Asked) -> None:
        files = [(asked.file, asked.tag.encode())] if asked.file else []
        text = f"A question\nplease look at {asked.tag}"
        asked.root = await self._city.slack.people.say(asked.who, asked.quarter.slack_help, text, files=files)

    async def _by_discord(self, asked: Asked) -> None:
        files = [(asked.file, asked.tag.encode())] if asked.file else []
        text = f"A question\nplease look at {asked.tag}"
        said = await self._city.discord.people.say(asked.who, asked.quarter.discord_help, text, files)
        asked.root = str(said)
