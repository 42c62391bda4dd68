"""The intake against a real mail server of the kind that most customers have: a private Dovecot on a free port."""

import asyncio
import getpass
import os
import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.adapters.mail.mail_desk import mail_desk

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NOBODY = 65534

pytestmark = pytest.mark.skipif(not DOVECOT, reason="dovecot is not installed")


def config(home: Path, port: int) -> str:
    uid, gid = (NOBODY, NOBODY) if os.getuid() == 0 else (os.getuid(), os.getgid())
    own = (
        ""
        if os.getuid() == 0
        else f"default_internal_user = {getpass.getuser()}\ndefault_login_user = {getpass.getuser()}"
    )
    return f"""
protocols = imap
base_dir = {home}/run
state_dir = {home}/run
log_path = /dev/stderr
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
{own}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Dovecot:
    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.url = f"imap://support:secret@127.0.0.1:{port}/INBOX"

    def other(self) -> IMAPClient:
        """Somebody else looking into the same mailbox."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login("support", "secret")
        client.select_folder("INBOX")
        return client

    def put(self, number: int, *flags: bytes) -> None:
        raw = (
            f"From: ann@example.org\r\nMessage-ID: <{number}@example.org>\r\nSubject: {number}\r\n\r\nText {number}\r\n"
        )
        with self.other() as client:
            client.append("INBOX", raw.encode(), flags)

    def forget(self) -> None:
        """Lose the mailbox with its numbers."""
        shutil.rmtree(self.home / "mail" / "support")

    def renumber(self) -> None:
        """Lose the indexes and get another UIDVALIDITY, as a server does that was restored from a backup."""
        box = self.home / "mail" / "support"
        for index in box.glob("dovecot.index*"):
            index.unlink()
        numbers = box / "dovecot-uidlist"
        numbers.write_text(re.sub(r"V(\d+)", lambda found: f"V{int(found[1]) + 7}", numbers.read_text(), count=1))


@pytest.fixture(scope="module")
def server():
    home = Path(tempfile.mkdtemp(prefix="deskbell-dovecot-"))
    home.chmod(0o755)
    (home / "mail").mkdir()
    if os.getuid() == 0:
        os.chown(home / "mail", NOBODY, NOBODY)
    port = free_port()
    (home / "dovecot.conf").write_text(config(home, port))
    process = subprocess.Popen([DOVECOT, "-F", "-c", home / "dovecot.conf"], stderr=subprocess.PIPE, text=True)
    said = ""
    while "starting up" not in said:
        line = process.stderr.readline()
        said += line
        if not line:
            pytest.skip(f"dovecot does not start here: {said}")
    yield Dovecot(home, port)
    process.terminate()
    process.wait(10)
    process.stderr.close()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
async def world(server):
    if (server.home / "mail" / "support").exists():
        server.forget()
    async with mail_desk() as world:
        yield world


async def put(server, *numbers):
    for number in numbers:
        await asyncio.to_thread(server.put, number)


async def subjects(world):
    return sorted(ticket.subject for ticket in await world.tickets())


async def test_what_lies_there_is_read_and_what_comes_wakes_us(world, server):
    await put(server, 1, 2)
    world.run(world.intake(server.url, poll=30))
    await world.decided(2)
    await put(server, 3)
    await world.decided(3)  # within ten seconds: long before the next poll

    assert await subjects(world) == ["1", "2", "3"]


async def test_mails_that_were_read_by_others_are_collected_too(world, server):
    await asyncio.to_thread(server.put, 1, b"\\Seen")
    world.run(world.intake(server.url))
    await world.decided(1)

    assert await subjects(world) == ["1"]


async def test_flags_and_deletions_by_others_are_no_matter(world, server):
    await put(server, 1, 2, 3)

    def meddle():
        with server.other() as client:
            client.delete_messages([2])
            client.expunge()
            client.add_flags([1], [b"\\Seen", b"\\Flagged"])

    await asyncio.to_thread(meddle)
    world.run(world.intake(server.url))
    await world.decided(2)
    await put(server, 4)
    await world.decided(3)

    assert await subjects(world) == ["1", "3", "4"]


async def test_a_mailbox_built_anew_is_read_again_without_doubles(world, server):
    await put(server, 1, 2)
    world.run(world.intake(server.url))
    await world.decided(2)
    before = await world.cursor()
    await world.halt()
    server.renumber()
    await put(server, 3)

    world.run(world.intake(server.url))
    await world.decided(5)

    assert (await world.cursor()).partition(":")[0] != before.partition(":")[0]
    assert await subjects(world) == ["1", "2", "3"]


async def test_what_was_read_is_marked_as_seen_for_people(world, server):
    await put(server, 1)
    world.run(world.intake(server.url))
    await world.decided(1)
    await world.halt()

    def flags():
        with server.other() as client:
            return client.get_flags([1])[1]

    assert b"\\Seen" in await asyncio.to_thread(flags)


async def test_a_server_that_restarts_is_found_again(world, server):
    world.run(world.intake(server.url))
    await put(server, 1)
    await world.decided(1)
    await asyncio.to_thread(subprocess.run, [DOVECOT, "-c", server.home / "dovecot.conf", "reload"], check=True)
    await put(server, 2)
    await world.decided(2)

    assert await subjects(world) == ["1", "2"]
