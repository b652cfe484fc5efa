"""The rows of a person's file with a mark beside each, in the format in which they came, to be sent back.

Every cell is text as it was read. A cell that a spreadsheet would run is no formula in XLSX and Parquet, which know
texts; in CSV, which does not, an apostrophe before it makes it one (OWASP, "CSV Injection").
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from comitia.register.cells import RUNNABLE
from comitia.register.columnar import BATCH
from comitia.register.marks import MARKS, Mark, Preview
from comitia.register.original import HEADINGS, Original
from comitia.rules import Fault
from comitia.texts import Sentence

Say = Callable[[Sentence], str]

LONGEST_CELL = 32_767  # characters that XLSX allows in a cell
FILLS: dict[Mark, str] = {
    "error": "#F4B6B6",
    "warning": "#FFE9A8",
    "new": "#CFE8CF",
    "changed": "#CFE2F3",
    "same": "#FFFFFF",
}


class Line(msgspec.Struct, frozen=True):
    """A row to be written: its ``cells``, its mark (None in the header and where the row is blank), and the columns,
    from 1, in which something was found."""

    cells: list[str]
    mark: Mark | None = None
    columns: frozenset[int] = frozenset()


@contextmanager
def sent_back(path: Path, preview: Preview, say: Say, *, wrong_only: bool = False) -> Iterator[None]:
    """Write every row of the file, or only those that are wrong, to ``path``, where they are once the body is done.

    Raises OSError where they cannot be written. Then, or where the body fails, what was there before stays.
    """
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            WRITERS[preview.original.kind](_lines(preview, say, wrong_only), file, preview.original)
            file.close()
            yield
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _lines(preview: Preview, say: Say, wrong_only: bool) -> Iterator[Line]:
    lines = preview.original.lines([])
    yield Line([*_wide(next(lines), preview.width), *map(say, map(Sentence, HEADINGS))])
    found = {row: list(here) for row, here in groupby(preview.in_order(), key=lambda fault: fault.row)}
    marks = preview.marks()
    for row, cells in enumerate(lines, 2):
        mark = marks.get(row)
        if not wrong_only or mark == "error":
            here = found.get(row, ())
            columns = frozenset(fault.column for fault in here)
            yield Line([*_wide(cells, preview.width), *_told(mark, here, say)], mark, columns)


def _wide(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]


def _told(mark: Mark | None, found: Sequence[Fault], say: Say) -> list[str]:
    """What stands under the headings."""
    rules = "; ".join(dict.fromkeys(fault.rule.id for fault in found))
    messages = "; ".join(say(fault.message) for fault in found)
    cures = "; ".join(dict.fromkeys(say(fault.cure) for fault in found))
    return [say(Sentence(MARKS[mark])) if mark else "", rules, messages, cures]


def _write_csv(lines: Iterator[Line], file: IO[bytes], sent: Original) -> None:
    """With a byte order mark in UTF-8, by which spreadsheets know it."""
    encoding = "utf-8-sig" if sent.encoding == "utf-8" else sent.encoding
    text = io.TextIOWrapper(file, encoding, newline="")
    writer = csv.writer(text, delimiter=sent.separator)
    writer.writerows([f"'{cell}" if re.match(RUNNABLE, cell) else cell for cell in line.cells] for line in lines)
    text.flush()
    text.detach()


def _write_xlsx(lines: Iterator[Line], file: IO[bytes], sent: Original) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        text = {"num_format": "@", "valign": "top"}
        plain = book.add_format(text)
        heading = book.add_format({**text, "bold": True, "bottom": 1, "bg_color": "#DDDDDD"})
        filled = {mark: book.add_format({**text, "bg_color": fill}) for mark, fill in FILLS.items()}
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        number = width = 0
        for number, line in enumerate(lines):
            width = len(line.cells)
            for at, cell in enumerate(line.cells, 1):
                marked = line.mark and (at in line.columns or at == width - len(HEADINGS) + 1)
                form = filled[line.mark] if line.mark and marked else plain if number else heading
                sheet.write_string(number, at - 1, cell[:LONGEST_CELL], form)
        sheet.set_column(0, width - 1, 16)
        sheet.set_column(width - 2, width - 1, 60)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(number, width - 1)}"})


def _write_parquet(lines: Iterator[Line], file: IO[bytes], sent: Original) -> None:
    schema = pa.schema([(name, pa.string()) for name in next(lines).cells])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := [line.cells for line in islice(lines, BATCH)]:
            columns = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            writer.write_table(pa.table(columns, schema))


WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}
