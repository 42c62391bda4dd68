"""Logging in by token: what is asked of the provider, said to the mail servers, kept, and told when it fails."""

import asyncio
from dataclasses import replace

import pytest
from imapclient.exceptions import LoginError

from adapters.mail.oauth_vault import Vault
from adapters.mail.submission import LoginRefused
from bot.config import OAuth, Secret
from tests.adapters.mail.mail_desk import ANN, SUPPORT
from tests.adapters.mail.oauth_desk import carried, failed, oauth_desk


@pytest.fixture
async def world(caplog):
    async with oauth_desk(caplog) as world:
        yield world


async def test_one_token_opens_both_reading_and_sending(world):
    await world.read()
    await world.send()

    assert world.imap.logins == world.smtp.logins == ["ACCESS-1"]
    assert world.provider.asked == [
        {"grant_type": "refresh_token", "client_id": "the-app", "client_secret": "APP-SECRET",
         "refresh_token": "REFRESH-0"}
    ]  # fmt: skip


async def test_an_app_that_logs_in_itself_sends_no_refresh_token_and_its_scope(world):
    world.again(refresh_token=Secret(""), refresh_in="", scope="https://outlook.office365.com/.default")
    await world.read()

    assert world.provider.asked == [
        {"grant_type": "client_credentials", "client_id": "the-app", "client_secret": "APP-SECRET",
         "scope": "https://outlook.office365.com/.default"}
    ]  # fmt: skip
    assert world.kept() == ""


async def test_many_who_ask_at_once_cost_one_question(world):
    assert set(await asyncio.gather(*(world.key.token() for _ in range(20)))) == {"ACCESS-1"}
    assert len(world.provider.asked) == 1


async def test_a_token_is_renewed_five_minutes_before_it_ends(world):
    await world.key.token()
    world.clock.forward(minutes=54)
    assert await world.key.token() == "ACCESS-1"
    world.clock.forward(minutes=2)
    assert await world.key.token() == "ACCESS-2"


@pytest.mark.parametrize("lasts", [60, "60", 300])
async def test_a_short_token_is_used_for_half_of_its_life(world, lasts):
    world.provider.lasts = lasts
    await world.key.token()
    world.clock.forward(seconds=int(lasts) / 2 - 1)
    assert await world.key.token() == "ACCESS-1"
    world.clock.forward(seconds=2)
    assert await world.key.token() == "ACCESS-2"


@pytest.mark.parametrize("wire", ["read", "send"])
async def test_a_token_that_ends_in_the_middle_of_the_day_is_replaced_and_the_login_tried_once_more(world, wire):
    await getattr(world, wire)()
    world.clock.forward(minutes=20)
    world.provider.good.clear()
    await getattr(world, wire)()

    assert (world.imap.logins or world.smtp.logins) == ["ACCESS-1", "ACCESS-1", "ACCESS-2"]


@pytest.mark.parametrize(("wire", "refused"), [("read", LoginError), ("send", LoginRefused)])
async def test_a_fresh_token_that_is_refused_is_told_in_the_servers_words_and_not_asked_for_again(world, wire, refused):
    world.provider.is_meant = False
    for _ in range(3):
        with pytest.raises(refused, match=r"status 400: .*; it wants the scope https://mail\.google\.com/"):
            await getattr(world, wire)()

    assert len(world.provider.asked) == 1


async def test_a_refusal_that_stays_asks_for_one_more_token_each_time_not_for_ever(world):
    world.provider.is_meant = False
    await world.key.token()
    world.clock.forward(minutes=20)
    with pytest.raises(LoginError):
        await world.read()

    assert len(world.provider.asked) == 2


async def test_a_provider_that_is_away_is_asked_less_and_less_often(world):
    await world.provider.stop()
    waits = []
    for _ in range(5):
        error = await failed(world.key.token())
        waits.append(error.wait.total_seconds())
        assert (await failed(world.key.token())).reason == error.reason  # without a question
        world.clock.forward(seconds=waits[-1])

    assert waits == [5, 15, 60, 300, 300]
    assert error.reason.startswith("Google cannot be asked for a token: ")
    assert error.mend == ""


