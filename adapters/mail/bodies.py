"""The parts of a mail: every text its sender wrote, in order, and everything else as an attachment."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32
from functools import cached_property

from adapters.mail import calendars, hypertext, uuencoded
from adapters.mail.base64s import unpacked
from adapters.mail.charsets import decoded, lines
from adapters.mail.filenames import clean_type, field, filename, given
from adapters.mail.letter import Attachment
from adapters.mail.parameters import parameters
from adapters.mail.payloads import held

DEPTH = 50
PARTS = 1000
SHOWN = ("text/plain", "text/html")
DATA = ("text/csv", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers", "text/css")  # not words
REPORTS = ("message/delivery-status", "message/disposition-notification", "message/feedback-report")
ENCLOSED = 5  # mails that are opened, and how deep, where nothing else is there to read
HTML = 512 * 1024  # characters of HTML that are read of one mail, in all its parts together


class Verbatim(Compat32):
    """Header fields as they came: to fold a hundred thousand of them anew takes seconds, and is another mail."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}{self.linesep}".encode("utf-8", "surrogateescape")


VERBATIM = Verbatim()


@dataclass(frozen=True)
class Text:
    """A readable part: its words as they came. `number` is its place in the mail."""

    words: str
    is_html: bool = False
    number: int = 0

    @cached_property
    def is_worded(self) -> bool:
        return hypertext.is_worded(self.words[:HTML]) if self.is_html else bool(self.words.strip())


Leaf = Text | Attachment


class Parts:
    """Walks a parsed mail once. `cut` says that there was more than the limits allow, `unread` that of its HTML.

    `html` is what the text was made of, where it was HTML.
    """

    def __init__(self, message: Message, depth: int = 0, seen: int = 0) -> None:
        self.count = 0
        self.cut = self.unread = False
        self.html = ""
        self._html = seen  # characters of it that were read
        self._texts: list[str] = []
        self._spare: list[str] = []  # shown where there is nothing else to read
        self._enclosed: list[Message] = []
        self._files: list[Attachment] = []
        for leaf in self._walked(
            message, depth, False
        ):  # of alternatives nobody reads all, and flattening HTML is dear
            self._read(leaf)
        self.text = "\n\n".join(self._said() or self._spare or self._forwarded(depth))

    def _said(self) -> list[str]:
        return [text for text in self._texts if text.strip()]

    def _forwarded(self, depth: int) -> list[str]:
        """The words of enclosed mails: somebody who sends nothing else means them."""
        found: list[str] = []
        for one in self._enclosed if depth < ENCLOSED else ():
            inner = Parts(one, depth + 1, self._html)
            self._html = inner._html
            found += [inner.text] if inner.text else []
        return found

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(self._files)

    def _read(self, leaf: Leaf) -> None:
        if isinstance(leaf, Attachment):
            self._files.append(leaf)
        elif not leaf.is_html:
            words, packed = uuencoded.unpacked(leaf.words)
            self._texts.append(words)
            self._files += packed
        else:
            left = max(HTML - self._html, 0)
            self._texts.append(hypertext.plain(leaf.words[:left], self._html))
            self._html += len(leaf.words)
            self.html += leaf.words[:left] if leaf.words[:left] not in self.html else ""
            if len(leaf.words) > left:  # a file that holds all of it
                self.unread = True
                self._files.append(Attachment(f"part-{leaf.number}.html", "text/html", leaf.words.encode()))

    def _walked(self, part: Message, depth: int, is_related: bool) -> list[Leaf]:
        self.count += 1
        if depth > DEPTH or self.count > PARTS:
            self.cut = True
            return []
        payload = held(part)
        if part.get_content_maintype() != "multipart":
            return [leaf] if (leaf := self._leaf(part, depth, is_related)) else []
        if not isinstance(payload, list):  # a boundary that never comes: what is there is the text
            return [Text(lines(_text_of(part, payload)))]
        kind = part.get_content_subtype()
        found = [self._walked(child, depth + 1, kind == "related") for child in _children(part)]
        if kind == "alternative":
            self.html += next(iter(_pages(found)), "")[: max(HTML - len(self.html), 0)]
            found = _best(found)
        return [leaf for leaves in found for leaf in leaves]

    def _leaf(self, part: Message, depth: int, is_related: bool) -> Leaf | None:
        kind, (disposition, _) = part.get_content_type(), parameters(field(part, "content-disposition"))
        name, data = given(part), content(part)
        is_file = disposition.lower() == "attachment" or bool(name and disposition.lower() not in ("", "inline"))
        if kind.startswith("text/") and not is_file:
            text = lines(decoded(data, parameters(field(part, "content-type"))[1].get("charset", "")))
            if kind in SHOWN:
                return Text(text, kind == "text/html", self.count)
            self._spare += [said] if (said := _spoken(kind, text)) else []
        elif kind in REPORTS:
            self._spare.append(lines(decoded(data)))
        elif kind == "message/rfc822" and depth < ENCLOSED:
            self._enclosed += [one for one in _children(part) if len(self._enclosed) < ENCLOSED]
        if not data and not name:
            return None
        inline = disposition.lower() == "inline" or (not disposition and (is_related or "content-id" in part))
        return Attachment(filename(part, self.count), clean_type(kind), data, inline)


