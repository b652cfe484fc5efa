"""What was filed in a round: returns one by one and imported, of which an organisation's last one counts, whole."""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from comitia.record.entry import Table
from comitia.register.shapes import RETURNS, SUPPORT, kept, register_rows
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql


class Filed(msgspec.Struct, frozen=True):
    """One organisation's return: members who took part, and how many support each nominee."""

    organisation: str
    participants: int
    support: dict[str, int]


class Imported(msgspec.Struct, frozen=True):
    """The returns of many organisations."""

    returns: Table
    support: Table


Filings = Sequence[Filed | Imported]
"""The filings of a round in the record's order."""

Levels = Sequence[tuple[str, int | None]]
"""The levels from the primary organisations upward, the unit's last, each with the longest list that goes up from one
of its nodes, None for no limit."""


class Missing(msgspec.Struct, frozen=True):
    """An organisation that has not filed, the one above it, and how many might take part in it."""

    organisation: str
    parent: str
    members: int


def missing(
    archive: Archive, unit: str, organisations: Table, filings: Filings, levels: Levels, place: int = 0, node: str = ""
) -> list[Missing]:
    """Who has not filed in a round of the level at ``place``: below a node (or the node itself), or in the whole unit.

    By the organisation above, then by id. Raises RuleBroken as the archive does.
    """
    with open_engine() as engine:
        show_round(engine, archive, organisations, filings, levels, place)
        rows = engine.execute(sql("register", "returns_missing"), {"node": node or unit}).fetchall()
        return [Missing(*row) for row in rows]


def filing_of(archive: Archive, filing: Imported, organisation: str) -> Filed | None:
    """What one organisation filed among many; None where it did not. Raises RuleBroken as the archive does."""
    own = [("organisation", "=", organisation)]
    rows = pq.read_table(kept(archive, filing.returns, RETURNS), filters=own).to_pylist()
    if not rows:
        return None
    support = pq.read_table(kept(archive, filing.support, SUPPORT), filters=own).to_pylist()
    return Filed(organisation, rows[0]["participants"], {row["person"]: row["members"] for row in support})


def has_filed(archive: Archive, filings: Filings, organisation: str) -> bool:
    """Whether an organisation has filed already. Raises RuleBroken as the archive does."""
    return any(
        filing.organisation == organisation
        if isinstance(filing, Filed)
        else filing_of(archive, filing, organisation) is not None
        for filing in filings
    )


def filed_before(archive: Archive, filings: Filings, returns: Table) -> list[str]:
    """The organisations of imported returns that have filed already, by id. Raises RuleBroken as the archive does."""
    if not filings:
        return []
    with open_engine() as engine:
        show_filings(engine, archive, filings)
        query = "SELECT DISTINCT organisation FROM returns SEMI JOIN read_parquet(?) USING (organisation) ORDER BY ALL"
        rows = engine.execute(query, [one_file(kept(archive, returns, RETURNS))]).fetchall()
        return [organisation for (organisation,) in rows]


def show_round(
    engine: duckdb.DuckDBPyConnection,
    archive: Archive,
    organisations: Table,
    filings: Filings,
    levels: Levels,
    place: int,
) -> None:
    """Let queries see who files in a round, and what was filed (``filers.sql``)."""
    register_rows(engine, archive, organisations).create_view("organisations")
    rows = [{"level": level, "place": at, "longest": longest} for at, (level, longest) in enumerate(levels)]
    schema = pa.schema([("level", pa.string()), ("place", pa.int64()), ("longest", pa.int64())])
    engine.from_arrow(pa.Table.from_pylist(rows, schema)).create("levels")
    show_filings(engine, archive, filings)
    engine.execute("SET VARIABLE round_place = ?", [place])
    engine.execute(sql("register", "filers"))


def show_filings(engine: duckdb.DuckDBPyConnection, archive: Archive, filings: Filings) -> None:
    """Let queries see ``returns`` and ``support``, each with the number of its filing."""
    engine.execute("CREATE TABLE returns (filing INTEGER, organisation VARCHAR, participants BIGINT)")
    engine.execute("CREATE TABLE support (filing INTEGER, organisation VARCHAR, person VARCHAR, members BIGINT)")
    single = []
    for number, filing in enumerate(filings):
        if isinstance(filing, Filed):
            single.append((number, filing))
            continue
        for name, table, shape in (("returns", filing.returns, RETURNS), ("support", filing.support, SUPPORT)):
            columns = ", ".join(shape.columns)
            query = f"INSERT INTO {name} SELECT ?, {columns} FROM read_parquet(?)"
            engine.execute(query, [number, one_file(kept(archive, table, shape))])
    returns = [(number, filed.organisation, filed.participants) for number, filed in single]
    _insert(engine, "returns", returns)
    support = [(number, filed.organisation, *figure) for number, filed in single for figure in filed.support.items()]
    _insert(engine, "support", support)


def _insert(engine: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    if rows:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        engine.from_arrow(pa.table(columns, [str(at) for at in range(len(columns))])).insert_into(name)
