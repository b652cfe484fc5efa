"""A quota of the whole, split over units: the parts make the whole, and no unit has a stronger claim to one more.

How many of the group a unit can have at most was found by whoever split the quota: here it is only known that so many
stand. The certificate bounds the divisors by which every unit's seats give its part, rounded, or its most.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from comitia_verify.findings import must, same
from comitia_verify.methods.lots import draw


def check_split(body: Any, whole: int, seats: Mapping[str, int], able: Mapping[str, int], seed: str) -> None:
    """``body`` of ``quota.split``; ``whole``: so many people; ``seats`` of the units; ``able``: who could be of the
    group there at most. Raises Wrong."""
    parts, most = body.parts, body.most
    same("units", (sorted(parts), sorted(most)), (sorted(seats), sorted(seats)))
    same("sum of the parts", sum(parts.values()), whole)
    fits = all(parts[unit] <= most[unit] <= able[unit] for unit in parts)
    must(fits, "a unit has a larger part of the quota than people who could meet it")
    to_more = {unit: Fraction(2 * own, 2 * parts[unit] + 1) for unit, own in seats.items() if parts[unit] < most[unit]}
    to_last = {unit: Fraction(2 * own, 2 * parts[unit] - 1) for unit, own in seats.items() if parts[unit]}
    bounds = {"lower": max(to_more.values(), default=None), "upper": min(to_last.values(), default=None)}
    strongest, weakest = bounds["lower"], bounds["upper"]
    fair = strongest is None or weakest is None or strongest <= weakest
    must(fair, "the quota is not split by the seats: one unit has a part that another one claims")
    same("certificate", body.certificate, {name: bound for name, bound in bounds.items() if bound is not None})
    winners = [unit for unit, claim in to_last.items() if claim == strongest]
    tied = {*winners, *(unit for unit, claim in to_more.items() if claim == weakest)} if winners else set[str]()
    lot = draw(seed, f"quota/{body.quota}", tied)
    same("units that won the lot", sorted(winners), sorted(lot[: len(winners)]))
    same("lot", (body.lot, body.lot_seats), (lot, len(winners)))
