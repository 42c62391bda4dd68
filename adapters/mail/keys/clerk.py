"""What the operator does with keys: brings them in, looks at them, and takes them out. Nobody else can."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from adapters.mail.charsets import header_text
from adapters.mail.keys import pgp, smime
from adapters.mail.keys.key import NONE, PGP, Key, NoKey
from adapters.mail.keys.ring import Ring
from bot.config import Secret
from bot.safeguards import PASSPHRASE, is_passphrase

LARGEST = 10_000_000  # bytes of a file with keys


def bring(ring: Ring, paths: Sequence[Path], reference: str, passphrases: Mapping[str, Secret]) -> list[str]:
    """Import all that is in these files; what each one was, a line each. Raises NoKey, and then nothing was kept."""
    passphrase = _passphrase(reference, passphrases)
    found = [key for path in paths for key in _in(path, passphrase)]
    ours = {key.fingerprint for key in ring.all() if key.is_own}
    for key in found:
        if not key.is_own and key.fingerprint in ours:
            raise NoKey(f"The key of {_whose(key)} is ours, and the file has only its public part: export it with its "
                        "secret, else nothing could be signed or opened any more.")  # fmt: skip
        if key.is_own and (trouble := _shut(key, passphrase)):
            raise NoKey(f"The secret key of {_whose(key)} cannot be used: {trouble}. Its passphrase is named by "
                        f"--passphrase env:{PASSPHRASE}.")  # fmt: skip
    try:
        for key in found:
            ring.put(key, reference if key.is_own and passphrase else "")
    except OSError as error:
        raise NoKey(f"{ring.folder} cannot be written: {error.strerror}.") from None
    return [f"Imported: {line(key, ring.now())}" for key in found]


def listed(ring: Ring) -> list[str]:
    """Every key, a line each, ours first; and what there is that cannot be read."""
    keys = sorted(ring.all(), key=lambda key: (not key.is_own, key.names))
    unread = [f"{name} cannot be read. {ring.mend(name)}" for name in ring.unread()]
    return [*(line(key, ring.now()) for key in keys), *unread] or ["No keys yet: deskbell keys import FILE."]


def remove(ring: Ring, wanted: str) -> list[str]:
    """Forget the keys of an address, or the one whose fingerprint ends so. Raises NoKey."""
    text = wanted.lower().replace(" ", "").removeprefix("0x")
    found = [key for key in ring.all() if text in key.addresses or (len(text) >= 8 and key.fingerprint.endswith(text))]
    shut = [name for name in ring.unread() if len(text) >= 8 and Path(name).stem.endswith(text)]
    if not found and not shut:
        raise NoKey(
            f"No key is known by “{wanted}”. Name an address, or 8 or more characters at the fingerprint's end."
        )
    try:
        for key in found:
            ring.remove(key)
        for name in shut:
            ring.discard(name)
    except OSError as error:
        raise NoKey(f"{ring.folder} cannot be written: {error.strerror}.") from None
    return [f"Removed: {one}" for one in (*(line(key, ring.now()) for key in found), *shut)]


def line(key: Key, now: datetime) -> str:
    """Whose it is, of which kind, its fingerprint, whether it is ours, and when it ends."""
    whose = "own" if key.is_own else "an authority's" if key.is_authority else "another's"
    ends = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "without end"
    return " · ".join((_whose(key), key.kind, whose, key.trouble(now) or ends, key.fingerprint.upper()))


def _whose(key: Key) -> str:
    return header_text(", ".join(key.names) or "nobody")[:200]


def _passphrase(reference: str, passphrases: Mapping[str, Secret]) -> Secret:
    if not reference:
        return NONE
    name = reference.removeprefix("env:")
    if not reference.startswith("env:") or not is_passphrase(name):
        raise NoKey(f"--passphrase names the variable that holds it, like env:{PASSPHRASE} or env:{PASSPHRASE}_SALES: "
                    "it stands in the environment or .env, where the desk finds it, too.")  # fmt: skip
    if not passphrases.get(name):
        raise NoKey(f"{name} is not set.")
    return passphrases[name]


def _in(path: Path, passphrase: Secret) -> list[Key]:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise NoKey(f"{path} is no file.")  # a pipe would be waited for
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise NoKey(f"{path} cannot be read: {error.strerror}.") from None
    is_smime = b"-----BEGIN PGP" not in data and (b"-----BEGIN" in data or path.suffix.lower() in (".p12", ".pfx"))
    try:
        found = smime.read(data, passphrase) if is_smime else pgp.read(data)
    except NoKey as error:
        raise NoKey(f"{path}: {error}") from None
    if nameless := next((key for key in found if not (key.addresses or key.is_authority)), None):
        raise NoKey(f"{path}: the key {nameless.fingerprint[-16:].upper()} has no mail address, so it is nobody's.")
    return found


def _shut(key: Key, passphrase: Secret) -> str:
    held = pgp.held(key, passphrase)
    return pgp.unlocked(held) if key.kind == PGP else smime.unlocked(held)
