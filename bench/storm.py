"""A storm of mail: ten thousand at once, a fifth of them automatic, one in a hundred made to break us, and five loops.

The desk takes them in by the code that runs in production and answers by SMTP; five robots answer whatever it sends.
Meanwhile an agent works. What came and what left is counted by the provider, who has a process of its own.
"""

import asyncio
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from bench.corpus import DESK, MIX, Writer
from bench.elsewhere import Stage, asking
from bench.wiring import Wired, settings
from bot.filters import Filter
from bot.people import Person
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Exchange, Journal
from sandbox.mail.server import MailSandbox
from storage.tables import ARRIVAL, EVENT, POST, TICKET, UNSETTLED
from tests.adapters.mail.poisons import POISONS

MAILS, AUTOMATIC, POISON = 10_000, 0.2, 0.01
TOO_MUCH = ("P8", "P10", "P11", "P12")  # for the pretend provider, which reads them too: see bench.poison
WATCH = 2.0  # seconds between two looks after the storm, as in production
BETWEEN = 0.1  # seconds between an agent's commands
LOOK, REST, PATIENCE = 0.2, 5.0, 600.0  # seconds: between two looks, for loops at the end, for all of it
OURS = re.compile(rb"^Message-ID: (<[^<>\s]+@customer\.example>)", re.MULTILINE)  # of a mail of the corpus
AGENT = Person("Bob", "slack:U0BOB", frozenset({"slack:C0SUPPORT"}))


@dataclass(frozen=True)
class Storm:
    """`rounds` are the mails that each robot got of us, `sent` all that went out; p50 and p95 in milliseconds."""

    mails: int
    seconds: float
    fates: dict[str, int]
    lost: int
    doubled: int
    rounds: dict[str, int]
    sent: int
    most_to_one: int
    commands: int
    p50: float
    p95: float


# The robots: each answers a mail of ours in a way that keeps a loop alive where nobody cuts it.


def echoes(got: EmailMessage, number: int) -> EmailMessage:
    """The same words each time, and no word of being a machine."""
    mail = _answer("echo@robots.example", got, number, "We have got your message.")
    mail["In-Reply-To"] = mail["References"] = got["Message-ID"]
    return mail


def counts(got: EmailMessage, number: int) -> EmailMessage:
    """Another desk: a new number and other words for each mail, which it says it has got."""
    mail = _answer("desk@counting.example", got, number, f"Your request has the number {number}.")
    mail.replace_header("Subject", f"[Ticket {number}] We have got your message")
    return mail


def moves(got: EmailMessage, number: int) -> EmailMessage:
    """Another address each time."""
    return _answer(f"robot+{number}@moving.example", got, number, f"Nobody reads this mailbox ({number}).")


def says_so(got: EmailMessage, number: int) -> EmailMessage:
    """By the book."""
    mail = _answer("away@polite.example", got, number, "I am away.")
    mail["Auto-Submitted"], mail["In-Reply-To"] = "auto-replied", got["Message-ID"]
    return mail


def mirrors(got: EmailMessage, _number: int) -> EmailMessage:
    """Forwards all it gets to us, as it came."""
    return got


ROBOTS: dict[str, Callable[[EmailMessage, int], EmailMessage]] = {
    "echo@robots.example": echoes, "desk@counting.example": counts, "robot@moving.example": moves,
    "away@polite.example": says_so, "mirror@mirrors.example": mirrors,
}  # fmt: skip


