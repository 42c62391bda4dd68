"""Lines of the requester's side, with what can be pressed where it is doubtful that they belong here."""

from dataclasses import replace
from typing import assert_never

from bot import events as e
from bot import folding
from bot.people import NOBODY
from bot.placing import PROBABLY, doubt, sentence
from bot.ticket import ENDED, Status, Ticket
from bot.told.placed import BELONGS, SEPARATE
from bot.words import Button, ForRoom

OURS = (Status.NEW, Status.OPEN)
LONGEST, OFFERS = 60, 2  # characters of an address that fits on a button, and such buttons below a line


def asked(event: e.Event, fact: e.Asked, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Opened():
            return _offered(_opened(event, fact), fact, ticket)
        case e.Wrote():
            return _offered(_wrote(event, fact, ticket), fact, ticket)
        case e.Acknowledged():
            return ForRoom("📨", "The requester was told the number")
        case e.Unacknowledged(reason):
            return ForRoom("🤐", f"No acknowledgement was sent: {reason}")
        case _:
            assert_never(fact)


def _offered(line: ForRoom, fact: e.Opened | e.Wrote, ticket: Ticket) -> ForRoom:
    """The line, with whom else it was sent to: an agent's click lets answers go there too, and nothing else does."""
    known = {ticket.requester, ticket.origin, *ticket.cc}
    others = [one for one in fact.beside if f"mail:{one}" not in known]
    is_doubtful = isinstance(fact, e.Wrote) and (fact.third_party or fact.unverified)
    if not others or is_doubtful or ticket.requester == NOBODY:
        return line
    offers = [Button(f"Cc {one}", "watch", ticket.number, f"cc {one}") for one in others if len(one) <= LONGEST]
    said = f"{line.head} (sent to {', '.join(others)} too)"
    return replace(line, head=said, buttons=(*line.buttons, *offers[:OFFERS]))


def _wrote(event: e.Event, fact: e.Wrote, ticket: Ticket) -> ForRoom:
    """The line of something that the requester's side said."""
    beside = "not the requester" if fact.third_party else "in copy" if event.by.place in ticket.cc else ""
    who = f"{event.by.name} ({beside})" if beside else event.by.name
    head = f"{who} sent an automatic answer" if fact.automatic else f"{who} wrote"
    if fact.subject:
        head += f" under another subject, “{fact.subject}”"
    if fact.moved_from:
        head += f" (came from #{fact.moved_from})"
    if fact.thanks:
        head += " only thanks"
    buttons: tuple[Button, ...] = ()
    if fact.unverified or fact.subject:
        label = BELONGS if fact.unverified else "Same"
        buttons = (Button(label, "belongs", ticket.number), Button(SEPARATE, "separate", ticket.number))
    elif (fact.thanks and ticket.status in ENDED) or (PROBABLY in fact.badge and ticket.status not in OURS):
        buttons = (Button("Reopen", "reopen", ticket.number),)
    icon = "🤖" if fact.automatic else "💬"
    return folding.line(icon, head + doubt(fact.badge, fact.signed), event, fact, buttons)


def _opened(event: e.Event, fact: e.Opened) -> ForRoom:
    """The line that opens a ticket."""
    by_proxy = "" if event.by.place == fact.requester else f", written down by {event.by.name}"
    follows = f" (follows #{fact.follows})" if fact.follows else ""
    may = f" (may belong to #{fact.candidate}: {sentence(fact.rule)})" if fact.candidate else ""
    head = f"{fact.requester_name} asks{by_proxy}{follows}{may}{doubt(fact.badge, fact.signed)}"
    buttons = (
        (Button("Move there", "belongs", event.ticket), Button("Keep", "separate", event.ticket))
        if fact.candidate else ()
    )  # fmt: skip
    return folding.line("🤖" if fact.automatic else "📨", head, event, fact, buttons)
