"""What the verbs answer that are about people: who follows a ticket, who reads along, whose it is."""

from collections.abc import Sequence

from adapters import leave
from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.people import Person
from bot.speech import say, speaking, spoken
from bot.ticket import Ticket

MINE = ("link", "code", "unlink", "language")
DOES = ("add", "remove", "cc", "requester")


def watch(desk: Desk, settings: Settings, call: Call) -> Said:
    number = call.ticket
    do, typed = call.value("do").lower(), call.value("agent")
    address = call.value("address") or typed
    if do == "cc" and address.startswith("-"):
        do, address = "uncc", address[1:]
    do = do or ("add" if typed else "")
    if do not in ("", "uncc", *DOES):
        raise Misunderstood(say("Say watch alone, watch add @name, watch cc ann@example.org or watch requester @name."))
    whom = None if do in ("cc", "uncc") or "@" in address[1:] else call.agent
    ticket = desk.circle.watch(number, call.by, do, whom, address.lstrip("+"), call.source)
    return Said(_said(ticket, do, call), ticket.number, is_news=True)


def _said(ticket: Ticket, do: str, call: Call) -> str:
    match do:
        case "":
            is_watching = any(one.place == call.by.place for one in ticket.watchers)
            if is_watching:
                return say("You follow #{number} now.", number=ticket.number)
            return say("You follow #{number} no more.", number=ticket.number)
        case "add" | "remove":
            names = ", ".join(one.name for one in ticket.watchers)
            if not names:
                return say("#{number} is followed by nobody.", number=ticket.number)
            return say("#{number} is followed by {names}.", number=ticket.number, names=names)
        case "requester":
            return say(
                "{name} is the requester of #{number}: answers go there from now on.",
                name=ticket.requester_name, number=ticket.number,
            )  # fmt: skip
        case _:
            also = ", ".join(place.partition(":")[2] for place in ticket.cc)
            said = {"number": ticket.number, "name": ticket.requester_name}
            if not also:
                return say("Answers on #{number} go to {name} alone.", **said)
            return say("Answers on #{number} go to {name} and {others}.", **said, others=also)


def me(desk: Desk, settings: Settings, call: Call) -> Said:
    """The answer to `link` is the same whether anybody knows the address, and whether mail goes there."""
    do, _, what = call.value("do").partition(" ")
    do, what = do.lower(), what.strip().removeprefix("mailto:")
    if do in leave.DOES:
        return leave.say_so(desk, settings, call, do, what)
    if do not in ("", *MINE) or (do != "unlink" and do and not what):
        raise Misunderstood(
            say(
                "Say me alone, me link ann@example.org, me code 123456, me unlink ann@example.org or me language fr. "
                "Agents also say me away until Monday 9am, and me back."
            )
        )
    by, known = call.by, desk.circle.me(call.by, do, what)
    if do == "link":
        return Said(
            say(
                "If {address} takes mail, a code is on its way there. Read it there and say it here within 15 minutes: "
                "/desk me code 123456",
                address=what,
            )
        )
    with speaking(desk.circle.language(by) if do == "language" else spoken()):  # as they have just chosen
        told = _known(known, desk.circle.chosen(by))
        return Said("\n".join(filter(None, (told, leave.now(desk, by)))))


def _known(known: Sequence[Person], chosen: str) -> str:
    """What the first of them, who asks, is known as."""
    by = known[0]
    told = [say("You are known as:"), say("{name} ({where}) - this is you here", name=by.name, where=_where(by))]
    told += [f"{one.name} ({_where(one)})" for one in known[1:]]
    told += _read(by, chosen)
    if len(known) == 1:
        told.append(say("Link a mail address, so that its tickets are yours: /desk me link ann@example.org"))
    return "\n".join(told)


def _read(by: Person, chosen: str) -> list[str]:
    """The language that is spoken to them, where they or their platform say so."""
    if chosen:
        return [say("Language: {language}, as you chose.", language=chosen)]
    if by.language:
        return [say("Language: {language}, as {where} tells.", language=by.language, where=_where(by))]
    return []


def _where(one: Person) -> str:
    channel, _, address = one.place.partition(":")
    return address if channel == "mail" else channel.capitalize()
