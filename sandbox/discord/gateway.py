"""The gateway: identify, resume, heartbeats, events to every session, and the codes it closes with."""

import json
from datetime import datetime, timedelta
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.discord import guild_shapes, intents, rest_self, shapes
from sandbox.discord.credentials import Credentials
from sandbox.discord.dispatch import Dispatcher
from sandbox.discord.frames import Link
from sandbox.discord.sessions import Session
from sandbox.discord.world import World
from sandbox.faults import Faults

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, REQUEST_MEMBERS, SOUNDBOARD = 1, 2, 3, 4, 6, 8, 31
RECONNECT, INVALID_SESSION, HELLO, ACK = 7, 9, 10, 11
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PLACE = "discord:gateway"


class Gateway:
    """`approved` are the privileged intents switched on for the application."""

    def __init__(self, world: World, faults: Faults, dispatcher: Dispatcher, credentials: Credentials) -> None:
        self._world = world
        self._faults = faults
        self._dispatcher = dispatcher
        self._credentials = credentials
        self._links: set[Link] = set()
        self.identified: list[datetime] = []
        self.approved = intents.MEMBERS | intents.CONTENT
        self.url = ""
        faults.listeners.append(self._fail)

    @property
    def sessions(self) -> dict[str, Session]:
        return self._dispatcher.sessions

    def identifies_today(self) -> int:
        self.identified = [at for at in self.identified if self._world.now() - at < DAY]
        return len(self.identified)

    def ask_reconnect(self) -> None:
        """Op 7 to every client, now."""
        for link in self._links:
            link.send(RECONNECT)

    def drop(self, code: int = 4000) -> None:
        """Close every connection with this code, now."""
        for link in self._links:
            link.close(code)

    def _fail(self) -> None:
        if self._faults.is_down(PLACE):
            for link in self._links:
                link.cut()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self._faults.is_down(PLACE):
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False)
        try:
            await socket.prepare(request)
        except ConnectionResetError:  # who called has hung up already
            return socket
        link = Link(socket, request.query.get("compress"), request.transport)
        self._links.add(link)
        heartbeat = self._world.limits.heartbeat // timedelta(milliseconds=1)
        link.send(HELLO, {"heartbeat_interval": heartbeat, "_trace": []})
        try:
            await _Talk(self, link).listen(socket)
        finally:
            self._links.discard(link)
            await link.finish()
            self._left(link, socket.close_code)
        return socket

    def _left(self, link: Link, code: int | None) -> None:
        for session in list(self.sessions.values()):
            if session.link is link:
                session.link, session.since = None, self._world.now()
                # A client that says goodbye with 1000 or 1001 gives its session up.
                if code in (1000, 1001) and not link.is_closing:
                    del self.sessions[session.id]
        self._world.changes.touch()

    def identify(self, link: Link, data: dict[str, Any]) -> int:
        """Open a session and greet it; the close code when refused, else 0."""
        if not self._credentials.accepts(str(data.get("token"))):
            return 4004
        wanted = data.get("intents")
        if not isinstance(wanted, int) or wanted & ~intents.KNOWN:
            return 4013
        if wanted & intents.PRIVILEGED & ~self.approved:
            return 4014
        self.identified.append(self._world.now())
        if self.identifies_today() > self._world.limits.identifies_a_day:
            self._credentials.reset()
            self.sessions.clear()
            self.drop(4004)
            return 4004
        session = Session(wanted, link=link)
        self.sessions[session.id] = session
        self._greet(session)
        return 0

    def _greet(self, session: Session) -> None:
        guild = self._world.guild
        application = rest_self.application(self._world)
        ready = {
            "v": 10,
            "user": {**shapes.user(self._world.bot), "mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {key: application[key] for key in ("id", "flags", "flags_new")},
            "private_channels": [],
        }
        self._dispatcher.tell(session, "READY", ready)
        if session.intents & intents.GUILDS and not self._faults.take(PLACE, "ready_without_guild"):
            everybody = bool(session.intents & intents.PRESENCES and session.intents & intents.MEMBERS)
            announced = guild_shapes.announced(self._world, everybody)
            self._dispatcher.tell(session, "GUILD_CREATE", announced)

    def resume(self, link: Link, data: dict[str, Any]) -> tuple[int, Session | None]:
        """Take a session up again and replay; (close code, session), no session for op 9."""
        if not self._credentials.accepts(str(data.get("token"))):
            return 4004, None
        session = self.sessions.get(str(data.get("session_id")))
        fault = self._faults.take(PLACE, "op9_true", "op9_false")
        if session is None or fault or self._is_stale(session):
            self.sessions.pop(str(data.get("session_id")), None)
            link.send(INVALID_SESSION, False)
            return 0, None
        after = data.get("seq")
        if not isinstance(after, int) or after > session.seq:
            return 4007, None
        session.link, session.since = link, None
        self._dispatcher.replay(session, after)
        self._dispatcher.tell(session, "RESUMED", {"_trace": []})
        return 0, session

    def _is_stale(self, session: Session) -> bool:
        return session.since is not None and self._world.now() - session.since > self._world.limits.resume_within

    def members(self, link: Link, data: dict[str, Any]) -> None:
        """Answer op 8 with one chunk; the whole list needs the members intent."""
        session = next((one for one in self.sessions.values() if one.link is link), None)
        query, ids = data.get("query"), data.get("user_ids")
        if session is None or (not query and not ids and not session.intents & intents.MEMBERS):
            return
        wanted = {str(one) for one in (ids if isinstance(ids, list) else [ids])} if ids else None
        found = [
            one for one in self._world.guild.members.values()
            if (str(one.user.id) in wanted if wanted else one.user.username.startswith((query or "").lower()))
        ]  # fmt: skip
        chunk = {
            "guild_id": str(self._world.guild.id),
            "members": [shapes.member(one) for one in found[: data.get("limit") or None]],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        nonce = {"nonce": data["nonce"]} if data.get("nonce") else {}
        self._dispatcher.tell(session, "GUILD_MEMBERS_CHUNK", chunk | nonce)

    def acknowledges(self, link: Link) -> bool:
        return not link.is_mute and not self._faults.take(PLACE, "no_ack")

    @property
    def now(self) -> datetime:
        return self._world.now()


class _Talk:
    """One connection's conversation."""

    def __init__(self, gateway: Gateway, link: Link) -> None:
        self._gateway = gateway
        self._link = link
        self._is_known = False
        self._heard: list[datetime] = []

    async def listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            if code := self._take(frame.data):
                self._link.close(code)

    def _take(self, raw: str | bytes) -> int:
        """React to one frame; the code to close with, or 0."""
        if len(raw if isinstance(raw, bytes) else raw.encode()) > 4096:
            return 4002
        try:
            frame = json.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            return 4002
        self._heard = [at for at in self._heard if self._gateway.now - at < MINUTE] + [self._gateway.now]
        return 4008 if len(self._heard) > 120 else self._react(op, data)

    def _react(self, op: Any, data: Any) -> int:
        if op == HEARTBEAT:
            if self._gateway.acknowledges(self._link):
                self._link.send(ACK)
            return 0
        if op not in (IDENTIFY, PRESENCE, VOICE, RESUME, REQUEST_MEMBERS, SOUNDBOARD):
            return 4001
        if op in (IDENTIFY, RESUME):
            return self._enter(op, data)
        if not self._is_known:
            return 4003
        if op == REQUEST_MEMBERS:
            self._gateway.members(self._link, data)
        return 0

    def _enter(self, op: int, data: Any) -> int:
        if self._is_known:
            return 4005
        if not isinstance(data, dict):
            return 4002
        if op == IDENTIFY:
            code = self._gateway.identify(self._link, data)
            self._is_known = not code
            return code
        code, session = self._gateway.resume(self._link, data)
        self._is_known = session is not None
        return code
