"""What the agents read when a report about one of our mails comes back: one clear sentence, then the report itself."""

from adapters.mail.letter import Letter, Nature

SENTENCES = {
    Nature.COMPLAINT: "The receiver reported our mail as unwanted.",
    Nature.RECEIPT: "Our mail was opened, says the receiver's mail program.",
}


def told(letter: Letter) -> str:
    """The text of the event that a report becomes."""
    sentence = SENTENCES.get(letter.verdict.nature) or _bounce(letter)
    return f"{sentence}\n\n{letter.text}".strip()


def _bounce(letter: Letter) -> str:
    report = letter.report
    to = f" to {', '.join(report.recipients)}" if report.recipients else ""
    why = ": " + " ".join(filter(None, (report.status, report.reason))) if report.status or report.reason else ""
    match report.action:
        case "delayed":
            return f"Our mail{to} is delayed; its server keeps trying{why}."
        case "delivered" | "relayed" | "expanded":
            return f"Our mail{to} was {report.action}."
        case _:
            return f"Our mail{to} could not be delivered{why}."
