"""One Web API method: its name, what it asks for, how often it may be called, and who answers it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.slack.channel import Channel
from sandbox.slack.installation import Installation
from sandbox.slack.message import Message
from sandbox.slack.rates import Rates
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.sockets import Sockets
from sandbox.slack.workspace import Workspace


@dataclass
class Call:
    """A call in flight: its arguments as they came (strings, or JSON values) and what it may touch."""

    args: Json
    workspace: Workspace
    rates: Rates
    sockets: Sockets

    @property
    def app(self) -> Installation:
        return self.workspace.app

    def need(self, name: str) -> str:
        """A text argument that must be there."""
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def text(self, name: str) -> str:
        value = self.args.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        raise Refused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, default: int, most: int = 1000) -> int:
        try:
            value = int(self.args.get(name) or default)
        except ValueError:
            raise Refused("invalid_arguments", [f"must be a number [json-pointer:/{name}]"]) from None
        if value < 1:
            raise Refused("invalid_limit" if name == "limit" else "invalid_arguments")
        return min(value, most)

    def structure(self, name: str, error: str) -> Any:
        """A complex argument, given as JSON or as a JSON string; refused with `error` when it is neither."""
        value = self.args.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None

    def channel(self, name: str = "channel", member: bool = False) -> Channel:
        """The conversation of an argument, as the app may see it; with `member` it must be in it."""
        found = self.workspace.channels.get(self.need(name))
        me = self.app.bot_user
        if found is None or (found.kind != "channel" and me not in found.members):
            raise Refused("channel_not_found")
        if member and me not in found.members:
            raise Refused("not_in_channel")
        return found

    def message(self, channel: Channel, name: str = "ts", error: str = "message_not_found") -> Message:
        found = channel.messages.get(self.need(name))
        if found is None or found.is_tombstone:
            raise Refused(error)
        return found

    def require(self, scope: str) -> None:
        if scope not in self.app.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.app.scopes)))

    def page(self, rows: list[Any], default: int, most: int = 1000) -> tuple[list[Any], str]:
        """One page of `rows` and the cursor of the next, or an empty one."""
        limit = self.number("limit", default, most)
        cursor = self.text("cursor")
        if cursor and not (cursor.startswith("next:") and cursor[5:].isdigit()):
            raise Refused("invalid_cursor")
        start = int(cursor[5:]) if cursor else 0
        return rows[start : start + limit], f"next:{start + limit}" if start + limit < len(rows) else ""


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    name: str
    answer: Handler
    scope: str
    tier: int
    is_form_only: bool = False
    is_app_level: bool = False


class Family(dict[str, Method]):
    """The methods of one module, by name."""

    def method(
        self, name: str, scope: str = "", tier: int = 3, form_only: bool = False, app_level: bool = False
    ) -> Callable[[Handler], Handler]:
        def register(answer: Handler) -> Handler:
            self[name] = Method(name, answer, scope, tier, form_only, app_level)
            return answer

        return register
