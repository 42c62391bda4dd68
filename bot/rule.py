"""A rule: when something happens to a ticket of which a condition holds, verbs are done. How desk.toml says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import events as e
from bot.macro import NAME
from bot.problems import Problems
from bot.ticket import ENDED, Status, Ticket

ARRIVAL, WROTE, TIME = "arrival", "wrote", "time"
FACTS: dict[str, tuple[type[object], ...]] = {  # what happens, by the facts that say so
    ARRIVAL: (e.Opened,),
    WROTE: (e.Wrote,),
    "replied": (e.Replied,),
    "noted": (e.Noted,),
    "owner": (e.Assigned, e.Released),
    "priority": (e.Prioritised,),
    "queue": (e.Moved,),
    "tagged": (e.Tagged,),
    "category": (e.Categorised,),
    "field": (e.FieldSet,),
    "subject": (e.Retitled,),
    "pending": (e.Pended,),
    "woke": (e.Woke,),
    "resolved": (e.Resolved,),
    "closed": (e.Closed,),
    "reopened": (),  # whatever takes up again what had ended
    "rated": (e.Rated,),
    "escalated": (e.Escalated,),
    "undelivered": (e.Undelivered, e.Bounced),
}
HAPPENINGS = (*FACTS, TIME)
KEYS = ("name", "on", "if", "do", "last", "most")
FROM_OUTSIDE = (ARRIVAL, WROTE)  # what a requester's message sets off
MOST, HIGHEST = 100, 10_000  # runs of a rule within an hour
ENDING = "resolve"  # the one verb that writes to the requester


@dataclass(frozen=True)
class Rule:
    """`on` are some of HAPPENINGS, `wanted` a filter as it is typed, `do` verbs as they are typed in a thread.

    Where one matches that `is_last`, those below are not looked at. `most` is how often it may run within an hour.
    """

    name: str
    on: tuple[str, ...]
    do: tuple[str, ...]
    wanted: str = ""
    is_last: bool = False
    most: int = MOST


def happenings(before: Ticket, event: e.Event, ticket: Ticket) -> tuple[str, ...]:
    """What `event` is to the rules; nothing for what concerns no rule.

    What is only heard of the requester's side (automatic mail, mail of strangers, what a cap or a block has cut)
    sets nothing off, as it changes no status either; but automatic mail that opens a ticket does.
    """
    fact = event.fact
    if isinstance(fact, e.Opened | e.Wrote) and fact.quiet:
        return ()
    if isinstance(fact, e.Wrote) and (fact.automatic or fact.third_party or fact.unverified):
        return ()
    found = [name for name, kinds in FACTS.items() if isinstance(fact, kinds)]
    if before.version and before.status in ENDED and ticket.status not in ENDED:
        found.append("reopened")
    return tuple(found)


def read(problems: Problems, found: Any) -> tuple[Rule, ...]:
    """The rules of the settings. What their conditions and verbs are worth is for who knows the words."""
    rules = tuple(_read(problems, row) for row in problems.tables("[[rule]]", found))
    names = [rule.name for rule in rules]
    for name in {name for name in names if names.count(name) > 1}:
        problems.add(f"[[rule]] name is “{name}” twice; each rule needs its own.")
    return rules


def _read(problems: Problems, row: Mapping[str, Any]) -> Rule:
    row = problems.table("[[rule]]", row, KEYS)
    name = problems.text("[[rule]] name", row.get("name"), "")
    where = f"[[rule]] {name}"
    if not NAME.fullmatch(name):
        problems.add(f"[[rule]] name is “{name}”; accepted are small letters, digits and hyphens, like vip-first.")
    on = row.get("on", [])
    happens = problems.strings(f"{where} on", [on] if isinstance(on, str) else on)
    for one in happens:
        problems.choice(f"{where} on", one, HAPPENINGS)
    if not row.get("on"):
        problems.add(f"{where} has no on; it needs one or several of: {', '.join(HAPPENINGS)}.")
    if TIME in happens and len(happens) > 1:
        problems.add(f"{where} on names time and something else; make two rules of it.")
    do = problems.strings(f"{where} do", row.get("do", []))
    if not row.get("do"):
        problems.add(f"{where} has no do; it needs verbs, like [\"tag +vip\"].")  # fmt: skip
    if set(happens) & set(FROM_OUTSIDE) and any(line.split()[:1] == [ENDING] for line in do):
        problems.add(
            f"{where} do: resolve writes to the requester, so that a message of theirs must not set it off: "
            "with on = arrival or wrote, take close instead."
        )
    return Rule(
        name, happens, do,
        problems.text(f"{where} if", row.get("if"), ""),
        problems.yes_or_no(f"{where} last", row.get("last"), False),
        _most(problems, f"{where} most", row.get("most", MOST)),
    )  # fmt: skip


def _most(problems: Problems, where: str, found: Any) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= HIGHEST:
        problems.add(f"{where} is {found!r}; accepted is a number from 1 to {HIGHEST:,}: runs within an hour.")
        return MOST
    return found


def statuses(rule: Rule) -> tuple[Status, ...]:
    """Of which tickets it is where its condition names no status: on time of those that are not ended, else of all."""
    return tuple(status for status in Status if TIME not in rule.on or status not in ENDED)
