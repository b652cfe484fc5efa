"""A pool of candidates with limits for groups: what a slate is, and the solver that looks for one in floating point."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, groupby

import highspy
import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Slate = tuple[int, ...]
"""Persons by their place in the pool."""
Limits = Collection[tuple[int, str]]
"""Limits by the index of their bound and their side, ``least`` or ``most``."""

SCALE = 2**16
"""The largest weight as the solver sees it: so large that its tolerances are small beside the others."""


class Bound(msgspec.Struct, frozen=True):
    """At least ``least`` and at most ``most`` of the chosen are among the ``members``."""

    id: str
    members: frozenset[str]
    least: int
    most: int


class Pool:
    """The candidates by *type*: those who are members of the same groups stand side by side, the heaviest first.

    Within a type a slate may as well have the heaviest, so that of any type it has the first few; and no more of a type
    than there are places are of interest. ``types[t]`` are the indices of the bounds that type t counts for, and
    ``blocks[t]`` the range of its persons.
    """

    def __init__(self, weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> None:
        self.places = places
        self.bounds = bounds
        groups = {id: tuple(b for b, bound in enumerate(bounds) if id in bound.members) for id in weights}
        self.ids: list[str] = []
        self.types: list[tuple[int, ...]] = []
        self.blocks: list[range] = []
        for type, same in groupby(sorted(weights, key=lambda id: (groups[id], -weights[id], id)), groups.__getitem__):
            start = len(self.ids)
            self.ids += list(same)[:places]
            self.types.append(type)
            self.blocks.append(range(start, len(self.ids)))
        self.weights = [weights[id] for id in self.ids]
        self.sums = [list(accumulate((self.weights[person] for person in block), initial=0)) for block in self.blocks]

    def total(self, slate: Slate) -> int:
        return sum(self.weights[person] for person in slate)

    def fillable(self, spans: Sequence[range]) -> bool:
        """Those before the spans are not too many for the places, nor those up to their ends too few."""
        chosen = sum(span.start - block.start for block, span in zip(self.blocks, spans, strict=True))
        return chosen <= self.places <= chosen + sum(len(span) for span in spans)

    def allows(self, slate: Slate) -> bool:
        """The slate has just the places there are, and keeps every bound: whole numbers, nothing rounded."""
        counts = [0] * len(self.bounds)
        chosen = set(slate)
        for type, block in zip(self.types, self.blocks, strict=True):
            of_type = sum(person in chosen for person in block)
            for bound in type:
                counts[bound] += of_type
        kept = all(bound.least <= count <= bound.most for bound, count in zip(self.bounds, counts, strict=True))
        return kept and len(chosen) == self.places


class Relaxed(msgspec.Struct, frozen=True):
    """A solution that may split persons: the ``shares`` of each, and the bounds' ``duals``, which hint at their prices.

    Where there is none ``shares`` is None, and ``duals``, if any, a ray: prices far along it, one way, prove that.
    """

    shares: Floats | None
    duals: Floats | None


class Solver:
    """HiGHS on a pool, with its tolerances at nothing, one thread, one seed: the same question, the same answer."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.lower = np.array([bound.least for bound in pool.bounds] + [pool.places], np.float64)
        self.upper = np.array([bound.most for bound in pool.bounds] + [pool.places], np.float64)
        self._whole = self._model()
        self._split = self._model()
        columns = np.arange(len(pool.ids), dtype=np.int32)
        integer = np.full(len(columns), int(highspy.HighsVarType.kInteger), np.uint8)
        self._whole.changeColsIntegrality(len(columns), columns, integer)
        self._split.setOptionValue("presolve", "off")  # so that there is a ray where there is no solution
        self._split.setOptionValue("solver", "simplex")

    def heaviest_slate(self) -> Slate | None:
        """The heaviest slate as far as floating point can tell, or None where there is none."""
        heaviest = max(self.pool.weights, default=0) or 1
        return self._solve([SCALE * weight / heaviest for weight in self.pool.weights], self.lower, self.upper)

    def feasible(self, limits: Limits) -> bool:
        """Whether there is a slate that keeps these limits, whatever others say."""
        lower, upper = np.full_like(self.lower, -highspy.kHighsInf), np.full_like(self.upper, highspy.kHighsInf)
        lower[-1] = upper[-1] = self.pool.places
        for bound, side in limits:
            (lower if side == "least" else upper)[bound] = (self.lower if side == "least" else self.upper)[bound]
        return self._solve([0.0] * len(self.pool.ids), lower, upper) is not None

    def relaxed(self, worth: Mapping[int, float], spans: Sequence[range]) -> Relaxed:
        """The best split slate: persons before a type's span are chosen, those in it may be, those after it are not.

        ``worth`` is that of the persons in spans; about 1 is right for the solver's tolerances.
        """
        low, high = np.zeros(len(self.pool.ids)), np.zeros(len(self.pool.ids))
        for block, span in zip(self.pool.blocks, spans, strict=True):
            low[block.start : span.start] = 1
            high[block.start : span.stop] = 1
        columns = np.arange(len(low), dtype=np.int32)
        self._split.changeColsBounds(len(low), columns, low, high)
        self._split.changeColsCost(len(low), columns, np.array([-worth.get(person, 0.0) for person in range(len(low))]))
        self._split.run()
        status = self._split.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._split.getSolution()
            return Relaxed(np.array(solution.col_value), np.array(solution.row_dual)[:-1])
        _, has_ray, ray = self._split.getDualRay()  # type: ignore[attr-defined]  # the stubs leave it out
        return Relaxed(None, np.array(ray)[:-1] if has_ray else None)

    def _solve(self, worth: Sequence[float], lower: Floats, upper: Floats) -> Slate | None:
        if not worth:  # HiGHS has no answer to a model of nobody
            return () if (lower <= 0).all() and (upper >= 0).all() else None
        rows = np.arange(len(lower), dtype=np.int32)
        self._whole.changeRowsBounds(len(rows), rows, lower, upper)  # type: ignore[attr-defined]  # as is this
        columns = np.arange(len(worth), dtype=np.int32)
        self._whole.changeColsCost(len(columns), columns, -np.array(worth, np.float64))
        self._whole.run()
        if self._whole.getModelStatus() in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        shares = np.array(self._whole.getSolution().col_value)
        return tuple(int(person) for person in np.flatnonzero(shares > 0.5))

    def _model(self) -> highspy.Highs:
        model = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, setting in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.0,
        }.items():
            model.setOptionValue(option, setting)
        none, nothing = np.array([], np.int32), np.array([])
        size = len(self.pool.ids)
        model.addCols(size, np.zeros(size), np.zeros(size), np.ones(size), 0, none, none, nothing)
        by_type = list(zip(self.pool.types, self.pool.blocks, strict=True))
        rows = [
            [person for type, block in by_type if bound in type for person in block]
            for bound in range(len(self.pool.bounds))
        ]
        rows.append(list(range(size)))
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])]).astype(np.int32)
        indices = np.array([person for row in rows for person in row], np.int32)
        model.addRows(len(rows), self.lower, self.upper, len(indices), starts, indices, np.ones(len(indices)))
        return model
