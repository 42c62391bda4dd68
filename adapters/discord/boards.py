"""A board as one embed, for one person or for a room: each ticket in a line, a menu to claim what nobody has. Pure."""

from typing import Any

from adapters.discord import buttons, ids, refs
from adapters.discord.plain import OPTION, plain
from adapters.discord.text import clip, one_line, size
from adapters.discord.views import stamp
from bot import wording
from bot.overview import Heap, Overview, Section, headed, leading, nothing, timed
from bot.pages import Hit
from bot.speech import say, word
from bot.words import Button

Json = dict[str, Any]
COLOUR = 0x3498DB
LONGEST, FEWEST = 4_000, 30  # characters of what an embed says, and of a subject where there is little room
MOST = 25  # options of a menu


def board(shown: Overview, guild: int | None, is_for_all: bool = False) -> Json:
    """The body of the message; below a board for all stands a button to one's own."""
    head = f"🗂️ {say('Board')} · {', '.join(shown.queues)}"
    embed = {"title": clip(one_line(head), 250), "description": _said(shown, guild), "color": COLOUR}
    mine = (Button(word("My board", "button"), "board", 0),) if is_for_all else ()
    below = buttons.below((*mine, *_all(shown)))
    unowned = shown.of(Heap.UNOWNED)
    return {
        "embeds": [embed], "components": [*([_claims(unowned)] if unowned else []), *below],
        "allowed_mentions": {"parse": []},
    }  # fmt: skip


def _said(shown: Overview, guild: int | None) -> str:
    above = [clip(one_line(line), 400) for line in leading(shown)]
    if not shown.sections:
        return "\n".join((*above, nothing(shown)))
    for longest in (80, 50, FEWEST):  # of a subject: all lines fit, unless all their letters do not
        parts = ["\n".join(above)] if above else []
        for section in shown.sections:
            rows = (_line(hit, shown, guild, longest) for hit in section.hits)
            parts.append("\n".join((f"**{headed(section)}**", *rows)))
        said = "\n\n".join(parts)
        if size(said) <= LONGEST:
            return said
    lines = said.split("\n")
    while size("\n".join(lines)) > LONGEST:
        lines.pop()
    return "\n".join(lines)


def _line(hit: Hit, shown: Overview, guild: int | None, longest: int) -> str:
    ticket, channel = hit.ticket, refs.channel_in(hit.thread)
    number = f"**#{ticket.number}**"
    if channel and guild:
        number = f"[{number}](https://discord.com/channels/{guild}/{channel})"
    subject = clip(one_line(ticket.subject), longest) or say("no subject")
    words = [f"{wording.LIGHTS[ticket.priority]} {number} {subject}"]
    if ticket.owner:
        words.append(f"🙋 {clip(one_line(ticket.owner_name), 40)}")
    if told := timed(hit, shown.at, "{at}"):
        words.append(told[0].replace("{at}", stamp(told[1], "R")))
    return " · ".join(words)


def _claims(unowned: Section) -> Json:
    """A menu of what nobody has: what is chosen is claimed."""
    options = [_option(hit) for hit in unowned.hits[:MOST]]
    menu = {"type": 3, "custom_id": ids.chosen("claim"), "placeholder": say("Claim one that nobody has …")[:150]}
    return {"type": 1, "components": [menu | {"min_values": 1, "max_values": 1, "options": options}]}


def _option(hit: Hit) -> Json:
    ticket = hit.ticket
    label = plain(wording.title(ticket), OPTION)
    return {"label": label, "value": str(ticket.number), "emoji": {"name": wording.LIGHTS[ticket.priority]}}


def _all(shown: Overview) -> tuple[Button, ...]:
    """Where a section does not show all, a button does, a page at a time."""
    return tuple(Button(f"{headed(one)} ▸", "list", 0, one.line) for one in shown.sections if one.has_more)
