"""A ticket and what is said about it, as Slack's blocks. Pure: nothing here asks anybody anything.

What people wrote goes into rich text and plain text only, which mention, format and unfurl nothing by themselves.
"""

import json
from datetime import datetime

from adapters.slack import rich
from adapters.slack.buttons import actions, below
from adapters.slack.plain import HEADER, plain
from adapters.slack.requesters import requester, watchers
from adapters.slack.rich import Json
from adapters.slack.text import LONGEST, cut, encode, one_line, straight
from bot import completeness, emphasis, moments, wording
from bot.config import Settings
from bot.delivery import is_dead
from bot.ports import Card
from bot.speech import say, shown, word
from bot.ticket import Priority, Ticket
from bot.told import alerts
from bot.words import ForRequester, ForRoom
from bot.writing import Writing

NAME, TAGS, FILLED = 120, 300, 1_000
MOST = 12_000  # characters of the blocks of an answer, as they are written: Slack refuses some 13,200
LOUD = (Priority.HIGH, Priority.URGENT)


def card(card: Card, settings: Settings, home: str = "") -> list[Json]:
    """The state of a ticket at a glance: header, facts, last words, delivery, buttons. `home`: see `requester`."""
    ticket = card.ticket
    sections = [_state(ticket), requester(card, home), _work(card), *_paperwork(ticket, settings)]
    if times := _times(ticket):
        sections.append(rich.section(*times))
    sections += [_check(*one) for one in alerts.summary(ticket)]
    if words := one_line(ticket.last_words, 300):
        sections.append(rich.quote(*rich.pieces(words)))
    sections += [rich.section(rich.text(one_line(said, 300))) for said in wording.faring(card)]
    sections += [_writing(one) for one in card.writing[:3]]
    offered = actions(ticket, bool(settings.fields_of(ticket.queue)), is_dead(card.deliveries))
    return [_header(ticket), rich.block(*sections), offered]


def card_text(ticket: Ticket) -> str:
    """What a notification and a screen reader say of the card."""
    return encode(one_line(wording.summary(ticket), 500))


def line(words: ForRoom) -> tuple[str, list[Json]]:
    """A line of the agents' thread: its plain form and its blocks."""
    head = [rich.text(f"{words.icon} "), *rich.dated(one_line(words.head, 600) or "…", "bold")]
    if words.at:
        head += [rich.text(" "), rich.date(words.at)]
    for mention in filter(None, map(rich.ping, words.pings)):
        head += [rich.text(" "), mention]
    sections = [rich.section(*head)]
    body = shortened(words.body)
    if body:
        sections.append(rich.quote(*rich.pieces(body)))
    blocks = [rich.block(*sections), *below(words.buttons)]
    return encode(moments.plain(f"{words.icon} {one_line(words.head, 600)}\n{body}".strip())), blocks


def answer(words: ForRequester) -> tuple[str, list[Json]]:
    """A word to the requester: its plain form and its blocks."""
    body = shortened(words.text) or "…"
    blocks = [rich.block(rich.section(*rich.pieces(body)))]
    if not words.automatic:
        about = f" {words.subject}" if words.subject else ""
        signed = one_line(f"{words.by} · #{words.number}{about}", 300)
        blocks.append({"type": "context", "elements": [plain(signed)]})
    return encode(body), [*blocks, *below(words.buttons)]


def shortened(body: str) -> str:
    """What one message shows of `body`; the rest goes along as a file."""
    body = straight(body).strip()
    return body if len(body) <= LONGEST else f"{body[:LONGEST].rstrip()}… {say('(the whole text is attached)')}"


def is_shortened(body: str) -> bool:
    return len(body.strip()) > LONGEST


def said(text: str, returned: str = "") -> tuple[str, list[Json]]:
    """A word for one person alone; `returned` is the text of theirs that was not taken."""
    text, returned = straight(text), straight(returned)
    sections = _sections(text)
    plain_form = cut(text, LONGEST)
    if returned := cut(returned.strip(), LONGEST):
        yours = say("Your text:")
        sections += [rich.section(rich.text(yours)), rich.quote(*rich.pieces(returned))]
        plain_form += f"\n{yours}\n{returned}"
    return encode(emphasis.plain(moments.plain(plain_form))), [rich.block(*sections)]


