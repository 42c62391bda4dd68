"""Whether a transaction made work for somebody who waits for it."""

from dataclasses import dataclass


@dataclass
class News:
    """`is_fresh` once posts, arrivals or stale cards were added."""

    is_fresh: bool = False
