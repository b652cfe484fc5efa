"""The best slate: nobody can name a slate within the quotas that weighs more.

Prices prove it. If every bound has a price, no slate weighs more than the sum of the largest weights, each raised by
the prices of its bounds, less what the prices cost (Lagrangian relaxation; Geoffrion 1974). Where whole numbers leave a
gap, this searches under the same prices: people with the same groups are alike but for their weights, so a slate is how
many of each kind it takes, the heaviest first. A search that would be too long is left, and the gap is what it is.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import mul
from typing import NamedTuple

from comitia_verify.findings import must

MOST_CASES = 100_000
MOST_FIGURES = 1_000_000


class Bound(NamedTuple):
    """From ``least`` to ``most`` of those chosen are ``members``; each member is worth ``price`` more to them."""

    members: frozenset[str]
    least: int
    most: int
    price: Fraction


def priced_by(prices: Mapping[str, Fraction], bounds: Mapping[str, Bound]) -> list[Bound]:
    """The bounds, by their quotas, with prices. Raises Wrong where a price is for another quota."""
    must(prices.keys() <= bounds.keys(), "there is a price for a quota that does not apply")
    return [bound._replace(price=prices.get(quota, Fraction(0))) for quota, bound in bounds.items()]


class Priced(NamedTuple):
    """Everybody by kind, the kinds being who is in which bounds, with weights raised by prices; all times ``scale``."""

    scale: int
    prices: list[int]
    kinds: list[tuple[tuple[int, ...], list[int]]]
    paid: int

    @property
    def everybody(self) -> list[int]:
        return [own for _, kind in self.kinds for own in kind]


def priced(weights: Mapping[str, int], bounds: Sequence[Bound]) -> Priced:
    scale = lcm(*(bound.price.denominator for bound in bounds))
    prices = [int(bound.price * scale) for bound in bounds]
    kinds: dict[tuple[int, ...], list[int]] = {}
    for person, own in weights.items():
        inside = tuple(int(person in bound.members) for bound in bounds)
        kinds.setdefault(inside, []).append(own * scale + sum(map(mul, prices, inside)))
    raised = [(inside, sorted(kind, reverse=True)) for inside, kind in sorted(kinds.items())]
    paid = sum(p * (b.least if p > 0 else b.most) for p, b in zip(prices, bounds, strict=True))
    return Priced(scale, prices, raised, paid)


def ceiling(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> int:
    """What the prices prove: no slate weighs more."""
    raised = priced(weights, bounds)
    return (sum(sorted(raised.everybody, reverse=True)[:places]) - raised.paid) // raised.scale


def check_best(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], total: int) -> str:
    """Raises Wrong where a slate is found that weighs more than ``total``. That none does is proved by the ``prices``,
    or by ``search``; or it is only ``bounded`` by what the prices prove."""
    if ceiling(weights, places, bounds) <= total:
        return "prices"
    scale, prices, raised, paid = priced(weights, bounds)
    if len(raised) * len(weights) > MOST_FIGURES:
        return "bounded"
    # What the heaviest people of the kinds from the k-th on weigh together, by their number.
    tails = [[own for _, kind in raised[k:] for own in kind] for k in range(len(raised) + 1)]
    rest = [_sums(sorted(tail, reverse=True)) for tail in tails]
    enough = (total + 1) * scale + paid
    cases, open_cases = 0, [(0, places, 0, (0,) * len(bounds))]
    while open_cases:
        k, left, weight, taken = open_cases.pop()
        cases += 1
        if cases > MOST_CASES:
            return "bounded"
        if k == len(raised):
            own = weight - sum(map(mul, prices, taken))
            within = not left and all(b.least <= n <= b.most for n, b in zip(taken, bounds, strict=True))
            better = within and own >= (total + 1) * scale
            must(not better, "a better slate exists: it weighs {weight}", weight=own // scale)
            continue
        inside, kind = raised[k]
        for number, own in enumerate(_sums(kind[:left])):
            after = tuple(n + number * here for n, here in zip(taken, inside, strict=True))
            room = left - number < len(rest[k + 1]) and all(n <= b.most for n, b in zip(after, bounds, strict=True))
            if room and weight + own + rest[k + 1][left - number] >= enough:
                open_cases.append((k + 1, left - number, weight + own, after))
    return "search"


def _sums(weights: list[int]) -> list[int]:
    """What the first so many weigh together, from none to all."""
    return list(accumulate(weights, initial=0))
