"""The mail provider: an IMAP server on loopback with the corpus in the desk's mailbox."""

from bench.corpus import DESK, mails
from bench.elsewhere import Stage
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.mail.server import MailSandbox


async def provider(stage: Stage) -> None:
    """Tells the URL of the mailbox."""
    clock = Clock()
    mail = MailSandbox(clock, Faults(), Journal(clock))
    await mail.start()
    mail.add(DESK)
    for raw in mails():
        await mail.deliver(DESK, raw)
    stage.tell(mail.imap_url(DESK))
    await stage.until_the_end()
    await mail.stop()
