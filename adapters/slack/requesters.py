"""Who a ticket's card says it is from: the requester, who reads along, what else they asked. Pure."""

from adapters.slack import refs, rich
from adapters.slack.rich import Json
from adapters.slack.text import one_line
from bot import relations, wording
from bot.ports import Card
from bot.speech import say, several, word

NAME, MANY = 120, 300


def requester(card: Card, home: str = "") -> Json:
    """`home` is the address of the workspace: links into threads begin with it."""
    ticket = card.ticket
    words = [rich.text("👤 "), rich.text(one_line(ticket.requester_name, NAME) or say("Somebody"), "bold")]
    if where := one_line(wording.whereabouts(ticket), NAME):
        words.append(rich.text(f" · {where}"))
    if ticket.cc:
        words.append(rich.text(f" · 👥 {one_line(wording.copied(ticket), MANY)}"))
    words += _others(card, home)
    if ticket.follows:
        words.append(rich.text(f" · {say('follows #{number}', number=ticket.follows)}"))
    if ticket.badge:
        words.append(rich.text(f" · ⚠️ {one_line(ticket.badge, NAME)}"))
    if placed := wording.placed(ticket):
        address = refs.link(card.home, home)
        words.append(rich.text(" · "))
        words.append({"type": "link", "url": address, "text": placed} if address else rich.text(placed))
    if tied := relations.told(ticket):
        words.append(rich.text(f" · {one_line(tied, MANY)}"))
    return rich.section(*words)


def watchers(card: Card) -> list[Json]:
    """By their names: the card mentions nobody."""
    names = ", ".join(one.name for one in card.ticket.watchers)
    return [rich.text(f" · 👀 {one_line(names, MANY)}")] if names else []


def _others(card: Card, home: str) -> list[Json]:
    if not card.earlier:
        return []
    words = [rich.text(f" · {several('{n} other ticket', '{n} other tickets', card.earlier)}")]
    for at, hit in enumerate(card.others):
        named, address = f"#{hit.ticket.number}", refs.link(hit.thread, home)
        words.append(rich.text(f"{', ' if at else ': '}{wording.ICONS[hit.ticket.status]} "))
        words.append({"type": "link", "url": address, "text": named} if address else rich.text(named))
        words.append(rich.text(f" {word(hit.ticket.status, 'status')}"))
    return words
