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
from bot.ticket import Status


def mine(desk: Desk, settings: Settings, call: Call) -> Said:
    return _said(desk.finding.mine(call.by, _page(call), call.here), call, "", "Nothing is waiting for you.")


def list_(desk: Desk, settings: Settings, call: Call) -> Said:
    line = call.value("filter")
    wanted = filters.wanted(line, call.by, call.now, settings)
    return _said(desk.finding.list(call.by, wanted, _page(call), call.here), call, line, "No ticket matches.")


def search(desk: Desk, settings: Settings, call: Call) -> Said:
    line = call.value("words")
    wanted = filters.wanted(line, call.by, call.now, settings, tuple(Status))
    found = desk.finding.search(call.by, wanted, _page(call), call.here)
    return _said(
        found, call, line, "Nothing was found. A word also finds what begins with it: fewer letters find more."
    )


def view(desk: Desk, settings: Settings, call: Call) -> Said:
    do, name, line = _words(call.value("view"))
    is_shared = bool(call.value("room"))
    if do == "save":
        filters.wanted(line, call.by, call.now, settings)  # what cannot be read is refused now, and not each time
    found = desk.finding.view(call.by, do, name, line, call.here, is_shared)
    if do:
        whose = "for all who work here" if is_shared else "for you"
        return Said(f"Saved {whose}. Look at it: view {found[0].name}." if found else f"The view {name} is gone.")
    if not name:
        return Said("\n".join(map(_titled, found)) or "No view yet. Save one: view save late owner:none older:2d.")
    wanted = filters.wanted(found[0].line, call.by, call.now, settings)
    return _said(desk.finding.list(call.by, wanted, _page(call), call.here), call, found[0].name, "No ticket matches.")


def spelled(hit: Hit) -> str:
    """A line of plain text for a ticket, and what was found in it."""
    if hit.is_own:
        return wording.public_summary(hit.ticket)
    said = "".join(piece for piece, _ in hit.said)
    return wording.summary(hit.ticket) + (f"\n    {hit.said_by}: {said}" if said else "")


def _said(found: Page, call: Call, line: str, nothing: str) -> Said:
    if not found.hits:
        return Said("There is no such page: that was all." if found.number > 1 else nothing)
    page = replace(found, verb=call.verb, line=line)
    more = f"\nMore: {call.verb} --page {page.number + 1} {line}".rstrip() if page.has_more else ""
    return Said("\n".join(map(spelled, page.hits)) + more, page=page)


def _page(call: Call) -> int:
    said = call.value("page") or "1"
    if not said.isdecimal() or len(said) > 6:
        raise Misunderstood(f"“{said}” is no page. Say a number: {call.verb} --page 2.")
    return int(said)


def _words(said: str) -> tuple[str, str, str]:
    """What to do (nothing: look), the name of the view, and its filter."""
    first, _, rest = said.partition(" ")
    if first.lower() not in TAKEN:
        return "", first, ""
    name, _, line = rest.strip().partition(" ")
    if not name:
        raise Misunderstood(f"Which view? Say its name: view {first.lower()} late.")
    return first.lower(), name, line.strip()


def _titled(saved: SavedView) -> str:
    is_shared = "@" not in saved.owner
    return (
        f"{saved.name}: {saved.line or 'all that is open'}{f' (of this room, by {saved.by_name})' if is_shared else ''}"
    )
