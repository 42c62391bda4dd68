"""Ticket to Discord, pure: what a card, a line and a letter look like. Every length stays within the platform's."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.discord import buttons, refs, requesters
from adapters.discord.text import clip, encode, one_line, pieces, quote, size
from bot import completeness, emphasis, moments, wording
from bot.config import Settings
from bot.delivery import is_dead
from bot.ports import Card, Mark
from bot.speech import say, shown, word
from bot.ticket import ENDED, Priority, Status, Ticket
from bot.told import alerts
from bot.words import Button, ForRequester, ForRoom
from bot.writing import Writing

Json = dict[str, Any]
CONTENT = 1900  # of the 2,000 there are
PIECES = 3  # longer texts come as a file
MARKS = {Mark.QUEUED: "⏳", Mark.DELIVERED: "✅", Mark.FAILED: "⚠️", Mark.TAKEN_BACK: "↩️"}
COLOURS = {Priority.LOW: 0x95A5A6, Priority.NORMAL: 0x3498DB, Priority.HIGH: 0xE67E22, Priority.URGENT: 0xE74C3C}
RESTING = {Status.PENDING: 0xF1C40F, Status.RESOLVED: 0x2ECC71, Status.CLOSED: 0x4F545C}


@dataclass(frozen=True)
class Drawn:
    """Messages to send one after the other; who may be mentioned; the whole text where it had to be cut.

    The `buttons` stand below the last.
    """

    contents: tuple[str, ...]
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    whole: str = ""
    buttons: tuple[Button, ...] = ()


def card(shown: Card, settings: Settings) -> Json:
    """The state of a ticket at a glance, with what can be done about it."""
    ticket = shown.ticket
    embed = {
        "title": clip(f"{wording.ICONS[ticket.status]} {one_line(wording.title(ticket))}", 256),
        "description": _state(ticket),
        "color": COLOURS[Priority.URGENT]
        if ticket.is_overdue
        else RESTING.get(ticket.status, COLOURS[ticket.priority]),
        "fields": [*_fields(shown), *_paperwork(ticket, settings)],
    }
    shown_below = buttons.rows(ticket, settings.fields_of(ticket.queue), is_dead(shown.deliveries))
    return {"content": "", "embeds": [embed], "components": shown_below, "allowed_mentions": {"parse": []}}


def name(ticket: Ticket) -> str:
    """What a thread is called, for good: `#42 VPN is down`. Thread names are plain and 1 to 100 long."""
    return f"#{ticket.number} {one_line(ticket.subject) or say('no subject')}"[:90]


def line(words: ForRoom) -> Drawn:
    """A line in the agents' thread. Only `words.pings` are mentioned."""
    users = tuple(one.user for ping in words.pings if (one := refs.address(ping)) and one.user and not one.channel)
    roles = tuple(role for ping in words.pings if (role := refs.role_in(ping)))
    head = _dated(f"{words.icon} **{clip(one_line(words.head), 1200)}**")
    if words.at:
        head += f" {stamp(words.at, 'f')} ({stamp(words.at, 'R')})"
    called = [*(f"<@{one}>" for one in users[:20]), *(f"<@&{one}>" for one in roles[:20])]
    drawn = _drawn(" ".join((head, *called)), words.body, lambda text: _dated(quote(text)), users[:20], roles[:20])
    is_long = drawn.whole or len(pieces(words.whole, quote, CONTENT)) > PIECES
    return replace(drawn, buttons=words.buttons, whole=words.whole or drawn.whole if is_long else "")


def letter(words: ForRequester) -> Drawn:
    """A word to the requester."""
    head = "" if words.automatic else f"**{clip(one_line(words.by), 200)}**"
    return replace(_drawn(head, words.text, encode, (), ()), buttons=words.buttons)


def told(text: str) -> Drawn:
    """The answer to a command, for the asker alone."""
    drawn = _drawn("", text, lambda text: _dated(encode(text)), (), ())
    return replace(drawn, whole=emphasis.plain(moments.plain(drawn.whole)))


def stamp(at: datetime, style: str) -> str:
    """A native timestamp: in the reader's zone, and with style R it counts down by itself."""
    return f"<t:{int(at.timestamp())}:{style}>"


