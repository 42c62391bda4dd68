"""From a change in the world to the sessions: filtered, journalled, and with the faults that were asked for."""

import json
from typing import Any

from sandbox.discord.intents import heard
from sandbox.discord.sessions import DISPATCH, Session
from sandbox.discord.world import Event, World
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal

RECONNECT, INVALID_SESSION = 7, 9
KINDS = ("op7", "op9_true", "op9_false", "close", "duplicate", "malformed", "zombie")


class Dispatcher:
    def __init__(self, world: World, faults: Faults, journal: Journal) -> None:
        self._world = world
        self._faults = faults
        self._journal = journal
        self.sessions: dict[str, Session] = {}
        world.outlets.append(self.hear)

    def hear(self, event: Event) -> None:
        """Tell every session what it may know of a change."""
        for session in list(self.sessions.values()):
            data = heard(self._world, event, session.intents)
            if data is None:
                continue
            fault = self._fault(event.name)
            if fault:
                self._spoil(session, event.name, data, fault)
            else:
                self.tell(session, event.name, data)

    def tell(self, session: Session, name: str, data: dict[str, Any]) -> None:
        # Deep copy: the state behind the data changes later, what was said must not.
        data = json.loads(json.dumps(data))
        self._journal.record("discord", "desk", name, data)
        session.tell(name, data)

    def replay(self, session: Session, after: int) -> None:
        """Send again what followed event number `after`."""
        for seq, name, data in list(session.told):
            if seq > after and session.link:
                self._journal.record("discord", "desk", name, data)
                session.link.send(DISPATCH, data, seq, name)

    def _fault(self, name: str) -> Fault | None:
        kinds = (*KINDS, "interaction_twice") if name == "INTERACTION_CREATE" else KINDS
        place = "discord:gateway"
        return self._faults.take(place, *kinds) or self._faults.take(f"{place} {name}", *kinds)

    def _spoil(self, session: Session, name: str, data: dict[str, Any], fault: Fault) -> None:
        """All but the doubled events are numbered and not sent: a resume brings them."""
        if fault.kind in ("duplicate", "interaction_twice"):
            self.tell(session, name, data)
            self.tell(session, name, data)
            return
        seq, link = session.keep(name, json.loads(json.dumps(data))), session.link
        if link is None:
            return
        if fault.kind == "op7":
            link.send(RECONNECT)
        elif fault.kind == "op9_true":
            link.send(INVALID_SESSION, True)
        elif fault.kind == "op9_false":
            del self.sessions[session.id]
            link.send(INVALID_SESSION, False)
        elif fault.kind == "close":
            link.close(int(fault.value or 4000))
        elif fault.kind == "malformed":
            link.send(DISPATCH, {}, seq, name)
        else:
            link.is_mute = True
