"""Acting and looking over HTTP, for the page and for desks in other processes: `{"wire", "do", "with"}` as JSON."""

import base64
import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from sandbox import typed
from sandbox.discord.interactions import Interaction
from sandbox.discord.outcomes import Outcome
from sandbox.sights import letters
from sandbox.sights.letters import Packed
from sandbox.town import DESK, Town

BOTH = ("say", "edit", "delete", "react", "unreact", "command", "click", "select", "submit", "dm")
SLACK = (*BOTH, "shortcut", "press", "close")
DISCORD = (*BOTH, "menu", "post")
MAIL = ("send", "reply")


class Control:
    """Only pages of this server may act: a stranger's page can neither send JSON here nor name another host.

    `forms` are the Discord modals that the bot opened for what was done here, by person.
    """

    def __init__(self, town: Town) -> None:
        self._town = town
        self.forms: dict[int, Interaction] = {}
        self._acts: dict[str, dict[str, Any]] = {
            "slack": {name: getattr(town.slack.people, name) for name in SLACK},
            "discord": {name: getattr(town.discord.people, name) for name in DISCORD},
            "mail": {name: getattr(self, name) for name in MAIL},
            "clock": {"forward": self.forward}, "faults": {"break_": self.break_, "mend": self.mend},
        }  # fmt: skip
        self._acts["slack"]["submit"] = self.submit
        self._acts["discord"] |= {"type": self.type, "close": self.close}

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
            known = self._acts[wanted["wire"]]
            if wanted["do"] not in known:
                raise LookupError(f"{wanted['wire']} cannot {wanted['do']}; it can {', '.join(known)}")
            result = known[wanted["do"]](**_unpacked(wanted.get("with", {})))
            result = await result if hasattr(result, "__await__") else result
            self._keep_form(result)
            answer = plain(result)
        except Exception as error:  # whatever a person cannot do is told to that person
            return web.json_response({"error": str(error) or type(error).__name__}, status=400)
        return web.json_response({"answer": answer}, dumps=_dumps)

    async def send(self, name: str, subject: str, text: str, files: Sequence[Packed] = ()) -> str:
        """A customer writes a mail to the desk; returns its Message-ID."""
        letter = await self._town.mail.send(self._writer(name), DESK, subject, text, letters.attached(files))
        return str(letter["Message-ID"])

    async def reply(self, name: str, index: int, text: str, files: Sequence[Packed] = ()) -> str:
        """A customer answers the mail at `index` of the inbox."""
        writer = self._writer(name)
        answered = self._town.mail.inbox(writer)[index]
        if not files:
            return str((await self._town.mail.reply(writer, answered, text))["Message-ID"])
        to, subject, whole = letters.answer(answered, text)
        letter = await self._town.mail.send(writer, to, subject, whole, letters.attached(files), answered)
        return str(letter["Message-ID"])

    async def submit(self, user: str, answers: dict[str, Any] | None = None) -> Any:
        """Fill a Slack form in and send it; files among the answers are uploaded first."""
        filled = {name: self._uploaded(user, answer) for name, answer in (answers or {}).items()}
        return await self._town.slack.people.submit(user, filled)

    def _uploaded(self, user: str, answer: Any) -> Any:
        """An answer with its files as the platform tells of them: fetched where all other uploads are."""
        if not isinstance(answer, list):
            return answer
        slack = self._town.slack
        return [
            slack.people.upload(user, *one).wire(slack.workspace.origin) if isinstance(one, tuple) else one
            for one in answer
        ]

    async def type(self, user: int | str, room: int | str, line: str) -> Outcome:
        """Type a slash command on Discord, with its options in the line: `/ticket claim number:42`."""
        world = self._town.discord
        words, options = typed.read(world.world, world.commands, line)
        return await world.people.command(user, room, words, options)

    def close(self, user: int | str) -> None:
        """Put a Discord modal away; the bot never hears of it."""
        self.forms.pop(int(user), None)

    def forward(self, hours: float = 0, days: float = 0) -> str:
        """Move the clock."""
        return self._town.clock.forward(timedelta(hours=hours, days=days)).isoformat()

    def break_(self, where: str, kind: str, times: int = 1, value: float | str = 0) -> None:
        """Switch a fault on."""
        self._town.faults.add(where, kind, times, value)

    def mend(self) -> None:
        """Switch all faults off."""
        self._town.faults.clear()

    def _writer(self, name: str) -> str:
        return f"{name.title()} <{self._town.cast.mail[name]}>"

    def _keep_form(self, result: Any) -> None:
        if not isinstance(result, Outcome):
            return
        asked, who = result.interaction, result.interaction.user.id
        if asked.modal:
            self.forms[who] = asked
        elif asked.parent and not result.error:
            self.forms.pop(who, None)


def _unpacked(value: Any) -> Any:
    """Arguments as people's hands take them: `{"name", "base64"}` is a file."""
    if isinstance(value, list):
        return [_unpacked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"name", "base64"}:
        return value["name"], base64.b64decode(value["base64"])
    return {name: _unpacked(one) for name, one in value.items()}


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
        "from": str(letter["From"]), "to": str(letter["To"]), "subject": str(letter["Subject"] or ""),
        "text": body.get_content() if body else "", "files": files,
    }  # fmt: skip
