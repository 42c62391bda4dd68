"""Acting over HTTP, for the page and for programs: `{"wire", "do", "with"}` as JSON."""

import asyncio
import base64
import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from aiohttp import web

from sandbox import typed
from sandbox.discord.interactions import Interaction
from sandbox.discord.outcomes import Outcome
from sandbox.guide import Guide
from sandbox.sights import letters
from sandbox.sights.letters import Packed
from sandbox.spoken import refusal
from sandbox.switches import Switches
from sandbox.town import DESK, Town

BOTH = ("say", "edit", "delete", "react", "unreact", "command", "click", "select", "submit", "dismiss", "dm")
SLACK = (*BOTH, "shortcut", "press", "close", "open_home")
DISCORD = (*BOTH, "menu", "post")
LARGEST_NUMBER = 2**53  # a browser's numbers are no longer whole above
SOON = timedelta(seconds=1)  # after a moment, so that it has passed


class Desk(Protocol):
    """The desk's process: what it tells, and how to start and kill it."""

    listeners: list[Callable[[], None]]

    @property
    def state(self) -> str:
        """off, starting, up, killed or ended."""

    @property
    def trouble(self) -> str:
        """The end of its log, where it ended by itself."""

    @property
    def window(self) -> Mapping[str, Any]:
        """What the desk last told of its work."""

    async def start(self) -> None:
        """Begin, and return at once."""

    async def kill(self) -> None:
        """End it in the middle of whatever it does."""


class Control:
    """Only pages of this server may act: a stranger's page can neither send JSON here nor name another host.

    `forms` are the Discord modals that the bot opened for what was done here, by person.
    """

    def __init__(self, town: Town, desk: Desk | None, guide: Guide, reset: Callable[[], Any] | None) -> None:
        self._town, self._desk, self._guide, self._reset = town, desk, guide, reset
        self.forms: dict[int, Interaction] = {}
        self.switches = Switches(town.faults)
        self._ending: asyncio.Future[Any] | None = None
        self._acts: dict[str, dict[str, Callable[..., Any]]] = {
            "slack": {name: getattr(town.slack.people, name) for name in SLACK} | {"submit": self.submit},
            "discord": {name: getattr(town.discord.people, name) for name in DISCORD},
            "mail": {"send": self.send, "reply": self.reply},
            "clock": {"forward": self.forward, "next_due": self.next_due},
            "faults": {"switch": self.switches.switch},
            "guide": {"skip": lambda: self._skip(True), "resume": lambda: self._skip(False)},
            "world": {"reset": self.reset} if reset else {},
            "desk": {"kill": desk.kill, "start": desk.start} if desk else {},
        }
        self._acts["discord"] |= {"type": self.type, "close": self.close, "autocomplete": self.autocomplete}

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/control", self._act)]

    async def _act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"error": "Only this machine may act here, with JSON."}, status=403)
        try:
            act = self._wanted(await request.json())
        except web.HTTPRequestEntityTooLarge:
            return web.json_response({"error": "That is too much at once."}, status=413)
        except RecursionError:
            return web.json_response({"error": "That is nested too deep."}, status=400)
        except (ValueError, LookupError) as error:
            return web.json_response({"error": refusal(error, self._town)}, status=400)
        try:
            result = act()
            result = await result if inspect.isawaitable(result) else result
            self._keep_form(result)
        except Exception as error:  # whatever a person cannot do is told to that person: it was asked rightly
            return web.json_response({"error": refusal(error, self._town)})
        return web.json_response({"answer": plain(result)})

    def _wanted(self, asked: Any) -> Callable[[], Any]:
        """What is asked, ready to be done."""
        if not isinstance(asked, dict) or not isinstance(asked.get("with", {}), dict):
            raise LookupError("say what to do: an object with wire, do and with")
        acts = self._acts.get(str(asked.get("wire")))
        if acts is None:
            raise LookupError(f"there is no wire {asked.get('wire')!r}; there are {', '.join(self._acts)}")
        act = acts.get(str(asked.get("do")))
        if act is None:
            raise LookupError(f"{asked['wire']} cannot {asked.get('do')}; it can {', '.join(acts)}")
        given = _unpacked(asked.get("with", {}))
        try:
            inspect.signature(act).bind(**given)
        except TypeError as error:
            raise LookupError(f"{asked['wire']} {asked['do']}: {error}") from None
        return partial(act, **given)

    # Mail

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

    def _writer(self, name: str) -> str:
        if name not in self._town.cast.mail:
            raise LookupError(f"nobody called {name!r} writes mail here")
        return f"{self._town.cast.title(name)} <{self._town.cast.mail[name]}>"

    # The chats

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

    async def autocomplete(self, user: int | str, room: int | str, line: str, option: str, partial: str) -> Any:
        """What the bot offers while somebody types into an option, as pairs of value and words."""
        found = await self._town.discord.people.autocomplete(user, room, line, option, partial)
        return {"choices": [[one.value, one.name] for one in found]}

    def close(self, user: int | str) -> None:
        """Put a Discord modal away; the bot never hears of it."""
        self.forms.pop(int(user), None)

    def _keep_form(self, result: Any) -> None:
        if not isinstance(result, Outcome):
            return
        asked, who = result.interaction, result.interaction.user.id
        if asked.modal:
            self.forms[who] = asked
        elif asked.parent and not result.error:
            self.forms.pop(who, None)

    # The machine

    def forward(self, hours: float = 0, days: float = 0) -> str:
        """Move the clock."""
        if hours < 0 or days < 0:
            raise ValueError("Time only moves forward.")
        return self._town.clock.forward(timedelta(hours=hours, days=days)).isoformat()

    def next_due(self) -> str:
        """Move the clock to the next thing that the desk has to do by itself; what it is."""
        window = self._desk.window if self._desk else {}
        due = window.get("next_due_at")
        if due is None:
            raise LookupError("Nothing is due: no ticket waits for anybody.")
        ahead = timedelta(seconds=float(due) - self._town.clock().timestamp())
        self._town.clock.forward(max(ahead, timedelta()) + SOON)
        return str(window.get("next_due") or "")

    def reset(self) -> None:
        """Ask for an empty world; it comes after this answer, for this server ends with the old one."""
        wanted = self._reset() if self._reset else None
        if inspect.isawaitable(wanted):
            self._ending = asyncio.ensure_future(wanted)

    def _skip(self, is_skipped: bool) -> None:
        self._guide.is_skipped = is_skipped


def _unpacked(value: Any) -> Any:
    """Arguments as people's hands take them: `{"name", "base64"}` is a file, and half a character is none."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_unpacked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"name", "base64"}:
        return _unpacked(str(value["name"])), base64.b64decode(str(value["base64"]))
    return {name: _unpacked(one) for name, one in value.items()}


def plain(value: Any) -> Any:
    """What JSON can hold of a person's outcome: its error, its errors, and the answers that only they see."""
    if hasattr(value, "replies"):
        replies = [one.text for one in value.replies]
        return {"error": value.error or "", "errors": getattr(value, "errors", {}), "replies": replies}
    return str(value) if isinstance(value, int) and value > LARGEST_NUMBER else value
