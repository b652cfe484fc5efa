"""Quota selection: the slate of greatest total weight within lower and upper limits for groups, and its proof.

The solver works in floating point, so nothing that it says is believed: its slate is checked in integers, and prices
say exactly how much more another slate could weigh (see ``slate_proof.py``): mostly nothing. The proof can be repeated
by hand from ``prices``: give every person the weight plus the prices of the groups that the person is in, and add up
the greatest of these, as many as there are places; take off price x ``least`` for a positive price and price x ``most``
for a negative one. What is left is at least the total of any slate within the limits (Lagrange; Geoffrion 1974).

Lots decide between slates of equal weight: each counts as a part of a unit of weight, so small that all together are
less than one. So the same prices, with lots counted in, prove that the lots decided.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from comitia.methods.contradiction import contradictions
from comitia.methods.slate import PARTS, Bound, Pool
from comitia.methods.slate_proof import heaviest
from comitia.methods.slate_search import found, relaxed_prices
from comitia.rules import rule
from comitia.texts import N_

__all__ = ["Bound", "Selection", "select"]

TOO_FEW = rule(
    "selection.candidates",
    says=N_("There are at least as many candidates as places to choose for."),
    refusal=N_("candidates: {candidates}; places: {places}"),
    cure=N_("find {missing} more to stand, or choose fewer"),
)
INFEASIBLE = rule(
    "selection.infeasible",
    says=N_("The limits for groups can all be met by the candidates there are."),
    refusal=N_("no choice of {places} of {candidates} candidates meets these limits together: {limits}"),
    cure=N_("change one of these limits, or find candidates who meet them"),
)
NODES = 10
"""Steps of branch and bound, or as many as there are fifties of people, before a proof is given up. Then there is only
the solver's word for a gap that is left; to be sure of the last vote would take longer than to choose."""


class Selection(msgspec.Struct, frozen=True):
    """The ``chosen``, by id, and their ``total`` weight.

    ``prices`` has, by a bound's id, how much more (positive: ``least`` binds) or less (negative: ``most`` binds) its
    members would have to weigh for the limit to be needless; bounds without a price are left out. ``upper`` is what
    the prices prove: no slate weighs more. It is mostly ``total`` itself. ``proved``: no slate weighs more than
    ``total``, by prices or by exact branch and bound; otherwise that is what a solver that leaves no gap says, in
    floating point, and only ``upper`` is certain.
    """

    chosen: tuple[str, ...]
    total: int
    prices: dict[str, Fraction]
    upper: int
    proved: bool


def select(
    weights: Mapping[str, int],
    places: int,
    bounds: Sequence[Bound],
    lots: Mapping[str, int] | None = None,
    nodes: int | None = None,
) -> Selection:
    """Choose exactly ``places`` of the ids of ``weights`` (not negative), within all ``bounds``, of greatest total
    weight; of several such, the one whose ``lots`` (not negative either) add up to most.

    Where both are equal, which of them is chosen depends on ids only, never on an order. ``nodes``: of branch and
    bound, at most; see ``NODES``. Raises RuleBroken: ``selection.candidates``; ``selection.infeasible`` with limits
    that cannot be met together although any one fewer of them can.
    """
    if len(weights) < places:
        raise TOO_FEW.broken(candidates=len(weights), places=places, missing=places - len(weights))
    in_order = sorted(bounds, key=lambda bound: bound.id)
    pool = Pool.of(weights, lots or {}, places, in_order)
    prices = relaxed_prices(pool)
    slate = found(pool, prices)
    if slate is None:
        sign = {"least": "≥", "most": "≤"}
        for conflict in contradictions(weights, places, bounds, at_most=1):
            limits = ", ".join(f"{demand.bound} {sign[demand.side]} {demand.figure}" for demand in conflict)
            raise INFEASIBLE.broken(places=places, candidates=len(weights), limits=limits)
        raise ArithmeticError("the solver finds no slate, and no contradiction either")
    proof = heaviest(pool, slate, prices, max(NODES, len(weights) // 50) if nodes is None else nodes)
    return Selection(
        chosen=tuple(sorted(pool.ids[person] for person in proof.slate)),
        total=pool.total(proof.slate) // pool.lots,
        prices={
            bound.id: Fraction(price, PARTS * pool.lots)
            for bound, price in zip(in_order, proof.prices.tolist(), strict=True)
            if price
        },
        upper=proof.upper,
        proved=proof.complete,
    )
