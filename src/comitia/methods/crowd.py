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

    def only(self, limits: Collection[Limit]) -> Self:
        """The same people by the bounds that these limits are of, so of fewer kinds."""
        others = np.ones(len(self.bounds), bool)
        others[[index for index, _ in limits]] = False
        kinds, of = np.unique(np.where(others, 0, self.kinds), axis=0, return_inverse=True)
        sizes = np.zeros(len(kinds), np.int64)
        np.add.at(sizes, of.reshape(-1), self.sizes)
        return type(self)(sizes, kinds, self.places, self.bounds)

    def possible(self, limits: Sequence[Limit]) -> bool:
        """Whether whole people can meet these limits together, whatever others ask."""
        crowd = self.only(limits)
        answer = crowd.programme(limits, whole=True).solve()
        return answer is not None and crowd.meets(answer.values, limits)

    def contradicting(self, limits: Sequence[Limit]) -> list[Limit]:
        """Those of the limits that contradict were people divisible, or all of them where these do not.

        Farkas: the rows of a linear programme without a solution can be added up to a contradiction.
        """
        crowd = self.only(limits)
        programme = crowd.programme(limits, whole=False, presolve="off", solver="simplex")
        ray = None if programme.solve() else programme.ray()
        if ray is None:
            return list(limits)
        named = [limit for limit, part in zip(limits, ray[1:].tolist(), strict=True) if abs(part) > TINY]
        return list(limits) if self.possible(named) else named

    def programme(self, limits: Sequence[Limit], *, whole: bool, **settings: str) -> Programme:
        """Numbers of each kind that fill the places, the first row, and meet the limits, a row for each."""
        figures = [float(self.figure(limit)) for limit in limits]
        least = [figure if side == "least" else -np.inf for (_, side), figure in zip(limits, figures, strict=True)]
        most = [figure if side == "most" else np.inf for (_, side), figure in zip(limits, figures, strict=True)]
        programme = Programme(np.array([self.places, *least]), np.array([self.places, *most]), **settings)
        inside = np.column_stack([np.ones(len(self.sizes)), self.kinds[:, [index for index, _ in limits]]])
        programme.add(np.zeros(len(self.sizes)), self.sizes.astype(np.float64), inside, whole=whole)
        return programme

    def counts(self, numbers: Floats) -> list[int] | None:
        """How many each bound counts of so many of each kind, made whole; None unless they are just the places."""
        chosen = np.rint(numbers[: len(self.sizes)]).astype(np.int64)
        there = (chosen >= 0).all() and (chosen <= self.sizes).all() and chosen.sum() == self.places
        counts: list[int] = (chosen @ self.kinds).tolist()
        return counts if there else None

    def short(self, limit: Limit, count: int) -> int:
        """By how much the figure of a limit has to change so that a count meets it."""
        by = count - self.figure(limit)
        return min(0, by) if limit[1] == "least" else max(0, by)

    def meets(self, numbers: Floats, limits: Sequence[Limit]) -> bool:
        counts = self.counts(numbers)
        return counts is not None and not any(self.short(limit, counts[limit[0]]) for limit in limits)
