"""Lines of the agents' work."""

from typing import assert_never

from bot import events as e
from bot.durations import worked as spell
from bot.words import ForRoom


def worked(by: str, fact: e.Worked) -> ForRoom:
    match fact:
        case e.Noted(text, files, step):
            about = f" ({step})" if step else ""
            return ForRoom("📝", f"{by} noted{about}", text, files=files)
        case e.Assigned(_, name, taken_from):
            taken = f", taken from {taken_from}" if taken_from else ""
            what = "claimed this ticket" if name == by else f"assigned it to {name}"
            return ForRoom("👤", f"{by} {what}{taken}")
        case e.Released():
            return ForRoom("👤", f"{by} gave this ticket back: nobody owns it")
        case e.Prioritised(priority):
            return ForRoom("🚦", f"{by} set the priority to {priority}")
        case e.Moved(queue):
            return ForRoom("📦", f"{by} moved this ticket to the queue {queue}")
        case e.Tagged(added, removed):
            signed = [f"+{tag}" for tag in added] + [f"-{tag}" for tag in removed]
            return ForRoom("🏷️", f"{by} tagged: {' '.join(signed)}")
        case e.Relabelled(old, new):
            return ForRoom("🏷️", f"{by} renamed the tag {old} to {new} everywhere")
        case e.Retitled(subject):
            return ForRoom("✏️", f"{by} changed the subject to: {subject}")
        case e.Categorised(category):
            what = f"set the category to {category}" if category else "took the category away"
            return ForRoom("🗂️", f"{by} {what}")
        case e.FieldSet(name, value, label):
            what = f"set {label or name} to {value}" if value else f"emptied {label or name}"
            return ForRoom("🗂️", f"{by} {what}")
        case e.TimeBooked(minutes, what):
            did = f"booked {spell(minutes)}" if minutes > 0 else f"took back {spell(-minutes)}"
            return ForRoom("⏲️", f"{by} {did}", what)
        case _:
            assert_never(fact)
