"""Facts of what the knowledge base has to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggested:
    """The article `article`, called `title` then, may answer the question. No change of status."""

    article: int
    title: str


Advised = Suggested
