"""What each refusal of the platform means for the outbox, as the table of the wire has it."""

import aiohttp
import discord
import pytest

from adapters.discord.breaker import MOST, Breaker
from adapters.discord.outcomes import BAD_TOKEN, BANNED, Trouble, outcome
from bot.ports import NotSent, Undeliverable, Unsure


class Response:
    """As much of an answer as the library's errors look at."""

    def __init__(self, status):
        self.status, self.reason = status, "for a reason"


def refusal(status, code):
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else kinds.get(status, discord.HTTPException)
    return kind(Response(status), {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, 0, NotSent),
        (403, 40001, NotSent),
        (404, 10003, NotSent),
        (404, 10004, NotSent),
        (403, 50001, NotSent),
        (403, 50013, NotSent),
        (400, 160005, NotSent),
        (404, 10008, Undeliverable),
        (400, 50035, Undeliverable),
        (400, 50006, Undeliverable),
        (413, 40005, Undeliverable),
        (400, 40058, Undeliverable),
        (400, 40067, Undeliverable),
        (400, 200000, Undeliverable),
        (400, 200001, Undeliverable),
        (400, 240000, Undeliverable),
        (403, 50007, Undeliverable),
        (403, 50278, Undeliverable),
        (404, 10007, Undeliverable),
        (400, 160006, NotSent),
        (400, 30033, NotSent),
        (400, 20028, NotSent),
        (429, 30034, NotSent),
        (429, 30046, NotSent),
        (429, 0, NotSent),
        (500, 0, Unsure),
        (502, 0, Unsure),
        (503, 130000, Unsure),
        (504, 0, Unsure),
        (400, 0, Unsure),
    ],
)
def test_a_refusal_becomes_its_outcome(status, code, expected):
    assert type(outcome(refusal(status, code), "discord:118")[0]) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (discord.LoginFailure("no"), NotSent),
        (discord.RateLimited(90.0), NotSent),
        (aiohttp.ClientConnectorError(None, OSError(111, "refused")), NotSent),
        (aiohttp.ServerDisconnectedError(), Unsure),
        (aiohttp.ClientOSError(104, "reset"), Unsure),
        (TimeoutError(), Unsure),
        (RuntimeError("a bug"), Unsure),
    ],
)
def test_a_broken_line_becomes_its_outcome(error, expected):
    assert type(outcome(error, "discord:118")[0]) is expected


def test_a_rate_limit_says_how_long_to_wait():
    assert outcome(discord.RateLimited(90.0), "discord:118")[0].wait.total_seconds() == 90


@pytest.mark.parametrize(
    ("error", "said"),
    [(refusal(401, 0), BAD_TOKEN), (refusal(429, 0), BANNED), (refusal(403, 50013), "doctor"), (refusal(500, 0), "")],
)
def test_trouble_is_one_sentence_with_the_mend(error, said):
    trouble = Trouble()
    with pytest.raises((NotSent, Unsure)), trouble.watch("discord:118"):
        raise error
    assert said in str(trouble)
    with trouble.watch("discord:118"):
        pass
    assert str(trouble) == ""


def test_too_many_refusals_stop_the_wire_before_the_platform_does():
    breaker = Breaker()
    for second in range(MOST):
        breaker.check(second)
        breaker.note(refusal(403, 50013), second)
        breaker.note(refusal(404, 10003), second)
    with pytest.raises(discord.RateLimited) as stopped:
        breaker.check(MOST)
    assert stopped.value.retry_after == 400
    breaker.check(601)