def _answer(sender: str, got: EmailMessage, number: int, text: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = sender, str(got["Reply-To"] or got["From"])
    mail["Subject"] = f"Re: {got['Subject']}"
    mail["Message-ID"] = f"<{number}.answer@{sender.partition('@')[2]}>"
    mail.set_content(text)
    return mail


def storm_mails(number: int = MAILS, seed: int = 7) -> list[bytes]:
    """The same ones each time. The robots write first: later there would be no acknowledgements to loop on."""
    dice, writer = Random(seed), Writer(seed, DESK)
    poisons = cycle(raw for name, raws in POISONS.items() if name not in TOO_MUCH for raw in raws)
    found = [_first(robot).as_bytes() for robot in ROBOTS]
    while len(found) < number:
        drawn = dice.random()
        if drawn < POISON:
            found.append(next(poisons))
        elif drawn < POISON + AUTOMATIC:
            found.append(writer.write(((Writer.away, 2), (Writer.bounce, 1))))
        else:
            found.append(writer.write(HUMAN))
    return found


HUMAN = tuple((kind, weight) for kind, weight in MIX if kind not in (Writer.away, Writer.bounce))


def _first(robot: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = robot, DESK, f"Where is my order? ({robot})"
    mail["Message-ID"] = f"<first@{robot.partition('@')[2]}>"
    mail.set_content("I wait for it.")
    return mail


async def provider(stage: Stage) -> None:
    """Tells the URLs of the mailbox; then, asked for it, the ids of what lies there and how often it sent to whom."""
    clock = Clock()
    journal = Journal(clock)
    mail = _Everybody(clock, Faults(), journal)
    await mail.start()
    mail.add(DESK)
    robots = _Robots(mail)
    for raw in storm_mails():
        await mail.deliver(DESK, raw)
    journal.listeners.append(robots.hear)
    stage.tell((mail.imap_url(DESK), mail.smtp_url(DESK)))
    await stage.until_the_end()
    stage.tell((list(mail.add(DESK).raws.values()), robots.sent))
    await stage.until_the_end()
    await mail.stop()


class _Everybody(MailSandbox):
    """Has a mailbox for whoever is written to."""

    def knows(self, address: str) -> bool:
        return True


class _Robots:
    """Those who answer. `sent` counts the mails to each address, of robots and of people, without their tags."""

    def __init__(self, mail: MailSandbox) -> None:
        self._mail, self._numbers = mail, count(1)
        self._answers: set[asyncio.Task[bool]] = set()
        self.sent: Counter[str] = Counter()

    def hear(self, exchange: Exchange) -> None:
        if (exchange.wire, exchange.what) != ("smtp", "DATA"):
            return
        for to in exchange.body["to"]:
            local, _, host = to.partition("@")
            address = f"{local.partition('+')[0]}@{host}"
            self.sent[address] += 1
            if robot := ROBOTS.get(address):
                got = message_from_bytes(exchange.body["raw"], policy=policy.SMTP)
                answer = self._mail.deliver(DESK, robot(got, next(self._numbers)).as_bytes())
                self._answers.add(task := asyncio.create_task(answer))
                task.add_done_callback(self._answers.discard)


def storm(on_disk: str) -> Storm:
    """Take it all in. Raises TimeoutError."""
    with asking(provider) as ((imap_url, smtp_url), ask), tempfile.TemporaryDirectory(dir=on_disk) as home:
        return asyncio.run(_stormed(Wired(settings(imap_url, Path(home), smtp_url)), ask))


async def _stormed(desk: Wired, ask: Callable[[], Any]) -> Storm:
    began, answers = time.perf_counter(), []
    async with asyncio.timeout(PATIENCE), desk.at_work():
        helpers = [asyncio.create_task(_agent(desk, answers)), asyncio.create_task(_watch(desk))]
        await _until(desk, MAILS)
        took = time.perf_counter() - began
        await asyncio.sleep(REST)  # for the loops that go on
        await _until(desk, MAILS)
        for helper in helpers:
            helper.cancel()
    raws, sent = ask()
    found = _counted(desk, raws, took, sent, sorted(answers))
    await desk.close()
    return found


async def _until(desk: Wired, mails: int) -> None:
    """Until as many mails are here, each has its fate and nothing waits to be sent by mail."""
    while await desk.ask(_open, desk) or await desk.ask(_here, desk) < mails:  # noqa: ASYNC110
        await asyncio.sleep(LOOK)


def _open(desk: Wired) -> int:
    with desk.engine.connect() as database:
        arrivals = select(func.count()).where(ARRIVAL.c.state != "settled")
        posts = select(func.count()).where(POST.c.channel == "mail", POST.c.state.in_(UNSETTLED))
        return database.execute(arrivals).scalar_one() + database.execute(posts).scalar_one()


def _here(desk: Wired) -> int:
    with desk.engine.connect() as database:
        return database.execute(select(func.count()).select_from(ARRIVAL)).scalar_one()


async def _watch(desk: Wired) -> None:
    while True:
        await desk.ask(desk.desk.ledger.watch)
        await asyncio.sleep(WATCH)


async def _agent(desk: Wired, answers: list[float]) -> None:
    """Works on the newest ticket, and writes down in milliseconds how long each answer of the desk took."""
    for turn in count():
        await asyncio.sleep(BETWEEN)
        number = await desk.ask(_newest, desk)
        if not number:
            continue
        deeds = (
            partial(desk.desk.claim, number, AGENT), partial(desk.desk.note, number, AGENT, "Seen."),
            partial(desk.desk.list, AGENT, Filter()), partial(desk.desk.show, number, AGENT),
        )  # fmt: skip
        began = time.perf_counter()
        await desk.ask(deeds[turn % len(deeds)])
        answers.append(1000 * (time.perf_counter() - began))


def _newest(desk: Wired) -> int:
    with desk.engine.connect() as database:
        return database.execute(select(func.max(TICKET.c.number))).scalar() or 0


def _counted(desk: Wired, raws: list[bytes], took: float, sent: Counter[str], answers: list[float]) -> Storm:
    """By what the provider has, and by where it went: a mail of the corpus is one message, of one ticket."""
    with desk.engine.connect() as database:
        rows = database.execute(select(ARRIVAL.c.fate, func.count()).group_by(ARRIVAL.c.fate)).all()
        said = Counter(
            source.partition("#")[0] for source in database.execute(select(EVENT.c.source)).scalars() if source
        )
    fates = {str(fate): many for fate, many in rows}
    ids = [f"mail:{found[1].decode()}" for raw in raws if (found := OURS.search(raw))]
    return Storm(
        mails=len(raws), seconds=took, fates=fates,
        lost=len(raws) - sum(fates.values()) + sum(said[one] == 0 for one in ids),
        doubled=sum(said[one] > 1 for one in ids),
        rounds={robot: sent[robot] for robot in ROBOTS}, sent=sum(sent.values()), most_to_one=max(sent.values()),
        commands=len(answers), p50=answers[len(answers) // 2], p95=answers[int(len(answers) * 0.95)],
    )  # fmt: skip


def main() -> None:
    """Measure and print."""
    print(told(storm(tempfile.gettempdir())))


def told(found: Storm) -> str:
    fates = ", ".join(f"{many:,} {fate}" for fate, many in sorted(found.fates.items()))
    rounds = ", ".join(f"{robot.partition('@')[2]} {many}" for robot, many in found.rounds.items())
    return (
        f"storm: {found.mails:,} mails in {found.seconds:.0f} s ({found.mails / found.seconds:.0f} a second): {fates}\n"
        f"  lost {found.lost}, doubled {found.doubled}; mails to robots until the loop was cut: {rounds}\n"
        f"  {found.sent} mails sent in all, at most {found.most_to_one} to one address\n"
        f"  {found.commands} commands of an agent meanwhile: p50 {found.p50:.0f} ms, p95 {found.p95:.0f} ms"
    )


if __name__ == "__main__":
    main()
