"""A pool of candidates with limits for groups: what a slate is, and what prices prove of it, in whole numbers.

Nothing here is rounded. Arrays hold 64-bit integers where every figure fits, and Python's own where one would not.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

Whole = NDArray[Any]
"""Whole numbers: of 64 bits, or Python's where these are too small."""
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Prices = Whole
"""One for each bound, in its order, in parts of a unit of weight."""

PARTS = 720_720
"""Parts of a unit. True prices are differences of weights over small determinants: this is lcm(1, ..., 16)."""
WIDEST = 2**62


class Bound(msgspec.Struct, frozen=True):
    """At least ``least`` and at most ``most`` of the chosen are among the ``members``."""

    id: str
    members: frozenset[str]
    least: int
    most: int


class Pool(msgspec.Struct, frozen=True):
    """Persons by *kind*: those in the same groups stand side by side, the heaviest first.

    Within a kind a slate may as well have the heaviest, so that of any kind it has the first few; and no more of a kind
    than there are places are of interest. ``weights`` are ``support`` x ``lots`` + lot, where ``lots`` is more than all
    lots together, so that lots decide between slates of equal support only. ``kinds`` has a line for each kind with 1
    for every bound that counts it, and ``kind`` is that of each person; ``origin`` is the person's place in ``ids``.
    """

    ids: tuple[str, ...]
    origin: Numbers
    weights: Whole
    lots: int
    kind: Numbers
    kinds: Numbers
    places: int
    least: Numbers
    most: Numbers

    @classmethod
    def of(cls, support: Mapping[str, int], lots: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> Self:
        groups = dict.fromkeys(support, 0)
        for index, bound in enumerate(bounds):
            for id in bound.members & groups.keys():
                groups[id] |= 1 << index
        factor = sum(lots.get(id, 0) for id in support) + 1
        weights = {id: own * factor + lots.get(id, 0) for id, own in support.items()}
        ids, kind, kinds = [], [], []
        same, before = 0, -1
        for id in sorted(support, key=lambda id: (groups[id], -weights[id], id)):
            if groups[id] != before:
                same, before = 0, groups[id]
                kinds.append(before)
            if same < places:
                ids.append(id)
                kind.append(len(kinds) - 1)
            same += 1
        return cls(
            tuple(ids),
            np.arange(len(ids)),
            whole_numbers([weights[id] for id in ids]),
            factor,
            np.array(kind, np.int64),
            np.array([[mask >> index & 1 for index in range(len(bounds))] for mask in kinds], np.int64).reshape(
                len(kinds), len(bounds)
            ),
            places,
            np.array([max(bound.least, 0) for bound in bounds], np.int64),
            np.array([bound.most for bound in bounds], np.int64),
        )

    @property
    def support(self) -> Whole:
        return self.weights // self.lots

    @property
    def inside(self) -> Numbers:
        """A line for each person with 1 for every bound that counts the person."""
        return self.kinds[self.kind]

    def total(self, slate: Numbers) -> int:
        """The weight of those in a slate, given by their places in the pool."""
        return sum(self.weights[slate].tolist())

    def counts(self, slate: Numbers) -> Numbers:
        """How many of a slate each bound counts."""
        return np.bincount(self.kind[slate], minlength=len(self.kinds)) @ self.kinds

    def allows(self, slate: Numbers) -> bool:
        """The slate has just the places there are, and keeps every bound."""
        counts = self.counts(slate)
        return len(slate) == self.places and bool(((self.least <= counts) & (counts <= self.most)).all())

    def without(self, indices: Sequence[int]) -> Self:
        """The same pool with these bounds asking for nothing."""
        least, most = self.least.copy(), self.most.copy()
        least[indices], most[indices] = 0, self.places
        return msgspec.structs.replace(self, least=least, most=most)

    def among(self, chosen: Numbers, open: Numbers) -> Self:
        """What is left to decide when these are chosen, and only these stay open: a smaller pool."""
        counts = self.counts(chosen)
        of, kind = np.unique(self.kind[open], return_inverse=True)
        return msgspec.structs.replace(
            self,
            origin=self.origin[open],
            weights=self.weights[open],
            kind=kind,
            kinds=self.kinds[of],
            places=self.places - len(chosen),
            least=np.maximum(self.least - counts, 0),
            most=self.most - counts,
        )


class Ceiling(msgspec.Struct, frozen=True):
    """What prices prove of a pool: no slate weighs more than ``value``, which is in parts.

    ``worth`` is the weight with prices, in parts. Of the persons ``in_order`` of it the first fill the places.
    """

    value: int
    worth: Whole
    in_order: Numbers
    places: int

    @property
    def cut(self) -> int:
        """The least worth that fills a place, or the most of all where there are no places."""
        return int(self.worth[self.in_order[max(self.places, 1) - 1]])

    def decided(self, weight: int) -> tuple[Numbers, Numbers]:
        """Who is in every slate of at least this weight, and who else may be in one, as far as the prices prove it.

        To leave out one who fills a place costs at least what is between that worth and the first without one, and the
        reverse.
        """
        spare = self.value - weight * PARTS
        first, rest = self.in_order[: self.places], self.in_order[self.places :]
        if not len(first) or not len(rest):
            return np.sort(first), rest[:0]
        needed = self.worth[first] - int(self.worth[rest[0]]) > spare
        possible = int(self.worth[first[-1]]) - self.worth[rest] <= spare
        return np.sort(first[needed]), np.sort(np.concatenate([first[~needed], rest[possible]]))


def ceiling(pool: Pool, prices: Prices) -> Ceiling:
    """What ``prices`` prove: the greatest worths, as many as there are places, less what the prices cost.

    Weak duality (Geoffrion, *Lagrangean Relaxation for Integer Programming*, 1974): it holds for any prices at all. A
    price is paid ``least`` times where it is positive, and saved ``most`` times where it is negative.
    """
    priced = np.flatnonzero(prices)
    figures = prices[priced]
    paid = sum((figures.astype(object) * np.where(figures > 0, pool.least[priced], pool.most[priced])).tolist())
    heaviest = int(abs(pool.weights).max()) if len(pool.weights) else 0
    fits = heaviest * PARTS + sum(abs(figures).tolist()) < WIDEST
    width = np.int64 if fits else object
    extra = pool.kinds[:, priced].astype(width) @ figures.astype(width)
    worth = pool.weights.astype(width) * PARTS + extra[pool.kind]
    in_order = np.argsort(-worth, kind="stable")
    return Ceiling(sum(worth[in_order[: pool.places]].tolist()) - paid, worth, in_order, pool.places)


def whole_numbers(figures: Sequence[int]) -> Whole:
    """Figures as an array that holds each of them exactly."""
    fits = min(figures, default=0) > -WIDEST and max(figures, default=0) < WIDEST
    return np.array(figures, np.int64 if fits else object)
