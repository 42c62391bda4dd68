"""What a customer's mail program writes when files go along."""

import mimetypes
from collections.abc import Sequence
from email.message import EmailMessage

from sandbox.mail.letters import Attached, quoted

Packed = tuple[str, bytes]  # name, content
UNKNOWN = "application/octet-stream"


def attached(files: Sequence[Packed]) -> list[Attached]:
    """Files with the types that their names say."""
    return [(name, content, mimetypes.guess_type(name)[0] or UNKNOWN) for name, content in files]


def answer(letter: EmailMessage, text: str) -> tuple[str, str, str]:
    """To whom, under which subject and with which words `letter` is answered: the original stands below."""
    subject = str(letter["Subject"] or "")
    subject = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    return (
        str(letter["Reply-To"] or letter["From"]),
        subject,
        f"{text}\n\n{quoted(letter)}\n",
    )
