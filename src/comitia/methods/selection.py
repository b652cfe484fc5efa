"""Quota selection: the slate of greatest total weight within lower and upper limits for groups, proved to be that.

The solver works in floating point, so nothing that it says is believed: its slate is checked in integers, and a slate
is returned only with an exact proof that none weighs more (see ``slate_proof.py``). The proof can be repeated by hand
from ``prices``: give every person the weight plus the prices of the groups that the person is in, and add up the
greatest of these, as many as there are places; take off price x ``least`` for a positive price and price x ``most``
for a negative one. What is left is at least the total of any slate within the limits (Lagrange; Geoffrion 1974).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from comitia.methods.slate import Bound, Pool, Solver
from comitia.methods.slate_proof import heaviest
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
UNPROVED = rule(
    "selection.unproved",
    says=N_("A slate is chosen only with a proof that no other within the limits weighs more."),
    refusal=N_(
        "the best slate found weighs {total}, none weighs more than {upper}, and the proof stopped after {nodes} steps"
    ),
    cure=N_("lower the number of limits that overlap"),
)


class Selection(msgspec.Struct, frozen=True):
    """The ``chosen``, by id, and their ``total`` weight.

    ``prices`` has, by a bound's id, how much more (positive: ``least`` binds) or less (negative: ``most`` binds) its
    members would have to weigh for the limit to be needless; bounds without a price are left out. ``upper`` is the
    whole part of what the prices prove (see the module's text): mostly ``total`` itself. Where it is more, no prices
    prove all, and the rest was proved by exact branch and bound.
    """

    chosen: tuple[str, ...]
    total: int
    prices: dict[str, Fraction]
    upper: int


def select(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], nodes: int = 20_000) -> Selection:
    """Choose exactly ``places`` of the ids of ``weights`` (not negative), within all ``bounds``, of greatest total
    weight.

    Where several slates weigh the same, which of them is chosen depends on ids only, never on an order; weights with
    lot numbers in them decide that openly. Raises RuleBroken: ``selection.candidates``; ``selection.infeasible`` with
    limits that cannot be met together although any one fewer of them can; ``selection.unproved`` where ``nodes`` steps
    of branch and bound were too few.
    """
    if len(weights) < places:
        raise TOO_FEW.broken(candidates=len(weights), places=places, missing=places - len(weights))
    pool = Pool(weights, places, bounds)
    solver = Solver(pool)
    found = solver.heaviest_slate()
    if found is None:
        limits = ", ".join(conflict(solver, bounds))
        raise INFEASIBLE.broken(places=places, candidates=len(weights), limits=limits)
    proof = heaviest(pool, solver, found, nodes)
    total = pool.total(proof.slate)
    if not proof.complete:
        raise UNPROVED.broken(total=total, upper=proof.upper, nodes=nodes)
    prices = {bound.id: price for bound, price in zip(bounds, proof.prices, strict=True) if price}
    return Selection(tuple(sorted(pool.ids[person] for person in proof.slate)), total, prices, proof.upper)


def conflict(solver: Solver, bounds: Sequence[Bound]) -> Iterable[str]:
    """A smallest set of limits that cannot be met together, each with its figure: drop any one and the others can.

    A deletion filter (Chinneck, *Feasibility and Infeasibility in Optimization*, 2008) over integer solutions, so that
    it also finds conflicts that only whole persons have.
    """
    kept = {(index, side) for index in range(len(bounds)) for side in ("least", "most")}
    for limit in sorted(kept):
        if not solver.feasible(kept - {limit}):
            kept.discard(limit)
    for index, side in sorted(kept):
        bound = bounds[index]
        yield f"{bound.id} ≥ {bound.least}" if side == "least" else f"{bound.id} ≤ {bound.most}"
