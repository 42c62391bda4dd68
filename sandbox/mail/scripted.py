"""A small IMAP server that misbehaves on command: what a polite library will not do.

`plan` names one trick per connection, "" for none: "split" (an IDLE line in two packets), "bye" and "eof" (in IDLE),
"drop" (the connection dies within a mail), "login" (refused), "deaf" (no IDLE), "mute" (an IDLE that never tells),
"no" (SELECT fails).
"""

import asyncio
import re
from contextlib import suppress

CAPABLE = "CAPABILITY IMAP4rev1 IDLE"


class ScriptedImap:
    """`mails` by UID; `uidnext` may jump; what clients said is in `said`."""

    def __init__(self, mails: dict[int, bytes] | None = None, uidvalidity: int = 1) -> None:
        self.mails, self.uidvalidity = mails or {}, uidvalidity
        self.uidnext = max(self.mails, default=0) + 1
        self.plan: list[str] = []
        self.said: list[str] = []
        self.idling = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._news: set[asyncio.Event] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"imap://support:secret@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/INBOX"

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def put(self, raw: bytes) -> None:
        """A mail comes in; whoever idles is told."""
        self.mails[self.uidnext] = raw
        self.uidnext += 1
        for news in self._news:
            news.set()

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = _Client(self, reader, writer, self.plan.pop(0) if self.plan else "")
        task = asyncio.get_running_loop().create_task(client.talk())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Client:
    def __init__(
        self, server: ScriptedImap, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, trick: str
    ) -> None:
        self._server, self._reader, self._writer, self._trick = server, reader, writer, trick

    async def talk(self) -> None:
        self._say("* OK ready")
        with suppress(ConnectionError):
            while line := (await self._reader.readline()).decode().strip():
                tag, _, command = line.partition(" ")
                self._server.said.append(command)
                if not await self._answer(tag, command.upper()):
                    break
        self._writer.close()

    async def _answer(self, tag: str, command: str) -> bool:
        """Carry out one command; False ends the connection."""
        verb = command.removeprefix("UID ").partition(" ")[0]
        refused = {"login": "LOGIN", "no": "SELECT"}.get(self._trick) == verb
        if verb == "IDLE":
            return await self._idle(tag)
        if verb == "FETCH" and not self._fetch(command):
            return False
        if verb == "CAPABILITY":
            self._say(f"* {CAPABLE.removesuffix(' IDLE') if self._trick == 'deaf' else CAPABLE}")
        elif verb == "SELECT" and not refused:
            self._say(f"* {len(self._server.mails)} EXISTS", f"* OK [UIDVALIDITY {self._server.uidvalidity}] valid")
        elif verb == "SEARCH":
            first = int(next(iter(re.findall(r"(\d+):\*", command)), 0))  # none is named where ALL are wanted
            last = sorted(self._server.mails)[-1:]
            found = [uid for uid in sorted(self._server.mails) if uid >= first] or last
            self._say("* SEARCH " + " ".join(map(str, found)))
        self._say(f"{tag} NO refused" if refused else f"{tag} OK done")
        return verb != "LOGOUT"

    def _fetch(self, command: str) -> bool:
        for uid in map(int, re.findall(r"\d+", command.partition("(")[0])):
            raw = self._server.mails.get(uid)
            if raw is None:
                continue
            seq = sorted(self._server.mails).index(uid) + 1
            if "BODY" not in command:
                self._say(f"* {seq} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
                continue
            date = '"01-Jun-2026 14:00:00 +0200"'
            self._say(f"* {seq} FETCH (UID {uid} INTERNALDATE {date} BODY[] {{{len(raw)}}}")
            self._writer.write(raw[: len(raw) // 2])
            if self._trick == "drop":
                return False
            self._writer.write(raw[len(raw) // 2 :])
            self._say(")", f"* {seq} FETCH (FLAGS (\\Seen))")
        return True

    async def _idle(self, tag: str) -> bool:
        self._say("+ idling")
        self._server.idling.set()
        if self._trick in ("bye", "eof"):
            if self._trick == "bye":
                self._say("* BYE going down")
            return False
        news = asyncio.Event()
        if self._trick != "mute":
            self._server._news.add(news)
        done = asyncio.ensure_future(self._reader.readline())
        told = asyncio.ensure_future(news.wait())
        await asyncio.wait((done, told), return_when=asyncio.FIRST_COMPLETED)
        self._server._news.discard(news)
        if news.is_set():
            self._writer.write(b"* 1 EX" if self._trick == "split" else b"* 1 EXISTS\r\n")
            await self._writer.drain()
        line = await done
        told.cancel()
        if news.is_set() and self._trick == "split":
            self._say("ISTS")
        self._say(f"{tag} OK idled")
        return bool(line)

    def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
