"""The SMTP side: what the desk sends lands in people's mailboxes, unless a fault says otherwise.

Faults at `smtp:mail`, `smtp:rcpt` and `smtp:data`: "4xx" and "5xx" (`value`: the code), "5xx_data" (after the text),
"drop_before" and "drop_after" (the connection dies before or after the mail is taken), "slow" (`value`: seconds),
"refuse_some" (this recipient only). At `smtp:auth`: "535". At `smtp:connect`: "down" (nobody is let in).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sandbox.faults import DOWN, Fault, Faults
from sandbox.journal import Journal

OK = "250 OK"
DOOR = "smtp:connect"
Deliver = Callable[[str, bytes], Awaitable[bool]]


class SmtpServer:
    """`deliver(address, raw)` puts a mail into a box; False where nobody has that address."""

    def __init__(self, knows: Callable[[str], bool], deliver: Deliver, faults: Faults, journal: Journal) -> None:
        self._knows, self._deliver, self._faults, self._journal = knows, deliver, faults, journal
        self._server: asyncio.Server | None = None
        self._clients: WeakSet[SMTP] = WeakSet()
        self.port = 0
        faults.listeners.append(self._fail)

    async def start(self, port: int = 0) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._client, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            self._cut_all()

    def _fail(self) -> None:
        if self._faults.is_down(DOOR):
            self._cut_all()

    def _cut_all(self) -> None:
        for client in list(self._clients):
            _cut(client)

    def _client(self) -> asyncio.BaseProtocol:
        if self._faults.is_down(DOOR):
            self._journal.record("smtp", "wire", "CONNECT", {}, DOWN, 503)
            return Closed()
        client = SMTP(
            self, hostname="mail.sandbox", ident="sandbox", authenticator=self._login, auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self._clients.add(client)
        return client

    def _login(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, login: LoginPassword) -> Any:
        refused = self._faults.take("smtp:auth", "535") is not None
        self._journal.record("smtp", "wire", "AUTH", {"user": login.login.decode()}, status=535 if refused else 235)
        return AuthResult(success=not refused, handled=False)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := await self._refusal(server, self._faults.take("smtp:mail"), "MAIL", {"from": address}):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return OK

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = {"from": envelope.mail_from, "to": address}
        if answer := await self._refusal(server, self._faults.take("smtp:rcpt"), "RCPT", said):
            return answer
        if not self._knows(address):
            return self._said("RCPT", said, f"550 5.1.1 {address}: no such person")
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        said = {"from": envelope.mail_from, "to": list(envelope.rcpt_tos), "raw": raw}
        fault = self._faults.take("smtp:data")
        if fault and fault.kind != "drop_after" and (answer := await self._refusal(server, fault, "DATA", said)):
            return answer
        for address in envelope.rcpt_tos:
            await self._deliver(address, raw)
        if fault and fault.kind == "drop_after":
            _cut(server)
            return self._said("DATA", said | {"dropped": "after"}, OK)
        return self._said("DATA", said, OK)

    async def _refusal(self, server: SMTP, fault: Fault | None, what: str, said: dict[str, Any]) -> str:
        """What a fault answers; "" where it only delays."""
        if fault is None:
            return ""
        match fault.kind:
            case "4xx":
                return self._said(what, said, f"{int(fault.value or 451)} 4.7.1 Come back later")
            case "5xx" | "5xx_data":
                return self._said(what, said, f"{int(fault.value or 554)} 5.7.1 Refused")
            case "refuse_some":
                return self._said(what, said, "550 5.1.1 Not this one")
            case "slow":
                await asyncio.sleep(float(fault.value))
                return ""
            case _:
                _cut(server)
                return self._said(what, said | {"dropped": "before"}, "421 4.3.0 Gone")

    def _said(self, what: str, said: dict[str, Any], answer: str) -> str:
        self._journal.record("smtp", "wire", what, said, answer, int(answer[:3]))
        return answer


class Closed(asyncio.Protocol):
    """The door of a server that is down."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _cut(client: SMTP) -> None:
    """End a connection without a word."""
    if isinstance(client.transport, asyncio.Transport):
        client.transport.abort()
