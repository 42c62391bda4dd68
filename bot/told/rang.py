"""Lines of the clocks and the ladder."""

from typing import assert_never

from bot import events as e
from bot.words import ForRoom


def rang(by: str, fact: e.Rang) -> ForRoom:
    match fact:
        case e.Escalated(reason, pinged):
            who = "" if fact.rungs else f"{by} rings: "
            return ForRoom("🔔", who + reason, pings=pinged)
        case e.Retimed():
            return ForRoom("⏱️", "The clocks were set anew: the settings have changed")
        case _:
            assert_never(fact)
