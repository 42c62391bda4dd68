"""What our own provider says about a sender: SPF, DKIM and DMARC are its to check (RFC 8601), and never ours.

Anybody can write such a field into a mail. One counts if it bears the configured name of the provider's server and
stands above the first Received line that the provider did not write.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import authres  # type: ignore[import-untyped]

from adapters.mail.headers import Headers
from adapters.mail.letter import Authentication, Sender

MOST = 20  # fields that are read
LONGEST = 4_000  # characters of one
WORST = ("fail", "gray", "pass")
SERVER = re.compile(r"\s*\"?([\w.-]{1,255})")
BY = re.compile(r"(?:^|[\s)])by\s+([\w.:-]+)", re.IGNORECASE)
FROM = re.compile(r"from\s+(\S+)", re.IGNORECASE)
SECOND_LEVEL = {"co", "com", "ac", "org", "net", "gov", "edu", "or", "ne", "go"}  # example.co.uk: co.uk is everybody's


def authentication(headers: Headers, who: Sender, trusted: Sequence[str]) -> Authentication:
    """The verdict of the servers named in `trusted` (their authserv-ids) on the domain of `who`, in From."""
    servers = {one.strip().rstrip(".").lower() for one in trusted if one.strip()}
    if not servers:
        return Authentication()
    domain = who.address.rpartition("@")[2]
    found = [said for value in islice(_fields(headers, servers), MOST) for said in _dmarc(value, servers, domain)]
    if not found:
        return Authentication("gray", "our provider gives no DMARC verdict")
    return min(found, key=lambda one: WORST.index(one.verdict))


def _fields(headers: Headers, servers: set[str]) -> Iterator[str]:
    """The fields above what strangers wrote: our provider's lines end with the one about whom it got the mail from."""
    is_inside = True
    for name, value in headers.fields:
        if name == "received":
            line = value[:LONGEST].decode("latin-1")
            if not is_inside or not _is_theirs(line, servers):
                return
            is_inside = _is_internal(line, servers)
        elif name == "authentication-results":
            yield value[:LONGEST].decode("utf-8", "replace")


def _dmarc(value: str, servers: set[str], domain: str) -> Iterator[Authentication]:
    named = SERVER.match(value)
    if not named or named[1].rstrip(".").lower() not in servers:
        return
    try:
        results = authres.AuthenticationResultsHeader.parse_value(value).results or []
    except Exception:  # the library raises what it likes on fields that are not by the book
        yield Authentication("gray", f"what {named[1]} says cannot be read")
        return
    for result in results:
        if str(result.method).lower() == "dmarc":
            yield _judged(result, named[1], domain)


def _judged(result: object, server: str, domain: str) -> Authentication:
    said = str(getattr(result, "result", "")).lower()
    about = [str(one.value).lower() for one in getattr(result, "properties", ()) if str(one.name).lower() == "from"]
    checked = about[0].rpartition("@")[2].rstrip(".") if about else ""
    if said == "pass" and checked and checked != domain:
        return Authentication("gray", f"{server} checked {checked}, not the sender's domain")
    return Authentication(said if said in ("pass", "fail") else "gray", f"{server} says dmarc={said[:20]}")


def _is_theirs(line: str, servers: set[str]) -> bool:
    by = BY.search(line)
    return bool(by) and (_is_host(by[1], servers) or (":" in by[1] and not FROM.match(line))) if by else False


def _is_internal(line: str, servers: set[str]) -> bool:
    """Did one server of the provider hand it to another?"""
    source = FROM.match(line)
    host = source[1].strip("[]()").lower() if source else "localhost"
    return host in ("localhost", "127.0.0.1", "::1") or _is_host(host, servers)


def _is_host(host: str, servers: set[str]) -> bool:
    name = host.rstrip(".").lower()
    return any(name == base or name.endswith(f".{base}") for server in servers for base in (server, _domain(server)))


def _domain(server: str) -> str:
    parent = server.partition(".")[2]
    labels = parent.split(".")
    is_everybodys = len(labels) < 2 or (len(labels) == 2 and labels[0] in SECOND_LEVEL and len(labels[1]) == 2)
    return server if is_everybodys else parent
