"""What came in, as it is kept: three shapes, written as JSON into the arrival and read back when it is its turn."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adapters.discord import refs

Json = dict[str, Any]


@dataclass(frozen=True)
class Attached:
    """A file as the platform offers it; `size` in bytes."""

    name: str
    url: str
    size: int
    content_type: str = ""


@dataclass(frozen=True)
class Heard:
    """A message. `parent` is the channel a thread belongs to; `guild` None: said directly to us.

    `roles` are the author's as the platform said them with it, None if it did not. `names` are by id, of whoever and
    whatever the text mentions. `answers` is the message in the same channel that it replies to.
    """

    id: int
    channel: int
    user: int
    name: str
    content: str
    guild: int | None = None
    parent: int | None = None
    roles: tuple[int, ...] | None = None
    names: dict[str, str] = field(default_factory=dict)
    files: tuple[Attached, ...] = ()
    answers: int | None = None
    is_bot: bool = False

    @property
    def source(self) -> str:
        return refs.message(self.channel, self.id)


@dataclass(frozen=True)
class Asked:
    """A command, a click, a form sent in or a menu on a message (`target`).

    `number` is the ticket where it was said; `values` the arguments as typed; `person` whom one of them names;
    `seen` the version of the ticket that a form came up with. `is_whispered_to`: what was clicked on, only they see.
    """

    id: int
    application: int
    token: str
    channel: int
    user: int
    name: str
    verb: str
    guild: int | None = None
    parent: int | None = None
    roles: tuple[int, ...] | None = None
    number: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    person: int | None = None
    files: tuple[Attached, ...] = ()
    seen: int | None = None
    target: Heard | None = None
    is_whispered_to: bool = False
    locale: str = ""  # the language that they have set

    @property
    def source(self) -> str:
        return f"{refs.NAME}:interaction/{self.id}"


@dataclass(frozen=True)
class Reacted:
    """Somebody put `emoji` on a message. `moment` tells two of the same apart: seconds, rounded to five minutes."""

    channel: int
    message: int
    user: int
    name: str
    emoji: str
    moment: int
    guild: int | None = None
    roles: tuple[int, ...] | None = None

    @property
    def source(self) -> str:
        emoji = "-".join(f"{ord(char):x}" for char in self.emoji)
        return f"{refs.NAME}:reaction/{self.channel}/{self.message}/{self.user}/{emoji}/{self.moment}"


@dataclass(frozen=True)
class Disturbed:
    """A thread in the channel `channel` was deleted, archived or locked; `moment` tells two of the same apart."""

    thread: int
    channel: int
    what: str
    moment: str

    @property
    def source(self) -> str:
        return f"{refs.NAME}:{self.what}/{self.thread}/{self.moment}"


Body = Heard | Asked | Reacted | Disturbed
SHAPES: dict[str, type[Body]] = {"heard": Heard, "asked": Asked, "reacted": Reacted, "disturbed": Disturbed}


def dump(body: Body) -> bytes:
    kind = next(name for name, shape in SHAPES.items() if isinstance(body, shape))
    return json.dumps({"is": kind, **asdict(body)}, ensure_ascii=False).encode("utf-8", "replace")


def load(raw: bytes) -> Body:
    """Raises ValueError, KeyError or TypeError for what was not written by `dump`."""
    data = json.loads(raw)
    return _whole(SHAPES[data.pop("is")], data)


def _whole(shape: type[Body], data: Json) -> Body:
    made = shape(**data)
    if not isinstance(made, Disturbed) and made.roles is not None:
        made = replace(made, roles=tuple(made.roles))
    if isinstance(made, Heard | Asked):
        files = tuple(Attached(**one) for one in data["files"])
        made = replace(made, files=files)
    if isinstance(made, Asked) and data.get("target"):
        target = _whole(Heard, data["target"])
        assert isinstance(target, Heard)
        made = replace(made, target=target)
    return made
