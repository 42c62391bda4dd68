"""Requests that answer interactions: the first response, follow-ups, and changing both. They carry no bot token."""

from typing import Any

from sandbox.discord import interactions, message_shapes
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import EPHEMERAL, LOADING, Message

WITH_MESSAGE = (interactions.REPLY, interactions.UPDATE)


def callback(call: Call) -> Answer:
    params = call.params
    one = call.site.interactions.answer(
        call.id("interaction_id"), params["interaction_token"], call.body or {}, call.files
    )
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return 204, None
    return 200, _receipt(call, one)


def _receipt(call: Call, one: Interaction) -> dict[str, Any]:
    shape: dict[str, Any] = {"id": str(one.id), "type": one.kind, "channel_id": str(one.room.id)}
    if not one.room.recipients:
        shape["guild_id"] = str(call.world.guild.id)
    if one.original:
        flags = one.original.flags
        shape |= {"response_message_id": str(one.original.id), "response_message_loading": bool(flags & LOADING)}
        shape["response_message_ephemeral"] = bool(flags & EPHEMERAL)
    if one.response in WITH_MESSAGE and one.original:
        return {"interaction": shape, "resource": {"type": one.response, "message": _shape(call, one.original)}}
    return {"interaction": shape}


def _shape(call: Call, message: Message) -> dict[str, Any]:
    return message_shapes.message(call.world, message)


def _interaction(call: Call) -> Interaction:
    return call.site.interactions.of_token(call.id("webhook_id"), call.params["webhook_token"])


def _which(call: Call) -> str:
    return call.params.get("message_id", "@original")


def follow_up(call: Call) -> Answer:
    made = call.site.interactions.follow_up(_interaction(call), call.body or {}, call.files)
    return 200, _shape(call, made)


def get(call: Call) -> Answer:
    return 200, _shape(call, call.site.interactions.message(_interaction(call), _which(call)))


def edit(call: Call) -> Answer:
    one = _interaction(call)
    message = call.site.interactions.message(one, _which(call))
    return 200, _shape(call, call.site.interactions.edit(one, message, call.body or {}, call.files))


def delete(call: Call) -> Answer:
    one = _interaction(call)
    call.site.interactions.delete(one, call.site.interactions.message(one, _which(call)))
    return 204, None


WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
VERBS: dict[str, Handler] = {"GET": get, "PATCH": edit, "DELETE": delete}
ROUTES: dict[str, Handler] = {
    "POST /interactions/{interaction_id}/{interaction_token}/callback": callback,
    f"POST {WEBHOOK}": follow_up,
    **{f"{verb} {WEBHOOK}/messages/@original": handler for verb, handler in VERBS.items()},
    **{f"{verb} {WEBHOOK}/messages/{{message_id}}": handler for verb, handler in VERBS.items()},
}
