"""The five classic divisor methods: every weight is divided by the same divisor, and the quotients are rounded.

The methods differ in where, between k and k + 1, they round up: at the signpost d(k). Huntington-Hill's signposts are
square roots, so that it is worked in squares: ``power`` is 2, and weights, signposts and divisors are all squared
(Balinski and Young, *Fair Representation*, 2nd ed., 2001).

Floats put the work in order and never decide: they find seats that are nearly right (the jump to a good divisor is that
of Pukelsheim, *Proportional Representation*, 2nd ed., 2017, 4.6), and the few units whose claims are the strongest or
the weakest within an error far above theirs. Among those the claims are compared as integers.
"""

from collections.abc import Callable, Sequence
from math import gcd, inf, sqrt
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

_Seats = NDArray[np.int64]
_Claim = tuple[int, int]


class Signposts(msgspec.Struct, frozen=True):
    """Where a method rounds up: ``at(k)`` is d(k) to the ``power``, as numerator and denominator.

    ``beyond`` is how far the signposts lie beyond k on average, where k is large.
    """

    at: Callable[[Any], tuple[Any, Any]]
    beyond: float
    power: int = 1

    @property
    def first_seat_is_free(self) -> bool:
        """d(0) is 0: whatever its weight, a unit that has any gets a seat."""
        return bool(self.at(0)[0] == 0)

    def about(self, seats: Any) -> Any:
        """d(k), nearly, of one k or of many."""
        numerator, denominator = self.at(seats * 1.0)
        return np.sqrt(numerator) if self.power == 2 else numerator / denominator

    def claim(self, weight: int, seats: int) -> tuple[int, int]:
        """The claim of a unit with ``seats`` to one more, as numerator and denominator: the largest divisor, to the
        ``power``, that still gives it."""
        numerator, denominator = self.at(seats)
        return weight**self.power * denominator, numerator


DIVISOR_METHODS = {
    "adams": Signposts(lambda k: (k, 1), 0),
    "dean": Signposts(lambda k: (2 * k * (k + 1), 2 * k + 1), 0.5),
    "huntington-hill": Signposts(lambda k: (k * (k + 1), 1), 0.5, power=2),
    "webster": Signposts(lambda k: (2 * k + 1, 2), 0.5),
    "jefferson": Signposts(lambda k: (k + 1, 1), 1),
}


def by_divisor(
    weights: Sequence[int], seats: int, signposts: Signposts, least: _Seats, most: _Seats
) -> tuple[list[int], list[int], int, dict[str, str]]:
    """Seats, tied units, tied seats and certificate, see ``Apportionment``; units are numbered as they come.

    The least add up to no more than ``seats``, the most to no fewer; a unit without weight has no more than its least.

    Seats are right exactly if no unit's claim to one more is stronger than any unit's claim to its last; so while one
    is, the seat goes there.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        about = np.fromiter(weights, np.float64, len(weights))
        result = _nearly(about, seats, signposts, least, most)
        while True:
            weakest, holders = _extreme(weights, about, result - 1, result > least, signposts, -1)
            strongest, claimants = _extreme(weights, about, result, result < most, signposts, 1)
            if not weakest or not strongest or (difference := _difference(strongest, weakest)) < 0:
                tied, tied_seats = list[int](), 0
                break
            if difference == 0:
                tied, tied_seats = holders + claimants, len(holders)
                result[holders] -= 1
                break
            result[holders[0]] -= 1
            result[claimants[0]] += 1
    suffix = "-squared" if signposts.power == 2 else ""
    bounds = {"lower": strongest, "upper": weakest}
    certificate = {name + suffix: _ratio(*claim) for name, claim in bounds.items() if claim}
    return result.tolist(), tied, tied_seats, certificate


def _nearly(weights: NDArray[np.float64], seats: int, signposts: Signposts, least: _Seats, most: _Seats) -> _Seats:
    """So many seats within the bounds, and nearly the right ones."""
    units = len(weights)
    low, high = 0.0, inf
    divisor = float(weights.sum()) / max(seats + units * (signposts.beyond - 0.5), 1)
    while True:
        quotients = weights / divisor
        result = np.floor(quotients)
        result += quotients > signposts.about(result)
        result = np.minimum(np.maximum(result, least), most).astype(np.int64)
        missing = seats - int(result.sum())
        if 8 * abs(missing) <= units + 32 or high <= low * (1 + 1e-14):
            break
        low, high = (low, divisor) if missing > 0 else (divisor, high)
        divisor = high / 2 if low == 0 else low * 2 if high == inf else sqrt(low) * sqrt(high)
    step, last, at = (1, most, 0) if missing > 0 else (-1, least, -1)
    claims = step * weights / signposts.about(result + at)
    claims[result == last] = -inf
    for _ in range(abs(missing)):
        unit = int(claims.argmax())
        held = int(result[unit]) + step
        result[unit] = held
        claims[unit] = -inf if held == last[unit] else step * weights[unit] / signposts.about(held + at)
    return result


def _extreme(
    weights: Sequence[int],
    about: NDArray[np.float64],
    seats: _Seats,
    among: NDArray[np.bool_],
    signposts: Signposts,
    sign: int,
) -> tuple[_Claim | None, list[int]]:
    """The strongest claim (of ``sign`` 1; the weakest of -1) of units with so many ``seats``, and whose it is."""
    claims = sign * about / signposts.about(seats)
    claims[~among] = -inf
    extreme = float(claims[claims.argmax()])
    if extreme == -inf:
        return None, []
    near = (claims >= extreme - abs(extreme) * 1e-9).nonzero()[0].tolist()
    best, whose = signposts.claim(weights[near[0]], int(seats[near[0]])), [near[0]]
    for unit in near[1:]:
        claim = signposts.claim(weights[unit], int(seats[unit]))
        difference = sign * _difference(claim, best)
        if difference > 0:
            best, whose = claim, [unit]
        elif difference == 0:
            whose.append(unit)
    return best, whose


def _difference(one: _Claim, other: _Claim) -> int:
    """Above, at or below 0 as one claim is stronger than the other, equal or weaker."""
    return one[0] * other[1] - other[0] * one[1]


def _ratio(numerator: int, denominator: int) -> str:
    divisor = gcd(numerator, denominator)
    return f"{numerator // divisor}/{denominator // divisor}"
