"""A record in a PostgreSQL database, for a team: in the schema that the URL's options choose, or the default one."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comitia.rules import rule
from comitia.stores import database
from comitia.stores.database import BUSY, DAMAGED, EXISTS, FIRST, FOREIGN, MISSING, TABLES, UNUSABLE, Row
from comitia.texts import N_

if TYPE_CHECKING:
    import psycopg

DRIVER = rule(
    "record.postgres-driver",
    says=N_("A record in PostgreSQL needs the driver psycopg."),
    refusal=N_("{place} is a PostgreSQL database, and psycopg is not installed"),
    cure=N_("install comitia with its extra: pip install 'comitia[postgres]'"),
)
ADDRESS = rule(
    "record.postgres-address",
    says=N_("A PostgreSQL database is named by a connection URI."),
    refusal=N_("this is no address of a PostgreSQL database"),
    cure=N_("write it as postgresql://user@host/database"),
)


class Postgres:
    """See ``Database``. Readers have a connection of their own, so that they see only what is committed."""

    def __init__(self, url: str, create: Row | None = None) -> None:
        """Connect, or make the record's tables there, with the row ``create`` in the table ``record``."""
        self.place = "PostgreSQL"
        try:
            import psycopg  # noqa: PLC0415  the driver is an extra, and few need it
        except ImportError:
            raise DRIVER.broken(place=self.place) from None
        self._psycopg = psycopg
        self._lock = threading.Lock()
        with self._explained():
            try:
                self._writer = psycopg.connect(url, autocommit=True)
            except psycopg.ProgrammingError:
                raise ADDRESS.broken() from None  # the driver's own message would repeat the password
            self.place = f"PostgreSQL {self._writer.info.host}:{self._writer.info.port}/{self._writer.info.dbname}"
            self._reader = psycopg.connect(url, autocommit=True)
            self._reader.execute("SET default_transaction_read_only = on")
            self._writer.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            self._writer.execute("SET synchronous_commit = on")
            self._writer.execute(f"SET lock_timeout = {int(database.PATIENCE * 1000)}")
            if create:
                self._create(create)

    def rows(self, sql: str, *values: object) -> list[Row]:
        with self._explained():
            return Inside(self._reader).rows(sql, *values)

    @contextmanager
    def transaction(self) -> Iterator["Inside"]:
        if not self._lock.acquire(timeout=database.PATIENCE):
            raise BUSY.broken(place=self.place, seconds=int(database.PATIENCE))
        try:
            with self._explained(), self._writer.transaction():
                self._writer.execute("SELECT 1 FROM record FOR UPDATE")
                yield Inside(self._writer)
        finally:
            self._lock.release()

    def scrub(self) -> None:
        """Rewrite the tables without their deleted rows. What the server archived before keeps them."""
        with self._lock, self._explained():
            self._writer.execute("VACUUM (FULL) opening, intent")

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    def _create(self, first: Row) -> None:
        try:
            with self._writer.transaction():
                for table in TABLES:
                    self._writer.execute(table)
                Inside(self._writer).many(FIRST, [first])
        except (self._psycopg.errors.DuplicateTable, self._psycopg.errors.UniqueViolation):
            raise EXISTS.broken(place=self.place) from None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        errors = self._psycopg.errors
        try:
            yield
        except errors.UndefinedTable as error:
            raise MISSING.broken(place=self.place) from error
        except errors.UndefinedColumn as error:
            raise FOREIGN.broken(place=self.place) from error
        except errors.LockNotAvailable as error:
            raise BUSY.broken(place=self.place, seconds=int(database.PATIENCE)) from error
        except errors.IntegrityError as error:
            raise DAMAGED.broken(place=self.place, fault=_first_line(error)) from error
        except self._psycopg.Error as error:
            raise UNUSABLE.broken(place=self.place, fault=_first_line(error)) from error


class Inside:
    """See ``Transaction``."""

    def __init__(self, connection: "psycopg.Connection") -> None:
        self._connection = connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        cursor = self._connection.execute(_marked(sql), values)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        with self._connection.cursor() as cursor:
            cursor.executemany(_marked(sql), rows)
            return cursor.rowcount


def _marked(sql: str) -> str:
    """The query with this driver's sign for a value."""
    return sql.replace("?", "%s")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
