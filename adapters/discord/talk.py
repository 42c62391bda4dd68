"""Messages to deeds: a requester's words, an agent's note, a command typed in a thread."""

from dataclasses import replace

from adapters import guessing, tying
from adapters.calls import Call
from adapters.discord import attachments, feedback, forwarding, refs, words
from adapters.discord.bodies import Heard
from adapters.discord.fates import ignored
from adapters.discord.kit import Kit
from adapters.discord.rooms import Side
from adapters.discord.text import decode, one_line
from adapters.discord.threads import PRIVATE_THREAD
from bot import access
from bot.inbox import TRIES, Deed
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.speech import say

SUBJECT = 80  # characters of the first line that become the subject


async def understand(kit: Kit, heard: Heard, arrival: Arrival) -> Deed:
    """What a message asks for, by where it was said."""
    if heard.is_bot or heard.user == await kit.rest.me():
        return ignored("no person wrote it")
    if heard.guild is None:
        return await _direct(kit, heard, arrival)
    parent = heard.parent or await kit.people.parent(heard.channel)
    match kit.rooms.side(parent or heard.channel):
        case Side.AGENTS if parent:
            return await _in_agents_thread(kit, heard, arrival, parent)
        case Side.REQUESTERS if parent:
            return await _in_requesters_thread(kit, heard, arrival, parent)
        case Side.REQUESTERS:
            return await _in_intake(kit, heard, arrival)
        case _:
            return ignored("said where the desk does not listen")


def parked(kit: Kit, heard: Heard, source: str) -> Incoming | None:
    """A requester's message without anything that must be looked up on Discord; None for what others said."""
    parent = heard.parent or heard.channel
    is_direct = heard.guild is None
    if not is_direct and kit.rooms.side(parent) is not Side.REQUESTERS:
        return None
    by = Person(heard.name, refs.person(heard.user))
    origin = by.place if is_direct else refs.private(parent, heard.user)
    answers = (refs.place(heard.channel),) if heard.parent else ()
    if answers and kit.desk.find(answers[0]) is not None and not _is_own(kit, answers[0], by):
        return None
    text = _text(heard, f"(files: {', '.join(one.name for one in heard.files)})" if heard.files else "")
    queue = kit.rooms.queue(parent).name
    return Incoming(by, text, queue, source, origin, _subject(text), answers, is_conversation=is_direct)


async def _direct(kit: Kit, heard: Heard, arrival: Arrival) -> Deed:
    by = await kit.people.now(heard, arrival.received_at)
    answers = (refs.message(heard.channel, heard.answers),) if heard.answers else ()
    return await _received(kit, heard, arrival, by, by.place, answers, is_conversation=True)


async def _in_intake(kit: Kit, heard: Heard, arrival: Arrival) -> Deed:
    by = await kit.people.now(heard, arrival.received_at)
    if heard.answers and access.is_agent(by, kit.rooms.queue(heard.channel)):
        return ignored("an agent answered somebody in public")
    answers = (refs.message(heard.channel, heard.answers),) if heard.answers else ()
    if answers and not await kit.ask(_is_own, kit, answers[0], by):
        answers = ()  # a click on "reply" must not carry a stranger's words into another's ticket
    return await _received(kit, heard, arrival, by, refs.private(heard.channel, heard.user), answers)


async def _in_requesters_thread(kit: Kit, heard: Heard, arrival: Arrival, parent: int) -> Deed:
    """Its requester goes on; what an agent says there is noted, so that the history has it; others are left alone."""
    by, place = await kit.people.now(heard, arrival.received_at), refs.place(heard.channel)
    number = await kit.ask(kit.desk.find, place)
    is_agent = access.is_agent(by, kit.rooms.queue(parent))
    if number is None:
        await _want_known(kit, heard, arrival)
        is_first = heard.id == heard.channel
        if is_agent and not is_first:
            return ignored("an agent in a thread without a ticket")
        return await _received(kit, heard, arrival, by, place, (), is_conversation=True)
    origin, requester = await kit.ask(_whose, kit, place, number)
    if requester == by.place:
        return await _received(kit, heard, arrival, by, origin or place, (place,), is_conversation=origin == place)
    if is_agent:
        return await _noted(kit, heard, arrival, by, number, "note")
    return ignored("neither the requester nor an agent")


