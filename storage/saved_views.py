"""Saved views. See `bot.saved_views.SavedViews`."""

from sqlalchemy import Connection, delete, select

from bot.printable import printable
from bot.saved_views import SavedView
from storage.adding import insert
from storage.tables_saved_views import SAVED_VIEW


class SqlSavedViews:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def save(self, view: SavedView) -> None:
        """Keep it, instead of another of that name."""
        view = printable(view)
        row = insert(self._sql, SAVED_VIEW).values(**vars(view))
        said = {"line": view.line, "by_name": view.by_name}
        self._sql.execute(row.on_conflict_do_update(index_elements=["owner", "name"], set_=said))

    def of(self, owners: frozenset[str]) -> list[SavedView]:
        """All that these have, by name."""
        found = select(SAVED_VIEW).where(SAVED_VIEW.c.owner.in_(owners)).order_by(SAVED_VIEW.c.name)
        return [SavedView(**row) for row in self._sql.execute(found).mappings()]

    def drop(self, owner: str, name: str) -> bool:
        """Forget it. False: it was not there."""
        gone = delete(SAVED_VIEW).where(SAVED_VIEW.c.owner == owner, SAVED_VIEW.c.name == name)
        return self._sql.execute(gone).rowcount == 1
