"""Lines of where a message belongs, and what can be pressed about it."""

from typing import assert_never

from bot import events as e
from bot.placing import sentence
from bot.speech import later, say, shown, word
from bot.words import Button, ForRoom

BELONGS, SEPARATE = later("It belongs here"), later("New ticket")


def placed(by: str, fact: e.Placed) -> ForRoom:
    match fact:
        case e.Watched(queue):
            return ForRoom("👀", say("This came to the queue {queue} too: its agents follow it", queue=queue))
        case e.Proposed(number, rule, sender, text):
            head = say(
                "{sender} wrote #{number}, which may belong here: {why}",
                sender=sender, number=number, why=sentence(rule),
            )  # fmt: skip
            return ForRoom("❓", head, text, buttons=_asked(number))
        case e.Joined(number):
            head = say("{by} merged this into #{number}: what is said here goes there", by=by, number=number)
            return ForRoom("🔗", head, closes=True)
        case e.Separated(number):
            head = say("{by}: this is a ticket of its own, and no part of #{number}", by=by, number=number)
            return ForRoom("✂️", head)
        case e.Accepted():
            return ForRoom("👍", say("{by}: that message belongs here", by=by))
        case e.Declined(number, before):
            head = say("{by}: #{number} is a ticket of its own", by=by, number=number)
            if before:
                head = say(
                    "{by}: #{number} is a ticket of its own, and what it changed here is undone", by=by, number=number
                )
            return ForRoom("✂️", head)
        case _:
            assert_never(fact)


def _asked(number: int) -> tuple[Button, ...]:
    return (
        Button(shown(BELONGS), "belongs", number), Button(shown(SEPARATE), "separate", number),
        Button(word("Block sender", "button"), "block", number),
    )  # fmt: skip