def _spoken(kind: str, text: str) -> str:
    """What a text of an unusual type says to a person."""
    if kind == "text/calendar":
        return calendars.told(text)
    if kind in ("text/enriched", "text/richtext", "text/xml"):
        return hypertext.stripped(text)
    return "" if kind in DATA else text


def flat(message: Message) -> list[Message]:
    """All parts, without those of mails that are enclosed in it."""
    found: list[Message] = []
    waiting = deque([message])
    while waiting and len(found) < PARTS:
        part = waiting.popleft()
        found.append(part)
        if part.get_content_maintype() == "multipart":
            waiting.extend(_children(part))
    return found


def content(part: Message) -> bytes:
    """The decoded bytes of a leaf; of an enclosed mail, the mail."""
    payload = held(part)
    if isinstance(payload, list):
        return b"\n".join(_whole(inner) for inner in payload if isinstance(inner, Message))
    if str(part.get("content-transfer-encoding") or "").strip().lower() == "base64":
        return unpacked(str(payload or "").encode("utf-8", "surrogateescape"))
    try:
        data = part.get_payload(decode=True)
    except Exception:  # unknown encodings, broken uuencode
        data = None
    return data if isinstance(data, bytes) else str(payload or "").encode("utf-8", "surrogateescape")


def _whole(message: Message) -> bytes:
    payload = held(message)
    fields = "".join(f"{name}: {value}\n" for name, value in message.raw_items()).encode("utf-8", "surrogateescape")
    if not payload:  # a blank line would be the generator's, and a hundred thousand generators take seconds
        return fields
    try:
        return message.as_bytes(policy=VERBATIM)
    except Exception:  # too deep for the generator, or headers it cannot encode
        return fields + b"\n" + (payload if isinstance(payload, str) else "").encode("utf-8", "surrogateescape")


def _text_of(part: Message, payload: object) -> str:
    return decoded(str(payload or "").encode("utf-8", "surrogateescape"))


def _best(found: list[list[Leaf]]) -> list[list[Leaf]]:
    """Of alternatives: the first plain one with words, else the last with words; the files of all."""
    plain = (leaves for leaves in found if any(_has_words(leaf) for leaf in leaves))
    last = (leaves for leaves in reversed(found) if any(_has_words(leaf, True) for leaf in leaves))
    chosen = next(plain, None) or next(last, [])
    return [
        leaves if leaves is chosen else [leaf for leaf in leaves if isinstance(leaf, Attachment)] for leaves in found
    ]


def _children(part: Message) -> list[Message]:
    payload = held(part)
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _pages(found: list[list[Leaf]]) -> Iterator[str]:
    return (leaf.words for leaves in found for leaf in leaves if isinstance(leaf, Text) and leaf.is_html)


def _has_words(leaf: Leaf, may_be_html: bool = False) -> bool:
    return isinstance(leaf, Text) and (may_be_html or not leaf.is_html) and leaf.is_worded
