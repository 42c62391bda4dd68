"""Why a message is where it is, in sentences."""

from bot import events as e
from bot.matching import SENTENCES, Rule

PROBABLY = "probably an automatic answer"  # by its subject alone: people overrule that


def why(event: e.Event) -> str:
    """Why a message came where it is, in one sentence; "" for what is no message, or came before this was kept."""
    fact = event.fact
    match fact:
        case e.Opened() if fact.candidate:
            told = f"may belong to #{fact.candidate}, for {sentence(fact.rule)}"
        case e.Opened() if fact.follows and fact.rule:
            told = f"opened this ticket, which follows #{fact.follows}: {sentence(fact.rule)}"
        case e.Opened() if fact.rule:
            told = f"opened this ticket: {sentence(fact.rule)}"
        case e.Wrote() | e.Bounced() | e.Reported() if fact.rule:
            told = f"came here: {sentence(fact.rule)}"
        case e.Proposed():
            return f"What {fact.sender} wrote as #{fact.number} may belong here, for {sentence(fact.rule)}."
        case e.Unacknowledged():
            return f"No acknowledgement was sent: {fact.reason}."
        case _:
            return ""
    badge = (fact.badge, fact.signed) if isinstance(fact, e.Opened | e.Wrote) else ()
    return f"The message of {event.by.name} {told}{doubt(*badge)}."


def sentence(rule: str) -> str:
    return SENTENCES[Rule(rule)] if rule in list(Rule) else rule


def doubt(*badges: str) -> str:
    """What is to be said of who wrote it."""
    said = "; ".join(filter(None, badges))
    return f" ({said})" if said else ""
