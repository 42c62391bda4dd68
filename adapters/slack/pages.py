"""A page of tickets as Slack's blocks: a link into each thread, its state, what was found in it. Pure."""

from adapters import captions
from adapters.slack import refs, rich
from adapters.slack.buttons import below
from adapters.slack.plain import plain
from adapters.slack.rich import Json
from adapters.slack.text import encode, one_line
from bot import wording
from bot.pages import Hit, Page
from bot.speech import say, word
from bot.words import Button

TITLE, NAME = 140, 80


def page(shown: Page, home: str) -> tuple[str, list[Json]]:
    """Its plain form and its blocks. `home` is the address of the workspace: https://acme.slack.com/."""
    rows = [*(_row(hit, home) for hit in shown.hits), *_foot(shown)]
    blocks = [_head(shown), *rows, *below((*shown.buttons, *_turns(shown)))]
    return encode("\n".join(one_line(wording.title(hit.ticket), TITLE) for hit in shown.hits)), blocks


def _head(shown: Page) -> Json:
    asked = f": {shown.line}" if shown.line else ""
    number = f" · {say('page {number}', number=shown.number)}" if shown.number > 1 or shown.has_more else ""
    return {"type": "context", "elements": [plain(one_line(f"{captions.page(shown.verb)}{asked}", 400) + number)]}


def _foot(shown: Page) -> list[Json]:
    return [{"type": "context", "elements": [plain(shown.below)]}] if shown.below else []


def _row(hit: Hit, home: str) -> Json:
    ticket, title = hit.ticket, one_line(wording.title(hit.ticket), TITLE)
    at = refs.link(hit.thread, home)
    name = {"type": "link", "url": at, "text": title, "style": {"bold": True}} if at else rich.text(title, "bold")
    words = [rich.text(f"{wording.ICONS[ticket.status]} "), name, rich.text(f"\n{word(ticket.status, 'status')}")]
    if not hit.is_own:
        owner = one_line(ticket.owner_name, NAME) if ticket.owner else say("nobody has it")
        who = f"👤 {one_line(ticket.requester_name, NAME)}" if hit.is_load else f"🙋 {owner}"
        words.append(rich.text(f" · {wording.LIGHTS[ticket.priority]} {word(ticket.priority, 'priority')} · {who}"))
    if hit.is_load:
        words += [rich.text(f" · ⏰ {hit.due[0]} "), rich.date(hit.due[1])] if hit.due else []
    elif ticket.opened_at:
        words += [rich.text(" · "), rich.date(ticket.opened_at)]
    sections = [rich.section(*words)]
    if hit.said:
        found = [rich.text(one, *(("bold",) if is_hit else ())) for one, is_hit in hit.said]
        by = [rich.text(f"{one_line(hit.said_by, NAME)}: ")] if hit.said_by else []
        sections.append(rich.quote(*by, *found))
    return rich.block(*sections)


def _turns(shown: Page) -> tuple[Button, ...]:
    """Back and on. The next page is found anew, for whoever presses, with what they may see then."""
    steps = [
        (word("Previous", "button"), shown.number - 1, shown.number > 1),
        (word("Next", "button"), shown.number + 1, shown.has_more),
    ]
    there = [(label, f"--page {number} {shown.line}".rstrip()) for label, number, is_there in steps if is_there]
    return tuple(Button(label, shown.verb, 0, rest) for label, rest in there)
