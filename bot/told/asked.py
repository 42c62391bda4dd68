"""Lines of the requester's side, with what can be pressed where it is doubtful that they belong here."""

from dataclasses import replace
from typing import assert_never

from bot import events as e
from bot import folding
from bot.people import NOBODY
from bot.placing import PROBABLY, doubt, sentence
from bot.retelling import retold
from bot.speech import later, say, shown, word
from bot.ticket import ENDED, Status, Ticket
from bot.told.alerts import alerted
from bot.told.placed import BELONGS, SEPARATE
from bot.words import Button, ForRoom

OURS = (Status.NEW, Status.OPEN)
LONGEST, OFFERS = 60, 2  # characters of an address that fits on a button, and such buttons below a line


def asked(event: e.Event, fact: e.Asked, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Opened() | e.Wrote() if fact.alert:
            return alerted(event, fact, fact.alert, ticket)
        case e.Opened():
            return _offered(_opened(event, fact), fact, ticket)
        case e.Wrote():
            return _offered(_wrote(event, fact, ticket), fact, ticket)
        case e.Acknowledged():
            return ForRoom("📨", say("The requester was told the number"))
        case e.Unacknowledged(reason):
            return ForRoom("🤐", say("No acknowledgement was sent: {reason}", reason=retold(reason)))
        case _:
            assert_never(fact)


def _offered(line: ForRoom, fact: e.Opened | e.Wrote, ticket: Ticket) -> ForRoom:
    """The line, with whom else it was sent to: an agent's click lets answers go there too, and nothing else does."""
    known = {ticket.requester, ticket.origin, *ticket.cc}
    others = [one for one in fact.beside if f"mail:{one}" not in known]
    is_doubtful = isinstance(fact, e.Wrote) and (fact.third_party or fact.unverified)
    if not others or is_doubtful or ticket.requester == NOBODY:
        return line
    offers = [
        Button(word("Cc {address}", "button").format(address=one), "watch", ticket.number, f"cc {one}")
        for one in others
        if len(one) <= LONGEST
    ]
    too = say("(sent to {others} too)", others=", ".join(others))
    return replace(line, head=f"{line.head} {too}", buttons=(*line.buttons, *offers[:OFFERS]))


def _wrote(event: e.Event, fact: e.Wrote, ticket: Ticket) -> ForRoom:
    """The line of something that the requester's side said."""
    head = _head(fact, _writer(event, fact, ticket))
    if fact.moved_from:
        head += " " + say("(came from #{number})", number=fact.moved_from)
    buttons: tuple[Button, ...] = ()
    if fact.unverified or fact.subject:
        label = BELONGS if fact.unverified else later("Same")
        buttons = (Button(shown(label), "belongs", ticket.number), Button(shown(SEPARATE), "separate", ticket.number))
    elif (fact.thanks and ticket.status in ENDED) or (PROBABLY in fact.badge and ticket.status not in OURS):
        buttons = (Button(word("Reopen", "button"), "reopen", ticket.number),)
    icon = "🤖" if fact.automatic else "💬"
    return folding.line(icon, head + doubt(fact.badge, fact.signed), event, fact, buttons)


def _writer(event: e.Event, fact: e.Wrote, ticket: Ticket) -> str:
    name = event.by.name
    if fact.third_party:
        return say("{name} (not the requester)", name=name)
    return say("{name} (in copy)", name=name) if event.by.place in ticket.cc else name


def _head(fact: e.Wrote, who: str) -> str:
    if fact.subject and fact.automatic:
        return say("{who} sent an automatic answer under another subject, “{subject}”", who=who, subject=fact.subject)
    if fact.subject:
        return say("{who} wrote under another subject, “{subject}”", who=who, subject=fact.subject)
    if fact.automatic:
        return say("{who} sent an automatic answer", who=who)
    return say("{who} wrote only thanks", who=who) if fact.thanks else say("{who} wrote", who=who)


def _opened(event: e.Event, fact: e.Opened) -> ForRoom:
    """The line that opens a ticket."""
    name = fact.requester_name
    head = say("{name} asks", name=name)
    if event.by.place != fact.requester:
        head = say("{name} asks, written down by {by}", name=name, by=event.by.name)
    if fact.follows:
        head += " " + say("(follows #{number})", number=fact.follows)
    buttons: tuple[Button, ...] = ()
    if fact.candidate:
        head += " " + say("(may belong to #{number}: {why})", number=fact.candidate, why=sentence(fact.rule))
        there, here = word("Move there", "button"), word("Keep", "button")
        buttons = (Button(there, "belongs", event.ticket), Button(here, "separate", event.ticket))
    head += doubt(fact.badge, fact.signed)
    return folding.line("🤖" if fact.automatic else "📨", head, event, fact, buttons)
