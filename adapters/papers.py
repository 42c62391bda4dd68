"""What the verbs answer that hand over a paper."""

from dataclasses import replace

from adapters.calls import Call, Said
from bot import transcript_forms
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Refused
from bot.speech import say, several
from bot.transcript import Reach
from bot.transcript_forms import Form

LINK = "link"


def transcript(desk: Desk, settings: Settings, call: Call) -> Said:
    number = call.ticket
    reach, form, is_link = _how(call.value("how").lower().split())
    told = desk.transcript(number, call.by, reach)
    link = desk.lent.address(told.ticket.number, reach, form)
    what = _what(reach, told.ticket.number)
    if is_link:
        if not link:
            raise Refused(say("A link needs the setting PUBLIC_URL. Without the word link it comes as a file."))
        said = say("For a day, whoever has this link reads {what}:", what=what)
        return Said(f"{said}\n{link}", told.ticket.number)
    said, count = say("Here is {what}.", what=what), len(told.files)
    if count:
        said = several("Here is {what} with {n} file.", "Here is {what} with {n} files.", count, what=what)
    made = replace(transcript_forms.paper(told, form), link=link)
    return Said(said, told.ticket.number, made)


def _what(reach: Reach, number: int) -> str:
    if reach is Reach.FULL:
        return say("all of #{number}", number=number)
    return say("what its requester may read of #{number}", number=number)


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
                say(
                    "“{typed}” is no kind of transcript. Say public or full; html, text or json; link for a link.",
                    typed=word[:40],
                )
            )
    return reach, form, LINK in words
