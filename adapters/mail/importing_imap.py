"""Copies folders of a mail server into files, so that an import can be broken off and begun again."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from imapclient.exceptions import LoginError

from adapters.mail.boxes import NoMail, Spot
from adapters.mail.mailbox import Mailbox
from adapters.mail.oauth import Key, enter
from adapters.mail.servers import Server
from bot.config import Secret


async def fetched(
    url: Secret, key: Key | None, folders: Sequence[str], into: Path, told: Callable[[int], None]
) -> list[list[Spot]]:
    """Every mail of each folder ("" for the one that `url` names). `told` how many have been copied by now.

    Raises NoMail with a sentence; what was copied before is not fetched again the next time.
    """

    async def go(server: Server) -> list[list[Spot]]:
        return await asyncio.to_thread(_all, server, folders, into / server.host, told)

    try:
        return await enter(key, url, go, LoginError)
    except Exception as error:  # imapclient and the wire have many ways to fail
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise NoMail(f"The mailbox cannot be read: {said}. Begin again: it goes on where it stopped.") from error


def _all(server: Server, folders: Sequence[str], into: Path, told: Callable[[int], None]) -> list[list[Spot]]:
    numbers = count(1)
    found: list[list[Spot]] = []
    for folder in folders:
        found.append([])
        for spot in _copied(server, folder, into):
            found[-1].append(spot)
            told(next(numbers))
    return found


def _copied(server: Server, folder: str, into: Path) -> Iterator[Spot]:
    """Nothing is changed on the server."""
    box = Mailbox(replace(server, folder=folder or server.folder))
    try:
        here = into / (folder or server.folder).replace("/", "%2F") / str(box.look())
        here.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = sorted(here.glob("*.eml"))
        yield from map(_spot, files)
        for mails in box.after(int(files[-1].stem) if files else 0):
            for mail in mails:
                file = here / f"{mail.uid:010}.eml"
                draft = file.with_suffix(".part")
                draft.write_bytes(mail.raw)
                yield _spot(draft.replace(file))
    finally:
        box.close()


def _spot(file: Path) -> Spot:
    return Spot(str(file), file, is_fetched=True)
