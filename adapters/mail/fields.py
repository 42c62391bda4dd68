"""Header fields that must leave exactly as written: ids and addresses, which the standard folding would encode."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, EmailPolicy
from typing import Any

ADDRESS_FIELDS = ("to", "reply-to")
ID_FIELDS = ("message-id", "in-reply-to", "references", "x-deskbell-loop")
LONGEST = 900  # characters of an id: a line of a mail holds 998
THREAD = 20  # ids at the end of References that are kept; the first always is


class Verbatim(UnstructuredHeader):
    """ASCII words that are folded between each other and never inside."""

    name: str
    max_count = 1

    def fold(self, *, policy: Any) -> str:
        end = str(policy.linesep)
        return f"{self.name}: {f'{end} '.join(str(self).split())}{end}"


def policy() -> "EmailPolicy[Any]":
    """SMTP's, with ids and addresses kept whole."""
    registry = HeaderRegistry()
    kind: Any = Verbatim  # a mixin, which the registry joins with its base
    for name in (*ADDRESS_FIELDS, *ID_FIELDS):
        registry.map_to_type(name, kind)
    return SMTP.clone(header_factory=registry)


def thread(refs: tuple[str, ...]) -> tuple[str, ...]:
    """The Message-IDs of `refs` (`mail:<id>`), oldest first, as many as a References field should hold."""
    ids = tuple(dict.fromkeys(found for ref in refs if (found := _id(ref))))
    return ids if len(ids) <= THREAD else (ids[0], *ids[-THREAD:])


def _id(ref: str) -> str:
    found = ref.removeprefix("mail:").partition(">")[0]
    is_real = found.startswith("<") and not found.startswith("<raw-") and len(found) < LONGEST
    return f"{found}>" if is_real and found.isascii() and found.isprintable() and " " not in found else ""
