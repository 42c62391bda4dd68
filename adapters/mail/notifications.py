"""Amazon's notifications of bounces, complaints and deliveries: JSON, which its notification service sends by mail."""

import json
from typing import Any

from adapters.mail.addresses import folded
from adapters.mail.deliveries import MOST, Block
from adapters.mail.headers import ID, Headers
from adapters.mail.letter import Nature, Recipient

READ = 64 * 1024  # characters
NATURES = {"bounce": Nature.BOUNCE, "deliverydelay": Nature.BOUNCE, "complaint": Nature.COMPLAINT,
           "delivery": Nature.RECEIPT}  # fmt: skip
ACTIONS = {"bounce": "failed", "deliverydelay": "delayed", "complaint": "complained", "delivery": "delivered"}
LISTS = ("bouncedRecipients", "complainedRecipients", "delayedRecipients", "recipients")


def notified(headers: Headers, text: str) -> tuple[Nature, tuple[Recipient, ...], str] | None:
    """The kind of report, its recipients, and the Message-ID of the mail that it is about; None for other mail."""
    if not headers.raw("x-amz-sns-message-id"):
        return None
    try:
        return _read(text)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):  # JSON, but of another shape
        return None


def _read(text: str) -> tuple[Nature, tuple[Recipient, ...], str]:
    decoder = json.JSONDecoder(strict=False)  # servers break long lines, also within strings: sendmail after a "!"
    given = decoder.raw_decode(text[:READ].lstrip().replace("!\n ", ""))[0]
    given = decoder.raw_decode(given["Message"])[0] if "Message" in given else given
    kind = str(given.get("notificationType") or given["eventType"]).lower()
    about = next(value for key, value in given.items() if key.lower() == kind)
    listed: list[Any] = next((about[name] for name in LISTS if about.get(name)), [])
    people = tuple(one for some in listed[:MOST] if (one := _recipient(kind, some)).address)
    ids = ID.search(f"<{str(given['mail'].get('commonHeaders', {}).get('messageId', '')).strip('<>')}>")
    return NATURES[kind], people, ids[0] if ids else ""


def _recipient(kind: str, given: Any) -> Recipient:
    """From an object, or from a bare address, as deliveries name theirs."""
    said = given if isinstance(given, dict) else {"emailAddress": given}
    names = {"status": "status", "diagnostic-code": "diagnosticCode"}
    block = Block({name: str(said.get(key, "")) for name, key in names.items()} | {"action": ACTIONS[kind]})
    status = block.status if kind != "complaint" else ""
    return Recipient(folded(str(said.get("emailAddress", ""))), status, ACTIONS[kind])
