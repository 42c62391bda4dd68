"""How tickets stand to each other: what a ticket's `links` say."""

from enum import StrEnum

from bot.speech import later, shown
from bot.ticket import Ticket


class How(StrEnum):
    """What a ticket is to the other."""

    RELATES = "relates"
    BLOCKS = "blocks"
    BLOCKED = "blocked"
    DUPLICATES = "duplicates"
    DUPLICATED = "duplicated"
    CHILD = "child"  # the other is its parent
    PARENT = "parent"  # the other is its child
    PART = "part"  # the other was merged into it


INVERSE = {
    How.RELATES: How.RELATES, How.BLOCKS: How.BLOCKED, How.BLOCKED: How.BLOCKS, How.DUPLICATES: How.DUPLICATED,
    How.DUPLICATED: How.DUPLICATES, How.CHILD: How.PARENT, How.PARENT: How.CHILD,
}  # fmt: skip
SENTENCES = {
    How.RELATES: later("this ticket has to do with #{number}"), How.BLOCKS: later("this ticket blocks #{number}"),
    How.BLOCKED: later("this ticket is blocked by #{number}"), How.CHILD: later("this ticket is a child of #{number}"),
    How.PARENT: later("this ticket is the parent of #{number}"),
    How.DUPLICATES: later("this ticket is a duplicate of #{number}"),
    How.DUPLICATED: later("this ticket has the duplicate #{number}"),
}  # fmt: skip
SHORT = {
    How.BLOCKED: later("⛔ blocked by {others}"), How.BLOCKS: later("blocks {others}"),
    How.CHILD: later("child of {others}"), How.PARENT: later("parent of {others}"),
    How.DUPLICATES: later("duplicate of {others}"), How.DUPLICATED: later("has the duplicate {others}"),
    How.RELATES: later("see also {others}"), How.PART: later("merged with {others}"),
}  # fmt: skip


def link(how: How, number: int) -> str:
    """As a ticket keeps it."""
    return f"{how} {number}"


def numbers(ticket: Ticket, how: How) -> list[int]:
    """The tickets that it stands to in this way."""
    return [int(one.partition(" ")[2]) for one in ticket.links if one.partition(" ")[0] == how]


def between(ticket: Ticket, number: int) -> list[How]:
    """The ways in which it stands to the ticket `number`; that one went into the other is none of them."""
    found = [How(one.partition(" ")[0]) for one in ticket.links if one.partition(" ")[2] == str(number)]
    return [how for how in found if how is not How.PART]


def sentence(how: How, number: int) -> str:
    """How a ticket stands to the ticket `number`, within a sentence: `this ticket blocks #17`."""
    return shown(SENTENCES[how], number=number)


def told(ticket: Ticket) -> str:
    """All of them for a card: `⛔ blocked by #17 · see also #3, #9`; "" where there are none."""
    said = ((words, ", ".join(f"#{one}" for one in numbers(ticket, how))) for how, words in SHORT.items())
    return " · ".join(shown(words, others=others) for words, others in said if others)
