"""The faults that the page has a switch for, each on or off by itself."""

from sandbox.faults import DOWN, Fault, Faults

FOREVER = -1
SWITCHES: dict[str, tuple[tuple[str, str, float], ...]] = {
    "slack down": (("slack:*", DOWN, 0),),
    "discord down": (("discord:*", DOWN, 0),),
    "mail down": (("smtp:*", DOWN, 0), ("imap:*", DOWN, 0)),
    "slow": (("*", "slow", 2),),
    "duplicates": (("slack:socket", "duplicate", 0), ("discord:gateway", "duplicate", 0)),
}
TITLES = {"mail down": "Mail server down", "slow": "Slow (2 s)", "duplicates": "Events come twice"}


class Switches:
    """What is on is read from the faults themselves, so that it survives whatever keeps those."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def switch(self, name: str, is_on: bool) -> None:
        """Break or mend just this. Raises LookupError for a name that has no switch."""
        if name not in SWITCHES:
            raise LookupError(f"there is no switch {name!r}; there are {', '.join(SWITCHES)}")
        active = self._faults.active
        active[:] = [one for one in active if one not in _faults(name)]
        if is_on:
            # The first fault that fits is taken: what is merely slow must not hide what is down.
            at = len(active) if name == "slow" else 0
            active[at:at] = _faults(name)
        self._faults.changed()

    def cells(self) -> list[dict[str, object]]:
        """Every switch as the page shows it."""
        active = self._faults.active
        return [
            {"name": name, "title": TITLES.get(name, name.capitalize()),
             "is_on": all(one in active for one in _faults(name))}
            for name in SWITCHES
        ]  # fmt: skip


def _faults(name: str) -> list[Fault]:
    return [Fault(where, kind, FOREVER, value) for where, kind, value in SWITCHES[name]]
