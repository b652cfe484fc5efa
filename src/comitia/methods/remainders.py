"""Largest remainder: a seat for every whole quota of weight, and the seats that are left to the largest remainders."""

from collections.abc import Callable, Sequence
from fractions import Fraction

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
    weights: Sequence[int], seats: int, quota_of: Quota, least: Sequence[int], most: Sequence[int]
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
    result = list(least)
    rest = [unit for unit, bounds in enumerate(zip(least, most, strict=True)) if bounds[0] < bounds[1]]
    seats -= sum(least) - sum([least[unit] for unit in rest])
    while True:
        if not rest or not seats:
            return result, [], 0, {}
        share, per = quota_of(sum([weights[unit] for unit in rest]), seats)
        wholes, remainders = zip(*[divmod(weights[unit] * per, share) for unit in rest], strict=True)
        short = [unit for unit, whole in zip(rest, wholes, strict=True) if whole < least[unit]]
        over = [unit for unit, whole in zip(rest, wholes, strict=True) if whole >= most[unit]]
        if not short and not over:
            break
        lacking = sum(least[unit] * share - weights[unit] * per for unit in short)
        too_much = sum(weights[unit] * per - most[unit] * share for unit in over)
        aside = dict[int, int]()
        if lacking >= too_much:
            aside |= {unit: least[unit] for unit in short}
        if too_much >= lacking:
            aside |= {unit: most[unit] for unit in over}
        for unit, bound in aside.items():
            result[unit] = bound
        seats -= sum(aside.values())
        rest = [unit for unit in rest if unit not in aside]
        if not rest and seats:  # the bounds took all the units, but not all the seats, as cannot be under Hare's quota
            raise DROOP.broken(quota=Fraction(share, per), left=seats, units=0)

    left = seats - sum(wholes)
    if left > len(rest):
        raise DROOP.broken(quota=Fraction(share, per), left=left, units=len(rest))
    cut = sorted(remainders, reverse=True)[left - 1] if left else share
    certificate = {"quota": _ratio(share, per)} | ({"remainder": _ratio(cut, per)} if left else {})
    for unit, whole, remainder in zip(rest, wholes, remainders, strict=True):
        result[unit] = whole + (remainder > cut)
    tied = [unit for unit, remainder in zip(rest, remainders, strict=True) if remainder == cut]
    left -= sum([remainder > cut for remainder in remainders])
    if left == len(tied):
        for unit in tied:
            result[unit] += 1
        return result, [], 0, certificate
    return result, tied, left, certificate


def _ratio(numerator: int, denominator: int) -> str:
    ratio = Fraction(numerator, denominator)
    return f"{ratio.numerator}/{ratio.denominator}"
