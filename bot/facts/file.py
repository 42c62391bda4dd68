"""An attachment of a fact."""

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """An attachment: its name as the sender gave it (data, never a path), and where its bytes lie (sha256, hex)."""

    name: str
    sha256: str
    size: int  # bytes
    content_type: str = "application/octet-stream"
