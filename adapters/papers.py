"""What the verbs answer that hand over a paper."""

from dataclasses import replace

from adapters.calls import Call, Said
from bot import transcript_forms
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Refused
from bot.transcript import Reach
from bot.transcript_forms import Form

LINK = "link"


def transcript(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is None:
        raise Misunderstood("Which ticket? Say its number: transcript 42.")
    reach, form, is_link = _how(call.value("how").lower().split())
    told = desk.transcript(call.number, call.by, reach)
    link = desk.lent.address(told.ticket.number, reach, form)
    what = f"{'all of' if reach is Reach.FULL else 'what its requester may read of'} #{told.ticket.number}"
    if is_link:
        if not link:
            raise Refused("A link needs the setting PUBLIC_URL. Without the word link it comes as a file.")
        return Said(f"For a day, whoever has this link reads {what}:\n{link}", told.ticket.number)
    count = len(told.files)
    files = f" with {count} file{'s' if count > 1 else ''}" if count else ""
    made = replace(transcript_forms.paper(told, form), link=link)
    return Said(f"Here is {what}{files}.", told.ticket.number, made)


def _how(words: list[str]) -> tuple[Reach, Form, bool]:
    """`full json`, in any order: how much of it, and as what; and whether as a link."""
    reach, form = Reach.PUBLIC, Form.HTML
    for word in words:
        if word in list(Reach):
            reach = Reach(word)
        elif word in list(Form):
            form = Form(word)
        elif word != LINK:
            raise Misunderstood(
                f"“{word[:40]}” is no kind of transcript. Say public or full; html, text or json; link for a link."
            )
    return reach, form, LINK in words
