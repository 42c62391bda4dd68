"""Frames to one connected client: compressed as it asked, in order, closed with a code."""

import asyncio
import importlib
import json
import zlib
from collections.abc import Callable
from typing import Any

from aiohttp import web

Squeeze = Callable[[bytes], bytes]


def squeezing(name: str | None) -> Squeeze | None:
    """One compression stream for one connection, flushed at every message; None for plain text."""
    if name == "zlib-stream":
        stream = zlib.compressobj()
        return lambda raw: stream.compress(raw) + stream.flush(zlib.Z_SYNC_FLUSH)
    if name == "zstd-stream":
        # Asked for only by a client that has the package, which is not a dependency of the sandbox.
        zstandard = importlib.import_module("zstandard")
        packer = zstandard.ZstdCompressor().compressobj()
        return lambda raw: bytes(packer.compress(raw) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
    return None


class Link:
    """`is_mute` swallows everything, as a connection that died without a word does."""

    def __init__(
        self, socket: web.WebSocketResponse, compress: str | None, transport: asyncio.Transport | None = None
    ) -> None:
        self._socket, self._transport = socket, transport
        self._squeeze = squeezing(compress)
        self._queue: asyncio.Queue[str | int] = asyncio.Queue()
        self.is_mute = False
        self.is_closing = False
        self._writer = asyncio.create_task(self._write())

    def send(self, op: int, data: Any = None, seq: int | None = None, name: str | None = None) -> None:
        if not self.is_mute and not self.is_closing:
            self._queue.put_nowait(json.dumps({"op": op, "d": data, "s": seq, "t": name}))

    def close(self, code: int) -> None:
        """Close after what is already queued."""
        self.is_closing = True
        self._queue.put_nowait(code)

    def cut(self) -> None:
        """End the connection without a word."""
        self.is_closing = True
        self._writer.cancel()
        if self._transport:
            self._transport.abort()

    async def _write(self) -> None:
        try:
            while isinstance(frame := await self._queue.get(), str):
                if self._squeeze:
                    await self._socket.send_bytes(self._squeeze(frame.encode()))
                else:
                    await self._socket.send_str(frame)
            await self._socket.close(code=frame)
        except ConnectionError:
            self.is_closing = True

    async def finish(self) -> None:
        """The conversation is over: let a close that is under way reach the client, and stop."""
        if not self.is_closing:
            self._writer.cancel()
        await asyncio.wait([self._writer], timeout=1)
