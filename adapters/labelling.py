"""What /desk tags answers: which tags there are, and how a supervisor renames them."""

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood

SHOWN = 100  # tags
FORM = "Say tags alone for the list, or tags rename OLD NEW: where there is NEW already, the two become one."


def tags(desk: Desk, settings: Settings, call: Call) -> Said:
    words = call.value("do").replace(",", " ").split()
    if not words:
        counts = desk.labels.tags(call.by)
        lines = [f"{tag} ({count})" for tag, count in list(counts.items())[:SHOWN]]
        more = f"\n… and {len(counts) - SHOWN} more" if len(counts) > SHOWN else ""
        return Said(f"{', '.join(lines)}{more}" if counts else "No ticket has a tag.")
    if words[0].lower() not in ("rename", "merge") or len(words) != 3:
        raise Misunderstood(FORM)
    old, new = words[1:]
    count, is_more = desk.labels.rename(call.by, old, new)
    some = f"{count} ticket{'' if count == 1 else 's'}"
    told = f"{some} so far; the rest follows by itself" if is_more else some
    return Said(f"“{old.lower()}” is “{new.lower()}” now, on {told}.")
