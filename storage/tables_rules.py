"""The table of the rules' alarms. See `storage.tables`."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row
from storage.tables import METADATA


class AlarmRow(Row, table=True):
    """When the rules by the clock look at a ticket again, if nothing happens to it before."""

    __tablename__ = "alarm"
    ticket: int = Field(primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(index=True)


ALARM = METADATA.tables["alarm"]
