"""The dry run: what would become of mails that lie on a disk, whatever lies there."""

import asyncio
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.mail import boxes
from adapters.mail.explain import rehearsed
from adapters.mail.explanation import lines
from adapters.mail.parse import LOOP
from adapters.mail.seals import seal
from bot.config import Settings
from bot.monitors import KINDS
from storage.store import SqlStore
from tests.adapters.mail.mails import Here, mail
from tests.conftest import SETTINGS

NOTHING = Settings()
MX = "mx.desk.example"
VOUCHED = replace(SETTINGS, mailboxes=(replace(SETTINGS.mailboxes[0], authserv_id=(MX,)),))
NOW = datetime(2026, 6, 2, tzinfo=UTC)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEYS = {
    "file", "fate", "kind", "kind_rule", "ticket", "matched_by", "ack", "ack_reason", "subject", "from_addr",
    "from_name", "sender_doubt", "to", "cc", "date", "message_id", "in_reply_to", "references", "text", "reply",
    "quoted", "attachments", "bounce", "authentication", "error",
}  # fmt: skip


@pytest.fixture
def explain(sqlite, tmp_path):
    """Put mails into a folder, in this order, and let the dry run tell of it or of `path`."""

    def explain(*raws, settings=NOTHING, path=tmp_path):
        for number, raw in enumerate(raws):
            (tmp_path / f"{number:03}.eml").write_bytes(raw if isinstance(raw, bytes) else raw.encode())

        async def tell():
            return [told async for told in rehearsed(SqlStore(sqlite), settings, NOW, boxes.mails(path), Here())]

        return asyncio.run(tell())

    return explain


def ends(told):
    return [(one["fate"], one["ticket"]) for one in told]


def at(minutes):
    return f"{NOON + timedelta(minutes=minutes):%d %b %Y %H:%M Z}"


def test_every_mail_is_told_in_the_same_keys(explain, tmp_path):
    (tmp_path / "000-gone.eml").symlink_to("nowhere")
    told = explain(mail())

    assert [set(one) for one in told] == [KEYS, KEYS]
    assert json.loads(json.dumps(told)) == told
    assert told[1]["file"] == str(tmp_path / "000.eml")


def test_mails_meet_as_they_would_on_the_desk(explain):
    more = mail(2, "More.", In_Reply_To="<1@example.org>")
    more = f"Authentication-Results: {MX}; dmarc=pass header.from=example.org\r\n{more}"
    told = explain(mail(1), more, mail(1), mail(3, From="max@example.net"), settings=VOUCHED)

    assert ends(told) == [("ticketed", 1), ("appended", 1), ("ignored(duplicate)", None), ("ticketed", 2)]
    assert [one["matched_by"] for one in told] == [None, "thread", None, None]
    assert [one["ack"] for one in told] == [True, False, False, True]
    assert all(one["ack_reason"] for one in told if not one["ack"])


def test_where_nobody_vouches_for_a_sender_the_thread_is_a_hint(explain):
    told = explain(mail(1), mail(2, "More.", In_Reply_To="<1@example.org>"))

    assert (*ends(told)[1], told[1]["matched_by"], told[1]["ack"]) == ("ticketed", 2, "thread", False)
    assert told[1]["ack_reason"]


def test_each_of_several_mailboxes_has_its_own_mail(explain):
    boxes = [replace(SETTINGS.mailboxes[0], name=name, address=f"{name}@desk.example") for name in ("sales", "support")]
    boxes[1] = replace(boxes[1], authserv_id=(MX,))
    raw = mail(1, To="support+tag@desk.example")
    vouched = f"Authentication-Results: {MX}; dmarc=pass header.from=example.org\r\n{raw}"
    told = explain(mail(2, To="sales@desk.example"), vouched, settings=replace(SETTINGS, mailboxes=tuple(boxes)))

    assert [one["authentication"]["verdict"] for one in told] == ["gray", "pass"]


def test_the_clock_of_the_dry_run_is_that_of_the_mails(explain):
    """Within ten minutes a domain gets so many acknowledgements, and after that again."""
    told = explain(*(mail(n, From=f"a{n}@example.org", Date=at(n * 0.1)) for n in range(22)),
                   mail(22, From="b@example.org", Date=at(30)))  # fmt: skip

    assert [one["ack"] for one in told] == [True] * 20 + [False] * 2 + [True]
    assert "within 10 minutes" in told[21]["ack_reason"]


def test_a_mail_that_is_older_than_the_one_before_it_came_after_it(explain):
    told = explain(mail(1), mail(2, Date=at(-100_000)), mail(3, Date="1 Jan 2199 00:00 Z"), mail(4, Date=None))

    assert [one["fate"] for one in told] == ["ticketed"] * 4


