"""Lines of what was taken back."""

from bot import events as e
from bot.words import ForRoom

DEEDS = {
    "Assigned": "the change of owner", "Released": "the release", "Prioritised": "the change of priority",
    "Moved": "the move to the other queue", "Tagged": "the change of tags", "Retitled": "the change of subject",
    "Pended": "the wait", "Resolved": "the end of this ticket", "Closed": "the end of this ticket",
    "Reopened": "the reopening", "Categorised": "the change of category", "FieldSet": "the change of a field",
    "TimeBooked": "the booking of time",
}  # fmt: skip


def undone(by: str, fact: e.Undone) -> ForRoom:
    told = "; the requester was told of it already" if fact.is_told else ""
    match fact.deed:
        case "Joined":
            head = f"{by} took this ticket out of #{fact.number} again; what came there meanwhile stays there"
        case "Absorbed":
            head = f"{by} took #{fact.number} out of this ticket again; what came here meanwhile stays here"
        case "Split":
            head = f"{by} brought the messages back from #{fact.number}"
        case "Linked":
            head = f"{by} took back the link to #{fact.number}"
        case "Unlinked":
            head = f"{by} put the link to #{fact.number} back"
        case _:
            head = f"{by} took back {named(fact.deed)}{told}"
    return ForRoom("↩️", head)


def named(deed: str) -> str:
    """What a deed is called, by the kind of its fact."""
    return DEEDS.get(deed, "what was done last")
