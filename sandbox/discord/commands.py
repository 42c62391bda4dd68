"""The application commands the bot has registered: global ones and those of the server."""

from datetime import datetime, timedelta
from typing import Any

from sandbox.discord import command_forms
from sandbox.discord.refusals import Form, refuse
from sandbox.discord.world import World

Json = dict[str, Any]
MOST = {1: 100, 2: 15, 3: 15}
DAY = timedelta(days=1)


class Commands:
    """Scopes are a server id, or None for the global list."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.of: dict[int | None, list[Json]] = {None: []}
        self.created: dict[int | None, list[datetime]] = {}

    def listed(self, scope: int | None) -> list[Json]:
        return self.of.setdefault(scope, [])

    def replace(self, scope: int | None, bodies: list[Json]) -> list[Json]:
        """The bulk overwrite: what is not named is gone, of all three types; the same name and type keeps its id."""
        form = Form()
        for index, body in enumerate(bodies):
            command_forms.check_into(form, body, f"{index}.")
        names = [(body.get("type") or 1, body.get("name")) for body in bodies]
        for index, name in enumerate(names):
            if name in names[:index]:
                form.wrong(f"{index}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique.")
        form.done()
        self._demand_room([kind for kind, _ in names])
        known = {(one["type"], one["name"]): one["id"] for one in self.listed(scope)}
        self._spend(scope, sum(name not in known for name in names))
        made = [self._made(scope, body, known.get(name)) for name, body in zip(names, bodies, strict=True)]
        self.of[scope] = made
        return made

    def create(self, scope: int | None, body: Json) -> tuple[bool, Json]:
        """One more command, or the same name anew; says whether it is new."""
        command_forms.check(body)
        name = (body.get("type") or 1, body["name"])
        old = next((one for one in self.listed(scope) if (one["type"], one["name"]) == name), None)
        if old is None:
            self._demand_room([*(one["type"] for one in self.listed(scope)), name[0]])
            self._spend(scope, 1)
        made = self._made(scope, body, old["id"] if old else None)
        self.of[scope] = [one for one in self.listed(scope) if one is not old] + [made]
        return old is None, made

    def one(self, scope: int | None, command_id: str) -> Json:
        for each in self.listed(scope):
            if each["id"] == command_id:
                return each
        raise refuse(10063)

    def edit(self, scope: int | None, command_id: str, body: Json) -> Json:
        old = self.one(scope, command_id)
        command_forms.check(old | body)
        old |= body | {"version": str(self._world.ids.new())}
        return old

    def delete(self, scope: int | None, command_id: str) -> None:
        self.of[scope].remove(self.one(scope, command_id))

    def find(self, name: str, kind: int, direct: bool = False) -> Json | None:
        """The command people see under this name; the server's own hides a global one, in `direct` it is unknown."""
        everything = [*([] if direct else self.listed(self._world.guild.id)), *self.listed(None)]
        return next((one for one in everything if (one["type"], one["name"]) == (kind, name)), None)

    def _demand_room(self, kinds: list[int]) -> None:
        if any(kinds.count(kind) > most for kind, most in MOST.items()):
            raise refuse(30032)

    def _spend(self, scope: int | None, new: int) -> None:
        now = self._world.now()
        spent = [at for at in self.created.get(scope, []) if now - at < DAY]
        if new and len(spent) + new > self._world.limits.command_creates_a_day:
            raise refuse(30034, retry_after=DAY.total_seconds())
        self.created[scope] = spent + [now] * new

    def _made(self, scope: int | None, body: Json, known_id: str | None) -> Json:
        made: Json = {
            "id": known_id or str(self._world.ids.new()),
            "application_id": str(self._world.bot.id),
            "version": str(self._world.ids.new()),
            "type": body.get("type") or 1,
            "name": body["name"],
            "description": body.get("description") or "",
            "default_member_permissions": body.get("default_member_permissions"),
            "dm_permission": body.get("dm_permission", True),
            "nsfw": body.get("nsfw", False),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
        }
        if scope is not None:
            made["guild_id"] = str(scope)
        told = ("name_localizations", "description_localizations", "options")
        return made | {key: body[key] for key in told if body.get(key)}
