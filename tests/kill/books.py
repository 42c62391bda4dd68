"""The desk's own statement, read from its database and never written: is anything still under way?"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Engine, create_engine, make_url, text

OPEN_ARRIVALS = "SELECT state, kind, count(*) FROM arrival WHERE state <> 'settled' GROUP BY state, kind"
OPEN_POSTS = "SELECT state, kind, count(*) FROM post WHERE state <> 'sent' GROUP BY state, kind"
HANDS = "SELECT owner, count(*) FROM post WHERE state = 'sent' GROUP BY owner"
FATES = "SELECT kind, fate, count(*) FROM arrival GROUP BY kind, fate"
TOLD = "SELECT count(*) FROM event JOIN ticket ON ticket.number = event.ticket WHERE event.kind = 'Acknowledged' AND ticket.origin LIKE 'mail:%'"  # noqa: E501


@dataclass
class Books:
    """What is not settled, and how much was."""

    arrivals: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    told_by_mail: int = 0
    hands: Counter[str] = field(default_factory=Counter)  # posts by the worker that sent them

    @property
    def is_quiet(self) -> bool:
        return not self.arrivals and not self.posts

    def __str__(self) -> str:
        counts = (self.arrivals, self.posts, self.fates)
        return "open arrivals {}, open posts {}, fates {}".format(*(dict(one) for one in counts))


def engine(url: str) -> Engine:
    """A way to look into the database beside the desk that has it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return create_engine(f"sqlite:///file:{parsed.database}?mode=ro&uri=true")
    return create_engine(parsed.set(drivername="postgresql+psycopg"))


def read(looking: Engine) -> Books:
    with looking.connect() as connection:
        found = [connection.execute(text(one)).all() for one in (OPEN_ARRIVALS, OPEN_POSTS, FATES)]
        counters = [Counter({f"{first} {second}": count for first, second, count in rows}) for rows in found]
        hands = Counter({str(owner): count for owner, count in connection.execute(text(HANDS)).all()})
        return Books(*counters, connection.execute(text(TOLD)).scalar_one(), hands)
