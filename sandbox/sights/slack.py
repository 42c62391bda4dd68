"""The pretend Slack before somebody's eyes: rooms, messages, threads, forms and rings."""

from collections import defaultdict
from itertools import islice

from sandbox.sights.drawn import Drawn
from sandbox.sights.marks import Marks
from sandbox.sights.prose import EMOJIS, Json, gist
from sandbox.sights.sides import AGENT, MOST_UNREAD, OUTSIDER, RINGS, SUPERVISOR, Cells, Side
from sandbox.sights.slack_blocks import Blocks
from sandbox.sights.slack_elements import said
from sandbox.sights.slack_messages import Messages, number
from sandbox.sights.slack_texts import Reader
from sandbox.slack.channel import Channel
from sandbox.slack.mentions import Ping
from sandbox.slack.message import Message
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

WIRE = "slack"
KINDS = {"channel": "channel", "group": "private", "im": "direct"}
QUICK = ("eyes", "white_check_mark", "outbox_tray", "thumbsup", "tada")
NEWEST_PINGS = 400
USAGE = {
    "/ticket": ("Work on one ticket: claim, reply, note, resolve …", "claim 1 | reply 1 | priority 1 high | help"),
    "/desk": ("Look at the whole desk: my tickets, lists, help", "mine | list status:open | help"),
}


