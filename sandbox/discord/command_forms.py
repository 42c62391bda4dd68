"""What an application command may hold."""

import re
from typing import Any

from sandbox.discord.refusals import Form

Json = dict[str, Any]
CHAT_INPUT = 1
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
NAME = re.compile(r"[-_'\w]{1,32}")
OPTIONS, CHOICES, SUM = 25, 25, 8000
LOCALES = {
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
}  # fmt: skip


def check(body: Any) -> None:
    """Raise 50035 with every wrong field of one command."""
    form = Form()
    check_into(form, body, "")
    form.done()


def check_into(form: Form, body: Json, at: str) -> None:
    """`at` is empty or a path ending in a dot."""
    kind = body.get("type") or CHAT_INPUT
    if kind not in (1, 2, 3):
        form.wrong(f"{at}type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
    _check_names(form, at, body, chat=kind == CHAT_INPUT)
    if kind != CHAT_INPUT:
        if body.get("description"):
            form.wrong(f"{at}description", "APPLICATION_COMMAND_CONTEXT_NO_DESCRIPTION", "Must be empty.")
        if body.get("options"):
            form.wrong(f"{at}options", "APPLICATION_COMMAND_CONTEXT_NO_OPTIONS", "Must be empty.")
        return
    _check_descriptions(form, at, body)
    _check_options(form, f"{at}options", body.get("options") or [], depth=0)
    if _size(body) > SUM:
        form.wrong(at.rstrip(".") or "options", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _check_names(form: Form, at: str, body: Json, *, chat: bool) -> None:
    """The name, and what it is called elsewhere."""
    _check_name(form, f"{at}name", body.get("name"), chat=chat)
    for locale, name in _localized(form, f"{at}name_localizations", body):
        _check_name(form, f"{at}name_localizations.{locale}", name, chat=chat)


def _check_descriptions(form: Form, at: str, body: Json) -> None:
    form.length(f"{at}description", body.get("description"), 100, 1)
    for locale, text in _localized(form, f"{at}description_localizations", body):
        form.length(f"{at}description_localizations.{locale}", text, 100, 1)


def _localized(form: Form, path: str, body: Json) -> list[tuple[str, Any]]:
    """The translations of the last part of `path`; a language that the platform does not know is refused."""
    found = body.get(path.rpartition(".")[2]) or {}
    for locale in found:
        if locale not in LOCALES:
            form.wrong(f"{path}.{locale}", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(LOCALES)}.")
    return list(found.items())


def _check_name(form: Form, path: str, name: Any, *, chat: bool) -> None:
    form.length(path, name, 32, 1)
    if chat and isinstance(name, str) and name and (not NAME.fullmatch(name) or name != name.lower()):
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(form: Form, path: str, options: list[Json], depth: int) -> None:
    if not form.count(path, options, OPTIONS):
        return
    names = [one.get("name") for one in options]
    if len(set(names)) < len(names):
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique.")
    nested = [one.get("type") in (SUBCOMMAND, GROUP) for one in options]
    if any(nested) and not all(nested):
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and other options cannot be mixed.")
    required = [bool(one.get("required")) for one in options]
    if not any(nested) and required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, one in enumerate(options):
        _check_option(form, f"{path}.{index}", one, depth)


def _check_option(form: Form, at: str, option: Json, depth: int) -> None:
    kind = option.get("type")
    _check_names(form, f"{at}.", option, chat=True)
    _check_descriptions(form, f"{at}.", option)
    if not isinstance(kind, int) or not 1 <= kind <= 11:
        form.wrong(f"{at}.type", "BASE_TYPE_CHOICES", "Value must be one of (1, …, 11).")
    elif kind in (SUBCOMMAND, GROUP):
        if depth == 2 or (kind == GROUP and depth):
            form.wrong(f"{at}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep.")
        _check_options(form, f"{at}.options", option.get("options") or [], depth + 1)
    choices = option.get("choices") or []
    check_choices(form, f"{at}.choices", choices)
    if choices and option.get("autocomplete"):
        form.wrong(at, "APPLICATION_COMMAND_AUTOCOMPLETE_INCOMPATIBLE", "Choices and autocomplete exclude each other.")


def check_choices(form: Form, path: str, choices: Any) -> None:
    """At most 25, names 1 to 100 characters, text values at most 100."""
    if not form.count(path, choices, CHOICES):
        return
    for index, one in enumerate(choices):
        form.length(f"{path}.{index}.name", one.get("name"), 100, 1)
        for locale, name in _localized(form, f"{path}.{index}.name_localizations", one):
            form.length(f"{path}.{index}.name_localizations.{locale}", name, 100, 1)
        if isinstance(one.get("value"), str):
            form.length(f"{path}.{index}.value", one["value"], 100)


def _size(body: Json) -> int:
    """Of what is told in several languages, the longest counts."""
    own = _longest(body, "name") + _longest(body, "description")
    choices = sum(_longest(one, "name") + len(str(one.get("value"))) for one in body.get("choices") or [])
    return own + choices + sum(map(_size, body.get("options") or []))


def _longest(body: Json, key: str) -> int:
    told = (body.get(key), *(body.get(f"{key}_localizations") or {}).values())
    return max(len(str(one or "")) for one in told)
