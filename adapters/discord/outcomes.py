"""What a failed request means for the outbox: dead, try again, or nobody knows. Pure but for the trouble it keeps."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from adapters.discord import reach
from bot.ports import NotSent, Undeliverable, Unsure

LONG, SHORT, MOMENT = timedelta(minutes=10), timedelta(minutes=1), timedelta(seconds=5)
UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_MESSAGE = 10003, 10007, 10008
NO_ACCESS, NO_PERMISSION, ARCHIVED = 50001, 50013, 50083
HAS_THREAD, LOCKED, TOO_MANY_THREADS = 160004, 160005, 160006
TOO_LARGE = 40005
GONE = {UNKNOWN_CHANNEL, 10004, NO_ACCESS, NO_PERMISSION, LOCKED}
OUR_BUG = {50035, 50006, TOO_LARGE, 40058, 40067}
REFUSED = {200000, 200001, 240000}
CLOSED = {50007, 50278, UNKNOWN_MEMBER, 10013}
WAIT = {20028, 30034, 30046, 130000, TOO_MANY_THREADS, 30033}

BAD_TOKEN = "Discord refuses the token: make a new one in the developer portal and set DISCORD_TOKEN."  # noqa: S105
BANNED = "Discord has blocked this address for too many bad requests: it will be tried again in ten minutes."


class Trouble:
    """Why a wire is dead, by place; "" stands for all of it. What works again is forgotten."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(self._reasons.values()))

    def set(self, where: str, reason: str) -> None:
        self._reasons[where] = reason

    def clear(self, *places: str) -> None:
        for where in places:
            self._reasons.pop(where, None)

    @contextmanager
    def watch(self, where: str) -> Iterator[None]:
        """Requests about the place `where`: what they raise becomes what the outbox understands."""
        try:
            yield
        except (NotSent, Unsure, Undeliverable):
            raise
        except Exception as error:
            known, reason = outcome(error, where)
            if reason:
                self.set("" if reason in (BAD_TOKEN, BANNED) else where, reason)
            raise known from error
        else:
            self.clear(where, "")


def outcome(error: Exception, where: str) -> tuple[Exception, str]:
    """What `error` means for a post to `where`, and the sentence of trouble, "" for none."""
    match error:
        case discord.LoginFailure():
            return NotSent("the token was refused", LONG), BAD_TOKEN
        case discord.RateLimited():
            return NotSent("rate limited", timedelta(seconds=error.retry_after)), ""
        case discord.DiscordServerError():
            return Unsure(f"Discord answered {error.status}", MOMENT), ""
        case discord.HTTPException():
            return _refusal(error, where)
        case aiohttp.ClientConnectorError():
            return NotSent(f"Discord cannot be reached: {reach.why(error)}"), ""
        case aiohttp.ClientError() | TimeoutError() | OSError() | asyncio.IncompleteReadError():
            return Unsure(f"the answer was lost: {reach.said(error)}", MOMENT), ""
        case _:
            return Unsure(f"a fault of the desk's: {type(error).__name__}"), ""


def _refusal(error: discord.HTTPException, where: str) -> tuple[Exception, str]:
    code = error.code
    said = f"Discord refused it: {error.text or error.status} ({code})"
    if error.status == 401 or code == 40001:
        return NotSent("the token was refused", LONG), BAD_TOKEN
    if error.status == 429:
        return NotSent("blocked for too many requests", LONG), BANNED
    if code in GONE:
        return NotSent(said, LONG), _lost(where, code)
    if code in CLOSED:
        return Undeliverable("they take no direct messages, or are not on the server any more"), ""
    if code in REFUSED:
        return Undeliverable(f"Discord's moderation refused the text ({code})"), ""
    if code in WAIT:
        return NotSent(said, SHORT), ""
    if code in OUR_BUG or code == UNKNOWN_MESSAGE:
        return Undeliverable(said), ""
    # An answer that is no JSON tells nothing: somebody in between may have cut it.
    return (Unsure(said, MOMENT), "") if code == 0 else (Undeliverable(said), "")


def _lost(where: str, code: int) -> str:
    if code in (NO_PERMISSION, LOCKED):
        mend = "give the bot the permissions that `deskbell doctor` names there"
    else:
        mend = "restore it and let the bot see it, or take it out of desk.toml"
    return f"The bot cannot write in {where} (Discord says {code}): {mend}."
