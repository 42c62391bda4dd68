"""Everything the desk can refuse, in words a person can read.

A `Refused` is the asker's to mend: adapters show `str(error)` to that person alone. Any other exception is
ours: adapters log it with the ticket number and apologise.
"""

from bot.speech import shown
from bot.words import Button


class Refused(Exception):
    """The desk will not do that."""

    def __init__(self, message: str = "", buttons: tuple[Button, ...] = ()) -> None:
        super().__init__(message or shown(" ".join((type(self).__doc__ or "").split())))
        self.buttons = buttons  # what mends it, in one click


class NoSuchTicket(Refused):
    """There is no such ticket, or it is not yours to see. /desk mine lists those you can."""


class AgentsOnly(Refused):
    """Only the agents of this queue can do that."""


class RequesterOnly(Refused):
    """Only who asked can answer that. You can resolve, close or reopen the ticket instead."""


class SupervisorsOnly(AgentsOnly):
    """Only supervisors can do that."""


class AlreadyOwned(Refused):
    """Somebody else has this ticket."""


class NotYours(Refused):
    """That ticket is not yours to give back."""


class TicketClosed(Refused):
    """This ticket is closed. Reopen it first, or open a new one."""


class LeftAlready(Refused):
    """That answer has left already and cannot be taken back. Write another one to set it right."""


class Incomplete(Refused):
    """That ticket does not tell yet what its queue wants to know."""


class Doubted(Refused):
    """Look at it again before it leaves."""


class EmptyText(Refused):
    """There is nothing to send: write some text."""


class Unknown(Refused):
    """I do not know that name."""


class Misunderstood(Refused):
    """I did not understand that. Say help for what can be done here."""
