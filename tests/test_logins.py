"""How a mailbox says in desk.toml that it logs in by token."""

import tomllib
from datetime import date

import pytest

from bot.logins import is_loopback
from bot.problems import BadSettings
from bot.settings import read
from tests.test_settings import KEY

URLS = {
    "IMAP_URL": "imaps://me%40x.example@imap.x.example",
    "SMTP_URL": "smtp+starttls://me%40x.example@smtp.x.example",
}
SECRETS = {"OAUTH_CLIENT_SECRET": "s3cret-of-app", "OAUTH_REFRESH_TOKEN": "s3cret-of-user"}
ENV = {**URLS, **SECRETS, "MAIL_FROM": "me@x.example", "REPLY_SECRETS": KEY}
SECRET, REFRESH = 'client_secret = "env:OAUTH_CLIENT_SECRET"', 'refresh_token = "env:OAUTH_REFRESH_TOKEN"'
GOOGLE = f'provider = "google"\nclient_id = "a"\n{SECRET}\n{REFRESH}'
MICROSOFT = f'provider = "microsoft"\nclient_id = "a"\n{SECRET}'
CUSTOM = f'provider = "custom"\nclient_id = "a"\n{REFRESH}'


def login(text, env=None):
    settings = read(env or ENV, tomllib.loads(f'[[mailbox]]\nname = "support"\n[mailbox.oauth]\n{text}'))
    return settings.mailboxes[0].oauth


def test_google_needs_no_more_than_its_app_and_its_user():
    oauth = login(GOOGLE)

    assert (oauth.token_url, oauth.scope) == ("https://oauth2.googleapis.com/token", "")
    assert oauth.client_secret.reveal() == "s3cret-of-app"
    assert oauth.refresh_token.reveal() == "s3cret-of-user"


def test_a_user_of_microsoft_is_asked_for_reading_and_sending():
    oauth = login(f"{MICROSOFT}\n{REFRESH}")

    assert oauth.token_url == "https://login.microsoftonline.com/common/oauth2/v2.0/token"
    assert "IMAP.AccessAsUser.All" in oauth.scope
    assert "offline_access" in oauth.scope


def test_an_app_of_microsoft_logs_in_itself_where_no_user_does():
    oauth = login(f'{MICROSOFT}\ntenant = "x.example"\nsecret_expires = 2027-01-31')

    assert oauth.token_url == "https://login.microsoftonline.com/x.example/oauth2/v2.0/token"
    assert oauth.scope == "https://outlook.office365.com/.default"
    assert (oauth.refresh_in, oauth.secret_expires) == ("", date(2027, 1, 31))


def test_another_provider_is_named_by_its_address_and_a_test_may_be_on_this_machine():
    assert login(f'{CUSTOM}\ntoken_url = "http://127.0.0.1:8000/t"\nscope = "mail"').scope == "mail"
    assert login(f'{GOOGLE}\ntoken_url = "https://token.x.example"').token_url == "https://token.x.example"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOGLE.replace("google", "gogle"), "provider is “gogle”; accepted is one of: google, microsoft, custom."),
        (GOOGLE.replace("client_id", "client"), "“client” that is not known; did you mean client_id?"),
        (GOOGLE.replace("client_id", "scope"), "client_id is missing"),
        (GOOGLE.replace(REFRESH, ""), "refresh_token is missing; Google gives tokens only for a user"),
        (GOOGLE.replace("env:OAUTH_REFRESH_TOKEN", "s3cret"), "must name a variable, like “env:OAUTH_REFRESH_TOKEN”"),
        (GOOGLE.replace("OAUTH_REFRESH_TOKEN", "NOWHERE"), "NOWHERE is not set, but mailbox support oauth refresh"),
        (MICROSOFT.replace(SECRET, ""), "needs refresh_token (a user logs in) or client_secret"),
        (MICROSOFT, "tenant is missing: an app that logs in itself"),
        (f'{MICROSOFT}\ntenant = "a/../b"', "tenant is “a/../b”; accepted is the directory's id or domain"),
        (CUSTOM, "token_url is missing; a custom provider needs it"),
        (f'{CUSTOM}\ntoken_url = "http://x.example/t"', "accepted is https://"),
        (f'{CUSTOM}\ntoken_url = "https://x.example:99999/t"', "accepted is https://"),
        (f'{CUSTOM}\ntoken_url = "https://["', "accepted is https://"),
        (f'{CUSTOM}\ntoken_url = "file://localhost/token"', "accepted is https://"),
        (f"{CUSTOM}\nsecret_expires = 2027-01-31", "there is no client_secret that could expire"),
        (f'{GOOGLE}\nsecret_expires = "2027-01-31"', "accepted is a date without quotes, like 2027-01-31"),
    ],
)  # fmt: skip
def test_a_wrong_login_gets_one_sentence(text, sentence):
    with pytest.raises(BadSettings) as error:
        login(text)

    assert any(sentence in said for said in error.value.sentences), error.value.sentences
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        (
            "IMAP_URL",
            "imaps://imap.x.example",
            "names no user, but oauth needs one: imaps://support%40example.org@imap",
        ),
        (
            "SMTP_URL",
            "smtps://smtp.x.example",
            "names no user, but oauth needs one: smtps://support%40example.org@smtp",
        ),
        ("IMAP_URL", "imap://me@imap.x.example", "is not encrypted; with oauth use imaps:// or imap+starttls://"),
        ("IMAP_URL", "imaps://[", "IMAP_URL is not a URL"),
    ],
)
def test_a_token_needs_a_user_and_crosses_no_net_in_clear(name, url, sentence):
    with pytest.raises(BadSettings) as error:
        login(GOOGLE, {**ENV, name: url})

    assert any(sentence in said for said in error.value.sentences), error.value.sentences


def test_the_secrets_of_a_login_are_never_shown():
    assert "s3cret" not in f"{login(GOOGLE)} {login(GOOGLE)!r}"


@pytest.mark.parametrize(
    ("host", "wanted"), [("localhost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("", False)]
)
def test_this_machine_is_told_from_others(host, wanted):
    assert is_loopback(host) == wanted
