"""What /desk rules answers: which rules there are, and what they would do."""

from dataclasses import replace

from adapters import filters
from adapters.calls import Call, Said, numeral
from adapters.finding import spelled
from bot.choosing import told
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.moments import moment
from bot.pages import Page
from bot.speech import later, say, several, shown
from bot.ticket import Status
from bot.trials import NEWEST, Use, find

DRY_RUN = "dry-run"
HOW = later("Say rules for the list, rules dry-run 42 for a ticket, or rules dry-run NAME and a filter.")
NONE = later("There are no rules: desk.toml has them, as [[rule]].")


def rules(desk: Desk, settings: Settings, call: Call) -> Said:
    """All of them; or what they would do on a ticket, or to which tickets one would do something: nothing is done."""
    do, _, rest = call.value("do").partition(" ")
    match do.lower():
        case "":
            lines = map(_line, desk.rules.uses(call.by))
            return Said("\n".join(lines) or shown(NONE))
        case "dry-run" if rest.strip():
            return _dry_run(desk, settings, call, rest.strip())
        case _:
            raise Misunderstood(shown(HOW))


def _dry_run(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    if number := numeral(rest.lstrip("#")):
        lines = [told(choice) for choice in desk.rules.tried(number, call.by)]
        return Said("\n".join(lines) or shown(NONE), number)
    name, _, line = rest.partition(" ")
    among = filters.wanted(line.strip(), call.by, call.now, settings, tuple(Status))
    found = desk.rules.touched(call.by, name, among)
    page = replace(desk.finding.shown(call.by, found, _page(call), call.here), verb="rules", line=f"{DRY_RUN} {rest}")
    one = find(settings, name)
    said = say(
        "Of the newest {most} tickets, {rule} would do something to {n}: {deeds}",
        most=NEWEST, rule=one.name, n=len(found), deeds="; ".join(one.do),
    )  # fmt: skip
    return Said(_spelled(said, page, call), page=replace(page, below=said) if page.hits else None)


def _spelled(said: str, page: Page, call: Call) -> str:
    more = [say("More: {command}", command=f"rules --page {page.number + 1} {page.line}")] if page.has_more else []
    return "\n".join([said, *map(spelled, page.hits), *more])


def _page(call: Call) -> int:
    said = call.value("page") or "1"
    if numeral(said) is None:
        raise Misunderstood(say("“{typed}” is no page. Say a number: {verb} --page 2.", typed=said, verb=call.verb))
    return int(said)


def _line(use: Use) -> str:
    one = use.rule
    wanted = f" · {one.wanted}" if one.wanted else ""
    ran = say("never ran within 30 days")
    if use.last_at:
        at = moment(use.last_at)
        ran = several(
            "ran {n} time within 30 days, last {at}", "ran {n} times within 30 days, last {at}", use.runs, at=at
        )
    return f"{one.name} · {', '.join(one.on)}{wanted} · {'; '.join(one.do)} · {ran}"
