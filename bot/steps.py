"""The steps of troubleshooting: an optional checklist, each entry of which is a note."""

from bot.errors import Misunderstood
from bot.speech import say, word
from bot.ticket import Ticket

STEPS = ("identify", "research", "theory", "test", "plan", "implement", "verify", "document")


def named(text: str) -> str:
    """The step that `text` names, by its beginning at least; "" for none. Raises Misunderstood."""
    word = text.strip().lower()
    found = [step for step in STEPS if step.startswith(word)] if word else [""]
    if word in STEPS:
        return word
    if len(found) != 1:
        known = ", ".join(STEPS)
        raise Misunderstood(say("“{typed}” is no step. There are: {known}.", typed=text.strip()[:40], known=known))
    return found[0]


def checklist(ticket: Ticket) -> str:
    """All steps in their order, those ticked that a note was taken of."""
    return " · ".join(f"{'☑' if step in ticket.steps else '☐'} {word(step, 'step')}" for step in STEPS)
