"""Attachments by content, in a directory. See `bot.ports.Files`."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from bot.events import File

HASH = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Files named by the sha256 of their bytes, two letters to a directory; what a sender called them is only data."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, name: str, content: bytes, content_type: str) -> File:
        """Store `content`, durable when this returns. Raises OSError."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            _write(path, content)
        return File(name, digest, len(content), content_type)

    def get(self, file: File) -> bytes:
        """Its bytes. Raises OSError, also when they are not what was stored."""
        content = self._path(file.sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise OSError(f"The stored file {file.sha256} is damaged.")
        return content

    def _path(self, digest: str) -> Path:
        if not HASH.fullmatch(digest):
            raise FileNotFoundError(f"{digest!r} is no stored file.")
        return self._directory / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, whenever the power fails: a name appears only over bytes that are on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync(path.parent)
    _sync(path.parent.parent)


def _sync(directory: Path) -> None:
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
