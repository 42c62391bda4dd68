"""Forms that were sent: their shape, whether the ticket changed meanwhile, and what they ask for."""

from collections.abc import Sequence

from adapters.slack import modals, reading
from adapters.slack.clerk import Clerk
from adapters.slack.modals import Slip
from adapters.slack.reading import Asker, Json
from bot import events as e
from bot.errors import Refused
from bot.inbox import TRIES, Deed
from bot.ports import Arrival

FRESH_ONLY = ("reply", "resolve", "close")  # verbs that a new word of the requester's may have overtaken


def answer(body: Json) -> Json | None:
    """What the acknowledgement says about the shape of a form; None when it may be taken."""
    view = body["view"]
    found = modals.errors(modals.slip(view["private_metadata"]), modals.values(view))
    return {"response_action": "errors", "errors": found} if found else None


async def overtaken(clerk: Clerk, body: Json) -> Json | None:
    """The form once more, with its words kept and a warning, where somebody wrote after it was opened."""
    view = body["view"]
    slip = modals.slip(view["private_metadata"])
    if slip.version is None or slip.number is None or slip.verb not in FRESH_ONLY:
        return None
    by = await clerk.people.agent(str(body["user"]["id"]))
    try:
        events = await clerk.ask(clerk.desk.history, slip.number, by)
    except Refused:  # the deed itself will be refused, and their words given back
        return None
    warning = _news(events[slip.version :], by.place)
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
    if left:
        values["text"] = f"{values.get('text', '')}\n{left}".strip()
    agent = await clerk.people.agent(values["agent"]) if values.get("agent") else None
    call = clerk.call(slip.verb, by, slip.number, values, asker, arrival.source, files=files, agent=agent)
    returned = "\n".join(values[name] for name in ("subject", "text", "note", "reason") if values.get(name))
    is_quiet = slip.verb not in ("open", "pend")
    return Deed(lambda: clerk.run(call), clerk.telling(asker, returned, is_quiet))


def _news(events: Sequence[e.Event], mine: str) -> str:
    """What the requester or a colleague said since, in one sentence."""
    for event in reversed(events):
        if isinstance(event.fact, e.Wrote) and not event.fact.automatic:
            return f"{event.by.name} wrote after you opened this form: “{reading.short(event.fact.text)}”."
        if isinstance(event.fact, e.Replied) and event.by.place != mine:
            return f"{event.by.name} answered after you opened this form: “{reading.short(event.fact.text)}”."
    return ""
