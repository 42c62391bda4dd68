"""What a customer's mail program writes."""

from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parsedate_to_datetime

Attached = tuple[str, bytes, str]  # name, content, type


def written(
    at: datetime, sender: str, to: str, subject: str, text: str, attachments: list[Attached] | None = None
) -> EmailMessage:
    """A mail as Ann's program makes it."""
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or "example.org")
    letter.set_content(text)
    for name, content, kind in attachments or []:
        main, _, sub = kind.partition("/")
        letter.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=name)
    return letter


def vouched(letter: EmailMessage, by: str) -> EmailMessage:
    """The letter with what the provider `by` says of its sender on arrival."""
    domain = str(letter["From"]).rpartition("@")[2].strip("> ")
    letter["Authentication-Results"] = f"{by}; dmarc=pass header.from={domain}"
    return letter


def answering(letter: EmailMessage, to: Message) -> EmailMessage:
    """Thread `letter` under the mail it answers, as every client does."""
    answered = str(to["Message-ID"] or "")
    letter["In-Reply-To"] = answered
    letter["References"] = " ".join(f"{to['References'] or ''} {answered}".split())
    return letter


def quoted(message: EmailMessage) -> str:
    """The text of `message` as the quote under an answer, below a line that says whose it is."""
    at = parsedate_to_datetime(str(message["Date"]))
    lines = "\n".join(f"> {line}" for line in words(message).splitlines())
    return f"On {at:%a, %d %b %Y at %H:%M}, {message['From']} wrote:\n{lines}"


def words(message: EmailMessage) -> str:
    """The plain text of `message`; "" where it has none."""
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""
