"""What was said in a conversation: a new ticket, more on one, a command in a thread, a note; or nothing for us."""

from adapters import lines, tying
from adapters.slack import refs, text
from adapters.slack.clerk import Clerk, ignored
from adapters.slack.reading import Asker, Line
from bot import access
from bot.doubts import Care
from bot.errors import NoSuchTicket
from bot.events import File
from bot.inbox import TRIES, Deed
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.ticket import Ticket

SUBJECT = 80  # characters


async def said(clerk: Clerk, line: Line, arrival: Arrival) -> Deed:
    """What a message asks for."""
    if line.bot or line.user in ("", "USLACKBOT"):
        return ignored("a robot wrote it")
    if await clerk.people.is_robot(line.user):
        return ignored("a robot wrote it")
    ticket = await clerk.ticket_at(line.thread)
    if command := await _command(clerk, line, ticket, arrival):
        return command
    if line.is_direct:
        return await _asked(clerk, line, arrival, refs.person(line.user))
    if ticket and line.root:
        return await _in_thread(clerk, line, ticket, arrival)
    if line.root is None and _is_intake(clerk, line.channel):
        return await _asked(clerk, line, arrival, line.thread)
    return ignored("it was said elsewhere")


def parked(clerk: Clerk, line: Line) -> Fate:
    """A requester's message that could not be worked on is taken as it is, without names and files."""
    ticket = clerk.look(line.thread)
    is_asked = line.is_direct or (line.root is None and _is_intake(clerk, line.channel))
    is_theirs = ticket is not None and (ticket.origin, ticket.requester) == (line.thread, refs.person(line.user))
    if line.bot or not line.user or not (is_asked or is_theirs):
        return Fate("quarantined", "it could not be understood", ticket.number if ticket else None)
    origin = refs.person(line.user) if line.is_direct else line.thread
    return _receive(clerk, _incoming(clerk, line, clerk.people.known(line.user), text.decode(line.text), (), origin))


async def words(clerk: Clerk, line: Line, arrival: Arrival) -> tuple[str, tuple[File, ...], str]:
    """The plain text and the files of a message, and words about the files that stay on Slack."""
    plain = text.decode(line.text, await clerk.people.names(text.mentioned(line.text))).strip()
    files, left = await clerk.downloads.fetch(line.files, arrival.attempts >= TRIES)
    return plain, files, left


def readable(raw: str) -> str:
    """Slack's text without asking anybody for names."""
    return text.decode(raw)


async def _command(clerk: Clerk, line: Line, ticket: Ticket | None, arrival: Arrival) -> Deed | None:
    """`@deskbell verb …` anywhere; `!verb …` in a ticket's thread or a direct message, if it is a verb at all."""
    typed = _typed(line, (await clerk.people.me()).user)
    if typed is None:
        return None
    command, is_called = typed
    is_verb = lines.verb_in(command) is not None
    is_question = line.is_direct or (line.root is None and _is_intake(clerk, line.channel))
    if not is_verb and (is_question or not is_called):
        return None
    if not is_called and not (line.is_direct or (ticket and line.root)):
        return None
    files, left = await clerk.downloads.fetch(line.files, arrival.attempts >= TRIES) if is_verb else ((), "")
    asker = Asker(line.user, line.channel, line.root or "")
    number = ticket.number if ticket else None
    return await clerk.typed(command.strip(), asker, line.source, implied=number, files=files, missing=left)


def _typed(line: Line, me: str) -> tuple[str, bool] | None:
    """What follows our name or the exclamation mark, and whether it was our name."""
    said = line.text.strip()
    if said.startswith((f"<@{me}>", f"<@{me}|")):
        return said.partition(">")[2].strip(" ,:"), True
    return (said[1:], False) if said.startswith("!") else None


async def _asked(clerk: Clerk, line: Line, arrival: Arrival, origin: str) -> Deed:
    by = await clerk.people.person(line.user)
    plain, files, left = await words(clerk, line, arrival)
    if not plain and not files and not left:
        return ignored("it is empty")
    incoming = _incoming(clerk, line, by, f"{plain}\n{left}".strip(), files, origin)
    return Deed(lambda: _receive(clerk, incoming))


async def _in_thread(clerk: Clerk, line: Line, ticket: Ticket, arrival: Arrival) -> Deed:
    is_public = line.thread in (ticket.origin, *ticket.former)
    if is_public and refs.person(line.user) in (ticket.requester, *ticket.former):  # who asked once is heard, no more
        return await _asked(clerk, line, arrival, line.thread)
    queue = clerk.settings.queue(ticket.queue)
    by = await clerk.people.agent(line.user)
    if not access.is_agent(by, queue):
        return ignored("neither the requester nor an agent")
    plain, files, left = await words(clerk, line, arrival)
    where = "(in the requester's thread) " if is_public else ""  # they have read it there: the colleagues should know
    is_answer = queue.thread_text == "reply" and not is_public

    asker, care = Asker(line.user, line.channel, line.root or ""), Care(called=await clerk.called(line.text))
    more = {"files": files, "missing": left, "care": care}
    answer = clerk.call("reply", by, ticket.number, {"text": plain}, asker, line.source, **more)

    def do() -> Fate:
        if not plain and not files and not left:
            return Fate("ignored", "it is empty", ticket.number)
        if is_answer:
            return clerk.run(answer)
        noted = clerk.desk.note(ticket.number, by, f"{where}{plain}\n{left}".strip(), files, line.source).number
        return Fate("appended", tying.moved(ticket.number, noted), noted, is_news=noted != ticket.number)

    return Deed(do, clerk.telling(asker, plain, is_quiet=True))


def _incoming(
    clerk: Clerk, line: Line, by: Person, plain: str, files: tuple[File, ...], origin: str
) -> Incoming:  # fmt: skip
    queue = clerk.settings.queue_with(refs.room(line.channel)) or clerk.settings.queues[0]
    answers = (line.thread,) if line.root else ()
    subject = text.one_line(plain.partition("\n")[0], SUBJECT) or (files[0].name if files else "")
    return Incoming(
        by, plain, queue.name, line.source, origin, subject, answers, files=files,
        is_conversation=line.is_direct,
    )  # fmt: skip


def _receive(clerk: Clerk, incoming: Incoming) -> Fate:
    try:
        ticket, is_new = clerk.desk.receive(incoming)
    except NoSuchTicket:
        return Fate("quarantined", "its ticket is gone")
    return Fate("ticketed" if is_new else "appended", ticket=ticket.number)


def _is_intake(clerk: Clerk, channel: str) -> bool:
    return any(refs.room(channel) in queue.intake for queue in clerk.settings.queues)
