"""Forms that were sent: their shape, whether the ticket changed meanwhile, and what they ask for."""

from collections.abc import Sequence

from adapters.slack import modals, refs
from adapters.slack.clerk import TEXTS, Clerk
from adapters.slack.modals import Slip
from adapters.slack.reading import Asker, Json
from bot import events as e
from bot import wording
from bot.events import File
from bot.inbox import TRIES, Deed
from bot.people import Person
from bot.ports import Arrival, Fate

FRESH_ONLY = ("reply", "resolve", "close")  # verbs that a new word of the requester's may have overtaken


def answer(body: Json) -> Json | None:
    """What the acknowledgement says about the shape of a form; None when it may be taken."""
    view = body["view"]
    found = modals.errors(modals.slip(view["private_metadata"]), modals.values(view))
    return {"response_action": "errors", "errors": found} if found else None


async def overtaken(clerk: Clerk, body: Json) -> Json | None:
    """The form once more, with its words kept and a warning, where somebody wrote after it was opened.

    Asks the store alone: an acknowledgement cannot wait for the wire. What was written is not shown here, since whether
    its reader may still see the ticket is asked only when the form is taken.
    """
    view = body["view"]
    slip = modals.slip(view["private_metadata"])
    if slip.version is None or slip.number is None or slip.verb not in FRESH_ONLY:
        return None
    events = await clerk.ask(clerk.history, slip.number)
    warning = _news(events[slip.version :], refs.person(str(body["user"]["id"])))
    if not warning:
        return None
    known = Slip(slip.word, slip.verb, slip.number, slip.channel, slip.thread, len(events))
    return {
        "response_action": "update",
        "view": modals.form(known, modals.values(view), warning=f"{warning} Send again if it still fits."),
    }


async def sent(clerk: Clerk, body: Json, arrival: Arrival) -> Deed:
    """What a form asks for."""
    view, user = body["view"], str(body["user"]["id"])
    slip, values = modals.slip(view["private_metadata"]), modals.values(view)
    asker = Asker(user, slip.channel, slip.thread)
    by = await clerk.people.agent(user)
    files, left = await clerk.downloads.fetch(modals.files(view), arrival.attempts >= TRIES)
    agent = await clerk.people.agent(values["agent"]) if values.get("agent") else None
    if slip.verb == "open" and slip.author:
        values["text"] = f"{values.get('text', '')}\n{left}".strip()
        return await _on_behalf(clerk, slip, by, values, files, arrival)
    more = {"files": files, "agent": agent, "missing": left}
    call = clerk.call(slip.verb, by, slip.number, values, asker, arrival.source, **more)
    returned = "\n".join(values[name] for name in TEXTS if values.get(name))
    is_quiet = slip.verb not in ("open", "pend")
    return Deed(lambda: clerk.run(call), clerk.telling(asker, returned, is_quiet))


async def _on_behalf(
    clerk: Clerk, slip: Slip, by: Person, values: dict[str, str], files: tuple[File, ...], arrival: Arrival
) -> Deed:
    """A ticket for who wrote the message it is opened from: answered where they asked, if that is for questions."""
    requester = Person(await clerk.people.name(slip.author), refs.person(slip.author))
    queue = clerk.settings.queue_with(refs.room(slip.channel)) or clerk.settings.queues[0]
    is_asked = refs.room(slip.channel) in queue.intake and slip.thread
    origin = refs.message(slip.channel, slip.thread) if is_asked else requester.place
    subject, said = values.get("subject", ""), values.get("text", "")

    def do() -> Fate:
        ticket = clerk.desk.open(by, subject, said, queue.name, origin, requester, files, arrival.source)
        return Fate("ticketed", f"Opened {wording.title(ticket)}.", ticket.number)

    asker = Asker(refs.spot(by.place).user, slip.channel, slip.thread)
    return Deed(do, clerk.telling(asker, f"{subject}\n{said}"))


def _news(events: Sequence[e.Event], mine: str) -> str:
    """Who said something since, in one sentence."""
    for event in reversed(events):
        if isinstance(event.fact, e.Wrote) and not event.fact.automatic:
            return f"{event.by.name} wrote after you opened this form."
        if isinstance(event.fact, e.Replied) and event.by.place != mine:
            return f"{event.by.name} answered after you opened this form."
    return ""
