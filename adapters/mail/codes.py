"""The mail that brings a code: fixed words, the code, and who asked for it. A retry is the same mail."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from adapters.mail import seals
from adapters.mail.charsets import header_text, one_line
from adapters.mail.fields import policy
from adapters.mail.parse import LOOP
from bot.codewords import CodeWords, codewords
from bot.config import Mailbox, Settings
from bot.ports import Notice
from bot.proofs import LASTS, SUBJECT, code

NAME = 50  # characters of our own name
POLICY = policy()


def mail(notice: Notice, mailbox: Mailbox, settings: Settings) -> bytes:
    """The bytes of the mail that brings the code of the proof that `notice` is about: its head says who asked for it,
    its body in which language, where that is known.
    """
    message = EmailMessage(policy=POLICY)
    local, _, host = mailbox.address.partition("@")
    said = codewords(settings.tongue(notice.queue, notice.words.body))
    ours = header_text(mailbox.sender_name or settings.name)[:NAME]
    message["From"] = Address(ours, local, host)
    message["To"] = notice.place.partition(":")[2]
    message["Subject"] = said.subject.replace("{desk}", ours)
    message["Date"] = format_datetime(notice.said_at)
    message["Message-ID"] = message_id = f"<{notice.uuid}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if mark := seals.seal(settings.reply_secrets, message_id):
        message[LOOP] = mark
    message.set_content(_text(notice, settings, said), cte="quoted-printable")
    return b"\r\n".join(message.as_bytes().splitlines()) + b"\r\n"


def _text(notice: Notice, settings: Settings, said: CodeWords) -> str:
    until = (notice.said_at + LASTS).astimezone(ZoneInfo(settings.timezone))
    asked = said.asked.replace("{desk}", one_line(settings.name)).replace("{who}", one_line(notice.words.head))
    number = code(settings.reply_secrets, notice.key.removeprefix(SUBJECT))
    told = said.told.replace("{until}", f"{until:%H:%M %Z}")
    return f"{asked}\n\n{told}\n\n    /desk me code {number}\n\n{said.warned}\n\n{said.ignored}\n"
