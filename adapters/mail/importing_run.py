"""One import from end to end: where the mails lie, which belong together, and each talk into its ticket."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from adapters.mail.boxes import NoMail, Spot, spots
from adapters.mail.explain import Unkept
from adapters.mail.importing import Importer, Plan
from adapters.mail.importing_imap import fetched
from adapters.mail.oauth import keys
from adapters.mail.reading import Reading
from bot.config import Secret, Settings
from bot.desk import Desk
from bot.ports import Ask, Files, Store

T = TypeVar("T")
OFTEN = 500  # mails copied between two words about it


@dataclass(frozen=True)
class Where:
    """Where the mails lie, and our own answers. `kind` is mbox, maildir or imap; of imap `path` is `env:NAME` of a
    URL or the name of one of our mailboxes, and `sent` a folder there."""

    kind: str
    path: str
    sent: str = ""


class Shown(Protocol):
    """Shows how far it is while the items are gone through."""

    def __call__(self, items: Sequence[T], label: str) -> AbstractContextManager[Iterable[T]]: ...


class Run:
    """Made of what `house.House` is made of."""

    def __init__(
        self, settings: Settings, desk: Desk, store: Store, files: Files, ask: Ask, now: Callable[[], datetime],
        worker: str, plan: Plan, reading: Reading | None = None,
    ) -> None:  # fmt: skip
        self._settings, self._spool = settings, settings.files_dir / "import"
        self._is_dry = plan.is_dry
        self._keys = keys(settings.mailboxes, store, ask, now, worker)
        files = Unkept() if plan.is_dry else files
        self.importer = Importer(store, settings, files, desk, now(), worker, plan, reading)

    async def through(self, where: Where, env: Mapping[str, str], shown: Shown, say: Callable[[str], Any]) -> None:
        """Do it; the importer has the books. Raises NoMail with a sentence, and NotSent where it cannot go on."""
        try:
            inbox, sent = await (self._on_server(where, env, say) if where.kind == "imap" else self._on_disk(where))
            with shown([*_each(inbox, sent)], "Looking through") as looked:
                portions = self.importer.gather(looked)
            with shown(portions, "Importing") as going:
                for portion in going:
                    await self.importer.take(portion)
        finally:
            self.importer.close()
        if not self._is_dry:
            shutil.rmtree(self._spool, ignore_errors=True)

    async def _on_disk(self, where: Where) -> list[list[Spot]]:
        return [list(spots(Path(path))) if path else [] for path in (where.path, where.sent)]

    async def _on_server(self, where: Where, env: Mapping[str, str], say: Callable[[str], Any]) -> list[list[Spot]]:
        name = where.path.removeprefix("env:")
        box = next((box for box in self._settings.mailboxes if box.name == where.path), None)
        url = Secret(env.get(name, "")) if where.path.startswith("env:") else box.imap if box else Secret("")
        if not url:
            raise NoMail(
                f"There is no mailbox “{name}”. Name one of desk.toml, or write the old one's URL into .env "
                "(OLD_IMAP=imaps://user:password@host/INBOX) and say env:OLD_IMAP."
            )

        def told(count: int) -> None:
            if count % OFTEN == 0:
                say(f"{count} mails copied")

        folders = ["", *([where.sent] if where.sent else [])]
        found = await fetched(url, self._keys.get(box.name) if box else None, folders, self._spool, told)
        return [found[0], found[1] if where.sent else []]


def _each(inbox: Iterable[Spot], sent: Iterable[Spot]) -> list[tuple[Spot, bool]]:
    """Each mail once, and if it is among those that we sent."""
    ours = {spot.name: spot for spot in sent}
    return [*((spot, False) for spot in inbox if spot.name not in ours), *((spot, True) for spot in ours.values())]
