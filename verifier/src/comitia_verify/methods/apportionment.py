"""Apportionment: the stated seats are those that the charter's method gives, and a tie was settled by the lot.

Nothing has to be computed anew: the seats are right exactly if no unit's claim to one more seat is stronger than any
unit's claim to its last one (Balinski and Young, *Fair Representation*, 2nd ed., 2001). Claims of Huntington-Hill are
compared by their squares; under largest remainder a claim is the entitlement that is not yet met.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from comitia_verify.findings import must, same
from comitia_verify.methods.lots import draw

UNFAIR = "the seats are not those of the method: one unit holds a seat that another one claims"
SIGNPOSTS: dict[str, Callable[[int], Fraction]] = {
    "adams": Fraction,
    "dean": lambda seats: Fraction(2 * seats * (seats + 1), 2 * seats + 1),
    "huntington-hill": lambda seats: Fraction(seats * (seats + 1)),
    "webster": lambda seats: seats + Fraction(1, 2),
    "jefferson": lambda seats: Fraction(seats + 1),
}


def check_seats(charter: Any, stated: Any, seed: str) -> None:
    """``stated`` is the body of ``seats.apportioned``. Raises Wrong."""
    plan, seats = charter.seats, stated.seats
    members = {unit.id: unit.members for unit in charter.units}
    same("units", sorted(seats), sorted(members))
    same("sum of the seats", sum(seats.values()), plan.total)
    certificate: dict[str, Fraction] = {}
    winners, losers, lot = set[str](), set[str](), tuple[str, ...]()
    if plan.method == "fixed":
        same("seats", seats, {unit.id: unit.seats for unit in charter.units})
    else:
        rest, quota = _hare(members, plan) if plan.method == "hamilton" else (members, Fraction(0))
        claim = _claims(rest, plan.method, quota)
        must(min(seats.values()) >= plan.minimum, "a unit has fewer seats than it must have")
        must(all(seats[unit] == plan.minimum for unit in members.keys() - rest.keys()), UNFAIR)
        to_more = {unit: claim(unit, seats[unit]) for unit in rest}
        to_last = {unit: claim(unit, seats[unit] - 1) for unit in rest if seats[unit] > plan.minimum}
        must(None not in to_more.values(), "a unit has fewer seats than it must have")
        strongest = max((each for each in to_more.values() if each is not None), default=None)
        weakest = min((each for each in to_last.values() if each is not None), default=None)
        must(weakest is None or strongest is None or strongest <= weakest, UNFAIR)
        if strongest == weakest:
            winners = {unit for unit, each in to_last.items() if each == weakest}
            losers = {unit for unit, each in to_more.items() if each == weakest}
        suffix = "-squared" if plan.method == "huntington-hill" else ""
        cut = weakest * quota if weakest is not None and weakest < 1 else None
        bounds = (
            {"quota": quota, "remainder": cut} if quota else {f"lower{suffix}": strongest, f"upper{suffix}": weakest}
        )
        certificate = {name: bound for name, bound in bounds.items() if bound is not None}
    same("certificate", stated.certificate, certificate)
    if losers:
        must(seed, "there is no seed to draw lots from")
        lot = draw(seed, "seats", winners | losers)
        same("units that won the lot", sorted(winners), sorted(lot[: len(winners)]))
    same("lot", (stated.lot, stated.lot_seats), (lot, len(winners) if losers else 0))


def _claims(members: Mapping[str, int], method: str, quota: Fraction) -> Callable[[str, int], Fraction | None]:
    """The claim of a unit with so many seats to one more; None is stronger than all others."""
    power = 2 if method == "huntington-hill" else 1

    def claim(unit: str, seats: int) -> Fraction | None:
        if quota:
            return members[unit] / quota - seats
        post = SIGNPOSTS[method](seats)
        return members[unit] ** power / post if post else None

    return claim


def _hare(members: Mapping[str, int], plan: Any) -> tuple[dict[str, int], Fraction]:
    """Units whose entitlement is below the minimum are set aside with it, again and again; the quota of the others."""
    rest, seats = dict(members), plan.total
    while small := [unit for unit, own in rest.items() if own * seats < plan.minimum * sum(rest.values())]:
        seats -= plan.minimum * len(small)
        rest = {unit: own for unit, own in rest.items() if unit not in small}
    must(seats >= 0, "a unit has fewer seats than it must have")
    return (rest, Fraction(sum(rest.values()), seats)) if rest and seats else ({}, Fraction(0))
