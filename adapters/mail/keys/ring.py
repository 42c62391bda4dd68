"""The folder of the keys: one file a key, that only the operator puts there, and that nobody else may read."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from adapters.mail.keys import pgp, smime
from adapters.mail.keys.key import NONE, PGP, SMIME, Key, NoKey
from bot.config import Secret
from bot.locking import Lock

ENDINGS = {PGP: ".asc", SMIME: ".pem"}
LAYERS = {PGP: "PGP/MIME", SMIME: "S/MIME"}  # what a mail made with such a key is
REFERENCE = ".passphrase"  # beside a key: `env:NAME`, never the passphrase itself


class Ring:
    """The keys as they lie there now: what is imported counts at once. See `bot.locking.Keyring`."""

    def __init__(self, folder: Path, passphrases: Mapping[str, Secret], now: Callable[[], datetime]) -> None:
        self.folder, self._passphrases, self.now = folder, passphrases, now
        self._read: dict[str, tuple[int, Key]] = {}  # by file: its time of change, and what was in it

    def all(self) -> tuple[Key, ...]:
        """All that can be read, by their files' names."""
        found = {path.name: self._key(path) for path in self._files()}
        return tuple(key for _, key in sorted(found.items()) if key)

    def unread(self) -> list[str]:
        """The names of files in which there is no key that can be read."""
        return [path.name for path in self._files() if self._key(path) is None]

    def mend(self, name: str) -> str:
        """What makes one of these files readable, a sentence."""
        variable = self._variable(self.folder / name)
        if variable and not self._passphrases.get(variable):
            return f"{variable} is not set: its passphrase stands in the environment or .env."
        if name.endswith(ENDINGS[PGP]) and not pgp.IS_HERE:
            return f"{pgp.INSTALL}."
        return "Remove it, or import it again."

    def own(self, kind: str, address: str) -> Key | None:
        """Ours for this address, the one that is good for the longest."""
        return self._best([key for key in self.all() if key.is_own and key.kind == kind], address)

    def known(self, kind: str) -> tuple[Key, ...]:
        """Those by which others' signatures are verified: nothing secret is among them."""
        return tuple(key for key in self.all() if key.kind == kind and not key.is_own)

    def of(self, address: str, kind: str) -> Key | None:
        """The one by which mail to this address is encrypted, the one that is good for the longest."""
        theirs = [key for key in self.all() if key.kind == kind and not key.is_authority]
        return self._best(theirs, address)

    def lock(self, address: str, kinds: Sequence[str] = ()) -> Lock:
        """How mail to this address is encrypted: the first of `kinds` that can be, then whatever else can."""
        order = sorted(LAYERS, key=lambda one: (*kinds, LAYERS[one]).index(LAYERS[one]))
        found = [key for kind in order if (key := self.of(address, kind))]
        good = next((key for key in found if key.can_encrypt and not key.trouble(self.now())), None)
        if good:
            return Lock(LAYERS[good.kind])
        if found:
            return Lock(trouble=f"the key of {address} {found[0].trouble(self.now()) or 'can only sign'}")
        return Lock(trouble=f"no key of {address} is known")

    def put(self, key: Key, reference: str = "") -> None:
        """Keep a key; of one that is there its newer form. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        path = self._path(key)
        _write(path, key.text)
        if reference:
            _write(path.with_suffix(REFERENCE), reference)

    def remove(self, key: Key) -> None:
        """Forget a key. Raises OSError."""
        self.discard(self._path(key).name)

    def discard(self, name: str) -> None:
        """Remove a file and what names its passphrase. Raises OSError."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.with_suffix(REFERENCE).unlink(missing_ok=True)

    def _best(self, keys: Sequence[Key], address: str) -> Key | None:
        theirs = [key for key in keys if address.lower() in key.addresses]
        return max(theirs, key=self._worth, default=None)

    def _worth(self, key: Key) -> tuple[bool, bool, float]:
        return (
            not key.trouble(self.now()),
            key.can_encrypt,
            key.expires_at.timestamp() if key.expires_at else float("inf"),
        )

    def _path(self, key: Key) -> Path:
        return self.folder / f"{key.fingerprint}{ENDINGS[key.kind]}"

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix in ENDINGS.values()]
        except OSError:  # nobody imported anything
            return []

    def _key(self, path: Path) -> Key | None:
        try:
            changed = path.stat().st_mtime_ns
            held = self._read.get(path.name)
            if held is None or held[0] != changed:
                held = self._read[path.name] = changed, self._loaded(path)
        except (OSError, NoKey):
            return None
        return held[1]

    def _loaded(self, path: Path) -> Key:
        data, passphrase = path.read_bytes(), self._passphrase(path)
        if path.suffix == ENDINGS[SMIME]:
            return smime.read(data, passphrase)[0]
        return pgp.held(pgp.read(data)[0], passphrase)

    def _passphrase(self, path: Path) -> Secret:
        return self._passphrases.get(self._variable(path), NONE)

    def _variable(self, path: Path) -> str:
        """Which one holds the passphrase of the key in this file; "" where it has none."""
        beside = path.with_suffix(REFERENCE)
        return beside.read_text().strip().removeprefix("env:") if beside.is_file() else ""


def _write(path: Path, text: str) -> None:
    """All of it or nothing, and readable for nobody else from its first byte on."""
    draft = path.with_name(f".draft-{os.getpid()}-{path.name}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
