"""The exact proof that no slate weighs more: prices of the limits, and branch and bound where they leave a gap.

Everything that decides here is an integer. For any prices the ceiling holds (see ``slate.py``), so that the solver,
asked for better prices again and again on a finer scale (iterative refinement: Gleixner, Steffy and Wolter 2016), may
err without harm. A node of the tree is what is left of the pool when some are chosen and others left out.
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from comitia.methods.programme import Floats, Programme
from comitia.methods.slate import PARTS, Ceiling, Numbers, Pool, Prices, ceiling, whole_numbers
from comitia.methods.slate_search import asked, rounded, rows

RAISE = 2**80
"""How far prices are raised along a ray, which proves a node empty: beyond any total of weights."""
WHOLE = 1e-6
"""A share nearer to 0 or 1 than this is a whole person; it only steers the search."""


class Proof(msgspec.Struct, frozen=True):
    """``prices`` prove that no slate has more support than ``upper``; a ``complete`` proof, than ``slate`` itself."""

    slate: Numbers
    prices: Prices
    upper: int
    complete: bool


class Node(msgspec.Struct, frozen=True):
    """The slates with those ``chosen``, who weigh ``weight`` together, and others of the ``rest``."""

    chosen: Numbers
    weight: int
    rest: Pool
    prices: Prices

    def split(self, chosen: Numbers, open: Numbers) -> "Node":
        """The node where these of the rest are chosen too, and only these stay open."""
        return Node(
            np.concatenate([self.chosen, self.rest.origin[chosen]]),
            self.weight + self.rest.total(chosen),
            self.rest.among(chosen, open),
            self.prices,
        )

    @property
    def fillable(self) -> bool:
        return 0 <= self.rest.places <= len(self.rest.origin) and bool((self.rest.most >= 0).all())


class Relaxed(msgspec.Struct, frozen=True):
    """A solution that may split persons: the ``shares`` of each, and the bounds' ``duals``, which hint at their prices.

    Duals are in ``unit`` parts. Where there is no solution ``shares`` is None, and ``duals``, if any, a ray: prices far
    along it, one way, prove that.
    """

    shares: Floats | None
    duals: Floats | None
    unit: int


class Split:
    """The relaxation over a pool, and over whatever is left of it: the solver goes on from its last answer."""

    def __init__(self, pool: Pool) -> None:
        self.origin = pool.origin
        inside, least, most = rows(pool)
        self.programme = Programme(least, most, presolve="off", solver="simplex")  # so that there is a ray
        self.programme.add(np.zeros(len(inside)), np.ones(len(inside)), inside)

    def relaxed(self, pool: Pool, top: Ceiling, best: int) -> Relaxed:
        """The best split slate, on the scale of the gap that is left to prove.

        Whoever is further from the cut than that gap is so with any prices near these.
        """
        distance = top.worth - top.cut
        unit = min(4 * (top.value - best * PARTS), int(abs(distance).max()) or 1)
        there = np.searchsorted(self.origin, pool.origin)
        worth, high = np.zeros(len(self.origin)), np.zeros(len(self.origin))
        worth[there] = np.clip((distance / unit).astype(np.float64), -1, 1)
        high[there] = 1
        self.programme.value(worth)
        self.programme.box(np.zeros(len(high)), high)
        self.programme.limit(*asked(pool))
        answer = self.programme.solve()
        if answer is None:
            ray = self.programme.ray()
            return Relaxed(None, None if ray is None else ray[:-1], RAISE)
        return Relaxed(answer.values[there], answer.duals[:-1], unit)


def heaviest(pool: Pool, found: Numbers, prices: Prices, nodes: int) -> Proof:
    """Prove that no slate has more support than the one ``found``, or find one that has, in at most so many ``nodes``
    of branch and bound. The prices are made to prove as much as they can of the lots as well."""
    search = _Search(pool)
    search.consider(found)
    prices = search.cheapest(prices)
    waiting = [Node(np.zeros(0, np.int64), 0, pool, prices)]
    split: Split | None = None
    while waiting and nodes:
        node = search.narrowed(waiting.pop())
        if node is not None:
            split = split or Split(node.rest)
            waiting += search.halves(node, split)
            nodes -= 1
    upper = ceiling(pool, prices).value // (PARTS * pool.lots)
    return Proof(search.slate, prices, upper, complete=not waiting and search.best >= 0)


class _Search:
    """The best ``slate`` so far, and its weight; -1 before there is one. ``wanted`` is the least with more support."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.slate: Numbers = np.zeros(0, np.int64)
        self.best = -1

    @property
    def wanted(self) -> int:
        return (self.best // self.pool.lots + 1) * self.pool.lots

    def consider(self, slate: Numbers) -> None:
        if self.pool.allows(slate) and self.pool.total(slate) > self.best:
            self.slate, self.best = np.sort(slate), self.pool.total(slate)

    def cheapest(self, prices: Prices) -> Prices:
        """Prices for the whole pool with a ceiling as low as it gets."""
        top, before = ceiling(self.pool, prices), None
        while top.value >= (self.best + 1) * PARTS and _worthwhile(before, top, self.best):
            needed, open = top.decided(max(self.best, 0))
            rest = self.pool.among(needed, open)
            if not len(open) or not rest.places:
                break
            answer = Split(rest).relaxed(rest, ceiling(rest, prices), self.best - self.pool.total(needed))
            prices = min([prices, *_hinted(prices, answer)], key=lambda prices: ceiling(self.pool, prices).value)
            before, top = top, ceiling(self.pool, prices)
        return prices

    def narrowed(self, node: Node) -> Node | None:
        """The node without those whom its prices decide; None where it has no slate with more support than the best."""
        if not node.fillable:
            return None
        top = ceiling(node.rest, node.prices)
        if top.value < (self.wanted - node.weight) * PARTS:
            return None
        node = node.split(*top.decided(self.wanted - node.weight))
        if node.rest.places and node.fillable:
            return node
        self.consider(node.chosen)
        return None

    def halves(self, node: Node, split: Split) -> list[Node]:
        """The two halves of a node, or nothing where better prices prove that it needs none."""
        before: Ceiling | None = None
        while True:
            top, best = ceiling(node.rest, node.prices), self.wanted - 1 - node.weight
            answer = split.relaxed(node.rest, top, best)
            if answer.shares is not None:
                self.consider(np.concatenate([node.chosen, node.rest.origin[answer.shares > 0.5]]))
            if not _worthwhile(before, top, best):
                return _halves(node, _undecided(top, answer.shares))
            hinted = [node.prices, *_hinted(node.prices, answer)]
            cheapest = min(hinted, key=lambda prices: ceiling(node.rest, prices).value)
            narrower = self.narrowed(Node(node.chosen, node.weight, node.rest, cheapest))
            if narrower is None:
                return []
            before, node = top, narrower


def _worthwhile(before: Ceiling | None, after: Ceiling, best: int) -> bool:
    """The last prices took away a tenth of the gap, so that it is worth asking for others."""
    return before is None or before.value - after.value >= max(PARTS, (before.value - best * PARTS) // 10)


def _halves(node: Node, person: int) -> list[Node]:
    """The node with the person left out, and with the person chosen; the second is examined first.

    Who is heavier and of the same kind goes before: chosen with the person, and not left out before.
    """
    everybody = np.arange(len(node.rest.origin))
    alike = node.rest.kind == node.rest.kind[person]
    before, after = alike & (everybody <= person), alike & (everybody >= person)
    without = node.split(everybody[:0], everybody[~after])
    chosen = node.split(everybody[before], everybody[~before])
    return [half for half in (without, chosen) if half.fillable]


def _hinted(prices: Prices, answer: Relaxed) -> Iterator[Prices]:
    """Prices that the solver's answer hints at."""
    if answer.duals is None:
        return
    for direction in (1, -1) if answer.shares is None else (1,):
        for step in rounded(direction * answer.duals, answer.unit):
            yield whole_numbers((prices.astype(object) + step).tolist())


def _undecided(top: Ceiling, shares: Floats | None) -> int:
    """Whom to branch on: the person split most evenly, or else the one at the cut."""
    if shares is not None:
        split = int(np.argmin(abs(shares - 0.5)))
        if WHOLE < shares[split] < 1 - WHOLE:
            return split
    return int(top.in_order[top.places - 1])
