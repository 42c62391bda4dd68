"""Mailboxes in memory, as an IMAP server shows them: pymap's dictionary backend with its sharp corners taken off."""

from argparse import Namespace
from dataclasses import dataclass
from datetime import datetime
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event, Subsystem
from pymap.mime import MessageContent
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata

from sandbox.numbers import GAP


@dataclass(frozen=True)
class Contents:
    """A box as it is kept. `mails` are by UID: as it came, when it came, its flags."""

    uid_validity: int
    last_uid: int
    mails: dict[int, tuple[bytes, datetime, list[bytes]]]


class Box(MailboxData):
    """One INBOX. `raws` holds what it got, by UID, as it came."""

    def __init__(self, boxes: MailboxSet) -> None:
        super().__init__(boxes._content_cache, boxes._thread_cache)
        self.raws: dict[int, bytes] = {}

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        # pymap waits for the next change only, so a mail that came just before IDLE would stay unannounced
        if wait_on and selected.mod_sequence is not None and selected.mod_sequence < self._mod_sequences.highest:
            wait_on = None
        return await super().update_selected(selected, wait_on=wait_on)

    async def put(self, raw: bytes, at: datetime) -> int:
        """Take a mail in. Returns its UID."""
        # whole seconds: INTERNALDATE has no smaller unit, and pymap prints what it was given
        message = await self.append(AppendMessage(raw, at.replace(microsecond=0)), recent=True)
        self.raws[message.uid] = raw
        return int(message.uid)

    async def expunge(self, uid: int) -> None:
        """Somebody else deleted it."""
        self.raws.pop(uid, None)
        await self.delete([uid])

    def renumber(self) -> None:
        """The server rebuilt the mailbox: a new UIDVALIDITY, every mail under a new UID from 1 on."""
        self._uid_validity += 1
        old, self._messages = self._messages, {}
        raws, self.raws = self.raws, {}
        for uid, (before, message) in enumerate(old.items(), start=1):
            self._messages[uid] = type(message).copy(message, uid=uid)
            self.raws[uid] = raws[before]
        self._max_uid = len(old)
        self._mod_sequences = type(self._mod_sequences)()
        self._mod_sequences.update(list(self._messages))

    def jump(self, by: int) -> None:
        """UIDNEXT moves on without a mail, as other people's drafts make it."""
        self._max_uid += by

    def state(self) -> Contents:
        rows = {uid: (raw, self._messages[uid]) for uid, raw in self.raws.items()}
        mails = {
            uid: (raw, one.internal_date, [flag.value for flag in one.permanent_flags])
            for uid, (raw, one) in rows.items()
        }
        return Contents(self._uid_validity, self._max_uid, mails)

    def restore(self, kept: Contents) -> None:
        """The same mails under the same UIDs; new ones come after a gap, as numbers do."""
        self._uid_validity, self._max_uid = kept.uid_validity, kept.last_uid + GAP
        for uid, (raw, at, flags) in kept.mails.items():
            content = MessageContent.parse(raw)
            mail, thread = self._content_cache.add(content), self._thread_cache.add(content)
            flagged = [Flag(one) for one in flags]
            self._messages[uid] = Message(uid, at, flagged, email_id=mail, thread_id=thread, content=content)
            self.raws[uid] = raw
        self._mod_sequences.update(list(self._messages))


class Boxes(MailboxSet):
    """One person's mailboxes; only the INBOX is used."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox = self._inbox = Box(self)


class Spoken:
    """Passwords as they are: hashing them well costs half a second a login."""

    def copy(self, **_options: Any) -> "Spoken":
        return self

    def hash(self, secret: str) -> str:
        return secret

    def verify(self, secret: str, known: str) -> bool:
        return secret == known


class Accounts(Login):
    """Who may log in, by mail address."""

    def __init__(self) -> None:
        how: Any = Spoken()
        super().__init__(
            Config(
                Namespace(passlib_cfg=None, proxy_protocol=None),
                demo_data=False, demo_user="", demo_password="", host="127.0.0.1", port=0, tls_enabled=False,
                secure_auth=False, reject_dnsbl=False, invalid_user_sleep=0, hash_context=how,
                ssl_context=SSLContext(PROTOCOL_TLS_SERVER), cpu_subsystem=Subsystem.for_asyncio(),
            )
        )  # fmt: skip
        self.boxes: dict[str, Boxes] = {}

    def add(self, address: str, password: str) -> Box:
        """A person with an INBOX; the same address again gets the same box."""
        if address not in self.boxes:
            self.boxes[address] = Boxes()
            self.users_dict[address] = UserMetadata(self.config, address, password=password)
            self.config.set_cache[address] = (self.boxes[address], FilterSet())
        return self.boxes[address].inbox

    def forget(self, address: str) -> None:
        """Their login is refused from now on; the box stays."""
        self.users_dict.pop(address, None)

    def remember(self, address: str, password: str) -> None:
        self.users_dict[address] = UserMetadata(self.config, address, password=password)
