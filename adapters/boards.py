"""What /desk board answers."""

from adapters.calls import Call, Said
from adapters.finding import spelled as line
from bot.config import Settings
from bot.desk import Desk
from bot.overview import Overview, headed, leading, nothing
from bot.speech import say

DOES = ("here", "off")


def board(desk: Desk, settings: Settings, call: Call) -> Said:
    """The asker's own, for them alone; or put one up for all in the room where it is asked, or take that down."""
    match call.value("do"):
        case "here":
            if desk.boards.put_up(call.by, call.here):
                return Said(
                    say("The board is put up, and shows by itself what changes. /desk board off takes it down.")
                )
            return Said(say("A board stands here already: look among the pinned messages."))
        case "off":
            if desk.boards.take_down(call.by, call.here):
                return Said(say("The board is taken down."))
            return Said(say("There is no board here."))
        case _:
            shown = desk.boards.show(call.by, call.here)
            return Said(spelled(shown), overview=shown)


def spelled(overview: Overview) -> str:
    """All of it as plain text."""
    lines = leading(overview)
    for section in overview.sections:
        lines += [headed(section), *(f"  {line(hit)}" for hit in section.hits)]
    return "\n".join(lines) if overview.sections else nothing(overview)
