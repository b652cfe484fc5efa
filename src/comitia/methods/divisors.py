"""The signposts of the five classic divisor methods, in exact arithmetic.

A divisor method divides every weight by the same divisor and rounds the quotients; the methods differ in where,
between k and k + 1, they round up: at the signpost d(k). Huntington-Hill's signposts are square roots, so that it is
worked in squares: ``power`` is 2, and weights, signposts and divisors are all squared (Balinski and Young, *Fair
Representation*, 2nd ed., 2001).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

import msgspec


class Signposts(msgspec.Struct, frozen=True):
    """Where a method rounds up: ``at(k)`` is d(k) to the ``power``, as numerator and denominator."""

    at: Callable[[int], tuple[int, int]]
    power: int = 1

    @property
    def first_seat_is_free(self) -> bool:
        """d(0) is 0: whatever its weight, a unit that has any gets a seat."""
        return self.at(0)[0] == 0

    def priority(self, weight: int, seats: int) -> Fraction:
        """The claim of a unit with ``seats`` to one more: the largest divisor, to the power, that still gives it."""
        numerator, denominator = self.at(seats)
        return Fraction(weight**self.power * denominator, numerator)

    def rounded(self, weight: int, divisor: Fraction) -> int:
        """``weight / divisor`` rounded by these signposts; a quotient right on a signpost is rounded down."""
        quotient = weight / divisor
        whole = quotient.numerator // quotient.denominator
        return whole + (quotient**self.power > Fraction(*self.at(whole)))


DIVISOR_METHODS = {
    "adams": Signposts(lambda k: (k, 1)),
    "dean": Signposts(lambda k: (2 * k * (k + 1), 2 * k + 1)),
    "huntington-hill": Signposts(lambda k: (k * (k + 1), 1), power=2),
    "webster": Signposts(lambda k: (2 * k + 1, 2)),
    "jefferson": Signposts(lambda k: (k + 1, 1)),
}


def by_divisor(
    weights: Mapping[str, int], seats: int, signposts: Signposts, least: Mapping[str, int], most: Mapping[str, int]
) -> tuple[dict[str, int], tuple[str, ...], int, dict[str, str]]:
    """Seats, tied units, tied seats and certificate; see ``Apportionment``."""
    result = _for_so_many(weights, seats, signposts, least, most)
    held = {unit: signposts.priority(weights[unit], count - 1) for unit, count in result.items() if count > least[unit]}
    claims = {unit: signposts.priority(weights[unit], count) for unit, count in result.items() if count < most[unit]}
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
    return result, tuple(tied), tied_seats, certificate


def _for_so_many(
    weights: Mapping[str, int], seats: int, signposts: Signposts, least: Mapping[str, int], most: Mapping[str, int]
) -> dict[str, int]:
    """Round by the divisor total / seats, then add seats where the claim is strongest or take them where it is weakest.

    Rounding by one divisor gives the right apportionment of some number of seats, and each step that of one more or one
    less, so that the end is right for ``seats``, ties apart.
    """
    if seats == 0 or not any(weights.values()):
        return dict(least)
    divisor = Fraction(sum(weights.values()), seats)
    result = {
        unit: min(most[unit], max(least[unit], signposts.rounded(weight, divisor))) for unit, weight in weights.items()
    }
    missing = seats - sum(result.values())
    adding = missing > 0
    step, last = (1, most) if adding else (-1, least)
    sign, at = (-1, 0) if adding else (1, -1)
    queue = [
        (sign * signposts.priority(weights[unit], count + at), unit)
        for unit, count in result.items()
        if count != last[unit]
    ]
    heapify(queue)
    for _ in range(abs(missing)):
        unit = queue[0][1]
        result[unit] += step
        if result[unit] == last[unit]:
            heappop(queue)
        else:
            heapreplace(queue, (sign * signposts.priority(weights[unit], result[unit] + at), unit))
    return result


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
