"""The signposts of the five classic divisor methods, in exact arithmetic.

A divisor method divides every weight by the same divisor and rounds the quotients; the methods differ in where,
between k and k + 1, they round up: at the signpost d(k). Huntington-Hill's signposts are square roots, so that it is
worked in squares: ``power`` is 2, and weights, signposts and divisors are all squared (Balinski and Young, *Fair
Representation*, 2nd ed., 2001).
"""

from collections.abc import Callable
from fractions import Fraction

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
