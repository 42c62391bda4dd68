"""What the verbs of the ledger answer: /desk audit, dead, parked and cuts."""

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk


def audit(desk: Desk, settings: Settings, call: Call) -> Said:
    return Said("\n".join(desk.ledger.audit(call.by, call.value("mailbox"))))


def dead(desk: Desk, settings: Settings, call: Call) -> Said:
    return Said("\n".join(desk.ledger.dead(call.by, call.value("again").lower())))


def parked(desk: Desk, settings: Settings, call: Call) -> Said:
    return Said("\n".join(desk.ledger.parked(call.by, *_deed(call))))


def cuts(desk: Desk, settings: Settings, call: Call) -> Said:
    return Said("\n".join(desk.ledger.cuts(call.by, *_deed(call))))


def _deed(call: Call) -> tuple[str, int]:
    """`again 17`, or `17 again`: what to do, and with which number; ("", 0) asks for the list."""
    words = call.value("do").lower().replace("#", "").split()
    number = next((int(word) for word in words if word.isdecimal() and len(word) < 10), 0)
    return next((word for word in words if not word.isdecimal()), ""), number