def test_without_settings_no_address_is_strange(explain):
    told = explain(mail(1, To="help@anywhere.example"))
    assert (told[0]["ack"], told[0]["to"]) == (True, [["", "help@anywhere.example"]])


def test_with_settings_their_addresses_count_and_so_do_their_seals(explain):
    raw = mail(1, From="support@desk.example")
    ours = f"{LOOP}: {seal(SETTINGS.reply_secrets, '<1@example.org>')}\r\n{raw}"
    told = explain(ours, mail(2, To="help@anywhere.example"), settings=SETTINGS)

    assert [one["fate"] for one in told] == ["ignored(loop)", "ticketed"]
    assert told[1]["ack_reason"] == "our address is in neither To nor Cc"


def test_what_a_robot_writes_is_told_with_its_rule(explain):
    (told,) = explain(mail(Auto_Submitted="auto-replied"))
    assert (told["kind"], told["kind_rule"], told["ack"]) == ("auto_reply", 4, False)


def test_an_mbox_is_as_many_mails(explain, tmp_path):
    first, second = mail(1, "A\r\n\r\nFrom here on\r\n>From now on"), mail(2, From="max@example.net")
    stamp = "From ann@example.org Mon Jun  1 12:00:00 2026\n"
    (tmp_path / "old.mbox").write_text(f"{stamp}{first}\r\n{stamp}{second}\r\n", newline="")
    told = explain()

    assert [one["file"] for one in told] == [f"{tmp_path / 'old.mbox'}#{number}" for number in (1, 2)]
    assert told[0]["text"] == "A\n\nFrom here on\nFrom now on"
    assert told[1]["from_addr"] == "max@example.net"


def test_a_maildir_needs_no_names(explain, tmp_path):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / "1717.M1.host:2,S").write_text(mail(1))
    (tmp_path / "new" / "1718.M1.host").write_text(mail(2))
    (tmp_path / "tmp" / "1719.M1.host").write_text("half a ma")

    assert len(explain()) == 2


def test_nothing_that_lies_there_ends_it(explain, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a-self.eml").symlink_to(tmp_path / "a-self.eml")
    os.mkfifo(tmp_path / "b-pipe.eml")
    (tmp_path / "c-empty.mbox").touch()
    (tmp_path / "d-photo.eml").write_bytes(os.urandom(5000))
    (tmp_path / "notes.txt").write_text("no mail")
    with (tmp_path / "e-huge.eml").open("wb") as file:
        file.write(mail().encode())
        file.truncate(50_000_000)
    told = explain(b"")

    assert [(one["fate"], bool(one["error"])) for one in told] == [
        ("ticketed", False), (None, True), (None, True), ("ticketed", False), ("ticketed", True)
    ]  # fmt: skip
    assert "50 MB" in told[4]["error"]


@pytest.mark.parametrize("name", ["photo.jpg", "nowhere", "folder"])
def test_a_path_is_taken_as_it_is_named(explain, tmp_path, name):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "folder").mkdir()
    told = explain(path=tmp_path / name)

    assert [one["fate"] for one in told] == {"photo.jpg": ["ticketed"], "nowhere": [None], "folder": []}[name]


def test_people_are_told_in_lines_that_do_nothing_to_a_terminal(explain):
    (told,) = explain(mail(text="\x1b[2J\u202ehello", Subject="=?utf-8?q?=1B]0;title=07?="))
    said = lines(told)

    assert all(one.isprintable() for one in said.replace("\n", ""))
    assert "ticketed #1" in said
    assert "acknowledged" in said


def test_what_a_machine_says_is_told_with_its_monitor_and_its_key(explain):
    watched = replace(VOUCHED, monitors=(replace(KINDS["healthchecks"], name="health", senders=("hc@example.org",)),))
    vouch = f"Authentication-Results: {MX}; dmarc=pass header.from=example.org\r\n"
    subjects = ["UP | disk", "DOWN | backup", "DOWN | backup", "UP | backup", "News"]
    told = explain(
        *(vouch + mail(number, From="hc@example.org", Subject=one) for number, one in enumerate(subjects)),
        settings=watched,
    )

    assert ends(told) == [
        ("ignored(recovered)", None),
        ("ticketed", 1),
        ("appended", 1),
        ("appended", 1),
        ("ticketed", 2),
    ]
    assert [one["matched_by"] for one in told] == [None, *["monitor health: backup"] * 3, None]
    assert "ticketed #1, found by monitor health: backup" in lines(told[1])
    assert [one["ack"] for one in told] == [False] * 4 + [True]
