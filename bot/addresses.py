"""Mail addresses that people name: which text is one, and whether it is one of ours."""

import re

from bot.config import Settings
from bot.errors import Misunderstood
from bot.speech import say
from bot.stops import untagged

ATOMS = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS = re.compile(rf"({ATOMS}(?:\.{ATOMS})*)@{LABEL}(?:\.{LABEL})+", re.ASCII)
MOST_COPIED = 10  # addresses that read along on one ticket, beside the requester
LONGEST, LONGEST_LOCAL = 254, 64  # characters of an address, and of what stands before its @ (RFC 5321, 4.5.3.1)


def place_of(text: str) -> str:
    """The place of the mail address `text`, in lower case. Raises Misunderstood where it is none."""
    address = text.strip().removeprefix("mailto:").strip("<>").lower()
    found = ADDRESS.fullmatch(address)
    if not found or len(address) > LONGEST or len(found[1]) > LONGEST_LOCAL:
        raise Misunderstood(
            say("“{typed}” is no mail address. Write it like ann@example.org.", typed=text.strip()[:80])
        )
    return f"mail:{address}"


def is_ours(settings: Settings, place: str) -> bool:
    """Would what is sent to `place` come back to us: to a mailbox of ours, or by a list that brings us mail?"""
    boxes = {f"mail:{box.address.lower()}" for box in settings.mailboxes}
    lists = {name for box in settings.mailboxes for name in box.own_lists}
    return untagged(place) in {untagged(box) for box in boxes} or place[5:].replace("@", ".") in lists
