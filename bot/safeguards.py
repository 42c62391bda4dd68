"""How a queue's mails are signed and encrypted, and who may read what came encrypted, as the settings say it."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.config import Dkim, Queue, Secret
from bot.logins import referenced
from bot.problems import Problems

KEYS = ("sign", "encrypt", "private")
SIGN, ENCRYPT = ("never", "pgp", "smime"), ("never", "when known")
PASSPHRASE = "KEY_PASSPHRASE"  # noqa: S105 - how the variables that hold one begin
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
SELECTOR = re.compile(r"[\w-]+(\.[\w-]+)*")
PEM = "-----BEGIN "


def guarded(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue) -> Queue:
    """`queue` with what `row` says of signing, of encrypting and of its rooms."""
    return replace(
        queue,
        sign=wrong.choice(f"{where} sign", row.get("sign", Queue.sign), SIGN),
        encrypt=wrong.choice(f"{where} encrypt", row.get("encrypt", Queue.encrypt), ENCRYPT),
        private=wrong.yes_or_no(f"{where} private", row.get("private"), Queue.private),
    )


def refuse_shared(wrong: Problems, queues: Sequence[Queue]) -> None:
    """A room that others see, too, is not private."""
    for queue in queues:
        for other in queues:
            for room in queue.rooms if queue.private and not other.private else ():
                if room in (*other.rooms, *other.intake):
                    wrong.add(
                        f"[[queue]] {queue.name} is private, but its room {room} belongs to the queue {other.name}, "
                        "too, which is not: give it a room of its own."
                    )


def dkim(wrong: Problems, where: str, found: Any, env: Mapping[str, str]) -> Dkim | None:
    """How the mails of a mailbox are signed for its domain. The key is never repeated in a problem."""
    row = wrong.table(where, found, ("domain", "selector", "key"))
    domain = wrong.text(f"{where} domain", row.get("domain"), "").lower()
    selector = wrong.text(f"{where} selector", row.get("selector"), "")
    if not DOMAIN.fullmatch(domain):
        wrong.add(f"{where} domain is “{domain}”; accepted is the domain that signs, like example.org.")
    if not SELECTOR.fullmatch(selector):
        wrong.add(f"{where} selector is “{selector}”; accepted is the name of the record, like desk2026.")
    variable, value = referenced(wrong, f"{where} key", row.get("key"), env, "env:DKIM_KEY")
    pem = _pem(value)
    if variable and not pem:
        told = "is not set" if not value else "is no RSA key"
        wrong.add(f"{variable} {told}; {where} needs a secret key in PEM, or its base64 alone, without line ends.")
    return Dkim(domain, selector, Secret(pem))


def passphrases(env: Mapping[str, str]) -> dict[str, Secret]:
    """Those of our keys, by the names of their variables."""
    return {name: Secret(value) for name, value in env.items() if is_passphrase(name)}


def is_passphrase(name: str) -> bool:
    return re.fullmatch(rf"{PASSPHRASE}(_[A-Z0-9_]+)?", name) is not None and not name.endswith("_FILE")


def _pem(value: str) -> str:
    """A key as PEM: a file of variables often holds it in one line, or as base64 alone."""
    text = value.replace("\\n", "\n").strip()
    if text.startswith(PEM):
        return f"{text}\n"
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join((f"{PEM}PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", "")) if text else ""
