"""The table of figures. See `storage.tables`."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from bot.figure import Kind
from storage.columns import Row, one_of, ref
from storage.tables import METADATA

# most of what is asked of a year is read off this index, and no row is looked at
COUNTED = ("kind", "at", "queue", "is_counted", "agent", "agent_name", "category", "minutes", "working", "is_late")


class FigureRow(Row, table=True):
    """One thing that counts, out of a ticket's history: written anew with all others of its ticket when one changes."""

    __tablename__ = "figure"
    __table_args__ = (
        one_of("kind", tuple(Kind)),
        Index("ix_figure_counted", *COUNTED),
    )
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number", index=True)
    kind: str
    event: int = Field(foreign_key="event.id")
    at: datetime
    queue: str
    agent: str = ref(default="")
    agent_name: str = ""
    category: str = ""
    minutes: int = 0
    working: int = 0
    booked: int = 0
    score: int = 0
    clock: str = ""
    is_late: bool = False
    is_first_contact: bool = False
    is_first_level: bool = False
    came_back: bool = False
    is_counted: bool = True


FIGURE = METADATA.tables["figure"]
