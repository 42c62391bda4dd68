"""What the verbs answer that send something to the requester: written, warned of, sent after all, or thrown away."""

from collections.abc import Sequence
from dataclasses import replace

from adapters import macros
from adapters.calls import Call, Said, whole
from adapters.grammar import Verb
from bot import wording
from bot.config import Settings
from bot.desk import Desk
from bot.doubts import Care
from bot.errors import Doubted
from bot.speech import say, several
from bot.ticket import Ticket
from bot.unsent import Unsent


def reply(desk: Desk, settings: Settings, call: Call, table: Sequence[Verb]) -> Said:
    """Answer; or say what is doubtful about it, and keep it until its author has decided."""
    whole(call.missing)
    kept = _kept(desk, call) if call.value("kept") else None
    unsent = Unsent(
        call.ticket, call.by.place, call.value("text"), (*(kept.files if kept else ()), *call.files),
        (kept.sent_as if kept else call.source) or "", kept.macro if kept else "", kept.owner if kept else "",
        kept.do if kept else (), bool(call.value("unencrypted")) or bool(kept and kept.is_in_clear),
        kept.id if kept else 0,
    )  # fmt: skip
    return _tried(desk, settings, call, unsent, call.care, table)


def send(desk: Desk, settings: Settings, call: Call, table: Sequence[Verb]) -> Said:
    """Send what was kept, as it is: a preview is looked at again, and who was told what is doubtful means it."""
    unsent = _kept(desk, call)
    care = Care(anyway=True) if unsent.seen is None else Care(unsent.seen)
    return _tried(desk, settings, call, unsent, care, table)


def discard(desk: Desk, settings: Settings, call: Call) -> Said:
    desk.drafts.discard(call.ticket, call.by, _id(call))
    return Said(say("Thrown away; nothing was sent."), call.number)


def _tried(
    desk: Desk, settings: Settings, call: Call, unsent: Unsent, care: Care, table: Sequence[Verb]
) -> Said:  # fmt: skip
    try:
        return _sent(desk, settings, call, unsent, care, table)
    except Doubted as doubt:
        waiting = desk.drafts.keep(replace(unsent, source=unsent.sent_as, seen=None))
        said, buttons = say("Not sent yet. {doubt}", doubt=doubt), macros.choices(waiting, say("Send anyway"))
        return Said(said, unsent.ticket, buttons=buttons, is_refused=True)


def _sent(
    desk: Desk, settings: Settings, call: Call, unsent: Unsent, care: Care, table: Sequence[Verb]
) -> Said:  # fmt: skip
    said, ticket = list[str](), None
    with desk.drafts.sending(unsent):
        if unsent.text or unsent.files or not unsent.do:
            ticket = desk.reply(
                unsent.ticket, call.by, unsent.text, unsent.files, unsent.sent_as or None, unsent.is_in_clear, care
            )
            said.append(_left(ticket, unsent, settings))
        said += macros.perform(desk, settings, call, unsent, table)
    is_elsewhere = ticket is not None and ticket.number != unsent.ticket  # it was merged
    return Said("\n".join(said), ticket.number if ticket else unsent.ticket, is_news=is_elsewhere)


def _left(ticket: Ticket, unsent: Unsent, settings: Settings) -> str:
    hold = settings.hold(ticket.queue, ticket.origin).total_seconds()
    to = {"recipients": wording.recipients(ticket), "number": ticket.number}
    said = say("Your answer to {recipients} on #{number} is on its way.", **to)
    if hold:
        said = several(
            "Your answer to {recipients} on #{number} leaves in {n} second; until then undo takes it back.",
            "Your answer to {recipients} on #{number} leaves in {n} seconds; until then undo takes it back.",
            round(hold), **to,
        )  # fmt: skip
    names = ", ".join(file.name for file in unsent.files)
    return f"{said} {say('With it: {files}.', files=names)}" if names else said


def _kept(desk: Desk, call: Call) -> Unsent:
    return desk.drafts.kept(call.ticket, call.by, _id(call))


def _id(call: Call) -> int | None:
    value = call.value("kept")
    return int(value) if value.isdecimal() and len(value) < 12 else None
