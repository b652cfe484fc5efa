"""What a query found wrong, as faults with their places in a file or in a table."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from comitia.record.entry import Table
from comitia.rules import CATALOGUE, Fault
from comitia.tables.engine import one_file

Places = Mapping[str, tuple[str, int]]
"""The file and the column there (from 1) of each column that a query speaks of."""


def findings(query: duckdb.DuckDBPyConnection, places: Places) -> list[Fault]:
    """The faults that a query gives as ``rule, row, at_column`` and then the parameters of the rule's texts."""
    names = [column[0] for column in query.description][3:]
    faults = []
    while rows := query.fetchmany(10_000):
        for rule, row, at, *values in rows:
            file, column = places[at]
            parameters = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            faults.append(Fault(CATALOGUE[rule], parameters, file, row, column))
    return in_order(faults)


def besides(known: Iterable[Fault], found: Iterable[Fault], key: int) -> list[Fault]:
    """All of them in order, less what was found where something is known already: at the same place, anywhere in a row
    that is wrong as a whole, or in a row whose id, in the column ``key``, cannot be read."""
    known = list(known)
    places = {(fault.row, fault.column) for fault in known}
    new = (fault for fault in found if places.isdisjoint((fault.row, column) for column in (0, key, fault.column)))
    return in_order([*known, *new])


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """As a person works through a file: from top to bottom, from left to right."""
    return sorted(faults, key=lambda fault: (fault.file, fault.row, fault.column, fault.rule.id))


def table_places(table: Table, name: str) -> dict[str, tuple[str, int]]:
    """The columns of a table as ``name.column``; its file is the one that a bundle has."""
    return {f"{name}.{column}": (f"tables/{table.sha256}.csv", at) for at, column in enumerate(table.columns, 1)}


def show(engine: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Let a query see a table; ``row`` is the line that a row has in the canonical CSV, whose header is line 1."""
    rows = engine.read_parquet(one_file(path), file_row_number=True)
    rows.project("* EXCLUDE (file_row_number), file_row_number + 2 AS row").create_view(name)