def _dated(text: str) -> str:
    """What was encoded, with the moments in it in each reader's own zone, and bold what is."""
    bold = emphasis.plain(emphasis.BOLD.sub(r"**\1**", text))
    return moments.shown(bold, lambda at: stamp(at, "f"))


def _drawn(head: str, body: str, render: Any, users: tuple[int, ...], roles: tuple[int, ...]) -> Drawn:
    is_short = size(head) < CONTENT // 3
    found = pieces(body, render, CONTENT - size(head) - 1 if is_short else CONTENT)
    whole = body if len(found) > PIECES else ""
    found = [f"{found[0]}\n…"] if whole else found
    if found and is_short:
        found[0] = f"{head}\n{found[0]}".strip()
    elif head:
        found.insert(0, head)
    return Drawn(tuple(found), users, roles, whole)


def _state(ticket: Ticket) -> str:
    light = wording.LIGHTS[ticket.priority]
    status = word(ticket.status, "status")
    status += f" ({word(ticket.resolution, 'code')})" if ticket.resolution and ticket.status in ENDED else ""
    until = f" {say('until {at}', at=stamp(ticket.wake_at, 'f'))}" if ticket.wake_at else ""
    late = f" · **{shown(wording.OVERDUE)}**" if ticket.is_overdue else ""
    stars = f" · {said}" if (said := wording.stars(ticket)) else ""
    queue = clip(one_line(ticket.queue), 100)
    words = f"**{clip(status, 200)}**{until}{late}{stars} · {light} {word(ticket.priority, 'priority')} · {queue}"
    if ticket.last_words.strip():
        words += "\n" + quote(ticket.last_words.strip())
    return words


def _fields(shown: Card) -> list[Json]:
    ticket = shown.ticket
    fields = [_field(say("Requester"), requesters.requester(shown)), _field(say("Owner"), _owner(ticket))]
    if watchers := requesters.watchers(ticket):
        fields.append(_field(say("Watchers"), watchers))
    if told := [_check(*one) for one in alerts.summary(ticket)]:
        fields.append(_field(say("Monitoring"), "\n".join(told), inline=False))
    if due := _due(ticket):
        fields.append(_field(say("Due"), due))
    if ticket.tags:
        fields.append(_field(say("Tags"), clip(" · ".join(ticket.tags), 500)))
    if told := wording.faring(shown):
        fields.append(_field(say("Delivery"), "\n".join(clip(one_line(one), 300) for one in told[:3]), inline=False))
    if shown.writing:
        fields.append(_field(say("Writing"), "\n".join(_writing(one) for one in shown.writing[:3]), inline=False))
    return fields


def _paperwork(ticket: Ticket, settings: Settings) -> list[Json]:
    """What is filled in, the steps of troubleshooting, and what is missing, where there is any."""
    told = "\n".join(f"{label}: {one_line(value)}" for label, value in completeness.filled(ticket, settings))
    checked = completeness.checked(ticket, settings)
    lacking = ", ".join(completeness.missing(ticket, settings))
    lines = ((say("Details"), clip(told, 1000)), (say("Steps"), checked), (say("Missing"), clip(lacking, 500)))
    return [_field(name, said, inline=False) for name, said in lines if said]


def _field(name: str, value: str, inline: bool = True) -> Json:
    return {"name": name, "value": value, "inline": inline}


def _owner(ticket: Ticket) -> str:
    found = refs.address(ticket.owner or "")
    if found and found.user:
        return f"<@{found.user}>"
    return clip(one_line(ticket.owner_name), 200) or say("nobody")


def _due(ticket: Ticket) -> str:
    due = (
        (say("First response"), ticket.first_by), (say("Next response"), ticket.next_by),
        (say("Resolution"), ticket.resolve_by),
    )  # fmt: skip
    return "\n".join(f"{what} {stamp(at, 'R')}" for what, at in due if at)


def _check(said: str, count: int, at: datetime) -> str:
    return f"{clip(one_line(said), 250)} · {alerts.often(count, stamp(at, 'R'))}"


def _writing(one: Writing) -> str:
    name, at = clip(one_line(one.name), 150), stamp(one.since_at, "t")
    return f"✍️ {say('{name} has been writing an answer since {at}', name=name, at=at)}"
