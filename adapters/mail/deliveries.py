"""Delivery status fields (RFC 3464): what became of a mail for each of its recipients."""

import re
from dataclasses import dataclass, field

from adapters.mail import statuses
from adapters.mail.addresses import folded
from adapters.mail.charsets import one_line
from adapters.mail.headers import words
from adapters.mail.letter import Recipient

MOST = 200  # recipients of one report
LONGEST = 4_000  # characters of one field
LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)")
# what the sender wrote, before what servers made of it
NAMES = ("original-recipient", "final-recipient", "x-actual-recipient")
# behind its type and before a comment, or in angle brackets
ADDRESS = re.compile(r"(?:^(?:[^;@]{0,40};)?\s*\"?|<)([^\s<>;,\"()@]{1,100}@[^\s<>;,\"()@]{1,255})(?=[\s>\"(;]|\Z)")
ACTIONS = (("fail", "failed"), ("error", "failed"), ("delay", "delayed"), ("deliver", "delivered"),
           ("relay", "relayed"), ("expand", "expanded"))  # fmt: skip
SUCCESSES = ("delivered", "relayed", "expanded")
SEVERITY = ("failed", "delayed", *SUCCESSES)


@dataclass
class Block:
    """The fields of one recipient, or of the whole report."""

    fields: dict[str, str] = field(default_factory=dict)

    @property
    def has_recipient(self) -> bool:
        return any(name in self.fields for name in NAMES)

    @property
    def is_told(self) -> bool:
        return "action" in self.fields or "status" in self.fields

    @property
    def said(self) -> str:
        return one_line(words(self.fields.get("diagnostic-code", "")))

    @property
    def action(self) -> str:
        given = self.fields.get("action", "").lower()
        known = next((action for begin, action in ACTIONS if given.startswith(begin)), "")
        return known or ("delivered" if self.fields.get("status", "").startswith("2.") else "failed")

    @property
    def status(self) -> str:
        given = self.fields.get("status", "")
        if self.action in SUCCESSES:
            return next(iter(statuses.codes(given)), "2.0.0")
        return statuses.status(given, self.said, self.action == "delayed")

    @property
    def address(self) -> str:
        named = (ADDRESS.search(self.fields.get(name, "")) for name in NAMES)
        return next((address for found in named if found and (address := folded(found[1]))), "")


def blocks(text: str) -> list[Block]:
    """The blocks in `text` that tell of a recipient, in order."""
    found = [Block()]
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            last = ""
            if _is_over(found[-1]):
                found.append(Block())
        elif line[0] in " \t" and last:
            if len(found[-1].fields[last]) < LONGEST:
                found[-1].fields[last] += f" {line.strip()[:LONGEST]}"
        elif given := LINE.match(line):
            last = given[1].lower()
            if last in found[-1].fields and last in NAMES:  # another one, without a blank line between
                found.append(Block())
            found[-1].fields.setdefault(last, given[2].strip())
        if len(found) > MOST:
            break
    return [block for block in found if block.has_recipient and block.is_told]


def recipients(found: list[Block]) -> tuple[Recipient, ...]:
    """Those whose address can be read; of one named twice the worst."""
    told = (Recipient(one.address, one.status, one.action) for one in found if one.address)
    worst: dict[str, Recipient] = {}
    for one in told:
        known = worst.get(one.address)
        if known is None or SEVERITY.index(one.action) < SEVERITY.index(known.action):
            worst[one.address] = one
    return tuple(worst.values())


def _is_over(block: Block) -> bool:
    """At a blank line: one that names a recipient and says nothing of it goes on behind it."""
    return bool(block.fields) and (block.is_told or not block.has_recipient)
