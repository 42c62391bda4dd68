"""Nearly nine hundred real and broken mails from other projects' tests: each one is a letter."""

import json
import os
import time
from pathlib import Path

import pytest

from adapters.mail.charsets import CONTROLS
from adapters.mail.parse import letter

SETS = Path(os.environ.get("DESKBELL_MAIL_SETS", Path(__file__).parents[3] / "../shared/mail-sets"))
FOLDERS = sorted(path.name for path in SETS.glob("*") if (path / "eml").is_dir()) if SETS.is_dir() else []

pytestmark = pytest.mark.skipif(not FOLDERS, reason="the mail sets are not here (DESKBELL_MAIL_SETS)")


def mails(folder):
    return sorted((SETS / folder / "eml").glob("*.eml"))


def folded(text):
    return " ".join((text or "").split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mail_is_a_letter_within_ten_seconds(folder):
    for path in mails(folder):
        raw, begun = path.read_bytes(), time.monotonic()
        read = letter(raw)

        assert time.monotonic() - begun < 10, path.name
        assert read.message_id.startswith("<"), path.name
        assert not CONTROLS.search(read.subject), path.name
        assert "HTML" in read.defect or not read.defect, path.name  # one is made to be too much of it
        assert "\ufffd" not in read.subject or "\ufffd".encode() in raw, path.name


@pytest.mark.parametrize("folder", [name for name in ("phpmime", "stalwart") if name in FOLDERS])
def test_what_upstream_states_of_a_mail_is_what_we_read(folder):
    cases = json.loads((SETS / folder / "expect.json").read_text())["cases"]
    wrong = [name for case in cases if (name := _differs(case, folder))]

    assert len(wrong) <= 1, wrong  # a bare word as display name, a path in a file name: house style


def _differs(case, folder):
    read = letter((SETS / folder / case["file"]).read_bytes())
    found = {"subject": read.subject, "from_addr": read.sender.address, "body_text": read.text}
    for key, value in found.items():
        if key in case and folded(case[key]).lower() != folded(value).lower():
            return f"{case['file']}: {key} {value[:80]!r}"
    if "attachments" in case and len(case["attachments"]) != len(read.attachments):
        return f"{case['file']}: {len(read.attachments)} files"
    return ""
