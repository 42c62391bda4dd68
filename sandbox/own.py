"""Settings of one's own for the sandbox's desk: a `desk.toml` in its folder, added to those of the pretend world."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.town import Cast

FILE = "desk.toml"
BROKEN = "{path} is not understood: {error}."


class BadFile(Exception):
    """The file cannot be read; the message is the sentence shown."""


def added(home: Path, cast: Cast, toml: Mapping[str, Any]) -> dict[str, Any]:
    """`toml` with what the file in `home` says instead or besides; of queues of the same name each setting for itself.

    People are named in it: `slack:@bob` is Bob's id there.
    """
    path = home / FILE
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(BROKEN.format(path=path, error=error)) from None
    ids = {
        f"{chat}:@{name}": f"{chat}:@{id}" for chat in ("slack", "discord") for name, id in getattr(cast, chat).items()
    }
    own = _named(own, ids)
    if isinstance(own.get("desk"), dict):
        own["desk"] = {**toml["desk"], **own["desk"]}
    if isinstance(own.get("queue"), list):
        own["queue"] = _joined(toml["queue"], own["queue"])
    return {**toml, **own}


def _joined(rows: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = [row["name"] for row in rows]
    joined = [row | next((one for one in own if one.get("name") == row["name"]), {}) for row in rows]
    return joined + [one for one in own if one.get("name") not in names]


def _named(found: Any, ids: Mapping[str, str]) -> Any:
    """The same with ids where people stand."""
    if isinstance(found, dict):
        return {key: _named(one, ids) for key, one in found.items()}
    if isinstance(found, list):
        return [_named(one, ids) for one in found]
    return ids.get(found, found) if isinstance(found, str) else found
