"""A mail as its reader sees it: headers, text, HTML and files. Where it is HTML alone, its text is made of that."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from html.parser import HTMLParser
from itertools import takewhile
from typing import Any

from sandbox.sights import files
from sandbox.sights.hypertext import SILENT, STRAY, TAG, UNSAID, drawn
from sandbox.sights.prose import Json

HEADERS = ("Message-ID", "In-Reply-To", "Auto-Submitted", "Reply-To")
LONGEST = 1_000  # characters of a header: the library's reading of it takes the square of its length
BREAKS = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "section")


class Wary(EmailPolicy):
    """Reads headers, but no endless ones."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST])


WARY: Any = Wary()
HEADS = BytesHeaderParser()


class Letter:
    """One mail. What is broken in it is left out, nothing raises. Its text is read when it is first asked for.

    `answers` are the Message-IDs that it names, `sender` is a bare address.
    """

    def __init__(self, id: str, raw: bytes) -> None:
        head = HEADS.parsebytes(raw)
        self.id, self._raw = id, raw
        self.headers = {name: value for name in HEADERS if (value := _header(head, name))}
        self.message_id = self.headers.get("Message-ID", "")
        self.answers = tuple(f"{_header(head, 'References')} {_header(head, 'In-Reply-To')}".split())
        self.sender = _sender(head)
        self.who, self.to, self.subject = (_header(head, name) for name in ("From", "To", "Subject"))
        self.at = _moment(_header(head, "Date"))

    @property
    def is_automatic(self) -> bool:
        return self.headers.get("Auto-Submitted", "no") != "no"

    @cached_property
    def _letter(self) -> EmailMessage:
        try:
            made: EmailMessage = message_from_bytes(self._raw, policy=WARY)
        except RecursionError:  # letters in letters in letters …
            made = EmailMessage()
        return made

    @cached_property
    def words(self) -> str:
        """Its text."""
        try:
            return _text(self._letter)
        except Exception:  # the library stumbles over what nobody's program writes
            return ""

    @cached_property
    def page(self) -> str:
        """Its HTML as it came; "" where it has none that a mail program would show."""
        try:
            return _content(self._letter, "html") or ""
        except Exception:
            return ""

    @cached_property
    def pictures(self) -> list[tuple[str, str, bytes]]:
        """Content-ID, type and content of the pictures that its HTML may show."""
        return _pictures(self._letter) if self.page else []

    @cached_property
    def gist(self) -> str:
        """Its first words that are not quoted, nor tell who is quoted."""
        lines = self.words[:4_000].splitlines()
        own = "\n".join(takewhile(lambda line: not line.startswith(">"), lines)).rstrip()
        if len(own.splitlines()) < len(lines) and own.endswith(":"):
            own = own.rpartition("\n")[0]
        own = own or "\n".join(line for line in lines if not line.startswith(">"))
        return " ".join(own.split())[:140]

    @cached_property
    def files(self) -> list[tuple[str, str, bytes]]:
        """Name, type and content of what is attached."""
        return _files(self._letter)


def shown(one: Letter, who: str) -> list[Json]:
    """The files of a letter in the mailbox of `who`."""
    return [
        files.shown(f"{one.id}-{at}", name, data, kind, f"/file/mail/{who}/{one.id}/{at}")
        for at, (name, kind, data) in enumerate(one.files)
    ]


def page(one: Letter, who: str) -> Json | None:
    """A letter's HTML as the page draws it in the mailbox of `who`; None where it has none."""
    return drawn(one.page, {id: f"/file/picture/{who}/{one.id}/{at}" for at, (id, _, _) in enumerate(one.pictures)})


def _sender(head: Message) -> str:
    try:
        return next((one.lower() for _, one in getaddresses([str(head["From"] or "")]) if one), "")
    except RecursionError:  # a thousand brackets
        return ""


def _header(letter: Message, name: str) -> str:
    """A header in one line, decoded as far as it can be."""
    value = letter[name]
    try:
        text = str(make_header(decode_header(value))) if value is not None else ""
    except (ValueError, LookupError):  # an unknown charset, a broken encoding
        text = str(value)
    return " ".join(text.split())


def _moment(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0


def _text(letter: EmailMessage) -> str:
    plain = _content(letter, "plain")
    return plain if plain is not None else words(_content(letter, "html") or "")


def _content(letter: EmailMessage, kind: str) -> str | None:
    """The body of that kind, decoded as far as it can be; None where there is none."""
    body = letter.get_body((kind,))
    if body is None:
        return None
    try:
        content = str(body.get_content())
    except Exception:  # an unknown charset, a broken encoding
        payload = body.get_payload(decode=True)
        content = payload.decode(errors="replace") if isinstance(payload, bytes) else ""
    return content.replace("\r\n", "\n")


def _pictures(letter: EmailMessage) -> list[tuple[str, str, bytes]]:
    found = []
    for part in letter.walk():
        id, data = str(part["Content-ID"] or "").strip("<> "), part.get_payload(decode=True)
        if id and part.get_content_type() in files.IMAGES and isinstance(data, bytes):
            found.append((id, part.get_content_type(), data))
    return found


def _files(letter: EmailMessage) -> list[tuple[str, str, bytes]]:
    found = []
    try:
        for part in letter.iter_attachments():
            data = part.get_payload(decode=True)
            data = data if isinstance(data, bytes) else part.as_bytes()
            found.append((part.get_filename() or "file", part.get_content_type(), data))
    except Exception:  # a letter that says multipart and is none
        return found
    return found


class _Words(HTMLParser):
    """The words of a page, without what is never shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self.pieces.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BREAKS and tag not in ("br", "li"):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split()) if data.strip() else " ")
            self.pieces.append(" " if data[-1:].isspace() else "")


def words(html: str) -> str:
    """A page's words, line by line."""
    parser = _Words()
    parser.feed(STRAY.sub("&lt;", TAG.sub(r"<\1>", UNSAID.sub(" ", html))))
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.pieces).split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
