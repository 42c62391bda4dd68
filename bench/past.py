"""A desk with a long past: a thousand tickets that the desk itself has written, and copies of them by the database.

Five messages each. Words are drawn by Zipf's law from a made-up tongue: as in any language a few are in nearly every
message, and most are rare. Each copy has one word that no other ticket has.
"""

import sys
from itertools import accumulate
from random import Random

from sqlalchemy import Column, Connection, Engine, Table, func, insert, null, select, text, update

from bench.wiring import ROOMS
from bot.config import Queue, Settings
from bot.desk import Desk
from bot.people import Person
from bot.ticket import Priority
from storage.sought import ON_POSTGRESQL
from storage.store import SqlStore
from storage.tables import CARD, EVENT, POST, TICKET

ROOTS, COPIES = 1_000, 200  # tickets that are written, and how often each is there in the end
MESSAGES, WORDS = 5, 40  # of a ticket, and of a message
SYLLABLES = ["ka", "to", "mi", "ren", "sol", "ver", "ta", "bu", "lin", "gor", "pex", "da", "no", "ri", "sa", "um", "el"]
TEAM = tuple(Person(name, f"slack:@U{name.upper()}", frozenset(ROOMS)) for name in ("Bob", "Cleo", "Sue"))
SETTINGS = Settings(queues=(Queue("support", rooms=ROOMS), Queue("billing", rooms=ROOMS)))
COPIED = ((TICKET, {"number": TICKET}), (EVENT, {"id": EVENT, "ticket": TICKET}),
          (POST, {"id": POST, "ticket": TICKET, "event": EVENT}))  # fmt: skip
UNIQUE = ("source", "receipt")  # no two messages have the same


class Tongue:
    """Words as people draw them."""

    def __init__(self, seed: int = 7, size: int = 30_000) -> None:
        self.dice = Random(seed)
        made = ("".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 5))) for _ in range(2 * size))
        self._words = sorted(dict.fromkeys(made), key=len)[:size]  # common words are short ones, as everywhere
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(self._words))))

    def text(self, count: int = WORDS) -> str:
        return " ".join(self.dice.choices(self._words, cum_weights=self._weights, k=count))


def write(store: SqlStore, desk: Desk, tongue: Tongue) -> None:
    """The first thousand, in one transaction; their posts have all been sent, and their cards are drawn."""
    with store.transaction():
        for count in range(ROOTS):
            asker = Person(f"Person {count % 300}", f"mail:person{count % 300}@customer.example")
            queue = tongue.dice.choice(("support", "support", "billing"))
            number = desk.open(asker, tongue.text(6), tongue.text(), queue, asker.place).number
            agent = tongue.dice.choice(TEAM)
            for turn in range(MESSAGES - 1):
                (desk.reply if turn % 2 else desk.note)(number, agent, tongue.text())
            _put_away(desk, number, agent, tongue.dice)


def _put_away(desk: Desk, number: int, agent: Person, dice: Random) -> None:
    """Nine of ten are done with; of the others some are urgent, some nobody's."""
    if dice.random() < 0.9:
        desk.close(number, agent, "fixed")
    elif dice.random() < 0.5:
        desk.priority(number, agent, Priority.HIGH)
        desk.tag(number, agent, ("vpn",))
    else:
        desk.release(number, agent)


def settle(engine: Engine, since: int = 0) -> None:
    """All has been sent, and every ticket after the number `since` has its cards."""
    with engine.begin() as connection:
        connection.execute(update(POST).values(state="sent"))
        for room in ROOMS:
            channel = room.partition(":")[0]
            root = f"'{room}/' || number" if channel == "slack" else "'discord:' || number"
            connection.execute(
                text(
                    "INSERT INTO card (ticket, place, channel, root, thread, wanted, drawn, due_at) "
                    f"SELECT number, '{room}', '{channel}', {root}, {root}, 0, 0, opened_at FROM ticket "
                    "WHERE number > :since"
                ),
                {"since": since},
            )


def multiply(engine: Engine) -> None:
    """Two hundred of each ticket there is."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        last = {table: connection.execute(select(func.max(_key(table)))).scalar_one() for table, _ in COPIED}
        if not is_sqlite:
            connection.execute(text("DROP INDEX ix_sought_words"))
    for start in range(1, COPIES, 20):
        with engine.begin() as connection:
            if not is_sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))  # asks for no foreign keys
            for time in range(start, min(start + 20, COPIES)):
                _copy(connection, last, time)
        sys.stdout.write(f"\r  {min(start + 20, COPIES) * ROOTS:,} tickets")
        sys.stdout.flush()
    settle(engine, ROOTS)
    if not is_sqlite:
        _finish(engine)
    sys.stdout.write("\n")


def _copy(connection: Connection, last: dict[Table, int], time: int) -> None:
    """Everything of the first ones once more, `time` times as far on."""
    for table, ids in COPIED:
        columns = [
            column + time * last[ids[column.name]] if column.name in ids
            else null() if column.name in UNIQUE else column
            for column in table.c
        ]  # fmt: skip
        copied = select(*columns).where(_key(table) <= last[table])
        if table is POST:  # of the others, which are sent, nothing is asked any more
            copied = copied.where(POST.c.kind == "requester")
        connection.execute(insert(table).from_select([column.name for column in table.c], copied))
    if connection.dialect.name == "sqlite":
        words = "INSERT INTO sought (rowid, words) SELECT rowid + :on, words || ' u' || (rowid + :on)"
    else:
        words = (
            "INSERT INTO sought (rowid, size, words) SELECT rowid + :on, size, "
            "words || CAST('''u' || (rowid + :on) || '''' AS tsvector)"
        )
    connection.execute(text(f"{words} FROM sought WHERE rowid <= :last"), {"on": time * ROOTS, "last": ROOTS})


def _finish(engine: Engine) -> None:
    """The index of words, the sequences, and what PostgreSQL wants to know of its tables."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        connection.execute(text(ON_POSTGRESQL[-1]))
        for table in (TICKET, EVENT, POST, CARD):
            name, key = table.name, _key(table).name
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), (SELECT max({key}) FROM {name}))")
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _key(table: Table) -> Column[int]:
    return next(iter(table.primary_key))
