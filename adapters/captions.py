"""What stands above a form and above each of its inputs, on either chat, in its reader's language."""

from adapters.grammar import Argument, Takes, Verb
from bot.speech import say, shown, word

DEEDS = frozenset(
    {"merge", "split", "link", "assign", "escalate", "resolve", "close", "handon"}
)  # their names are what their forms do


def heading(verb: Verb, number: int) -> str:
    """`Reply #42`."""
    return say("{form} #{number}", form=form(verb), number=number)


def form(verb: Verb) -> str:
    """`Reply`: what a form is called, ahead of its ticket."""
    known = {
        "open": word("Open", "form"), "reply": word("Reply", "form"), "note": word("Note", "form"),
        "macro": word("Macro", "form"),
        "merge": word("Merge", "form"), "split": word("Split", "form"), "link": word("Link", "form"),
        "tag": word("Tag", "form"), "set": word("Set", "form"), "time": word("Time", "form"),
        "subject": word("Subject", "form"), "queue": word("Queue", "form"), "assign": word("Assign", "form"),
        "pend": word("Pend", "form"), "escalate": word("Escalate", "form"), "resolve": word("Resolve", "form"),
        "close": word("Close", "form"), "article": word("Article", "form"), "handon": word("Hand over", "form"),
    }  # fmt: skip
    return known.get(verb.name, verb.name.capitalize())


def label(argument: Argument) -> str:
    """What stands above the input of an argument."""
    known = {
        "agent": word("Agent", "input"), "code": word("How it ended", "input"), "for": word("On behalf of", "input"),
        "how": word("This ticket", "input"), "into": word("Into ticket", "input"),
        "length": word("How long", "input"), "note": word("Note", "input"), "queue": word("Queue", "input"),
        "reason": word("Reason", "input"), "step": word("Step", "input"), "subject": word("Subject", "input"),
        "tags": word("Tags", "input"), "text": word("Text", "input"), "title": word("Title", "input"),
        "to": word("The other ticket", "input"), "until": word("Wait until", "input"),
        "what": word("For what", "input"),
    }  # fmt: skip
    return known.get(argument.name, argument.name.capitalize())


def hint(argument: Argument) -> str:
    """What stands below or beside it; "" where that would only say the label again."""
    said = shown(argument.help)
    return "" if said.rstrip(".。") == label(argument) else said


def choice(argument: Argument, value: str) -> str:
    """One of its choices, as its reader calls it."""
    match argument.takes:
        case Takes.CODE:
            return word(value, "code")
        case Takes.PRIORITY:
            return word(value, "priority")
        case Takes.CHOICE:
            return _tie(value)
        case _:
            return word(value, "step")


def _tie(how: str) -> str:
    """What this ticket has to do with the other."""
    known = {
        "relates": word("has to do with the other", "link"), "blocks": word("blocks the other", "link"),
        "blocked-by": word("is blocked by the other", "link"), "duplicates": word("duplicates the other", "link"),
        "parent": word("has the other as its parent", "link"), "child": word("has the other as its child", "link"),
        "remove": word("has nothing to do with the other any more", "link"),
    }  # fmt: skip
    return known.get(how, how)


def submit(verb: Verb) -> str:
    """What the button of a form says: `Send` only where something leaves the agents' room."""
    if verb.name in ("reply", "open"):
        return word("Send", "button")
    if verb.name == "macro":
        return word("Preview", "button")
    return form(verb) if verb.name in DEEDS else word("Save", "button")


def page(verb: str) -> str:
    """What stands above a page of tickets, by the verb that found them."""
    known = {"mine": say("My tickets"), "list": say("Tickets"), "search": say("Found"), "view": say("View"),
             "rules": say("Rules"),
             "handover": say("To hand over")}  # fmt: skip
    return known[verb]
