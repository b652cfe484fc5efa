"""What the import of a file would do, before it is done: a mark for each row, what was found there, and sums."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Literal

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from comitia.register.findings import in_order
from comitia.register.original import Original
from comitia.rules import Fault, Rule
from comitia.texts import N_, Sentence

Mark = Literal["error", "warning", "new", "changed", "same"]
MARKS: dict[Mark, str] = {
    "error": N_("error"),
    "warning": N_("warning"),
    "new": N_("new"),
    "changed": N_("changed"),
    "same": N_("same"),
}
"""The worst first: a row has one mark, and so has whatever several rows speak of."""
FIRST_ROWS = 5


class Figure(msgspec.Struct, frozen=True):
    """A sum as it stands, and as it would be after the import of what is good."""

    what: Sentence
    before: int
    after: int


class Kind(msgspec.Struct, frozen=True):
    """What was found under one rule: in how many rows, in which first, and the cure of the first."""

    mark: Mark
    rule: Rule
    rows: int
    first: tuple[int, ...]
    cure: Sentence


class Preview(msgspec.Struct, frozen=True):
    """``rows`` has a line for each row with anything on it: its number ``row``, the ``id`` it speaks of (null where
    that cannot be told), and its ``mark`` as a place in ``MARKS``.

    ``width`` is the number of cells in the longest row. ``faults`` keep rows from being imported, ``warnings`` and
    ``changes`` do not.
    """

    original: Original
    width: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    changes: tuple[Fault, ...]
    rows: pa.Table
    figures: tuple[Figure, ...]

    def counts(self) -> dict[Mark, tuple[int, int]]:
        """How many rows have each mark, and how many ids have it as their worst."""
        worst = self.rows.filter(pc.is_valid(self.rows["id"])).group_by("id").aggregate([("mark", "min")])
        rows, ids = (Counter(column.to_pylist()) for column in (self.rows["mark"], worst["mark_min"]))
        return {mark: (rows[at], ids[at]) for at, mark in enumerate(MARKS)}

    def marks(self) -> dict[int, Mark]:
        """The mark of each row with anything on it."""
        names = tuple(MARKS)
        columns = (self.rows[name].to_pylist() for name in ("row", "mark"))
        return {row: names[mark] for row, mark in zip(*columns, strict=True)}

    def in_order(self) -> list[Fault]:
        """Everything that was found, as a person works through a file."""
        return in_order([*self.faults, *self.warnings, *self.changes])

    def kinds(self) -> list[Kind]:
        """A summary by rule: errors first, then warnings, then changes."""
        levels: tuple[tuple[Mark, Iterable[Fault]], ...] = (
            ("error", self.faults),
            ("warning", self.warnings),
            ("changed", self.changes),
        )
        return [kind for mark, found in levels for kind in _kinds(mark, found)]


def _kinds(mark: Mark, found: Iterable[Fault]) -> list[Kind]:
    rows: dict[str, dict[int, None]] = {}
    examples: dict[str, Fault] = {}
    for fault in found:
        rows.setdefault(fault.rule.id, {})[fault.row] = None
        examples.setdefault(fault.rule.id, fault)
    return [
        Kind(mark, one.rule, len(rows[id]), tuple(islice(rows[id], FIRST_ROWS)), one.cure)
        for id, one in sorted(examples.items())
    ]


def show_rows(engine: duckdb.DuckDBPyConnection, name: str, faults: Iterable[Fault]) -> None:
    """Let queries see which rows of a file these faults are in."""
    rows = pa.array(sorted({fault.row for fault in faults if fault.row}), pa.int64())
    engine.from_arrow(pa.table({"row": rows})).create(name)
