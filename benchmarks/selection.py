"""How long a proved shortlist takes beside plain HiGHS on the textbook model: `python benchmarks/selection.py`.

The peer gets one 0/1 variable a person, one row a limit and weights as floats, asked for no gap, and proves nothing in
exact arithmetic. Times are medians; the ratio is what to read. Weights are support x lots + lot, as for shortlists.
"""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

import highspy
import numpy as np
from rich.console import Console
from rich.table import Table

from comitia.methods.selection import Bound, select

CASES = [(120, 72, 4, 9), (200, 115, 8, 9), (500, 300, 8, 3), (2000, 300, 6, 1)]
"""Candidates, places, limits, repetitions."""


def instance(candidates: int, places: int, limits: int) -> tuple[dict[str, int], list[Bound]]:
    random = Random(7)
    lots = random.sample(range(1, candidates + 1), candidates)
    weights = {
        f"p{number:04}": int(1000 * random.paretovariate(1.1)) * candidates**2 + lot for number, lot in enumerate(lots)
    }
    bounds = []
    for limit in range(limits):
        part = random.choice([0.2, 0.3, 0.5])
        members = frozenset(id for id in weights if random.random() < part)
        bounds.append(Bound(f"g{limit}", members, min(len(members), int(places * part * 1.15)), places))
    return weights, bounds


def textbook(weights: dict[str, int], places: int, bounds: Sequence[Bound]) -> int:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
        model.setOptionValue(option, setting)
    size, none = len(weights), np.array([], np.int32)
    columns = np.arange(size, dtype=np.int32)
    costs = -np.array(list(weights.values()), np.float64)
    model.addCols(size, costs, np.zeros(size), np.ones(size), 0, none, none, np.array([]))
    model.changeColsIntegrality(size, columns, np.full(size, int(highspy.HighsVarType.kInteger), np.uint8))
    model.addRow(places, places, size, columns, np.ones(size))
    ids = list(weights)
    for bound in bounds:
        members = np.array([person for person in range(size) if ids[person] in bound.members], np.int32)
        model.addRow(bound.least, bound.most, len(members), members, np.ones(len(members)))
    model.run()
    chosen = np.flatnonzero(np.array(model.getSolution().col_value) > 0.5)
    return sum(weights[ids[person]] for person in chosen)


def milliseconds(act: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        act()
        taken.append(perf_counter() - start)
    return median(taken) * 1000


def main() -> None:
    table = Table(
        "candidates", "places", "limits", "comitia (proved) ms", "plain HiGHS ms", "ratio", "same total", "proof"
    )
    for candidates, places, limits, times in CASES:
        weights, bounds = instance(candidates, places, limits)
        ours, theirs = partial(select, weights, places, bounds), partial(textbook, weights, places, bounds)
        mine, peer = milliseconds(ours, times), milliseconds(theirs, times)
        slate, total = ours(), theirs()
        same = "yes" if slate.total == total else f"no: {total - slate.total:+}"
        proof = "prices" if slate.upper == slate.total else "branch and bound"
        figures = [f"{mine:.1f}", f"{peer:.1f}", f"{mine / peer:.2f}"]
        table.add_row(str(candidates), str(places), str(limits), *figures, same, proof)
    Console().print(table)


if __name__ == "__main__":
    main()
