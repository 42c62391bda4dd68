"""The libraries of the page are the files that their packages published."""

import hashlib
import re

import pytest

from sandbox.shelves import WEB

VENDOR = WEB / "vendor"
ROWS = re.findall(r"^\| ([\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("name", "digest"), ROWS, ids=[name for name, _ in ROWS])
def test_a_library_is_as_it_was_published(name, digest):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_library_is_listed_with_its_licence():
    listed = {name for name, _ in ROWS}
    assert {one.name for one in VENDOR.glob("*.mjs")} == listed
    assert {one.stem for one in VENDOR.glob("*.LICENSE")} == {"preact", "htm", "signals"}
