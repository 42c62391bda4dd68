"""The IMAP side: pymap's protocol on a loopback port, every command written down, and faults on demand."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from pymap.context import connection_exit
from pymap.imap import IMAPConnection, IMAPServer
from pymap.imap.state import ConnectionState
from pymap.parsing.command import Command
from pymap.parsing.response import Response, ResponseBye, ResponseNo

from sandbox.faults import DOWN, Faults
from sandbox.journal import Journal
from sandbox.mail.boxes import Accounts

DOOR = "imap:connect"


class Loopback:
    """What pymap wants to know of a client's socket."""

    unique_id = b"sandbox"
    dnsbl = None
    from_localhost = True


class Connection(IMAPConnection):
    """One client. Asks the faults `imap:<COMMAND>` before each command: kinds "no", "bye", "drop", "slow"."""

    def watch(self, faults: Faults, journal: Journal) -> "Connection":
        self.faults, self.journal = faults, journal
        return self

    async def read_command(self, state: ConnectionState) -> Command:
        command = await super().read_command(state)
        word = bytes(command.command).decode()
        self.journal.record("imap", "wire", word, {"user": self._user(state)})
        fault = self.faults.take(f"imap:{word}", "no", "bye", "drop", "slow")
        if fault and fault.kind == "slow":
            await asyncio.sleep(float(fault.value))
        if fault is None or fault.kind == "slow":
            return command
        if fault.kind == "no":
            await self.write_response(ResponseNo(command.tag, b"[UNAVAILABLE] Not now."))
            return await self.read_command(state)
        if fault.kind == "bye":
            await self.write_response(ResponseBye(b"Going down."))
        raise ConnectionError(fault.kind)

    async def write_response(self, resp: Response) -> None:
        if isinstance(resp, ResponseBye):
            self.journal.record("imap", "desk", "BYE", bytes(resp))
        await super().write_response(resp)

    @staticmethod
    def _user(state: ConnectionState) -> str:
        return str(state.session.owner) if state._session else ""


class ImapServer:
    def __init__(self, accounts: Accounts, faults: Faults, journal: Journal) -> None:
        self._accounts, self._faults, self._journal = accounts, faults, journal
        self._commands = IMAPServer(accounts, accounts.config).commands
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.port = 0
        faults.listeners.append(self._fail)

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
        self.drop()
        await asyncio.gather(*self._clients, return_exceptions=True)

    def drop(self) -> None:
        """Cut every connection, without a word."""
        for task, writer in self._clients.items():
            writer.transport.abort()
            task.cancel()

    def _fail(self) -> None:
        if self._faults.is_down(DOOR):
            self.drop()

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._faults.is_down(DOOR):
            self._journal.record("imap", "wire", "CONNECT", {}, DOWN, 503)
            writer.transport.abort()
            return
        task = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._clients[task] = writer
        task.add_done_callback(lambda done: self._clients.pop(done, None))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_where: Any = Loopback()
        config = self._accounts.config
        connection = Connection(self._commands, config, reader, writer, from_where).watch(self._faults, self._journal)
        async with AsyncExitStack() as stack:
            connection_exit.set(stack)
            stack.callback(connection.close)
            await connection.run(ConnectionState(self._accounts, config))
