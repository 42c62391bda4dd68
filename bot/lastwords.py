"""What a requester reads when a ticket ends, with what they can press or follow to answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import events as e
from bot.config import Settings
from bot.links import Links
from bot.people import channel_of
from bot.phrasebook import phrases
from bot.questions import Questions, questions
from bot.surveys import SCORES
from bot.ticket import Ticket
from bot.words import Button

MAIL = "mail"
PATIENCE = timedelta(days=30)  # how long the link to a survey works
Spoken = e.Resolved | e.Warned | e.Objected | e.Surveyed


def text(event: e.Event, fact: Spoken, ticket: Ticket, settings: Settings) -> str:
    """The words, in the queue's language. In mail the links stand among them, where there are any."""
    tongue = settings.tongue(ticket.queue, ticket.language)
    said = questions(tongue)
    match fact:
        case e.Resolved():
            words = f"{phrases(tongue).resolved}\n\n{said.solved}"
        case e.Warned(closes_at):
            words = f"{said.warned.replace('{at}', _spelled(closes_at, settings))}\n\n{said.solved}"
        case e.Objected():
            words = said.missing
        case e.Surveyed():
            words = said.survey
    whole = f"{words}{_ways(event, fact, ticket, settings, said)}"
    return whole.replace("{number}", str(ticket.number))


def buttons(fact: Spoken, ticket: Ticket, settings: Settings) -> tuple[Button, ...]:
    """What stands below them in a chat."""
    said, number = questions(settings.tongue(ticket.queue, ticket.language)), ticket.number
    if channel_of(ticket.origin) == MAIL:
        return ()
    match fact:
        case e.Resolved() | e.Warned():
            return (Button(said.yes, "solved", number), Button(said.not_yet, "unsolved", number))
        case e.Surveyed():
            return tuple(Button(score, "rate", number, score, opens=True) for score in SCORES)
        case _:
            return ()


def _ways(event: e.Event, fact: Spoken, ticket: Ticket, settings: Settings, said: Questions) -> str:
    """How to answer by mail: by links, or in words where the desk has no address of its own on the web."""
    if isinstance(fact, e.Objected) or channel_of(ticket.origin) != MAIL:
        return ""
    url = link(settings, ticket, _until(event, fact, ticket, settings))
    if isinstance(fact, e.Surveyed):
        return "".join(f"\n{score}: <{url}/{score}>" for score in SCORES) if url else ""
    if url:
        return f"\n\n{said.yes}: <{url}/yes>\n{said.not_yet}: <{url}/no>"
    return " " + said.by_reply.replace("{yes}", said.yes).replace("{not_yet}", said.not_yet)


def link(settings: Settings, ticket: Ticket, until: datetime) -> str:
    """Where the requester answers on the web until then; "" where the desk has no address there."""
    token = Links(settings.reply_secrets).sign(ticket.number, ticket.requester, until)
    return f"{settings.public_url}/solved/{token}" if settings.public_url and token else ""


def _until(event: e.Event, fact: Spoken, ticket: Ticket, settings: Settings) -> datetime:
    """Links work as long as a reply would take the ticket up again."""
    if isinstance(fact, e.Resolved | e.Warned):
        return fact.closes_at + timedelta(days=settings.queue(ticket.queue).reopen_days)
    return event.at + PATIENCE


def _spelled(at: datetime, settings: Settings) -> str:
    return f"{at.astimezone(ZoneInfo(settings.timezone)):%Y-%m-%d %H:%M} ({settings.timezone})"
