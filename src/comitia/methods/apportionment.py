"""Apportionment: whole seats go to units in proportion to their weights, exactly, with a certificate and ties as data.

The methods are largest remainder with the Hare quota (Hamilton) and the five classic divisor methods (see
``divisors.py``); the theory is Balinski and Young, *Fair Representation* (2nd ed., 2001). Nothing is decided by the
order of the units: those with equal claims to the last seats are *tied*, and a lot settles them.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

import msgspec

from comitia.methods.divisors import DIVISOR_METHODS, Signposts
from comitia.rules import rule
from comitia.texts import N_

INFEASIBLE = rule(
    "apportion.infeasible",
    says=N_(
        "There are seats enough to give every unit the least that it must have, and weights to give the others by."
    ),
    refusal=N_(
        "{units} units must have {least} seats in all, and {seats} are to be apportioned by a weight of {weight}"
    ),
    cure=N_("change the seats or the minimum, and give every unit its weight"),
)


class Apportionment(msgspec.Struct, frozen=True):
    """Who gets how many seats, and why.

    ``seats`` holds every unit's seats without the tied ones; ``tied`` are the units with equal claims to the last
    ``tied_seats``, at most one each, in the order of their ids.

    ``certificate``, its values ratios ``"p/q"``: for a divisor method, ``lower`` and ``upper`` bound the divisors d for
    which each unit's seats are the larger of its least and its weight / d, rounded by the method (a quotient on a
    signpost may go either way, as it has to at a bound; a tie has one divisor only). ``upper`` is absent where every
    unit has just its least. For Huntington-Hill they are ``lower-squared`` and ``upper-squared``, and bound d². For
    Hamilton ``quota`` is the weight that a seat stands for, among the units that the minimum did not set aside.
    """

    seats: dict[str, int]
    tied: tuple[str, ...] = ()
    tied_seats: int = 0
    certificate: dict[str, str] = {}


def apportion(weights: Mapping[str, int], seats: int, method: str, minimum: int = 0) -> Apportionment:
    """Apportion ``seats`` by ``weights`` (not negative), every unit having at least ``minimum``.

    ``method`` is ``hamilton``, ``adams``, ``dean``, ``huntington-hill``, ``webster`` or ``jefferson``. Under a divisor
    method the minimum is met by rounding: a unit gets the larger of it and its rounded quotient. Under Hamilton units
    whose entitlement is below the minimum get the minimum and are set aside; the rest is apportioned among the others,
    and so on until nobody else falls below. Raises RuleBroken ``apportion.infeasible``, also where Adams, Dean or
    Huntington-Hill, which give a seat to every unit that has any weight, find fewer seats than such units.
    """
    signposts = DIVISOR_METHODS.get(method)
    free = signposts is not None and signposts.first_seat_is_free
    least = {unit: max(minimum, int(free and weight > 0)) for unit, weight in weights.items()}
    wanted, total = sum(least.values()), sum(weights.values())
    if wanted > seats or (wanted < seats and total == 0):
        raise INFEASIBLE.broken(units=len(weights), least=wanted, seats=seats, weight=total)
    if signposts is None:
        return _by_remainders(weights, seats, minimum)
    return _by_divisor(weights, seats, least, signposts)


def settle(apportionment: Apportionment, lot: Sequence[str]) -> dict[str, int]:
    """Every unit's seats, the tied ones going to the first in the ``lot``, which must hold just the tied units."""
    if sorted(lot) != sorted(apportionment.tied):
        raise ValueError(f"the lot {lot} is not one of {apportionment.tied}")
    lucky = set(lot[: apportionment.tied_seats])
    return {unit: seats + (unit in lucky) for unit, seats in apportionment.seats.items()}


def _by_remainders(weights: Mapping[str, int], seats: int, minimum: int) -> Apportionment:
    rest, total = dict(weights), sum(weights.values())
    while small := [unit for unit, weight in rest.items() if weight * seats < minimum * total]:
        seats -= minimum * len(small)
        total -= sum(rest.pop(unit) for unit in small)
    if total == 0 or seats == 0:
        return Apportionment(dict.fromkeys(weights, minimum))

    result = dict.fromkeys(weights, minimum) | {unit: weight * seats // total for unit, weight in rest.items()}
    remainders = {unit: weight * seats % total for unit, weight in rest.items()}
    left = seats - sum(result[unit] for unit in rest)
    cut = sorted(remainders.values(), reverse=True)[left - 1] if left else total
    above = [unit for unit in rest if remainders[unit] > cut]
    tied = sorted(unit for unit in rest if remainders[unit] == cut)
    tied_seats = left - len(above)
    if tied_seats == len(tied):
        above, tied, tied_seats = above + tied, [], 0
    for unit in above:
        result[unit] += 1
    return Apportionment(result, tuple(tied), tied_seats, {"quota": _ratio(Fraction(total, seats))})


def _by_divisor(
    weights: Mapping[str, int], seats: int, least: Mapping[str, int], signposts: Signposts
) -> Apportionment:
    result = _for_so_many(weights, seats, least, signposts)
    held = {unit: signposts.priority(weights[unit], count - 1) for unit, count in result.items() if count > least[unit]}
    claims = {unit: signposts.priority(weights[unit], count) for unit, count in result.items() if weights[unit]}
    weakest, strongest = min(held.values(), default=None), max(claims.values(), default=None)

    tied: list[str] = []
    tied_seats = 0
    if weakest is not None and weakest == strongest:
        holders = [unit for unit, priority in held.items() if priority == weakest]
        tied = sorted(holders + [unit for unit, priority in claims.items() if priority == weakest])
        tied_seats = len(holders)
        for unit in holders:
            result[unit] -= 1
    suffix = "-squared" if signposts.power == 2 else ""
    bounds = {"lower": strongest, "upper": weakest}
    certificate = {name + suffix: _ratio(bound) for name, bound in bounds.items() if bound is not None}
    return Apportionment(result, tuple(tied), tied_seats, certificate)


def _for_so_many(
    weights: Mapping[str, int], seats: int, least: Mapping[str, int], signposts: Signposts
) -> dict[str, int]:
    """Round by the divisor total / seats, then add seats where the claim is strongest or take them where it is weakest.

    Rounding by one divisor gives the right apportionment of some number of seats, and each step that of one more or one
    less, so that the end is right for ``seats``, ties apart.
    """
    if seats == 0 or not any(weights.values()):
        return dict(least)
    divisor = Fraction(sum(weights.values()), seats)
    result = {unit: max(least[unit], signposts.rounded(weight, divisor)) for unit, weight in weights.items()}
    missing = seats - sum(result.values())
    if missing > 0:
        claims = [(-signposts.priority(weight, result[unit]), unit) for unit, weight in weights.items() if weight]
        heapify(claims)
        for _ in range(missing):
            unit = claims[0][1]
            result[unit] += 1
            heapreplace(claims, (-signposts.priority(weights[unit], result[unit]), unit))
        return result
    held = [
        (signposts.priority(weights[unit], count - 1), unit) for unit, count in result.items() if count > least[unit]
    ]
    heapify(held)
    for _ in range(-missing):
        unit = held[0][1]
        result[unit] -= 1
        if result[unit] > least[unit]:
            heapreplace(held, (signposts.priority(weights[unit], result[unit] - 1), unit))
        else:
            heappop(held)
    return result


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
