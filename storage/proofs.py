"""Proofs that an address is somebody's. See `bot.proofs.Proofs`."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.proofs import TRIES, Proof
from storage.tables_proofs import PROOF

KEPT = timedelta(days=2)


class SqlProofs:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def add(self, proof: Proof) -> None:
        """Keep it; what the same place asked for before is open no more, and what is old is forgotten."""
        self._sql.execute(delete(PROOF).where(PROOF.c.at < proof.at - KEPT))
        self._sql.execute(update(PROOF).where(PROOF.c.place == proof.place).values(is_open=False))
        self._sql.execute(insert(PROOF), [vars(proof) | {"tries": 0, "is_open": True}])

    def asked(self, since: datetime, place: str = "", address: str = "") -> int:
        """How many were asked for since: by `place`, or for `address`, or in all."""
        counted = select(func.count()).select_from(PROOF).where(PROOF.c.at > since)
        if place:
            counted = counted.where(PROOF.c.place == place)
        if address:
            counted = counted.where(PROOF.c.address == address)
        return self._sql.execute(counted).scalar_one()

    def open(self, place: str, since: datetime) -> Proof | None:
        """The one whose code `place` may still say, locked."""
        mine = select(PROOF).where(PROOF.c.place == place, PROOF.c.is_open, PROOF.c.at > since, PROOF.c.tries < TRIES)
        row = self._sql.execute(mine.with_for_update()).mappings().first()
        return Proof(row["name"], row["place"], row["address"], row["at"]) if row else None

    def tried(self, proof: Proof) -> None:
        self._set(proof, tries=PROOF.c.tries + 1)

    def used(self, proof: Proof) -> None:
        self._set(proof, is_open=False)

    def _set(self, proof: Proof, **values: object) -> None:
        self._sql.execute(update(PROOF).where(PROOF.c.name == proof.name).values(**values))
