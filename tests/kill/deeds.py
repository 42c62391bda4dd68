"""What agents do by commands while the desk dies under them, and how often it was done."""

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.kill.city import City, Quarter
from tests.kill.crowd import TAG, Asked
from tests.kill.sights import Found, discord_threads, slack_threads

NUMBER = re.compile(r"#(\d+)")
CLAIMED = "claimed this ticket"


@dataclass(frozen=True)
class Ticket:
    """A ticket as agents see it: its number, and what was asked."""

    number: int
    asked: Asked

    @property
    def quarter(self) -> Quarter:
        return self.asked.quarter


@dataclass
class Deed:
    """One command. `is_taken`: the platform showed the agent that it arrived."""

    mark: str
    verb: str
    wire: str
    ticket: Ticket
    is_taken: bool = False

    def __str__(self) -> str:
        return f"{self.mark} ({self.verb} #{self.ticket.number} on {self.wire}{'' if self.is_taken else ', not taken'})"


def tickets(city: City, asked: Sequence[Asked]) -> list[Ticket]:
    """The ticket of each thing that was asked, by the card over its words on Slack."""
    found = []
    for one in asked:
        threads = slack_threads(city, one.quarter.slack).values()
        card = next(thread.root.text for thread in threads if any(one.tag in line.text for line in thread.lines))
        number = NUMBER.search(card)
        assert number, card
        found.append(Ticket(int(number[1]), one))
    return found


def planned(known: Sequence[Ticket], chance: random.Random, many: int) -> list[Deed]:
    """Claims, each of another ticket, and notes and replies; half on Slack, half on Discord."""
    free = list(known)
    chance.shuffle(free)
    deeds = []
    for number in range(many):
        verb = ("claim", "note", "reply", "note", "reply")[number % 5]
        ticket = free.pop() if verb == "claim" else chance.choice(known)
        deeds.append(Deed(f"DEED-{number:03d}", verb, ("slack", "discord")[number // 5 % 2], ticket))
    return deeds


async def do(city: City, deed: Deed) -> None:
    """Type the command as Bob on Slack or Cleo on Discord, and see whether it was taken."""
    text = "" if deed.verb == "claim" else deed.mark
    number, quarter = deed.ticket.number, deed.ticket.quarter
    if deed.wire == "slack":
        line = f"/ticket {deed.verb} {number} {text}".strip()
        outcome = await city.slack.people.command(city.cast.slack["bob"], quarter.slack, line)
        deed.is_taken = outcome.is_ok
        return
    options = {"number": number} | ({"text": text} if text else {})
    seen = await city.discord.people.command(city.cast.discord["cleo"], quarter.discord, f"ticket {deed.verb}", options)
    deed.is_taken = seen.error is None


async def do_all(city: City, deeds: Sequence[Deed], chance: random.Random) -> None:
    async def later(deed: Deed, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await do(city, deed)

    await asyncio.gather(*(later(deed, chance.uniform(0, 1)) for deed in deeds))


def wrong(city: City, deeds: Sequence[Deed]) -> list[str]:
    """Whatever was done twice, done by half, or taken and not done."""
    return [f"{deed}: {counts}" for deed in deeds if not _is_right(deed, counts := _counts(city, deed))]


def _is_right(deed: Deed, counts: Sequence[int]) -> bool:
    return set(counts) == {1} or (not deed.is_taken and set(counts) == {0})


def _counts(city: City, deed: Deed) -> list[int]:
    """How often it is seen on Slack, on Discord, and of a reply by the requester."""
    words = CLAIMED if deed.verb == "claim" else deed.mark
    tag, quarter = deed.ticket.asked.tag, deed.ticket.quarter
    rooms = (slack_threads(city, quarter.slack), discord_threads(city, quarter.discord))
    counts = [_lines(threads.values(), tag, words) for threads in rooms]
    return [*counts, _letters(city, deed)] if deed.verb == "reply" else counts


def _lines(threads: Sequence[Found], tag: str, words: str) -> int:
    mine = [thread for thread in threads if any(tag in line.text for line in thread.lines)]
    return sum(words in line.text for thread in mine for line in thread.lines)


def _letters(city: City, deed: Deed) -> int:
    asked = deed.ticket.asked
    if asked.wire == "mail":
        letters = city.mail.inbox(asked.who)
        return len({str(one["Message-ID"]) for one in letters if deed.mark in one.as_string()})
    if asked.wire == "slack":
        thread = slack_threads(city, asked.quarter.slack_help)[asked.root]
        return sum(deed.mark in line.text for line in thread.ours)
    threads = discord_threads(city, asked.quarter.discord_help).values()
    return sum(deed.mark in line.text for one in threads if one.people == (asked.who,) for line in one.ours)


def leaks(city: City, deeds: Sequence[Deed]) -> list[str]:
    """Notes that a requester can read."""
    notes = [deed for deed in deeds if deed.verb == "note"]
    return [str(deed) for deed in notes if _letters(city, deed)] + [
        f"{address}: {letter['Subject']}"
        for address in {deed.ticket.asked.who for deed in deeds if deed.ticket.asked.wire == "mail"}
        for letter in city.mail.inbox(address)
        if TAG.search(letter.as_string()) and not letter["References"]
    ]
