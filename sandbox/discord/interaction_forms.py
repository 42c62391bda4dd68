"""Which first response fits which interaction, and what it may hold."""

from typing import Any

from sandbox.discord import message_forms, modal_forms
from sandbox.discord.command_forms import check_choices
from sandbox.discord.limits import Limits
from sandbox.discord.messages import EPHEMERAL
from sandbox.discord.refusals import Form, bad_form, refuse

Json = dict[str, Any]
FITTING = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5, 6}}


def check(kind: int, has_message: bool, body: Json, files: message_forms.Files, limits: Limits) -> None:
    """Raise 50035 for a response that does not fit: among them a modal after a modal's submit."""
    response, data = body.get("type"), body.get("data") or {}
    fitting = FITTING[kind] | ({7} if kind == 5 and has_message else set())
    if response not in fitting:
        raise bad_form("type", "INTERACTION_CALLBACK_TYPE_INVALID", f"Value must be one of {tuple(sorted(fitting))}.")
    if response == 4:
        check_message(data, files, limits)
    elif response == 5 and (set(data) - {"flags"} or (data.get("flags") or 0) & ~EPHEMERAL):
        raise bad_form("data", "BITFIELD_TYPE_INVALID", "A deferred reply may carry only the ephemeral flag.")
    elif response == 8:
        form = Form()
        check_choices(form, "data.choices", data.get("choices"))
        form.done()
    elif response == 9:
        modal_forms.check(data)


def check_message(body: Json, files: message_forms.Files, limits: Limits) -> None:
    """A reply or follow-up: the lengths of a message, not empty."""
    message_forms.check(body, files, limits)
    if message_forms.is_empty(body, files):
        raise refuse(50006)