class SlackSight:
    """`cast` are ids by name, `home` the room that a side opens with, `leads` the group of supervisors."""

    def __init__(self, space: Workspace, cast: dict[str, str], places: dict[str, str], marks: Marks) -> None:
        self._space, self._cast, self._places, self._marks = space, cast, places, marks
        self._drawn = Drawn()
        self._messages = Messages(space, self._drawn)
        self._called: dict[str, list[Ping]] = {}
        self.has_read = False

    def refresh(self) -> None:
        """Look anew: who is called what, and whom the newest pings ring."""
        space = self._space
        self._drawn.fresh((
            tuple((one.name, one.shown) for one in space.users.values()),
            tuple(one.name for one in space.channels.values()),
            tuple((one.handle, tuple(one.members)) for one in space.groups.values()),
        ))  # fmt: skip
        called: dict[str, list[Ping]] = defaultdict(list)
        for ping in reversed(space.pings[-NEWEST_PINGS:]):
            for who in self._rung(ping):
                called[who].append(ping)
        self._called = called

    def roles(self) -> dict[str, str]:
        leads = self._space.groups.get(_id(self._places.get("slack leads", "")))
        team = self._space.channels.get(_id(self._places.get("slack support", "")))
        found = {}
        for name, who in self._cast.items():
            is_agent = bool(team and who in team.members)
            found[name] = SUPERVISOR if leads and who in leads.members else AGENT if is_agent else OUTSIDER
        return found

    def badge(self, who: str) -> Json:
        me = self._cast[who]
        rooms = self._rooms(me)
        rung = sum(self._is_new(who, ping) for ping in self._called.get(me, ()))
        return {"unread": sum(self._unread(who, one) for one in rooms), "rings": rung}

    def rings(self, who: str, most: int = RINGS) -> list[Json]:
        return [self._ring(ping) for ping in self._called.get(self._cast[who], ())[:most]]

    def cells(self, side: Side) -> Cells:
        space, look, me = self._space, side.look, self._cast[side.look.who]
        user = space.users[me]
        rooms = self._rooms(me)
        room = next((one for one in rooms if one.id == look.room), None) or self._first(rooms, side.name)
        cells: Cells = {
            "me": {"id": me, "name": look.who, "title": user.shown, "role": self.roles()[look.who]},
            "rings": self.rings(look.who), "typing": [], "posts": [],
            "form": self._form(me), "home": self._home(me), "commands": self._commands(),
            "shortcuts": [[one, one.replace("_", " ").capitalize()] for one in sorted(space.app.shortcuts or ())],
            "emojis": [[name, EMOJIS[name]] for name in QUICK],
            "people": [{"id": one.id, "title": one.shown, "name": one.name, "is_bot": one.is_bot}
                       for one in space.users.values() if not one.deleted],
            "place": None, "list": [], "aside": None, "aside/list": [],
        }  # fmt: skip
        if room:
            cells |= self._room(side, me, room)
        return cells | {"rooms": [self._row(look.who, me, one) for one in rooms]}

    # Rooms

    def _rooms(self, me: str) -> list[Channel]:
        """Those that somebody sees: their own, and public ones."""
        return [one for one in self._space.channels.values() if me in one.members or one.kind == "channel"]

    def _first(self, rooms: list[Channel], side: str) -> Channel | None:
        wanted = _id(self._places.get("slack support" if side == "team" else "slack help", ""))
        return next((one for one in rooms if one.id == wanted), rooms[0] if rooms else None)

    def _row(self, who: str, me: str, room: Channel) -> Json:
        newest = next(reversed(room.messages.values()), None)
        rung = sum(self._is_new(who, one) for one in self._called.get(me, ()) if one.channel == room.id)
        made = self._named(room) | {"parent": "", "tags": [], "locked": room.archived, "at": _at(newest)}
        return made | {"unread": self._unread(who, room), "rings": rung, "hidden": 0}

    def _named(self, room: Channel) -> Json:
        return {"id": room.id, "name": room.name or self._space.app.name, "kind": KINDS[room.kind]}

    def _unread(self, who: str, room: Channel) -> int:
        """What others wrote after it was read there: messages in the room, and threads that somebody takes part in."""
        read, me, rows, count = self._marks.of(WIRE, who, room.id), self._cast[who], self._messages.rows(room), 0
        for one in reversed(rows.roots):
            if count == MOST_UNREAD or number(one.ts) <= read:
                break
            count += one.user != me
        for root, replies in rows.replies.items():
            if count >= MOST_UNREAD:
                break
            is_new = replies[-1].user != me and number(replies[-1].ts) > self._marks.of(WIRE, who, room.id, root)
            count += is_new and any(one.user == me for one in (*filter(None, [room.messages.get(root)]), *replies))
        return min(count, MOST_UNREAD)

    def _room(self, side: Side, me: str, room: Channel) -> Cells:
        look, rows = side.look, self._messages.rows(room)
        replies, roots = rows.replies, rows.roots
        called = {one.ts for one in self._called.get(me, ()) if one.channel == room.id}
        whispers = [one for one in self._space.ephemerals if one.ephemeral_to == me and one.channel == room.id]
        root = room.messages.get(look.thread)
        cells: Cells = {}
        shown = _newest(roots, [one for one in whispers if not one.is_reply], look.more)
        newest = next(reversed(room.messages.values()), None)
        since = self._read(side, "room", (room.id,), newest)
        may_post = me in room.members and not (room.archived or room.read_only)
        cells["place"] = self._named(room) | {
            "topic": "", "locked": room.archived, "tags": [], "may_post": may_post, "applied": [], "parent": "",
            "earlier": max(0, len(roots) - look.more), "read_to": _first_unread(shown, since, me),
        }  # fmt: skip
        cells["list"] = self._keys(side, me, shown, called, replies, cells)
        if root and not root.is_reply:
            lines = [root, *replies.get(root.ts, [])]
            mine = [one for one in whispers if one.thread_ts == root.ts]
            shown = _newest(lines[1:], mine, look.more)
            since = self._read(side, "thread", (room.id, root.ts), lines[-1])
            cells["aside"] = self._named(room) | {
                "id": root.ts, "kind": "thread", "name": gist(self._messages.parts(root, me)[:1]) or room.name,
                "locked": room.archived or root.ts in room.locked_threads, "parent": room.id, "applied": [],
                "earlier": max(0, len(lines) - 1 - look.more), "may_post": may_post,
                "read_to": _first_unread(shown, since, me),
            }  # fmt: skip
            cells["aside/list"] = self._keys(side, me, [root, *shown], called, replies, cells)
        return cells

    def _keys(
        self, side: Side, me: str, shown: list[Message], called: set[str],
        replies: dict[str, list[Message]], cells: Cells,
    ) -> list[str]:  # fmt: skip
        """Put the messages among the cells; their keys in order."""
        for one in shown:
            read = self._marks.of(WIRE, side.look.who, one.channel, one.ts)
            cells[f"m/{one.ts}"] = self._messages.cell(one, me, called, replies.get(one.ts, []), read)
        return [f"{side.name}/m/{one.ts}" for one in shown]

    def _read(self, side: Side, slot: str, place: tuple[str, ...], newest: Message | None) -> int:
        """Note that it was read; up to where it had been when this side opened it."""
        where = (WIRE, side.look.who, place[0], place[1] if len(place) > 1 else "")
        since = side.since(f"{side.name}/{slot}", where, self._marks.of(*where))
        if newest and self._marks.move(*where, number(newest.ts)):
            self.has_read = True
        return since

    # Forms, commands, rings

    def _form(self, me: str) -> Json | None:
        view = self._space.views.top(me)
        if view is None:
            return None
        body = view.body
        asks = any(one["type"] == "input" for one in body["blocks"])
        made = {"id": f"{view.id} {view.hash}", "title": said(body.get("title"))}
        made |= {"submit": said(body.get("submit")) or ("Submit" if asks else "")}
        return made | {"close": said(body.get("close")) or "Cancel", "parts": self._view(view, me)}

    def _home(self, me: str) -> Json | None:
        view = self._space.views.homes.get(me)
        return {"parts": self._view(view, me)} if view else None

    def _view(self, view: View, me: str) -> list[Json]:
        return Blocks(Reader(self._space, me), view.values).parts(view.body["blocks"])

    def _commands(self) -> list[Json]:
        known = [(one, *USAGE.get(one, ("", ""))) for one in sorted(self._space.app.commands)]
        return [{"name": name, "description": what, "usage": usage} for name, what, usage in known]

    def _rung(self, ping: Ping) -> list[str]:
        space, room = self._space, self._space.channels.get(ping.channel)
        if group := space.groups.get(ping.who):
            return group.members
        return [ping.who] if ping.who in space.users else room.members if room else []

    def _is_new(self, who: str, ping: Ping) -> bool:
        room = self._space.channels.get(ping.channel)
        message = room.messages.get(ping.ts) if room else None
        thread = message.thread_ts or "" if message and message.is_reply else ""
        return message is not None and number(ping.ts) > self._marks.of(WIRE, who, ping.channel, thread)

    def _ring(self, ping: Ping) -> Json:
        """`about` are the first words of the thread that it rang in, `words` those of the message."""
        room = self._space.channels.get(ping.channel)
        messages = room.messages if room else {}
        message = messages.get(ping.ts)
        thread = message.thread_ts or "" if message and message.is_reply else ""
        root = messages.get(thread)
        made = {"room": ping.channel, "message": ping.ts, "thread": thread, "at": float(ping.ts)}
        about = gist(self._messages.parts(root, "")[:1]) if root else ""
        return made | {"about": about, "words": gist(self._messages.parts(message, "")) if message else ""}


def _id(place: str) -> str:
    return place.rpartition(":")[2]


def _at(message: Message | None) -> float:
    return float(message.ts) if message else 0


def _newest(messages: list[Message], whispers: list[Message], most: int) -> list[Message]:
    """The newest messages, with the whispers of that time among them."""
    shown = list(islice(reversed(messages), most))[::-1]
    first = shown[0].ts if len(messages) > most else ""
    return sorted([*shown, *(one for one in whispers if one.ts >= first)], key=lambda one: one.ts)


def _first_unread(shown: list[Message], since: int, me: str) -> str:
    """The id of the first message that was not read when the place was opened; "" when all were, or none."""
    if not since:
        return ""
    return next((one.ts for one in shown if number(one.ts) > since and one.user != me), "")
