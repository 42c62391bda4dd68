"""A schema is asked once about all that it cannot tell apart: most exchanges are alike, and its validators are slow."""

import json
import re
from bisect import bisect, bisect_left
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator

LENGTHS = ("minLength", "maxLength")


class Sight:
    """What a schema, `document`, sees of a value.

    Of a text it sees whether that is one of its own words, between which of its lengths it lies and which of its
    patterns it fits; all else it sees as it is, and of a list how many different things are in it.
    """

    def __init__(self, document: Any) -> None:
        told = list(_told(document))
        self._words = {one for name, said in told if name in ("const", "enum") for one in _texts(said)}
        self._patterns = [re.compile(said) for name, said in told if name == "pattern" and isinstance(said, str)]
        self._lengths = sorted(
            {said for name, said in told if name in ("minLength", "maxLength") and type(said) is int}
        )

    def of(self, value: Any) -> str:
        return json.dumps(self._of(value), sort_keys=True)

    def _of(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._of(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [*map(self._of, value), len({json.dumps(one, sort_keys=True) for one in value})]
        if not isinstance(value, str) or value in self._words:
            return value
        fits = [bool(pattern.search(value)) for pattern in self._patterns]
        return [bisect_left(self._lengths, len(value)), bisect(self._lengths, len(value)), *fits]


class Judge:
    """Tells what a validator finds wrong, each by `tell`."""

    def __init__(self, validator: Validator, sight: Sight, tell: Callable[[ValidationError], str]) -> None:
        self._validator, self._sight, self._tell = validator, sight, tell
        self._found: dict[str, list[str]] = {}

    def __call__(self, value: Any) -> list[str]:
        seen = self._sight.of(value)
        if seen not in self._found:
            self._found[seen] = [self._tell(error) for error in self._validator.iter_errors(value)]
        return self._found[seen]


def _told(document: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a schema with its value, however deep."""
    if isinstance(document, dict):
        yield from document.items()
    for one in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from _told(one)


def _texts(said: Any) -> list[str]:
    return [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
