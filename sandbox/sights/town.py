"""All that there is to see in the pretend world, as one JSON value."""

from collections.abc import Mapping
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
    return {
        "now": town.clock().timestamp(),
        "mail": {"desk": DESK, "people": [_writer(town, *one) for one in cast.mail.items()]},
        "chats": {
            "slack": slack.look(space.workspace, space.people, cast.slack),
            "discord": discord.look(world.world, world.commands, control.forms, cast.discord),
        },
        "machine": {"exchanges": _exchanges(town.journal.exchanges), "faults": _faults(town)},
    }


def _writer(town: Town, name: str, address: str) -> Json:
    letters = [mail_text(one) | {"date": str(one["Date"] or "")} for one in town.mail.inbox(address)]
    return {"name": name, "address": address, "letters": letters}


def _exchanges(exchanges: list[Exchange]) -> list[Json]:
    first = max(0, len(exchanges) - LAST)
    return [_exchange(number, one) for number, one in enumerate(exchanges[first:], first)]


def _exchange(number: int, one: Exchange) -> Json:
    made: Mapping[str, Any] = {"number": number, "at": one.at.timestamp(), "wire": one.wire, "towards": one.towards}
    return {**made, "what": one.what, "status": one.status}


def _faults(town: Town) -> list[Json]:
    return [{"where": one.where, "kind": one.kind, "times": one.times} for one in town.faults.active if one.times]
