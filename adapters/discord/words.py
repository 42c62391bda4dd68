"""Commands typed as messages in the agents' threads: `@deskbell claim`, `!claim`."""

import re

from adapters import lines, verbs
from adapters.calls import Call, Way
from adapters.discord import attachments, feedback, refs
from adapters.discord.bodies import Heard
from adapters.discord.fates import refused
from adapters.discord.kit import Kit
from adapters.discord.text import called, decode
from adapters.verbs import Takes
from bot.doubts import Care
from bot.errors import Refused
from bot.inbox import Deed
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.speech import say

MENTION = re.compile(r"<@!?(\d+)>")
READING = frozenset(
    {"show", "history", "me", "mine", "list", "search", "view", "kb", "help", "audit", "dead", "parked", "cuts",
     "macro", "macros", "stats", "handover"}
)  # fmt: skip


def command(heard: Heard, me: int) -> str | None:
    """The command line in a message; None if it is not one. After `!` only a known verb makes it one."""
    text = heard.content.strip()
    called = MENTION.match(text)
    if called and int(called[1]) == me:
        return text[called.end() :].strip()
    is_typed = text.startswith("!") and not text[1:2].isspace() and lines.verb_in(text[1:])
    return text[1:].strip() if is_typed else None


async def understand(
    kit: Kit, heard: Heard, arrival: Arrival, by: Person, number: int, line: str, is_agent: bool
) -> Deed:  # fmt: skip
    """The deed that `line` asks for, about the thread's ticket unless it names another."""

    async def tell(fate: Fate) -> None:
        await _tell(kit, heard, line, fate, heard.channel if is_agent else None)

    try:
        verb, found, values = lines.read(decode(line, heard.names), implied=number)
    except Refused as refusal:
        return refused(str(refusal), tell)
    files, missing = await attachments.fetch(kit, heard.files, arrival.attempts)
    agent = None
    if any(argument.takes is Takes.PERSON for argument in verb.arguments):
        said = line.rpartition(" to ")[2] if values.get("from") else line
        agent = await _named(kit, said, values.get("agent", ""))
    here = refs.place(heard.parent or heard.channel)
    call = Call(verb.name, by, kit.now(), found, values, files, missing, agent, here, Way.THREAD,
                source=arrival.source, care=Care(called=called(line, heard.names, kit.rooms.rooms)))  # fmt: skip

    def do() -> Fate:
        said = verbs.run(kit.desk, kit.settings, call)
        name = "refused" if said.is_refused else "ticketed" if call.verb == "open" else "done"
        return Fate(name, said.text, said.ticket, said.paper, said.buttons, said.page, said.is_news)

    return Deed(do, tell)


async def _named(kit: Kit, line: str, name: str) -> Person | None:
    """Whom a command names: a mention, or the name of somebody met before."""
    if mentioned := MENTION.search(line):
        return await kit.people.person(int(mentioned[1]))
    return await _met(kit, name.lstrip("@")) if name else None


async def _met(kit: Kit, name: str) -> Person | None:
    def look() -> list[Person]:
        with kit.store.transaction() as tx:
            return tx.people.named(name, refs.NAME)

    found = await kit.ask(look)
    user = refs.address(found[0].place) if len(found) == 1 else None
    return await kit.people.person(user.user, found[0].name) if user and user.user else None


async def _tell(kit: Kit, heard: Heard, line: str, fate: Fate, thread: int | None) -> None:
    verb = lines.verb_in(line)
    if fate.name == "refused":
        given_back = f"\n\n{say('You wrote:')}\n{decode(heard.content, heard.names)}" if verb and verb.form else ""
        await feedback.direct(kit, heard.user, fate.reason + given_back, thread, fate.buttons)
    elif fate.page:
        await feedback.list_(kit, heard.user, fate.page, thread)
    elif fate.paper:
        await feedback.send(kit, heard.user, fate.reason, fate.paper, thread)
    elif fate.is_news or (verb and verb.name in READING):
        await feedback.direct(kit, heard.user, fate.reason, thread, fate.buttons)
    else:
        await feedback.nod(kit, heard.channel, heard.id)
