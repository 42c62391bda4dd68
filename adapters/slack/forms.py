"""Forms that were sent: their shape, whether the ticket changed meanwhile, and what they ask for."""

import asyncio
from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters import filling, lines
from adapters.slack import modals, refs, rich
from adapters.slack.clerk import TEXTS, Clerk
from adapters.slack.modals import Slip
from adapters.slack.reading import Asker, Json
from adapters.slack.text import one_line
from bot import wording
from bot.doubts import Care
from bot.drafting import Opening
from bot.errors import Refused
from bot.events import File
from bot.inbox import TRIES, Deed
from bot.people import Person
from bot.ports import Arrival, Fate
from bot.speech import say
from bot.writing import sentence

NAME, WARNED = 120, 2_000  # characters
PATIENCE = 1.5  # seconds, of the three in which Slack wants to be answered
DOUBTED = ("reply", "resolve", "close")  # verbs that a new word of the requester's may have overtaken


def answer(body: Json) -> Json | None:
    """What the acknowledgement says about the shape of a form; None when it may be taken."""
    view = body["view"]
    found = modals.errors(modals.slip(view["private_metadata"]), modals.values(view))
    return {"response_action": "errors", "errors": found} if found else None


async def doubted(clerk: Clerk, body: Json) -> Json | None:
    """The form once more, with its words kept and a warning, where its writer should look again; once for each warning.

    An acknowledgement cannot wait long for the wire. Where it cannot be told in time who that is, or they may not
    answer, it comes out when the form is taken.
    """
    view = body["view"]
    slip, values = modals.slip(view["private_metadata"]), modals.values(view)
    if slip.version is None or slip.number is None or slip.verb not in DOUBTED:
        return None
    text = values.get("text", "") if slip.verb == "reply" else ""
    try:
        async with asyncio.timeout(PATIENCE):
            by = await clerk.people.agent(str(body["user"]["id"]))
        ticket, doubts = await clerk.ask(clerk.desk.drafts.doubts, slip.number, by, text, Care(slip.version))
    except (Refused, SlackApiError, aiohttp.ClientError, OSError):
        return None
    news = [one for one in doubts if modals.digest(one) not in slip.told]
    if not news:
        return None
    told = (*slip.told, *map(modals.digest, news))
    warning = say("{doubts} Send again if it still fits.", doubts=" ".join(news))
    known, asks = replace(slip, version=ticket.version, told=told[-9:]), filling.again(clerk.settings, ticket, values)
    words = rich.pieces(one_line(warning, WARNED))
    return {"response_action": "update", "view": modals.form(known, values, warning=words, asks=asks)}


async def closed(clerk: Clerk, body: Json) -> None:
    """A form was closed and not sent: its writer writes no more. Nothing that must be done once, so nothing is kept."""
    slip = modals.slip(body["view"]["private_metadata"])
    if slip.verb == "reply" and slip.number is not None:
        await clerk.ask(clerk.desk.drafts.leave, slip.number, refs.person(str(body["user"]["id"])))


def about(opening: Opening) -> list[str]:
    """What a form tells of its ticket: which it is and what was said last, and whom an answer reaches."""
    ticket = opening.ticket
    said = [f"{wording.title(ticket)} · {ticket.requester_name}"]
    said += [ticket.last_words] if ticket.last_words else []  # not always the requester's: one in copy wrote
    return [*said, say("Goes to {who}", who=opening.recipients)] if opening.recipients else said


def writing(opening: Opening) -> list[Json]:
    """Who else is writing an answer, and since when by their reader's own clock."""
    words = list[Json]()
    for one in opening.others:
        words += [rich.text(" ")] if words else []
        words += rich.filled(sentence(one_line(one.name, NAME), rich.HOLE), rich.date(one.since_at, "{time}"))
    return words


async def sent(clerk: Clerk, body: Json, arrival: Arrival) -> Deed:
    """What a form asks for."""
    view, user = body["view"], str(body["user"]["id"])
    slip, values = modals.slip(view["private_metadata"]), modals.values(view)
    if slip.rest and (verb := lines.verb_in(slip.verb)):
        values = lines.arguments(verb, slip.rest) | values
    asker = Asker(user, slip.channel, slip.thread)
    by = await clerk.people.agent(user)
    files, left = await clerk.downloads.fetch(modals.files(view), arrival.attempts >= TRIES)
    agent = await clerk.people.agent(values["agent"]) if values.get("agent") else None
    if slip.verb == "open" and slip.author:
        values["text"] = f"{values.get('text', '')}\n{left}".strip()
        return await _on_behalf(clerk, slip, by, values, files, arrival)
    care = Care(slip.version if slip.verb in ("reply", "set") else None, anyway=bool(slip.told))
    values |= {"kept": str(slip.kept)} if slip.kept else {}
    more = {"files": files, "agent": agent, "missing": left, "care": care}
    call = clerk.call(slip.verb, by, slip.number, values, asker, arrival.source, **more)
    returned = "\n".join(values[name] for name in TEXTS if values.get(name))
    is_quiet = slip.verb not in ("open", "pend", "time", "rate", "article", "reply", "macro", "handon")
    return Deed(lambda: clerk.run(call), clerk.telling(asker, returned, is_quiet))


async def _on_behalf(
    clerk: Clerk, slip: Slip, by: Person, values: dict[str, str], files: tuple[File, ...], arrival: Arrival
) -> Deed:
    """A ticket for who wrote the message it is opened from: answered where they asked, if that is for questions."""
    requester = await clerk.people.person(slip.author)
    queue = clerk.settings.queue_with(refs.room(slip.channel)) or clerk.settings.queues[0]
    is_asked = refs.room(slip.channel) in queue.intake and slip.thread
    origin = refs.message(slip.channel, slip.thread) if is_asked else requester.place
    subject, said = values.get("subject", ""), values.get("text", "")

    def do() -> Fate:
        more = (files, arrival.source, filling.filled(values))
        ticket = clerk.desk.open(by, subject, said, queue.name, origin, requester, *more)
        return Fate("ticketed", say("Opened {ticket}.", ticket=wording.title(ticket)), ticket.number)

    asker = Asker(refs.spot(by.place).user, slip.channel, slip.thread)
    return Deed(do, clerk.telling(asker, f"{subject}\n{said}"))
