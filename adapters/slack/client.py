"""The Web API client: Slack's own, that never sends anything twice by itself."""

import logging

from aiolimiter import AsyncLimiter
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Slack

PATIENCE = 30  # seconds that a call may sleep because Slack asks for it; the outbox waits longer
BURST = 4  # posts to one room at once; then one a second
TIMEOUT = 20  # seconds


class ShortRateLimits(AsyncRateLimitErrorRetryHandler):
    """Waits out a short `Retry-After` once; a long one is the caller's to plan for."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        after = next((value[0] for name, value in response.headers.items() if name.lower() == "retry-after"), "1")
        return after.isdigit() and int(after) <= PATIENCE


def client(slack: Slack) -> AsyncWebClient:
    """A client for the bot token; only rate limits are retried, since only they are sure not to have happened."""
    quiet = logging.getLogger(f"{__name__}.web")
    quiet.setLevel(logging.WARNING)  # below, it logs every body
    return AsyncWebClient(
        slack.bot_token.reveal(), base_url=slack.api_url, timeout=TIMEOUT, retry_handlers=[ShortRateLimits()],
        logger=quiet,
    )  # fmt: skip


class Pace:
    """One post a second for each room, after a short burst."""

    def __init__(self) -> None:
        self._lanes: dict[str, AsyncLimiter] = {}

    def lane(self, channel: str) -> AsyncLimiter:
        return self._lanes.setdefault(channel, AsyncLimiter(BURST, BURST))
