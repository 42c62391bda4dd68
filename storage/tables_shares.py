"""The table of who was given a ticket when. See `storage.tables`."""

from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class ShareRow(Row, table=True):
    """Whom the desk gave a ticket of a queue: the highest `given` was the last. The queue "" holds the count."""

    __tablename__ = "share"
    queue: str = Field(primary_key=True)
    place: str = ref(primary_key=True)
    given: int = 0


SHARE = METADATA.tables["share"]
