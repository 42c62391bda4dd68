"""Lines of what was taken back."""

from bot import events as e
from bot.speech import later, say, shown
from bot.words import ForRoom

DEEDS = {
    "Assigned": later("the change of owner"),
    "Released": later("the release"),
    "Prioritised": later("the change of priority"),
    "Moved": later("the move to the other queue"),
    "Tagged": later("the change of tags"),
    "Retitled": later("the change of subject"),
    "Pended": later("the wait"),
    "Resolved": later("the end of this ticket"),
    "Closed": later("the end of this ticket"),
    "Reopened": later("the reopening"),
    "Categorised": later("the change of category"),
    "FieldSet": later("the change of a field"),
    "TimeBooked": later("the booking of time"),
}


def undone(by: str, fact: e.Undone) -> ForRoom:
    match fact.deed:
        case "Joined":
            head = say(
                "{by} took this ticket out of #{number} again; what came there meanwhile stays there",
                by=by, number=fact.number,
            )  # fmt: skip
        case "Absorbed" | "Wrote":
            head = say(
                "{by} took #{number} out of this ticket again; what came here meanwhile stays here",
                by=by, number=fact.number,
            )  # fmt: skip
        case "Split":
            head = say("{by} brought the messages back from #{number}", by=by, number=fact.number)
        case "Linked":
            head = say("{by} took back the link to #{number}", by=by, number=fact.number)
        case "Unlinked":
            head = say("{by} put the link to #{number} back", by=by, number=fact.number)
        case _ if fact.is_told:
            what = named(fact.deed)
            head = say("{by} took back {what}; the requester was told of it already", by=by, what=what)
        case _:
            head = say("{by} took back {what}", by=by, what=named(fact.deed))
    return ForRoom("↩️", head)


def named(deed: str) -> str:
    """What a deed is called, by the kind of its fact."""
    return shown(DEEDS[deed]) if deed in DEEDS else say("what was done last")
