"""The pretend Discord before somebody's eyes: rooms, threads, forum posts, messages, forms and rings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from sandbox.discord.channels import FORUM, Channel, Thread
from sandbox.discord.commands import Commands
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import THREAD_STARTER, Message
from sandbox.discord.permissions import Permission, may
from sandbox.discord.world import Ping, World
from sandbox.sights import discord_commands
from sandbox.sights.discord_messages import Messages
from sandbox.sights.discord_parts import Parts
from sandbox.sights.discord_texts import Reader
from sandbox.sights.drawn import Drawn
from sandbox.sights.marks import Marks
from sandbox.sights.prose import Json, gist
from sandbox.sights.sides import AGENT, MOST_UNREAD, OUTSIDER, RINGS, SUPERVISOR, Cells, Side

WIRE = "discord"
QUICK = ("👀", "✅", "📤", "👍", "🎉")
THREADS, NEWEST_PINGS = 30, 400


class DiscordSight:
    """`cast` are ids by name; `forms` are the modals that stand open, by person."""

    def __init__(
        self, world: World, commands: Commands, forms: Mapping[int, Interaction],
        cast: dict[str, int], places: dict[str, str], marks: Marks,
    ) -> None:  # fmt: skip
        self._world, self._commands, self._forms = world, commands, forms
        self._cast, self._places, self._marks = cast, places, marks
        self._drawn = Drawn()
        self._messages = Messages(world, self._drawn)
        self._called: dict[int, list[Ping]] = {}
        self._below: dict[int, list[Thread]] = {}
        self.has_read = False

    def refresh(self) -> None:
        """Look anew: who is called what, whom the newest pings ring, which threads hang where."""
        guild = self._world.guild
        self._drawn.fresh((
            tuple((one.name, one.username) for one in guild.users.values()),
            tuple((one.id, one.name) for one in guild.roles.values()),
            tuple(one.name for one in guild.channels.values()),
            tuple(tuple(one.roles) for one in guild.members.values()),
        ))  # fmt: skip
        called: dict[int, list[Ping]] = defaultdict(list)
        for ping in reversed(self._world.pings[-NEWEST_PINGS:]):
            for who in self._cast.values():
                if self._rings_for(ping, who):
                    called[who].append(ping)
        below: dict[int, list[Thread]] = defaultdict(list)
        for thread in sorted(guild.threads.values(), key=_newest_id, reverse=True):
            below[thread.parent_id].append(thread)
        self._called, self._below = called, below

    def roles(self) -> dict[str, str]:
        leads, team = _id(self._places.get("discord leads", "")), _id(self._places.get("discord support", ""))
        room = self._world.guild.channels.get(team)
        found = {}
        for name, who in self._cast.items():
            member = self._world.guild.members.get(who)
            is_agent = bool(room and self._sees(who, room))
            is_lead = bool(member and leads in member.roles)
            found[name] = SUPERVISOR if is_lead else AGENT if is_agent else OUTSIDER
        return found

    def badge(self, who: str) -> Json:
        me = self._cast[who]
        rooms = [*self._channels(me), *(one for one in self._world.guild.threads.values() if me in one.members)]
        rung = sum(self._is_new(who, ping) for ping in self._called.get(me, ()))
        return {"unread": sum(self._unread(who, one) for one in rooms), "rings": rung}

    def rings(self, who: str, most: int = RINGS) -> list[Json]:
        return [self._ring(ping) for ping in self._called.get(self._cast[who], ())[:most]]

    def cells(self, side: Side) -> Cells:
        world, look, me = self._world, side.look, self._cast[side.look.who]
        user, guild = world.guild.users[me], world.guild
        registered = [one for scope in (guild.id, None) for one in self._commands.of.get(scope, [])]
        room = self._wanted(look.room, me) or self._first(me, side.name)
        thread = self._wanted(look.thread, me)
        cells: Cells = {
            "me": {"id": str(me), "name": look.who, "title": user.name, "role": self.roles()[look.who]},
            "rings": self.rings(look.who), "typing": [], "posts": [], "form": self._form(me), "home": None,
            "commands": discord_commands.lines(registered),
            "shortcuts": [[one["name"], one["name"]] for one in registered if one["type"] == 3],
            "emojis": [[one, one] for one in QUICK],
            "people": [{"id": str(one.user.id), "title": one.user.name, "name": one.user.username,
                        "is_bot": one.user.bot} for one in guild.members.values()],
            "place": None, "list": [], "aside": None, "aside/list": [],
        }  # fmt: skip
        if room:
            cells |= self._shown(side, me, room, "place", "list")
            if room.type == FORUM:
                cells["posts"] = self._posts(look.who, me, room, look.more)
        if isinstance(thread, Thread) and thread is not room:
            cells |= self._shown(side, me, thread, "aside", "aside/list")
        return cells | {"rooms": list(self._rows(look.who, me))}

    # Rooms

    def _wanted(self, id: str, me: int) -> Channel | None:
        """The room of that id, if there is one and `me` sees it."""
        guild, number = self._world.guild, int(id) if id.isdecimal() else 0
        room = guild.channels.get(number) or guild.threads.get(number) or self._world.directs.get(number)
        return room if room and self._sees(me, room) else None

    def _first(self, me: int, side: str) -> Channel | None:
        wanted = _id(self._places.get("discord support" if side == "team" else "discord help", ""))
        rooms = self._channels(me)
        return next((one for one in rooms if one.id == wanted), rooms[0] if rooms else None)

    def _sees(self, me: int, room: Channel) -> bool:
        return may(self._world.guild, me, room, Permission.VIEW_CHANNEL)

    def _channels(self, me: int) -> list[Channel]:
        rooms = [*self._world.guild.channels.values(), *self._world.directs.values()]
        return [one for one in rooms if self._sees(me, one)]

    def _rows(self, who: str, me: int) -> Iterator[Json]:
        for room in self._channels(me):
            seen: list[Thread] = []
            hidden = 0
            for thread in self._below.get(room.id, ()):
                if thread.archived:
                    continue
                if len(seen) == THREADS:
                    hidden += 1
                elif self._sees(me, thread):
                    seen.append(thread)
            yield self._row(who, me, room) | {"hidden": hidden}
            yield from (self._row(who, me, one) for one in seen)

    def _row(self, who: str, me: int, room: Channel) -> Json:
        thread = room if isinstance(room, Thread) else None
        rung = sum(self._is_new(who, one) for one in self._called.get(me, ()) if one.channel == room.id)
        made = self._named(room) | {"tags": self._applied(thread), "locked": _is_locked(thread), "hidden": 0}
        newest = next(reversed(room.messages.values()), None)
        made["at"] = newest.created_at.timestamp() if newest else 0
        follows = thread is None or me in thread.members or self._marks.of(WIRE, who, str(room.id)) > 0
        return made | {"unread": self._unread(who, room) if follows else 0, "rings": rung}

    def _named(self, room: Channel) -> Json:
        parent = str(room.parent_id) if isinstance(room, Thread) else ""
        return {"id": str(room.id), "name": room.name or self._world.bot.name, "kind": _kind(room), "parent": parent}

    def _unread(self, who: str, room: Channel) -> int:
        read, me, count = self._marks.of(WIRE, who, str(room.id)), self._cast[who], 0
        for one in reversed(room.messages.values()):
            if count == MOST_UNREAD or one.id <= read:
                break
            count += one.author.id != me and one.type != THREAD_STARTER
        return count

    def _applied(self, thread: Thread | None) -> list[str]:
        parent = self._world.guild.channels.get(thread.parent_id) if thread else None
        names = {one.id: one.name for one in parent.tags} if parent else {}
        return [names[one] for one in thread.applied_tags if one in names] if thread else []

    def _shown(self, side: Side, me: int, room: Channel, slot: str, list_slot: str) -> Cells:
        look, who = side.look, side.look.who
        mine = [one for one in self._world.ephemerals if one.seen_by == me and one.channel_id == room.id]
        shown = list(islice(reversed(room.messages.values()), look.more))[::-1]
        first = shown[0].id if len(room.messages) > look.more else 0
        shown = sorted([*shown, *(one for one in mine if one.id >= first)], key=lambda one: one.id)
        shown = [self._messages.meant(one) for one in shown]
        since = self._read(side, slot, room)
        thread = room if isinstance(room, Thread) else None
        called = {one.message for one in self._called.get(me, ()) if one.channel == room.id}
        cells: Cells = {}
        for one in shown:
            below = self._world.guild.threads.get(one.id)
            opened = below and below is not room and self._marks.of(WIRE, who, str(below.id))
            unread = self._unread(who, below) if below and opened else 0
            cells[f"m/{one.id}"] = self._messages.cell(one, me, called, unread)
        cells[slot] = self._named(room) | {
            "topic": room.topic or "", "locked": _is_locked(thread), "tags": [one.name for one in room.tags],
            "may_post": self._may_post(me, room), "earlier": max(0, len(room.messages) - look.more),
            "applied": self._applied(thread), "read_to": _first_unread(shown, since, me),
        }  # fmt: skip
        return cells | {list_slot: [f"{side.name}/m/{one.id}" for one in shown]}

    def _may_post(self, me: int, room: Channel) -> bool:
        guild, thread = self._world.guild, room if isinstance(room, Thread) else None
        need = Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES
        if thread and thread.locked:
            return not thread.archived and may(guild, me, room, Permission.MANAGE_THREADS)
        return may(guild, me, room, need)

    def _read(self, side: Side, slot: str, room: Channel) -> int:
        """Note that it was read; up to where it had been when this side opened it."""
        where = (WIRE, side.look.who, str(room.id), "")
        since = side.since(f"{side.name}/{slot}", where, self._marks.of(*where))
        newest = next(reversed(room.messages), 0)
        if newest and self._marks.move(*where, newest):
            self.has_read = True
        return since

    def _posts(self, who: str, me: int, forum: Channel, most: int) -> list[Json]:
        """The newest posts of a forum, those at rest last."""
        below = [one for one in self._below.get(forum.id, ()) if self._sees(me, one)]
        return [self._post(who, me, one) for one in sorted(below, key=lambda one: one.archived)[:most]]

    def _post(self, who: str, me: int, thread: Thread) -> Json:
        first = next(iter(thread.messages.values()), None)
        row = self._row(who, me, thread)
        made = {key: row[key] for key in ("id", "name", "tags", "at", "unread", "rings", "locked")}
        words = gist(self._messages.parts(first, me), 160) if first else ""
        made |= {"first": words, "who": first.author.name if first else "", "count": max(0, len(thread.messages) - 1)}
        return made | {"reactions": []}

    # Forms and rings

    def _form(self, me: int) -> Json | None:
        one = self._forms.get(me)
        if one is None:
            return None
        modal = one.modal or {"title": "", "components": []}
        made = {"id": str(one.id), "title": modal["title"], "submit": "Submit", "close": "Cancel"}
        return made | {"parts": Parts(Reader(self._world, me)).components(modal["components"])}

    def _rings_for(self, ping: Ping, person: int) -> bool:
        kind, _, number = ping.who.partition(":")
        if kind == "role":
            member = self._world.guild.members.get(person)
            return bool(member and int(number) in member.roles)
        return kind in ("everyone", "here") or number == str(person)

    def _is_new(self, who: str, ping: Ping) -> bool:
        return ping.message > self._marks.of(WIRE, who, str(ping.channel)) and self._message(ping) is not None

    def _message(self, ping: Ping) -> Message | None:
        guild = self._world.guild
        room = guild.channels.get(ping.channel) or guild.threads.get(ping.channel)
        room = room or self._world.directs.get(ping.channel)
        return room.messages.get(ping.message) if room else None

    def _ring(self, ping: Ping) -> Json:
        """`room` and `thread` are what to look at: a thread is opened beside its parent."""
        message, thread = self._message(ping), self._world.guild.threads.get(ping.channel)
        made = {"room": str(thread.parent_id if thread else ping.channel), "message": str(ping.message)}
        made |= {"thread": str(thread.id) if thread else "", "about": thread.name if thread else ""}
        words = gist(self._messages.parts(message, 0)) if message else ""
        return made | {"at": message.created_at.timestamp() if message else 0, "words": words}


def _id(place: str) -> int:
    number = place.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def _newest_id(thread: Thread) -> int:
    return thread.last_message_id or thread.id


def _kind(room: Channel) -> str:
    if isinstance(room, Thread):
        return "thread"
    if room.recipients:
        return "direct"
    return "forum" if room.type == FORUM else "private" if room.overwrites else "channel"


def _is_locked(thread: Thread | None) -> bool:
    return bool(thread and (thread.locked or thread.archived))


def _first_unread(shown: list[Message], since: int, me: int) -> str:
    """The id of the first message that was not read when the place was opened; "" when all were, or none."""
    if not since:
        return ""
    return next((str(one.id) for one in shown if one.id > since and one.author.id != me), "")
