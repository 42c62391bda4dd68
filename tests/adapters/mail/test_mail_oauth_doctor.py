"""What of a login by token ends soon, and what doctor says of it."""

from datetime import date, timedelta

import pytest

from adapters.mail.checks import check
from adapters.mail.oauth import keys
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA
from tests.adapters.mail.oauth_desk import oauth_desk


@pytest.fixture
async def world(caplog):
    async with oauth_desk(caplog) as world:
        yield world


@pytest.mark.parametrize(
    ("days", "said"),
    [(15, None), (14, "expires in 14 days, on"), (7, "in 7 days"), (1, "expires tomorrow, on"), (0, "expires today"),
     (-1, "expired on 2026-05-31")],
)  # fmt: skip
async def test_a_client_secret_that_ends_soon_is_warned_of_in_the_log_and_by_doctor(world, caplog, days, said):
    world.again(secret_expires=date(2026, 6, 1) + timedelta(days=days))
    findings = await check(world.box, world.key)

    problems = [finding.problem for finding in findings if finding.problem]
    logged = [record.getMessage() for record in caplog.records if record.name == "adapters.mail.oauth"]
    assert len(problems) == len(logged) == (said is not None)
    assert all(said in one and "OAUTH_CLIENT_SECRET" in one for one in problems + logged)


async def test_it_is_warned_of_at_14_7_and_1_days_and_the_last_and_not_each_hour(world, caplog):
    world.again(secret_expires=date(2026, 6, 21))
    for _ in range(20 * 4):
        await world.key.token()
        world.clock.forward(hours=6)

    warned = [record.getMessage() for record in caplog.records if "expires" in record.getMessage()]
    ends = [one.partition("expires ")[2].partition(",")[0] for one in warned]
    assert ends == ["in 14 days", "in 7 days", "tomorrow", "today"]


async def test_a_refresh_token_whose_end_the_provider_tells_is_warned_of(world):
    world.provider.extra = {"refresh_token_expires_in": 6 * 86_400}
    await world.key.token()
    assert world.key.warnings() == [
        "The refresh token of mailbox support (OAUTH_REFRESH_TOKEN) expires in 6 days, on 2026-06-07."
    ]

    world.provider.rotates = True
    world.clock.forward(hours=1)
    await world.key.token()
    assert world.key.warnings() == []


async def test_doctor_finds_a_login_by_token_in_order(world):
    findings = await check(world.box, world.key)

    assert [finding.problem for finding in findings] == ["", "", ""]
    assert findings[0].what == "Mailbox support: the token from Google"


async def test_doctor_says_which_half_of_a_login_by_token_fails(world):
    world.provider.refresh = set()
    (finding,) = await check(world.box, world.key)
    assert "takes the refresh token no more" in finding.problem
    assert "OAUTH_REFRESH_TOKEN" in finding.mend

    world.again()
    world.provider.refresh, world.provider.is_meant = {"REFRESH-0"}, False
    findings = await check(world.box, world.key)
    assert ["it wants the scope" in finding.problem for finding in findings] == [False, True, True]
    assert "permission" in findings[2].mend


async def test_doctor_beside_a_running_desk_frees_nothing_that_it_holds_and_keeps_the_new_token(world, tmp_path):
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    running, looking = connect(url), connect(url)
    METADATA.create_all(running)
    soon = world.clock() + timedelta(minutes=3)
    with SqlStore(running).transaction() as tx:
        assert tx.leases.take("mailbox:support", "desk", world.clock(), soon)
    world.provider.rotates = True
    findings = await check(
        world.box, keys([world.box], SqlStore(looking), world.desk.ask, world.clock, "doctor")["support"]
    )

    assert [finding.problem for finding in findings] == ["", "", ""]
    with SqlStore(running).transaction() as tx:
        assert tx.leases.value("oauth:support")
        assert tx.leases.take("mailbox:support", "other", world.clock(), soon) is None
    running.dispose()
    looking.dispose()
