"""Apportionment: the stated seats are those that the charter's method gives, part by part, and no tie was cheated.

Nothing has to be computed anew: the seats are right exactly if no unit's claim to one more seat is stronger than any
unit's claim to its last one (Balinski and Young, *Fair Representation*, 2nd ed., 2001). Claims of Huntington-Hill are
compared by their squares; under largest remainder a claim is the entitlement that is not yet met.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from comitia_verify.findings import must, same
from comitia_verify.methods.biproportion import check_cells
from comitia_verify.methods.lots import draw

UNFAIR = "the seats are not those of the method: one unit holds a seat that another one claims"
BOUNDS = "a unit has fewer seats than it must have, or more than it may"
SIGNPOSTS: dict[str, Callable[[int], Fraction]] = {
    "adams": Fraction,
    "dean": lambda seats: Fraction(2 * seats * (seats + 1), 2 * seats + 1),
    "huntington-hill": lambda seats: Fraction(seats * (seats + 1)),
    "webster": lambda seats: seats + Fraction(1, 2),
    "jefferson": lambda seats: Fraction(seats + 1),
}
Tied = dict[str, tuple[tuple[str, ...], int]]  # by part: the units, and how many seats they are tied for


def check_seats(charter: Any, stated: Any, seed: str) -> Tied:
    """``stated`` is the body of ``seats.apportioned``. Gives the ties that a decision has to settle. Raises Wrong."""
    plan = charter.seats
    before = {unit.id: unit.seats or _own(unit.base, plan.base) for unit in charter.units}
    sharing = [unit for unit in charter.units if not unit.seats]
    left = plan.total - sum(before.values())
    whole = SimpleNamespace(id="members", basis="members", share=Fraction(1), seats=0, method=None)
    parts = () if plan.method == "fixed" else plan.parts or (whole,)
    same("parts", [(part.id, part.basis) for part in stated.parts], [(part.id, part.basis) for part in parts])
    waiting: Tied = {}
    for part, own in zip(parts, stated.parts, strict=True):
        weights = {unit.id: figure(unit, part.basis) for unit in sharing}
        same("units", sorted(own.seats), sorted(weights))
        if plan.method == "steps":
            given = {unit: _step(plan.steps, weight) for unit, weight in weights.items()}
            same("seats", (own.seats, own.certificate, own.tied, own.tied_seats), (given, {}, (), 0))
            continue
        seats, tied = dict(own.seats), set(own.tied)
        must(tied <= weights.keys() and own.tied_seats <= len(tied), UNFAIR)
        if plan.tie == "decision" and tied:
            waiting[part.id] = own.tied, own.tied_seats
            seats |= {unit: seats[unit] + 1 for unit in own.tied[: own.tied_seats]}  # whoever gets them
        same("sum of the seats", sum(seats.values()), part.seats if part.share is None else part.share * left)
        bounds = {unit.id: (0, plan.total + 1) for unit in sharing}
        if len(parts) == 1:
            bounds = {unit.id: _bounds(plan, unit, before[unit.id]) for unit in sharing}
        bounds |= {unit: (least, least) for unit, (least, _) in bounds.items() if not weights[unit]}
        winners, losers = _check_part(part.method or plan.method, weights, seats, bounds, own.certificate)
        drawn = tuple(sorted(winners | losers)) if losers else ()
        if drawn and plan.tie == "lot":
            must(seed, "there is no seed to draw lots from")
            drawn = draw(seed, f"seats/{part.id}", drawn)
            same("units that won the lot", sorted(winners), sorted(drawn[: len(winners)]))
        same("tied", (own.tied, own.tied_seats), (drawn, len(winners) if losers else 0))
    pending = sum(seats for _, seats in waiting.values())
    same("sum of the seats", sum(stated.seats.values()) + pending, plan.total)
    together = {unit: own + sum(part.seats.get(unit, 0) for part in stated.parts) for unit, own in before.items()}
    same("seats", stated.seats, together)
    check_cells(charter, stated.seats, stated.cells, seed)
    return waiting


def figure(unit: Any, basis: str) -> int:
    return int({"members": unit.members, "organisations": unit.organisations}.get(basis, unit.figures.get(basis, 0)))


def _own(own: int | None, of_all: int) -> int:
    return of_all if own is None else own


def _bounds(plan: Any, unit: Any, before: int) -> tuple[int, int]:
    """The least and the most that the unit has of the one part."""
    limit = unit.maximum or plan.maximum or plan.total + before + 1
    return max(0, _own(unit.minimum, plan.minimum) - before), limit - before


def _step(steps: Any, members: int) -> int:
    """The seats of the first step that reaches so many members; -1, which no unit can have, where none does."""
    return int(next((step.seats for step in steps if step.up_to is None or members <= step.up_to), -1))


def _check_part(
    method: str,
    weights: Mapping[str, int],
    seats: Mapping[str, int],
    bounds: Mapping[str, tuple[int, int]],
    certificate: Mapping[str, Fraction],
) -> tuple[set[str], set[str]]:
    """No unit's claim to one more seat is stronger than a unit's claim to its last one.

    Where the strongest of the former equals the weakest of the latter: the units that have such a seat, and those that
    have none.
    """
    must(all(least <= seats[unit] <= most for unit, (least, most) in bounds.items()), BOUNDS)
    rest, quota = dict(weights), Fraction(0)
    if method not in SIGNPOSTS:
        rest, quota = _remainders(weights, seats, bounds, method)
    claim = _claims(rest, method, quota)
    to_more = {unit: claim(unit, seats[unit]) for unit in rest if seats[unit] < bounds[unit][1]}
    to_last = {unit: claim(unit, seats[unit] - 1) for unit in rest if seats[unit] > bounds[unit][0]}
    must(None not in to_more.values(), BOUNDS)
    strongest = max((each for each in to_more.values() if each is not None), default=None)
    weakest = min((each for each in to_last.values() if each is not None), default=None)
    must(weakest is None or strongest is None or strongest <= weakest, UNFAIR)
    suffix = "-squared" if method == "huntington-hill" else ""
    known = {f"lower{suffix}": strongest, f"upper{suffix}": weakest}
    if method not in SIGNPOSTS:
        cut = weakest * quota if weakest is not None and weakest < 1 else None
        known = {"quota": quota or None, "remainder": cut}
    same("certificate", certificate, {name: bound for name, bound in known.items() if bound is not None})
    if weakest is None or strongest != weakest:
        return set(), set()
    tied = [{unit for unit, each in claims.items() if each == weakest} for claims in (to_last, to_more)]
    return tied[0], tied[1]


def _claims(weights: Mapping[str, int], method: str, quota: Fraction) -> Callable[[str, int], Fraction | None]:
    """The claim of a unit with so many seats to one more; None is stronger than all others."""
    power = 2 if method == "huntington-hill" else 1

    def claim(unit: str, seats: int) -> Fraction | None:
        if quota:
            return weights[unit] / quota - seats
        post = SIGNPOSTS[method](seats)
        return weights[unit] ** power / post if post else None

    return claim


def _remainders(
    weights: Mapping[str, int], seats: Mapping[str, int], bounds: Mapping[str, tuple[int, int]], method: str
) -> tuple[dict[str, int], Fraction]:
    """The units that have seats by their entitlement, and the quota of a seat among them.

    Units without a choice between their bounds are set aside. Of the others, those whose entitlement is below their
    least, or not below their most, are set aside with just that: first the ones or the others, whichever lack more, or
    have more too much, together; and again among the rest. Raises Wrong.
    """
    rest = {unit: own for unit, own in weights.items() if bounds[unit][0] < bounds[unit][1]}
    left = sum(seats.values())
    left -= sum(least for unit, (least, _) in bounds.items() if unit not in rest)
    while rest and left > 0:
        whole = sum(rest.values())
        quota = Fraction(whole // (left + 1) + 1) if method == "droop" else Fraction(whole, left)
        short = {unit: bounds[unit][0] - own / quota for unit, own in rest.items() if own < bounds[unit][0] * quota}
        over = {unit: own / quota - bounds[unit][1] for unit, own in rest.items() if own >= bounds[unit][1] * quota}
        if not short and not over:
            return rest, quota
        lacking, too_much = sum(short.values()), sum(over.values())
        for unit in [*(short if lacking >= too_much else ()), *(over if too_much >= lacking else ())]:
            must(seats[unit] == bounds[unit][unit in over], UNFAIR)
            left -= seats[unit]
            del rest[unit]
    must(left == 0 and all(seats[unit] == bounds[unit][0] for unit in rest), UNFAIR)
    return {}, Fraction(0)
