"""A record in one SQLite file."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from comitia.stores import database
from comitia.stores.database import BUSY, DAMAGED, EXISTS, FIRST, FOREIGN, MISSING, TABLES, UNUSABLE, Row

TURN = 2
"""Milliseconds that SQLite waits for another writer before it is asked again."""


class Sqlite:
    """See ``Database``. Readers have a connection of their own, so that they see only what is committed."""

    def __init__(self, path: Path, create: Row | None = None) -> None:
        """Open the file, or make it with the row ``create`` for the table ``record``."""
        self.place = str(path)
        self._lock = threading.Lock()
        if not create and not path.exists():
            raise MISSING.broken(place=self.place)
        with explained(self.place):
            self._writer = self._connect(path, "rwc" if create else _mode(path))
            if create:
                self._create(create)
            self._reader = self._connect(path, _mode(path))
            self._reader.execute("PRAGMA query_only = ON")
            self._writer.execute(f"PRAGMA busy_timeout = {TURN}")

    def rows(self, sql: str, *values: object) -> list[Row]:
        return Inside(self._reader, self.place).rows(sql, *values)

    @contextmanager
    def transaction(self) -> Iterator["Inside"]:
        if not self._lock.acquire(timeout=database.PATIENCE):
            raise BUSY.broken(place=self.place, seconds=int(database.PATIENCE))
        try:
            with explained(self.place):
                self._begin()
            inside = Inside(self._writer, self.place)
            try:
                yield inside
                inside.rows("COMMIT")
            finally:
                if self._writer.in_transaction:
                    inside.rows("ROLLBACK")
        finally:
            self._lock.release()

    def scrub(self) -> None:
        """Empty the write-ahead log: in the file itself ``secure_delete`` has overwritten what was deleted."""
        with self._lock, explained(self.place):
            [(busy, _, _)] = self._reader.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise BUSY.broken(place=self.place, seconds=int(database.PATIENCE))

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    def _connect(self, path: Path, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=database.PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _begin(self) -> None:
        """Wait in short turns: in a long one SQLite asks ever more seldom, and would starve who has waited longest."""
        end = time.monotonic() + database.PATIENCE
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise

    def _create(self, first: Row) -> None:
        self._refuse_contents()
        self._writer.execute("PRAGMA journal_mode = WAL")
        with self.transaction() as inside:
            self._refuse_contents()
            for table in TABLES:
                inside.rows(table)
            inside.many(FIRST, [first])

    def _refuse_contents(self) -> None:
        if self._writer.execute("SELECT 1 FROM sqlite_schema").fetchall():
            raise EXISTS.broken(place=self.place)


def _mode(path: Path) -> str:
    """How SQLite is to open a file that is there.

    Where nothing may be written, as on an archive's medium, it is told that nobody changes the file: else it would want
    to make files of its own beside it. Only where a write-ahead log was left there, that has to be read too.
    """
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"
    return "ro" if Path(f"{path}-wal").exists() else "ro&immutable=1"


class Inside:
    """See ``Transaction``."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def rows(self, sql: str, *values: object) -> list[Row]:
        with explained(self._place):
            return self._connection.execute(sql, values).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        with explained(self._place):
            return self._connection.executemany(sql, rows).rowcount


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Say as a refusal what SQLite reports; a damaged file can make the report itself unreadable."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except UnicodeDecodeError as error:
        raise DAMAGED.broken(place=place, fault=str(error)) from error
    except sqlite3.DatabaseError as error:
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise BUSY.broken(place=place, seconds=int(database.PATIENCE)) from error
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_ERROR:
                raise FOREIGN.broken(place=place) from error
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_CONSTRAINT:
                raise DAMAGED.broken(place=place, fault=str(error)) from error
        raise UNUSABLE.broken(place=place, fault=str(error)) from error
