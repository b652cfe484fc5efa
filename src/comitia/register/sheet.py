"""A person's file, read with suspicion: CSV, XLSX or Parquet become columns of clean texts and numbers.

Whatever is wrong with the cells is reported at once, each with its row and column; only what makes the rest unreadable
(encoding, size, header) is reported alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pyarrow as pa

from comitia.register.cells import RUNNABLE, Column, Place, clean
from comitia.register.columnar import columnar_rows
from comitia.register.delimited import Encoding, delimited_rows
from comitia.register.findings import in_order
from comitia.register.limits import Limits, check_size
from comitia.register.workbook import UNREADABLE, workbook_rows
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

MISSING = rule(
    "sheet.missing",
    says=N_("A file lies where its name says, and may be read."),
    refusal=N_("there is no file {path}, or it may not be read"),
    cure=N_("check its name and its folder, and who may read it"),
)
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
    or null. ``places`` gives the place of each column in the file, from 1."""

    file: str
    rows: pa.Table
    places: dict[str, int]


def read_sheet(
    path: Path,
    columns: Sequence[Column],
    *,
    others: bool = False,
    encoding: Encoding = "utf-8",
    limits: Limits | None = None,
) -> Sheet:
    """Read ``columns`` of a file, and with ``others`` every other column as text under its own header.

    Raises RulesBroken with every fault that was found.
    """
    faults: list[Fault] = []
    limits = limits or Limits()
    lines = _lines(path, encoding, limits, faults)
    header = next(lines, None)
    if header is None:
        raise RulesBroken((Fault(NO_ROWS, {}, path.name),))
    places = _places(header, columns, path.name, others)
    rows = _filled(lines, max(places.values()), path.name, faults)
    if not rows and not faults:
        faults.append(Fault(NO_ROWS, {}, path.name))
    numbers = pa.array([number for number, _ in rows], pa.int64())
    table = {"row": numbers}
    asked = {column.name: column for column in columns}
    for name, at in places.items():
        cells = pa.array([cells[at - 1] for _, cells in rows], pa.string())
        column = asked.get(name, Column(name, optional=True))
        table[name] = clean(cells, column, Place(path.name, at, numbers, faults), limits.cell)
    if faults:
        raise RulesBroken(tuple(in_order(faults)))
    for column in columns:
        if column.name not in places:
            absent = pa.scalar(None, pa.int64()) if column.kind == "number" else pa.scalar("")
            table[column.name] = pa.repeat(absent, len(rows))
    return Sheet(path.name, pa.table(table), places)


def _lines(path: Path, encoding: Encoding, limits: Limits, faults: list[Fault]) -> Iterator[list[str]]:
    """The kind of a file is told by its first bytes, not by its name."""
    try:
        check_size(path.name, path.stat().st_size, limits.bytes)
        content = path.read_bytes() if path.is_file() else None
    except OSError:
        content = None
    if content is None:
        raise RulesBroken((Fault(MISSING, {"path": str(path)}, path.name),))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RulesBroken((Fault(UNREADABLE, {"reason": "XLS, or encrypted"}, path.name),))
    if content.startswith(b"PK"):
        return workbook_rows(content, path.name, limits, faults)
    if content.startswith(b"PAR1"):
        return columnar_rows(content, path.name, limits, faults)
    return delimited_rows(content, path.name, encoding, limits)


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


def _filled(lines: Iterator[list[str]], columns: int, file: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """The rows with anything on them and as many cells as the header, each with its number; others are faults."""
    rows = []
    for number, cells in enumerate(lines, 2):
        if not any(map(str.strip, cells)):
            continue
        if len(cells) == columns or (len(cells) > columns and not any(map(str.strip, cells[columns:]))):
            rows.append((number, cells))
        else:
            faults.append(Fault(RAGGED, {"cells": len(cells), "columns": columns}, file, number))
    return rows
