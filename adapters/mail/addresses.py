"""Mail addresses: who a From field really names, by a strict reading, and which addresses may be sent to."""

import re
import unicodedata
from collections.abc import Iterator

from adapters.mail.charsets import one_line
from adapters.mail.headers import Headers, words
from adapters.mail.letter import Addressee, Sender

PER_FIELD = 200
LONGEST = 200  # characters of a display name
ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"({ATOMS}(?:\.{ATOMS})*)@({LABEL}(?:\.{LABEL})*)", re.ASCII)
LOOKS_LIKE_ONE = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:]+\.[^\s@<>\"(),;:]+")
# a quotation that never ends takes the rest: to look for its end again from each quote would take seconds
PIECE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[(),:;<>]|[^"(),:;<>]+', re.DOTALL)


def is_address(text: str) -> bool:
    """May this be written into an envelope? Plain ASCII `local@domain` within the lengths of RFC 5321."""
    found = ADDRESS.fullmatch(text)
    return bool(found) and len(text) <= 254 and len(found[1]) <= 64 if found else False


def folded(text: str) -> str:
    """`text` as an address to compare and answer: lower case, its domain in ASCII; "" where it is none."""
    local, _, domain = text.strip().rpartition("@")
    address = f"{local}@{_in_ascii(domain)}"
    return address.lower() if is_address(address) else ""  # in that order: a Kelvin sign in lower case is a k


def sender(headers: Headers) -> Sender:
    """Whom the mail says it is from. More or less than one address, or a name that pretends, is a doubt."""
    fields = headers.raw("from")
    named = [one for field in fields for one in mailboxes(field)]
    if not named:
        return Sender("", "", "the mail names no sender")
    display, found = named[0]
    name, address = one_line(words(display))[:LONGEST], folded(found)
    if not address:
        name = name or ("" if "@" in found else one_line(words(found))[:LONGEST])
        return Sender("", name, "its sender's address cannot be read")
    if len(fields) > 1 or len(named) > 1 or any(";" in field and ":" in field for field in fields):
        return Sender(address, address, "it names more than one sender", is_one=False)
    if _pretends(name, address):
        return Sender(address, address, "its sender's name pretends to be somebody else")
    return Sender(address, name or address)


def mailboxes(field: str) -> list[tuple[str, str]]:
    """The (display name, address) pairs of an address field, at most 200; what cannot be an address is kept as one."""
    found: list[tuple[str, str]] = []
    for pair in _pairs(field):
        if len(found) == PER_FIELD:
            break
        found.append(pair)
    return found


def addressees(fields: list[str]) -> tuple[tuple[Addressee, ...], int]:
    """Those that the instances of a field name, at most 200, and how many more there are."""
    pairs = [pair for field in fields[:PER_FIELD] for pair in _pairs(field)]
    return tuple(_addressee(*pair) for pair in pairs[:PER_FIELD]), max(len(pairs) - PER_FIELD, 0)


def _addressee(display: str, found: str) -> Addressee:
    address = folded(found)
    return Addressee(one_line(words(display or ("" if address else found)))[:LONGEST], address)


def plain(fields: list[str]) -> tuple[str, ...]:
    """The readable addresses of several fields."""
    return tuple(found for field in fields for _, address in mailboxes(field) if (found := folded(address)))


def _in_ascii(domain: str) -> str:
    """`domain` as the name service knows it; "" where that would be the name of another domain too.

    IDNA 2003 makes `strasse` of `straße`: only what comes back from it unchanged is meant.
    """
    if domain.isascii():
        return domain
    written = "".join(char.lower() if char.isascii() else char for char in domain)
    try:
        encoded = written.encode("idna")
        return encoded.decode("ascii") if encoded.decode("idna") == written else ""
    except UnicodeError:
        return ""


def _pairs(field: str) -> Iterator[tuple[str, str]]:
    """One pass, no recursion: comments nest as deep as they like."""
    outside: list[str] = []
    inside: list[str] | None = None
    comment: list[str] = []
    depth = 0
    for piece in (*PIECE.findall(field), ","):
        if piece == "(" or depth:
            depth += (piece == "(") - (piece == ")")
            comment.append("" if piece in "()" else piece)
        elif piece == "<" and inside is None:
            inside = []
        elif piece == ">" and inside is not None:
            outside.append(f"<{''.join(inside)}>")
            inside = None
        elif piece in (",", ";"):
            if pair := _pair(outside, comment, inside):
                yield pair
            outside, inside, comment = [], None, []
        elif piece == ":" and inside is None:
            outside = []  # a group's name, or the spoof that looks like one
        else:
            (outside if inside is None else inside).append(piece)
    if depth and (pair := _pair(outside, comment, inside)):
        yield pair


def _pair(outside: list[str], comment: list[str], inside: list[str] | None) -> tuple[str, str] | None:
    if inside is not None:
        return "", "".join(inside).strip()
    angled = [part for part in outside if part.startswith("<")]
    display = "".join(part for part in outside if not part.startswith("<")).strip()
    if angled:
        name = display or "".join(comment).strip()
        return _unquoted(name), angled[0][1:-1].strip() if len(angled) == 1 else ""
    if display:
        return "".join(comment).strip(), display
    return None


def _unquoted(name: str) -> str:
    if len(name) > 1 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name


def _pretends(name: str, address: str) -> bool:
    if any(unicodedata.category(char) in ("Cf", "Co", "Cn") for char in name):
        return True
    return any(found.strip(".'").lower() != address for found in LOOKS_LIKE_ONE.findall(name))
