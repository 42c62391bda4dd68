"""What the verb answers that makes one incident of several tickets."""

import re

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.speech import say


def incident(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is None:
        raise Misunderstood(say("Which tickets? Say their numbers: incident 12 14 15."))
    others = [int(one) for one in re.findall(r"\d{1,9}", call.value("others"))]
    ticket = desk.circle.incident(call.number, call.by, others, call.source)
    if ticket.number in (call.number, *others):
        return Said(say("One ticket alone is no incident. Name the others too: incident 12 14 15."), ticket.number)
    said = say("#{number} is their incident: what you answer there goes to all of them.", number=ticket.number)
    return Said(said, ticket.number)
