"""What the verb answers that makes one incident of several tickets."""

import re

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood


def incident(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is None:
        raise Misunderstood("Which tickets? Say their numbers: incident 12 14 15.")
    others = [int(one) for one in re.findall(r"\d{1,9}", call.value("others"))]
    ticket = desk.circle.incident(call.number, call.by, others, call.source)
    if ticket.number in (call.number, *others):
        return Said("One ticket alone is no incident. Name the others too: incident 12 14 15.", ticket.number)
    return Said(f"#{ticket.number} is their incident: what you answer there goes to all of them.", ticket.number)
