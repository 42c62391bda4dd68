"""What the verbs of finding answer: /desk mine, list and search."""

from dataclasses import replace

from adapters import filters
from adapters.calls import Call, Said
from bot import wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.pages import Hit, Page
from bot.saved_views import TAKEN, SavedView
from bot.speech import say, several
from bot.ticket import Status


def mine(desk: Desk, settings: Settings, call: Call) -> Said:
    return _said(desk.finding.mine(call.by, _page(call), call.here), call, "", say("Nothing is waiting for you."))


def list_(desk: Desk, settings: Settings, call: Call) -> Said:
    line = call.value("filter")
    wanted = filters.wanted(line, call.by, call.now, settings)
    found = desk.finding.list(call.by, wanted, _page(call), call.here)
    elsewhere = 0 if found.has_more else desk.finding.moved_on(call.by, wanted)
    return _said(found, call, line, say("No ticket matches."), _moved_on(elsewhere))


def search(desk: Desk, settings: Settings, call: Call) -> Said:
    line = call.value("words")
    wanted = filters.wanted(line, call.by, call.now, settings, tuple(Status))
    found = desk.finding.search(call.by, wanted, _page(call), call.here)
    return _said(
        found, call, line, say("Nothing was found. A word also finds what begins with it: fewer letters find more.")
    )


def view(desk: Desk, settings: Settings, call: Call) -> Said:
    do, name, line = _words(call.value("view"))
    is_shared = bool(call.value("room"))
    if do == "save":
        filters.wanted(line, call.by, call.now, settings)  # what cannot be read is refused now, and not each time
    found = desk.finding.view(call.by, do, name, line, call.here, is_shared)
    if do:
        return Said(_done(found[0].name if found else "", name, is_shared))
    if not name:
        return Said("\n".join(map(_titled, found)) or say("No view yet. Save one: view save late owner:none older:2d."))
    wanted = filters.wanted(found[0].line, call.by, call.now, settings)
    return _said(
        desk.finding.list(call.by, wanted, _page(call), call.here), call, found[0].name, say("No ticket matches.")
    )


def spelled(hit: Hit) -> str:
    """A line of plain text for a ticket, and what was found in it."""
    if hit.is_own:
        return wording.public_summary(hit.ticket)
    said = "".join(piece for piece, _ in hit.said)
    return wording.summary(hit.ticket) + (f"\n    {hit.said_by}: {said}" if said else "")


def _said(found: Page, call: Call, line: str, nothing: str, below: str = "") -> Said:
    if not found.hits:
        said = say("There is no such page: that was all.") if found.number > 1 else nothing
        return Said(f"{said} {below}".rstrip())
    page = replace(found, verb=call.verb, line=line, below=below)
    told = [*map(spelled, page.hits), *([below] if below else [])]
    if page.has_more:
        told.append(say("More: {command}", command=f"{call.verb} --page {page.number + 1} {line}".rstrip()))
    return Said("\n".join(told), page=page)


def _moved_on(count: int) -> str:
    """Why a list is shorter than the number that it belongs to."""
    return several(
        "{n} more that counted has gone on to a queue where you do not work.",
        "{n} more that counted have gone on to queues where you do not work.", count,
    ) if count else ""  # fmt: skip


def _done(saved: str, name: str, is_shared: bool) -> str:
    if not saved:
        return say("The view {name} is gone.", name=name)
    if is_shared:
        return say("Saved for all who work here. Look at it: view {name}.", name=saved)
    return say("Saved for you. Look at it: view {name}.", name=saved)


def _page(call: Call) -> int:
    said = call.value("page") or "1"
    if not said.isdecimal() or len(said) > 6:
        raise Misunderstood(say("“{typed}” is no page. Say a number: {verb} --page 2.", typed=said, verb=call.verb))
    return int(said)


def _words(said: str) -> tuple[str, str, str]:
    """What to do (nothing: look), the name of the view, and its filter."""
    first, _, rest = said.partition(" ")
    if first.lower() not in TAKEN:
        return "", first, ""
    name, _, line = rest.strip().partition(" ")
    if not name:
        raise Misunderstood(say("Which view? Say its name: view {do} late.", do=first.lower()))
    return first.lower(), name, line.strip()


def _titled(saved: SavedView) -> str:
    line = saved.line or say("all that is open")
    if "@" in saved.owner:
        return f"{saved.name}: {line}"
    return say("{name}: {line} (of this room, by {by})", name=saved.name, line=line, by=saved.by_name)
