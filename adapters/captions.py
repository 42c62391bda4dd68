"""What stands above a form and above each of its inputs, on either chat, in its reader's language."""

from adapters.grammar import Argument, Verb
from bot.speech import say, word


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
        "close": word("Close", "form"), "article": word("Article", "form"),
    }  # fmt: skip
    return known.get(verb.name, verb.name.capitalize())


def label(argument: Argument) -> str:
    """What stands above the input of an argument."""
    known = {
        "agent": word("Agent", "input"), "code": word("How it ended", "input"), "for": word("On behalf of", "input"),
        "how": word("This ticket, the other", "input"), "into": word("Into ticket", "input"),
        "length": word("How long", "input"), "note": word("Note", "input"), "queue": word("Queue", "input"),
        "reason": word("Reason", "input"), "step": word("Step", "input"), "subject": word("Subject", "input"),
        "tags": word("Tags", "input"), "text": word("Text", "input"), "title": word("Title", "input"),
        "to": word("The other ticket", "input"), "until": word("Wait until", "input"),
        "what": word("For what", "input"),
    }  # fmt: skip
    return known.get(argument.name, argument.name.capitalize())


def page(verb: str) -> str:
    """What stands above a page of tickets, by the verb that found them."""
    known = {"mine": say("My tickets"), "list": say("Tickets"), "search": say("Found"), "view": say("View")}
    return known[verb]
