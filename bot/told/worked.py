"""Lines of the agents' work."""

from typing import assert_never

from bot import events as e
from bot.durations import worked as spell
from bot.fields import LANGUAGE
from bot.sharing import LEAST_LOADED
from bot.speech import say, word
from bot.words import ForRoom


def worked(by: str, fact: e.Worked) -> ForRoom:
    match fact:
        case e.Noted():
            return _noted(by, fact)
        case e.Assigned():
            return _assigned(by, fact)
        case e.Released():
            return ForRoom("👤", say("{by} gave this ticket back: nobody owns it", by=by))
        case e.Prioritised(priority):
            level = word(priority, "priority")
            return ForRoom("🚦", say("{by} set the priority to {priority}", by=by, priority=level))
        case e.Moved(queue):
            return ForRoom("📦", say("{by} moved this ticket to the queue {queue}", by=by, queue=queue))
        case e.Tagged(added, removed):
            signed = [f"+{tag}" for tag in added] + [f"-{tag}" for tag in removed]
            return ForRoom("🏷️", say("{by} tagged: {tags}", by=by, tags=" ".join(signed)))
        case e.Relabelled(old, new):
            return ForRoom("🏷️", say("{by} renamed the tag {old} to {new} everywhere", by=by, old=old, new=new))
        case e.Retitled(subject):
            return ForRoom("✏️", say("{by} changed the subject to: {subject}", by=by, subject=subject))
        case e.Categorised(category):
            head = say("{by} took the category away", by=by)
            if category:
                head = say("{by} set the category to {category}", by=by, category=category)
            return ForRoom("🗂️", head)
        case e.FieldSet(name, value) if name == LANGUAGE:
            head = say("{by} left the requester's language to the queue", by=by)
            if value:
                head = say("{by} set the requester's language to {language}", by=by, language=value)
            return ForRoom("🗂️", head)
        case e.FieldSet(name, value, label):
            head = say("{by} emptied {field}", by=by, field=label or name)
            if value:
                head = say("{by} set {field} to {value}", by=by, field=label or name, value=value)
            return ForRoom("🗂️", head)
        case e.TimeBooked(minutes, what):
            head = say("{by} took back {length}", by=by, length=spell(-minutes))
            if minutes > 0:
                head = say("{by} booked {length}", by=by, length=spell(minutes))
            return ForRoom("⏲️", head, what)
        case _:
            assert_never(fact)


def _noted(by: str, fact: e.Noted) -> ForRoom:
    if fact.is_next:
        return ForRoom("👉", say("{by} noted what is next", by=by), fact.text)
    about = f" ({word(fact.step, 'step')})" if fact.step else ""
    return ForRoom("📝", f"{say('{by} noted', by=by)}{about}", fact.text, files=fact.files)


def _assigned(by: str, fact: e.Assigned) -> ForRoom:
    told = {"by": by, "name": fact.owner_name, "owner": fact.taken_from}
    if fact.how:  # nobody said it to them: the line calls them
        head = say("{by} gave this ticket to {name}: it is their turn", **told)
        if fact.how == LEAST_LOADED:
            head = say("{by} gave this ticket to {name}, who has the fewest open tickets: {n}", n=fact.load, **told)
        return ForRoom("👤", head, pings=(fact.owner,))
    if fact.owner_name == by:
        head = say("{by} claimed this ticket", **told)
        if fact.taken_from:
            head = say("{by} claimed this ticket, taken from {owner}", **told)
    else:
        head = say("{by} assigned it to {name}", **told)
        if fact.taken_from:
            head = say("{by} assigned it to {name}, taken from {owner}", **told)
    return ForRoom("👤", head)
