"""One mail over one SMTP connection, and what its end means: refused now, refused for good, taken, or unknown."""

import asyncio
import base64
from datetime import timedelta

import aiosmtplib

from adapters.mail.charsets import one_line
from adapters.mail.oauth_sasl import complaint, hello, unpacked
from adapters.mail.servers import Server
from bot.ports import NotSent, Undeliverable, Unsure

WAITS = tuple(timedelta(seconds=s) for s in (300, 600, 1200, 2400, 4000))
LOST = timedelta(minutes=10)
LOGIN = timedelta(seconds=60)
_LEAVING: set[asyncio.Task[None]] = set()  # the loop keeps only weak references to tasks


class ServerRefused(NotSent):
    """The server cannot be reached, or does not take us: nothing leaves by it until that changes."""


class LoginRefused(ServerRefused):
    """The server does not take our name and password, or our token."""


async def submit(server: Server, sender: str, recipient: str, raw: bytes, attempts: int, patience: float) -> None:
    """Send `raw` as it is. `sender` "" is the null sender. Returns when the server has taken it.

    Raises NotSent, Undeliverable, Unsure, ServerRefused or LoginRefused. `patience` is the timeout
    of each step in seconds.
    """
    client = _client(server, patience)
    wait = WAITS[min(attempts, len(WAITS) - 1)]
    try:
        await _enter(client, server)
        await _offer(client, sender, recipient, wait)
        await _hand_over(client, raw, wait)
    finally:
        _leave_soon(client)


async def greet(server: Server, patience: float) -> None:
    """Connect, log in and leave. Raises ServerRefused or LoginRefused."""
    client = _client(server, patience)
    try:
        await _enter(client, server)
    finally:
        await _leave(client)


def _client(server: Server, patience: float) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host, port=server.port, timeout=patience,
        use_tls=server.encryption == "tls", start_tls=server.encryption == "starttls",
        local_hostname=server.user.partition("@")[2] or "localhost",  # else a DNS question that blocks
    )  # fmt: skip


async def _enter(client: aiosmtplib.SMTP, server: Server) -> None:
    """Connect and log in. What fails here says nothing about the mail."""
    try:
        await client.connect()
        if server.token:
            await _present(client, server)
        elif server.user:
            await client.login(server.user, server.password)
    except aiosmtplib.SMTPAuthenticationError as error:
        raise LoginRefused(f"the mail server refuses our login: {_said(error)}", LOGIN) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise ServerRefused(f"the mail server cannot be used: {_said(error)}") from error


async def _present(client: aiosmtplib.SMTP, server: Server) -> None:
    """Log in by token. The challenge that says why not is kept, which aiosmtplib's own login throws away."""
    await client.ehlo()
    said = base64.b64encode(hello(server.user, server.token))
    answer = await client.execute_command(b"AUTH", b"XOAUTH2", said)
    reason = ""
    if answer.code == 334:
        reason = f"; {complaint(unpacked(answer.message))}"
        answer = await client.execute_command(b"")  # only then the server says no
    if answer.code != 235:
        raise aiosmtplib.SMTPAuthenticationError(answer.code, f"{answer.message[:200]}{reason}")


async def _offer(client: aiosmtplib.SMTP, sender: str, recipient: str, wait: timedelta) -> None:
    """Up to where the server would take the text: whatever fails here, nothing was sent."""
    try:
        await client.mail(sender)
        await client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as error:
        raise _refusal(error, wait) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotSent(f"the mail server hung up: {_said(error)}") from error


async def _hand_over(client: aiosmtplib.SMTP, raw: bytes, wait: timedelta) -> None:
    try:
        await client.data(raw)
    except aiosmtplib.SMTPResponseException as error:
        raise _refusal(error, wait) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unsure(f"the connection was lost while the mail was sent: {_said(error)}", LOST) from error


def _leave_soon(client: aiosmtplib.SMTP) -> None:
    """Good-bye on its own time: each moment between "taken" and the receipt is one in which a kill doubles the mail."""
    leaving = asyncio.create_task(_leave(client))
    _LEAVING.add(leaving)
    leaving.add_done_callback(_LEAVING.discard)


async def _leave(client: aiosmtplib.SMTP) -> None:
    try:
        if client.is_connected:
            await client.quit()
    except (aiosmtplib.SMTPException, OSError):  # the mail's fate is known already
        client.close()


def _refusal(error: aiosmtplib.SMTPResponseException, wait: timedelta) -> Exception:
    said = f"{error.code} {one_line(str(error.message))[:300]}"
    if 530 <= error.code <= 539:
        return ServerRefused(f"the mail server refuses our login: {said}", LOGIN)
    if 400 <= error.code < 500:
        return NotSent(f"the mail server says: {said}", wait)
    if 500 <= error.code < 600:
        return Undeliverable(f"the mail server says: {said}")
    return NotSent(f"the mail server answers oddly: {said}", wait)


def _said(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
