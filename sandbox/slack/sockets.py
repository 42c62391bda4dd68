"""Socket Mode as the platform speaks it: tickets, hello, envelopes, acks, and the ways a socket dies."""

import asyncio
import json
import secrets
from collections.abc import Coroutine
from datetime import timedelta
from itertools import count

from aiohttp import WSMsgType, web

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.slack.carrier import Parcel
from sandbox.slack.refusal import Json
from sandbox.slack.ticker import Ticker
from sandbox.slack.workspace import Workspace

MOST = 10
PING = 10.0
PLACE = "slack:socket"
KINDS = ("close", "disconnect", "lost_ack", "duplicate", "reorder", "lost", "delay", "retries")


class Sockets:
    """The open connections of the app; an envelope goes to any one of them, in turn."""

    def __init__(self, workspace: Workspace, ticker: Ticker, faults: Faults, journal: Journal) -> None:
        self._ticker = ticker
        self._workspace, self._faults, self._journal = workspace, faults, journal
        self._open: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._tickets: set[str] = set()
        self._waiting: dict[str, Parcel] = {}
        self._held: list[Parcel] = []
        self._turn = count()
        self._sending: set[asyncio.Task[None]] = set()
        faults.listeners.append(self._fail)

    @property
    def count(self) -> int:
        return len(self._open)

    @property
    def is_down(self) -> bool:
        """Whether the platform itself is out of order."""
        return self._faults.is_down(PLACE)

    def ticket(self) -> str:
        """A one-time address for `apps.connections.open` to hand out."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        host = self._workspace.origin.replace("http://", "ws://")
        return f"{host}/link/?ticket={ticket}&app_id={self._workspace.app.app_id}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if self.is_down:
            return web.Response(status=503)
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=PING)
        await socket.prepare(request)
        if len(self._open) >= MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._open[socket] = request.transport
        try:
            await self._serve(socket)
        finally:
            self._forget(socket)
        return socket

    def carry(self, parcel: Parcel) -> None:
        fault = self._faults.take(PLACE, *KINDS)
        kind = fault.kind if fault else ""
        if kind in ("close", "disconnect"):
            word = str(fault.value or "warning") if fault else ""
            self._later(self.close() if kind == "close" else self.disconnect(word))
        if kind in ("close", "lost"):
            return
        if fault and kind == "delay":
            self._ticker.after(timedelta(seconds=float(fault.value)), lambda: self._send(parcel))
            return
        if kind == "reorder":
            self._held.append(parcel)
            return
        self._send(parcel, wants_ack=kind != "lost_ack")
        if fault and kind in ("duplicate", "retries"):
            for number in range(1, 1 + max(1, int(fault.value))):
                again = Parcel(parcel.kind, parcel.what, parcel.payload, parcel.answer)
                again.attempt, again.reason = (number, "timeout") if kind == "retries" else (0, "")
                self._send(again)
        held, self._held = self._held, []
        for one in held:
            self._send(one)

    async def disconnect(self, reason: str = "warning") -> None:
        """Tell every connection to go, as the platform does before it refreshes them or the switch is turned off."""
        info = {"host": "sandbox", "approximate_connection_time": 18060}
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": info})

    async def close(self) -> None:
        """Cut every connection without a word."""
        self._cut()

    async def stop(self) -> None:
        for socket in list(self._open):
            await socket.close(code=1001, drain=False)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        if not self._faults.take(PLACE, "no_hello"):
            await socket.send_json(self._hello())
        self._workspace.changed()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(frame.data))

    def _fail(self) -> None:
        if self.is_down:
            self._cut()
        self._workspace.changed()

    def _cut(self) -> None:
        for socket, transport in list(self._open.items()):
            self._forget(socket)
            if transport:
                transport.abort()

    def _hello(self) -> Json:
        about = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        body: Json = {"type": "hello", "num_connections": self.count, "debug_info": about}
        return body | {"connection_info": {"app_id": self._workspace.app.app_id}}

    def _acknowledged(self, frame: Json) -> None:
        if parcel := self._waiting.pop(str(frame.get("envelope_id")), None):
            payload = frame.get("payload")
            parcel.settle(payload if isinstance(payload, dict) else {})

    def _send(self, parcel: Parcel, wants_ack: bool = True) -> None:
        if not self._open:
            return
        socket = list(self._open)[next(self._turn) % len(self._open)]
        envelope: Json = {"envelope_id": parcel.envelope_id, "payload": parcel.payload, "type": parcel.kind}
        envelope["accepts_response_payload"] = parcel.kind != "events_api"
        if parcel.kind == "events_api":
            envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
        if wants_ack:
            self._waiting[parcel.envelope_id] = parcel
        self._journal.record("slack", "desk", parcel.what, parcel.payload)
        self._later(self._write(socket, envelope))

    async def _write(self, socket: web.WebSocketResponse, envelope: Json) -> None:
        try:
            await socket.send_json(envelope)
        except ConnectionError:
            self._forget(socket)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if self._open.pop(socket, None):
            self._workspace.changed()
