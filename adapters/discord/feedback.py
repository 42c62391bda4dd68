"""What the asker is told, and nobody else: after a command by a follow-up, after a message directly."""

import io
import logging
from collections.abc import Awaitable
from functools import partial

import discord
from discord.http import HTTPClient, MultipartParameters, handle_message_parameters

from adapters.discord import refs, views
from adapters.discord.bodies import Asked
from adapters.discord.kit import Kit

log = logging.getLogger(__name__)

NOD = "👌"


async def follow_up(kit: Kit, asked: Asked, text: str) -> None:
    """Answer an interaction, for the asker alone, in at most three messages; what is longer comes as a file."""
    told = views.told(text or "Done.")
    for content in told.contents:
        await kit.rest.follow_up(asked.application, asked.token, content=content)
    if told.whole:
        file = discord.File(io.BytesIO(told.whole.encode("utf-8", "replace")), "answer.txt")
        await kit.rest.follow_up(asked.application, asked.token, file=file)


async def direct(kit: Kit, user: int, text: str, thread: int | None = None) -> None:
    """Tell a person directly; who takes no direct messages is told in `thread`, which must be the agents'."""
    try:
        made = await kit.rest(lambda http: http.start_private_message(user))
        await _say(kit, int(made["id"]), text)
    except discord.HTTPException as error:
        if thread is None:
            raise
        log.info("%s takes no direct messages (%s)", refs.person(user), error.code)
        await _say(kit, thread, text)


async def nod(kit: Kit, channel: int, message: int) -> None:
    """Show on a typed command that it was done."""
    await kit.rest(lambda http: http.add_reaction(channel, message, NOD))


async def _say(kit: Kit, channel: int, text: str) -> None:
    for content in views.told(text).contents:
        params = handle_message_parameters(
            content, allowed_mentions=discord.AllowedMentions.none(), flags=discord.MessageFlags(suppress_embeds=True)
        )
        await kit.rest(partial(_send, channel, params))


def _send(channel: int, params: MultipartParameters, http: HTTPClient) -> Awaitable[object]:
    return http.send_message(channel, params=params)
