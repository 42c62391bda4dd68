"""A ticket's question and answer as the draft of an article, without who asked."""

import re
from collections.abc import Sequence

from bot import events as e
from bot.people import NOBODY
from bot.speech import later, say
from bot.ticket import Ticket

# no local part is longer; without an end, one long word would be read again from each of its letters
ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\w#])\+?\d[\d ()/.-]{6,}\d(?!\w)")
SHORTEST = 3  # letters of a name: what is shorter stands in too many words
WARNING = later(
    "Names, addresses and telephone numbers were taken out where they could be told: read it before others do."
)


def title(ticket: Ticket) -> str:
    return nameless(ticket.subject, ticket)[:200] or say("What #{number} taught", number=ticket.number)


def body(ticket: Ticket, history: Sequence[e.Event], unsaid: frozenset[int]) -> str:
    """The question that opened it and the last answer that left in the clear. What was encrypted is left out."""
    asked = next((one.fact for one in history if isinstance(one.fact, e.Opened)), None)
    answers = [
        one.fact.text for one in history
        if isinstance(one.fact, e.Replied) and one.id not in unsaid and not one.fact.encrypted
    ]  # fmt: skip
    question = (asked.shown or asked.text) if asked and not asked.encrypted else ""
    answer = answers[-1] if answers else "…"
    said = f"## {say('Question')}\n\n{question or '…'}\n\n## {say('Answer')}\n\n{answer}"
    return nameless(said, ticket)


def nameless(text: str, ticket: Ticket) -> str:
    """`text` without the requester's name, and without anybody's address or telephone number."""
    text = ADDRESS.sub("[address]", text)
    text = TELEPHONE.sub("[number]", text)
    address = ticket.requester.partition(":")[2].lstrip("@") if ticket.requester != NOBODY else ""
    names = {ticket.requester_name, *ticket.requester_name.split(), *re.split(r"[@.]", address)[:2]}
    for name in sorted((one for one in names if len(one) >= SHORTEST and not one.isdigit()), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[name]", text, flags=re.IGNORECASE)
    return text
