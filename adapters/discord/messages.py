"""Sending a post as one message or several, each at most once; and finding out which of them arrived."""

import io
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord.http import HTTPClient, MultipartParameters, handle_message_parameters

from adapters.discord import buttons, nonces, outcomes
from adapters.discord.rest import Rest
from adapters.discord.text import HIDDEN, clip, one_line
from adapters.discord.views import Drawn
from bot.events import File
from bot.ports import Ask, Files, Unsure
from bot.words import Button

Json = dict[str, Any]
PAGE, PAGES = 100, 10
LARGEST, IN_ALL, MOST = 10 * 2**20, 24 * 2**20, 10  # bytes of a file, bytes and number of files of a message
NAMED, NAMES = 3, 40  # files that are named where more could not go along, and characters for them
HEARD = 1000  # echoes remembered
SILENT = discord.MessageFlags(suppress_embeds=True)


class Messages:
    """`send` and `find` take the same arguments; a part is a message, and each part has its nonce."""

    def __init__(self, rest: Rest, files: Files, ask: Ask) -> None:
        self._rest, self._files, self._ask = rest, files, ask
        self._heard: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def heard(self, nonce: str, channel: int, message: int) -> None:
        """Our own message came back over the gateway: so it arrived."""
        self._heard[nonce] = (channel, message)
        if len(self._heard) > HEARD:
            self._heard.popitem(last=False)

    async def send(self, channel: int, drawn: Drawn, uuid: str, files: Sequence[File] = ()) -> int:
        """Send every part; the id of the first message. Raises what discord.py raises, or Unsure between parts."""
        return await self._complete(channel, drawn, uuid, files, {})

    async def find(
        self, channel: int, drawn: Drawn, uuid: str, files: Sequence[File], since: int, known: Sequence[int]
    ) -> int | None:
        """The first message, if any part was sent after the id `since`; parts that are missing are sent now.

        `known` are messages that belong to other posts: equal words do not make them this one.
        """
        sent = await self._sent(channel, drawn, uuid, since, set(known))
        return await self._complete(channel, drawn, uuid, files, sent) if sent else None

    async def history(self, channel: int, since: int) -> AsyncIterator[Json]:
        """Messages with ids above `since`, newest first, at most 1,000 of them."""
        before: int | None = None
        for _ in range(PAGES):
            page: Sequence[Any] = await self._rest(partial(_page, channel, before))
            for message in page:
                if int(message["id"]) <= since:
                    return
                yield message
            if len(page) < PAGE:
                return
            before = int(page[-1]["id"])

    async def create(self, channel: int, payload: Json, uuid: str) -> int:
        """Send one ready payload."""
        body = payload | {"nonce": nonces.nonce(uuid), "enforce_nonce": True}
        sent = await self._rest(lambda http: http.send_message(channel, params=MultipartParameters(body, None, None)))
        return int(sent["id"])

    async def edit(self, channel: int, message: int, payload: Json) -> None:
        params = MultipartParameters(payload, None, None)
        await self._rest(lambda http: http.edit_message(channel, message, params=params))

    async def _complete(
        self, channel: int, drawn: Drawn, uuid: str, files: Sequence[File], sent: dict[int, int]
    ) -> int:
        parts = drawn.contents or ("",)
        for index, content in enumerate(parts):
            if index in sent:
                continue
            try:
                is_last = index == len(parts) - 1
                sent[index] = await self._part(channel, content, drawn, uuid, index, files if is_last else ())
            except (discord.RateLimited, OSError) as error:
                if not sent:
                    raise
                raise Unsure(f"part {index + 1} of {len(parts)} was not sent", outcomes.MOMENT) from error
        return sent[0]

    async def _part(
        self, channel: int, content: str, drawn: Drawn, uuid: str, index: int, files: Sequence[File]
    ) -> int:
        is_last = index == len(drawn.contents or ("",)) - 1
        said = drawn if is_last else replace(drawn, buttons=())
        loaded, left = await self._load(files)
        if is_last and drawn.whole:
            loaded.insert(0, ("message.txt", drawn.whole.encode("utf-8", "replace")))
        try:
            return await self._post(channel, _with(content, left), said, nonces.nonce(uuid, index), loaded)
        except discord.HTTPException as error:
            if error.code != outcomes.TOO_LARGE or not loaded:
                raise
            left += [name for name, _ in loaded]
            return await self._post(channel, _with(content, left), said, nonces.nonce(uuid, index), [])

    async def _post(
        self, channel: int, content: str, drawn: Drawn, nonce: str, loaded: Sequence[tuple[str, bytes]]
    ) -> int:
        users, roles = map(discord.Object, drawn.users), map(discord.Object, drawn.roles)
        mentions = discord.AllowedMentions(everyone=False, users=[*users], roles=[*roles], replied_user=False)
        files = [discord.File(io.BytesIO(data), name) for name, data in loaded]
        params = handle_message_parameters(
            content, nonce=nonce, flags=SILENT, allowed_mentions=mentions, files=files or discord.utils.MISSING,
            view=view(drawn.buttons),
        )  # fmt: skip
        sent = await self._rest(lambda http: http.send_message(channel, params=params))
        return int(sent["id"])

    async def _load(self, files: Sequence[File]) -> tuple[list[tuple[str, bytes]], list[str]]:
        """What can go with the message, and the names of what cannot."""
        loaded: list[tuple[str, bytes]] = []
        left: list[str] = []
        for file in files:
            room = IN_ALL - sum(len(data) for _, data in loaded)
            if file.size > min(LARGEST, room) or len(loaded) >= MOST - 1:
                left.append(safe_name(file.name))
                continue
            try:
                loaded.append((safe_name(file.name), await self._ask(self._files.get, file)))
            except OSError:
                left.append(safe_name(file.name))
        return loaded, left

    async def _sent(self, channel: int, drawn: Drawn, uuid: str, since: int, known: set[int]) -> dict[int, int]:
        """Which parts arrived: index -> message."""
        parts = drawn.contents or ("",)
        marks = {nonces.nonce(uuid, index): index for index in range(len(parts))}
        sent = {index: self._heard[mark][1] for mark, index in marks.items() if mark in self._heard}
        if len(sent) == len(parts):
            return sent
        me, texts = await self._rest.me(), [part.strip() for part in parts]
        async for message in self.history(channel, since):
            if int(message["author"]["id"]) != me or int(message["id"]) in known:
                continue
            index = marks.get(str(message.get("nonce")))
            if index is None and (text := message["content"].strip()) and text in texts:
                index = texts.index(text)
            if index is not None:
                sent.setdefault(index, int(message["id"]))
        return sent


