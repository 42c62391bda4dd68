"""A board as Slack's blocks: for one person, for a room, and as somebody's home. Pure.

What people wrote stands in plain and rich text only. A ticket with a button has blocks of its own, others share one.
"""

from datetime import datetime

from adapters.slack import refs, rich
from adapters.slack.buttons import below, button
from adapters.slack.plain import plain
from adapters.slack.rich import Json
from adapters.slack.text import encode, one_line
from bot import wording
from bot.overview import Heap, Overview, Section, headed, leading, nothing, timed
from bot.pages import Hit
from bot.speech import say, word
from bot.words import Button

TITLE, NAME = 100, 60


def board(shown: Overview, home: str, is_for_all: bool = False) -> tuple[str, list[Json]]:
    """Its plain form and its blocks. `home` is the address of the workspace; a board for all leads to one's own."""
    head = f"🗂️ {say('Board')} · {', '.join(shown.queues)}"
    mine = (Button(word("My board", "button"), "board", 0),) if is_for_all else ()
    blocks = [{"type": "header", "text": plain(one_line(head, 150))}, *_sections(shown, home)]
    return encode(one_line(head, 300)), [*blocks, *below((*mine, *_all(shown)))]


def tab(shown: Overview, home: str, intakes: tuple[str, ...]) -> Json:
    """The Home tab. `intakes` are the channels where requesters ask."""
    head = say("Your requests") if shown.is_own else f"🗂️ {say('Your board')} · {', '.join(shown.queues)}"
    blocks = [{"type": "header", "text": plain(one_line(head, 150))}, *_sections(shown, home, is_home=True)]
    ask = below((Button(word("Ask for help", "button"), "open", 0, opens=True),)) if shown.is_own else []
    about = [_how(intakes)] if shown.is_own else []
    return {"type": "home", "blocks": [*blocks, *below(_all(shown)), *about, *ask]}


def _sections(shown: Overview, home: str, is_home: bool = False) -> list[Json]:
    blocks = [_context(line) for line in leading(shown)]
    if not shown.sections:
        return [*blocks, rich.block(rich.section(rich.text(nothing(shown))))]
    for section in shown.sections:
        blocks += [{"type": "divider"}] if is_home else []
        if section.heap is Heap.UNOWNED or (is_home and section.heap is Heap.MINE):
            blocks.append(_titled(section))
            for hit in section.hits:
                blocks += _pressed(section.heap, hit, shown, home)
        else:
            blocks.append(_titled(section, *(_line(hit, shown, home) for hit in section.hits)))
    return blocks


def _titled(section: Section, *rows: Json) -> Json:
    title = rich.section(rich.text(headed(section), "bold"))
    return rich.block(title, {"type": "rich_text_list", "style": "bullet", "elements": list(rows)}) if rows else (
        rich.block(title)
    )  # fmt: skip


def _line(hit: Hit, shown: Overview, home: str) -> Json:
    """A ticket in one line, its name a link into its thread."""
    ticket, title, at = hit.ticket, one_line(wording.title(hit.ticket), TITLE), refs.link(hit.thread, home)
    words = [{"type": "link", "url": at, "text": title} if at else rich.text(title)]
    if hit.is_own:
        words.append(rich.text(f" · {wording.ICONS[ticket.status]} {word(ticket.status, 'status')}"))
    elif ticket.owner:
        light = wording.LIGHTS[ticket.priority]
        words.append(rich.text(f" · {light} · 🙋 {one_line(ticket.owner_name, NAME)}"))
    if told := timed(hit, shown.at, rich.HOLE):
        words += [rich.text(" · "), *rich.filled(told[0], rich.date(told[1], rich.DUE))]
    return rich.section(*words)


def _pressed(heap: Heap, hit: Hit, shown: Overview, home: str) -> list[Json]:
    """A ticket with the button that fits it, and what there is to know about it below."""
    ticket = hit.ticket
    claim = button(word("Claim", "button"), f"claim {ticket.number}", "primary")
    reply = button(word("Reply", "button"), f"reply? {ticket.number}")
    title = plain(f"{wording.ICONS[ticket.status]} {one_line(wording.title(ticket), TITLE)}")
    at, words = refs.link(hit.thread, home), [f"{wording.LIGHTS[ticket.priority]} {word(ticket.priority, 'priority')}"]
    if told := timed(hit, shown.at, rich.HOLE):
        words.append(encode(told[0]).replace(rich.HOLE, _date(told[1])))
    words += [f"<{at}|{say('Open')}>"] if at else []
    return [
        {"type": "section", "text": title, "accessory": claim if heap is Heap.UNOWNED else reply},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": " · ".join(words)}]},
    ]


def _all(shown: Overview) -> tuple[Button, ...]:
    """Where a section does not show all, a button does, a page at a time."""
    listed = (one for one in shown.sections if one.has_more)
    mine = {Heap.ASKED: "mine"}
    return tuple(Button(f"{headed(one)} ▸", mine.get(one.heap, "list"), 0, one.line) for one in listed)


def _how(intakes: tuple[str, ...]) -> Json:
    """How to ask, for who is no agent."""
    said = [rich.text(say("Write to me here, under Messages."))]
    if intakes:
        said = [rich.text(say("Write to me here, under Messages, or in one of these channels:"))]
        said += [piece for one in intakes for piece in (rich.text(" "), {"type": "channel", "channel_id": one})]
    return rich.block(rich.section(*said))


def _context(words: str) -> Json:
    return {"type": "context", "elements": [plain(one_line(words, 600))]}


def _date(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{rich.DUE}|{at:%Y-%m-%d %H:%M} UTC>"
