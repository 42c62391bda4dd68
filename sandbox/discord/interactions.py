"""What a person asked of the bot and what it answered: first responses, their deadlines, tokens and follow-ups."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.discord import interaction_forms, posting, shapes
from sandbox.discord.channels import Channel
from sandbox.discord.component_forms import without_nulls
from sandbox.discord.files import Files
from sandbox.discord.messages import COMMAND_REPLY, EPHEMERAL, LOADING, MENU_REPLY, Message
from sandbox.discord.refusals import refuse
from sandbox.discord.users import User
from sandbox.discord.world import World

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
ON_MESSAGE, NESTED = 3, (1, 2)
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9
USERS_ONLY: Json = {"parse": ["users"]}


@dataclass
class Interaction:
    """`kind` is what the person did, `response` the type of the bot's first answer (0: none yet)."""

    id: int
    kind: int
    user: User
    room: Channel
    at: datetime
    data: Json
    message: Message | None = None
    parent: "Interaction | None" = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    response: int = 0
    original: Message | None = None
    replies: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    refused: int = 0

    @property
    def is_loading(self) -> bool:
        return self.response == DEFER and bool(self.original and self.original.flags & LOADING)


class Interactions:
    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def open(self, kind: int, user: User, room: Channel, data: Json, message: Message | None = None) -> Interaction:
        made = Interaction(self._world.ids.new(), kind, user, room, self._world.now(), data, message)
        self._by_id[made.id] = self._by_token[made.token] = made
        return made

    def alive(self) -> list[Interaction]:
        """Those whose tokens still open something."""
        since = self._world.now() - self._world.limits.token_lives
        return [one for one in self._by_id.values() if one.at > since]

    def restore(self, alive: list[Interaction]) -> None:
        self._by_id, self._by_token = {one.id: one for one in alive}, {one.token: one for one in alive}

    def answer(self, interaction_id: int, token: str, body: Json, files: Files) -> Interaction:
        """The first response: 10062 when unknown or late, 40060 the second time, 50035 when malformed."""
        one = self._by_id.get(interaction_id)
        if one is None or one.token != token:
            raise refuse(10062)
        if one.response:
            raise refuse(40060)
        if self._world.now() - one.at > self._world.limits.respond_within:
            raise refuse(10062)
        body = without_nulls(body) if body.get("type") == OPEN_MODAL else body
        try:
            interaction_forms.check(one.kind, one.message is not None, body, files, self._world.limits)
        except Exception as refusal:
            one.refused = getattr(refusal, "code", 0)
            raise
        self._respond(one, body, files)
        self._world.changes.touch()
        return one

    def _respond(self, one: Interaction, body: Json, files: Files) -> None:
        one.response, data = body["type"], body.get("data") or {}
        if one.response == REPLY:
            one.original = self._say(one, data, files)
        elif one.response == DEFER:
            flags = LOADING | (data.get("flags") or 0) & EPHEMERAL
            one.original = self._say(one, {"flags": flags}, {})
        elif one.response in (DEFER_UPDATE, UPDATE):
            one.original = one.message
            if one.response == UPDATE and one.message:
                posting.change(self._world, one.room, one.message, data, files)
        elif one.response == CHOICES:
            one.choices = data["choices"]
        else:
            one.modal = data

    def of_token(self, webhook_id: int, token: str) -> Interaction:
        """The interaction follow-ups go to: 10015 when unknown or not answered yet, 50027 after 15 minutes."""
        one = self._by_token.get(token)
        if one is None or webhook_id != self._world.bot.id or not one.response:
            raise refuse(10015)
        if self._world.now() - one.at > self._world.limits.token_lives:
            raise refuse(50027)
        return one

    def follow_up(self, one: Interaction, body: Json, files: Files) -> Message:
        """Another message; the first one after a defer takes the waiting message's place, hidden as that was."""
        interaction_forms.check_message(body, files, self._world.limits)
        if one.is_loading and one.original:
            return self.edit(one, one.original, body, files)
        return self._say(one, body, files)

    def edit(self, one: Interaction, message: Message, body: Json, files: Files) -> Message:
        body = body | {"flags": (body.get("flags") or 0) & ~EPHEMERAL}
        was_loading = message.flags & LOADING
        message.flags &= ~LOADING
        try:
            posting.change(self._world, one.room, message, {"allowed_mentions": USERS_ONLY} | body, files)
        except Exception:
            message.flags |= was_loading
            raise
        return message

    def delete(self, one: Interaction, message: Message) -> None:
        posting.remove(self._world, one.room, message)
        if message in one.replies:
            one.replies.remove(message)

    def message(self, one: Interaction, which: str) -> Message:
        """`@original` or the id of a follow-up; 10008 otherwise."""
        room = one.room.messages
        if which == "@original" and one.original and (one.original.id in room or one.original.flags & EPHEMERAL):
            return one.original
        for each in one.replies:
            if str(each.id) == which:
                return each
        raise refuse(10008)

    def _say(self, one: Interaction, body: Json, files: Files) -> Message:
        message = posting.compose(self._world, self._world.bot, one.room, body, files)
        if one.kind == COMMAND:
            message.type = MENU_REPLY if one.data.get("type") == ON_MESSAGE else COMMAND_REPLY
            message.command = " ".join(_words(one.data))
        message.webhook_id = self._world.bot.id
        message.interaction = metadata(one)
        if message.flags & EPHEMERAL:
            message.seen_by = one.user.id
        one.replies.append(message)
        return posting.publish(self._world, one.room, message, body.get("allowed_mentions", USERS_ONLY))


def _words(data: Json) -> Iterator[str]:
    """A command's name, and those of the groups and commands below it."""
    yield data.get("name", "")
    for below in data.get("options") or []:
        if below["type"] in NESTED:
            yield from _words(below)


def metadata(one: Interaction) -> Json:
    """Where a reply says it comes from."""
    shape: Json = {"id": str(one.id), "type": one.kind, "user": shapes.user(one.user)}
    shape["authorizing_integration_owners"] = {}
    if one.kind == COMPONENT and one.message:
        shape["interacted_message_id"] = str(one.message.id)
    if one.kind == MODAL and one.parent:
        shape["triggering_interaction_metadata"] = metadata(one.parent)
    return shape
