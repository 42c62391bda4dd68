"""The direct conversations we know of: the platform lists them to nobody, so they are remembered for catching up."""

import json

from bot.ports import Store

NAME = "discord:directs"
MOST = 200  # the most recent ones


def known(store: Store) -> list[int]:
    with store.transaction() as tx:
        return _read(tx.leases.value(NAME))


def remember(store: Store, channel: int) -> None:
    """Keep `channel` as the most recent one."""
    with store.transaction() as tx:
        found = _read(tx.leases.value(NAME))
        if found[-1:] != [channel]:
            kept = [one for one in found if one != channel][-MOST + 1 :]
            tx.leases.keep(NAME, json.dumps([*kept, channel]))


def _read(value: str) -> list[int]:
    found: list[int] = json.loads(value or "[]")
    return found
