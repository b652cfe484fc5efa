"""What a store asks of a database, and what is said where the database cannot give it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from comitia.rules import rule
from comitia.texts import N_

PATIENCE = 30.0
"""Seconds that one writer waits for another."""

TABLES = (
    "CREATE TABLE record (format INTEGER NOT NULL, key TEXT NOT NULL, note TEXT NOT NULL)",
    "CREATE TABLE leaf (number INTEGER PRIMARY KEY, content BYTEA NOT NULL)",
    "CREATE TABLE node (position INTEGER PRIMARY KEY, hash BYTEA NOT NULL)",
    "CREATE TABLE intent (key TEXT PRIMARY KEY, digest TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL)",
    "CREATE TABLE opening"
    " (commitment TEXT PRIMARY KEY, part TEXT NOT NULL, salt BYTEA NOT NULL, content BYTEA NOT NULL)",
)
"""The same words make the tables in SQLite and in PostgreSQL. ``record`` has one row, with the last checkpoint."""

FIRST = "INSERT INTO record (format, key, note) VALUES (?, ?, ?)"

MISSING = rule(
    "record.missing",
    says=N_("A record is made once, before anything else."),
    refusal=N_("there is no record at {place}"),
    cure=N_("found the election first, or check the path"),
)
EXISTS = rule(
    "record.exists",
    says=N_("A record is never made over another, nor in a database that holds something else."),
    refusal=N_("there is something at {place} already"),
    cure=N_("choose another place, or open the record that is there"),
)
FOREIGN = rule(
    "record.foreign",
    says=N_("A record is opened only where comitia made one."),
    refusal=N_("what is at {place} is not a record of comitia"),
    cure=N_("check the path"),
)
DAMAGED = rule(
    "record.damaged",
    says=N_("A record is whole, or it is not used."),
    refusal=N_("the record at {place} is damaged: {fault}"),
    cure=N_("leave it as it is, and restore the last backup beside it"),
)
BUSY = rule(
    "record.busy",
    says=N_("One act at a time is written on a record."),
    refusal=N_("the record at {place} was being written by somebody else for {seconds} seconds"),
    cure=N_("try again; nothing was changed"),
)
UNUSABLE = rule(
    "record.unusable",
    says=N_("A record needs a place that can be read, and written with a key."),
    refusal=N_("the record at {place} cannot be used: {fault}"),
    cure=N_("check the path or address, the permissions and the free space"),
)

Row = tuple[Any, ...]


class Transaction(Protocol):
    """The inside of one transaction, alone among all writers."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of a query; ``?`` stands for a value."""

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run a statement for each row of values. Returns how many rows of the database it changed."""


class Database(Protocol):
    """A database that holds one record. All methods raise RuleBroken, with the rules above."""

    place: str
    """Where it is, as a person may read it: never with a password."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of a query over what is committed."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Wait for all other writers, of any thread, process and host; then commit on exit, durably, or roll back."""

    def scrub(self) -> None:
        """Take what was deleted out of the database's own files too."""

    def close(self) -> None: ...
