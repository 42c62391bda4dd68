"""The table of those who stand in on call. See `storage.tables` and `bot.duty`."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class DutyRow(Row, table=True):
    """Somebody stands in for a stretch."""

    __tablename__ = "duty"
    __table_args__ = (Index(None, "queue", "ends_at"),)
    id: int = Field(default=None, primary_key=True)
    deed: str = ref(index=True)
    queue: str
    places: list[str] = Field(sa_type=JSON)
    name: str
    begins_at: datetime
    ends_at: datetime
    by: str = ref()
    by_name: str
    made_at: datetime
    asked: list[str] = Field(sa_type=JSON)
    asked_name: str
    agreed_at: datetime | None = None
    dropped_by: str = ref(index=True)


DUTY = METADATA.tables["duty"]
