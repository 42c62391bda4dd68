"""The settings as frozen values. Built once at start by `bot.settings`, passed down, never imported as a global."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bot.fields import CATEGORY, LANGUAGE, Field, Kind, Required
from bot.macro import Macro
from bot.monitors import Monitor
from bot.oncall import Rota
from bot.phrasebook import PHRASES
from bot.report import Digest, Rate
from bot.rule import Rule
from bot.speech import known
from bot.week import ALWAYS, Hours

PARTS = ("contact", "details", "priority", CATEGORY, "owner", "code", "note")  # what a ticket should tell


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


NAMED = ("owner", "watchers", "supervisors", "oncall")  # whom a step of the ladder may ping by what they are


@dataclass(frozen=True)
class Step:
    """One step of the ladder: rings at `share` of a clock's run (0.75 is three quarters) plus `plus` of working time.

    One that rings `anytime` counts `plus` around the clock, and does not wait until somebody works.
    """

    share: float
    ping: tuple[str, ...]  # some of NAMED, or places and groups
    plus: timedelta = timedelta()  # less than nothing: before it
    clock: str = ""  # "first", "next" or "resolve"; "": each of them
    anytime: bool = False
    dm: bool = False  # are the people among them told by direct message, too?


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
    undo_for: timedelta | None = None  # how long any answer is held; None: in chats not, by mail as the desk says
    language: str = ""  # of the fixed words and the quotes; "": the desk's
    room_language: str = ""  # of what its rooms read; "": the desk's rooms' language
    sender_name: str = ""  # of its mails; "": the mailbox's
    greeting: str = ""  # above its agents' answers by mail; {name} is the requester's
    signature: str = ""  # below its mails; {agent} is who wrote
    quote: bool = True  # is the answered mail quoted below an answer?
    sign: str = "never"  # or "pgp" or "smime": how its mails are signed
    encrypt: str = "never"  # or "when known": are its answers encrypted where the key of their recipient is known?
    private: bool = False  # may its rooms hold what came encrypted?
    warn_before: timedelta = timedelta(days=1)  # how long before silence closes a ticket; nothing: not at all
    survey: bool = False  # are its requesters asked how well they were helped?
    survey_pause: timedelta = timedelta(days=30)  # between two surveys of one person
    categories: tuple[str, ...] = ()
    required: tuple[str, ...] = ()  # of PARTS: without them an agent can neither resolve nor close
    steps: bool = False  # do its cards always show the steps of troubleshooting?
    hours: str = ALWAYS.name  # which of the settings' hours its clocks count
    clocks: Mapping[str, Policy] = field(default_factory=dict)  # by priority, where they are not the desk's
    release_after: timedelta = timedelta()  # of working time an owner may be away; nothing: for ever
    assign: str = "off"  # or how tickets that nobody has are given to its agents: see `bot.sharing`
    assign_most: int = 10  # open tickets of an agent, at which the desk gives them no more


@dataclass(frozen=True)
class OAuth:
    """How a mailbox gets the tokens it logs in with. Without a refresh token the app itself logs in.

    `secret_in` and `refresh_in` are the variables that hold the secrets, to name them when one is refused.
    """

    provider: str
    client_id: str
    token_url: str
    client_secret: Secret = Secret("")
    refresh_token: Secret = Secret("")
    scope: str = ""
    secret_expires: date | None = None
    secret_in: str = ""
    refresh_in: str = ""


@dataclass(frozen=True)
class Dkim:
    """How a mailbox's own mails are signed for its domain: the record is at `selector._domainkey.domain`."""

    domain: str
    selector: str
    key: Secret  # PEM


