"""Settings: what is accepted, and the one sentence for each thing that is wrong."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from bot import dotenv
from bot.config import Step
from bot.problems import BadSettings
from bot.settings import NAMES, advice, is_empty, read, refuse_typos

ROOT = Path(__file__).parent.parent
KEY = "a:QUJDREVGR0hJSktMTU5PUFFSU1RVVg=="
MAIL = {"IMAP_URL": "imaps://u:s3cret@h:993/INBOX", "SMTP_URL": "smtps://u:s3cret@h:465", "REPLY_SECRETS": KEY}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def refused(env=None, toml=""):
    with pytest.raises(BadSettings) as error:
        read(env or {}, tomllib.loads(toml))
    return error.value.sentences


def test_nothing_at_all_is_fine_and_empty():
    assert is_empty(read({}, {}))


def test_the_example_files_are_accepted_as_they_stand():
    env = dotenv.parse((ROOT / ".env.example").read_text())
    assert set(env) <= set(NAMES)
    settings = read(env, tomllib.loads((ROOT / "desk.example.toml").read_text()))
    assert settings.ladder == (
        Step(0.75, ("owner",)), Step(1.0, ("owner", "supervisors")), Step(1.5, ("supervisors",)),
        Step(1.5, ("supervisors",), timedelta(hours=1)), Step(1.5, ("supervisors",), timedelta(hours=2)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("env", "toml", "sentence"),
    [
        ({"DATABASE_URL": "mysql://x"}, "", "DATABASE_URL begins with “mysql:”; accepted is sqlite:///"),
        ({"HTTP_BIND": "8080"}, "", "HTTP_BIND is “8080”; accepted is host:port"),
        ({"LOG_LEVEL": "loud"}, "", "LOG_LEVEL is “LOUD”; accepted is one of: DEBUG"),
        ({"LOG_FORMAT": "xml"}, "", "LOG_FORMAT is “xml”; accepted is one of: text, json"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "", "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "", "SLACK_BOT_TOKEN begins with “xapp…”"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "", "neither is set"),
        ({"DISCORD_TOKEN": "abc"}, "", "DISCORD_TOKEN is not a bot token"),
        (MAIL, "", "set MAIL_FROM to"),
        ({**MAIL, "MAIL_FROM": "a@b.c", "REPLY_SECRETS": ""}, "", "Add this line to .env: REPLY_SECRETS=a:"),
        ({**MAIL, "MAIL_FROM": "a@b.c", "REPLY_SECRETS": "a:short"}, "", "REPLY_SECRETS has a wrong key “a:…”"),
        ({**MAIL, "MAIL_FROM": "a@b.c", "IMAP_URL": "http://h"}, "", "IMAP_URL is not a URL of the form imaps://"),
        ({}, "[desk]\ntimezone='Mars'", "timezone is “Mars”; accepted is a name like Europe/Berlin"),
        ({}, "[desk]\ntimezone=['UTC']", "timezone is “['UTC']”; accepted is a name like Europe/Berlin"),
        ({}, "[desk]\nnmae='x'", "“nmae” that is not known; did you mean name?"),
        ({}, "[dsk]", "did you mean desk?"),
        ({}, "[[mailbox]]\nauthserv_id='a b'", "authserv_id holds “a b”; accepted are names like mx.example.org"),
        ({}, "[[mailbox]]\nown_lists=3", "own_lists is 3; accepted is a list of texts"),
        ({}, "[desk]\nundo_seconds='10s'", "[desk] undo_seconds is '10s'; accepted is a whole number"),
        ({}, "[desk]\nundo_seconds=-5", "[desk] undo_seconds is -5; accepted is a whole number, 0 or more"),
        ({}, "[desk]\nquiet_for='0h'", "[desk] quiet_for is '0h'; accepted is a length of time"),
        ({}, "[[desk]]\nname='a'", "[desk] must be written with single brackets, and once"),
        ({}, "[[mailbox]]\naddress='support'", "[[mailbox]] support address is “support”; accepted is an address"),
        ({}, "[desk]\nincident_from=1", "[desk] incident_from is 1; accepted is a number from 2 to 50"),
        ({}, "[desk]\nincident_from=true", "[desk] incident_from is True; accepted is a number"),
        ({}, "[desk]\nincident_within='soon'", "[desk] incident_within is 'soon'; accepted is a length of time"),
        ({}, "[desk]\nundo_seconds=3600", "[desk] undo_seconds is 3600; accepted are 0 to 600 seconds"),
        ({}, "[[queue]]\nname='a'\nlanguage='xx'", "[[queue]] a language is “xx”; accepted is one of: en, de"),
        ({}, "[[queue]]\nname='a'\nquote='no'", "quote is 'no'; accepted is true or false, without quotes"),
        ({}, "queue='x'", "[[queue]] must be written with double brackets"),
        ({}, "[[queue]]\nrooms=['slack:C0ROOM']", "[[queue]] name is missing"),
        ({}, "[[queue]]\nname='a'\nrooms=['C0ROOM']", "rooms holds “C0ROOM”; accepted is slack:C0123456"),
        ({}, "[[queue]]\nname='a'\nagents=['bob']", "agents holds “bob”; accepted is slack:group:"),
        ({}, "[[queue]]\nname='a'\nclose_after='soon'", "close_after is 'soon'; accepted is a length of time"),
        ({}, "[[queue]]\nname='a'\nwarn_before='9d'", "warn_before is '9d'; accepted is less than close_after"),
        ({}, "[[queue]]\nname='a'\nwarn_before='soon'", "warn_before is 'soon'; accepted is a length of time"),
        ({"PUBLIC_URL": "desk.example"}, "", "PUBLIC_URL is “desk.example”; accepted is a URL"),
        ({}, "[[queue]]\nname='a'\nthread_text='shout'", "accepted is one of: note, reply"),
        ({}, "[[queue]]\nname='a'\nmailboxes=['x']", "mailboxes names “x”; there are: none"),
        ({}, "[[queue]]\nname='a'\n[[queue]]\nname='a'", "“a” twice"),
        ({}, "[clocks.norml]", "did you mean normal?"),
        ({}, "[[ladder]]\nat='soon'", "[[ladder]] at is “soon”; accepted is a share"),
        ({}, "[[ladder]]\nat='75%'\nping=['boss']", "ping holds “boss”"),
        ({}, "[desk]\nlanguage='xx'", "[desk] language is “xx”; accepted is one of: en, de"),
        ({"MAIL_FROM": "support"}, "", "MAIL_FROM is “support”"),
        ({"HTTP_BIND": "127.0.0.1:8²"}, "", "HTTP_BIND is"),
        ({**SLACK, "SLACK_API_URL": "http://["}, "", "SLACK_API_URL is “http://[”"),
        ({}, "[hours.office]", "[hours.office] week has no open hour in a year"),
        ({}, "[hours.office]\nweek='Mon 9-17'", "week has “9-17”; accepted are hours like 09:00-17:00"),
        ({}, "[hours.office]\nweek='Mon 09:00-17:00'\ntimezone='Berlin'", "accepted is a name like Europe/Berlin"),
        ({}, "[hours.office]\nweek='Mon 09:00-17:00'\ntimezone=['UTC']", "accepted is a name like Europe/Berlin"),
        ({}, "[hours.office]\nweek='Mon 09:00-17:00'\nholidays='Bavaria'", "accepted is a country like DE"),
        ({}, "[hours.office]\nweek='Mon 09:00-17:00'\nclosed=['31-12']", "closed holds “31-12”; accepted is a day"),
        ({}, "[hours.office]\nweek='Mon 09:00-17:00'\nopen=['2026-12-19']", "accepted is a day and its hours"),
        ({}, "[hours.24x7]\nweek='Mon 09:00-17:00'", "[hours.24x7] cannot be set"),
        ({}, "[[queue]]\nname='a'\nassign='fair'", "is “fair”; accepted is one of: off, round robin, least loaded"),
        ({}, "[[queue]]\nname='a'\nassign_most=0", "assign_most is 0; accepted is a number from 1 to 1,000"),
        ({}, "[[queue]]\nname='a'\nhours='office'", "[[queue]] a hours is “office”; accepted is one of: 24x7"),
        ({}, "[clocks.normal]\nresolution='60w'", "resolution is “60w”; accepted is up to 366d"),
        ({}, "[[queue]]\nname='a'\n[queue.clocks.hi]", "did you mean high?"),
        ({}, "[[ladder]]\nat='75%'\nclock='first'", "[[ladder]] clock is “first”; accepted is one of: all, first_re"),
        ({}, "[[ladder]]\nat='75%'\nrepeat='1h'\ntimes=99", "[[ladder]] times is 99; accepted is from 1 to 24"),
        ({}, "[[ladder]]\nat='75%'\nrepeat='1h'", "[[ladder]] repeat and times go together"),
        ({}, "[[ladder]]\nat='75%'\ntimes=3", "[[ladder]] repeat and times go together"),
        ({}, "[[monitor]]\nkind='Nagios'\nfrom=['a@b.c']", "is “Nagios”; accepted is one of: nagios, icinga"),
        ({}, "[[ladder]]\nat='75%'\nanytime='yes'", "[[ladder]] anytime is 'yes'; accepted is true or false"),
        ({}, "[[mailbox]]\nname='a'\naddress='a@b.c'\nimap='imaps://u:p@h'", "secrets stand in the environment"),
    ],
)  # fmt: skip
def test_a_wrong_setting_gets_one_sentence_with_what_was_found_and_what_is_accepted(env, toml, sentence):
    assert any(sentence in said for said in refused(env, toml))


@pytest.mark.parametrize(
    ("env", "toml"),
    [
        ({**MAIL, "MAIL_FROM": "support"}, ""),
        ({}, "[[rule]]\nname='a'\non='arrival'\ndo='close'"),
        ({}, "[[rule]]\nname='a'\non=5\ndo=['close']"),
        ({}, "[hours]\nweek='Mon 09:00-17:00'"),
        ({}, "[clocks]\nfirst_response='4h'"),
        ({}, "[[queue]]\nname='a'\n[queue.clocks]\nresolution='4h'"),
    ],
)
def test_one_mistake_is_told_once(env, toml):
    assert len(refused(env, toml)) == 1


def test_a_room_in_which_requesters_ask_is_pointed_out():
    queue = "[[queue]]\nname = 'a'\nrooms = ['slack:C0ROOM1']\nintake = ['slack:C0ROOM1', 'slack:C0HELP1']\n"
    said = [one for one in advice(read({}, tomllib.loads(queue))) if "an intake, too" in one]
    assert [one.partition(" ")[0] for one in said] == ["slack:C0ROOM1"]


def test_all_mistakes_are_told_at_once():
    assert len(refused({"LOG_LEVEL": "loud", "HTTP_BIND": "x"}, "[desk]\ntimezone='Mars'")) == 3


def test_no_secret_is_ever_shown():
    settings = read({**MAIL, **SLACK, "MAIL_FROM": "a@b.c", "DISCORD_TOKEN": "x.y.s3cret"}, {})
    shown = f"{settings} {settings!r}" + " ".join(refused({**MAIL, "SMTP_URL": "ftp://u:s3cret@h"}))
    assert "s3cret" not in shown
    assert "xoxb-1" not in shown
    assert KEY not in shown


def test_a_desk_that_nobody_would_see_is_advised_of():
    assert any("nobody sees its tickets" in said for said in advice(read(SLACK, {})))


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[[ladder]]\nat='75%'\nping=['oncall']", "the queue support has no [[oncall]]: its supervisors are rung"),
        (
            "[[oncall]]\npeople=['slack:@U0123456']\nbegins=2026-11-30\nduring='closed'",
            "is ever on call. Give the queue",
        ),
    ],
)
def test_a_rota_that_never_counts_is_advised_of(toml, sentence):
    assert any(sentence in said for said in advice(read(SLACK, tomllib.loads(toml))))


def test_a_dotenv_file_may_quote_and_comment():
    text = "# a comment\nexport A=1\nB=\"two words\"\nC='x=y'\n\nD=\n"
    assert dotenv.parse(text) == {"A": "1", "B": "two words", "C": "x=y", "D": ""}


def test_a_line_of_dotenv_that_is_none_is_pointed_out():
    with pytest.raises(BadSettings, match=r"Line 2 of \.env"):
        dotenv.parse("A=1\nnonsense\n")


def test_a_name_that_is_almost_ours_is_taken_for_a_typo():
    with pytest.raises(BadSettings, match="did you mean SLACK_BOT_TOKEN"):
        refuse_typos({"SLACK_BOT_TOKN": "x", "HOME": "y", "IMAP_URL_FILE": "z"})


def test_a_key_without_its_letter_is_not_repeated():
    assert "QUJDREVG" not in " ".join(refused({"REPLY_SECRETS": "QUJDREVGR0hJSktMTU5PUFFSU1RVVg=="}))


def test_a_queue_takes_leave_as_it_says():
    one = '[[queue]]\nname="a"\nwarn_before="2d"\nsurvey=true\nsurvey_pause="10d"'
    toml = f'{one}\n[[queue]]\nname="b"\nwarn_before="never"'
    first, second = read({"PUBLIC_URL": "https://desk.example/"}, tomllib.loads(toml)).queues
    assert (first.warn_before, first.survey, first.survey_pause) == (timedelta(days=2), True, timedelta(days=10))
    assert (second.warn_before, second.survey) == (timedelta(), False)


def test_what_closes_within_a_day_is_not_warned_of_a_day_before():
    [queue] = read({}, tomllib.loads('[[queue]]\nname="a"\nclose_after="12h"')).queues
    assert queue.warn_before == timedelta()
