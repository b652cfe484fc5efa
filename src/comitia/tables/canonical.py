"""The canonical form of a table, which its hash is taken of: a header, rows sorted by the key, commas, no quotes, LF.

Cells are integers from 0 to 2**53 - 1, and texts that never need a quote: an id, or ids separated by single spaces, or
nothing. The key columns lead; a key cell is exactly one id (or an integer), and no two rows have the same key.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from comitia.rules import rule
from comitia.texts import N_

ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
LARGEST = 2**53 - 1
PLAIN = csv.WriteOptions(include_header=False, quoting_style="none")

CELL = rule(
    "table.cell",
    says=N_("A cell of a table is an id, ids separated by single spaces, or an integer from 0 to 9007199254740991."),
    refusal=N_("column {column} holds {value}, which is neither an id nor such a number"),
    cure=N_("correct the cell and make the table again"),
)
DUPLICATE = rule(
    "table.duplicate",
    says=N_("No two rows of a table have the same key."),
    refusal=N_("two rows have the key {key}"),
    cure=N_("keep one of them"),
)


def header(columns: Sequence[str]) -> bytes:
    return (",".join(columns) + "\n").encode("ascii")


def lines(batch: pa.RecordBatch) -> pa.Buffer:
    """The rows of a batch as they stand in the canonical CSV."""
    sink = pa.BufferOutputStream()
    csv.write_csv(batch, sink, PLAIN)
    return sink.getvalue()


def check_cells(batch: pa.RecordBatch, key: int) -> None:
    """Refuse a cell outside the grammar. Raises RuleBroken (``table.cell``)."""
    for place, (name, column) in enumerate(zip(batch.schema.names, batch.columns, strict=True)):
        if pa.types.is_integer(column.type):
            good = pc.and_(pc.greater_equal(column, 0), pc.less_equal(column, LARGEST))
        else:
            good = pc.match_substring_regex(column, f"^{ID}$" if place < key else f"^(|{ID}( {ID})*)$")
        bad = column.filter(pc.invert(pc.fill_null(good, False)))
        if len(bad):
            raise CELL.broken(column=name, value=repr(bad[0].as_py()))


def check_keys(batch: pa.RecordBatch, key: int) -> None:
    """Refuse equal keys in neighbouring rows of a sorted batch. Raises RuleBroken (``table.duplicate``)."""
    same = pa.scalar(True)
    for column in batch.columns[:key]:
        same = pc.and_(pc.equal(column[1:], column[:-1]), same)
    twice = batch.slice(1).filter(same)
    if twice.num_rows:
        raise DUPLICATE.broken(key=", ".join(str(column[0].as_py()) for column in twice.columns[:key]))
