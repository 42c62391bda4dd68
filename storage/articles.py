"""The knowledge base. See `bot.ports_articles.Articles`."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.article import Article, Revision, State
from bot.printable import printable
from bot.terms import Phrase, Wanted, terms
from storage.adding import add
from storage.adding import insert as insert_or
from storage.columns import spelled
from storage.prepared import Prepared
from storage.tables_articles import ARTICLE, ARTICLE_TERM, ARTICLE_USE, ARTICLE_VOTE, REVISION

TITLE, BODY = 5, 1  # what a term counts
LAST = "\U0010ffff"  # sorts behind all that is in a term
MOST = 5_000  # terms of one article
OTHER = ARTICLE_TERM.alias()
HIGHEST = 2**31 - 1  # that a number can be; people may type any
COUNTS = (
    select(func.count()).where(ARTICLE_USE.c.article == ARTICLE.c.number).scalar_subquery().label("uses"),
    select(func.count()).where(ARTICLE_VOTE.c.article == ARTICLE.c.number, ARTICLE_VOTE.c.is_up)
    .scalar_subquery().label("up"),
    select(func.count()).where(ARTICLE_VOTE.c.article == ARTICLE.c.number, ~ARTICLE_VOTE.c.is_up)
    .scalar_subquery().label("down"),
    select(func.max(REVISION.c.version)).where(
        REVISION.c.article == ARTICLE.c.number, REVISION.c.version > ARTICLE.c.version
    ).scalar_subquery().label("waiting"),
)  # fmt: skip
ANY = Prepared(  # asked for every new ticket
    select(ARTICLE.c.number)
    .where(
        ARTICLE.c.state.in_([spelled(one.value) for one in (State.INTERNAL, State.PUBLIC)]),
        or_(ARTICLE.c.queue == spelled(""), ARTICLE.c.queue == bindparam("queue")),
    )
    .limit(1)
)
WHOLE, NUMBERS = select(ARTICLE, *COUNTS), select(ARTICLE.c.number)


class SqlArticles:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def add(self, article: Article, by_name: str) -> Article:
        """Write a new one down. Its number is given here."""
        article = printable(article)
        values = {name: value for name, value in _values(article).items() if name != "number"}
        made = self._sql.execute(insert(ARTICLE).returning(ARTICLE.c.number), values).scalar_one()
        return self._kept(replace(article, number=made), by_name)

    def get(self, number: int) -> Article | None:
        if not 0 < number <= HIGHEST:
            return None
        row = self._sql.execute(WHOLE.where(ARTICLE.c.number == number)).mappings().first()
        return _article(row) if row else None

    def change(self, article: Article, by_name: str) -> Article:
        """Let it be so from now on; what it was is kept."""
        article = replace(printable(article), version=self._next(article.number), waiting=None)
        self._sql.execute(update(ARTICLE).where(ARTICLE.c.number == article.number), _values(article))
        return self._kept(article, by_name)

    def propose(self, article: Article, by_name: str) -> None:
        """Keep its title and text as a version that waits. What can be read and found stays as it is."""
        article, version = printable(article), self._next(article.number)
        self._sql.execute(insert(REVISION), _revision(replace(article, version=version, state=State.DRAFT), by_name))

    def drafted(self, ticket: int) -> Article | None:
        row = self._sql.execute(WHOLE.where(ARTICLE.c.ticket == ticket)).mappings().first()
        return _article(row) if row else None

    def revisions(self, number: int) -> list[Revision]:
        found = select(REVISION).where(REVISION.c.article == number).order_by(REVISION.c.version)
        return [Revision(**{**row, "state": State(row["state"])}) for row in self._sql.execute(found).mappings()]

    def search(
        self, wanted: Sequence[Wanted], states: Collection[State], queues: Collection[str], author: str, limit: int
    ) -> list[Article]:
        """Those that have all that is wanted; titles count more than texts."""
        score: ColumnElement[int] = literal(0)
        found = NUMBERS.where(_visible(states, queues, author))
        for one in wanted:
            hits = _hits(one)
            found = found.join(hits, hits.c.article == ARTICLE.c.number)
            score = score + hits.c.score
        return self._found(found.order_by(score.desc(), ARTICLE.c.number.desc()), limit) if wanted else []

    def any(self, queue: str) -> bool:
        """Is there an article that `titled` may find?"""
        return ANY.scalar(self._sql, {"queue": queue}) is not None

    def titled(self, told: Collection[str], queue: str, limit: int) -> list[Article]:
        """Agents' articles for `queue` of whose title's terms two thirds were `told`, and two at least."""
        hits = (
            select(ARTICLE_TERM.c.article, func.count().label("hits"))
            .where(ARTICLE_TERM.c.term.in_(told), ARTICLE_TERM.c.is_head).group_by(ARTICLE_TERM.c.article).subquery()
        )  # fmt: skip
        is_good = and_(hits.c.hits >= 2, hits.c.hits * 3 >= ARTICLE.c.heads * 2)
        ours = _visible((State.INTERNAL, State.PUBLIC), (queue,), "")
        found = NUMBERS.join(hits, hits.c.article == ARTICLE.c.number).where(is_good, ours)
        return self._found(found.order_by(hits.c.hits.desc(), ARTICLE.c.number.desc()), limit)

    def newest(self, states: Collection[State], queues: Collection[str], author: str, limit: int) -> list[Article]:
        found = NUMBERS.where(_visible(states, queues, author))
        return self._found(found.order_by(ARTICLE.c.updated_at.desc(), ARTICLE.c.number.desc()), limit)

    def public(self) -> list[Article]:
        """All that everybody may read, by title."""
        return self._found(NUMBERS.where(ARTICLE.c.state == State.PUBLIC).order_by(ARTICLE.c.title), None)

    def use(self, number: int, ticket: int, now: datetime) -> None:
        add(self._sql, ARTICLE_USE, [{"article": number, "ticket": ticket, "at": now}])

    def vote(self, number: int, place: str, is_up: bool, now: datetime) -> None:
        said = {"is_up": is_up, "at": now}
        row = insert_or(self._sql, ARTICLE_VOTE).values(article=number, place=place, **said)
        self._sql.execute(row.on_conflict_do_update(index_elements=["article", "place"], set_=said))

    def _next(self, number: int) -> int:
        """The version that its next change makes; who makes one at the same time waits here."""
        self._sql.execute(select(ARTICLE.c.number).where(ARTICLE.c.number == number).with_for_update())
        newest = select(func.max(REVISION.c.version)).where(REVISION.c.article == number)
        return 1 + int(self._sql.execute(newest).scalar_one())

    def _found(self, found: Select[tuple[int]], limit: int | None) -> list[Article]:
        """The articles of these numbers in their order: texts and counts are read of those alone."""
        numbers = list(self._sql.execute(found.limit(limit)).scalars())
        if not numbers:
            return []
        rows = self._sql.execute(WHOLE.where(ARTICLE.c.number.in_(numbers))).mappings()
        known = {row["number"]: _article(row) for row in rows}
        return [known[number] for number in numbers]

    def _kept(self, article: Article, by_name: str) -> Article:
        """Its version for good, and by what it is found now."""
        self._sql.execute(insert(REVISION), _revision(article, by_name))
        self._sql.execute(delete(ARTICLE_TERM).where(ARTICLE_TERM.c.article == article.number))
        heads = set(terms(article.title))
        words = dict.fromkeys([*heads, *terms(article.body)[:MOST]])
        rows = [
            {"term": one, "article": article.number, "weight": TITLE if one in heads else BODY, "is_head": one in heads}
            for one in words
        ]
        add(self._sql, ARTICLE_TERM, rows)
        return article


def _visible(states: Collection[State], queues: Collection[str], author: str) -> ColumnElement[bool]:
    theirs = and_(ARTICLE.c.state.in_([one.value for one in states]), ARTICLE.c.queue.in_(["", *queues]))
    return or_(theirs, ARTICLE.c.author == author) if author else theirs


def _hits(wanted: Wanted) -> Subquery:
    """The articles that have any of its spellings, and what that counts: read once, and not for each article."""
    firsts = [spelling.terms[0] for spelling in wanted.spellings]
    counts = case((ARTICLE_TERM.c.term.in_(firsts), ARTICLE_TERM.c.weight), else_=0)
    return (
        select(ARTICLE_TERM.c.article, func.max(counts).label("score"))
        .where(or_(*(_says(spelling) for spelling in wanted.spellings)))
        .group_by(ARTICLE_TERM.c.article).subquery()
    )  # fmt: skip


def _says(phrase: Phrase) -> ColumnElement[bool]:
    """Is it the row of the first term of an article that has all of them, the last as a beginning where it is open?"""
    *whole, last = phrase.terms
    row = [(one, False) for one in whole] + [(last, phrase.is_open)]
    rest = [select(OTHER.c.article).where(_is_term(OTHER, *one)) for one in row[1:]]
    return and_(_is_term(ARTICLE_TERM, *row[0]), *(ARTICLE_TERM.c.article.in_(one) for one in rest))


def _is_term(table: FromClause, term: str, is_open: bool) -> ColumnElement[bool]:
    column = table.c.term
    return and_(column >= term, column < term + LAST) if is_open else column == term  # LIKE would read the whole index


def _revision(article: Article, by_name: str) -> dict[str, Any]:
    kept = {name: getattr(article, name) for name in ("version", "title", "body", "state")}
    return kept | {"article": article.number, "by_name": by_name, "at": article.updated_at}


def _values(article: Article) -> dict[str, Any]:
    kept = {name: value for name, value in vars(article).items() if name not in ("uses", "up", "down", "waiting")}
    return kept | {"state": article.state.value, "heads": len(set(terms(article.title)))}


def _article(row: RowMapping) -> Article:
    values = {name: value for name, value in row.items() if name != "heads"}
    return Article(**values | {"state": State(row["state"])})
