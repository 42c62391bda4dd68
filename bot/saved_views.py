"""Saved views: filters with a name, each a person's own, or a room's for all who work in its queue."""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from bot import access
from bot.config import Queue, Settings
from bot.errors import Misunderstood, Refused, SupervisorsOnly, Unknown
from bot.people import Person
from bot.speech import say

NAME = re.compile(r"[\w-]{1,32}")
TAKEN = ("save", "drop")
MOST = 50  # views that one person or room has


@dataclass(frozen=True)
class SavedView:
    """`owner` is the place of the person or room that has it; `line` the filter as it was typed, so that `owner:me` is
    whoever looks.
    """

    owner: str
    name: str
    line: str
    by_name: str = ""


class SavedViews(Protocol):
    """What is asked of the store."""

    def save(self, view: SavedView) -> None: ...  # instead of another of that name
    def of(self, owners: frozenset[str]) -> list[SavedView]: ...  # by name
    def drop(self, owner: str, name: str) -> bool: ...  # False: there was none


def asked(
    kept: SavedViews, settings: Settings, by: Person, own: frozenset[str], here: str, do: str, view: SavedView
) -> list[SavedView]:
    """What came of it: `save` or `drop` this view, or look at it; without a name at all there are.

    `own` are the places of `by`, `here` is where it is asked; the view's owner is that room, or nobody yet. Raises
    Refused.
    """
    view = replace(view, owner=view.owner or by.place, name=view.name.lower(), by_name=by.name)
    if do and view.owner == here:
        _want_supervisor(settings, by, here)
    match do:
        case "save":
            return [_save(kept, view)]
        case "drop":
            if not kept.drop(view.owner, view.name):
                raise Unknown(say("There is no view {name} to drop. See them all: view.", name=view.name))
            return []
        case _:
            known = kept.of(own | ({here} if _room(settings, by, here) else frozenset()))
            return known if not view.name else [_named(known, view.name, own)]


def _save(kept: SavedViews, view: SavedView) -> SavedView:
    if not NAME.fullmatch(view.name) or view.name in TAKEN:
        raise Misunderstood(
            say("“{name}” is no name for a view: use letters, digits and dashes, at most 32.", name=view.name)
        )
    known = {one.name for one in kept.of(frozenset({view.owner}))}
    if view.name not in known and len(known) >= MOST:
        raise Refused(say("There are {most} views already. Drop one first: view drop NAME.", most=MOST))
    kept.save(view)
    return view


def _named(known: list[SavedView], name: str, own: frozenset[str]) -> SavedView:
    """One's own before the room's."""
    found = sorted((one for one in known if one.name == name), key=lambda one: one.owner not in own)
    if not found:
        near = get_close_matches(name, [one.name for one in known], 1)
        if near:
            raise Unknown(say("There is no view {name}. Did you mean {near}?", name=name, near=near[0]))
        raise Unknown(say("There is no view {name}. Save one: view save NAME status:open owner:none.", name=name))
    return found[0]


def _room(settings: Settings, by: Person, here: str) -> Queue | None:
    """The queue whose room this is, where `by` works in it."""
    queue = settings.queue_with(here)
    return queue if queue and here in queue.rooms and access.is_agent(by, queue) else None


def _want_supervisor(settings: Settings, by: Person, here: str) -> None:
    queue = _room(settings, by, here)
    if queue is None:
        raise Refused(say("A view for all is saved in the agents' room that it is for."))
    if not access.is_supervisor(by, queue):
        raise SupervisorsOnly
