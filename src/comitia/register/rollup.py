"""The roll-up of a round: participation and support added level by level, from those who filed up to the unit.

A nominee's standing follows the opinion of the majority of organisations and of members (rules CN-P-09, CN-B-10): both
figures go up, for the whole subtree. In a round of a level above the primary organisations those who file are the
organisations of that level, and their members the people in their own bodies (``filers.sql``). The SQL is in
``rollup.sql``, ``rollup_level.sql`` (once a level), ``rollup_nodes.sql`` and ``rollup_lacking.sql``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import msgspec
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.filings import Filings, Levels, show_round
from comitia.register.shapes import LISTS, NODES, keep, kept
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql


class RollUp(msgspec.Struct, frozen=True):
    """A round rolled up; every field means what it means in the entry ``RoundClosed``."""

    organisations: int
    returned: int
    members: int
    participants: int
    nodes: Table
    lists: Table
    nominees: tuple[tuple[str, int, int], ...]


class Tally(msgspec.Struct, frozen=True):
    """A nominee who came up to a node, with the support there, and whether the node's list takes the name."""

    person: str
    organisations: int
    members: int
    listed: bool


class Lacking(msgspec.Struct, frozen=True):
    """A node with fewer nominees on its list than its level asks."""

    node: str
    level: str
    nominees: int
    least: int


def roll_up(
    archive: Archive,
    unit: str,
    organisations: Table,
    filings: Filings,
    levels: Levels,
    rank_by: Sequence[str],
    place: int = 0,
    off: Collection[str] = (),
) -> RollUp:
    """Roll up a unit's round. ``filings`` are in the record's order: an organisation's last one counts, whole.

    ``place`` is that of the level that holds the round, 0 for the primary organisations. ``rank_by`` names the figures
    that order nominees, ``organisations`` and ``members``; where these are equal, nominees are tied, and the unit's
    list has them by id. Those who are ``off`` the unit's lists take nobody's place on one.

    The tables were checked when they were adopted and imported. Raises RuleBroken as the archive does.
    """
    with _rolled(archive, unit, organisations, filings, levels, rank_by, place, off) as engine:
        nodes = engine.sql(sql("register", "rollup_nodes"))
        lists = engine.sql("SELECT node, person, organisations, members FROM tallies WHERE goes_up")
        of_unit = duckdb.ColumnExpression("node") == duckdb.ConstantExpression(unit)
        figures = nodes.filter(of_unit).project("organisations, returned, members, participants")
        organised, returned, members, participants = figures.fetchall()[0]
        nominees = lists.filter(of_unit).project("person, organisations, members").order(_best(rank_by)).fetchall()
        return RollUp(
            organised,
            returned,
            members,
            participants,
            keep(archive, nodes, NODES),
            keep(archive, lists, LISTS),
            tuple(nominees),
        )


def tallies(
    archive: Archive,
    unit: str,
    organisations: Table,
    filings: Filings,
    levels: Levels,
    rank_by: Sequence[str],
    place: int,
    off: Collection[str],
    node: str,
) -> list[Tally]:
    """Who came up to one node in a round, best first, those on its list and those cut; the rest as for ``roll_up``."""
    with _rolled(archive, unit, organisations, filings, levels, rank_by, place, off) as engine:
        came_up = "SELECT person, organisations, members, goes_up FROM tallies WHERE node = ? AND came_up"
        rows = engine.execute(f"{came_up} ORDER BY {_best(rank_by)}", [node]).fetchall()
        return [Tally(*row) for row in rows]


def lacking(
    archive: Archive,
    nodes: Table,
    lists: Table,
    least: Mapping[str, int],
    off: Collection[str] = (),
    permitted: Collection[str] = (),
) -> list[Lacking]:
    """The nodes of a round, as rolled up, whose lists are too short, by id; ``least``: how many names a level asks.

    Those who are ``off`` the unit's lists are not counted; nodes that are ``permitted`` to go without contest lack
    nothing.
    """
    if not least:
        return []
    with open_engine() as engine:
        engine.read_parquet(one_file(kept(archive, nodes, NODES))).create_view("nodes")
        engine.read_parquet(one_file(kept(archive, lists, LISTS))).create_view("lists")
        names, numbers = pa.array(least, pa.string()), pa.array(least.values(), pa.int64())
        engine.from_arrow(pa.table({"level": names, "least": numbers})).create_view("least")
        _show(engine, "off", "person", off)
        _show(engine, "permitted", "node", permitted)
        return [Lacking(*row) for row in engine.execute(sql("register", "rollup_lacking")).fetchall()]


@contextmanager
def _rolled(
    archive: Archive,
    unit: str,
    organisations: Table,
    filings: Filings,
    levels: Levels,
    rank_by: Sequence[str],
    place: int,
    off: Collection[str],
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine in which the round is rolled up to the unit."""
    with open_engine() as engine:
        show_round(engine, archive, organisations, filings, levels, place)
        _show(engine, "off", "person", off)
        engine.execute("SET VARIABLE unit = ?", [unit])
        engine.execute("SET VARIABLE first = ?", [rank_by[0]])
        engine.execute("SET VARIABLE second = ?", [rank_by[-1]])
        engine.execute(sql("register", "rollup"))
        for at in range(max(1, place), len(levels)):
            engine.execute("SET VARIABLE place = ?", [at])
            engine.execute(sql("register", "rollup_level"))
        yield engine


def _best(rank_by: Sequence[str]) -> str:
    """The charter's order in SQL: best first, equals by id."""
    return ", ".join([*(f"{figure} DESC" for figure in rank_by), "person"])


def _show(engine: duckdb.DuckDBPyConnection, name: str, column: str, ids: Collection[str]) -> None:
    engine.from_arrow(pa.table({column: pa.array(sorted(ids), pa.string())})).create(name)
