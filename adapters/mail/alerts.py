"""Mails of the machines that are set: what they tell, and whether their sender may be taken for true."""

from dataclasses import replace
from datetime import UTC

from adapters.mail.headers import Headers, head
from adapters.mail.letter import Letter
from bot.config import Settings
from bot.incoming import Incoming
from bot.ports import Arrival


def told(message: Incoming, read: Letter, arrival: Arrival, settings: Settings) -> Incoming:
    """`message` with the alert in it, where there is one: never of a sender whose domain disowns it.

    Its date is the machine's own, but none from the future; where it has none, when it came.
    """
    if message.report or not message.is_sure or message.verdict == "fail":
        return message
    theirs = [one for one in settings.monitors if one.has(read.sender.address)]
    headers = Headers.of(head(arrival.body)) if any(one.header for one in theirs) else Headers([])
    sent_at = min(read.date.astimezone(UTC), arrival.received_at) if read.date else arrival.received_at
    for monitor in theirs:
        if alert := monitor.read(read.subject, headers.get, read.reply or read.text, sent_at):
            is_vouched_for = bool(settings.mailbox(arrival.lane).authserv_id)
            alert = replace(alert, thread=next(iter(message.refers), ""))
            return replace(
                message, alert=alert, automatic=True, unattributed="", queue=monitor.queue or message.queue,
                is_believed=message.verdict == "pass" or (monitor.is_trusted and not is_vouched_for),
            )  # fmt: skip
    return message
