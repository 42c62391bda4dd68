"""What the verbs answer that are about macros, and the verbs inside macros: read, checked and done."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.calls import Call, Said
from adapters.deeds import CODES
from adapters.filling import FIELD
from adapters.grammar import Takes, Verb, arguments
from bot import wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Refused, Unknown
from bot.fields import Field, Kind
from bot.macro import Macro
from bot.people import Person
from bot.problems import BadSettings
from bot.speech import later, say, several, shown, word
from bot.ticket import Priority
from bot.unsent import Unsent
from bot.words import Button

GO_ALONG = frozenset(
    {"claim", "release", "note", "priority", "queue", "tag", "subject", "set", "pend", "resolve", "close", "escalate",
     "time", "watch"}
)  # fmt: skip
NO_MACRO = later("“{typed}” is nothing that a macro can do; it can: {known}.")
Allowed = tuple[frozenset[str], str]  # verbs, and what is said of another
NAME = "name"  # the field of the form that picks one
OFFERED, IN_A_MENU = 25, 75  # choices, and characters of one
SHARED = "--shared"
HOW = later("Say macros, macros show NAME, macros save NAME and its text, or macros drop NAME.")
NONE = later("There are no macros yet. Write one: /desk macros save NAME and its text.")


def macro(desk: Desk, settings: Settings, call: Call) -> Said:
    """The answer as it would leave, for its author alone, with what can be done about it."""
    name = call.value(NAME) or call.value(f"{FIELD}{NAME}").partition(" ")[0]
    ticket, unsent = desk.cabinet.macro(call.ticket, call.by, name)
    lines = [say("To {recipients}:", recipients=wording.recipients(ticket)), unsent.text] if unsent.text else []
    lines += [say("Then: {verb}", verb=line) for line in unsent.do]
    first = word("Send", "button") if unsent.text else word("Do it", "button")
    return Said("\n".join(lines), ticket.number, buttons=choices(unsent, first))


def offered(desk: Desk, number: int, by: Person) -> list[tuple[Field, str]]:
    """What the form asks for that picks one: those for the ticket's queue, with how they begin. Raises Refused."""
    ticket = desk.show(number, by).ticket
    known = sorted(desk.cabinet.macros(by), key=lambda one: -one[1])  # those that are used most first
    fitting = [one for one, _ in known if one.is_for(ticket.queue)][:OFFERED]
    if not fitting:
        raise Unknown(shown(NONE))
    choices = tuple(f"{one.name} · {_begins(one)}"[:IN_A_MENU] for one in fitting)
    return [(Field(NAME, word("Macro", "form"), Kind.CHOICE, choices), "")]


def macros(desk: Desk, settings: Settings, call: Call, table: Sequence[Verb]) -> Said:
    """The list of them; `show`, `save` and `drop` do something with one."""
    do, _, rest = call.value("do").partition(" ")
    name = rest.strip()
    match do.lower():
        case "":
            listed = "\n".join(_line(*one) for one in desk.cabinet.macros(call.by))
            return Said(listed or shown(NONE))
        case "show":
            return Said(_shown(desk, call, name))
        case "save":
            kept = desk.cabinet.saved(call.by, _written(call, rest.strip(), settings, table))
            return Said(say("{name} is saved ({whose}). Use it: macro {name}.", name=kept.name, whose=_whose(kept)))
        case "drop":
            return Said(say("The macro {name} is gone.", name=desk.cabinet.dropped(call.by, name).name))
        case _:
            wrong = say("“{typed}” is nothing that can be done with macros.", typed=do[:40])
            raise Misunderstood(f"{wrong} {shown(HOW)}")


def choices(unsent: Unsent, send: str) -> tuple[Button, ...]:
    """What its author can do with an answer that is not sent."""
    kept = f"--kept {unsent.id}"
    edit = (
        (Button(word("Edit", "button"), "reply", unsent.ticket, kept, opens=True),)
        if unsent.text or unsent.files
        else ()
    )
    cancel = Button(word("Cancel", "button"), "discard", unsent.ticket, kept)
    return (Button(send, "send", unsent.ticket, kept), *edit, cancel)


