"""What the desk does with a mail that says it is signed or encrypted, after it was read and before it is taken in.

A signature is verified; what is encrypted stays shut, but in a queue that is marked private for it.
"""

import asyncio
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from os import pathsep
from pathlib import Path

from adapters.mail.charsets import header_text
from adapters.mail.child_frames import framed, unframed
from adapters.mail.keys.child import found_of, task_plainly
from adapters.mail.keys.key import PGP, SMIME, addresses
from adapters.mail.keys.locksmith import ENCLOSED, INVALID, UNCHECKED, UNKNOWN, VALID, Found, Signed, Task
from adapters.mail.keys.parts import rewrapped
from adapters.mail.keys.ring import Ring
from adapters.mail.letter import Attachment, Letter, Protection, Sender
from bot.config import Queue

PROGRAM = "adapters.mail.keys.child"
SECONDS, MEGABYTES = 15.0, 768
GRACE = 5.0  # seconds more than it gives itself
ROOT = str(Path(__file__).parents[3])
AT_ONCE = 2  # mails verified or decrypted at the same time
TEXT = 64_000  # characters of what was encrypted that a ticket holds
NAME = 120  # characters of a signer's name
MINUTE, A_MINUTE = timedelta(minutes=1), 100  # signatures that are verified within it
CROWDED = Found(Signed(UNCHECKED, why="too many signed mails come at once"))
BROKEN = Found(Signed(UNCHECKED, why="the check came to no end"), trouble="trying to open it came to no end")
SAVE = "Its parts are attached as they came: save them, and open them with a program that has the key."
NONE = "no key of ours is known; import it with deskbell keys import FILE"

Read = Callable[[bytes], Awaitable[Letter]]


class Opening:
    """Asks a process of its own about each such mail."""

    def __init__(self, ring: Ring, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._ring, self._seconds, self._megabytes = ring, seconds, megabytes
        self._openssl = shutil.which("openssl") or ""
        self._places = asyncio.Semaphore(AT_ONCE)
        self._begun: deque[datetime] = deque()  # when signatures were verified last

    async def opened(self, raw: bytes, letter: Letter, queue: Queue, read: Read) -> Letter:
        """The letter with what is known of its signature and, for the agents of a private queue, what was encrypted.

        `read` makes a letter of a mail; what it raises is raised.
        """
        if letter.protection.encrypted:
            return await self._unlocked(raw, letter, queue, read)
        return await self._verified(raw, letter, read) if letter.protection.signed else letter

    async def _verified(self, raw: bytes, letter: Letter, read: Read) -> Letter:
        found = await self._found(self._task(raw)) if self._may_verify() else CROWDED
        said = _signed(letter, found.signed)
        if found.content is None:
            return replace(letter, protection=said)
        inner = await read(rewrapped(raw, found.content))
        how = inner.protection.encrypted
        shown = replace(
            letter, text=inner.text, reply=inner.reply, quoted=inner.quoted, attachments=inner.attachments,
            protection=replace(said, encrypted=how), language=inner.language,
        )  # fmt: skip
        if not how:
            return shown
        return _shut(shown, f"This mail is encrypted ({how}), and was not opened: {ENCLOSED}. {SAVE}")

    async def _unlocked(self, raw: bytes, letter: Letter, queue: Queue, read: Read) -> Letter:
        how = letter.protection.encrypted
        if not queue.private:
            told = f"It is not opened here: the queue {queue.name} is not marked private."
            return _shut(letter, f"This mail is encrypted ({how}). {SAVE} {told}")
        task = replace(self._task(raw), is_encrypted=True, own=[key for key in self._ring.all() if key.is_own])
        found = await self._found(task) if task.own else Found(trouble=NONE)
        if found.content is None:
            return _shut(letter, f"This mail is encrypted ({how}), and was not opened: {found.trouble}. {SAVE}")
        inner = await read(rewrapped(raw, found.content))
        shut = _shut(letter, f"This mail was encrypted ({how}). What it says is shown in private rooms only.")
        long = (Attachment("text.txt", "text/plain; charset=utf-8", inner.text.encode()),)
        said = replace(
            _signed(shut, found.signed), private=inner.text or "(no text)",
            private_files=(*inner.attachments, *long) if len(inner.text) > TEXT else inner.attachments,
        )  # fmt: skip
        return replace(shut, protection=said)

    def _may_verify(self) -> bool:
        """In a storm mails are taken in first: each of these takes a process, and anybody can sign."""
        now = self._ring.now()
        while self._begun and not timedelta() <= now - self._begun[0] < MINUTE:
            self._begun.popleft()
        if len(self._begun) >= A_MINUTE:
            return False
        self._begun.append(now)
        return True

    def _task(self, raw: bytes) -> Task:
        known = [key for kind in (PGP, SMIME) for key in self._ring.known(kind)]
        return Task(raw, self._ring.now(), known=known, openssl=self._openssl)

    async def _found(self, task: Task) -> Found:
        async with self._places:
            return await asyncio.to_thread(self._asked, task)

    def _asked(self, task: Task) -> Found:
        given = b"".join(framed(task_plainly(task), [task.raw]))
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", PROGRAM, str(self._seconds), str(self._megabytes)], input=given,
                stdout=subprocess.PIPE, timeout=self._seconds + GRACE, start_new_session=True, check=False,
                env={"PYTHONPATH": pathsep.join([*filter(None, sys.path), ROOT])},
            )  # fmt: skip
            told, data = unframed(_taker(done.stdout))
            return found_of(told, bytes(data))
        except (OSError, EOFError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
            return BROKEN


def sentence(signed: Signed, sender: Sender) -> str:
    """Who signed, for agents: a signature says who made it, and never that the sender is who he seems."""
    if not signed.state:
        return ""
    named = next((name for name in signed.names if sender.address and sender.address in name.lower()), None)
    name = named or next(iter(signed.names), "")
    by = f"signed by {header_text(name)[:NAME]}" if name else "signed"
    said = f"{by}, {signed.state}" + (f": {signed.why}" if signed.why else "")
    if is_anothers(signed, sender):
        return f"{said}, but the mail says it is from {sender.address or 'nobody'}"
    return said


def is_anothers(signed: Signed, sender: Sender) -> bool:
    """Is it a signature of another address than the one that the mail says it is from?"""
    own = addresses(signed.names)
    is_his = sender.is_one and sender.address in own
    return signed.state in (VALID, UNKNOWN) and bool(own) and not is_his


def _signed(letter: Letter, signed: Signed) -> Protection:
    is_odd = signed.state == INVALID or is_anothers(signed, letter.sender)
    return replace(letter.protection, signature=sentence(signed, letter.sender), is_odd=is_odd)


def _shut(letter: Letter, told: str) -> Letter:
    """The letter with the sentence above what else it says: words in armor, where they are all, are a file."""
    text, files = letter.text.strip(), letter.attachments
    if text.startswith("-----BEGIN PGP MESSAGE-----") and text.endswith("-----END PGP MESSAGE-----"):
        text, files = "", (*files, Attachment("encrypted.asc", "text/plain", letter.text.encode()))
    said = f"{told}\n\n{text}" if text else told
    return replace(letter, text=said, reply=said, quoted="", attachments=files)


def _taker(data: bytes) -> Callable[[int], bytes]:
    stream = BytesIO(data)

    def take(size: int) -> bytes:
        if len(taken := stream.read(size)) < size:
            raise EOFError
        return taken

    return take
