"""A linear programme in HiGHS, with or without whole numbers: one thread, one seed, no gap.

The same question gets the same answer. It is in floating point, so it is a hint: whoever asks checks it in integers.
"""

import highspy
import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SETTINGS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}
NONE = np.array([], np.int32)
NOTHING = np.array([], np.float64)


class Answer(msgspec.Struct, frozen=True):
    """The ``values`` of the columns, and without whole numbers the rows' ``duals``: what a figure one higher costs."""

    values: Floats
    duals: Floats


class Programme:
    """Columns with a worth each, to be maximised, and rows that are kept between two figures."""

    def __init__(self, least: Floats, most: Floats, **settings: str) -> None:
        self.rows = len(least)
        self.columns = 0
        self._model = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, setting in (SETTINGS | settings).items():
            self._model.setOptionValue(option, setting)
        self._model.addRows(self.rows, least, most, 0, np.zeros(self.rows, np.int32), NONE, NOTHING)

    def add(self, worth: Floats, high: Floats, inside: Floats, *, whole: bool = False) -> None:
        """Columns from 0 to ``high``; ``inside`` says for each, in a line of its own, how much it counts in a row."""
        lines, rows = np.nonzero(inside)
        starts = np.searchsorted(lines, np.arange(len(worth))).astype(np.int32)
        counts, entries = rows.astype(np.int32), inside[lines, rows]
        low = np.zeros(len(worth))
        self._model.addCols(len(worth), -worth, low, high, len(counts), starts, counts, entries)
        if whole:
            columns = np.arange(self.columns, self.columns + len(worth), dtype=np.int32)
            integer = np.full(len(worth), int(highspy.HighsVarType.kInteger), np.uint8)
            self._model.changeColsIntegrality(len(columns), columns, integer)
        self.columns += len(worth)

    def limit(self, least: Floats, most: Floats) -> None:
        """Give the rows other limits."""
        rows = np.arange(self.rows, dtype=np.int32)
        self._model.changeRowsBounds(self.rows, rows, least, most)  # type: ignore[attr-defined]  # the stubs miss some

    def box(self, low: Floats, high: Floats) -> None:
        """Give the columns other bounds."""
        self._model.changeColsBounds(self.columns, np.arange(self.columns, dtype=np.int32), low, high)

    def value(self, worth: Floats) -> None:
        """Give the columns another worth."""
        self._model.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), -worth)

    def start(self, values: Floats) -> None:
        """An answer to start from."""
        solution = highspy.HighsSolution()
        solution.col_value = values.tolist()
        self._model.setSolution(solution)

    def solve(self) -> Answer | None:
        """The best answer, or None where there is none."""
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._model.getSolution()
        return Answer(np.array(solution.col_value), np.array(solution.row_dual))

    def ray(self) -> Floats | None:
        """Where there is no answer even with fractions: how much of each row adds up to the contradiction."""
        _, found, ray = self._model.getDualRay()  # type: ignore[attr-defined]  # as here
        return np.array(ray) if found else None
