"""Verifies and decrypts one mail: pure, but for the program that verifies S/MIME. In production it runs confined.

Whatever the mail is, there is an answer: the worst is `not checked`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.mail.keys import parts, pgp, smime
from adapters.mail.keys.key import PGP, SMIME, Key
from adapters.mail.keys.parts import Wrapped

VALID, INVALID, UNKNOWN, UNCHECKED = "valid", "invalid", "unknown key", "not checked"
PARTLY = "only a part of the mail is signed"
ENCLOSED = "only a part of it is encrypted, and parts are never opened by themselves"
NO_KEY = "no key of ours opens it, its kind of encryption is not known here, or it was changed on its way"
COMPRESSED = "its signature was compressed with it, and cannot be looked at"
ABSENT = "PGP is not installed here"


@dataclass(frozen=True)
class Task:
    """One mail, the keys it may be read with, and the time. `own` are ours where it may be decrypted, else none.

    `openssl` is where that program is, "" where there is none.
    """

    raw: bytes
    now: datetime
    is_encrypted: bool = False
    known: Sequence[Key] = ()
    own: Sequence[Key] = ()
    openssl: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed: `state` is one of the four above, "" where nothing is signed. `names` are the key's."""

    state: str = ""
    names: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Found:
    """`content` is the MIME entity that was decrypted, or that is signed, as it is to be read: readers differ about
    where a part of a mail begins, and only what was looked at here may be shown as signed. None where there is none.
    """

    signed: Signed = field(default_factory=Signed)
    content: bytes | None = None
    trouble: str = ""  # why it was not decrypted


def look(task: Task) -> Found:
    """What a mail that says it is signed, or encrypted, really is."""
    return _opened(task) if task.is_encrypted else _verified(task)


def _opened(task: Task) -> Found:
    wrapped = parts.encrypted(task.raw)
    if wrapped is None:
        return Found(trouble=ENCLOSED)
    signed = Signed()
    if wrapped.how == "S/MIME":
        inner = smime.decrypted(wrapped.data, _of(task.own, SMIME))
    else:
        opened = pgp.decrypted(wrapped.data, _of(task.own, PGP), _of(task.known, PGP)) if pgp.IS_HERE else None
        inner = opened.content if opened else None
        signed = _signer(task, opened) if opened else signed
    if inner is None:
        return Found(trouble=NO_KEY if wrapped.how == "S/MIME" or pgp.IS_HERE else ABSENT)
    entity = _entity(task.raw, inner) if wrapped.how == "PGP" else inner
    if signed.state:
        return Found(signed, entity)
    within = _verified(Task(entity, task.now, False, task.known, (), task.openssl), is_inner=True)
    return Found(within.signed, within.content if within.content is not None else entity)


def _signer(task: Task, opened: pgp.Opened) -> Signed:
    """Who signed what was encrypted with it in one message."""
    if opened.signer:
        return _by(task, opened.signer)
    if opened.is_odd:
        return Signed(UNCHECKED, why=COMPRESSED)
    return _unproven(task, _of(task.known, PGP), opened.issuers) if opened.issuers else Signed()


def _entity(raw: bytes, text: bytes) -> bytes:
    """The text of an armored message as the part that it replaces."""
    named = parts.charset(raw) or "utf-8"
    kind = f'Content-Type: text/plain; charset="{named}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    return kind.encode("ascii", "replace") + text


def _verified(task: Task, is_inner: bool = False) -> Found:
    wrapped = parts.signed(task.raw)
    if wrapped is None:
        return Found() if is_inner else Found(Signed(UNCHECKED, why=PARTLY))
    if wrapped.how == "S/MIME":
        return _smime(task, wrapped)
    if not pgp.IS_HERE:
        return Found(Signed(UNCHECKED, why=ABSENT))
    known = _of(task.known, PGP)
    if wrapped.content is None:
        return _cleartext(task, wrapped, known)
    made = pgp.verified(wrapped.content, wrapped.data, known)
    if made is None:
        return Found(_unproven(task, known, [pgp.issuer(wrapped.data)]))
    return Found(_by(task, made.signer), wrapped.content)


def _cleartext(task: Task, wrapped: Wrapped, known: Sequence[Key]) -> Found:
    made = pgp.cleartext(wrapped.data, known)
    if made is None:
        return Found(_unproven(task, known, pgp.issuers(wrapped.data)))
    return Found(_by(task, made.signer), _entity(task.raw, made.content))


def _by(task: Task, fingerprint: str) -> Signed:
    key = next(key for key in task.known if key.fingerprint == fingerprint)
    if key.is_revoked:
        return Signed(INVALID, key.names, "its key was revoked")
    return Signed(VALID, key.names)


def _unproven(task: Task, known: Sequence[Key], issuers: Sequence[str]) -> Signed:
    """A signature that no key proves: of a key that is known it is wrong, of another nobody can say."""
    for key in known:
        if any(one and any(own.endswith(one) for own in key.ids) for one in issuers):
            trouble = key.trouble(task.now)
            why = f"its key {trouble}" if trouble else "what was signed is not what came"
            return Signed(INVALID, key.names, why)
    return Signed(UNKNOWN)


def _smime(task: Task, wrapped: Wrapped) -> Found:
    if not task.openssl:
        return Found(Signed(UNCHECKED, why="the program openssl is not here"))
    try:
        made = smime.checked(task.openssl, wrapped.data, wrapped.content, _of(task.known, SMIME), task.now)
    except OSError as error:
        return Found(Signed(UNCHECKED, why=str(error)))
    names = made.signer.names if made.signer else ()
    said = wrapped.content if made.state == VALID else None
    return Found(Signed(made.state, names, made.why), made.content or said)


def _of(keys: Sequence[Key], kind: str) -> list[Key]:
    return [key for key in keys if key.kind == kind]
