"""A page of tickets as one embed: a link into each thread, its state, what was found in it. Pure.

How it was asked for stands in its foot, where it is read again when the page is turned: it may be longer than an id.
"""

from typing import Any

from adapters import captions
from adapters.discord import ids, refs
from adapters.discord.buttons import below
from adapters.discord.plain import BUTTON, plain
from adapters.discord.text import clip, encode, one_line
from adapters.discord.views import stamp
from bot import wording
from bot.pages import Hit, Page
from bot.speech import say, word

Json = dict[str, Any]
COLOUR, GREY = 0x3498DB, 2
LONGEST = 4096  # of a description


def page(shown: Page, guild: int | None, can_turn: bool = True) -> Json:
    """The body of the message, with the buttons that turn its pages where it `can_turn`."""
    number = f" · {say('page {number}', number=shown.number)}" if shown.number > 1 or shown.has_more else ""
    rows, most = list[str](), LONGEST - len(shown.below) - 2
    for hit in shown.hits:
        row = _row(hit, guild)
        if sum(map(len, rows)) + 2 * len(rows) + len(row) <= most:  # ten rows fit, unless all their letters do not
            rows.append(row)
    rows += [shown.below] if shown.below else []
    embed = {
        "title": f"{captions.page(shown.verb)}{number}", "description": "\n\n".join(rows), "color": COLOUR,
        "footer": {"text": f"/desk {shown.verb} {shown.line}".strip()},
    }  # fmt: skip
    has_turns = can_turn and (shown.has_more or shown.number > 1)
    components = [*below(shown.buttons), *(_turns(shown) if has_turns else [])]
    return {"embeds": [embed], "components": components, "allowed_mentions": {"parse": []}}


def asked(verb: str, footer: str) -> str:
    """The line that a page was asked for with, out of its foot."""
    return footer.removeprefix(f"/desk {verb}").strip()


def _row(hit: Hit, guild: int | None) -> str:
    ticket, channel = hit.ticket, refs.channel_in(hit.thread)
    number = f"**#{ticket.number}**"
    if channel and guild:
        number = f"[{number}](https://discord.com/channels/{guild}/{channel})"
    subject = clip(one_line(ticket.subject), 120) or say("no subject")
    state = [word(ticket.status, "status")]
    if not hit.is_own:
        owner = clip(one_line(ticket.owner_name), 60) if ticket.owner else say("nobody has it")
        who = f"👤 {clip(one_line(ticket.requester_name), 60)}" if hit.is_load else f"🙋 {owner}"
        state += [f"{wording.LIGHTS[ticket.priority]} {word(ticket.priority, 'priority')}", who]
    if hit.is_load:
        state += [f"⏰ {hit.due[0]} {stamp(hit.due[1], 'R')}"] if hit.due else []
    elif ticket.opened_at:
        state.append(stamp(ticket.opened_at, "R"))
    row = f"{wording.ICONS[ticket.status]} {number} **{subject}**\n{' · '.join(state)}"
    if hit.said:
        found = "".join(f"**{encode(one)}**" if is_hit else encode(one) for one, is_hit in hit.said)
        by = f"{clip(one_line(hit.said_by), 60)}: " if hit.said_by else ""
        row += f"\n> {by}{found}"
    return row


def _turns(shown: Page) -> list[Json]:
    steps = [
        (f"◀ {word('Previous', 'button')}", shown.number - 1, shown.number > 1),
        (f"{word('Next', 'button')} ▶", shown.number + 1, shown.has_more),
    ]
    row = [
        {
            "type": 2,
            "style": GREY,
            "label": plain(label, BUTTON),
            "custom_id": ids.turn(shown.verb, number),
            "disabled": not is_there,
        }
        for label, number, is_there in steps
    ]
    return [{"type": 1, "components": row}]
