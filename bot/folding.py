"""Messages that are shown in part: what their sender wrote now, with all of it one click away.

Nothing is ever lost by it: the history has every text whole.
"""

from collections.abc import Iterable, Sequence

from bot.errors import Unknown
from bot.events import Event, Opened, Wrote
from bot.speech import say, word
from bot.words import Button, ForRoom

TELLING = 20  # letters of a line that is ours and no greeting
MOST = 6_000  # characters that a click shows; a longer text goes along with the line as a file


def shown(fact: Opened | Wrote) -> str:
    """What of the message agents see at once."""
    return fact.shown or fact.text


def own(text: str, sent: Iterable[str]) -> str:
    """`text` without the lines that are ours, of mails that we `sent`: some programs quote without any mark.

    Only lines that nobody writes by chance; all of it where nothing else would be left.
    """
    ours = {said for one in sent for row in one.split("\n") if len(said := _letters(row)) >= TELLING}
    kept = [row for row in text.split("\n") if _letters(row) not in ours]
    return "\n".join(kept).strip() if any(map(_letters, kept)) else text


def _letters(row: str) -> str:
    return "".join(filter(str.isalnum, row)).lower()


def line(icon: str, head: str, event: Event, fact: Opened | Wrote, buttons: tuple[Button, ...]) -> ForRoom:
    """The line of a message in the agents' thread, with a button that shows what is folded."""
    whole = fact.text if fact.shown else ""
    if whole and len(whole) <= MOST:
        buttons = (*buttons, Button(word("Whole text", "button"), "whole", event.ticket, f"--message {event.id}"))
    return ForRoom(icon, head, shown(fact), files=fact.files, buttons=buttons, whole=whole)


def whole(history: Sequence[Event], event: int | None) -> str:
    """The whole text of the event's message; without one, of the newest that is shown in part, or of the newest.

    Raises Unknown.
    """
    said = {one.id: one.fact for one in history if isinstance(one.fact, Opened | Wrote)}
    if event is None:
        newest = list(reversed(said.items()))
        event = next((id for id, fact in newest if fact.shown), newest[0][0] if newest else 0)
    if event not in said:
        raise Unknown(say("This ticket has no such message. Say whole alone for the newest that is shown in part."))
    return said[event].text
