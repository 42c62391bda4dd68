"""A wire that is cut at a byte: it stands between a client and a server, and lets so many bytes pass."""

import asyncio
from contextlib import suppress


class Scissors:
    """`plan` says for each connection in turn after how many bytes, of both directions together, it dies."""

    def __init__(self, port, plan):
        self._to, self.plan = port, list(plan)
        self._tasks = set()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def between(self, url):
        """The URL of a server, by way of this wire."""
        return url.replace(f":{self._to}", f":{self.port}")

    async def _join(self, reader, writer):
        left = [self.plan.pop(0) if self.plan else float("inf")]
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        ends = (writer, back)
        for one in (self._pass(reader, back, left, ends), self._pass(there, writer, left, ends)):
            task = asyncio.create_task(one)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, source, sink, left, ends):
        with suppress(OSError):
            while data := await source.read(4096):
                sink.write(data[: max(int(min(left[0], len(data))), 0)])
                left[0] -= len(data)
                if left[0] < 0:
                    break
                await sink.drain()
        for end in ends:
            with suppress(OSError):
                await end.drain()
            end.close()
