"""The table of saved views. See `storage.tables`."""

from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class SavedViewRow(Row, table=True):
    """A filter with a name, a person's or a room's."""

    __tablename__ = "saved_view"
    owner: str = ref(primary_key=True)
    name: str = Field(primary_key=True)
    line: str
    by_name: str = ""


SAVED_VIEW = METADATA.tables["saved_view"]
