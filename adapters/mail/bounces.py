"""What the agents read when a report about one of our mails comes back: one clear sentence, then the report itself."""

from adapters.mail.deliveries import SUCCESSES
from adapters.mail.letter import Letter, Nature
from bot.incoming import Report

UNREAD = ("deleted", "denied")
MOST = 20  # addresses in a sentence
SENTENCES = {
    Nature.COMPLAINT: "The receiver reported our mail as unwanted.",
}


def told(letter: Letter) -> str:
    """The text of the event that a report becomes."""
    sentence = SENTENCES.get(letter.verdict.nature) or _bounce(letter)
    return f"{sentence}\n\n{letter.text}".strip()


def news(letter: Letter) -> Report:
    """What the desk needs to know of it."""
    report, nature = letter.report, letter.verdict.nature
    if nature is Nature.COMPLAINT:
        what = "complained"
    elif nature is Nature.RECEIPT:
        what = report.action if report.action in SUCCESSES else "deleted" if report.action in UNREAD else "opened"
    else:
        what = "delayed" if report.action == "delayed" else "failed"
    dead = tuple(one.address for one in report.recipients if one.address_dead)
    return Report(what, " ".join(filter(None, (report.status, report.reason))), dead)


def _bounce(letter: Letter) -> str:
    report = letter.report
    named = [one.address for one in report.recipients if one.action == report.action][:MOST]
    to = f" to {', '.join(named)}" if named else ""
    why = ": " + " ".join(filter(None, (report.status, report.reason))) if report.status or report.reason else ""
    match report.action:
        case "delayed":
            return f"Our mail{to} is delayed; its server keeps trying{why}."
        case "delivered" | "relayed" | "expanded":
            return f"Our mail{to} was {report.action}."
        case one if one in UNREAD:
            return "Our mail was deleted unread, says the receiver's mail program."
        case _ if letter.verdict.nature is Nature.RECEIPT:
            return "Our mail was opened, says the receiver's mail program."
        case _:
            return f"Our mail{to} could not be delivered{why}."
