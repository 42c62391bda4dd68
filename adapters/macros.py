"""What the verbs answer that are about macros, and the verbs inside macros: read, checked and done."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.calls import Call, Said
from adapters.deeds import CODES
from adapters.grammar import Takes, Verb, arguments
from bot import wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Refused, Unknown
from bot.macro import Macro
from bot.problems import BadSettings
from bot.ticket import Priority
from bot.unsent import Unsent
from bot.words import Button

GO_ALONG = frozenset(
    {"claim", "release", "note", "priority", "queue", "tag", "subject", "set", "pend", "resolve", "close", "escalate",
     "time", "watch"}
)  # fmt: skip
SHARED = "--shared"
HOW = "Say macros, macros show NAME, macros save NAME and its text, or macros drop NAME."


def macro(desk: Desk, settings: Settings, call: Call) -> Said:
    """The answer as it would leave, for its author alone, with what can be done about it."""
    ticket, unsent = desk.cabinet.macro(call.ticket, call.by, call.value("name"))
    lines = [f"To {wording.recipients(ticket)}:", unsent.text] if unsent.text else []
    lines += [f"Then: {line}" for line in unsent.do]
    return Said("\n".join(lines), ticket.number, buttons=choices(unsent, "Send" if unsent.text else "Do it"))


def macros(desk: Desk, settings: Settings, call: Call, table: Sequence[Verb]) -> Said:
    """The list of them; `show`, `save` and `drop` do something with one."""
    do, _, rest = call.value("do").partition(" ")
    name = rest.strip()
    match do.lower():
        case "":
            return Said("\n".join(_line(*one) for one in desk.cabinet.macros(call.by)) or f"There are none yet. {HOW}")
        case "show":
            return Said(_shown(desk, call, name))
        case "save":
            kept = desk.cabinet.saved(call.by, _written(call, rest.strip(), settings, table))
            return Said(f"{kept.name} is saved ({_whose(kept)}). Use it: macro {kept.name}.")
        case "drop":
            return Said(f"The macro {desk.cabinet.dropped(call.by, name).name} is gone.")
        case _:
            raise Misunderstood(f"“{do[:40]}” is nothing that can be done with macros. {HOW}")


def choices(unsent: Unsent, send: str) -> tuple[Button, ...]:
    """What its author can do with an answer that is not sent."""
    kept = f"--kept {unsent.id}"
    edit = (Button("Edit", "reply", unsent.ticket, kept, opens=True),) if unsent.text or unsent.files else ()
    return (
        Button(send, "send", unsent.ticket, kept), *edit, Button("Cancel", "discard", unsent.ticket, kept)
    )  # fmt: skip


def perform(desk: Desk, settings: Settings, call: Call, unsent: Unsent, table: Sequence[Verb]) -> list[str]:
    """Do the verbs that go along with an answer. Raises Refused, naming the one that would not be done."""
    said = []
    for at, line in enumerate(unsent.do):
        verb, values = _read(line, table)
        step = replace(
            call, verb=verb.name, values=values, files=(), source=f"{unsent.sent_as}/{at}" if unsent.sent_as else None
        )
        try:
            said.append(verb.run(desk, settings, step).text)
        except Refused as refusal:
            raise Refused(f"Nothing was sent or done, because “{line}” cannot be done: {refusal}") from refusal
    return said


def refuse(settings: Settings, table: Sequence[Verb]) -> None:
    """Raises BadSettings where a macro of the settings does what cannot be done, one sentence each."""
    wrong = [
        f"[[macro]] {one.name} do: {found}" for one in settings.macros for line in one.do
        if (found := mistake(line, settings, table))
    ]  # fmt: skip
    if wrong:
        raise BadSettings(wrong)


def mistake(line: str, settings: Settings, table: Sequence[Verb]) -> str:
    """What is wrong with a verb inside a macro, in one sentence; "" for nothing."""
    try:
        verb, values = _read(line, table)
    except Misunderstood as refusal:
        return str(refusal)
    if missing := [one.name for one in verb.arguments if one.is_required and not values.get(one.name)]:
        return f"“{line}” lacks the {missing[0]}."
    closed = {Takes.PRIORITY: tuple(Priority), Takes.CODE: CODES, Takes.QUEUE: [one.name for one in settings.queues]}
    for argument in verb.arguments:
        value, known = values.get(argument.name), closed.get(argument.takes)
        if value and known and value.lower() not in known:
            return f"“{value}” is no {argument.takes}; there are: {', '.join(known)}."
    return ""


def _read(line: str, table: Sequence[Verb]) -> tuple[Verb, dict[str, str]]:
    name, _, rest = line.strip().partition(" ")
    verb = next((one for one in table if one.name == name.lower() and one.name in GO_ALONG), None)
    if verb is None:
        known = sorted({one.name for one in table} & GO_ALONG)
        raise Misunderstood(f"“{name[:40]}” is nothing that a macro can do; it can: {', '.join(known)}.")
    return verb, arguments(verb, rest.strip())


def _written(call: Call, typed: str, settings: Settings, table: Sequence[Verb]) -> Macro:
    """`refund Dear {requester}, …`, then a line for each verb: `!tag +refund`. `--shared` or `--queue support`
    before the name make it everybody's.
    """
    queue, owner = "", call.by.place
    while typed.startswith("--"):
        flag, _, typed = typed.partition(" ")
        owner = ""
        if flag == "--queue":
            queue, _, typed = typed.strip().partition(" ")
        elif flag != SHARED:
            raise Misunderstood(f"“{flag[:40]}” is not known; there are {SHARED} and --queue NAME.")
        typed = typed.strip()
    if queue and queue not in [one.name for one in settings.queues]:
        raise Unknown(f"There is no queue “{queue}”. There are: {', '.join(one.name for one in settings.queues)}.")
    name, _, said = typed.replace("\n", " \n", 1).partition(" ")
    lines, do = said.strip().split("\n"), list[str]()
    while lines and lines[-1].startswith("!"):
        do.insert(0, lines.pop()[1:].strip())
    for line in do:
        if found := mistake(line, settings, table):
            raise Misunderstood(found)
    return Macro(name.lower(), "\n".join(lines).strip(), tuple(do), (queue,) if queue else (), owner)


def _line(one: Macro, uses: int) -> str:
    words = " ".join(one.text.split()) or "; ".join(one.do)
    first = words if len(words) <= 60 else f"{words[:59].rstrip()}…"
    return f"{one.name} · {_whose(one)} · used {uses} time{'' if uses == 1 else 's'} · {first}"


def _shown(desk: Desk, call: Call, name: str) -> str:
    known = {one.name: (one, uses) for one, uses in desk.cabinet.macros(call.by)}
    if name.lower() not in known:
        raise Unknown(f"There is no macro “{name[:40]}”. Say macros for those there are.")
    one, uses = known[name.lower()]
    others = [f"[{tongue}] {text}" for tongue, text in sorted(one.texts.items())]
    return "\n".join([_line(one, uses), one.text, *others, *(f"!{line}" for line in one.do)]).strip()


def _whose(one: Macro) -> str:
    if one.owner:
        return "your own"
    return f"for {', '.join(one.queues)}" if one.queues else "everybody's"
