"""A lottery's people by type, its panels, and the solver that looks for a panel in floating point."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from operator import mul

import highspy
import msgspec
import numpy as np
from numpy.typing import NDArray

from comitia.methods.slate import Bound

Floats = NDArray[np.float64]
Panel = tuple[int, ...]
"""How many of each type are chosen."""


class Row(msgspec.Struct, frozen=True):
    """What every panel keeps: counting ``each`` of a type's people for so much, from ``least`` to ``most`` in all."""

    each: tuple[int, ...]
    least: int
    most: int

    def of(self, panel: Sequence[int]) -> int:
        return sum(map(mul, self.each, panel))


class Types:
    """Those who may be chosen, by *type*: people who are members of the same groups are as good as each other.

    Where people have ``weights`` only the heaviest panels, which weigh ``heaviest``, are to be drawn from, and people
    of one type weigh the same. ``rows`` are the bounds in their order and, after them, that weight.
    """

    def __init__(self, places: int, bounds: Sequence[Bound], weights: Mapping[str, int], heaviest: int) -> None:
        self.places, self.bounds, self.weights, self.heaviest = places, bounds, weights, heaviest
        kinds = {
            id: (tuple(b for b, bound in enumerate(bounds) if id in bound.members), weight)
            for id, weight in weights.items()
        }
        alike = [
            (kind, tuple(ids))
            for kind, ids in groupby(sorted(kinds, key=lambda id: (kinds[id], id)), kinds.__getitem__)
        ]
        self.people = [ids for _, ids in alike]
        self.sizes = [len(ids) for ids in self.people]
        self.rows = [
            Row(tuple(int(b in groups) for (groups, _), _ in alike), bound.least, bound.most)
            for b, bound in enumerate(bounds)
        ]
        if heaviest:
            self.rows.append(Row(tuple(weight for (_, weight), _ in alike), heaviest, heaviest))

    def panel(self, chosen: Collection[str]) -> Panel:
        return tuple(len(set(chosen).intersection(ids)) for ids in self.people)

    def allows(self, panel: Panel) -> bool:
        """The panel has just the places there are, and keeps every row: whole numbers, nothing rounded."""
        there = all(0 <= count <= size for count, size in zip(panel, self.sizes, strict=True))
        return there and sum(panel) == self.places and all(row.least <= row.of(panel) <= row.most for row in self.rows)


def highs() -> highspy.Highs:
    """HiGHS with its tolerances at nothing, one thread, one seed: the same question, the same answer."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
    }.items():
        model.setOptionValue(option, setting)
    return model


def add_rows(model: highspy.Highs, types: Types) -> None:
    """The rows, and the number of places, for a model whose first columns are how many of each type are chosen."""
    everybody = Row((1,) * len(types.sizes), types.places, types.places)
    for row in (*types.rows, everybody):
        inside = np.flatnonzero(row.each).astype(np.int32)
        model.addRow(row.least, row.most, len(inside), inside, np.array(row.each, np.float64)[inside])


class Search:
    """Looks for panels. What it gives is a panel; that it is the best there is, only floating point says."""

    def __init__(self, types: Types) -> None:
        self.types = types
        size, none = len(types.sizes), np.array([], np.int32)
        self._model = highs()
        self._model.addCols(
            size, np.zeros(size), np.zeros(size), np.array(types.sizes, np.float64), 0, none, none, np.array([])
        )
        self._columns = np.arange(size, dtype=np.int32)
        integer = np.full(size, int(highspy.HighsVarType.kInteger), np.uint8)
        self._model.changeColsIntegrality(size, self._columns, integer)
        add_rows(self._model, types)

    def best(self, worth: Sequence[float]) -> Panel | None:
        """A panel of the greatest worth, a figure for each of a type."""
        self._model.changeColsCost(len(self._columns), self._columns, -np.array(worth, np.float64))
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        panel = tuple(round(count) for count in self._model.getSolution().col_value)
        return panel if self.types.allows(panel) else None

    def near(self, expected: Sequence[int], times: int) -> Panel | None:
        """A panel for one of so many ``times``, if what is ``expected`` of the types in all of them is to be reached.

        It has of each type the whole number just below or above the average, and the other times can still keep the
        rows on average; of all such panels it rounds as near as can be.
        """
        low = [each // times for each in expected]
        self._model.changeColsBounds(
            len(low),
            self._columns,
            np.array(low, np.float64),
            np.array([-(-each // times) for each in expected], np.float64),
        )
        for index, row in enumerate(self.types.rows):
            all_times = sum(map(mul, row.each, expected))
            least = max(row.least, all_times - (times - 1) * row.most)
            self._model.changeRowBounds(index, least, min(row.most, all_times - (times - 1) * row.least))
        return self.best([each % times / times - 0.5 for each in expected])