def perform(desk: Desk, settings: Settings, call: Call, unsent: Unsent, table: Sequence[Verb]) -> list[str]:
    """Do the verbs that go along with an answer. Raises Refused, naming the one that would not be done."""
    said = []
    for at, line in enumerate(unsent.do):
        step = replace(call, files=(), source=f"{unsent.sent_as}/{at}" if unsent.sent_as else None)
        try:
            said.append(done(desk, settings, step, *read(line, table)))
        except Refused as refusal:
            why = say("Nothing was sent or done, because “{verb}” cannot be done: {why}", verb=line, why=refusal)
            raise Refused(why) from refusal
    return said


def done(desk: Desk, settings: Settings, call: Call, verb: Verb, values: dict[str, str]) -> str:
    """Do one verb that goes along. Raises Refused."""
    return verb.run(desk, settings, replace(call, verb=verb.name, values=values)).text


def refuse(settings: Settings, table: Sequence[Verb]) -> None:
    """Raises BadSettings where a macro of the settings does what cannot be done, one sentence each."""
    wrong = [
        f"[[macro]] {one.name} do: {found}" for one in settings.macros for line in one.do
        if (found := mistake(line, settings, table))
    ]  # fmt: skip
    if wrong:
        raise BadSettings(wrong)


def mistake(line: str, settings: Settings, table: Sequence[Verb], known: Allowed | None = None) -> str:
    """What is wrong with a verb inside a macro, in one sentence; "" for nothing."""
    try:
        verb, values = read(line, table, known)
    except Misunderstood as refusal:
        return str(refusal)
    if missing := [one.name for one in verb.arguments if one.is_required and not values.get(one.name)]:
        return say("“{verb}” lacks the {argument}.", verb=line, argument=missing[0])
    closed = {Takes.PRIORITY: tuple(Priority), Takes.CODE: CODES, Takes.QUEUE: [one.name for one in settings.queues]}
    for argument in verb.arguments:
        value, there = values.get(argument.name), closed.get(argument.takes)
        if value and there and value.lower() not in there:
            return say(
                "“{typed}” is no {argument}; there are: {known}.",
                typed=value, argument=argument.takes, known=", ".join(there),
            )  # fmt: skip
    return ""


def read(line: str, table: Sequence[Verb], allowed: Allowed | None = None) -> tuple[Verb, dict[str, str]]:
    """The verb that a line is, of those that are `allowed`, and its arguments. Raises Misunderstood."""
    names, otherwise = allowed or (GO_ALONG, NO_MACRO)
    name, _, rest = line.strip().partition(" ")
    verb = next((one for one in table if one.name == name.lower() and one.name in names), None)
    if verb is None:
        known = ", ".join(sorted({one.name for one in table} & names))
        raise Misunderstood(shown(otherwise, typed=name[:40], known=known))
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
            raise Misunderstood(
                say("“{typed}” is not known; there are {shared} and --queue NAME.", typed=flag[:40], shared=SHARED)
            )
        typed = typed.strip()
    if queue and queue not in [one.name for one in settings.queues]:
        known = ", ".join(one.name for one in settings.queues)
        raise Unknown(say("There is no queue “{typed}”. There are: {known}.", typed=queue, known=known))
    name, _, said = typed.replace("\n", " \n", 1).partition(" ")
    lines, do = said.strip().split("\n"), list[str]()
    while lines and lines[-1].startswith("!"):
        do.insert(0, lines.pop()[1:].strip())
    for line in do:
        if found := mistake(line, settings, table):
            raise Misunderstood(found)
    return Macro(name.lower(), "\n".join(lines).strip(), tuple(do), (queue,) if queue else (), owner)


def _line(one: Macro, uses: int) -> str:
    return f"{one.name} · {_whose(one)} · {several('used {n} time', 'used {n} times', uses)} · {_begins(one)}"


def _begins(one: Macro) -> str:
    words = " ".join(one.text.split()) or "; ".join(one.do)
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


def _shown(desk: Desk, call: Call, name: str) -> str:
    known = {one.name: (one, uses) for one, uses in desk.cabinet.macros(call.by)}
    if name.lower() not in known:
        raise Unknown(say("There is no macro “{typed}”. Say macros for those there are.", typed=name[:40]))
    one, uses = known[name.lower()]
    others = [f"[{tongue}] {text}" for tongue, text in sorted(one.texts.items())]
    return "\n".join([_line(one, uses), one.text, *others, *(f"!{line}" for line in one.do)]).strip()


def _whose(one: Macro) -> str:
    if one.owner:
        return say("your own")
    return say("for {queues}", queues=", ".join(one.queues)) if one.queues else say("everybody's")
