"""Largest remainder: a seat for every whole quota of weight, and the seats that are left to the largest remainders."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comitia.rules import rule
from comitia.texts import N_

Quota = Callable[[int, int], tuple[int, int]]
"""The weight that a seat stands for, as numerator and denominator, of the weight and the seats in all."""

QUOTAS: dict[str, Quota] = {
    "hamilton": lambda weight, seats: (weight, seats),
    "droop": lambda weight, seats: (weight // (seats + 1) + 1, 1),
}

DROOP = rule(
    "apportion.droop",
    says=N_("The Droop quota leaves at most one seat for the remainder of each unit."),
    refusal=N_("the quota {quota} leaves {left} to be given by remainders, of which there are only {units}"),
    cure=N_("there is too little weight for so many seats: take another method, such as `hamilton`"),
)


def by_remainders(
    weights: Sequence[int], seats: int, quota_of: Quota, least: NDArray[np.int64], most: NDArray[np.int64]
) -> tuple[list[int], list[int], int, dict[str, str]]:
    """Seats, tied units, tied seats and certificate, see ``Apportionment``; units are numbered as they come.

    First the bounds, then the remainders. Units without a choice between their bounds are set aside. Of the others,
    those with fewer whole quotas than their ``least`` are *short*, those with as many as their ``most``, or more, are
    *over*. Where all the short ones lack no less than all the over ones have too much, counted exactly, the short ones
    get their least and are set aside, and where the over ones have no less too much, the over ones get their most and
    are set aside; then the quota is taken anew of the weight and the seats that are left, until nobody is short or
    over. Under Hare's quota this leaves the one quota under which the entitlements, each held within its bounds, add up
    to the seats; and under neither does the order of the units matter (compare the resolution of flexible lengths in
    CSS Flexible Box Layout, 9.7). Raises RuleBroken ``apportion.droop``.
    """
    small = sum(weights) * (seats + 1) < 2**63
    figures = np.fromiter(weights, np.int64, len(weights)) if small else np.array(weights, object)
    result, rest = least.copy(), np.flatnonzero(least < most)
    seats -= int(least.sum() - least[rest].sum())
    while True:
        if not len(rest) or not seats:
            return result.tolist(), [], 0, {}
        own, low, high = figures[rest], least[rest], most[rest]
        share, per = quota_of(int(own.sum()), seats)
        wholes = own * per // share
        short, over = wholes < low, wholes >= high
        if not short.any() and not over.any():
            break
        lacking = sum(bound * share - weight * per for weight, bound in _pairs(own, low, short))
        too_much = sum(weight * per - bound * share for weight, bound in _pairs(own, high, over))
        aside = np.zeros(len(rest), bool)
        if lacking >= too_much:
            aside |= short
            result[rest[short]] = low[short]
        if too_much >= lacking:
            aside |= over
            result[rest[over]] = high[over]
        seats -= int(result[rest[aside]].sum())
        rest = rest[~aside]
        if not len(rest) and seats:  # the bounds took all the units but not all the seats, as never under Hare's quota
            raise DROOP.broken(quota=Fraction(share, per), left=seats, units=0)

    left = seats - int(wholes.sum())
    if left > len(rest):
        raise DROOP.broken(quota=Fraction(share, per), left=left, units=len(rest))
    result[rest] = wholes
    certificate = {"quota": _ratio(share, per)}
    if not left:
        return result.tolist(), [], 0, certificate
    remainders = own * per - wholes * share
    cut = int(np.sort(remainders)[-left])
    certificate["remainder"] = _ratio(cut, per)
    above, tied = rest[remainders > cut], rest[remainders == cut]
    left -= len(above)
    result[above] += 1
    if left == len(tied):
        result[tied] += 1
        return result.tolist(), [], 0, certificate
    return result.tolist(), tied.tolist(), left, certificate


def _pairs(own: NDArray[Any], bounds: NDArray[np.int64], among: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The weight and the bound of the units among these, as integers without limit."""
    return zip(own[among].tolist(), bounds[among].tolist(), strict=True)


def _ratio(numerator: int, denominator: int) -> str:
    ratio = Fraction(numerator, denominator)
    return f"{ratio.numerator}/{ratio.denominator}"