@dataclass(frozen=True)
class Mailbox:
    """One mailbox of the desk. `imap` and `smtp` are URLs with their passwords; with `oauth` a token goes instead."""

    name: str
    address: str
    sender_name: str
    imap: Secret = Secret("")
    smtp: Secret = Secret("")
    oauth: OAuth | None = None
    authserv_id: tuple[str, ...] = ()  # whose Authentication-Results count: the provider's servers
    own_lists: tuple[str, ...] = ()  # List-Ids of the groups that we are reached by
    dkim: Dkim | None = None  # None: that is the relay's work


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
    room_language: str = ""  # of what the agents' rooms read; "": `language`, where agents are spoken to in it
    undo_for: timedelta = timedelta(seconds=10)  # how long an answer by mail is held before it leaves
    incident_within: timedelta = timedelta(hours=1)  # in which several write of the same; nothing: nobody is told
    incident_from: int = 3  # people
    hourly_rate: Rate | None = None  # what an hour of work costs
    digests: tuple[Digest, ...] = ()
    queues: tuple[Queue, ...] = (Queue("support"),)
    fields: tuple[Field, ...] = ()  # custom ones
    mailboxes: tuple[Mailbox, ...] = ()
    clocks: dict[str, Policy] = field(default_factory=dict)
    ladder: tuple[Step, ...] = LADDER
    hours: tuple[Hours, ...] = ()
    quiet_for: timedelta = timedelta(hours=1)  # of working time the ladder rests when somebody acknowledged its ring
    rotas: tuple[Rota, ...] = ()  # of those on call: what the first of a queue leaves open is for the next
    macros: tuple[Macro, ...] = ()
    rules: tuple[Rule, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    slack: Slack | None = None
    discord: Discord | None = None
    database_url: Secret = Secret("sqlite:///deskbell.db")
    files_dir: Path = Path("files")
    keys_dir: Path = Path("keys")
    passphrases: Mapping[str, Secret] = field(default_factory=dict)  # of our keys, by the variables that hold them
    reply_secrets: tuple[tuple[str, Secret], ...] = ()  # (kid, key), newest first
    public_url: str = ""  # how the web server is reached from outside; "": no links go out
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: str = "INFO"
    log_format: str = "text"

    def queue(self, name: str) -> Queue:
        """The queue called `name`; the first one if it is gone, so that no ticket is ever without agents."""
        return next((queue for queue in self.queues if queue.name == name), self.queues[0])

    def named(self, queues: Collection[str]) -> tuple[Queue, ...]:
        """Those of these queues that there are."""
        return tuple(queue for queue in self.queues if queue.name in queues)

    def fields_of(self, name: str) -> tuple[Field, ...]:
        """What can be filled in on the tickets of the queue `name`: its category first, where it has any."""
        queue = self.queue(name)
        required = Required.RESOLVE if CATEGORY in queue.required else Required.NEVER
        category = Field(CATEGORY, "Category", Kind.CHOICE, queue.categories, required=required)
        own = tuple(field for field in self.fields if not field.queues or queue.name in field.queues)
        return (category, *own) if queue.categories else own

    def settable(self, name: str) -> tuple[Field, ...]:
        """The same, and what every ticket has: the language that its requester is spoken to in."""
        return (*self.fields_of(name), Field(LANGUAGE, "Language", Kind.CHOICE, tuple(PHRASES), in_form=False))

    def hold(self, queue: str, place: str) -> timedelta:
        """How long an answer of `queue` to `place` is held before it leaves, so that it can be taken back."""
        own = self.queue(queue).undo_for
        if own is not None:
            return own
        return self.undo_for if place.startswith("mail:") else timedelta()

    def tongue(self, queue: str, own: str = "") -> str:
        """The language in which the desk itself speaks to a requester of `queue`: their `own` where it is known."""
        return own or self.queue(queue).language or self.language

    def room_tongue(self, queue: str) -> str:
        """The language of the rooms of `queue`: cards, lines and notices. English where agents know no other of it."""
        return known(self.queue(queue).room_language or self.room_language or self.language)

    def tongue_in(self, room: str, queue: str) -> str:
        """The same of one room, where a ticket of `queue` is shown: a room speaks its own queue's language."""
        own = next((one for one in self.queues if room in one.rooms), self.queue(queue))
        return self.room_tongue(own.name)

    def policy(self, priority: str, queue: str = "") -> Policy:
        """The clocks of a priority in a queue: its own, else the desk's; those of `normal` where it has none."""
        known = [self.queue(queue).clocks, self.clocks] if queue else [self.clocks]
        found = (clocks.get(name) for name in (priority, "normal") for clocks in known)
        return next(filter(None, found), Policy())

    def hours_of(self, queue: str) -> Hours:
        """When somebody works in a queue."""
        name = self.queue(queue).hours
        return next((one for one in self.hours if one.name == name), ALWAYS)

    def timezone_of(self, queue: str) -> str:
        """That of a queue's hours; the desk's, where it has none."""
        hours = self.hours_of(queue)
        return hours.timezone if hours in self.hours else self.timezone

    def queue_with(self, place: str) -> Queue | None:
        """The queue that has `place` as a room or an intake."""
        return next((queue for queue in self.queues if place in (*queue.rooms, *queue.intake)), None)

    def is_private(self, queue: str, room: str) -> bool:
        """May this room be shown what came encrypted for this queue? Every queue whose room it is must say so."""
        theirs = [one for one in self.queues if room in one.rooms]
        return self.queue(queue).private and bool(theirs) and all(one.private for one in theirs)

    def mailbox(self, name: str) -> Mailbox:
        """The mailbox called `name`; one of which nothing is known if it is gone."""
        return next((box for box in self.mailboxes if box.name == name), Mailbox(name, "", ""))

    def queue_of(self, mailbox: str) -> Queue:
        """The queue that a mailbox's mail goes to: the one that names it, else the first."""
        return next((queue for queue in self.queues if mailbox in queue.mailboxes), self.queues[0])

    def mailbox_of(self, queue: str) -> Mailbox | None:
        """The mailbox a queue answers from: the first of its own, else the first there is."""
        names = self.queue(queue).mailboxes
        own = (box for box in self.mailboxes if box.name in names)
        return next(own, self.mailboxes[0] if self.mailboxes else None)
