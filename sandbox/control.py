"""Acting and looking over HTTP, for the page and for desks in other processes: `{"wire", "do", "with"}` as JSON."""

import dataclasses
import json
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from sandbox.town import DESK, Town

SLACK = ("say", "edit", "delete", "react", "unreact", "command", "click", "select", "shortcut", "submit", "close")
DISCORD = ("say", "edit", "delete", "react", "unreact", "command", "click", "select", "menu", "submit", "dm")
MAIL = ("send", "reply")


class Control:
    """Only pages of this server may act: a stranger's page can neither send JSON here nor name another host."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._acts: dict[str, tuple[Any, tuple[str, ...]]] = {
            "slack": (town.slack.people, SLACK), "discord": (town.discord.people, DISCORD), "mail": (self, MAIL),
            "clock": (self, ("forward",)), "faults": (self, ("break_", "mend")),
        }  # fmt: skip

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/control", self._act)]

    async def _act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json" or request.host.partition(":")[0] not in (
            "127.0.0.1",
            "localhost",
        ):
            return web.json_response({"error": "Only this machine may act here, with JSON."}, status=403)
        try:
            wanted = await request.json()
            actor, known = self._acts[wanted["wire"]]
            if wanted["do"] not in known:
                raise LookupError(f"{wanted['wire']} cannot {wanted['do']}; it can {', '.join(known)}")
            result = getattr(actor, wanted["do"])(**wanted.get("with", {}))
            answer = plain(await result if hasattr(result, "__await__") else result)
        except Exception as error:  # whatever a person cannot do is told to that person
            return web.json_response({"error": str(error) or type(error).__name__}, status=400)
        return web.json_response({"answer": answer}, dumps=_dumps)

    async def send(self, name: str, subject: str, text: str) -> str:
        """A customer writes a mail to the desk; returns its Message-ID."""
        letter = await self._town.mail.send(self._town.cast.mail[name], DESK, subject, text)
        return str(letter["Message-ID"])

    async def reply(self, name: str, index: int, text: str) -> str:
        """A customer answers the mail at `index` of the inbox."""
        address = self._town.cast.mail[name]
        letter = await self._town.mail.reply(address, self._town.mail.inbox(address)[index], text)
        return str(letter["Message-ID"])

    def forward(self, hours: float = 0, days: float = 0) -> str:
        """Move the clock."""
        return self._town.clock.forward(timedelta(hours=hours, days=days)).isoformat()

    def break_(self, where: str, kind: str, times: int = 1, value: float | str = 0) -> None:
        """Switch a fault on."""
        self._town.faults.add(where, kind, times, value)

    def mend(self) -> None:
        """Switch all faults off."""
        self._town.faults.clear()


def plain(value: Any) -> Any:
    """What JSON can hold of a person's outcome: its error, its errors, and the answers that only they see."""
    if hasattr(value, "replies"):
        replies = [one.text for one in value.replies]
        return {"error": value.error or "", "errors": getattr(value, "errors", {}), "replies": replies}
    return value


def _dumps(value: Any) -> str:
    return json.dumps(value, default=_odd, ensure_ascii=False)


def _odd(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def mail_text(letter: EmailMessage) -> dict[str, Any]:
    """A mail as a page shows it."""
    body = letter.get_body(("plain",))
    files = [part.get_filename() or "file" for part in letter.iter_attachments()]
    return {
        "from": str(letter["From"]), "to": str(letter["To"]), "subject": str(letter["Subject"]),
        "text": body.get_content() if body else "", "files": files,
    }  # fmt: skip
