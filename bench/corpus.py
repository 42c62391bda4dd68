"""A thousand mixed mails, the same ones each time: what a support mailbox gets, from a seed, without a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import count
from random import Random

from bench.words import ENGLISH, TONGUES, paragraphs, sentence

DESK = "support@desk.example"
FIRST = datetime(2026, 6, 1, 6, tzinfo=UTC)
MAILS = 1000
PEOPLE = 300  # who write; some of them often
FILES = (("scan.pdf", "application/pdf"), ("screen.png", "image/png"), ("größe.xlsx", "application/vnd.ms-excel"))
SMALLEST, LARGEST = 1_000, 200_000  # bytes of an attachment

BOUNCED = """\
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
"""


class Writer:
    """Writes one mail after another; `known` are the human ones so far, for those that answer them."""

    def __init__(self, seed: int, address: str) -> None:
        self._dice, self._address = Random(seed), address
        self._numbers = count(1)
        self.known: list[EmailMessage] = []

    def write(self, mix: "Mix | None" = None) -> bytes:
        """The next mail, of a kind drawn by the weights of `mix`, else of `MIX`."""
        kinds, weights = zip(*(mix or MIX), strict=True)
        mail: EmailMessage = self._dice.choices(kinds, weights)[0](self)
        for number, part in enumerate(mail.walk()):
            if part.get_content_maintype() == "multipart":
                part.set_boundary(f"=_{mail['X-Number']}_{number}_=")  # the standard one is drawn anew each time
        return mail.as_bytes()

    def plain(self) -> EmailMessage:
        return self._human(paragraphs(self._dice, ENGLISH, self._dice.randint(1, 6)))

    def foreign(self) -> EmailMessage:
        tongue, charset = self._dice.choice(TONGUES[1:])
        mail = self._human(paragraphs(self._dice, tongue, self._dice.randint(1, 4)), charset)
        del mail["Subject"]
        mail["Subject"] = sentence(self._dice, tongue, 2, 6)
        return mail

    def hypertext(self) -> EmailMessage:
        text = paragraphs(self._dice, ENGLISH, self._dice.randint(1, 5))
        mail = self._human(text)
        mail.add_alternative(_html(text), subtype="html")
        return mail

    def only_html(self) -> EmailMessage:
        mail = self._headed()
        mail.set_content(_html(paragraphs(self._dice, ENGLISH, self._dice.randint(1, 5))), subtype="html")
        return self._kept(mail)

    def with_files(self) -> EmailMessage:
        mail = self._human(paragraphs(self._dice, ENGLISH, 2))
        for _ in range(self._dice.randint(1, 2)):
            name, kind = self._dice.choice(FILES)
            content = self._dice.randbytes(int(SMALLEST * (LARGEST / SMALLEST) ** self._dice.random()))
            mail.add_attachment(content, maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename=name)
        return mail

    def long(self) -> EmailMessage:
        return self._human(paragraphs(self._dice, ENGLISH, self._dice.randint(60, 200)))

    def answer(self) -> EmailMessage:
        if not self.known:
            return self.plain()
        answered = self._dice.choice(self.known[-200:])
        mail = self._headed(str(answered["From"]), f"Re: {answered['Subject']}")
        mail["In-Reply-To"] = answered["Message-ID"]
        mail["References"] = " ".join(f"{answered['References'] or ''} {answered['Message-ID']}".split())
        quote = "\n".join(f"> {line}" for line in paragraphs(self._dice, ENGLISH, 2).splitlines())
        mail.set_content(f"{sentence(self._dice, ENGLISH)}\n\nOn that day somebody wrote:\n{quote}\n")
        return self._kept(mail)

    def away(self) -> EmailMessage:
        mail = self._headed(subject="Automatic reply: your message")
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content("I am out of the office until Monday.\n")
        return mail

    def bounce(self) -> EmailMessage:
        mail = self._headed("MAILER-DAEMON@mx.example.net", "Undelivered Mail Returned to Sender")
        mail.replace_header("Return-Path", "<>")
        mail.set_content("Your message could not be delivered.\n")
        mail.make_mixed()
        mail.set_param("report-type", "delivery-status")
        mail.replace_header("Content-Type", str(mail["Content-Type"]).replace("mixed", "report"))
        status = BOUNCED.replace("{address}", f"gone{self._dice.randint(1, 99)}@example.net")
        mail.attach(message_from_string(status, EmailMessage))
        return mail

    def _human(self, text: str, charset: str = "utf-8") -> EmailMessage:
        mail = self._headed()
        mail.set_content(text + "\n", charset=charset)
        return self._kept(mail)

    def _kept(self, mail: EmailMessage) -> EmailMessage:
        self.known.append(mail)
        return mail

    def _headed(self, sender: str = "", subject: str = "") -> EmailMessage:
        number = next(self._numbers)
        who = int(PEOPLE * self._dice.random() ** 2)
        mail = EmailMessage(policy=SMTP)
        mail["Return-Path"] = f"<person{who}@customer.example>"
        for hop in ("mx.desk.example", "relay.customer.example", "mail.customer.example"):
            mail["Received"] = f"from somewhere by {hop} with ESMTPS id {number:08x}; {format_datetime(FIRST)}"
        mail["From"] = sender or f"Person Number {who} <person{who}@customer.example>"
        mail["To"] = f"Support <{self._address}>"
        mail["Subject"] = subject or sentence(self._dice, ENGLISH, 3, 9)
        mail["Date"] = format_datetime(FIRST + timedelta(seconds=20 * number))
        mail["Message-ID"] = f"<{number}.{self._dice.getrandbits(64):016x}@customer.example>"
        mail["User-Agent"] = "Thunderbird"
        mail["X-Number"] = str(number)
        return mail


Mix = tuple[tuple[Callable[[Writer], EmailMessage], int], ...]
MIX: Mix = (
    (Writer.plain, 33), (Writer.hypertext, 20), (Writer.only_html, 5), (Writer.foreign, 10), (Writer.with_files, 10),
    (Writer.answer, 12), (Writer.long, 4), (Writer.away, 4), (Writer.bounce, 2),
)  # fmt: skip


def mails(number: int = MAILS, seed: int = 42, address: str = DESK) -> list[bytes]:
    """`number` mails to the desk at `address`, as a mailbox holds them, CRLF and all."""
    writer = Writer(seed, address)
    return [writer.write() for _ in range(number)]


def _html(text: str) -> str:
    said = "".join(f"<p style='margin:0'>{part}</p>" for part in text.split("\n\n"))
    links = "<ul><li><a href='https://customer.example/'>our page</a></li><li><b>urgent</b></li></ul>"
    return f"<html><head><style>p {{ color: #333 }}</style></head><body><div>{said}{links}</div></body></html>"
