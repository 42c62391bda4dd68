"""A post in, the bytes of a mail out. Pure: the same post gives the same bytes, so a retry is the same mail."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from adapters.mail import markup, seals, writing
from adapters.mail.addresses import is_address
from adapters.mail.charsets import header_text, one_line
from adapters.mail.fields import policy, thread
from adapters.mail.filenames import clean, clean_type
from adapters.mail.identity import Identity
from adapters.mail.parse import LOOP
from adapters.mail.subjects import answering
from bot.config import Mailbox, Settings
from bot.events import Acknowledged, File, Replied
from bot.people import channel_of
from bot.ports import Post, Undeliverable
from bot.tokens import Tokens
from bot.words import ForRequester

NAME = 50  # characters of the sender's name: the standard library unquotes a name that it must fold
POLICY = policy()
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # that may stand in the text: they run nothing


def mail(
    post: Post, words: ForRequester, mailbox: Mailbox, settings: Settings, content: Callable[[File], bytes]
) -> bytes:
    """The mail that `post` is. Raises Undeliverable where its recipient is nobody that we may write to.

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
    _fill(message, post, words, settings, content)
    _bound(message, post.uuid)
    return b"\r\n".join(message.as_bytes().splitlines()) + b"\r\n"


def recipient(post: Post, settings: Settings) -> str:
    """The address a post goes to. Raises Undeliverable where it is none, or one of ours."""
    address = post.place.partition(":")[2]
    if not is_address(address):
        raise Undeliverable(f"“{one_line(address)[:80]}” is no address that mail can be sent to")
    if Identity(settings).has(address):
        raise Undeliverable(f"{address} is an address of ours: the answer would only come back to us")
    return address


def _address(message: EmailMessage, post: Post, words: ForRequester, mailbox: Mailbox, settings: Settings) -> None:
    to, keys = recipient(post, settings), settings.reply_secrets
    local, _, host = mailbox.address.partition("@")
    tag = Tokens(keys).sign(words.number, to) if keys else ""
    message_id = f"<{tag}.{post.uuid}@{host}>" if tag else f"<{post.uuid}@{host}>"
    own = settings.queue(post.ticket.queue).sender_name
    name = header_text(own or mailbox.sender_name or settings.name)[:NAME]
    message["From"] = Address(name, local, host)
    message["To"], copied = _shown(post, to)
    if copied:
        message["Cc"] = ", ".join(copied)
    message["Reply-To"] = f"{local}+{tag}@{host}" if tag else mailbox.address
    message["Message-ID"] = message_id
    if mark := seals.seal(keys, message_id):
        message[LOOP] = mark


def _shown(post: Post, to: str) -> tuple[str, list[str]]:
    """Whom To and Cc name: of an answer all whom it goes to, each by a mail of their own; of all else its reader."""
    everybody = (post.ticket.origin, *post.ticket.cc)
    if not isinstance(post.event.fact, Replied) or post.place not in everybody:
        return to, []
    mails = [place.partition(":")[2] for place in everybody if channel_of(place) == "mail"]
    mails = [address for address in mails if is_address(address)]
    first = mails[0] if channel_of(post.ticket.origin) == "mail" else to
    return first, [address for address in mails if address != first]


def _fill(
    message: EmailMessage, post: Post, words: ForRequester, settings: Settings, content: Callable[[File], bytes]
) -> None:  # fmt: skip
    """Text and HTML, the pictures that the text names within it, and the other files behind."""
    around = writing.frame(words, post.ticket, settings)
    named = markup.pictured(words.text)
    shown = [file for file in words.files if file.name.lower() in named and clean_type(file.content_type) in PICTURES]
    ids = {file.name.lower(): f"{post.uuid}.{at}@pictures" for at, file in enumerate(shown)}
    # quoted-printable: no line too long, and no boundary of ours can stand in it
    message.set_content(writing.text(words, around), cte="quoted-printable")
    message.add_alternative(writing.html(words, around, ids), subtype="html", cte="quoted-printable")
    *_, folder = message.iter_parts()
    for file in shown:
        folder.add_related(content(file), **_described(file), cid=f"<{ids[file.name.lower()]}>", disposition="inline")
    for file in words.files:
        if file not in shown:
            message.add_attachment(content(file), **_described(file))


def _described(file: File) -> dict[str, Any]:
    main, _, sub = clean_type(file.content_type).partition("/")
    if main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    name = header_text(clean(file.name)) or "file"
    return {"maintype": main, "subtype": sub, "filename": name, "cte": "base64"}


def _bound(message: EmailMessage, uuid: str) -> None:
    """Fixed boundaries: no encoded part can hold `=_`, and a retry must send the same bytes."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{uuid}_{number}")
