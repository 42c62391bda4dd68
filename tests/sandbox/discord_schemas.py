"""Every Discord exchange held against the platform's published descriptions, with the known corrections."""

import json
import os
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

from tests.sandbox.alike import Judge, Sight

SPECS = Path(os.environ.get("DESKBELL_SPECS") or Path(__file__).parents[3] / "shared/specs")
REST, DISPATCH, ASKED = (
    "discord-openapi.json",
    "discord-gateway-dispatch.schema.json",
    "discord-interaction.schema.json",
)

# Differences that are no mistakes: (since, the start of what `validate` would say, why).
ALLOWED = [
    (
        "2026-08-14",
        "RESUMED event",
        "the types say its data never exists; the gateway sends an object, which clients read",
    ),
]


def are_present():
    return all((SPECS / name).exists() for name in (REST, DISPATCH, ASKED))


needed = pytest.mark.skipif(not are_present(), reason=f"the platform's descriptions are not in {SPECS}")


def validate(exchange):
    """What is wrong with one exchange, as sentences; an empty list when it is as described."""
    if exchange.wire != "discord":
        return []
    errors = _dispatch_errors(exchange) if exchange.towards == "desk" else _rest_errors(exchange)
    allowed = tuple(start for _, start, _ in ALLOWED)
    return [one for one in errors if not f"{exchange.what} {one}".startswith(allowed)]


@cache
def _loaded(name):
    return json.loads((SPECS / name).read_text())


@cache
def _registry():
    return Registry().with_resource("urn:rest", Resource(_loaded(REST), DRAFT202012))


@cache
def _rest(pointer):
    return Judge(Draft202012Validator({"$ref": f"urn:rest#{pointer}"}, registry=_registry()), _sight(REST), _told)


@cache
def _sight(name):
    return Sight(_loaded(name))


def _pointer(*parts):
    return "".join("/" + one.replace("~", "~0").replace("/", "~1") for one in parts)


def _rest_errors(exchange):
    method, path = exchange.what.split(" ")
    operation = _loaded(REST)["paths"].get(path, {}).get(method.lower())
    if operation is None:
        return [] if exchange.status == 404 else [f"{exchange.what} is not described"]
    at = ("paths", path, method.lower())
    return [*_request_errors(exchange, operation, at), *_response_errors(exchange, operation, at)]


def _request_errors(exchange, operation, at):
    # A refused body may well be wrong: that is what it was refused for.
    if exchange.body is None or exchange.status >= 400:
        return []
    if "requestBody" not in operation:
        return [f"sends a body: {exchange.body}"]
    pointer = _pointer(*at, "requestBody", "content", "application/json", "schema")
    return _errors("request", _rest(pointer), _texts(exchange.body))


def _response_errors(exchange, operation, at):
    if exchange.status >= 500 or isinstance(exchange.answer, str):
        return []
    if exchange.status >= 400:
        return (
            [] if {"code", "message"} <= set(exchange.answer or {}) or exchange.status == 429 else ["no error object"]
        )
    described = operation["responses"].get(str(exchange.status))
    if described is None:
        return [f"status {exchange.status} is not described: {list(operation['responses'])}"]
    if "content" not in described:
        return [] if exchange.answer is None else ["answers with a body"]
    pointer = _pointer(*at, "responses", str(exchange.status), "content", "application/json", "schema")
    return _errors("response", _rest(pointer), exchange.answer)


def _texts(value, key=""):
    """Snowflakes that discord.py sends as numbers, as the text the description wants; attachments count from 0."""
    if isinstance(value, dict):
        return {each: _texts(one, f"{key}.{each}") for each, one in value.items()}
    if isinstance(value, list):
        return [_texts(one, key) for one in value]
    last = key.rpartition(".")[2]
    named = last in ("id", "applied_tags", "users", "roles") or last.endswith("_id")
    large = isinstance(value, int) and (value > 1 << 22 or key.endswith("attachments.id"))
    return str(value) if named and large else value


def _corrected(schema):
    """Bitfields are plain integers, and further properties are allowed."""
    for name, one in schema["definitions"].items():
        if name.endswith("Flags"):
            schema["definitions"][name] = {"type": "integer"}
        _relaxed(one)
    return schema


def _relaxed(value):
    if isinstance(value, dict):
        if value.get("additionalProperties") is False:
            value["additionalProperties"] = True
        for one in value.values():
            _relaxed(one)
    elif isinstance(value, list):
        for one in value:
            _relaxed(one)


@cache
def _events(name):
    schema = _corrected(_loaded(name))
    return Registry().with_resource("urn:events", Resource(schema, DRAFT7))


@cache
def _event_of():
    """Event name to the definition of its data."""
    found = {}
    for name, one in _loaded(DISPATCH)["definitions"].items():
        kind = one.get("properties", {}).get("t", {})
        for event in [kind["const"]] if "const" in kind else kind.get("enum", []):
            found[event] = f"#/definitions/{name}/properties/d"
    return found


@cache
def _event(name, reference):
    return Judge(Draft7Validator({"$ref": f"urn:events{reference}"}, registry=_events(name)), _sight(name), _told)


def _dispatch_errors(exchange):
    if exchange.what == "INTERACTION_CREATE":
        return _errors("event", _event(ASKED, "#/definitions/Interaction"), exchange.body)
    reference = _event_of().get(exchange.what)
    if reference is None:
        return [f"{exchange.what} is no event"]
    return _errors("event", _event(DISPATCH, reference), exchange.body)


def _errors(side, judge, value):
    return [f"{side} {one}" for one in judge(value)]


def _told(error):
    """The deepest cause, so that a failed choice of types says which field failed."""
    while error.context:
        error = min(error.context, key=lambda one: (-len(one.absolute_path), one.validator == "enum"))
    path = ".".join(map(str, error.absolute_path))
    return f"{path}: {error.message[:300]}"
