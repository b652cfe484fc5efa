"""Largest remainder: a seat for every whole quota of weight, and the seats that are left to the largest remainders."""

from collections.abc import Callable, Mapping
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
    weights: Mapping[str, int], seats: int, quota_of: Quota, least: Mapping[str, int], most: Mapping[str, int]
) -> tuple[dict[str, int], tuple[str, ...], int, dict[str, str]]:
    """Seats, tied units, tied seats and certificate; see ``Apportionment``. Raises RuleBroken ``apportion.droop``.

    First the bounds, then the remainders: units with fewer whole and broken quotas than their ``least`` are *short*,
    those with as many as their ``most``, or more, are *over*. Where all the short ones lack no less than all the over
    ones have too much, the short ones get their least and are set aside, and where the over ones have no less too much,
    the over ones get their most and are set aside; then the quota is taken anew of the weight and the seats that are
    left, until nobody is short or over. Under Hare's quota this leaves the one quota under which the entitlements, each
    held within its bounds, add up to the seats, so that it does not matter what is set aside first; and the order
    of the units matters under neither (compare the resolution of flexible lengths in CSS Flexible Box Layout, 9.7).
    """
    result = dict(least)
    rest = {unit: weight for unit, weight in weights.items() if weight}
    seats -= sum(least[unit] for unit in weights if unit not in rest)
    while True:
        if not rest or not seats:
            return result, (), 0, {}
        share, per = quota_of(sum(rest.values()), seats)
        short = [unit for unit, weight in rest.items() if weight * per < least[unit] * share]
        over = [unit for unit, weight in rest.items() if weight * per >= most[unit] * share]
        if not short and not over:
            break
        lacking = sum(least[unit] * share - rest[unit] * per for unit in short)
        too_much = sum(rest[unit] * per - most[unit] * share for unit in over)
        for unit in (short if lacking >= too_much else []) + (over if too_much >= lacking else []):
            result[unit] = least[unit] if unit in short else most[unit]
            seats -= result[unit]
            del rest[unit]

    remainders = {}
    for unit, weight in rest.items():
        result[unit], remainders[unit] = divmod(weight * per, share)
    left = seats - sum(result[unit] for unit in rest)
    if left > len(rest):
        raise DROOP.broken(quota=Fraction(share, per), left=left, units=len(rest))
    certificate = {"quota": _ratio(share, per)}
    if not left:
        return result, (), 0, certificate
    cut = sorted(remainders.values(), reverse=True)[left - 1]
    certificate["remainder"] = _ratio(cut, per)
    above = [unit for unit, remainder in remainders.items() if remainder > cut]
    tied = sorted(unit for unit, remainder in remainders.items() if remainder == cut)
    if len(above) + len(tied) == left:
        above, tied = above + tied, []
    for unit in above:
        result[unit] += 1
    return result, tuple(tied), left - len(above), certificate


def _ratio(numerator: int, denominator: int) -> str:
    ratio = Fraction(numerator, denominator)
    return f"{ratio.numerator}/{ratio.denominator}"
