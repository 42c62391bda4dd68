"""How tickets stand to each other: what a ticket's `links` say."""

from enum import StrEnum

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
SENTENCES = {  # this ticket …
    How.RELATES: "has to do with #{}", How.BLOCKS: "blocks #{}", How.BLOCKED: "is blocked by #{}",
    How.DUPLICATES: "is a duplicate of #{}", How.DUPLICATED: "has the duplicate #{}", How.CHILD: "is a child of #{}",
    How.PARENT: "is the parent of #{}",
}  # fmt: skip
SHORT = {
    How.BLOCKED: "⛔ blocked by", How.BLOCKS: "blocks", How.CHILD: "child of", How.PARENT: "parent of",
    How.DUPLICATES: "duplicate of", How.DUPLICATED: "has the duplicate", How.RELATES: "see also",
    How.PART: "merged with",
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


def told(ticket: Ticket) -> str:
    """All of them for a card: `⛔ blocked by #17 · see also #3, #9`; "" where there are none."""
    said = ((words, numbers(ticket, how)) for how, words in SHORT.items())
    return " · ".join(f"{words} {', '.join(f'#{one}' for one in found)}" for words, found in said if found)
