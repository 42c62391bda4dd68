"""What /desk tags answers: which tags there are, and how a supervisor renames them."""

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.speech import say, several

SHOWN = 100  # tags


def tags(desk: Desk, settings: Settings, call: Call) -> Said:
    words = call.value("do").replace(",", " ").split()
    if not words:
        counts = desk.labels.tags(call.by)
        lines = [f"{tag} ({count})" for tag, count in list(counts.items())[:SHOWN]]
        more = "\n" + say("… and {n} more", n=len(counts) - SHOWN) if len(counts) > SHOWN else ""
        return Said(f"{', '.join(lines)}{more}" if counts else say("No ticket has a tag."))
    if words[0].lower() not in ("rename", "merge") or len(words) != 3:
        raise Misunderstood(
            say("Say tags alone for the list, or tags rename OLD NEW: where there is NEW already, the two become one.")
        )
    old, new = words[1:]
    count, is_more = desk.labels.rename(call.by, old, new)
    tags_ = {"old": old.lower(), "new": new.lower()}
    if is_more:
        return Said(
            several(
                "“{old}” is “{new}” now, on {n} ticket so far; the rest follows by itself.",
                "“{old}” is “{new}” now, on {n} tickets so far; the rest follows by itself.",
                count,
                **tags_,
            )
        )
    return Said(
        several("“{old}” is “{new}” now, on {n} ticket.", "“{old}” is “{new}” now, on {n} tickets.", count, **tags_)
    )
