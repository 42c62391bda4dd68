"""How places are written in the settings: rooms, and the people, groups and roles that work there."""

import re

from bot.problems import Problems

ROOM = re.compile(r"slack:[CG][A-Z0-9]{2,}|discord:\d{3,20}")
MEMBER = re.compile(r"slack:(group:S|@[UW])[A-Z0-9]{2,}|discord:(role:|@)\d{3,20}|" + ROOM.pattern)
ROOM_FORM = "slack:C0123456 or discord:1180000000000000001"
MEMBER_FORM = "slack:group:S0123456, slack:@U0123456, discord:role:118… or discord:@118…"


def is_room(place: str) -> bool:
    """Is it a room, and neither a person nor a group?"""
    return ROOM.fullmatch(place) is not None


def is_person(place: str) -> bool:
    """Is it somebody who can be written to directly?"""
    return "@" in place and MEMBER.fullmatch(place) is not None


def rooms(wrong: Problems, where: str, found: object) -> tuple[str, ...]:
    return _places(wrong, where, found, ROOM, ROOM_FORM)


def members(wrong: Problems, where: str, found: object) -> tuple[str, ...]:
    return _places(wrong, where, found, MEMBER, MEMBER_FORM)


def _places(wrong: Problems, where: str, found: object, shape: re.Pattern[str], form: str) -> tuple[str, ...]:
    places = wrong.strings(where, found)
    for place in places:
        if not shape.fullmatch(place):
            wrong.add(f"{where} holds “{place}”; accepted is {form}.")
    return places
