"""How the platform says no: an HTTP status, a number of its own, a sentence, and for forms the field at fault."""

from typing import Any

KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10001: (404, "Unknown Account"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20028: (429, "The resource is being rate limited."),
    30003: (400, "Maximum number of pins reached (250)"),
    30032: (400, "Maximum number of application commands reached (100)."),
    30033: (400, "Max number of thread participants has been reached (1000)"),
    30034: (429, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    30047: (400, "Maximum number of pinned threads in a forum channel has been reached (1)"),
    30048: (400, "Maximum number of tags in a forum channel has been reached (20)"),
    40005: (400, "Request entity too large"),
    40058: (400, "Cannot message this thread until after the post author has sent an initial message."),
    40060: (400, "Interaction has already been acknowledged."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50081: (400, "Invalid Sticker Sent"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class RefusedError(Exception):
    """The request is refused with `status` and the JSON `body`."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body

    @property
    def code(self) -> int:
        """The platform's own number."""
        return int(self.body["code"])


def refuse(code: int, **more: Any) -> RefusedError:
    """The refusal with this number, to be raised."""
    status, sentence = KNOWN[code]
    return RefusedError(status, {"message": sentence, "code": code, **more})


class Form:
    """Collects what is wrong with a body; `done()` raises 50035 naming every field."""

    def __init__(self) -> None:
        self._errors: dict[str, Any] = {}

    def wrong(self, path: str, code: str, message: str) -> None:
        """Note an error at a dotted path (`embeds.0.title`)."""
        spot = self._errors
        for part in path.split("."):
            spot = spot.setdefault(part, {})
        spot.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: str, value: Any, most: int, least: int = 0) -> None:
        """Refuse a text outside `least`..`most` characters, or a value that is no text."""
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > most:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif len(value) < least:
            self.wrong(path, "BASE_TYPE_REQUIRED" if not value else "BASE_TYPE_MIN_LENGTH", "This field is required")

    def count(self, path: str, value: Any, most: int, least: int = 0) -> bool:
        """Refuse what is no list of `least`..`most` entries; say whether it is one."""
        if not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return False
        if not least <= len(value) <= most:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
            return False
        return True

    def done(self) -> None:
        if self._errors:
            raise refuse(50035, errors=self._errors)


def bad_form(path: str, code: str, message: str) -> RefusedError:
    """A 50035 for one field."""
    form = Form()
    form.wrong(path, code, message)
    return refuse(50035, errors=form._errors)
