"""The exact proof that no slate weighs more: prices of the limits, and branch and bound where they leave a gap.

Everything that decides here is an integer. For any prices the ceiling holds (weak duality), so that the solver, asked
for better prices again and again on a finer scale (iterative refinement: Gleixner, Steffy and Wolter 2016), may err
without harm. A node of the tree is a *span* of every type: persons before it are chosen, those in it may be, those
after are not.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, lcm

import msgspec

from comitia.methods.slate import Floats, Pool, Relaxed, Slate, Solver

Prices = tuple[Fraction, ...]
Spans = tuple[range, ...]

DENOMINATORS = (1, 720_720)
"""True prices are differences of weights over small determinants: whole, or with a divisor of lcm(1, ..., 16)."""
RAISE = 2**80
"""How far prices are raised along a ray, which proves a node empty: beyond any total of weights."""
WHOLE = 1e-6
"""A share nearer to 0 or 1 than this is a whole person; it only steers the search."""


class Proof(msgspec.Struct, frozen=True):
    """``prices`` prove that no slate weighs more than ``upper``; a ``complete`` proof, than ``slate`` itself."""

    slate: Slate
    prices: Prices
    upper: int
    complete: bool


class Ceiling(msgspec.Struct, frozen=True):
    """What prices prove of a node: no slate in it weighs more than ``value``.

    ``worth`` is the weight with prices, times ``scale``, of the persons in spans; of these the ones ``inside`` fill the
    places, having the most worth, and those ``outside`` come after them.
    """

    value: Fraction
    scale: int
    worth: dict[int, int]
    inside: list[int]
    outside: list[int]


def ceiling(pool: Pool, spans: Spans, prices: Prices) -> Ceiling:
    """What ``prices``, one a bound, prove of a node that has persons enough for the places."""
    scale = lcm(*(price.denominator for price in prices))
    whole = [int(price * scale) for price in prices]
    value = -sum(
        price * (bound.least if price > 0 else bound.most) for price, bound in zip(whole, pool.bounds, strict=True)
    )
    left = pool.places
    worth: dict[int, int] = {}
    for type, block, sums, span in zip(pool.types, pool.blocks, pool.sums, spans, strict=True):
        extra = sum(whole[bound] for bound in type)
        chosen = span.start - block.start
        value += sums[chosen] * scale + chosen * extra
        left -= chosen
        for person in span:
            worth[person] = pool.weights[person] * scale + extra
    free = sorted(worth, key=lambda person: (-worth[person], person))
    value += sum(worth[person] for person in free[:left])
    return Ceiling(Fraction(value, scale), scale, worth, free[:left], free[left:])


def narrowed(spans: Spans, top: Ceiling, best: int) -> Spans:
    """The node without slates that the prices prove no better than ``best``: who must be chosen, and who cannot be.

    To leave out one who is inside costs at least what is between that worth and the first outside, and the reverse.
    """
    to_spare = (top.value - (best + 1)) * top.scale
    needed = {i for i in top.inside if not top.outside or top.worth[i] - top.worth[top.outside[0]] > to_spare}
    hopeless = {i for i in top.outside if not top.inside or top.worth[top.inside[-1]] - top.worth[i] > to_spare}
    return tuple(
        range(span.start + sum(i in needed for i in span), span.stop - sum(i in hopeless for i in span))
        for span in spans
    )


def heaviest(pool: Pool, solver: Solver, found: Slate, nodes: int) -> Proof:
    """Prove ``found`` the heaviest slate, or find the one that is, in at most so many ``nodes`` of branch and bound."""
    search = _Search(pool, solver)
    search.consider(found)
    everybody: Spans = tuple(pool.blocks)
    prices = search.cheapest(everybody)
    waiting: list[tuple[Spans, Prices]] = [(everybody, prices)]
    while waiting and nodes:
        nodes -= 1
        waiting += search.examine(*waiting.pop())
    upper = ceiling(pool, everybody, prices).value
    return Proof(search.slate, prices, floor(upper), complete=not waiting and search.best >= 0)


class _Search:
    """The best ``slate`` so far, and its total; -1 before there is one."""

    def __init__(self, pool: Pool, solver: Solver) -> None:
        self.pool = pool
        self.solver = solver
        self.slate: Slate = ()
        self.best = -1

    def consider(self, slate: Slate) -> None:
        if self.pool.allows(slate) and self.pool.total(slate) > self.best:
            self.slate, self.best = slate, self.pool.total(slate)

    def cheapest(self, spans: Spans) -> Prices:
        """Prices with a ceiling as low as it gets for a node as it is, from which nobody is left out."""
        prices: Prices = (Fraction(0),) * len(self.pool.bounds)
        top, before = ceiling(self.pool, spans, prices), None
        while top.value >= self.best + 1 and any(spans) and self._worthwhile(before, top):
            prices, _ = self._repriced(spans, prices, top)
            before, top = top, ceiling(self.pool, spans, prices)
        return prices

    def examine(self, spans: Spans, prices: Prices) -> list[tuple[Spans, Prices]]:
        """The two halves of a node, or nothing where it has no slate better than the best."""
        top = ceiling(self.pool, spans, prices)
        while top.value >= self.best + 1:
            spans = narrowed(spans, top, self.best)
            if not any(spans):
                self.consider(_chosen(self.pool, spans))
                return []
            prices, shares = self._repriced(spans, prices, top)
            before, top = top, ceiling(self.pool, spans, prices)
            if top.value >= self.best + 1 and not self._worthwhile(before, top):
                return self._halves(spans, prices, _undecided(top, shares))
        return []

    def _repriced(self, spans: Spans, prices: Prices, top: Ceiling) -> tuple[Prices, Floats | None]:
        """The best prices that the solver hints at, or these, and the shares of persons in its solution.

        Whoever is further from the cut than the gap that is left to prove is so with any prices near these; on the
        scale of that gap the solver sees what still matters.
        """
        cut = top.worth[(top.inside[-1:] or top.outside[:1])[0]]
        distance = {person: worth - cut for person, worth in top.worth.items()}
        near = ceil(4 * (top.value - self.best) * top.scale)
        unit = min(near, max(map(abs, distance.values())) or 1)
        answer = self.solver.relaxed({person: max(-1.0, min(1.0, d / unit)) for person, d in distance.items()}, spans)
        if answer.shares is not None:
            self.consider(tuple((answer.shares > 0.5).nonzero()[0].tolist()))
        candidates = [prices, *_hinted(prices, answer, Fraction(unit, top.scale))]
        return min(candidates, key=lambda prices: ceiling(self.pool, spans, prices).value), answer.shares

    def _worthwhile(self, before: Ceiling | None, after: Ceiling) -> bool:
        """The last prices took away a tenth of the gap, so that it is worth asking for others."""
        return before is None or before.value - after.value >= max(Fraction(1), (before.value - self.best) / 10)

    def _halves(self, spans: Spans, prices: Prices, person: int) -> list[tuple[Spans, Prices]]:
        """The node with the person left out, and with the person chosen; the second is examined first."""
        without = tuple(range(span.start, person) if person in span else span for span in spans)
        chosen = tuple(range(person + 1, span.stop) if person in span else span for span in spans)
        return [(half, prices) for half in (without, chosen) if self.pool.fillable(half)]


def _chosen(pool: Pool, spans: Spans) -> Slate:
    """Those who stand before the spans of their types."""
    blocks = zip(pool.blocks, spans, strict=True)
    return tuple(person for block, span in blocks for person in range(block.start, span.start))


def _hinted(prices: Prices, answer: Relaxed, unit: Fraction) -> Iterator[Prices]:
    """Prices that the solver's answer hints at; its duals are in ``unit``."""
    if answer.duals is None:
        return
    duals = [Fraction(dual) for dual in answer.duals.tolist()]
    if answer.shares is None:
        for direction in (RAISE, -RAISE):
            yield tuple(p + direction * _rounded(dual, DENOMINATORS[-1]) for p, dual in zip(prices, duals, strict=True))
        return
    for denominator in DENOMINATORS:
        yield tuple(_rounded(p + dual * unit, denominator) for p, dual in zip(prices, duals, strict=True))


def _rounded(price: Fraction, denominator: int) -> Fraction:
    return Fraction(round(price * denominator), denominator)


def _undecided(top: Ceiling, shares: Floats | None) -> int:
    """Whom to branch on: the person split most evenly, or else the one at the cut."""
    at_cut = (top.inside[-1:] or top.outside[:1])[0]
    if shares is None:
        return at_cut
    split = min(top.worth, key=lambda person: abs(float(shares[person]) - 0.5))
    return split if WHOLE < shares[split] < 1 - WHOLE else at_cut
