"""Why a message is where it is, in sentences."""

from bot import events as e
from bot.emphasis import bold
from bot.matching import SENTENCES, Rule
from bot.retelling import retold
from bot.speech import later, say, shown

PROBABLY = later("probably an automatic answer")  # by its subject alone: people overrule that


def why(event: e.Event) -> str:
    """Why a message came where it is, in one sentence; "" for what is no message, or came before this was kept."""
    fact = event.fact
    match fact:
        case e.Opened() | e.Wrote() if fact.alert:
            return _alerted(fact, fact.alert)
        case e.Opened() | e.Wrote() | e.Bounced() | e.Reported() if fact.rule:
            return _came(event.by.name, fact)
        case e.Proposed():
            return say(
                "What {sender} wrote as #{number} may belong here, for {why}.",
                sender=bold(fact.sender), number=fact.number, why=sentence(fact.rule),
            )  # fmt: skip
        case e.Ruled() if fact.reason:
            return say("The rule {rule} did nothing: {reason}", rule=bold(fact.rule), reason=fact.reason)
        case e.Ruled():
            did, told = "; ".join(fact.did), {"rule": bold(fact.rule), "happening": fact.happening}
            if not fact.wanted:
                return say("The rule {rule} ran on {happening}: {deeds}.", **told, deeds=did)
            return say(
                "The rule {rule} ran on {happening}, for {wanted}: {deeds}.", **told, wanted=fact.wanted, deeds=did
            )
        case e.Unacknowledged():
            return say("No acknowledgement was sent: {reason}.", reason=retold(fact.reason))
        case _:
            return ""


def _came(by: str, fact: e.Opened | e.Wrote | e.Bounced | e.Reported) -> str:
    by, why = bold(by), sentence(fact.rule)
    if isinstance(fact, e.Opened | e.Wrote):
        why += doubt(fact.badge, fact.signed)
    if not isinstance(fact, e.Opened):
        return say("The message of {by} came here: {why}.", by=by, why=why)
    if fact.candidate:
        return say("The message of {by} may belong to #{number}, for {why}.", by=by, number=fact.candidate, why=why)
    if fact.follows:
        return say(
            "The message of {by} opened this ticket, which follows #{number}: {why}.",
            by=by, number=fact.follows, why=why,
        )  # fmt: skip
    return say("The message of {by} opened this ticket: {why}.", by=by, why=why)


def _alerted(fact: e.Opened | e.Wrote, alert: e.Alert) -> str:
    """Which monitor wrote, of what; nothing of what is only counted."""
    if fact.quiet:
        return ""
    said = say(
        "The monitor “{monitor}” wrote of “{key}” ({state}): that is what this ticket is about.",
        monitor=bold(alert.monitor), key=alert.key, state=alert.state or say("no state"),
    )  # fmt: skip
    if isinstance(fact, e.Opened):
        said = say(
            "The monitor “{monitor}” wrote of “{key}” ({state}), and that opened this ticket.",
            monitor=bold(alert.monitor), key=alert.key, state=alert.state or say("no state"),
        )  # fmt: skip
    return said + doubt(fact.badge, fact.signed)


def sentence(rule: str) -> str:
    return shown(SENTENCES[Rule(rule)]) if rule in list(Rule) else rule


def doubt(*badges: str) -> str:
    """What is to be said of who wrote it."""
    said = "; ".join(retold(one) for badge in badges for one in badge.split("; ") if one)
    return f" ({said})" if said else ""
