"""Small checks that are put together into the shapes of blocks: each yields what is wrong, and where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{where}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{where}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{where}]"

    return check


def number(most: int, least: int = 0) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"must be a number from {least} to {most} [json-pointer:{where}]"

    return check


def boolean(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{where}]"


def anything(value: Any, where: str) -> Iterator[str]:
    yield from ()


def one_of(*words: str) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if value not in words:
            yield f"must be one of {', '.join(words)} [json-pointer:{where}]"

    return check


def rows(check: Check, most: int, least: int = 1) -> Check:
    def every(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{where}]"
        elif len(value) > most:
            yield f"no more than {most} items allowed [json-pointer:{where}]"
        elif len(value) < least:
            yield f"must provide at least {least} items [json-pointer:{where}]"
        else:
            for at, one in enumerate(value):
                yield from check(one, f"{where}/{at}")

    return every


def distinct(check: Check, key: str) -> Check:
    """As `check`, and no two rows may share the value of `key`."""

    def every(value: Any, where: str) -> Iterator[str]:
        yield from check(value, where)
        names = [one.get(key) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        named = [one for one in names if one is not None]
        if len(named) != len(set(map(str, named))):
            yield f"`{key}` must be unique [json-pointer:{where}]"

    return every


@dataclass(frozen=True)
class Shape:
    """An object: which fields it may have, which it must, and of which at least one."""

    fields: Mapping[str, Check]
    needs: tuple[str, ...] = ()
    needs_one: tuple[str, ...] = ()

    def __call__(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{where}]"
            return
        for name in self.needs:
            if value.get(name) is None:
                yield f"missing required field: {name} [json-pointer:{where}]"
        if self.needs_one and not any(value.get(name) for name in self.needs_one):
            yield f"missing required field: {' or '.join(self.needs_one)} [json-pointer:{where}]"
        for name, one in value.items():
            if name == "type" or one is None:
                continue
            if name not in self.fields:
                yield f"invalid additional property: {name} [json-pointer:{where}]"
            else:
                yield from self.fields[name](one, f"{where}/{name}")


def typed(shapes: Mapping[str, Shape]) -> Check:
    """An object whose `type` picks its shape."""

    def check(value: Any, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield f"unsupported type: {kind} [json-pointer:{where}]"
        else:
            yield from shape(value, where)

    return check
