"""The server's list of mails against ours: what lies there and was never written down.

The pull side proves the push side. The reader compares once a day and fetches what is missing; doctor compares at once,
and has the reader do it at its next look.
"""

import asyncio

from imapclient.exceptions import LoginError

from adapters.mail.charsets import one_line
from adapters.mail.cursor import Ledger
from adapters.mail.mailbox import Mailbox as Line
from adapters.mail.oauth import Key, enter
from adapters.mail.servers import Server
from bot.config import Mailbox
from bot.health import Finding
from bot.ports import Ask

NAMED = 10
MEND = "The running desk fetches them at its next look, and tells the room."


async def compare(mailbox: Mailbox, ask: Ask, ledger: Ledger, key: Key | None = None) -> Finding:
    """Is there anything on the server, as far as we have read, that we do not have?"""
    what = f"Mailbox {mailbox.name}: all that lies on the server was fetched"
    found: list[tuple[int, list[int]]] = []

    async def look(server: Server) -> None:
        found.append(await asyncio.to_thread(_listed, server))

    try:
        await enter(key.beside() if key else None, mailbox.imap, look, LoginError)
    except Exception as error:
        said = one_line(str(error))[:200] or type(error).__name__
        return Finding(what, f"it cannot be compared: {said}", "Mend how it is read first.")
    missing = await ask(ledger.missing, *found[-1])
    if not missing:
        return Finding(what)
    await ask(ledger.want_sweep)
    names = ", ".join(map(str, missing[:NAMED])) + (" …" if len(missing) > NAMED else "")
    return Finding(what, f"{len(missing)} were not (UIDs {names})", MEND)


def _listed(server: Server) -> tuple[int, list[int]]:
    line = Line(server)
    try:
        return line.look(), line.uids()
    finally:
        line.close()