def _sections(text: str) -> list[Json]:
    """`text` in at most three parts that end where a line does; an ellipsis where that is not all of it.

    What is bold, and moments, are pieces of their own, of which Slack takes fewer than it takes characters.
    """
    found, rest = list[Json](), text or "…"
    while rest and len(found) < 3:
        end = len(rest) if len(rest) <= LONGEST else rest.rfind("\n", 1, LONGEST)
        end = end if end > 0 else LONGEST
        part = rich.section(*rich.pieces(rest[:end]))
        if found and len(json.dumps([*found, part], ensure_ascii=False)) > MOST:
            break
        found.append(part)
        rest = rest[end:].removeprefix("\n")
    return [*found, rich.section(rich.text("…"))] if rest else found


def _header(ticket: Ticket) -> Json:
    """Its colour is that of its lights: a bar beside the message would hide the card behind “Show more”."""
    loud = wording.LIGHTS[ticket.priority] if ticket.priority in LOUD else ""
    lights = f"{wording.ICONS[ticket.status]} {loud}{'⏰' if ticket.is_overdue else ''}".strip()
    return {"type": "header", "text": plain(f"{lights} {wording.title(ticket)}", HEADER)}


def _state(ticket: Ticket) -> Json:
    status = word(ticket.status, "status").capitalize()
    words = [rich.text(f"{wording.LIGHTS[ticket.priority]} "), rich.text(status, "bold")]
    level = say("{priority} priority", priority=word(ticket.priority, "priority"))
    words.append(rich.text(f" · {level} · {one_line(ticket.queue, NAME)}"))
    if ticket.is_overdue:
        words += [rich.text(" · "), rich.text(shown(wording.OVERDUE), "bold")]
    if ticket.resolution:
        words.append(rich.text(f" · {one_line(word(ticket.resolution, 'code'), NAME)}"))
    if stars := wording.stars(ticket):
        words.append(rich.text(f" · {stars}"))
    return rich.section(*words)


def _work(card: Card) -> Json:
    ticket = card.ticket
    owner = one_line(ticket.owner_name, NAME) if ticket.owner else ""
    words = [rich.text("🙋 "), rich.text(owner, "bold") if owner else rich.text(say("nobody has it"), "italic")]
    if ticket.tags:
        words.append(rich.text(" · 🏷️ " + one_line(" ".join(f"#{tag}" for tag in ticket.tags), TAGS)))
    return rich.section(*words, *watchers(card))


def _paperwork(ticket: Ticket, settings: Settings) -> list[Json]:
    """What is filled in, the steps of troubleshooting, and what is missing: a line each, where there is any."""
    lines: list[Json] = []
    if told := completeness.filled(ticket, settings):
        words = " · ".join(f"{label}: {one_line(value, NAME)}" for label, value in told)
        lines.append(rich.section(rich.text(f"🗂️ {one_line(words, FILLED)}")))
    if checked := completeness.checked(ticket, settings):
        lines.append(rich.section(rich.text(f"🔍 {checked}")))
    if lacking := completeness.missing(ticket, settings):
        lines.append(
            rich.section(rich.text(one_line(say("Missing: {what}", what=", ".join(lacking)), FILLED), "italic"))
        )
    return lines


def _check(said: str, count: int, at: datetime) -> Json:
    said = one_line(said, 300).replace(rich.HOLE, "")
    return rich.section(*rich.filled(f"{said} · {alerts.often(count, rich.HOLE)}", rich.date(at)))


def _times(ticket: Ticket) -> list[Json]:
    times = [
        ("💤", say("waits until {at}", at=rich.HOLE), ticket.wake_at),
        ("⏱️", say("first response by {at}", at=rich.HOLE), ticket.first_by),
        ("⏱️", say("next response by {at}", at=rich.HOLE), ticket.next_by),
        ("🏁", say("resolution by {at}", at=rich.HOLE), ticket.resolve_by),
        ("🔒", say("closes {at}", at=rich.HOLE), ticket.close_at),
    ]
    found: list[Json] = []
    for icon, said, at in times:
        if at:
            found += rich.filled(f"{' · ' if found else ''}{icon} {said}", rich.date(at, rich.DUE))
    return found


def _writing(one: Writing) -> Json:
    said = say("{name} has been writing an answer since {at}", name=one_line(one.name, NAME), at=rich.HOLE)
    return rich.section(*rich.filled(f"✍️ {said}", rich.date(one.since_at, "{time}")))
