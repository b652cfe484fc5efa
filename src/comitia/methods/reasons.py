"""Why each is on a slate or not: the weight, a lot, or which limits; and what each limit costs.

Only facts that a person can check, about exchanging one who is chosen for one who is not. A limit is *reached* where
the slate has just its ``least``, or its ``most``: to take away from the one, or to add to the other, breaks it. Of a
best slate no exchange for somebody heavier keeps every limit.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec
import numpy as np

from comitia.methods.selection import Selection
from comitia.methods.slate import PARTS, Bound, Pool, Whole, ceiling
from comitia.methods.slate_search import found, relaxed_prices


class Reason(msgspec.Struct, frozen=True):
    """Why somebody is ``chosen`` or not.

    ``decided``: ``bounds`` where it would be otherwise if there were none at all; else ``lot`` where there is a
    ``rival``, and ``weight`` where there is none. A rival is on the other side, weighs the same, and could be exchanged
    for this one without breaking a limit: of the chosen the one with the lowest lot, of the others the one with the
    highest. ``bounds``: every exchange for somebody with the better claim (heavier and not chosen, or lighter and
    chosen; lots decide between equals) would break one of these, and would not if any one of them were left away; none
    where nobody is so.
    """

    chosen: bool
    decided: Literal["weight", "lot", "bounds"]
    bounds: tuple[str, ...] = ()
    rival: str = ""


def reasons(
    weights: Mapping[str, int],
    places: int,
    bounds: Sequence[Bound],
    selection: Selection,
    lots: Mapping[str, int] | None = None,
) -> dict[str, Reason]:
    """The reason for everybody. All arguments are those that ``select`` had, and what it answered."""
    drawn = lots or {}
    in_order = sorted(weights, key=lambda id: (-weights[id], -drawn.get(id, 0), id))
    place = {id: number for number, id in enumerate(in_order)}
    chosen = set(selection.chosen)
    limits = _Reached(weights, bounds, selection)
    others = {
        True: _Others(limits, [(place[id], weights[id], id) for id in in_order if id not in chosen]),
        False: _Others(limits, [(-place[id], weights[id], id) for id in reversed(in_order) if id in chosen]),
    }
    given = {}
    for id in in_order:
        there = id in chosen
        across = others[there]
        rival = across.rival(weights[id], limits.groups[id], there)
        by_bounds = there != (place[id] < places)
        names = across.barrier(place[id] if there else -place[id], limits.groups[id], there)
        given[id] = Reason(there, "bounds" if by_bounds else "lot" if rival else "weight", names, rival)
    return given


class _Reached:
    """The limits that a slate has reached; sets of bounds are the bits of a number, in the order of the bounds."""

    def __init__(self, weights: Mapping[str, int], bounds: Sequence[Bound], selection: Selection) -> None:
        self.ids = [bound.id for bound in bounds]
        self.prices = [abs(selection.prices.get(bound.id, 0)) for bound in bounds]
        self.width = np.int64 if len(bounds) < 63 else object
        self.least = self.most = 0
        self.groups = dict.fromkeys(weights, 0)
        for index, bound in enumerate(bounds):
            count = len(bound.members.intersection(selection.chosen))
            self.least |= (count == bound.least) << index
            self.most |= (count == bound.most) << index
            if count in (bound.least, bound.most):
                for id in bound.members & weights.keys():
                    self.groups[id] |= 1 << index

    def broken(self, own: int, there: bool, others: Whole) -> Whole:
        """The limits that exchanging somebody breaks, for each of the others."""
        mine, least, most = np.array([own, self.least, self.most], self.width)
        lost, gained = (mine & ~others, others & ~mine) if there else (others & ~mine, mine & ~others)
        broken: Whole = least & lost | most & gained
        return broken

    def barrier(self, broken: Sequence[int]) -> Iterator[str]:
        """Bounds so that each exchange breaks one of them, none too many: always the one that most exchanges break, of
        several the one with the highest price."""
        taken: list[int] = []
        left = list(broken)
        while left:
            bits = {bit for each in left for bit in _bits(each)}
            best = max(sorted(bits), key=lambda bit: (sum(each >> bit & 1 for each in left), self.prices[bit]))
            taken.append(best)
            left = [each for each in left if not each >> best & 1]
        for bit in list(taken):
            if all(any(each >> other & 1 for other in taken if other != bit) for each in broken):
                taken.remove(bit)
        return (self.ids[bit] for bit in sorted(taken))


class _Others:
    """Those on the other side, the ones with the most to gain or to lose first: (order, weight, id)."""

    def __init__(self, limits: _Reached, people: Sequence[tuple[int, int, str]]) -> None:
        self.limits = limits
        first: dict[int, int] = {}
        alike: dict[int, dict[int, str]] = {}
        for order, weight, id in people:
            first.setdefault(limits.groups[id], order)
            alike.setdefault(weight, {}).setdefault(limits.groups[id], id)
        self.first = list(first.values())
        self.groups = np.array(list(first), limits.width)
        self.alike = alike
        self._barrier = cache(self._in_the_way)
        self._rival = cache(self._exchangeable)

    def barrier(self, order: int, own: int, there: bool) -> tuple[str, ...]:
        """What is in the way of every exchange for those before ``order``."""
        before = bisect_left(self.first, order)
        return self._barrier(before, own, there) if before else ()

    def rival(self, weight: int, own: int, there: bool) -> str:
        """The first who weighs as much and for whom an exchange breaks nothing, or nobody."""
        return self._rival(weight, own, there) if weight in self.alike else ""

    def _in_the_way(self, before: int, own: int, there: bool) -> tuple[str, ...]:
        broken = self.limits.broken(own, there, self.groups[:before])
        return tuple(self.limits.barrier([each for each in np.unique(broken).tolist() if each]))

    def _exchangeable(self, weight: int, own: int, there: bool) -> str:
        alike = self.alike[weight]
        broken = self.limits.broken(own, there, np.array(list(alike), self.limits.width)).tolist()
        return next((id for id, each in zip(alike.values(), broken, strict=True) if not each), "")


def _bits(number: int) -> Iterator[int]:
    return (bit for bit in range(number.bit_length()) if number >> bit & 1)


def costs(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], selection: Selection) -> dict[str, int]:
    """How much more the best slate would weigh without each bound: nothing where its limits cost nothing.

    Where the prices prove the slate the best, a bound without a price costs nothing. Otherwise the best slate without
    it is sought: without all that have no price at once, then half of them, and so on, as long as that helps.
    """
    pool = Pool.of(weights, {}, places, bounds)
    given = dict.fromkeys((bound.id for bound in bounds), 0)
    priced = [index for index, bound in enumerate(bounds) if bound.id in selection.prices]
    doubtful = [index for index in range(len(bounds)) if index not in priced and selection.upper > selection.total]
    waiting = [doubtful, *([index] for index in priced)]
    while waiting:
        indices = waiting.pop()
        others = pool.without(indices)
        prices = relaxed_prices(others)
        hopeless = not indices or ceiling(others, prices).value < (selection.total + 1) * PARTS
        slate = None if hopeless else found(others, prices)
        more = others.total(slate) - selection.total if slate is not None else 0
        if len(indices) == 1:
            given[bounds[indices[0]].id] = max(0, more)
        elif more > 0:
            waiting += [indices[: len(indices) // 2], indices[len(indices) // 2 :]]
    return given