async def _want_known(kit: Kit, heard: Heard, arrival: Arrival) -> None:
    """A private thread of ours may be answered before its own receipt is written down: later it is known."""
    found = await kit.people.channel(heard.channel)
    is_ours = found is not None and found["type"] == PRIVATE_THREAD
    if is_ours and arrival.attempts < TRIES:
        raise LookupError(f"{refs.place(heard.channel)} is not known yet")


async def _in_agents_thread(kit: Kit, heard: Heard, arrival: Arrival, parent: int) -> Deed:
    number = await kit.ask(kit.desk.find, refs.place(heard.channel))
    if number is None:
        return ignored("a thread without a ticket")
    by, queue = await kit.people.now(heard, arrival.received_at), kit.rooms.queue(parent)
    is_agent = access.is_agent(by, queue)
    if (line := words.command(heard, await kit.rest.me())) is not None:
        return await words.understand(kit, heard, arrival, by, number, line, is_agent)
    if not is_agent:
        return ignored("not an agent")
    if not heard.content.strip() and not heard.files:
        return ignored("no words")
    return await _noted(kit, heard, arrival, by, number, queue.thread_text)


async def _noted(kit: Kit, heard: Heard, arrival: Arrival, by: Person, number: int, kind: str) -> Deed:
    """A plain line: a note, or the answer where the queue says so."""
    files, missing = await attachments.fetch(kit, heard.files, arrival.attempts)
    is_answer = kind == "reply"
    text = _text(heard, "" if is_answer else missing)
    answer = Call("reply", by, kit.now(), number, {"text": text}, files, missing, source=arrival.source)

    def do() -> Fate:
        if is_answer:
            return forwarding.answer(kit, heard, answer, "appended")
        written = kit.desk.note(number, by, text, files, source=arrival.source).number
        return Fate("appended", tying.moved(number, written), written, is_news=written != number)

    async def tell(fate: Fate) -> None:
        thread = heard.channel if kit.rooms.side(heard.parent) is Side.AGENTS else None
        if fate.is_news and thread:
            await feedback.direct(kit, heard.user, fate.reason, thread)
        if fate.name == "refused":
            await feedback.direct(
                kit, heard.user, f"{fate.reason}\n\n{say('You wrote:')}\n{text}", thread, fate.buttons
            )

    return Deed(do, tell)


async def _received(
    kit: Kit, heard: Heard, arrival: Arrival, by: Person, origin: str, answers: tuple[str, ...],
    is_conversation: bool = False,
) -> Deed:  # fmt: skip
    files, missing = await attachments.fetch(kit, heard.files, arrival.attempts)
    text = _text(heard, missing)
    queue = kit.rooms.queue(heard.channel, heard.parent).name
    by = replace(by, language=await guessing.language(heard.content))  # Discord tells nobody's with a message
    message = Incoming(
        by, text, queue, arrival.source, origin, _subject(text), answers, files=files, is_conversation=is_conversation
    )

    def do() -> Fate:
        ticket, is_new = kit.desk.receive(message)
        return Fate("ticketed" if is_new else "appended", "", ticket.number)

    return Deed(do)


def _text(heard: Heard, missing: str) -> str:
    said = decode(heard.content, heard.names).strip()
    return "\n".join(filter(None, (said, missing))) or ("" if heard.files else "(no text)")


def _subject(text: str) -> str:
    first = one_line(text.strip().partition("\n")[0])
    return first if len(first) <= SUBJECT else f"{first[: SUBJECT - 1].rstrip()}…"


def _is_own(kit: Kit, ref: str, by: Person) -> bool:
    """Did this very person ask what the message `ref` belongs to?"""
    with kit.store.transaction() as tx:
        number = tx.tickets.of(ref)
        ticket = tx.tickets.look(number) if number is not None else None
        return ticket is not None and ticket.requester == by.place


def _whose(kit: Kit, thread: str, number: int) -> tuple[str | None, str]:
    """The place whose thread this is (a requester's own, or a room), and who asked."""
    with kit.store.transaction() as tx:
        ticket = tx.tickets.look(number)
        return tx.cards.place_of(f"{thread}/0"), ticket.requester if ticket else ""