async def test_while_the_provider_is_away_the_old_token_serves_to_its_end(world):
    await world.read()
    world.provider.plan = [(503, "")] * 9
    world.clock.forward(minutes=57)
    await world.read()
    world.clock.forward(minutes=4)
    assert "gives no token now (HTTP 503)" in (await failed(world.read())).reason
    world.provider.plan = []
    world.clock.forward(minutes=5)
    await world.read()


async def test_a_new_refresh_token_is_found_after_a_restart(world):
    world.provider.rotates = True
    await world.read()
    world.again()
    await world.read()
    world.again()
    await world.read()

    assert [one["refresh_token"] for one in world.provider.asked] == ["REFRESH-0", "REFRESH-1", "REFRESH-2"]
    assert world.kept()
    assert "REFRESH" not in world.kept()


async def test_a_new_refresh_token_in_the_environment_overrules_what_was_kept(world):
    world.provider.rotates = True
    await world.read()
    world.provider.refresh = {"REFRESH-NEW"}
    world.again(refresh_token=Secret("REFRESH-NEW"))
    await world.read()

    assert world.provider.asked[-1]["refresh_token"] == "REFRESH-NEW"


async def test_what_the_provider_gave_is_kept_though_who_asked_has_gone(world):
    world.provider.rotates = True
    world.provider.open.clear()
    asking = asyncio.create_task(world.key.token())
    await world.provider.was_asked.wait()
    asking.cancel()
    world.provider.open.set()

    assert await world.key.token() == "ACCESS-1"
    assert world.kept()


async def test_a_refresh_token_that_the_store_did_not_take_is_kept_at_the_next_renewal(world):
    broken = [True]

    async def ask(operation, *args):
        if operation.__name__ == "shut" and broken and broken.pop():
            raise OSError("disk full")
        return await world.desk.ask(operation, *args)

    world.provider.rotates = True
    world.again(ask)
    await world.read()
    world.clock.forward(hours=1)
    await world.read()
    world.again()
    await world.read()

    assert [one["refresh_token"] for one in world.provider.asked] == ["REFRESH-0", "REFRESH-1", "REFRESH-2"]


def test_two_processes_never_use_one_refresh_token_at_once(store, clock):
    oauth = OAuth("google", "app", "http://127.0.0.1/", refresh_token=Secret("REFRESH-0"))
    one, other = (Vault(store, "support", oauth, name, clock) for name in ("one", "other"))
    fence, token = one.open()
    assert token == "REFRESH-0"
    assert other.open() is None
    one.shut(fence, "REFRESH-1")

    assert other.open()[1] == "REFRESH-1"


async def test_a_login_taken_back_is_told_with_how_to_mend_it_and_the_answer_waits(world):
    world.provider.refresh = set()
    outbox, channel = world.carrier()
    await world.answer()
    for _ in range(3):
        await carried(outbox)
        world.clock.forward(minutes=3)

    assert channel.trouble == (
        "Mailbox support: Google takes the refresh token no more (invalid_grant: Token has been expired or revoked.). "
        "Log in anew, put the new token into OAUTH_REFRESH_TOKEN and restart."
    )
    assert len(world.provider.asked) == 1
    world.provider.refresh = {"REFRESH-0"}
    world.clock.forward(minutes=5)
    await carried(outbox)

    assert channel.trouble == ""
    assert [to for to, _ in world.smtp.mails] == [[ANN]]


async def test_one_mailbox_in_trouble_leaves_the_others_at_work_and_its_trouble_in_sight(world):
    world.provider.refresh = set()
    other = replace(world.box, name="sales", oauth=None, smtp=Secret(world.desk.mail.smtp_url(SUPPORT)))
    _, channel = world.carrier(world.box, other)
    with pytest.raises(Exception, match="takes the refresh token no more"):
        await channel._submit(world.box, SUPPORT, ANN, b"Subject: x\r\n\r\n", 0)
    channel._tell(world.box, "Mailbox support: no token")
    await channel._submit(other, SUPPORT, ANN, b"Subject: x\r\n\r\n", 0)
    channel._tell(other, "")

    assert len(world.desk.mail.inbox(ANN)) == 1
    assert channel.trouble == "Mailbox support: no token"
