"""What a mail of ours says, as text and as HTML: the words, the queue's signature, and the mail it answers below."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from adapters.mail import markup
from adapters.mail.charsets import lines, one_line
from bot.config import Settings
from bot.ticket import Ticket
from bot.words import ForRequester, Quote

DELIMITER = "-- "  # above a signature (RFC 3676, 4.3)
NAME = 80  # characters of a name
FOLDED = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"


@dataclass(frozen=True)
class Frame:
    """What the queue puts around the words; `language` is that of fixed words, "" where somebody typed them."""

    greeting: str = ""
    signature: str = ""
    language: str = ""


def frame(words: ForRequester, ticket: Ticket, settings: Settings) -> Frame:
    """The queue's frame. What the desk itself says repeats no name: that could be anything."""
    queue = settings.queue(ticket.queue)
    signature = lines(queue.signature.replace("{agent}", one_line(words.by)))
    if words.automatic:
        return Frame("", signature, settings.tongue(ticket.queue, ticket.language))
    return Frame(lines(queue.greeting.replace("{name}", one_line(ticket.requester_name)[:NAME])), signature)


def text(words: ForRequester, around: Frame) -> str:
    """The plain form: what was typed, as it was typed."""
    parts = [one for one in (around.greeting, lines(words.text)) if one]
    if around.signature:
        parts.append(f"{DELIMITER}\n{around.signature}")
    if words.quote:
        quoted = "\n".join(f"> {line}".rstrip() for line in lines(words.quote.text).split("\n"))
        parts.append(f"{one_line(words.quote.heading)}\n{quoted}")
    return "\n\n".join(parts) + "\n"


def html(words: ForRequester, around: Frame, pictures: Mapping[str, str]) -> str:
    """The same as HTML. `pictures` are the Content-IDs of those that go along, by the names of their files."""
    said = _greeted(around.greeting) + markup.html(lines(words.text), pictures) + _signed(around.signature)
    tongue = f' lang="{escape(around.language)}"' if around.language else ""
    body = f'<div style="{markup.PAGE}">\n{said}</div>\n{_quoted(words.quote)}'
    return f'<!DOCTYPE html>\n<html{tongue}><head><meta charset="utf-8"></head><body>\n{body}</body></html>\n'


def _greeted(greeting: str) -> str:
    style = markup.STYLES["p"]
    return f'<p{_dir(greeting)} style="{style}">{markup.plain(greeting)}</p>\n' if greeting else ""


def _signed(signature: str) -> str:
    if not signature:
        return ""
    return f'<div class="gmail_signature"{_dir(signature)}>{DELIMITER}<br>\n{markup.plain(signature)}</div>\n'


def _quoted(quote: Quote | None) -> str:
    """In the tags by which mail programs know a quote and fold it."""
    if quote is None:
        return ""
    heading, said = one_line(quote.heading), lines(quote.text)
    above = f'<div class="gmail_attr"{_dir(heading)}>{markup.plain(heading)}</div>'
    below = (
        f'<blockquote class="gmail_quote" type="cite"{_dir(said)} style="{FOLDED}">{markup.plain(said)}</blockquote>'
    )
    return f'<br>\n<div class="gmail_quote">{above}\n{below}</div>\n'


def _dir(words: str) -> str:
    return ' dir="rtl"' if markup.direction(words) else ""
