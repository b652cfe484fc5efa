"""The best slate: nobody can name a slate within the quotas that weighs more.

Prices prove it. If every bound has a price, no slate weighs more than the sum of the largest weights, each raised by
the prices of its bounds, less what the prices cost (Lagrangian relaxation; Geoffrion 1974). Where whole numbers leave a
gap, this searches under the same prices: people with the same groups are alike but for their weights, so a slate is how
many of each kind it takes, the heaviest first.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import mul
from typing import NamedTuple

from comitia_verify.findings import must

MOST_CASES = 300_000


class Bound(NamedTuple):
    """From ``least`` to ``most`` of those chosen are ``members``; each member is worth ``price`` more to them."""

    members: frozenset[str]
    least: int
    most: int
    price: Fraction


def check_best(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], total: int) -> bool:
    """Raises Wrong where a slate weighs more than ``total``. True where the prices proved it without a search."""
    scale = lcm(*(bound.price.denominator for bound in bounds))
    prices = [int(bound.price * scale) for bound in bounds]
    kinds: dict[tuple[int, ...], list[int]] = {}
    for person, own in weights.items():
        inside = tuple(int(person in bound.members) for bound in bounds)
        kinds.setdefault(inside, []).append(own * scale + sum(map(mul, prices, inside)))
    raised = [(inside, sorted(kind, reverse=True)) for inside, kind in sorted(kinds.items())]
    # What the heaviest people of the kinds from the k-th on weigh together, by their number.
    tails = [[own for _, kind in raised[k:] for own in kind] for k in range(len(raised) + 1)]
    rest = [_sums(sorted(tail, reverse=True)) for tail in tails]
    enough = (total + 1) * scale + sum(p * (b.least if p > 0 else b.most) for p, b in zip(prices, bounds, strict=True))
    if rest[0][places] < enough:
        return True
    cases, open_cases = 0, [(0, places, 0, (0,) * len(bounds))]
    while open_cases:
        k, left, weight, taken = open_cases.pop()
        cases += 1
        must(cases < MOST_CASES, "the slate is not proved to be the best: the search was too long")
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
    return False


def _sums(weights: list[int]) -> list[int]:
    """What the first so many weigh together, from none to all."""
    return list(accumulate(weights, initial=0))
