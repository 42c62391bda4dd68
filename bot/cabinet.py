"""The desk's door for macros: rendered for a ticket, listed, saved and dropped. `Desk.cabinet`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from bot import access, macros
from bot import errors as no
from bot.config import Settings
from bot.macro import Macro
from bot.people import Person
from bot.ports import Store, Transaction
from bot.speech import say
from bot.ticket import Ticket
from bot.unsent import Unsent

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]


class Cabinet:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], change: Change) -> None:
        """`change` opens a ticket for somebody who may do a verb to it."""
        self._store, self._settings, self._now, self._change = store, settings, now, change

    def macro(self, number: int, by: Person, name: str) -> tuple[Ticket, Unsent]:
        """Write the answer of the macro `name` for the ticket; it waits to be looked at. Raises Unknown."""
        with self._change(number, by, "macro") as (tx, ticket):
            known = {one.name: one for one in self._known(tx, by) if one.is_for(ticket.queue)}
            found = known.get(name.lower())
            if found is None:
                raise no.Unknown(_unknown(name, sorted(known)))
            text = macros.render(found, ticket, by, self._settings)
            unsent = Unsent(
                number, by.place, text, macro=found.name, owner=found.owner, do=found.do, seen=ticket.version
            )
            return ticket, tx.drafting.keep(unsent, self._now())

    def macros(self, by: Person) -> list[tuple[Macro, int]]:
        """Those that `by` may use, and how often each was."""
        self._want_agent(by)
        with self._store.transaction() as tx:
            uses = tx.macros.uses()
            known = {one.name: one for one in self._known(tx, by)}
            return [(one, uses.get((one.owner, one.name), 0)) for _, one in sorted(known.items())]

    def saved(self, by: Person, macro: Macro) -> Macro:
        """Keep it: one's own, or, for supervisors, everybody's. Raises Misunderstood or SupervisorsOnly."""
        self._want_agent(by)
        if not macros.NAME.fullmatch(macro.name):
            raise no.Misunderstood(
                say("“{name}” is no name. Take small letters, digits and hyphens.", name=macro.name[:60])
            )
        if found := macros.wrong(macro.text):
            raise no.Misunderstood(found)
        if not macro.text and not macro.do:
            raise no.EmptyText
        if not macro.owner:
            self._want_supervisor(by, macro)
        with self._store.transaction() as tx:
            macro = replace(macro, by_name=by.name)
            tx.macros.save(macro, self._now())
            return macro

    def dropped(self, by: Person, name: str) -> Macro:
        """Forget one's own macro, or, for supervisors, everybody's. Raises Unknown, Refused or SupervisorsOnly."""
        self._want_agent(by)
        with self._store.transaction() as tx:
            known = {one.name: one for one in self._known(tx, by)}
            found = known.get(name.lower())
            if found is None:
                raise no.Unknown(_unknown(name, sorted(known)))
            if not found.by_name:
                raise no.Refused(say("{name} stands in desk.toml: it is taken out there.", name=found.name))
            if not found.owner:
                self._want_supervisor(by, found)
            tx.macros.drop(found)
            return found

    def _known(self, tx: Transaction, by: Person) -> list[Macro]:
        """Those of the queues where they are an agent, the nearest last: it hides another of its name."""
        queues = {queue.name for queue in self._settings.queues if access.is_agent(by, queue)}
        ours = [one for one in self._settings.macros if not one.queues or queues & {*one.queues}]
        saved = sorted(tx.macros.saved(by.place, queues), key=lambda one: (bool(one.owner), one.queues))
        return [*ours, *saved]

    def _want_agent(self, by: Person) -> None:
        if not any(access.may(by, "macros", queue) for queue in self._settings.queues):
            raise no.AgentsOnly

    def _want_supervisor(self, by: Person, macro: Macro) -> None:
        queues = self._settings.named(macro.queues) if macro.queues else self._settings.queues
        if not queues or not all(access.is_supervisor(by, queue) for queue in queues):
            raise no.SupervisorsOnly(
                say("{name} is everybody's: only supervisors of its queue can change it.", name=macro.name)
            )


def _unknown(name: str, names: list[str]) -> str:
    if near := get_close_matches(name.lower(), names, 1):
        return say("There is no macro “{name}”. Did you mean {near}?", name=name, near=near[0])
    some = say("Save one: /desk macros save NAME and its text.")
    if names:
        some = say("There are: {known}.", known=", ".join(names[:20]))
    if not name:
        return say("Which macro? {hint}", hint=some)
    return say("There is no macro “{name}” here. {hint}", name=name, hint=some)
