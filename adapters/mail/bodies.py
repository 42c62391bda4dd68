"""The parts of a mail: every text its sender wrote, in order, and everything else as an attachment."""

from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32
from functools import cached_property

from adapters.mail import hypertext
from adapters.mail.charsets import decoded, lines
from adapters.mail.filenames import clean_type, filename
from adapters.mail.letter import Attachment

DEPTH = 50
PARTS = 1000
SHOWN = ("text/plain", "text/html")
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
    """Walks a parsed mail once. `cut` says that there was more than the limits allow, `unread` that of its HTML."""

    def __init__(self, message: Message) -> None:
        self.count = 0
        self.cut = self.unread = False
        self._html = 0  # characters of it that were read
        self._texts: list[str] = []
        self._files: list[Attachment] = []
        for leaf in self._walked(message, 0):  # of alternatives nobody reads all, and flattening HTML is dear
            self._read(leaf)

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self._texts if text.strip())

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(self._files)

    def _read(self, leaf: Leaf) -> None:
        if isinstance(leaf, Attachment):
            self._files.append(leaf)
        elif not leaf.is_html:
            self._texts.append(leaf.words)
        else:
            left = max(HTML - self._html, 0)
            self._texts.append(hypertext.plain(leaf.words[:left], self._html))
            self._html += len(leaf.words)
            if len(leaf.words) > left:  # a file that holds all of it
                self.unread = True
                self._files.append(Attachment(f"part-{leaf.number}.html", "text/html", leaf.words.encode()))

    def _walked(self, part: Message, depth: int) -> list[Leaf]:
        self.count += 1
        if depth > DEPTH or self.count > PARTS:
            self.cut = True
            return []
        payload = part.get_payload()
        if part.get_content_maintype() != "multipart":
            return [leaf] if (leaf := self._leaf(part)) else []
        if not isinstance(payload, list):  # a boundary that never comes: what is there is the text
            return [Text(lines(_text_of(part, payload)))]
        found = [self._walked(child, depth + 1) for child in payload if isinstance(child, Message)]
        if part.get_content_subtype() == "alternative":
            found = _best(found)
        return [leaf for leaves in found for leaf in leaves]

    def _leaf(self, part: Message) -> Leaf | None:
        kind = part.get_content_type()
        data = content(part)
        if kind in SHOWN and not _is_file(part):
            text = decoded(data, str(part.get_param("charset") or "") if _has_charset(part) else "")
            return Text(lines(text), kind == "text/html", self.count)
        if not data and not part.get_filename():
            return None
        return Attachment(filename(part, self.count), clean_type(kind), data)


def content(part: Message) -> bytes:
    """The decoded bytes of a leaf; of an enclosed mail, the mail."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n".join(_whole(inner) for inner in payload if isinstance(inner, Message))
    try:
        data = part.get_payload(decode=True)
    except Exception:  # unknown encodings, broken uuencode
        data = None
    return data if isinstance(data, bytes) else str(payload or "").encode("utf-8", "surrogateescape")


def _whole(message: Message) -> bytes:
    try:
        return message.as_bytes(policy=VERBATIM)
    except Exception:  # too deep for the generator, or headers it cannot encode
        fields = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
        payload = message.get_payload()
        return f"{fields}\n{payload if isinstance(payload, str) else ''}".encode("utf-8", "surrogateescape")


def _is_file(part: Message) -> bool:
    disposition = str(part.get("content-disposition") or "").strip().lower()
    return disposition.startswith("attachment") or ("filename" in disposition and not disposition.startswith("inline"))


def _has_charset(part: Message) -> bool:
    try:
        return isinstance(part.get_param("charset"), str)
    except Exception:
        return False


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


def _has_words(leaf: Leaf, may_be_html: bool = False) -> bool:
    return isinstance(leaf, Text) and (may_be_html or not leaf.is_html) and leaf.is_worded
