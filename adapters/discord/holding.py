"""Who holds the gateway: one process of all, by a lease that it renews; and when it was last alive there."""

from datetime import datetime, timedelta

from adapters.discord.kit import Kit

NAME, ALIVE = "discord:gateway", "discord:alive"
TERM = timedelta(seconds=30)


class Holding:
    """Synchronous, for the thread of the core."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def take(self) -> int | None:
        """Take or renew; the fence, or None while another process has it."""
        now = self._kit.now()
        with self._kit.store.transaction() as tx:
            fence = tx.leases.take(NAME, self._kit.worker, now, now + TERM)
            if fence is not None and not tx.leases.value(ALIVE):  # what is said from the first start on is ours
                tx.leases.keep(ALIVE, now.isoformat())
            return fence

    def drop(self) -> None:
        with self._kit.store.transaction() as tx:
            tx.leases.drop(NAME, self._kit.worker)

    def alive(self, fence: int, at: datetime) -> None:
        """Everything up to `at` was heard."""
        with self._kit.store.transaction() as tx:
            if tx.leases.take(NAME, self._kit.worker, self._kit.now(), self._kit.now() + TERM) == fence:
                tx.leases.keep(ALIVE, at.isoformat())

    def last_alive(self) -> datetime | None:
        """When somebody last heard everything; None before the first time."""
        with self._kit.store.transaction() as tx:
            value = tx.leases.value(ALIVE)
        return datetime.fromisoformat(value) if value else None
