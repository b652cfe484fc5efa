"""The roll-up of a round: participation and support added level by level, from the primary organisations to the unit.

A nominee's standing follows the opinion of the majority of organisations and of members (rules CN-P-09, CN-B-10): both
figures go up, for the whole subtree. The SQL is in ``rollup.sql``, ``rollup_level.sql`` (once a level) and
``rollup_nodes.sql``.
"""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.shapes import LISTS, NODES, ORGANISATIONS, RETURNS, SUPPORT, keep, kept
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


class RollUp(msgspec.Struct, frozen=True):
    """A round rolled up; every field means what it means in the entry ``RoundClosed``."""

    organisations: int
    returned: int
    members: int
    participants: int
    nodes: Table
    lists: Table
    nominees: tuple[tuple[str, int, int], ...]


def roll_up(
    archive: Archive,
    unit: str,
    organisations: Table,
    filings: Sequence[Filed | Imported],
    levels: Sequence[tuple[str, int | None]],
    rank_by: Sequence[str],
) -> RollUp:
    """Roll up a unit's round. ``filings`` are in the record's order: an organisation's last one counts, whole.

    ``levels`` go from the primary organisation upward, the unit last, each with the longest list that goes up from one
    of its nodes, None for no limit. ``rank_by`` names the figures that order nominees, ``organisations`` and
    ``members``; where these are equal, nominees are tied, and the unit's list has them by id.

    The tables were checked when they were adopted and imported. Raises RuleBroken as the archive does.
    """
    with open_engine() as engine:
        path = one_file(kept(archive, organisations, ORGANISATIONS))
        engine.read_parquet(path).create_view("organisations")
        _levels(engine, unit, levels, rank_by)
        _filings(engine, archive, filings)
        engine.execute(sql("register", "rollup"))
        for place in range(1, len(levels)):
            engine.execute("SET VARIABLE place = ?", [place])
            engine.execute(sql("register", "rollup_level"))
        nodes = engine.sql(sql("register", "rollup_nodes"))
        lists = engine.sql("SELECT node, person, organisations, members FROM tallies WHERE goes_up")
        of_unit = duckdb.ColumnExpression("node") == duckdb.ConstantExpression(unit)
        figures = nodes.filter(of_unit).project("organisations, returned, members, participants")
        organised, returned, members, participants = figures.fetchall()[0]
        best = ", ".join(f"{figure} DESC" for figure in rank_by)
        nominees = lists.filter(of_unit).project("person, organisations, members").order(f"{best}, person").fetchall()
        return RollUp(
            organised,
            returned,
            members,
            participants,
            keep(archive, nodes, NODES),
            keep(archive, lists, LISTS),
            tuple(nominees),
        )


def _levels(
    engine: duckdb.DuckDBPyConnection, unit: str, levels: Sequence[tuple[str, int | None]], rank_by: Sequence[str]
) -> None:
    rows = [{"level": level, "place": place, "longest": longest} for place, (level, longest) in enumerate(levels)]
    schema = pa.schema([("level", pa.string()), ("place", pa.int64()), ("longest", pa.int64())])
    engine.from_arrow(pa.Table.from_pylist(rows, schema)).create("levels")
    engine.execute("SET VARIABLE unit = ?", [unit])
    engine.execute("SET VARIABLE first = ?", [rank_by[0]])
    engine.execute("SET VARIABLE second = ?", [rank_by[-1]])


def _filings(engine: duckdb.DuckDBPyConnection, archive: Archive, filings: Sequence[Filed | Imported]) -> None:
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
