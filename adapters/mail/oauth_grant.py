"""Asking a provider for a token: one POST (RFC 6749, 4.4 and 6), and what its answer means."""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from adapters.mail.charsets import one_line
from bot.config import OAuth
from bot.logins import is_loopback

TIMEOUT = 10.0  # seconds for each step of the conversation
LARGEST = 64 * 1024  # bytes of an answer
LASTS = timedelta(hours=1)  # where the provider does not say, or not in numbers
REFUSED = timedelta(minutes=10)  # nothing changes before somebody mends it, but a disabled app may be enabled again
NAMES = {"google": "Google", "microsoft": "Microsoft"}


@dataclass(frozen=True)
class Grant:
    """A token. `refresh_token` is "" where the one that was sent goes on; `refresh_lasts` is None where not told."""

    token: str = field(repr=False)
    lasts: timedelta
    refresh_token: str = field(default="", repr=False)
    refresh_lasts: timedelta | None = None


class NoToken(Exception):
    """There is none: `reason`, how to `mend` it ("" where it mends itself), and how long not to ask again."""

    def __init__(self, reason: str, mend: str = "", wait: timedelta | None = None) -> None:
        super().__init__(f"{reason} {mend}".strip())
        self.reason, self.mend, self.wait = reason, mend, wait


def issuer(oauth: OAuth) -> str:
    """Who gives the tokens, as people call it."""
    return NAMES.get(oauth.provider) or urlsplit(oauth.token_url).hostname or "the provider"


def fetch(oauth: OAuth, refresh_token: str) -> Grant:
    """Get a token, for the user of `refresh_token`, or with "" for the app itself. Blocks. Raises NoToken."""
    form = {"grant_type": "refresh_token" if refresh_token else "client_credentials", "client_id": oauth.client_id}
    named = {
        "client_secret": oauth.client_secret.reveal(), "refresh_token": refresh_token, "scope": oauth.scope,
    }  # fmt: skip
    form |= {name: value for name, value in named.items() if value}
    try:
        status, headers, body = _post(oauth.token_url, form)
    except (OSError, HTTPException, ValueError) as error:
        raise NoToken(f"{issuer(oauth)} cannot be asked for a token: {_said(error)}.") from None
    told = _told(body)
    if status == 200 and (grant := _grant(told)):
        return grant
    raise _refusal(oauth, status, headers, told, (refresh_token, oauth.client_secret.reveal()))


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Secrets go where the settings say, and nowhere else."""


def _post(url: str, form: dict[str, str]) -> tuple[int, Message, bytes]:
    headers = {"Accept": "application/json", "User-Agent": "Deskbell"}
    request = Request(url, urlencode(form).encode(), headers)  # noqa: S310 - bot.logins lets only https and loopback in
    no_proxy = [ProxyHandler({})] if is_loopback(urlsplit(url).hostname or "") else []
    try:
        with build_opener(_NoRedirects, *no_proxy).open(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.headers, answer.read(LARGEST)
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read(LARGEST)


def _told(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _grant(told: dict[str, Any]) -> Grant | None:
    token, refresh = (_word(told.get(name)) for name in ("access_token", "refresh_token"))
    if not token or str(told.get("token_type", "bearer")).lower() != "bearer":
        return None
    lasts = _length(told.get("expires_in")) or LASTS
    return Grant(token, lasts, refresh, _length(told.get("refresh_token_expires_in")))


def _word(found: Any) -> str:
    """A token as RFC 6749 allows it; "" for anything else, which could say something else to a server (A.12)."""
    return found if isinstance(found, str) and re.fullmatch(r"[!-~]{1,20000}", found) else ""


def _length(found: Any) -> timedelta | None:
    """Seconds; some servers write them in quotes."""
    try:
        seconds = int(found)
    except (ValueError, TypeError, OverflowError):
        return None
    return timedelta(seconds=min(seconds, 10 * 365 * 86_400)) if seconds > 0 else None


def _refusal(oauth: OAuth, status: int, headers: Message, told: dict[str, Any], secrets: tuple[str, ...]) -> NoToken:
    error = one_line(str(told.get("error", "")))[:60]
    words = _words(error, told, secrets)
    who = issuer(oauth)
    if status in (408, 429) or status >= 500 or error in ("temporarily_unavailable", "server_error", "slow_down"):
        return NoToken(f"{who} gives no token now ({words or f'HTTP {status}'}).", wait=_patience(headers))
    if not error:
        return NoToken(f"{who} answers with something that is no token (HTTP {status}).")
    new = f"put the new one into {oauth.secret_in}" if oauth.secret_in else "name it as client_secret"
    reason, mend = {
        "invalid_grant": (
            "takes the refresh token no more", f"Log in anew, put the new token into {oauth.refresh_in} and restart.",
        ) if oauth.refresh_in else ("lets the app in no more", "Look at the app's page."),
        "invalid_client": ("refuses the app", f"Correct client_id, or make a new client secret, {new} and restart."),
        "unauthorized_client": ("refuses the app", "Correct client_id, or allow the app this way to log in."),
        "invalid_scope": ("refuses the scope", "Correct scope, or give the app the permissions for IMAP and SMTP."),
    }.get(error, ("gives no token", "Correct oauth of this mailbox in desk.toml."))  # fmt: skip
    return NoToken(f"{who} {reason} ({words}).", mend, REFUSED)


def _words(error: str, told: dict[str, Any], secrets: tuple[str, ...]) -> str:
    """What the provider says, without what we sent: an endpoint may repeat it."""
    words = str(told.get("error_description", "")).partition("\n")[0]
    for secret in filter(None, secrets):
        words, error = words.replace(secret, "[secret]"), error.replace(secret, "[secret]")
    return ": ".join(filter(None, (error, one_line(words)[:200])))


def _patience(headers: Message) -> timedelta | None:
    found = str(headers.get("Retry-After", ""))
    return timedelta(seconds=min(int(found), 3600)) if re.fullmatch(r"[0-9]{1,6}", found) else None


def _said(error: Exception) -> str:
    return one_line(str(getattr(error, "reason", "") or error))[:200] or type(error).__name__
