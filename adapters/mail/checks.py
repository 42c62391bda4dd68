"""For doctor: can each mailbox be read, and does its server take our mail?"""

import asyncio

from imapclient.exceptions import LoginError

from adapters.mail.charsets import one_line
from adapters.mail.mailbox import Mailbox as Line
from adapters.mail.servers import Server
from adapters.mail.submission import ServerRefused, greet
from bot.config import Mailbox
from bot.health import Finding

PATIENCE = 15.0  # seconds


async def check(mailbox: Mailbox) -> list[Finding]:
    """Log in where mail comes in, and where it goes out. Nothing is read, marked or sent."""
    return [await _reading(mailbox), await _sending(mailbox)]


async def _reading(mailbox: Mailbox) -> Finding:
    what = f"Mailbox {mailbox.name}: reading over IMAP"
    try:
        await asyncio.to_thread(_look, Server.of(mailbox.imap.reveal()))
    except LoginError as error:
        return Finding(
            what, f"the server refuses our login: {_said(error)}", "Correct the name and password in IMAP_URL."
        )
    except Exception as error:
        return Finding(what, f"it cannot be opened: {_said(error)}", "Correct host, port and folder in IMAP_URL.")
    return Finding(what)


async def _sending(mailbox: Mailbox) -> Finding:
    what = f"Mailbox {mailbox.name}: sending over SMTP"
    try:
        await greet(Server.of(mailbox.smtp.reveal()), PATIENCE)
    except (ServerRefused, ValueError) as error:
        return Finding(what, str(error), "Correct SMTP_URL; smtps:// is TLS from the start, smtp+starttls:// after it.")
    return Finding(what)


def _look(server: Server) -> None:
    line = Line(server)
    try:
        line.look()
    finally:
        line.close()


def _said(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
