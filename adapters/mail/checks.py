"""For doctor: can each mailbox be read, and does its server take our mail?"""

import asyncio
from functools import partial

from imapclient.exceptions import LoginError

from adapters.mail.charsets import one_line
from adapters.mail.mailbox import Mailbox as Line
from adapters.mail.oauth import RENEW, Key, enter
from adapters.mail.oauth_grant import NoToken
from adapters.mail.servers import Server
from adapters.mail.submission import LoginRefused, ServerRefused, greet
from bot.config import Mailbox
from bot.health import Finding

PATIENCE = 15.0  # seconds
MEND = "The URL's user must be the mailbox that the token is for, and the app needs the permission for this."


async def check(mailbox: Mailbox, key: Key | None = None) -> list[Finding]:
    """Log in where mail comes in, and where it goes out. Nothing is read, marked or sent.

    `key` is the mailbox's, where it logs in by token.
    """
    findings = []
    if key:
        key = key.beside()
        what = f"Mailbox {mailbox.name}: the token from {key.issuer}"
        try:
            await key.token()
        except NoToken as error:
            return [Finding(what, error.reason, error.mend or "Look whether this machine reaches it.")]
        findings = [Finding(what), *(Finding(f"{what}, later", ends, RENEW) for ends in key.warnings())]
    return [*findings, await _reading(mailbox, key), await _sending(mailbox, key)]


async def _reading(mailbox: Mailbox, key: Key | None) -> Finding:
    what = f"Mailbox {mailbox.name}: reading over IMAP"
    try:
        await enter(key, mailbox.imap, _look, LoginError)
    except LoginError as error:
        return Finding(
            what,
            f"the server refuses our login: {_said(error)}",
            MEND if key else "Correct the name and password in IMAP_URL.",
        )
    except Exception as error:
        return Finding(what, f"it cannot be opened: {_said(error)}", "Correct host, port and folder in IMAP_URL.")
    return Finding(what)


async def _sending(mailbox: Mailbox, key: Key | None) -> Finding:
    what = f"Mailbox {mailbox.name}: sending over SMTP"
    try:
        await enter(key, mailbox.smtp, partial(greet, patience=PATIENCE), LoginRefused)
    except LoginRefused as error:
        return Finding(what, str(error), MEND if key else "Correct the name and password in SMTP_URL.")
    except (ServerRefused, ValueError) as error:
        return Finding(what, str(error), "Correct SMTP_URL; smtps:// is TLS from the start, smtp+starttls:// after it.")
    return Finding(what)


async def _look(server: Server) -> None:
    await asyncio.to_thread(_open, server)


def _open(server: Server) -> None:
    line = Line(server)
    try:
        line.look()
    finally:
        line.close()


def _said(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
