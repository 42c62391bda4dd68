"""What `help` says: what the asker can do here and now first, everything else by name, and each verb by itself."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from adapters.calls import Call, Way
from adapters.examples import EXAMPLES
from adapters.grammar import ALIASES, Argument, Takes, Verb
from bot import access, wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import NoSuchTicket, Unknown
from bot.people import Person
from bot.speech import later, say, shown, word
from bot.ticket import Status, Ticket

WIDE = {"agent": ("mine", "list", "open", "claim"), "all": ("open", "mine")}
THEIRS = {  # what a requester does about their own ticket, by its status
    Status.RESOLVED: ("reopen", "close", "show"), Status.CLOSED: ("reopen", "show", "transcript"),
}  # fmt: skip
AGENTS_TO = {
    Status.PENDING: ("reply", "note", "reopen", "resolve"),
    Status.RESOLVED: ("reopen", "note", "close", "transcript"),
    Status.CLOSED: ("reopen", "note", "history", "transcript"),
}
WHO = {"agent": later("For agents."), "supervisor": later("For supervisors.")}
OTHERS = {  # everything by name: of what, and whether a slash goes before it
    ("ticket", False): later("All there is on a ticket: {names}."),
    ("ticket", True): later("All there is on a ticket, after /ticket: {names}."),
    ("desk", False): later("All there is on the desk: {names}."),
    ("desk", True): later("All there is on the desk, after /desk: {names}."),
}


def told(table: Sequence[Verb], desk: Desk, settings: Settings, call: Call) -> str:
    """The whole answer: short enough for one message of either chat. Raises Unknown for a verb that there is not."""
    mine = [verb for verb in table if _is_for(verb, call.by, settings)]
    if wanted := call.value("verb").lstrip("/!"):
        return _explained(table, mine, wanted.lower(), call.way)
    ticket = _ticket(desk, call)
    named = {verb.name: verb for verb in mine}
    first = [named[name] for name in _now(ticket, call.by, settings) if name in named]
    said = [_heading(ticket), *(_short(verb, call.way, ticket, call.by) for verb in first), *_others(mine, call.way)]
    return "\n".join(filter(None, (*said, _hint(ticket, settings, call))))


def typed(verb: Verb, way: Way, values: dict[str, str], number: int | None = 42) -> str:
    """A verb as it is typed there: `/ticket claim 42 --steal`, `!claim --steal`, `/ticket claim number:42`."""
    said = [f"!{verb.name}"] if way is Way.THREAD else [f"/{verb.word} {verb.name}"]
    if verb.has_number and way is not Way.THREAD and number:
        said.append(f"number:{number}" if way is Way.OPTIONS else str(number))
    said += [_value(one, values[one.name], way) for one in verb.arguments if one.name in values]
    return " ".join(said)


def _value(argument: Argument, value: str, way: Way) -> str:
    is_flag = argument.takes is Takes.FLAG
    if way is Way.OPTIONS:
        return f"{argument.name}:{'True' if is_flag else value}"
    if is_flag:
        return f"--{argument.name}"
    return f"--{argument.name} {value}" if argument.takes in (Takes.WORD, Takes.MESSAGE) else value


def _is_for(verb: Verb, by: Person, settings: Settings) -> bool:
    """Could the asker do it somewhere? What only a button says is no word to learn."""
    if verb.pressed:
        return False
    if verb.who == "supervisor":
        return any(access.is_supervisor(by, queue) for queue in settings.queues)
    return verb.who != "agent" or any(access.is_agent(by, queue) for queue in settings.queues)


def _ticket(desk: Desk, call: Call) -> Ticket | None:
    """The ticket in whose thread it was asked, if the asker may see it."""
    try:
        return desk.show(call.number, call.by).ticket if call.number is not None else None
    except NoSuchTicket:
        return None


def _now(ticket: Ticket | None, by: Person, settings: Settings) -> tuple[str, ...]:
    if ticket is None:
        return WIDE["agent" if any(access.is_agent(by, queue) for queue in settings.queues) else "all"]
    if not access.is_agent(by, settings.queue(ticket.queue)):
        return THEIRS.get(ticket.status, ("show", "resolve", "close"))
    if ticket.status in AGENTS_TO:
        return AGENTS_TO[ticket.status]
    if ticket.owner == by.place:
        return ("reply", "note", "pend", "resolve", "release")
    return ("claim", "reply", "note", "assign", "priority")


def _heading(ticket: Ticket | None) -> str:
    if ticket is None:
        return say("What you can do here:")
    said = {"ticket": wording.title(ticket)[:80], "status": word(ticket.status, "status")}
    if not ticket.owner:
        return say("{ticket} is {status}, nobody has it. What you can do now:", **said)
    return say("{ticket} is {status}, {owner} has it. What you can do now:", **said, owner=ticket.owner_name)


def _short(verb: Verb, way: Way, ticket: Ticket | None, by: Person) -> str:
    values = EXAMPLES.get(verb.name, {})
    if verb.name == "claim" and not (ticket and ticket.owner and ticket.owner != by.place):
        values = {}  # stealing is for what somebody has
    return f"• {typed(verb, way, values, ticket.number if ticket else 42)} — {shown(verb.help)}"


def _others(mine: Sequence[Verb], way: Way) -> Iterator[str]:
    """Everything by name, so that nothing needs to be known by heart."""
    for command in dict.fromkeys(verb.word for verb in mine):
        names = ", ".join(verb.name for verb in mine if verb.word == command)
        yield shown(OTHERS[command, way is not Way.THREAD], names=names)


def _hint(ticket: Ticket | None, settings: Settings, call: Call) -> str:
    more = {Way.THREAD: "!help claim", Way.SLASH: "/desk help claim", Way.OPTIONS: "/desk help verb:claim"}[call.way]
    queues = [settings.queue(ticket.queue)] if ticket else settings.queues
    if not any(access.is_agent(call.by, queue) for queue in queues):
        more, then = more.replace("claim", "close"), say("To add something to a ticket, simply write.")
    elif ticket is None:
        then = say("In a ticket's thread say !claim or @deskbell claim, without its number.")
    elif settings.queue(ticket.queue).thread_text == "reply":
        then = say("What you write here without a verb goes to the requester.")
    else:
        then = say("What you write here without a verb is a note.")
    return f"{say('{command} explains one of them.', command=more)} {then}"


def _explained(table: Sequence[Verb], mine: Sequence[Verb], wanted: str, way: Way) -> str:
    """One verb: how it is typed, what it does, each option, an example."""
    name = ALIASES.get(wanted, wanted)
    verb = next((one for one in table if one.name == name), None)
    if verb is None:
        near = get_close_matches(wanted, [*(one.name for one in mine), *ALIASES], 1)
        hint = say("Did you mean {meant}?", meant=near[0]) if near else say("help alone names all there are.")
        raise Unknown(say("There is no verb “{typed}”. {hint}", typed=wanted[:40], hint=hint))
    said = [f"{verb.name}: {shown(verb.help)}", *map(_option, verb.arguments)]
    example = EXAMPLES.get(verb.name)
    said.append(
        say("For example: {command}", command=typed(verb, way, example)) if example
        else say("Say: {command}", command=typed(verb, way, {}))
    )  # fmt: skip
    if other := ", ".join(alias for alias, name in ALIASES.items() if name == verb.name):
        said.append(say("Also understood: {words}.", words=other))
    return "\n".join(filter(None, (*said, shown(WHO.get(verb.who, "")))))


def _option(one: Argument) -> str:
    line = f"• {one.name}: {shown(one.help)}"
    return line if one.is_required else f"{line} {say('(optional)')}"
