"""Parameters of Content-Type and Content-Disposition (RFC 2231, RFC 5987, and encoded words, which neither allows)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from adapters.mail.charsets import CONTROLS, decoded, hides, tried
from adapters.mail.headers import words

UNSEEN = re.compile(r"[\t\r\n\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
SHORT = 100  # characters of a field that are worth remembering
MOST = 200  # parameters of one field
PARAMETER = re.compile(r'\s*([^\s=;"]*)(\s*)(?:=\s*("(?:[^"\\]|\\.)*+"?|[^;\s"]*)|[^;]*)[^;]*;?', re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
PIECE = re.compile(r"([^*]+)\*(0|[1-9]\d{0,2})(\*?)")


def parameters(field: str) -> tuple[str, Mapping[str, str]]:
    """The value before the first `;`, and the parameters by their names in lower case.

    Of several readings the best counts: `name*`, then `name*0…`, then `name`; of several of one kind the first.
    A value in a charset that does not hold it is no reading.
    """
    return _known(field) if len(field) <= SHORT else _parameters(field)


def _parameters(field: str) -> tuple[str, Mapping[str, str]]:
    value, _, rest = field.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    extended: dict[str, str] = {}
    closed: set[str] = set()
    for name, text in _listed(rest):
        if found := PIECE.fullmatch(name):
            parts, number = pieces.setdefault(found[1], {}), int(found[2])
            if number in parts:  # a second beginning: what follows is another's
                closed.add(found[1])
            elif found[1] not in closed:
                parts[number] = (bool(found[3]), text)
        elif not name.endswith("*"):
            plain.setdefault(name, words(text))
        elif (read := _extended(text)) is not None:
            extended.setdefault(name[:-1], read)
    joined = {name: read for name, parts in pieces.items() if (read := _joined(parts)) is not None}
    found_all = plain | joined | extended
    return value.strip(), {name: _clean(text) for name, text in found_all.items() if "*" not in name}


_known = lru_cache(maxsize=256)(_parameters)  # the same few stand in most mails


def unlabelled(field: str, name: str) -> str:
    """`name*` whose charset is missing, unknown or wrong, as well as it can be read; "" where there is none."""
    for key, text in _listed(field.partition(";")[2]):
        if key in (f"{name}*", f"{name}*0*"):
            charset, quote, encoded = text.rpartition("'")
            return _clean(decoded(unquote_to_bytes(encoded), charset.partition("'")[0] if quote else ""))
    return ""


def _listed(rest: str) -> list[tuple[str, str]]:
    """Names in lower case and their values without quotes, as many as anybody needs."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(rest) and len(found) < MOST and (one := PARAMETER.match(rest, at)) and one.end() > at:
        at = one.end()
        # a blank between `filename` and `*` makes another word of it, and no parameter
        if one[1] and one[3] is not None and not (one[2] and one[1].endswith("*")):
            found.append((one[1].lower(), _unquoted(one[3])))
    return found


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    closed = QUOTED.fullmatch(value)
    return re.sub(r"\\(.?)", r"\1", closed[1] if closed else value[1:], flags=re.DOTALL)


def _extended(text: str) -> str | None:
    charset, quote, rest = text.partition("'")
    if not quote:
        return None
    encoded = rest.partition("'")[2] if "'" in rest else rest
    return None if hides(charset) else tried(unquote_to_bytes(encoded), charset)


def _joined(parts: dict[int, tuple[bool, str]]) -> str | None:
    """Pieces 0, 1, 2 … up to the first that is missing; only the starred ones are percent-encoded."""
    if 0 not in parts:
        return None
    charset, data = "", b""
    for number in range(len(parts)):
        if number not in parts:
            break
        starred, text = parts[number]
        if number == 0 and starred:
            charset, _, rest = text.partition("'")
            text = rest.partition("'")[2]
        data += unquote_to_bytes(text) if starred else text.encode("utf-8", "replace")
    return None if hides(charset) else tried(data, charset or "utf-8")


def _clean(text: str) -> str:
    """On one line, without characters that turn the direction of reading or are not seen."""
    return CONTROLS.sub("", UNSEEN.sub(" ", text)).strip()
