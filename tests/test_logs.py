"""What is logged holds no secret."""

import io
import json
import logging

import pytest

from bot.logs import clean, set_up
from tests.test_tokens import PEOPLE, TOKENS

SECRETS = [
    "xoxb-1234-abcd", "postgresql://u:s3cret/@x@host/db", "https://hooks.slack.com/commands/T1/2/s3cretpath",
    "/webhooks/118/aW50ZXJhY3Rpb246s3cret/messages",
    "xapp-1-A0-99", "imaps://ann:s3cret@host/INBOX", TOKENS.sign(42, PEOPLE[0]),
    "MTE4MDAwMDAwMDAwMDAwMDAwMA.GabcdE.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _restore():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("shape", ["text", "json"])
def test_no_secret_is_logged(secret, shape):
    stream = io.StringIO()
    set_up("DEBUG", shape, stream)
    logging.getLogger("x").warning("here it is: %s.", secret)
    said = stream.getvalue()
    assert "here it is" in said
    assert secret not in said
    assert "s3cret" not in said


def test_a_json_line_is_json():
    stream = io.StringIO()
    set_up("INFO", "json", stream)
    logging.getLogger("x").error("broken", exc_info=ValueError("why"))
    line = json.loads(stream.getvalue())
    assert (line["level"], line["message"], "ValueError" in line["exception"]) == ("ERROR", "broken", True)


def test_what_is_no_secret_stays():
    assert clean("#42: post 7 to slack:C042 again at noon") == "#42: post 7 to slack:C042 again at noon"
