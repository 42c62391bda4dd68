"""HTTP mode: events, commands and interactions POSTed to the app's address, signed with its secret."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.slack.carrier import Parcel
from sandbox.slack.refusal import Json
from sandbox.slack.workspace import Workspace

STALE = 600


class SignedPosts:
    """`url` is where the app listens."""

    def __init__(self, workspace: Workspace, faults: Faults, journal: Journal) -> None:
        self.url: str | None = None
        self._workspace, self._faults, self._journal = workspace, faults, journal
        self._session: aiohttp.ClientSession | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def carry(self, parcel: Parcel) -> None:
        self._journal.record("slack", "desk", parcel.what, parcel.payload)
        task = asyncio.get_running_loop().create_task(self._post(parcel))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def challenge(self) -> bool:
        """The handshake of a new address: true when it echoes the challenge."""
        token = {"token": self._workspace.app.verification_token, "challenge": "3eZbrw1aB", "type": "url_verification"}
        body = json.dumps(token).encode()
        async with self._open().post(self.url or "", data=body, headers=self._headers(body, "application/json")) as got:
            return got.status == 200 and "3eZbrw1aB" in await got.text()

    async def stop(self) -> None:
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _post(self, parcel: Parcel) -> None:
        body, kind = _encoded(parcel)
        headers = self._headers(body, kind)
        if parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": "http_timeout"}
        try:
            async with self._open().post(self.url or "", data=body, headers=headers) as got:
                parcel.settle(_answer(await got.text()) if got.status == 200 else None)
        except (aiohttp.ClientError, TimeoutError):
            parcel.settle(None)

    def _headers(self, body: bytes, kind: str) -> dict[str, str]:
        fault = self._faults.take("slack:http", "bad_signature", "stale", "odd_signature", "odd_timestamp")
        age = STALE if fault and fault.kind == "stale" else 0
        at = str(int(self._workspace.now().timestamp()) - age)
        secret = self._workspace.app.signing_secret.encode()
        mark = hmac.new(secret, b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        if fault and fault.kind == "bad_signature":
            mark = mark[::-1]
        if fault and fault.kind.startswith("odd"):
            # Values that no comparison expects: the verifier of the SDK raises on them.
            at, mark = ("abc", mark) if fault.kind == "odd_timestamp" else (at, "é" + mark)
        return {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={mark}"}

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3))
        return self._session


def _encoded(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload).encode(), "application/json"
    fields = parcel.payload if parcel.kind == "slash_commands" else {"payload": json.dumps(parcel.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _answer(text: str) -> Json:
    try:
        body = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}
