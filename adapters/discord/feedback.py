"""What the asker is told, and nobody else: after a command by a follow-up, after a message directly."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Sequence
from functools import partial

import discord
from discord.http import HTTPClient, MultipartParameters, Route, handle_message_parameters
from discord.utils import MISSING

from adapters.discord import boards, buttons, messages, pages, refs, views
from adapters.discord.bodies import Asked
from adapters.discord.kit import Kit
from bot.overview import Overview
from bot.pages import Page
from bot.paper import Paper, parcel
from bot.speech import say
from bot.words import Button

log = logging.getLogger(__name__)

NOD = "👌"
MESSAGES = "/channels/{channel_id}/messages"
ALT = 1024  # characters of a picture in words
LARGEST = 9_500_000  # bytes, of the 10 MiB that a message may bring where nobody pays for more


async def follow_up(kit: Kit, asked: Asked, text: str, shown: Sequence[Button] = ()) -> None:
    """Answer an interaction, for the asker alone, in at most three messages; what is longer comes as a file.

    The buttons that are `shown` stand below the last.
    """
    told = views.told(text or say("Done."))
    for content in told.contents[:-1] if shown else told.contents:
        await kit.rest.follow_up(asked.application, asked.token, content=content)
    if shown:
        quiet = {"allowed_mentions": {"parse": []}, "components": buttons.below(shown)}
        body = {"content": told.contents[-1]} | quiet
        await kit.rest.show(asked.application, asked.token, body, is_instead=False)
    if told.whole:
        file = discord.File(io.BytesIO(told.whole.encode("utf-8", "replace")), "answer.txt")
        await kit.rest.follow_up(asked.application, asked.token, file=file)


async def replace(kit: Kit, asked: Asked, text: str) -> None:
    """Say it in the place of what was pressed on, which only the asker sees."""
    body = {"content": views.told(text).contents[0], "components": [], "allowed_mentions": {"parse": []}}
    await kit.rest.show(asked.application, asked.token, body, is_instead=True)


async def turn(kit: Kit, asked: Asked, page: Page) -> None:
    """Show a page of tickets, for the asker alone; where they turned one that is shown, in its place."""
    body = pages.page(page, asked.guild or await kit.people.home())
    await kit.rest.show(asked.application, asked.token, body, is_instead=asked.is_whispered_to)


async def board(kit: Kit, asked: Asked, shown: Overview) -> None:
    """Show a board, for the asker alone."""
    body = boards.board(shown, asked.guild or await kit.people.home())
    await kit.rest.show(asked.application, asked.token, body, is_instead=asked.is_whispered_to)


async def direct(
    kit: Kit, user: int, text: str, thread: int | None = None, shown: Sequence[Button] = ()
) -> None:  # fmt: skip
    """Tell a person directly; who takes no direct messages is told in `thread`, which must be the agents'."""
    try:
        made = await kit.rest(lambda http: http.start_private_message(user))
        await _say(kit, int(made["id"]), text, shown=shown)
    except discord.HTTPException as error:
        if thread is None:
            raise
        log.info("%s takes no direct messages (%s)", refs.person(user), error.code)
        await _say(kit, thread, text, shown=shown)


async def hand(kit: Kit, asked: Asked, text: str, paper: Paper) -> None:
    """Answer an interaction with a paper, for the asker alone."""
    file, missing = await _packed(kit, paper)
    await follow_up(kit, asked, f"{text}\n{missing}".strip())
    if file:
        await kit.rest.follow_up(asked.application, asked.token, file=file)


async def send(kit: Kit, user: int, text: str, paper: Paper, thread: int | None) -> None:
    """Give a person a paper directly; never in the `thread`, where others would have it too."""
    file, missing = await _packed(kit, paper)
    try:
        made = await kit.rest(lambda http: http.start_private_message(user))
        await _say(kit, int(made["id"]), f"{text}\n{missing}".strip(), file)
    except discord.Forbidden:
        if thread is None:
            raise
        await _say(kit, thread, _shut())


async def list_(kit: Kit, user: int, page: Page, thread: int | None) -> None:
    """Show a person a page of tickets directly; never in the `thread`, whose readers may not see all of them."""
    body = pages.page(page, await kit.people.home(), can_turn=False)
    try:
        made = await kit.rest(lambda http: http.start_private_message(user))
        await kit.rest(lambda http: http.request(Route("POST", MESSAGES, channel_id=made["id"]), json=body))
    except discord.Forbidden:
        if thread is None:
            raise
        await _say(kit, thread, _shut())


async def _packed(kit: Kit, paper: Paper) -> tuple[discord.File | None, str]:
    name, content, missing = await asyncio.to_thread(parcel, paper, kit.files.get, LARGEST)
    alt = paper.alt[:ALT] or None
    return (discord.File(io.BytesIO(content), name, description=alt) if content else None), missing


async def nod(kit: Kit, channel: int, message: int) -> None:
    """Show on a typed command that it was done."""
    await kit.rest(lambda http: http.add_reaction(channel, message, NOD))


async def _say(
    kit: Kit, channel: int, text: str, file: discord.File | None = None, shown: Sequence[Button] = ()
) -> None:  # fmt: skip
    contents = views.told(text).contents
    for content in contents:
        params = handle_message_parameters(
            content,
            file=file or MISSING,
            view=messages.view(shown if content is contents[-1] else ()),
            allowed_mentions=discord.AllowedMentions.none(),
            flags=discord.MessageFlags(suppress_embeds=True),
        )
        await kit.rest(partial(_send, channel, params))


def _send(channel: int, params: MultipartParameters, http: HTTPClient) -> Awaitable[object]:
    return http.send_message(channel, params=params)


def _shut() -> str:
    return say("I may not write to you directly. Ask by a slash command: its answer is for you alone.")
