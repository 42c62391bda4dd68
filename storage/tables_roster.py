"""The table of the roster. See `storage.tables`."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from bot.roster import Presence
from storage.columns import Row, one_of, ref
from storage.tables import METADATA


class RosterRow(Row, table=True):
    """An agent, as the platform showed them last."""

    __tablename__ = "roster"
    __table_args__ = (one_of("presence", tuple(Presence)),)
    place: str = ref(primary_key=True)
    channel: str = Field(index=True)
    name: str
    grants: list[str] = Field(sa_type=JSON)
    seen_at: datetime
    presence: str
    away_since: datetime | None = None
    away_until: datetime | None = None
    left_at: datetime | None = None
    is_word: bool


ROSTER = METADATA.tables["roster"]
