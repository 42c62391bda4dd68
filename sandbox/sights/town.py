"""All that there is to see in the pretend world, as one JSON value."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from sandbox.control import Control, mail_text
from sandbox.journal import Exchange
from sandbox.sights import discord, slack
from sandbox.town import DESK, Town

Json = dict[str, Any]
LAST = 60  # exchanges


def look(town: Town, control: Control) -> Json:
    """Mail, chats and the machine, at this moment."""
    cast, space, world = town.cast, town.slack, town.discord
    asked = town.mail.inbox(DESK)
    return {
        "now": town.clock().timestamp(),
        "mail": {"desk": DESK, "people": [_writer(town, asked, *one) for one in cast.mail.items()]},
        "chats": {
            "slack": slack.look(space.workspace, space.people, cast.slack),
            "discord": discord.look(world.world, world.commands, control.forms, cast.discord),
        },
        "machine": {"exchanges": _exchanges(town.journal.exchanges), "faults": _faults(town)},
    }


def _writer(town: Town, asked: list[EmailMessage], name: str, address: str) -> Json:
    """What somebody got, and what they wrote of all that the desk was `asked`; oldest first."""
    sent = [_letter(one) for one in asked if parseaddr(str(one["From"]))[1] == address]
    return {"name": name, "address": address, "letters": list(map(_letter, town.mail.inbox(address))), "sent": sent}


def _letter(letter: EmailMessage) -> Json:
    return mail_text(letter) | {"date": str(letter["Date"] or "")}


def _exchanges(exchanges: list[Exchange]) -> list[Json]:
    first = max(0, len(exchanges) - LAST)
    return [_exchange(number, one) for number, one in enumerate(exchanges[first:], first)]


def _exchange(number: int, one: Exchange) -> Json:
    made: Mapping[str, Any] = {"number": number, "at": one.at.timestamp(), "wire": one.wire, "towards": one.towards}
    return {**made, "what": one.what, "status": one.status}


def _faults(town: Town) -> list[Json]:
    return [{"where": one.where, "kind": one.kind, "times": one.times} for one in town.faults.active if one.times]
