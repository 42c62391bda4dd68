"""The table of proofs that an address is somebody's. See `storage.tables` and `bot.proofs`."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class ProofRow(Row, table=True):
    """Somebody asked for a code; it is not here. Rows are kept as long as they count against asking too often."""

    __tablename__ = "proof"
    __table_args__ = (Index(None, "place", "at"), Index(None, "address", "at"))
    name: str = ref(primary_key=True)
    place: str = ref()
    address: str = ref()
    at: datetime = Field(index=True)
    tries: int = 0
    is_open: bool = True


PROOF = METADATA.tables["proof"]
