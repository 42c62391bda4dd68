"""A post in, the bytes of a mail out. Pure: the same post gives the same bytes, so a retry is the same mail."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from markdown_it import MarkdownIt

from adapters.mail import seals
from adapters.mail.addresses import is_address
from adapters.mail.charsets import header_text, lines, one_line
from adapters.mail.fields import policy, thread
from adapters.mail.filenames import clean, clean_type
from adapters.mail.parse import LOOP
from adapters.mail.subjects import answering
from bot.config import Mailbox, Settings
from bot.events import Acknowledged, File
from bot.ports import Post, Undeliverable
from bot.tokens import Tokens
from bot.words import ForRequester

NAME = 50  # characters of the sender's name: the standard library unquotes a name that it must fold
POLICY = policy()
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def mail(
    post: Post, words: ForRequester, mailbox: Mailbox, settings: Settings, content: Callable[[File], bytes]
) -> bytes:
    """The mail that `post` is. Raises Undeliverable where its recipient is no address that can be written to.

    `content` gives the bytes of an attachment; it may raise OSError.
    """
    message = EmailMessage(policy=POLICY)
    _address(message, post, words, mailbox, settings)
    if words.automatic:
        is_ack = isinstance(post.event.fact, Acknowledged)
        message["Subject"] = f"{words.subject} [#{words.number}]"
        message["Auto-Submitted"] = "auto-replied" if is_ack else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    else:
        message["Subject"] = answering(words.subject, words.number)
    if ids := thread(post.refs):
        message["In-Reply-To"], message["References"] = ids[-1], " ".join(ids)
    message["Date"] = format_datetime(post.event.at)
    _fill(message, words, content)
    _bound(message, post.uuid)
    return b"\r\n".join(message.as_bytes().splitlines()) + b"\r\n"


def recipient(post: Post) -> str:
    """The address a post goes to. Raises Undeliverable where it is none."""
    address = post.place.partition(":")[2]
    if not is_address(address):
        raise Undeliverable(f"“{one_line(address)[:80]}” is no address that mail can be sent to")
    return address


def _address(message: EmailMessage, post: Post, words: ForRequester, mailbox: Mailbox, settings: Settings) -> None:
    to, keys = recipient(post), settings.reply_secrets
    local, _, host = mailbox.address.partition("@")
    tag = Tokens(keys).sign(words.number, to) if keys else ""
    message_id = f"<{tag}.{post.uuid}@{host}>" if tag else f"<{post.uuid}@{host}>"
    name = header_text(mailbox.sender_name or settings.name)[:NAME]
    message["From"] = Address(name, local, host)
    message["To"] = to
    message["Reply-To"] = f"{local}+{tag}@{host}" if tag else mailbox.address
    message["Message-ID"] = message_id
    if mark := seals.seal(keys, message_id):
        message[LOOP] = mark


def _fill(message: EmailMessage, words: ForRequester, content: Callable[[File], bytes]) -> None:
    text = lines(words.text) + "\n"
    # quoted-printable: no line too long, and no boundary of ours can stand in it
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
    for file in words.files:
        main, _, sub = clean_type(file.content_type).partition("/")
        if main in ("multipart", "message"):
            main, sub = "application", "octet-stream"
        name = header_text(clean(file.name)) or "file"
        message.add_attachment(content(file), maintype=main, subtype=sub, filename=name, cte="base64")


def _html(text: str) -> str:
    return f"<!DOCTYPE html>\n<html><body>\n{MARKDOWN.render(text)}</body></html>\n"


def _bound(message: EmailMessage, uuid: str) -> None:
    """Fixed boundaries: no encoded part can hold `=_`, and a retry must send the same bytes."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{uuid}_{number}")
