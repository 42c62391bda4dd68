"""The desk's door for transcripts behind links that expire. `Desk.lent`.

The link is the right: whoever has it reads what it was made for, for a day or until somebody else is made the
requester, and nobody is asked who they are.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot import links
from bot.config import Settings
from bot.links import Links
from bot.paper import Paper
from bot.ports import Store
from bot.ticket import Ticket
from bot.transcript import Reach, written
from bot.transcript_forms import Form, paper

LASTS = timedelta(hours=24)


class Lent:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._links = Links(settings.reply_secrets)

    def address(self, number: int, reach: Reach, form: Form) -> str:
        """Where the transcript can be had from now on for a day; "" where the desk has no address on the web."""
        with self._store.transaction() as tx:
            ticket = tx.tickets.get(number)
        token = self._links.sign(number, _purpose(ticket, reach, form), self._now() + LASTS)
        if not (self._settings.public_url and token):
            return ""
        return f"{self._settings.public_url}/transcript/{reach}/{form}/{token}"

    def opened(self, reach: str, form: str, token: str) -> Paper | None:
        """What a link of ours leads to, as it is now; None for any other."""
        link = links.read(token)
        if link is None or reach not in list(Reach) or form not in list(Form):
            return None
        with self._store.transaction() as tx:
            ticket = tx.tickets.look(link.number)
        if ticket is None or not self._links.holds(link, _purpose(ticket, Reach(reach), Form(form)), self._now()):
            return None
        return self.written(link.number, Reach(reach), Form(form))

    def written(self, number: int, reach: Reach, form: Form) -> Paper | None:
        """The transcript, for whoever has the right to it already: by a link, or by being at the machine."""
        with self._store.transaction() as tx:
            ticket = tx.tickets.look(number)
            return paper(written(tx, self._settings, ticket, reach, self._now()), form) if ticket else None


def _purpose(ticket: Ticket, reach: Reach, form: Form) -> str:
    """Signed instead of a person's place, which it can never be: no link of the one kind is one of the other.

    Made while somebody asks the ticket, it shows nothing of what another one asks it then.
    """
    return f"desk:transcript/{reach}/{form}/{ticket.requester}"
