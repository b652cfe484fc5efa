"""A person's file, read with suspicion: CSV, XLSX or Parquet become columns of clean texts and numbers.

Whatever is wrong with the cells is found at once, each with its row and column; only what makes the rest unreadable
(encoding, size, header) is reported alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec
import pyarrow as pa

from comitia.register.cells import RUNNABLE, Column, Place, clean
from comitia.register.findings import in_order
from comitia.register.original import Original
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

HEADER_MISSING = rule(
    "sheet.header-missing",
    says=N_("The first row names every column that is needed."),
    refusal=N_("the column {column} is missing; it may also be called {also}"),
    cure=N_("write the names of the columns into the first row"),
)
HEADER_UNKNOWN = rule(
    "sheet.header-unknown",
    says=N_("The first row names no column that is not asked for, and every filled column has a name."),
    refusal=N_("the column {column} is not asked for; those asked for are {known}"),
    cure=N_("correct its name, or delete the column"),
)
HEADER_TWICE = rule(
    "sheet.header-twice",
    says=N_("No column is there twice."),
    refusal=N_("the column {column} is there already"),
    cure=N_("delete one of them"),
)
NO_ROWS = rule(
    "sheet.empty",
    says=N_("A file has rows below its header."),
    refusal=N_("the file has no rows"),
    cure=N_("see whether it is the file that you mean"),
)
RAGGED = rule(
    "sheet.ragged",
    says=N_("Every row has a cell for every column."),
    refusal=N_("cells in the row: {cells}; columns in the header: {columns}"),
    cure=N_("see whether the file is complete, and put a text that has a comma into quotes"),
)


class Sheet(msgspec.Struct, frozen=True):
    """What was read. ``rows`` has the column ``row`` (its line in the sheet) and those asked for: texts, and integers
    or null. ``places`` gives the place of each column in the file, from 1, and ``width`` the cells of its longest row.

    ``faults`` are those of cells and rows; a cell that has one is in ``rows`` as far as it could be read.
    """

    file: str
    rows: pa.Table
    places: dict[str, int]
    width: int
    faults: tuple[Fault, ...]


def read_sheet(original: Original, columns: Sequence[Column], *, others: bool = False) -> Sheet:
    """Read ``columns`` of a file, and with ``others`` every other column as text under its own header.

    Raises RulesBroken where nothing can be read: encoding, size, header, no rows at all.
    """
    faults: list[Fault] = []
    file, lines = original.file, original.lines(faults)
    header = next(lines, None)
    if header is None:
        raise RulesBroken((Fault(NO_ROWS, {}, file),))
    places = _places(header, columns, file, others)
    rows, ragged, width = _filled(lines, max(places.values()), file)
    if not rows:
        raise RulesBroken(tuple(faults) or (Fault(NO_ROWS, {}, file),))
    numbers = pa.array([number for number, _ in rows], pa.int64())
    table = {"row": numbers}
    asked = {column.name: column for column in columns}
    for name, at in places.items():
        cells = pa.array([cells[at - 1] for _, cells in rows], pa.string())
        column = asked.get(name, Column(name, optional=True))
        table[name] = clean(cells, column, Place(file, at, numbers, faults), original.limits.cell)
    for column in columns:
        if column.name not in places:
            absent = pa.scalar(None, pa.int64()) if column.kind == "number" else pa.scalar("")
            table[column.name] = pa.repeat(absent, len(rows))
    faults = [*(fault for fault in faults if fault.row not in ragged), *ragged.values()]
    return Sheet(file, pa.table(table), places, max(len(header), width), tuple(in_order(faults)))


def _places(header: Sequence[str], columns: Sequence[Column], file: str, others: bool) -> dict[str, int]:
    """Where each column stands. Raises RulesBroken with everything that is wrong with the header."""
    known = {_folded(text): column.name for column in columns for text in (column.name, *column.also)}
    places: dict[str, int] = {}
    faults = []
    while header and not header[-1].strip():
        header = header[:-1]
    for place, text in enumerate(header, 1):
        name = known.get(_folded(text), unicodedata.normalize("NFC", text.strip()) if others else "")
        if not name or re.match(RUNNABLE, text):
            asked = ", ".join(column.name for column in columns)
            faults.append(Fault(HEADER_UNKNOWN, {"column": text.strip() or "-", "known": asked}, file, 1, place))
        elif name in places:
            faults.append(Fault(HEADER_TWICE, {"column": text.strip()}, file, 1, place))
        else:
            places[name] = place
    for column in columns:
        if not column.optional and column.name not in places:
            also = ", ".join(column.also)
            faults.append(Fault(HEADER_MISSING, {"column": column.name, "also": also}, file, 1))
    if faults:
        raise RulesBroken(tuple(faults))
    return places


def _folded(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip().casefold()


def _filled(
    lines: Iterator[list[str]], columns: int, file: str
) -> tuple[list[tuple[int, list[str]]], dict[int, Fault], int]:
    """The rows with anything on them, each with its number and as many cells as the header; the faults of those that
    had more or fewer, by row; and the cells of the longest row."""
    rows, ragged, width = [], {}, 0
    for number, cells in enumerate(lines, 2):
        if not any(map(str.strip, cells)):
            continue
        width = max(width, len(cells))
        if len(cells) != columns and (len(cells) < columns or any(map(str.strip, cells[columns:]))):
            ragged[number] = Fault(RAGGED, {"cells": len(cells), "columns": columns}, file, number)
        rows.append((number, [*cells, *[""] * (columns - len(cells))][:columns]))
    return rows, ragged, width
