"""The shapes of the tables that entries name: their columns, which of them are the key, and which hold numbers."""

from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from comitia.record.entry import Table
from comitia.rules import rule
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file
from comitia.texts import N_


class Shape(msgspec.Struct, frozen=True):
    """``columns`` in their order, the first ``key`` of them being the key; those not among ``numbers`` hold texts."""

    columns: tuple[str, ...]
    key: int
    numbers: tuple[str, ...] = ()


ORGANISATIONS = Shape(("organisation", "parent", "level", "members"), 1, ("members",))
DELIBERATING = Shape((*ORGANISATIONS.columns, "electors"), 1, ("members", "electors"))
"""A register where levels above the primary organisations hold rounds: how many people each organisation's body has."""

PERSONS = Shape(("person", "groups", "sealed"), 1)
RETURNS = Shape(("organisation", "participants"), 1, ("participants",))
SUPPORT = Shape(("organisation", "person", "members"), 2, ("members",))
NODES = Shape(
    ("node", "level", "organisations", "returned", "members", "participants"),
    1,
    ("organisations", "returned", "members", "participants"),
)
LISTS = Shape(("node", "person", "organisations", "members"), 2, ("organisations", "members"))

SHAPE = rule(
    "table.shape",
    says=N_("A table has the columns that its use asks for, numbers where these are meant."),
    refusal=N_("the table {sha256} has the columns {columns}; those asked for are {wanted}"),
    cure=N_("name the table that is meant, or make it again from your file"),
)


def keep(archive: Archive, rows: pa.Table | duckdb.DuckDBPyRelation, shape: Shape) -> Table:
    """Put rows into the archive in their shape. Raises RuleBroken (``table.cell``, ``table.duplicate``)."""
    return archive.put(rows, shape.columns, shape.key)


def register_rows(engine: duckdb.DuckDBPyConnection, archive: Archive, table: Table) -> duckdb.DuckDBPyRelation:
    """A register's rows, ``electors`` being 0 where the table has none. Raises as ``kept`` does."""
    shape = register_shape(table)
    rows = engine.read_parquet(one_file(kept(archive, table, shape)))
    return rows.project("*" if shape is DELIBERATING else "*, 0::BIGINT AS electors")


def register_shape(table: Table) -> Shape:
    """The shape that a register in the archive says it has."""
    return DELIBERATING if table.columns == DELIBERATING.columns else ORGANISATIONS


def kept(archive: Archive, table: Table, shape: Shape) -> Path:
    """The file of a table of this shape. Raises RuleBroken (``table.shape`` and those of the archive)."""
    path = archive.path(table)
    numbers = {field.name for field in pq.read_schema(path) if pa.types.is_integer(field.type)}
    if table.columns != shape.columns or numbers != set(shape.numbers):
        columns, wanted = ", ".join(table.columns), ", ".join(shape.columns)
        raise SHAPE.broken(sha256=table.sha256, columns=columns, wanted=wanted)
    return path
