"""How the settings are read and refused: environment and desk.toml in, one frozen `Settings` out, or `BadSettings`.

Every problem is one sentence: which setting, what was found, what is accepted. All are told at once.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from bot import (
    farewells,
    macros,
    manners,
    monitors,
    paperwork,
    places,
    report,
    rotas,
    rule,
    safeguards,
    sharing,
    timetable,
)
from bot.config import Discord, Mailbox, Queue, Secret, Settings, Slack
from bot.logins import oauth, referenced, refuse_clear
from bot.problems import Problems

NAMES = (
    "DATABASE_URL", "FILES_DIR", "KEYS_DIR", "DESK_CONFIG", "REPLY_SECRETS", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET", "SLACK_API_URL", "DISCORD_TOKEN", "DISCORD_API_URL", "DISCORD_GATEWAY_URL", "IMAP_URL",
    "SMTP_URL", "MAIL_FROM", "OAUTH_CLIENT_SECRET", "OAUTH_REFRESH_TOKEN", "DKIM_KEY", "KEY_PASSPHRASE",
    "HTTP_BIND", "PUBLIC_URL", "LOG_LEVEL", "LOG_FORMAT",
)  # fmt: skip

BOX = ("name", "address", "imap", "smtp", "oauth", "authserv_id", "own_lists", "dkim")
LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "cs",
    "da",
    "sv",
    "fi",
    "ja",
    "zh",
)  # of typed times, fixed words
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

TABLES = (
    "desk", "mailbox", "queue", "field", "macro", "clocks", "ladder", "hours", "digest", "oncall", "monitor", "rule",
)  # fmt: skip
DESK = (
    "name", "timezone", "language", "room_language", "undo_seconds", "categories", "incident_within",
    "incident_from", "quiet_for", "hourly_rate",
)  # fmt: skip


def read(env: Mapping[str, str], toml: Mapping[str, Any]) -> Settings:
    """The settings, or BadSettings with one sentence for each that is wrong."""
    wrong = Problems()
    top = wrong.table("desk.toml", toml, TABLES)
    desk = wrong.table("[desk]", top.get("desk", {}), DESK)
    name = wrong.text("[desk] name", desk.get("name"), "Support")
    mailboxes = _mailboxes(wrong, top, env, name)
    categories = paperwork.categories(wrong, "[desk] categories", desk.get("categories", []))
    queues = _queues(wrong, top, mailboxes, categories)
    host, port = _bind(wrong, env.get("HTTP_BIND") or "127.0.0.1:8080")
    settings = Settings(
        name=name,
        timezone=_timezone(wrong, desk.get("timezone", "UTC")),
        language=wrong.choice("[desk] language", desk.get("language", "en"), LANGUAGES),
        room_language=manners.read_in(wrong, "[desk] room_language", desk),
        undo_for=manners.hold(wrong, "[desk] undo_seconds", desk.get("undo_seconds", 10)),
        **_incidents(wrong, desk),
        hourly_rate=report.rate(wrong, desk.get("hourly_rate")),
        digests=report.digests(wrong, top.get("digest", []), [one.name for one in queues]),
        mailboxes=mailboxes,
        queues=queues,
        fields=paperwork.fields(wrong, wrong.tables("[[field]]", top.get("field", [])), queues),
        clocks=timetable.clocks(wrong, "[clocks]", top.get("clocks", {}), top.get("clocks", {})),
        ladder=timetable.ladder(wrong, top),
        hours=timetable.hours(wrong, top.get("hours", {}), str(desk.get("timezone", "UTC"))),
        quiet_for=wrong.length("[desk] quiet_for", desk.get("quiet_for"), Settings.quiet_for),
        rotas=rotas.rotas(wrong, top.get("oncall", []), [one.name for one in queues]),
        monitors=monitors.monitors(wrong, top.get("monitor", []), [one.name for one in queues]),
        macros=macros.read(wrong, top.get("macro", []), [queue.name for queue in queues], LANGUAGES),
        rules=rule.read(wrong, top.get("rule", [])),
        slack=_slack(wrong, env),
        discord=_discord(wrong, env),
        database_url=_database(wrong, env.get("DATABASE_URL") or "sqlite:///deskbell.db"),
        files_dir=Path(env.get("FILES_DIR") or "files"),
        keys_dir=Path(env.get("KEYS_DIR") or "keys"),
        passphrases=safeguards.passphrases(env),
        reply_secrets=_reply_secrets(wrong, env.get("REPLY_SECRETS", ""), bool(mailboxes)),
        public_url=_public(wrong, env.get("PUBLIC_URL", "")),
        http_host=host,
        http_port=port,
        log_level=wrong.choice("LOG_LEVEL", (env.get("LOG_LEVEL") or "INFO").upper(), LEVELS),
        log_format=wrong.choice("LOG_FORMAT", env.get("LOG_FORMAT") or "text", ("text", "json")),
    )
    wrong.stop()
    return settings


def refuse_typos(env: Mapping[str, str]) -> None:
    """Raise BadSettings for names that are almost ours: a typo would leave a channel silently absent."""
    known = [*NAMES, *(f"{name}_FILE" for name in NAMES)]
    wrong = Problems()
    for name in env:
        if (
            name not in known
            and not safeguards.is_passphrase(name)
            and (near := get_close_matches(name, known, 1, 0.85))
        ):
            wrong.add(f".env sets {name}, which is not known; did you mean {near[0]}?")
    wrong.stop()


def is_empty(settings: Settings) -> bool:
    """Is no channel configured at all? Then there is nothing to run but the sandbox."""
    return not (settings.slack or settings.discord or settings.mailboxes)


def advice(settings: Settings) -> list[str]:
    """What is allowed but hardly meant, one sentence each."""
    said = []
    for queue in settings.queues:
        if not queue.rooms:
            said.append(f"The queue {queue.name} has no rooms: nobody sees its tickets. Set rooms in desk.toml.")
        if not queue.supervisors:
            said.append(f"The queue {queue.name} has no supervisors: its ladder rings only in the room.")
        if queue.survey and not settings.public_url and settings.mailboxes:
            said.append(f"The queue {queue.name} has a survey, but no PUBLIC_URL is set: by mail nobody is asked.")
        asked_in = {place for other in settings.queues for place in other.intake}
        said += [
            f"{room} is a room of the queue {queue.name} and an intake, too: who asks there reads what agents write. "
            "Give requesters a place of their own."
            for room in queue.rooms
            if room in asked_in
        ]
    said += [
        f"The mailbox {box.name} has no authserv_id: nobody vouches for its senders, so each is acknowledged at most "
        "once a day, and what only refers to a ticket is proposed there. docs/settings.md says how to find it."
        for box in settings.mailboxes
        if box.imap and not box.authserv_id
    ]
    for name, wire in (("slack", settings.slack), ("discord", settings.discord)):
        named = [place for queue in settings.queues for place in (*queue.rooms, *queue.intake)]
        if not wire and any(place.startswith(f"{name}:") for place in named):
            said.append(f"desk.toml names places on {name.title()}, but its token is not set: they stay silent.")
    return said + rotas.idle(settings)


def _queues(
    wrong: Problems, top: Mapping[str, Any], mailboxes: tuple[Mailbox, ...], categories: tuple[str, ...]
) -> tuple[Queue, ...]:
    rows = wrong.tables("[[queue]]", top.get("queue", []))
    queues = tuple(_queue(wrong, row, mailboxes, categories, top) for row in rows)
    queues = queues or (Queue("support", categories=categories),)
    names = [queue.name for queue in queues]
    for name in {name for name in names if names.count(name) > 1}:
        wrong.add(f"[[queue]] name is “{name}” twice; each queue needs its own.")
    safeguards.refuse_shared(wrong, queues)
    return queues


def _queue(
    wrong: Problems, row: Mapping[str, Any], mailboxes: tuple[Mailbox, ...], categories: tuple[str, ...],
    top: Mapping[str, Any],
) -> Queue:  # fmt: skip
    keys = (
        "name",
        "mailboxes",
        "rooms",
        "intake",
        "agents",
        "supervisors",
        "reopen_days",
        "close_after",
        "thread_text",
        *manners.KEYS,
        *safeguards.KEYS,
        *farewells.KEYS,
        *paperwork.KEYS,
        *timetable.KEYS,
        *sharing.KEYS,
    )
    row = wrong.table("[[queue]]", row, keys)
    name = wrong.text("[[queue]] name", row.get("name"), "")
    where = f"[[queue]] {name}"
    if not name:
        wrong.add("[[queue]] name is missing; every queue needs one.")
    boxes = wrong.among(f"{where} mailboxes", row.get("mailboxes", []), [box.name for box in mailboxes])
    queue = Queue(
        name=name,
        mailboxes=boxes,
        rooms=places.rooms(wrong, f"{where} rooms", row.get("rooms", [])),
        intake=places.rooms(wrong, f"{where} intake", row.get("intake", [])),
        agents=places.members(wrong, f"{where} agents", row.get("agents", [])),
        supervisors=places.members(wrong, f"{where} supervisors", row.get("supervisors", [])),
        reopen_days=wrong.number(f"{where} reopen_days", row.get("reopen_days", 14)),
        close_after=wrong.length(f"{where} close_after", row.get("close_after"), Queue.close_after),
        thread_text=wrong.choice(f"{where} thread_text", row.get("thread_text", "note"), ("note", "reply")),
    )
    queue = safeguards.guarded(wrong, where, row, manners.mannered(wrong, where, row, LANGUAGES, queue))
    queue = farewells.taking_leave(wrong, where, row, queue)
    queue = sharing.shared(wrong, where, row, timetable.timed(wrong, where, row, queue, top))
    return paperwork.wanted(wrong, where, row, queue, categories)


def _mailboxes(wrong: Problems, top: Mapping[str, Any], env: Mapping[str, str], desk_name: str) -> tuple[Mailbox, ...]:
    sender, address = parseaddr(env.get("MAIL_FROM", ""))
    if env.get("MAIL_FROM") and "@" not in address:
        wrong.add(f"MAIL_FROM is “{env['MAIL_FROM']}”; accepted is “Example Support <support@example.org>”.")
    rows = wrong.tables("[[mailbox]]", top.get("mailbox", []))
    if not rows and (env.get("IMAP_URL") or env.get("SMTP_URL")):
        rows = [{"name": "support", "imap": "env:IMAP_URL", "smtp": "env:SMTP_URL"}]
    return tuple(_mailbox(wrong, row, env, sender or desk_name, address) for row in rows)


def _mailbox(wrong: Problems, row: Mapping[str, Any], env: Mapping[str, str], sender: str, address: str) -> Mailbox:
    row = wrong.table("[[mailbox]]", row, BOX)
    name = wrong.text("[[mailbox]] name", row.get("name"), "support")
    own = wrong.text("[[mailbox]] address", row.get("address"), address)
    if "address" in row and "@" not in own:
        wrong.add(f"[[mailbox]] {name} address is “{own}”; accepted is an address like support@example.org.")
    elif not own and not env.get("MAIL_FROM"):  # else it was told already that it holds none
        wrong.add(f"Mailbox {name} has no address; set MAIL_FROM to “Example Support <support@example.org>”.")
    imap = _url(wrong, f"mailbox {name} imap", row.get("imap", "env:IMAP_URL"), env, ("imaps", "imap", "imap+starttls"))
    smtp = _url(wrong, f"mailbox {name} smtp", row.get("smtp", "env:SMTP_URL"), env, ("smtps", "smtp", "smtp+starttls"))
    login = oauth(wrong, f"mailbox {name} oauth", row["oauth"], env) if "oauth" in row else None
    if login:
        refuse_clear(wrong, name, {"imap": imap, "smtp": smtp})
    servers = _names(wrong, f"mailbox {name} authserv_id", row.get("authserv_id", []))
    lists = _names(wrong, f"mailbox {name} own_lists", row.get("own_lists", []))
    dkim = safeguards.dkim(wrong, f"mailbox {name} dkim", row["dkim"], env) if "dkim" in row else None
    return Mailbox(name, own, sender, imap, smtp, login, servers, tuple(one.strip("<>") for one in lists), dkim)


def _names(wrong: Problems, where: str, found: Any) -> tuple[str, ...]:
    """One name, or a list of them, in lower case."""
    names = wrong.strings(where, [found] if isinstance(found, str) else found)
    for name in names:
        if not re.fullmatch(r"<?[\w.-]+>?", name.strip()):
            wrong.add(f"{where} holds “{name}”; accepted are names like mx.example.org.")
    return tuple(name.strip().lower() for name in names)


def _url(wrong: Problems, where: str, reference: Any, env: Mapping[str, str], schemes: tuple[str, ...]) -> Secret:
    """The URL that `env:NAME` points to. Its value is never repeated in a problem: it holds a password."""
    variable, value = referenced(wrong, where, reference, env, "env:IMAP_URL")
    if not variable:
        return Secret("")
    form = f"{schemes[0]}://user:password@host:port"
    try:
        url = urlsplit(value)
        port_is_fine = url.port is None or url.port > 0
    except ValueError:
        url, port_is_fine = urlsplit(""), False
    if not value:
        wrong.add(f"{variable} is not set, but {where} needs it: {form}.")
    elif url.scheme not in schemes or not url.hostname or not port_is_fine:
        wrong.add(f"{variable} is not a URL of the form {form} (its beginning is “{value.partition(':')[0][:12]}:”).")
    return Secret(value)


def _slack(wrong: Problems, env: Mapping[str, str]) -> Slack | None:
    bot, app, signing = (env.get(f"SLACK_{name}", "") for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"))
    if not (bot or app or signing):
        return None
    if not bot.startswith("xoxb-"):
        wrong.add(f"SLACK_BOT_TOKEN {_begins(bot)}; accepted is the Bot User OAuth Token, which begins with xoxb-.")
    if app and not app.startswith("xapp-"):
        wrong.add(f"SLACK_APP_TOKEN {_begins(app)}; accepted is an app-level token, which begins with xapp-.")
    if not (app or signing):
        wrong.add("Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode); neither is set.")
    url = wrong.web("SLACK_API_URL", env.get("SLACK_API_URL") or Slack.api_url, ("https", "http"))
    return Slack(Secret(bot), Secret(app), Secret(signing), url if url.endswith("/") else url + "/")


def _discord(wrong: Problems, env: Mapping[str, str]) -> Discord | None:
    token = env.get("DISCORD_TOKEN", "")
    if not token:
        return None
    if token.count(".") != 2:
        wrong.add("DISCORD_TOKEN is not a bot token; accepted are three parts joined by dots, from the Bot page.")
    api = wrong.web("DISCORD_API_URL", env.get("DISCORD_API_URL") or Discord.api_url, ("https", "http"))
    gateway = wrong.web("DISCORD_GATEWAY_URL", env.get("DISCORD_GATEWAY_URL") or Discord.gateway_url, ("wss", "ws"))
    return Discord(Secret(token), api.rstrip("/"), gateway)


def _incidents(wrong: Problems, desk: Mapping[str, Any]) -> dict[str, Any]:
    """From how many people on, within how long, the same trouble is told as one."""
    within, many = desk.get("incident_within"), desk.get("incident_from", Settings.incident_from)
    if not isinstance(many, int) or isinstance(many, bool) or not 2 <= many <= 50:
        wrong.add(f"[desk] incident_from is {many!r}; accepted is a number from 2 to 50.")
    never, usual = timedelta(), Settings.incident_within
    length = never if within == "never" else wrong.length("[desk] incident_within", within, usual)
    return {"incident_within": length, "incident_from": many}


def _reply_secrets(wrong: Problems, found: str, needed: bool) -> tuple[tuple[str, Secret], ...]:
    if not found and needed:
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        wrong.add(
            f"REPLY_SECRETS is not set; it signs the reply addresses. Add this line to .env: REPLY_SECRETS=a:{key}"
        )
    keys: list[tuple[str, Secret]] = []
    for part in filter(None, found.split(",")):
        kid, _, key = part.strip().partition(":")
        if not re.fullmatch("[a-z]", kid) or not _is_key(key):
            shown = f" “{kid}:…”" if len(kid) == 1 else ""  # without a colon it would be the key itself
            wrong.add(f"REPLY_SECRETS has a wrong key{shown}; accepted is a letter, a colon and base64 of 16+ bytes.")
        keys.append((kid, Secret(key)))
    return tuple(keys)


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) >= 16
    except (binascii.Error, ValueError):
        return False


def _database(wrong: Problems, url: str) -> Secret:
    if not re.match(r"sqlite:///.+|postgresql(\+psycopg)?://[^/]+/.+", url):
        wrong.add(f"DATABASE_URL begins with “{url.partition(':')[0][:20]}:”; accepted is sqlite:///deskbell.db or "
                  "postgresql://user:password@host/deskbell.")  # fmt: skip
    return Secret(url)


def _timezone(wrong: Problems, found: Any) -> str:
    if str(found) not in available_timezones():
        wrong.add(f"[desk] timezone is “{found}”; accepted is a name like Europe/Berlin.")
        return "UTC"
    return str(found)


def _bind(wrong: Problems, found: str) -> tuple[str, int]:
    host, _, port = found.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        wrong.add(f"HTTP_BIND is “{found}”; accepted is host:port, like 127.0.0.1:8080.")
        return "127.0.0.1", 8080
    return host.strip("[]"), int(port)


def _public(wrong: Problems, found: str) -> str:
    return wrong.web("PUBLIC_URL", found, ("https", "http")).rstrip("/") if found else ""


def _begins(secret: str) -> str:
    """What may be said of a wrong secret: how it begins, never more."""
    return f"begins with “{secret[:4]}…”" if secret else "is not set"
