"""What people attached, as a page shows it: its name and size, and the first words of a text."""

from sandbox.sights.prose import Json

IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
TEXTS = ("application/json", "application/xml", "application/x-yaml", "application/x-sh")
FIRST = 1_000  # characters of a text


def shown(id: str, name: str, data: bytes, kind: str, url: str) -> Json:
    """A file; `url` is where this page serves it."""
    is_text = kind.startswith("text/") or kind in TEXTS
    text = data[: 4 * FIRST].decode(errors="replace")[:FIRST] if is_text else ""
    made = {"id": id, "name": name, "size": len(data), "type": kind, "url": url}
    return made | {"is_image": kind in IMAGES, "text": text.replace("\x00", "")}
