"""The index of what was said, a row a ticket: FTS5 on SQLite, a tsvector on PostgreSQL.

Both are given terms (`bot.terms`), never text, and take nothing apart themselves: what is found by one is found by the
other. It is no part of the metadata, since on SQLite it is a virtual table with others behind it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Column, ColumnElement, Connection, Integer, MetaData, Table, Text, cast, event, text
from sqlalchemy.dialects.postgresql import TSQUERY

from bot.terms import Phrase, Wanted
from storage.prepared import Prepared
from storage.tables import METADATA

FULL = 100_000  # characters of terms: a ticket of more takes in nothing new, or each message would cost more and more
# beginnings of three and four letters are kept, or the terms of all words that begin so would be brought together
ON_SQLITE = ("CREATE VIRTUAL TABLE IF NOT EXISTS sought USING fts5(words, tokenize='ascii', prefix='3 4')",)
ON_POSTGRESQL = (
    # rowid is what SQLite calls it. What waits in a list of its own would make searches slower and some writes slow.
    "CREATE TABLE IF NOT EXISTS sought (rowid INTEGER NOT NULL, size INTEGER NOT NULL, words TSVECTOR NOT NULL, "
    "CONSTRAINT pk_sought PRIMARY KEY (rowid), "
    "CONSTRAINT fk_sought_rowid_ticket FOREIGN KEY (rowid) REFERENCES ticket (number))",
    # whether terms stand in a row is asked of the row itself: so it is kept where it can be read at once
    "ALTER TABLE sought SET (toast_tuple_target = 8160), ALTER COLUMN words SET STORAGE EXTERNAL",
    "CREATE INDEX IF NOT EXISTS ix_sought_words ON sought USING gin (words) WITH (fastupdate = off)",
)
MADE = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}
SOUGHT = Table("sought", MetaData(), Column("rowid", Integer), Column("words", Text))
ADD = {
    "sqlite": Prepared(text("INSERT INTO sought (rowid, words) VALUES (:number, :words)")),
    "postgresql": Prepared(
        text("INSERT INTO sought (rowid, size, words) VALUES (:number, :size, CAST(:words AS tsvector))")
    ),
}
MORE = {
    "sqlite": Prepared(
        text("UPDATE sought SET words = words || ' ' || :words WHERE rowid = :number AND length(words) < :full")
    ),
    "postgresql": Prepared(
        text(
            "UPDATE sought SET words = words || CAST(:words AS tsvector), size = size + :size "
            "WHERE rowid = :number AND size < :full"
        )
    ),
}


@event.listens_for(METADATA, "after_create")
def make(_metadata: MetaData, connection: Connection, **_: object) -> None:
    """Wherever the tables are made, the index is."""
    for statement in MADE[connection.dialect.name]:
        connection.execute(text(statement))


def keep(connection: Connection, number: int, terms: Sequence[str], is_new: bool) -> None:
    """From now on the ticket is found by these terms too."""
    if not (terms or is_new):
        return
    dialect = connection.dialect.name
    words = " ".join(terms) if dialect == "sqlite" else _placed(terms)
    values = {"number": number, "words": words, "size": sum(map(len, terms)) + len(terms), "full": FULL}
    (ADD if is_new else MORE)[dialect].change(connection, values)


def says(wanted: Iterable[Wanted], dialect: str) -> ColumnElement[bool]:
    """The condition that a row of the index holds all that is wanted."""
    if dialect == "sqlite":
        return SOUGHT.c.words.op("MATCH")(" AND ".join(map(_of_fts5, wanted)))
    return SOUGHT.c.words.op("@@")(cast(" & ".join(map(_of_tsquery, wanted)), TSQUERY))


def apart(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """The same terms, which need not stand in a row: more is found, but by PostgreSQL's index alone."""
    return tuple(one for each in wanted for one in _apart(each))


def _apart(wanted: Wanted) -> tuple[Wanted, ...]:
    if len(wanted.spellings) > 1:
        return (wanted,)
    (phrase,) = wanted.spellings
    last = len(phrase.terms) - 1
    return tuple(Wanted((Phrase((term,), phrase.is_open and at == last),)) for at, term in enumerate(phrase.terms))


def _placed(terms: Sequence[str]) -> str:
    return " ".join(f"'{term}':{at}" for at, term in enumerate(terms, start=1))


def _of_fts5(wanted: Wanted) -> str:
    return f"({' OR '.join(_quoted(one) for one in wanted.spellings)})"


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"{" *" if phrase.is_open else ""}'


def _of_tsquery(wanted: Wanted) -> str:
    return f"({' | '.join(_followed(one) for one in wanted.spellings)})"


def _followed(phrase: Phrase) -> str:
    row = " <-> ".join(f"'{term}'" for term in phrase.terms)
    return f"({row}{':*' if phrase.is_open else ''})"
