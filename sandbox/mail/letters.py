"""What a customer's mail program writes."""

from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

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


def answering(letter: EmailMessage, to: Message) -> EmailMessage:
    """Thread `letter` under the mail it answers, as every client does."""
    answered = str(to["Message-ID"] or "")
    letter["In-Reply-To"] = answered
    letter["References"] = " ".join(f"{to['References'] or ''} {answered}".split())
    return letter


def quoted(message: EmailMessage) -> str:
    """The text of `message` as the quote under an answer."""
    body = message.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body else []
    return "\n".join(f"> {line}" for line in lines)
