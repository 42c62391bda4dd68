"""What of a ticket's history can be found by its words: all that was said, but for what was in encrypted mails.

What was said stays findable as it stays in the history: an answer that was taken back, a subject or a tag of before.
"""

from bot import events as e
from bot.terms import terms

MOST = 20_000  # terms of one event: a mail can hold a whole log
SPOKEN = ("text", "note", "reason", "what", "comment", "missing")  # fields of facts that hold what somebody said
NAMED = ("subject", "requester_name", "category", "value")
# what machines say, and what is said elsewhere too
SILENT = (e.Undelivered, e.Delayed, e.Reported, e.Unacknowledged, e.Unasked, e.Proposed)


def sought(fact: e.Fact) -> list[str]:
    """The terms that the ticket is found by from now on."""
    said = told(fact)
    said += [str(getattr(fact, name, "")) for name in NAMED]
    if isinstance(fact, e.Opened):
        said += [fact.requester.partition(":")[2], *(value for _, value in fact.fields)]
    if isinstance(fact, e.Tagged):
        said += fact.added
    return terms(" ".join(said))[:MOST]


def told(fact: e.Fact) -> list[str]:
    """What somebody said by a fact, and the names of the files that came with it."""
    if isinstance(fact, SILENT):
        return []
    said = [str(getattr(fact, name, "")) for name in SPOKEN if name != "text" or not getattr(fact, "encrypted", "")]
    files: tuple[e.File, ...] = getattr(fact, "files", ())
    return [one for one in (*said, *(file.name for file in files)) if one]
