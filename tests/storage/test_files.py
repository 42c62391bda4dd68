"""The file store: bytes by their hash, whole or not at all, and names that are only data."""

import hashlib
from dataclasses import replace

import pytest

from bot.events import File
from storage.files import FileStore


@pytest.fixture
def files(tmp_path):
    return FileStore(tmp_path / "files")


def stored(tmp_path):
    return sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_bytes_come_back_as_they_were_put(files):
    file = files.put("a.png", b"\x00png", "image/png")

    assert file == File("a.png", hashlib.sha256(b"\x00png").hexdigest(), 4, "image/png")
    assert files.get(file) == b"\x00png"


def test_the_same_bytes_are_stored_once_under_two_letters_for_their_owner_only(files, tmp_path):
    first = files.put("a.txt", b"same", "text/plain")
    files.put("b.txt", b"same", "text/plain")

    (path,) = stored(tmp_path)
    assert (path.parent.name, path.name) == (first.sha256[:2], first.sha256)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../../x", "C:\\x", "a\x00b", "\u202egnp.exe", "n" * 300, "CON", ""])
def test_a_name_is_never_a_path(files, tmp_path, name):
    assert files.put(name, b"bytes", "text/plain").name == name
    assert [path.name for path in stored(tmp_path)] == [hashlib.sha256(b"bytes").hexdigest()]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "0" * 63, "A" * 64, "0" * 64 + "\n"])
def test_only_a_hash_can_be_asked_for(files, digest):
    with pytest.raises(OSError, match=r"no stored file"):
        files.get(File("x", digest, 1))


def test_a_missing_file_and_a_damaged_one_are_noticed(files, tmp_path):
    file = files.put("a.txt", b"whole", "text/plain")
    stored(tmp_path)[0].write_bytes(b"whol")
    with pytest.raises(OSError, match="damaged"):
        files.get(file)
    with pytest.raises(FileNotFoundError):
        files.get(replace(file, sha256="0" * 64))
