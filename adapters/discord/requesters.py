"""Who a ticket's card says it is from: the requester, who reads along, what else they asked. Pure."""

from adapters.discord import refs
from adapters.discord.text import clip, one_line
from bot import relations, wording
from bot.ports import Card
from bot.speech import say, several, word
from bot.ticket import Ticket

MOST = 8  # watchers named: a field holds no more than 1,024 characters


def requester(shown: Card) -> str:
    ticket = shown.ticket
    who = clip(one_line(ticket.requester_name), 150) or say("somebody")
    found = refs.address(ticket.requester)
    where = f"<@{found.user}>" if found and found.user else clip(wording.whereabouts(ticket), 300)
    lines = [who, where] if where else [who]
    if ticket.cc:
        lines.append(f"👥 {clip(wording.copied(ticket), 200)}")
    if ticket.badge:
        lines.append(f"⚠️ {clip(one_line(ticket.badge), 200)}")
    if placed := wording.placed(ticket):
        channel = refs.channel_in(shown.home)
        there = f"#{ticket.joined or ticket.candidate}"
        lines.append(placed.replace(there, f"<#{channel}>") if channel else placed)
    if tied := relations.told(ticket):
        lines.append(clip(tied, 200))
    if shown.earlier:
        lines.append(several("{n} other ticket", "{n} other tickets", shown.earlier))
    lines += [_other(hit.ticket, hit.thread) for hit in shown.others]
    return "\n".join(lines)


def watchers(ticket: Ticket) -> str:
    """Those of this platform as mentions, which ring nobody in a card; the others by their names."""
    more = len(ticket.watchers) - MOST
    named = [_named(one.place, one.name) for one in ticket.watchers[:MOST]]
    return ", ".join([*named, say("{n} more", n=more)] if more > 0 else named)


def _named(place: str, name: str) -> str:
    found = refs.address(place)
    return f"<@{found.user}>" if found and found.user else clip(one_line(name), 60)


def _other(ticket: Ticket, thread: str) -> str:
    channel = refs.channel_in(thread)
    named = f"<#{channel}>" if channel else f"#{ticket.number}"  # the name of its thread begins with its number
    return f"{wording.ICONS[ticket.status]} {named} {word(ticket.status, 'status')}"
