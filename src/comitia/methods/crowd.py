"""How many of each kind a slate could have: whether limits can be met at all, whoever is chosen.

A *kind* is everybody in the same groups. For limits on numbers only, people of a kind are alike, so that whole numbers
by kind say all: a few dozens or thousands where there are ten thousands of people.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, Self

import msgspec
import numpy as np

from comitia.methods.programme import Floats, Programme
from comitia.methods.slate import Bound, Numbers

Side = Literal["least", "most"]
Limit = tuple[int, Side]
"""A limit by the index of its bound."""

TINY = 1e-9


class Crowd(msgspec.Struct, frozen=True):
    """``sizes``: how many there are of each kind; ``kinds``: a line for each, with 1 for every bound that counts it."""

    sizes: Numbers
    kinds: Numbers
    places: int
    bounds: Sequence[Bound]

    @classmethod
    def of(cls, people: Iterable[str], places: int, bounds: Sequence[Bound]) -> Self:
        groups = dict.fromkeys(people, 0)
        for index, bound in enumerate(bounds):
            for id in bound.members & groups.keys():
                groups[id] |= 1 << index
        sizes = Counter(groups.values())
        masks = sorted(sizes)
        kinds = [[mask >> index & 1 for index in range(len(bounds))] for mask in masks]
        return cls(
            np.array([sizes[mask] for mask in masks], np.int64),
            np.array(kinds, np.int64).reshape(len(masks), len(bounds)),
            places,
            bounds,
        )

    def figure(self, limit: Limit) -> int:
        index, side = limit
        return self.bounds[index].least if side == "least" else self.bounds[index].most

    def reach(self, index: int) -> tuple[int, int]:
        """How few and how many of the chosen can be a bound's members while no other limit is looked at."""
        size = int(self.sizes @ self.kinds[:, index])
        return max(0, self.places - int(self.sizes.sum()) + size), min(size, self.places)

    def limits(self) -> tuple[list[Limit], list[Limit]]:
        """The limits that not every choice meets: those that some do, each by itself, and those that none does."""
        some: list[Limit] = []
        none: list[Limit] = []
        for index, bound in enumerate(self.bounds):
            fewest, most = self.reach(index)
            if bound.least > fewest:
                (some if bound.least <= most else none).append((index, "least"))
            if bound.most < most:
                (some if bound.most >= fewest else none).append((index, "most"))
        return some, none

    def only(self, columns: Sequence[int]) -> Self:
        """The same people by these bounds alone, so of fewer kinds."""
        kinds, of = np.unique(self.kinds[:, columns], axis=0, return_inverse=True)
        sizes = np.zeros(len(kinds), np.int64)
        np.add.at(sizes, of.reshape(-1), self.sizes)
        return type(self)(sizes, kinds, self.places, [self.bounds[column] for column in columns])

    def possible(self, limits: Collection[Limit]) -> bool:
        """Whether whole people can meet these limits together, whatever others ask."""
        columns = sorted({index for index, _ in limits})
        crowd = self.only(columns)
        least, most = crowd.asked({(columns.index(index), side) for index, side in limits})
        programme = Programme(least, most)
        programme.add(np.zeros(len(crowd.sizes)), crowd.sizes.astype(np.float64), crowd.rows(), whole=True)
        answer = programme.solve()
        return answer is not None and crowd.kept(answer.values, least, most)

    def contradicting(self, limits: Collection[Limit]) -> list[Limit]:
        """Those of the limits that contradict were people divisible, or all of them where these do not.

        Farkas: the rows of a linear programme without a solution can be added up to a contradiction.
        """
        programme = Programme(*self.asked(limits), presolve="off", solver="simplex")
        programme.add(np.zeros(len(self.sizes)), self.sizes.astype(np.float64), self.rows())
        ray = None if programme.solve() else programme.ray()
        if ray is None:
            return sorted(limits)
        named = sorted((index, side) for index, side in limits if abs(ray[index]) > TINY)
        return sorted(limits) if self.possible(named) else named

    def asked(self, limits: Collection[Limit]) -> tuple[Floats, Floats]:
        """The least and the most for each bound and for the places, as far as these limits go."""
        least, most = np.full(len(self.bounds) + 1, -np.inf), np.full(len(self.bounds) + 1, np.inf)
        least[-1] = most[-1] = self.places
        for limit in limits:
            (least if limit[1] == "least" else most)[limit[0]] = self.figure(limit)
        return least, most

    def rows(self) -> Floats:
        """For each kind what it counts for each bound, and for the places."""
        return np.column_stack([self.kinds, np.ones(len(self.sizes))]).astype(np.float64)

    def kept(self, numbers: Floats, least: Floats, most: Floats) -> bool:
        """Whether numbers by kind, made whole, are that many people and keep what is asked."""
        chosen = np.rint(numbers[: len(self.sizes)]).astype(np.int64)
        counts = np.append(chosen @ self.kinds, chosen.sum())
        there = (chosen >= 0).all() and (chosen <= self.sizes).all()
        return bool(there and (least <= counts).all() and (counts <= most).all())
