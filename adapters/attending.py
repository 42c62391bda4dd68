"""What the verbs answer that are about people: who follows a ticket, who reads along, whose it is."""

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.people import Person
from bot.ticket import Ticket

HINT = "Link a mail address, so that its tickets are yours: /desk me link ann@example.org"
DOES = ("add", "remove", "cc", "requester")


def watch(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is None:
        raise Misunderstood("Which ticket? Say its number: watch 42.")
    do, typed = call.value("do").lower(), call.value("agent")
    address = call.value("address") or typed
    if do == "cc" and address.startswith("-"):
        do, address = "uncc", address[1:]
    do = do or ("add" if typed else "")
    if do not in ("", "uncc", *DOES):
        raise Misunderstood("Say watch alone, watch add @name, watch cc ann@example.org or watch requester @name.")
    whom = None if do in ("cc", "uncc") or "@" in address[1:] else call.agent
    ticket = desk.circle.watch(call.number, call.by, do, whom, address.lstrip("+"), call.source)
    return Said(_said(ticket, do, call), ticket.number)


def _said(ticket: Ticket, do: str, call: Call) -> str:
    match do:
        case "":
            is_watching = any(one.place == call.by.place for one in ticket.watchers)
            return f"You follow #{ticket.number}{' now' if is_watching else ' no more'}."
        case "add" | "remove":
            names = ", ".join(one.name for one in ticket.watchers)
            return f"#{ticket.number} is followed by {names or 'nobody'}."
        case "requester":
            return f"{ticket.requester_name} is the requester of #{ticket.number}: answers go there from now on."
        case _:
            also = ", ".join(place.partition(":")[2] for place in ticket.cc)
            return f"Answers on #{ticket.number} go to {ticket.requester_name}{f' and {also}' if also else ' alone'}."


def me(desk: Desk, settings: Settings, call: Call) -> Said:
    """The answer to `link` is the same whether anybody knows the address, and whether mail goes there."""
    do, _, what = call.value("do").partition(" ")
    do, what = do.lower(), what.strip().removeprefix("mailto:")
    if do not in ("", "link", "code", "unlink") or (do in ("link", "code") and not what):
        raise Misunderstood("Say me alone, me link ann@example.org, me code 123456 or me unlink ann@example.org.")
    known = desk.circle.me(call.by, do, what)
    if do == "link":
        return Said(
            f"If {what} takes mail, a code is on its way there. Read it there and say it here within 15 minutes: "
            "/desk me code 123456"
        )
    told = [f"{one.name} ({_where(one)}){' - this is you here' if one == known[0] else ''}" for one in known]
    hint = "" if len(known) > 1 else f"\n{HINT}"
    return Said("You are known as:\n" + "\n".join(told) + hint)


def _where(one: Person) -> str:
    channel, _, address = one.place.partition(":")
    return address if channel == "mail" else channel.capitalize()
