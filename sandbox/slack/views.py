"""The forms and Home tabs that are open in front of people, as stacks of views."""

from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.numbers import Numbers
from sandbox.slack.installation import Installation
from sandbox.slack.refusal import Json, Refused

STACK = 3
DEFAULTS: Json = {"private_metadata": "", "callback_id": "", "clear_on_close": False, "notify_on_close": False}


@dataclass
class View:
    id: str
    user: str
    body: Json
    root: str
    hash: str
    previous: str = ""
    values: Json = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")

    def wire(self, team: str, app: Installation) -> Json:
        body: Json = {"id": self.id, "team_id": team, "app_id": app.app_id, "bot_id": app.bot_id}
        body |= {"app_installed_team_id": team, "hash": self.hash, "root_view_id": self.root}
        body |= DEFAULTS | {"external_id": "", "title": None, "submit": None, "close": None}
        body |= {"state": {"values": self.values}, "previous_view_id": self.previous or None}
        return body | self.body


@dataclass
class Views:
    """`open` holds every person's stack of modals, newest last; `homes` every person's Home tab."""

    open: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    _numbers: Numbers = field(default_factory=Numbers)

    def top(self, user: str) -> View | None:
        stack = self.open.get(user)
        return stack[-1] if stack else None

    def start(self, user: str, body: Json) -> View:
        """A new modal in front of `user`; an older stack of this app is replaced."""
        self._refuse_twin(body, None)
        self.open[user] = []
        return self.push(user, body)

    def push(self, user: str, body: Json) -> View:
        stack = self.open.setdefault(user, [])
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        self._refuse_twin(body, None)
        view = self._new(user, body, stack)
        stack.append(view)
        return view

    def update(self, view: View, body: Json, hash_: str | None = None) -> View:
        """`view` with another body and a new hash; what was typed stays where block and action ids stay."""
        if hash_ and hash_ != view.hash:
            raise Refused("hash_conflict")
        self._refuse_twin(body, view)
        view.body, view.hash = _with_ids(body), self._hash()
        view.values = _kept(view.values, view.body["blocks"])
        return view

    def publish(self, user: str, body: Json, hash_: str | None = None) -> View:
        if home := self.homes.get(user):
            return self.update(home, body, hash_)
        self._refuse_twin(body, None)
        self.homes[user] = self._new(user, body, [])
        return self.homes[user]

    def find(self, view_id: str, external_id: str) -> View:
        for view in self._all():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise Refused("not_found")

    def close(self, view: View) -> None:
        stack = self.open.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def snapshot(self, view: View) -> View:
        return replace(view, values=dict(view.values))

    def _all(self) -> list[View]:
        return [view for stack in self.open.values() for view in stack] + list(self.homes.values())

    def _new(self, user: str, body: Json, stack: list[View]) -> View:
        name = f"V{next(self._numbers):08d}"
        root = stack[0].id if stack else name
        return View(name, user, _with_ids(body), root, self._hash(), stack[-1].id if stack else "")

    def _hash(self) -> str:
        number = next(self._numbers)
        return f"1760000000.{number * 2654435761 % 2**32:08x}"

    def _refuse_twin(self, body: Json, but: View | None) -> None:
        name = body.get("external_id")
        if name and any(one.external_id == name for one in self._all() if one is not but):
            raise Refused("duplicate_external_id")


def _with_ids(body: Json) -> Json:
    return body | {"blocks": named(body["blocks"])}


def named(blocks: list[Any]) -> list[Any]:
    """The blocks with the ids that the platform makes up where the app gave none."""
    return [_named(block, f"blk{at}") for at, block in enumerate(blocks)]


def _named(block: Json, name: str) -> Json:
    block = dict(block)
    block.setdefault("block_id", name)
    if block["type"] in ("actions", "context_actions"):
        rows = enumerate(block.get("elements", []))
        block["elements"] = [{"action_id": f"act{at}"} | one for at, one in rows]
    for slot in ("element", "accessory"):
        if isinstance(block.get(slot), dict) and block[slot].get("type") != "image":
            block[slot] = {"action_id": "act0"} | block[slot]
    return block


def _kept(values: Json, blocks: list[Json]) -> Json:
    alive = {block.get("block_id") for block in blocks}
    return {name: value for name, value in values.items() if name in alive}
