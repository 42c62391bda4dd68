"""The customers' mailboxes before their eyes: conversations, and the letters of the one that is open."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sandbox.mail.server import MailSandbox
from sandbox.sights import prints
from sandbox.sights.looks import MailLook
from sandbox.sights.marks import Marks
from sandbox.sights.prints import Letter
from sandbox.sights.prose import Json
from sandbox.sights.sides import Cells

MOST = 60
PREFIXES = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg|antw)\s*:|\s*\[#\d+\])+\s*", re.IGNORECASE)
RECEIVED, SENT = "i", "s"


@dataclass(frozen=True)
class Conversation:
    """Letters that answer each other, oldest first."""

    letters: tuple[Letter, ...]

    @property
    def id(self) -> str:
        return self.letters[0].id

    @property
    def at(self) -> float:
        return max(one.at for one in self.letters)

    def has(self, letter: str) -> bool:
        return any(one.id == letter for one in self.letters)


class Mailboxes:
    """`cast` are the customers' addresses by name, `desk` the address that they write to."""

    def __init__(self, mail: MailSandbox, cast: Mapping[str, str], desk: str, marks: Marks) -> None:
        self._mail, self._cast, self._desk, self._marks = mail, cast, desk, marks
        self._letters: dict[tuple[str, int], tuple[bytes, Letter]] = {}
        self._boxes: dict[str, tuple[object, list[Letter]]] = {}
        self._written: dict[str, list[Letter]] = {}
        self._grouped: dict[str, tuple[object, list[Conversation]]] = {}
        self.has_read = False

    @property
    def has_mail(self) -> bool:
        """Whether any customer wrote to the desk."""
        return any(self._written.get(address) for address in self._cast.values())

    def refresh(self) -> None:
        """Look anew: who wrote what to the desk."""
        written: dict[str, list[Letter]] = {}
        for one in self._read(self._desk, SENT):
            written.setdefault(one.sender, []).append(one)
        self._written = written

    def people(self) -> list[Json]:
        """The customers, with how much they have not read."""
        return [
            {"name": name, "address": address, "unread": self._unread(name, self._inbox(name))}
            for name, address in self._cast.items()
        ]

    def cells(self, look: MailLook) -> Cells:
        """One customer's mail program, by the key after `mail/`."""
        who = look.who if look.who in self._cast else next(iter(self._cast))
        talks = self.conversations(who)
        cells: Cells = {"threads": [], "open": None}
        found = next((one for one in talks if one.has(look.thread)), None) if look.thread else None
        if found:
            places = {one.id: at for at, one in enumerate(self._inbox(who))}
            news = {one.id for one in found.letters} - self._marks.letters(who)
            self.has_read = self.has_read or bool(news)
            self._marks.letters(who).update(news)
            keys = []
            for one in found.letters:
                cells[f"l/{one.id}"] = self._letter(one, who, places.get(one.id))
                keys.append(f"mail/l/{one.id}")
            cells["open"] = {"id": found.id, "subject": _subject(found), "letters": keys}
        origin = SENT if look.box == "sent" else RECEIVED
        listed = [one for one in talks if any(each.id.startswith(origin) for each in one.letters)]
        cells["threads"] = [self._row(one, who) for one in listed[:MOST]]
        return cells | {"earlier": max(0, len(listed) - MOST), "people": self.people()}

    def conversations(self, who: str) -> list[Conversation]:
        """All that somebody got and sent, newest first."""
        got, sent = self._inbox(who), self._written.get(self._cast[who].lower(), [])
        # Boxes only grow or are emptied: the last letters tell whether anything changed.
        state = (len(got), got[-1:], len(sent), sent[-1:])
        known = self._grouped.get(who)
        if known is None or known[0] != state:
            grouped = _grouped([*got, *sent])
            grouped.reverse()
            grouped.sort(key=lambda one: -one.at)
            self._grouped[who] = known = (state, grouped)
        return known[1]

    def file(self, who: str, letter: str, at: int) -> tuple[str, str, bytes] | None:
        """Name, type and content of what is attached to somebody's letter."""
        found = self._found(who, letter)
        return found.files[at] if found and 0 <= at < len(found.files) else None

    def picture(self, who: str, letter: str, at: int) -> tuple[str, str, bytes] | None:
        """Content-ID, type and content of a picture in somebody's letter."""
        found = self._found(who, letter)
        return found.pictures[at] if found and 0 <= at < len(found.pictures) else None

    def _found(self, who: str, letter: str) -> Letter | None:
        talks = self.conversations(who) if who in self._cast else []
        return next((one for talk in talks for one in talk.letters if one.id == letter), None)

    def _inbox(self, who: str) -> list[Letter]:
        return self._read(self._cast[who], RECEIVED)

    def _read(self, address: str, prefix: str) -> list[Letter]:
        """All letters of a box, each parsed once."""
        raws = self._mail.add(address).raws
        state = (len(raws), next(reversed(raws.values()), None))
        known = self._boxes.get(address)
        if known is None or known[0] != state:
            letters = [self._parsed(address, prefix, uid, raw) for uid, raw in raws.items()]
            self._boxes[address] = known = (state, letters)
        return known[1]

    def _parsed(self, address: str, prefix: str, uid: int, raw: bytes) -> Letter:
        known = self._letters.get((address, uid))
        if known is None or known[0] is not raw:
            known = self._letters[address, uid] = (raw, Letter(f"{prefix}{uid}", raw))
        return known[1]

    def _unread(self, who: str, letters: Iterable[Letter]) -> int:
        read = self._marks.letters(who)
        return sum(one.id.startswith(RECEIVED) and one.id not in read for one in letters)

    def _row(self, one: Conversation, who: str) -> Json:
        last = one.letters[-1]
        others = [each.who for each in one.letters if each.sender != self._cast[who].lower()]
        return {
            "id": one.id, "subject": _subject(one), "with": others[-1] if others else last.to, "at": one.at,
            "count": len(one.letters), "unread": self._unread(who, one.letters), "gist": last.gist,
            "has_files": any(each.files for each in one.letters),
        }  # fmt: skip

    def _letter(self, one: Letter, who: str, place: int | None) -> Json:
        return {
            "id": one.id, "from": one.who, "to": one.to, "subject": one.subject, "at": one.at, "text": one.words,
            "page": prints.page(one, who), "files": prints.shown(one, who), "index": place,
            "is_mine": one.sender == self._cast[who].lower(), "is_automatic": one.is_automatic,
            "headers": one.headers,
        }  # fmt: skip


def _grouped(letters: list[Letter]) -> list[Conversation]:
    """By the Message-IDs that letters name; one that names nobody known goes by its subject, as mail programs do."""
    groups: list[list[Letter]] = []
    by_id: dict[str, int] = {}
    by_subject: dict[str, int] = {}
    # Letters of one second: what answers more came later.
    for one in sorted(letters, key=lambda one: (one.at, len(set(one.answers)))):
        bare = PREFIXES.sub("", one.subject).strip().lower()
        is_answer = bare != one.subject.strip().lower()
        named = next((by_id[ref] for ref in (*one.answers, one.message_id) if ref in by_id), None)
        at = by_subject.get(bare) if named is None and is_answer else named
        if at is None:
            at = len(groups)
            groups.append([])
        groups[at].append(one)
        by_subject[bare] = at
        by_id.update(dict.fromkeys((*one.answers, one.message_id), at))
    return [Conversation(tuple(one)) for one in groups]


def _subject(one: Conversation) -> str:
    return one.letters[0].subject or "(no subject)"
