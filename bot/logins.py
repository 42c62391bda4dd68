"""How mailboxes that log in by token (OAuth 2.0) are set in desk.toml, and when what they log in with ends."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.config import OAuth, Secret
from bot.problems import Problems

PROVIDERS = ("google", "microsoft", "custom")
KEYS = (
    "provider", "client_id", "client_secret", "refresh_token", "tenant", "token_url", "scope", "secret_expires",
)  # fmt: skip
TOKEN_URLS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    "custom": "",
}
# Google gives what was consented to; Microsoft would give a token for the first thing consented to, perhaps not mail
USER_SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
APP_SCOPE = "https://outlook.office365.com/.default"
ANY_TENANT = ("common", "organizations", "consumers")
WARNED = (1, 7, 14)  # days ahead


def oauth(wrong: Problems, where: str, found: Any, env: Mapping[str, str]) -> OAuth:
    """How a mailbox gets its tokens. Secrets are never repeated in a problem."""
    row = wrong.table(where, found, KEYS)
    provider = wrong.choice(f"{where} provider", row.get("provider"), PROVIDERS)
    secret_in, secret = _secret(wrong, f"{where} client_secret", row.get("client_secret"), env)
    refresh_in, refresh = _secret(wrong, f"{where} refresh_token", row.get("refresh_token"), env)
    client = wrong.text(f"{where} client_id", row.get("client_id"), "")
    if not client:
        wrong.add(f"{where} client_id is missing; it stands on the app's page at the provider.")
    if not refresh_in and provider == "google":
        wrong.add(f"{where} refresh_token is missing; Google gives tokens only for a user who logged in once.")
    elif not (refresh_in or secret_in):
        wrong.add(f"{where} needs refresh_token (a user logs in) or client_secret (the app itself logs in).")
    if row.get("secret_expires") and not secret_in:
        wrong.add(f"{where} secret_expires is set, but there is no client_secret that could expire.")
    usual = "" if provider != "microsoft" else USER_SCOPE if refresh_in else APP_SCOPE
    return OAuth(
        provider, client, _token_url(wrong, where, row, provider, bool(refresh_in)), Secret(secret), Secret(refresh),
        wrong.text(f"{where} scope", row.get("scope"), usual),
        _day(wrong, f"{where} secret_expires", row.get("secret_expires")), secret_in, refresh_in,
    )  # fmt: skip


def refuse_clear(wrong: Problems, name: str, urls: Mapping[str, Secret]) -> None:
    """A token needs a user to be for, and must not cross the net in clear."""
    for wire, url in urls.items():
        try:
            parts = urlsplit(url.reveal())
        except ValueError:  # told already
            continue
        if parts.hostname and not parts.username:
            form = f"{wire}s://support%40example.org@{parts.hostname}"
            wrong.add(f"The {wire} URL of mailbox {name} names no user, but oauth needs one: {form}.")
        if parts.hostname and parts.scheme == "imap" and not is_loopback(parts.hostname):
            wrong.add(f"The imap URL of mailbox {name} is not encrypted; with oauth use imaps:// or imap+starttls://.")


def referenced(wrong: Problems, where: str, found: Any, env: Mapping[str, str], like: str) -> tuple[str, str]:
    """The variable that `env:NAME` points to, and its value; two "" where it is no reference."""
    if not isinstance(found, str) or not found.startswith("env:"):
        wrong.add(f"{where} must name a variable, like “{like}”: secrets stand in the environment, not here.")
        return "", ""
    variable = found.removeprefix("env:")
    return variable, env.get(variable, "")


def warning(what: str, on: date, today: date) -> tuple[int, str] | None:
    """The sentence that `what` ends soon, and which of the three warnings it is; None while that is far."""
    days = (on - today).days
    rung = next((ahead for ahead in WARNED if days <= ahead), None)
    if rung is None:
        return None
    if days < 0:
        return days, f"{what} expired on {on}."
    when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return rung if days else 0, f"{what} expires {when}, on {on}."


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _secret(wrong: Problems, where: str, found: Any, env: Mapping[str, str]) -> tuple[str, str]:
    if found is None:
        return "", ""
    variable, value = referenced(wrong, where, found, env, f"env:OAUTH_{where.rpartition(' ')[2].upper()}")
    if variable and not value:
        wrong.add(f"{variable} is not set, but {where} needs it.")
    return variable, value


def _token_url(wrong: Problems, where: str, row: Mapping[str, Any], provider: str, is_user: bool) -> str:
    tenant = wrong.text(f"{where} tenant", row.get("tenant"), "common")
    given = wrong.text(f"{where} token_url", row.get("token_url"), "")
    url = given or TOKEN_URLS[provider].format(tenant=tenant)
    if not re.fullmatch(r"[\w.-]+", tenant):
        wrong.add(f"{where} tenant is “{tenant}”; accepted is the directory's id or domain, like example.org.")
    elif provider == "microsoft" and not given and not is_user and tenant in ANY_TENANT:
        wrong.add(f"{where} tenant is missing: an app that logs in itself needs its directory's id or domain.")
    if not url:
        wrong.add(f"{where} token_url is missing; a custom provider needs it.")
        return ""
    scheme, host = _scheme_and_host(url)
    if not (scheme == "https" and host) and not (scheme == "http" and is_loopback(host)):
        wrong.add(f"{where} token_url is “{url}”; accepted is https://…: secrets must not cross the net in clear.")
    return url


def _scheme_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return parts.scheme, (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:  # also a port out of range
        return "", ""


def _day(wrong: Problems, where: str, found: Any) -> date | None:
    if isinstance(found, datetime):
        return found.date()
    if found is not None and not isinstance(found, date):
        wrong.add(f"{where} is {found!r}; accepted is a date without quotes, like 2027-01-31.")
        return None
    return found
