"""Lines of what the rules could not do; what they did is told by its own facts."""

from bot import events as e
from bot.speech import say
from bot.words import ForRoom


def ruled(fact: e.Ruled) -> ForRoom:
    if fact.reason:
        head = say("The rule {rule} did nothing: “{verb}” cannot be done", rule=fact.rule, verb=fact.failed)
        return ForRoom("📏", head if fact.failed else say("The rule {rule} did nothing", rule=fact.rule), fact.reason)
    return ForRoom("📏", say("The rule {rule} ran: {deeds}", rule=fact.rule, deeds="; ".join(fact.did)))
