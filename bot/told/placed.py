"""Lines of where a message belongs, and what can be pressed about it."""

from typing import assert_never

from bot import events as e
from bot.placing import sentence
from bot.words import Button, ForRoom

BELONGS, SEPARATE = "It belongs here", "New ticket"


def placed(by: str, fact: e.Placed) -> ForRoom:
    match fact:
        case e.Watched(queue):
            return ForRoom("👀", f"This came to the queue {queue} too: its agents follow it")
        case e.Proposed(number, rule, sender, text):
            head = f"{sender} wrote #{number}, which may belong here: {sentence(rule)}"
            return ForRoom("❓", head, text, buttons=_asked(number))
        case e.Joined(number):
            return ForRoom("🔗", f"{by} merged this into #{number}: what is said here goes there", closes=True)
        case e.Separated(number):
            return ForRoom("✂️", f"{by}: this is a ticket of its own, and no part of #{number}")
        case e.Accepted():
            return ForRoom("👍", f"{by}: that message belongs here")
        case e.Declined(number, before):
            undone = ", and what it changed here is undone" if before else ""
            return ForRoom("✂️", f"{by}: #{number} is a ticket of its own{undone}")
        case _:
            assert_never(fact)


def _asked(number: int) -> tuple[Button, ...]:
    return (
        Button(BELONGS, "belongs", number), Button(SEPARATE, "separate", number),
        Button("Block sender", "block", number),
    )  # fmt: skip
