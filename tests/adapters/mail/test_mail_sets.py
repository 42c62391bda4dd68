"""Nearly nine hundred real and broken mails from other projects' tests: each is a letter, and what must be read is."""

import json
import os
import re
import time
import unicodedata
from datetime import datetime
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path

import pytest

from adapters.mail.charsets import CONTROLS
from adapters.mail.dates import moment
from adapters.mail.explanation import explained
from adapters.mail.headers import words
from adapters.mail.letter import Nature
from adapters.mail.parameters import parameters
from adapters.mail.parse import letter

SETS = Path(os.environ.get("DESKBELL_MAIL_SETS", Path(__file__).parents[3] / "../shared/mail-sets"))
FOLDERS = sorted(path.name for path in SETS.glob("*") if (path / "eml").is_dir()) if SETS.is_dir() else []
# mails of these are people's, but for those that say they are reports
PEOPLES = [name for name in FOLDERS if name not in ("flufl_bounce", "sisimai")]
DEFECTS = ("this mail has more HTML than is read; all of it is attached", "its headers are longer than is read", "")

pytestmark = pytest.mark.skipif(not FOLDERS, reason="the mail sets are not here (DESKBELL_MAIL_SETS)")


def mails(folder):
    return sorted((SETS / folder / "eml").glob("*.eml"))


def cases(folder):
    path = SETS / folder / "expect.json"
    return json.loads(path.read_text())["cases"] if path.is_file() else []


def read(folder, case):
    return letter((SETS / folder / case["file"]).read_bytes())


def folded(text):
    return " ".join(unicodedata.normalize("NFC", text or "").replace("\u200b", "").split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mail_is_a_letter_within_ten_seconds(folder):
    for path in mails(folder):
        raw, begun = path.read_bytes(), time.monotonic()
        read = letter(raw)

        assert time.monotonic() - begun < 10, path.name
        assert read.message_id.startswith("<"), path.name
        assert not CONTROLS.search(read.subject), path.name
        assert read.defect in DEFECTS, path.name
        assert "\ufffd" not in read.subject or "\ufffd".encode() in raw, path.name
        assert json.dumps(explained(read), ensure_ascii=False).encode(), path.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_mail_with_a_word_in_any_text_shows_a_word(folder):
    assert [path.name for path in mails(folder) if _hides(path.read_bytes())] == []


def _hides(raw):
    shown = letter(raw)
    is_file = {one.name for one in shown.attachments}
    return not re.search(r"\w", shown.text) and not is_file and _is_worded(raw)


def _is_worded(raw):
    parts = [part for part in message_from_bytes(raw, policy=compat32).walk() if part.get_content_maintype() == "text"]
    return any(re.search(r"\w", str(part.get_payload())) for part in parts)


@pytest.mark.parametrize("folder", PEOPLES)
def test_no_mail_of_a_person_is_called_a_bounce(folder):
    reported = re.compile(rb"(?i)message/delivery-status|multipart/report|\nfrom:.*(mailer-daemon|postmaster)@")
    bounced = [path for path in mails(folder) if letter(path.read_bytes()).verdict.nature is Nature.BOUNCE]

    assert [path.name for path in bounced if not reported.search(path.read_bytes())] == []


@pytest.mark.parametrize("folder", [name for name in ("flufl_bounce", "sisimai") if name in FOLDERS])
def test_of_the_bounces_at_least_97_in_a_hundred_are_read_right(folder):
    stated = [case for case in cases(folder) if "is_bounce" in case]
    wrong = [case["file"] for case in stated if _is_misread(case, read(folder, case))]

    assert len(wrong) <= 0.03 * len(stated), wrong


def _is_misread(case, found):
    if (found.verdict.nature is Nature.BOUNCE) != case["is_bounce"]:
        return True
    named = {one.address for one in found.report.recipients}
    if "bounce_addresses" in case and named != {one.lower() for one in case["bounce_addresses"]}:
        return True
    return case.get("bounce_status_class", found.report.status[:1]) != found.report.status[:1]


def test_success_is_no_failure_and_a_complaint_is_one():
    for case in cases("sisimai"):
        if case.get("is_feedback_report"):
            assert read("sisimai", case).verdict.nature is Nature.COMPLAINT, case["file"]
        elif case.get("is_bounce") is False:
            assert read("sisimai", case).verdict.nature is Nature.RECEIPT, case["file"]


@pytest.mark.parametrize("folder", [name for name in ("phpmime", "stalwart") if name in FOLDERS])
def test_what_upstream_states_of_a_mail_is_what_we_read(folder):
    assert [fault for case in cases(folder) for fault in _differences(case, read(folder, case))] == []


def _differences(case, found):
    texts = {"subject": found.subject, "from_name": found.sender.name, "body_text": found.text}
    texts |= {"from_addr": found.sender.address, "message_id": found.message_id.strip("<>")}
    yield from (f"{case['file']}: {key}" for key, value in texts.items() if key in case and _differs(case[key], value))
    if "date" in case and datetime.fromisoformat(case["date"]) != found.date:
        yield f"{case['file']}: date"
    people = [[one.name, one.address or None] for one in found.to]
    if "to" in case and [[folded(name), address] for name, address in case["to"]] != people:
        yield f"{case['file']}: to {people}"
    files = list(zip(case.get("attachments", ()), found.attachments, strict="attachments" in case))
    yield from (f"{case['file']}: file {file.name}" for stated, file in files if _is_another(stated, file))


def _differs(stated, found):
    return folded(stated).lower() != folded(found).lower()


def _is_another(stated, file):
    name = (stated.get("filename") or file.name).rpartition("/")[2]  # the last element of a path is the name
    if name.startswith("noname"):  # invented upstream
        name = file.name
    size, kind = stated.get("size"), stated.get("content_type") or file.content_type
    return (name, kind) != (file.name, file.content_type) or (size is not None and size != file.size)


def test_of_the_header_values_at_least_95_in_a_hundred_are_read_right():
    rows = cases("jsmime_headers")
    wrong = [row["input"] for row in rows if not _is_read(row)]

    assert len(wrong) <= 0.05 * len(rows), wrong


def _is_read(row):
    given, wanted = row["input"], row["expected"]
    if row["suite"].startswith("parseParameterHeader"):
        value, found = parameters(given)
        texts = {name: folded(text) for name, text in wanted[1].items()}
        return (value, {name: folded(text) for name, text in found.items()}) == (wanted[0], texts)
    if row["suite"] == "parseDateHeader":
        return moment(given) == (
            datetime.strptime(wanted.replace("Z", "+0000"), "%Y-%m-%dT%H:%M:%S%z") if wanted else None
        )
    return folded(words(" ".join(given.split()))) == folded(wanted)
