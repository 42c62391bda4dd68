"""Every word a person can type, once.

Slack's parser, Discord's command tree, `help`, docs/commands.md and the parity test all read this table: a verb added
here exists everywhere or nowhere. A row says what it takes and which function of `adapters.deeds` does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from adapters import deeds
from adapters.calls import Call, Said, Way
from bot import access
from bot.config import Settings
from bot.desk import Desk


class Takes(StrEnum):
    """What an argument holds: how it is parsed, offered as a choice, and autocompleted."""

    TEXT = "text"  # the rest of the line
    WORD = "word"
    FLAG = "flag"  # --name
    PERSON = "person"
    PRIORITY = "priority"
    QUEUE = "queue"
    TAGS = "tags"
    TIME = "time"
    CODE = "code"


@dataclass(frozen=True)
class Argument:
    name: str
    takes: Takes
    help: str
    is_required: bool = False


@dataclass(frozen=True)
class Verb:
    """`word` is the command it belongs to; `form` says that it opens a modal where text is missing."""

    word: str
    name: str
    who: str  # "agent", "all", or "own": agents, and requesters on their own ticket
    help: str
    run: Callable[[Desk, Settings, Call], Said]
    arguments: tuple[Argument, ...] = ()
    has_number: bool = True
    form: bool = False


def help_(desk: Desk, settings: Settings, call: Call) -> Said:
    """What can be done here, by the asker, now."""
    is_agent = any(access.is_agent(call.by, queue) for queue in settings.queues)
    mine = [verb for verb in TABLE if is_agent or verb.who != "agent"]
    lines = [f"{usage(verb, call.way)}  {verb.help}" for verb in mine if verb.has_number or call.way is not Way.THREAD]
    own = "" if is_agent else "\nOn tickets you opened yourself; to add something, simply write."
    return Said("\n".join(lines) + own)


def usage(verb: Verb, way: Way) -> str:
    """How a verb is typed: `/ticket claim 42 [--steal]`, or `!claim [--steal]` in a thread."""
    said = [f"!{verb.name}"] if way is Way.THREAD else [f"/{verb.word} {verb.name}"]
    if verb.has_number and way is not Way.THREAD:
        said.append("NUMBER" if way is Way.SLASH else "[NUMBER]")
    for argument in verb.arguments:
        name = f"--{argument.name}" if argument.takes is Takes.FLAG else argument.name.upper()
        said.append(name if argument.is_required else f"[{name}]")
    return " ".join(said)


def _text(name: str, help: str, is_required: bool = False) -> Argument:
    return Argument(name, Takes.TEXT, help, is_required)


CODE = Argument("code", Takes.CODE, "How it ended.")
TABLE = (
    Verb("ticket", "open", "all", "Open a new ticket.", deeds.open_,
         (Argument("for", Takes.WORD, "On behalf of this mail address (agents)."),
          _text("subject", "What it is about."), _text("text", "The details.")), has_number=False, form=True),
    Verb("ticket", "show", "own", "Show the card of a ticket.", deeds.show),
    Verb("ticket", "history", "own", "Show everything that happened to it.", deeds.history),
    Verb("ticket", "claim", "agent", "Take it.", deeds.claim,
         (Argument("steal", Takes.FLAG, "Take it even if somebody has it."),)),
    Verb("ticket", "release", "agent", "Give it back.", deeds.release),
    Verb("ticket", "assign", "agent", "Hand it over to somebody.", deeds.assign,
         (Argument("agent", Takes.PERSON, "Who shall have it.", True),)),
    Verb("ticket", "reply", "agent", "Answer the requester.", deeds.reply,
         (_text("text", "What the requester will read.", True),), form=True),
    Verb("ticket", "note", "agent", "Leave a note for the agents.", deeds.note,
         (_text("text", "What only agents will read.", True),), form=True),
    Verb("ticket", "priority", "agent", "Set the priority.", deeds.priority,
         (Argument("priority", Takes.PRIORITY, "low, normal, high or urgent.", True),)),
    Verb("ticket", "queue", "agent", "Move it to another queue.", deeds.queue,
         (Argument("queue", Takes.QUEUE, "Where it belongs.", True),)),
    Verb("ticket", "tag", "agent", "Add and remove tags: +billing -spam.", deeds.tag,
         (Argument("tags", Takes.TAGS, "+add and -remove.", True),)),
    Verb("ticket", "subject", "agent", "Give it another subject.", deeds.subject,
         (_text("subject", "The new subject.", True),)),
    Verb("ticket", "pend", "agent", "Wait for the requester, or until a time.", deeds.pend,
         (Argument("until", Takes.TIME, "2h, tomorrow 9am, 2026-12-24 14:00; nothing: until the requester writes."),)),
    Verb("ticket", "resolve", "own", "Mark it as answered.", deeds.resolve,
         (CODE, _text("note", "A closing note, for the agents.")), form=True),
    Verb("ticket", "close", "own", "Close it for good.", deeds.close,
         (CODE, _text("note", "A closing note, for the agents."))),
    Verb("ticket", "reopen", "own", "Take it up again.", deeds.reopen),
    Verb("ticket", "escalate", "agent", "Ring the supervisors now.", deeds.escalate,
         (_text("reason", "Why.", True),)),
    Verb("desk", "mine", "all", "My tickets.", deeds.mine, has_number=False),
    Verb("desk", "list", "agent", "Tickets by filter: status:open owner:none older:2d \"text\".", deeds.list_,
         (_text("filter", "status: owner: queue: tag: priority: older: or words of the subject."),), has_number=False),
    Verb("desk", "help", "all", "What can be done here.", help_, has_number=False),
)  # fmt: skip

WORDS = {"ticket": "Work on one ticket.", "desk": "Look at the whole desk."}
VERBS: dict[tuple[str, str], Verb] = {(verb.word, verb.name): verb for verb in TABLE}


def named(name: str) -> Verb | None:
    """The verb called `name`, whichever word it belongs to: for places where the word is not typed."""
    return next((verb for verb in TABLE if verb.name == name), None)


def run(desk: Desk, settings: Settings, call: Call) -> Said:
    """Do what `call` asks. Raises Refused."""
    verb = named(call.verb)
    assert verb, call.verb  # the channel parsed it from this table
    return verb.run(desk, settings, call)
