"""Are the keys there that the settings want, and for how long? For the start, and for doctor."""

import asyncio
import logging
from collections.abc import Iterator

from adapters.mail.keys import dkim, pgp, smime
from adapters.mail.keys.key import PGP, SMIME, Key
from adapters.mail.keys.ring import Ring
from bot.config import Queue, Settings
from bot.health import Finding
from bot.logins import warning

log = logging.getLogger(__name__)

HOUR = 3600.0  # seconds
KINDS = {"pgp": PGP, "smime": SMIME}  # by `sign` of a queue
RENEW = "Import its successor with deskbell keys import FILE."


def missing(settings: Settings, ring: Ring) -> list[str]:
    """What the settings want and cannot be had, a sentence each: with any of these the desk does not start."""
    said = [sentence for queue in settings.queues if (sentence := _unsigned(settings, queue, ring))]
    for box in settings.mailboxes:
        if box.dkim and (trouble := dkim.trouble(box.dkim)):
            said.append(f"mailbox {box.name} dkim cannot be used: {trouble}.")
    return said


def findings(settings: Settings, ring: Ring) -> list[Finding]:
    """Every key that is no good, or will not be for long; and one line that says how many there are."""
    found = [Finding("keys", sentence, "Nothing leaves so.") for sentence in missing(settings, ring)]
    found += [Finding("keys", sentence, RENEW) for sentence in endings(ring)]
    found += [
        Finding("keys", f"The file {name} holds no key that can be read.", ring.mend(name)) for name in ring.unread()
    ]
    if ring.folder.is_dir() and ring.folder.stat().st_mode & 0o077:
        found.append(Finding("keys", "Others may look into their folder.", f"Say: chmod 700 {ring.folder}"))
    keys = ring.all()
    return [*([Finding(f"keys: {len(keys)} known")] if keys else []), *found]


async def watch(ring: Ring) -> None:
    """Warn in the log of each key 14, 7 and 1 days before it ends, for ever."""
    warned: set[tuple[str, int]] = set()
    while True:
        for fingerprint, rung, sentence in await asyncio.to_thread(lambda: list(due(ring))):
            if (fingerprint, rung) not in warned:
                warned.add((fingerprint, rung))
                log.warning("%s %s", sentence, RENEW)
        await asyncio.sleep(HOUR)


def endings(ring: Ring) -> list[str]:
    """A sentence for each key that ends within 14 days, or has ended."""
    return [sentence for _, _, sentence in due(ring)]


def due(ring: Ring) -> Iterator[tuple[str, int, str]]:
    """The same, with the fingerprint and which of its warnings it is."""
    for key in ring.all():
        whose = f"{'Our' if key.is_own else 'The'} {key.kind} key of {key.name}"
        if key.is_revoked:
            yield key.fingerprint, 0, f"{whose} was revoked."
        elif key.expires_at and (told := warning(whose, key.expires_at.date(), ring.now().date())):
            yield key.fingerprint, told[0], told[1]


def _unsigned(settings: Settings, queue: Queue, ring: Ring) -> str:
    """Why the mails of a queue that wants them signed cannot be."""
    kind, box = KINDS.get(queue.sign), settings.mailbox_of(queue.name)
    where = f'[[queue]] {queue.name} sign is "{queue.sign}"'
    if not kind or box is None:
        return ""
    if kind == PGP and not pgp.IS_HERE:
        return f"{where}, but {pgp.INSTALL}."
    key = ring.own(kind, box.address)
    if key is None:
        return f"{where}, but no secret {kind} key of {box.address} is known: deskbell keys import FILE."
    if key.trouble(ring.now()):  # warned of, and told in the threads
        return ""
    return f"{where}, but our key cannot be used: {trouble}." if (trouble := _shut(key)) else ""


def _shut(key: Key) -> str:
    """Why our key does not sign, whatever its age: that it ends is warned of, and seen in the threads."""
    return pgp.unlocked(key) if key.kind == PGP else smime.unlocked(key)
