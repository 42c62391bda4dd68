"""The table of renamings of tags. See `storage.tables`."""

from sqlalchemy import JSON
from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class RenamingRow(Row, table=True):
    """A tag that becomes another: it stands here until the last ticket has it."""

    __tablename__ = "renaming"
    id: int = Field(default=None, primary_key=True)
    old: str
    new: str
    by_name: str
    by_place: str = ref()
    queues: list[str] = Field(sa_type=JSON)
    done_to: int = 0


RENAMING = METADATA.tables["renaming"]
