"""The tables of the knowledge base. See `storage.tables`."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from bot.article import State
from storage.columns import Row, one_of, ref
from storage.tables import METADATA


class ArticleRow(Row, table=True):
    """`heads` is how many terms its title has."""

    __tablename__ = "article"
    __table_args__ = (one_of("state", tuple(State)),)
    number: int = Field(default=None, primary_key=True)
    title: str
    body: str = Field(sa_type=Text)
    state: str
    queue: str
    author: str = ref()
    author_name: str
    created_at: datetime
    updated_at: datetime
    version: int = 1
    ticket: int | None = Field(default=None, foreign_key="ticket.number", unique=True)
    heads: int = 0


class RevisionRow(Row, table=True):
    """Append-only: an article after each change."""

    __tablename__ = "article_revision"
    article: int = Field(primary_key=True, foreign_key="article.number", sa_column_kwargs={"autoincrement": False})
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str
    body: str = Field(sa_type=Text)
    state: str
    by_name: str
    at: datetime


class ArticleTermRow(Row, table=True):
    """By what an article is found: `weight` counts more where a term is in the title, `is_head`."""

    __tablename__ = "article_term"
    __table_args__ = (
        Index(None, "article"),
        Index(None, "term", "article", "weight"),  # all that a search reads of it
    )
    term: str = ref(primary_key=True)
    article: int = Field(primary_key=True, foreign_key="article.number", sa_column_kwargs={"autoincrement": False})
    weight: int
    is_head: bool


class ArticleUseRow(Row, table=True):
    __tablename__ = "article_use"
    article: int = Field(primary_key=True, foreign_key="article.number", sa_column_kwargs={"autoincrement": False})
    ticket: int = Field(primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False})
    at: datetime


class ArticleVoteRow(Row, table=True):
    __tablename__ = "article_vote"
    article: int = Field(primary_key=True, foreign_key="article.number", sa_column_kwargs={"autoincrement": False})
    place: str = ref(primary_key=True)
    is_up: bool
    at: datetime


ARTICLE, REVISION = METADATA.tables["article"], METADATA.tables["article_revision"]
ARTICLE_TERM = METADATA.tables["article_term"]
ARTICLE_USE, ARTICLE_VOTE = METADATA.tables["article_use"], METADATA.tables["article_vote"]
