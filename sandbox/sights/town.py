"""All that one browser sees of the pretend world, as flat cells by key."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from sandbox.discord.interactions import Interaction
from sandbox.sights.discord import DiscordSight
from sandbox.sights.looks import WIRES, ChatLook, Look
from sandbox.sights.machine import Machine
from sandbox.sights.mailbox import Mailboxes
from sandbox.sights.marks import Marks
from sandbox.sights.prose import Json
from sandbox.sights.sides import OUTSIDER, Cells, Chat, Side, Since
from sandbox.sights.slack import SlackSight
from sandbox.town import DESK, Town

NOBODY: Cells = {"me": None, "place": None, "aside": None, "form": None, "home": None}


class Told(Protocol):
    """The desk as it tells of itself."""

    @property
    def state(self) -> str:
        """off, starting, up, killed or ended."""

    @property
    def trouble(self) -> str:
        """The end of its log, where it ended by itself."""

    @property
    def window(self) -> Mapping[str, object]:
        """What the desk last told of its work."""


class Sights:
    """`cells` computes what a look shows; what is looked at counts as read, for all browsers."""

    def __init__(self, town: Town, forms: Mapping[int, Interaction], desk: Told | None) -> None:
        self._town, self._desk = town, desk
        self.marks = Marks(town.remembered.setdefault("marks", {}))
        cast, places = town.cast, town.places
        self._slack = SlackSight(town.slack.workspace, cast.slack, places, self.marks)
        world = town.discord
        self._discord = DiscordSight(world.world, world.commands, forms, cast.discord, places, self.marks)
        self._chats: dict[str, Chat] = {"slack": self._slack, "discord": self._discord}
        self.mail = Mailboxes(town.mail, cast.mail, DESK, self.marks)
        self._machine = Machine(town, self._chats)

    @property
    def window(self) -> Mapping[str, object]:
        return self._desk.window if self._desk else {}

    def cells(self, look: Look, since: Since, faults: Iterable[Json]) -> Cells:
        """All cells of one browser by their whole keys; `since` remembers where its reading began."""
        for chat in self._chats.values():
            chat.refresh()
        self.mail.refresh()
        roles = {wire: chat.roles() for wire, chat in self._chats.items()}
        cells: Cells = {"cast": self._cast(roles), "wires": list(WIRES)}
        for name, chosen in look.sides.items():
            chosen = _chosen(chosen, name, roles[chosen.wire])
            if chosen.who and chosen.is_shown:
                shown = self._chats[chosen.wire].cells(Side(name, chosen, since))
                cells |= {f"{name}/{key}": cell for key, cell in shown.items()}
        # After both sides: what they show is read.
        badges = {wire: {who: chat.badge(who) for who in roles[wire]} for wire, chat in self._chats.items()}
        for name in look.sides:
            cells[f"{name}/badges"] = {
                wire: {who: badges[wire][who] for who in _people(name, roles[wire])} for wire in badges
            }
        cells |= {f"mail/{key}": cell for key, cell in self.mail.cells(look.mail).items()}
        if look.machine:
            desk = {"state": self._desk.state, "trouble": self._desk.trouble} if self._desk else {"state": "off"}
            shown = self._machine.cells(desk, self.window, faults)
            cells |= {f"machine/{key}": cell for key, cell in shown.items()}
        return cells

    def has_read(self) -> bool:
        """Whether something was read since this was last asked: other browsers' badges change then."""
        readers = (self._slack, self._discord, self.mail)
        found = any(one.has_read for one in readers)
        for one in readers:
            one.has_read = False
        return found

    def _cast(self, roles: Mapping[str, Mapping[str, str]]) -> Json:
        cast = self._town.cast
        mail = [{"name": name, "title": cast.title(name), "address": address} for name, address in cast.mail.items()]
        team = [{"name": name, "title": cast.title(name), "role": role} for name, role in roles["slack"].items()]
        outside = [one for one in team if one["role"] == OUTSIDER]
        return {"desk": DESK, "mail": mail, "team": team, "customers": outside}


def _people(side: str, roles: Mapping[str, str]) -> list[str]:
    """Everybody may be looked at by the team's side, customers by the other."""
    return [name for name, role in roles.items() if side == "team" or role == OUTSIDER]


def _chosen(look: ChatLook, side: str, roles: Mapping[str, str]) -> ChatLook:
    people = _people(side, roles)
    return look if look.who in people else replace(look, who=people[0] if people else "")
