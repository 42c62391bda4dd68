"""Messages that were changed or taken back: both versions are kept, and the agents are told."""

from adapters.slack import reading, refs, text
from adapters.slack.clerk import Clerk, ignored
from adapters.slack.reading import Json, Line
from bot import access
from bot.inbox import Deed
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Fate
from bot.ticket import Ticket


async def revised(clerk: Clerk, event: Json) -> Deed:
    """What an edit or a deletion asks for."""
    before = event.get("previous_message") or {}
    after = event.get("message") or {}
    is_gone = event.get("subtype") == "message_deleted" or after.get("subtype") == "tombstone"
    if is_gone and before.get("ts") and before.get("bot_id"):
        return _card_gone(clerk, refs.message(str(event["channel"]), str(before["ts"])))
    if not before.get("ts") or before.get("bot_id") or not before.get("user"):
        return ignored("not a person's message")
    if not is_gone and before.get("text") == after.get("text"):
        return ignored("only its looks changed")
    old = reading.line(before, str(event["channel"]))
    number = await clerk.ask(clerk.desk.find, old.source)
    ticket = await clerk.ticket_at(old.source) if number else None
    if ticket is None:
        return ignored("no message of a ticket")
    words = await _plain(clerk, str((before if is_gone else after).get("text") or ""))
    said = f"(deleted on Slack) {words}" if is_gone else f"(edited) {words}"
    source = f"{old.source}/{'deleted' if is_gone else event.get('event_ts') or event.get('ts')}"
    if ticket.requester == refs.person(old.user):
        return await _requesters(clerk, ticket, old, said, source, is_gone)
    return await _agents(clerk, ticket, old, said, source)


def _card_gone(clerk: Clerk, card: str) -> Deed:
    """Somebody deleted a message of ours: a board, or a card, which is its thread's root, is made anew."""

    def do() -> Fate:
        if clerk.desk.boards.gone(card):
            return Fate("done")
        ticket = clerk.desk.threads.gone(card)
        return Fate("done", ticket=ticket.number) if ticket else Fate("ignored", "no card of ours")

    return Deed(do)


async def _requesters(clerk: Clerk, ticket: Ticket, old: Line, said: str, source: str, is_gone: bool) -> Deed:
    by = Person(await clerk.people.name(old.user), refs.person(old.user))
    # A deletion is told, but it is no answer: it must not change the status.
    incoming = Incoming(by, said, ticket.queue, source, ticket.origin, answers=(old.source,), automatic=is_gone)

    def do() -> Fate:
        return Fate("appended", ticket=clerk.desk.receive(incoming)[0].number)

    return Deed(do)


async def _agents(clerk: Clerk, ticket: Ticket, old: Line, said: str, source: str) -> Deed:
    by = await clerk.people.agent(old.user)
    if not access.is_agent(by, clerk.settings.queue(ticket.queue)):
        return ignored("not an agent")

    def do() -> Fate:
        return Fate("appended", ticket=clerk.desk.note(ticket.number, by, said, source=source).number)

    return Deed(do)


async def _plain(clerk: Clerk, raw: str) -> str:
    return text.decode(raw, await clerk.people.names(text.mentioned(raw)))
