"""What the agents' work changes."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply import alerts
from bot.apply.states import to
from bot.copies import replace
from bot.fields import LANGUAGE
from bot.ticket import Priority, Status, Ticket


def worked(ticket: Ticket, fact: e.Worked, at: datetime) -> Ticket:
    match fact:
        case e.Assigned(owner, name):
            status = Status.OPEN if ticket.status is Status.NEW else ticket.status
            return replace(to(ticket, status, at), owner=owner, owner_name=name)
        case e.Released():
            return replace(ticket, owner=None, owner_name="")
        case e.Moved(queue):
            return replace(ticket, queue=queue, owner=None, owner_name="", watchers=())
        case e.Prioritised(priority):
            return replace(ticket, priority=Priority(priority), is_rated=True)
        case e.Tagged(added, removed):
            kept = [tag for tag in ticket.tags if tag not in removed]
            return replace(ticket, tags=tuple(dict.fromkeys([*kept, *added])))
        case e.Relabelled(old, new):
            return replace(ticket, tags=tuple(dict.fromkeys(new if tag == old else tag for tag in ticket.tags)))
        case e.Retitled(subject):
            return replace(ticket, subject=subject)
        case e.Categorised(category):
            return replace(ticket, category=category)
        case e.FieldSet(name, value) if name == LANGUAGE:
            return replace(ticket, language=value)
        case e.FieldSet(name, value):
            said = dict(ticket.fields) | {name: value}
            return replace(ticket, fields=tuple(sorted((one, value) for one, value in said.items() if value)))
        case e.TimeBooked(minutes):
            return replace(ticket, minutes=ticket.minutes + minutes)
        case e.Noted(step=step):
            ticket = alerts.worked(ticket)
            is_new = step and step not in ticket.steps
            return replace(ticket, steps=(*ticket.steps, step)) if is_new else ticket
        case _:
            assert_never(fact)
