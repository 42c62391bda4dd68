"""What one browser looks at, as it tells the server: a team's chat, a customer's chat, a mailbox, the machine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

MORE, MOST = 60, 1_000  # messages of a room
LONGEST = 100  # characters of an id or a name
WIRES = ("slack", "discord")
T = TypeVar("T")


@dataclass(frozen=True)
class ChatLook:
    """`room` "" leaves the choice to the server; `thread` is the one that is open beside it."""

    wire: str = "slack"
    who: str = ""
    room: str = ""
    thread: str = ""
    more: int = MORE
    is_shown: bool = True


@dataclass(frozen=True)
class MailLook:
    who: str = ""
    thread: str = ""
    box: str = "inbox"


@dataclass(frozen=True)
class Look:
    team: ChatLook = ChatLook()
    customer: ChatLook = ChatLook()
    mail: MailLook = MailLook()
    machine: bool = True

    @property
    def sides(self) -> dict[str, ChatLook]:
        return {"team": self.team, "customer": self.customer}


def read(told: Any) -> Look:
    """The look that a browser told. Raises ValueError with a sentence for what is none."""
    if not isinstance(told, Mapping):
        raise ValueError("A look is an object with team, customer, mail and machine.")
    sides = {side: _read(ChatLook, told.get(side), side) for side in ("team", "customer")}
    for side, one in sides.items():
        if one.wire not in WIRES:
            raise ValueError(f"{side}.wire is slack or discord.")
        if not 1 <= one.more <= MOST:
            raise ValueError(f"{side}.more is a number from 1 to {MOST}.")
    return Look(**sides, mail=_read(MailLook, told.get("mail"), "mail"), machine=bool(told.get("machine", True)))


def _read(kind: type[T], told: Any, where: str) -> T:
    if told is None:
        return kind()
    if not isinstance(told, Mapping):
        raise ValueError(f"{where} is an object.")
    known = {one.name: type(one.default) for one in fields(kind)}  # type: ignore[arg-type]
    for name, value in told.items():
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValueError(f"{where}.{name} is too long.")
        if name in known and type(value) is not known[name]:
            raise ValueError(f"{where}.{name} is not of the kind that it should be.")
    return kind(**{name: value for name, value in told.items() if name in known})
