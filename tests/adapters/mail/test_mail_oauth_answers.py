"""What a provider and a mail server answer to a login by token, and what was sealed."""

from datetime import timedelta

import pytest

from adapters.mail.oauth_grant import NoToken, fetch
from adapters.mail.oauth_sasl import complaint
from adapters.mail.oauth_vault import sealed, unsealed
from bot.config import OAuth
from tests.adapters.mail.oauth_desk import failed, oauth_desk


@pytest.fixture
async def world(caplog):
    async with oauth_desk(caplog) as world:
        yield world


async def test_a_provider_that_says_when_to_come_back_is_obeyed(world):
    world.provider.plan = [(429, {"error": "slow_down"}, {"Retry-After": "120"})]
    assert (await failed(world.key.token())).wait == timedelta(minutes=2)


@pytest.mark.parametrize("change", [lambda kept: "", lambda kept: kept[:-4], lambda kept: "A" + kept[1:], str.lower])
def test_what_was_sealed_opens_only_whole_with_its_key_and_about_its_mailbox(change):
    kept = sealed("key", "support", "REFRESH-é")
    assert unsealed("key", "support", kept) == "REFRESH-é"
    assert unsealed("key", "support", change(kept)) == ""
    assert unsealed("other", "support", kept) == unsealed("key", "sales", kept) == ""
    assert sealed("key", "support", "REFRESH-é") != kept


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, {"error": "invalid_client", "error_description": "AADSTS7000222: keys are expired.\r\nTrace ID: 1"},
         "Microsoft refuses the app (invalid_client: AADSTS7000222: keys are expired.). Correct client_id, or make a "
         "new client secret, put the new one into OAUTH_CLIENT_SECRET and restart."),
        (400, {"error": "unauthorized_client"}, "or allow the app this way to log in."),
        (400, {"error": "invalid_scope"}, "Microsoft refuses the scope (invalid_scope). Correct scope"),
        (400, {"error": "invalid_request", "error_description": "APP-SECRET is no REFRESH-0"},
         "(invalid_request: [secret] is no [secret]). Correct oauth of this mailbox"),
        (400, {"error": "temporarily_unavailable"}, "gives no token now"),
        (302, "", "something that is no token (HTTP 302)"),
        (200, "<html>Log in to the hotel</html>", "something that is no token (HTTP 200)"),
    ],
)  # fmt: skip
async def test_each_refusal_of_a_provider_says_what_is_wrong_and_how_to_mend_it(world, status, body, said):
    world.again(provider="microsoft")
    world.provider.plan = [(status, body, {"Location": world.provider.url} if status == 302 else {})]

    assert said in str(await failed(world.key.token()))
    assert len(world.provider.asked) == 1


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '"x"', "[" * 50_000, '{"access_token": 5}', '{"access_token": ""}', '{"error": {"code": 4}}',
     '{"access_token": "a\\r\\nb"}', '{"access_token": "a\\u0001b"}', '{"access_token": "a", "token_type": "mac"}'],
)  # fmt: skip
async def test_whatever_a_provider_answers_it_is_a_token_or_there_is_none(world, body):
    world.provider.plan = [(200, body)]

    assert (await failed(world.key.token())).reason


@pytest.mark.parametrize("lasts", [0, -5, None, "soon", float("nan"), 10**400, "9" * 5000, True, [1]])
async def test_an_odd_length_of_life_breaks_nothing(world, lasts):
    world.provider.lasts = lasts

    assert await world.key.token() == "ACCESS-1"


def test_an_address_that_is_none_is_no_token():
    for url in ("http://127.0.0.1:1/", "https://a\x00b/", "https://" + "a" * 300 + ".example/"):
        with pytest.raises(NoToken):
            fetch(OAuth("custom", "app", url), "REFRESH-0")


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        (b'{"status":"401","schemes":"bearer mac"}', "status 401: the token is expired, or was taken back"),
        (b'{"status":"invalid_token","scope":"mail"}', "taken back; it wants the scope mail"),
        (b'{"status": 403}', "status 403: the token does not carry the permission"),
        (b'{"status":"999"}', "status 999"), (b"{}", ""), (b"\xff\x00 no", "no"), (b"[" * 9999, "[["), (b"", ""),
    ],
)  # fmt: skip
def test_a_servers_json_is_told_in_words(challenge, said):
    assert said in complaint(challenge)
    assert len(complaint(challenge)) <= 200
