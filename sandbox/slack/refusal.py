"""How the pretend Slack says no: the error's name, as the platform spells it, and what goes with it."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A Web API call is answered `ok: false` with `error` and the extra fields."""

    def __init__(self, error: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.extra = extra

    def reply(self) -> Json:
        body: Json = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {one}" for one in self.messages]}
            body |= {"errors": self.messages} if self.error == "invalid_blocks" else {}
        return body


class RateLimited(Refused):
    """Too fast: HTTP 429; `after` is the whole seconds of `Retry-After`."""

    def __init__(self, after: int) -> None:
        super().__init__("ratelimited")
        self.after = after
