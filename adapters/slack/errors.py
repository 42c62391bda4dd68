"""What an error of Slack's means for a post: try again, look it up, give it up, or mend the wire first."""

from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import reach
from bot.ports import NotSent, Undeliverable, Unsure

MEND = timedelta(minutes=5)  # how long a post waits for a person to mend the wire
DEAD = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
    "not_allowed_token_type", "org_login_required", "team_access_not_granted",
}  # fmt: skip
SHUT = {"channel_not_found", "is_archived", "not_in_channel", "restricted_action"}
NOBODY = {"user_not_found", "user_disabled", "cannot_dm_bot", "user_not_visible", "messages_tab_disabled"}
OURS = {
    "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text", "view_too_large",
    "metadata_too_large", "invalid_metadata_format", "invalid_arguments", "markdown_text_conflict",
}  # fmt: skip
LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
LOST = {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
ROOTLESS = {"thread_not_found", "cannot_reply_to_message", "message_not_found"}
UNDRAWABLE = {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"}
SETTLED = {"already_reacted", "no_reaction", "already_pinned", "no_pin"}


def name_of(error: BaseException) -> str:
    """Slack's own name of an error, "" where it has none."""
    if not isinstance(error, SlackApiError):
        return ""
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):  # an answer that is no JSON
        return ""


def said(error: BaseException) -> str:
    """What went wrong, for a person or a log line: no reprs, no classes where there are words."""
    if isinstance(error, SlackApiError):
        return name_of(error) or f"Slack answers {status_of(error) or 'nothing that can be read'}"
    return reach.why(error) or str(error) or type(error).__name__


def is_of_the_wire(error: BaseException) -> bool:
    """Did Slack or the network fail, and not the desk?"""
    return isinstance(error, SlackApiError) or bool(reach.why(error))


def wait_of(error: BaseException) -> timedelta | None:
    """How long Slack asks us to wait, if it does."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None


def status_of(error: BaseException) -> int:
    response = getattr(error, "response", None)
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def is_token_dead(error: BaseException) -> bool:
    """Does the whole wire stand still, not one room or one method?"""
    return name_of(error) in DEAD - {"missing_scope"}


def is_place_shut(error: BaseException) -> bool:
    """Is the room, not the message, what Slack refuses?"""
    name = name_of(error)
    return name in SHUT or name.startswith("restricted_action")


def outcome(error: Exception) -> Exception:
    """`error` as the outbox understands it: Undeliverable, NotSent or Unsure."""
    name = name_of(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return NotSent(reach.problem(error))
    if status_of(error) == 429 or name in LIMITED:
        return NotSent("Slack asks us to slow down", wait_of(error) or timedelta(seconds=30))
    if name in DEAD or is_place_shut(error):
        return NotSent(name, MEND)
    if name in OURS or name in NOBODY:
        return Undeliverable(name)
    if not name or name in LOST or status_of(error) >= 500:
        return Unsure(f"the answer was lost: {said(error)}", timedelta(seconds=2))
    return Undeliverable(name)


def sentence(error: BaseException, place: str = "") -> str:
    """What is wrong with the wire or the room, and how to mend it; "" where it is neither."""
    name = name_of(error)
    if name == "missing_scope":
        needed = error.response.get("needed") if isinstance(error, SlackApiError) else ""
        return f"The Slack app lacks the scope {needed}: paste what `deskbell slack-manifest` prints, and reinstall it."
    if name in DEAD:
        return f"Slack refuses the bot token ({name}): set a valid SLACK_BOT_TOKEN and start again."
    if name == "channel_not_found":
        return f"Slack knows no room {place}: correct it in desk.toml, or invite the bot there."
    if name == "not_in_channel":
        return f"The bot is not in {place}: invite it there with /invite."
    return shut(place, name) if is_place_shut(error) else ""


def shut(place: str, name: str = "is_archived") -> str:
    """What is to be done about a room where Slack takes nothing."""
    return f"Slack lets nobody post in {place} ({name}): reopen the room, or set another in desk.toml."


def unreachable(error: BaseException) -> str:
    """Why nothing can be heard, and how to mend it: one sentence or two, whatever the error."""
    if problem := reach.problem(error):
        return f"{problem}. {reach.MEND}"
    if isinstance(error, SlackApiError):
        return f"Slack refuses to be listened to: {said(error)}. Run `deskbell doctor`."
    return f"Listening to Slack failed: {said(error)}. It is tried again; the log has more."
