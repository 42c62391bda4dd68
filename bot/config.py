"""The settings as frozen values. Built once at start by `bot.settings`, passed down, never imported as a global."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Secret:
    """A value that must not be shown: its repr and str are dots. `reveal` hands it over."""

    _value: str = field(repr=False)

    def __str__(self) -> str:
        return "••••"

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        return self._value


@dataclass(frozen=True)
class Step:
    """One step of the ladder: rings at `share` of a clock's run (0.75 is three quarters) plus `plus`."""

    share: float
    ping: tuple[str, ...]  # "owner", "supervisors", or places and groups
    plus: timedelta = timedelta()


@dataclass(frozen=True)
class Policy:
    """How long each clock of a priority runs."""

    first_response: timedelta = timedelta(hours=4)
    next_response: timedelta = timedelta(hours=8)
    resolution: timedelta = timedelta(days=3)


LADDER = (
    Step(0.75, ("owner",)),
    Step(1.0, ("owner", "supervisors")),
    Step(1.5, ("supervisors",)),
    Step(1.5, ("supervisors",), timedelta(hours=1)),
    Step(1.5, ("supervisors",), timedelta(hours=2)),
)


@dataclass(frozen=True)
class Queue:
    """Who works on what: its rooms, where its requesters write, its agents and supervisors (places and groups)."""

    name: str
    mailboxes: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    intake: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()  # empty: whoever can see a room
    supervisors: tuple[str, ...] = ()
    reopen_days: int = 14
    close_after: timedelta = timedelta(days=5)
    thread_text: str = "note"  # or "reply": what a plain line in the agents' thread is


@dataclass(frozen=True)
class Mailbox:
    """One mailbox of the desk. `imap` and `smtp` are URLs with their passwords."""

    name: str
    address: str
    sender_name: str
    imap: Secret = Secret("")
    smtp: Secret = Secret("")


@dataclass(frozen=True)
class Slack:
    bot_token: Secret
    app_token: Secret = Secret("")  # Socket Mode
    signing_secret: Secret = Secret("")  # HTTP mode
    api_url: str = "https://slack.com/api/"


@dataclass(frozen=True)
class Discord:
    token: Secret
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. `clocks` is by priority; `slack`, `discord` are None where not configured."""

    name: str = "Support"
    timezone: str = "UTC"
    language: str = "en"
    queues: tuple[Queue, ...] = (Queue("support"),)
    mailboxes: tuple[Mailbox, ...] = ()
    clocks: dict[str, Policy] = field(default_factory=dict)
    ladder: tuple[Step, ...] = LADDER
    slack: Slack | None = None
    discord: Discord | None = None
    database_url: Secret = Secret("sqlite:///deskbell.db")
    files_dir: Path = Path("files")
    reply_secrets: tuple[tuple[str, Secret], ...] = ()  # (kid, key), newest first
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: str = "INFO"
    log_format: str = "text"

    def queue(self, name: str) -> Queue:
        """The queue called `name`; the first one if it is gone, so that no ticket is ever without agents."""
        return next((queue for queue in self.queues if queue.name == name), self.queues[0])

    def policy(self, priority: str) -> Policy:
        """The clocks of a priority; those of `normal` where it has none."""
        return self.clocks.get(priority) or self.clocks.get("normal") or Policy()

    def queue_with(self, place: str) -> Queue | None:
        """The queue that has `place` as a room or an intake."""
        return next((queue for queue in self.queues if place in (*queue.rooms, *queue.intake)), None)

    def queue_of(self, mailbox: str) -> Queue:
        """The queue that a mailbox's mail goes to: the one that names it, else the first."""
        return next((queue for queue in self.queues if mailbox in queue.mailboxes), self.queues[0])

    def mailbox_of(self, queue: str) -> Mailbox | None:
        """The mailbox a queue answers from: the first of its own, else the first there is."""
        names = self.queue(queue).mailboxes
        own = (box for box in self.mailboxes if box.name in names)
        return next(own, self.mailboxes[0] if self.mailboxes else None)