def view(shown: Sequence[Button]) -> Any:
    """The buttons as the library wants them; what they do is found again by their ids."""
    if not shown:
        return discord.utils.MISSING
    made = discord.ui.View(timeout=None)
    for one in (one for row in buttons.below(shown) for one in row["components"]):
        made.add_item(_item(one))
    return made


def _item(one: dict[str, Any]) -> discord.ui.Item[Any]:
    if "options" not in one:
        return discord.ui.Button(label=one["label"], custom_id=one["custom_id"])
    options = [discord.SelectOption(**option) for option in one["options"]]
    return discord.ui.Select(custom_id=one["custom_id"], placeholder=one["placeholder"], options=options)


def _page(channel: int, before: int | None, http: HTTPClient) -> Awaitable[Sequence[Any]]:
    return http.logs_from(channel, PAGE, before=before)


def safe_name(name: str) -> str:
    """A file's name as data: no path, nothing hidden, at most 100 characters, its ending kept."""
    kept = HIDDEN.sub("", one_line(name)).replace("\\", "/").rpartition("/")[2].strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return (f"{stem[:80]}{dot}{ending[:15]}" if stem else kept[:100]) or "file"


def _with(content: str, left: Sequence[str]) -> str:
    """`content` with a line that names the files which stay with the desk; short enough for what is kept free."""
    if not left:
        return content
    more = f" and {len(left) - NAMED} more files" if len(left) > NAMED else ""
    return f"{content}\n📎 {clip(', '.join(left[:NAMED]), NAMES)}{more}: kept with the ticket".strip()
