"""The search for the heaviest slate, in floating point: what it finds is checked, and proved, elsewhere.

Most persons are far from the cut, and prices tell who. So the relaxation is solved over those near it, taking others in
as the prices move (*sifting*: Bixby and others 1992), and whole slates are sought among the few whom the prices leave
open (a *core*: Balas and Zemel 1980). Both answer for the whole pool.
"""

import numpy as np

from comitia.methods.programme import Floats, Programme
from comitia.methods.slate import PARTS, Ceiling, Flags, Numbers, Pool, Prices, ceiling, whole_numbers

NEAR = 500
"""How many on either side of the cut the relaxation starts with; as many more may come in at once."""
CORE = 32
"""How many on either side of the cut the first search for a slate looks at."""
DEAR = 64.0
"""What it costs to miss a limit by one, where the weights are at most 1 from the cut."""
ROUNDS = 30
"""After so many rounds of sifting nobody is left out again, so that it ends."""
TINY = 1e-7
FINE = 2**40
"""Duals are read to so small a part."""
LARGEST = 2.0**20
"""The largest worth that the solver sees: so that its tolerances are small beside a supporter."""


def relaxed_prices(pool: Pool) -> Prices:
    """Prices that prove about as little as prices can, by support; nothing where none are found."""
    free = np.zeros(len(pool.least), np.int64)
    if not len(pool.ids) or not pool.places:
        return free
    support = pool.support
    distance = support - np.sort(support)[-pool.places]
    unit = int(abs(distance).max()) or 1
    duals = _sifted(pool, (distance / unit).astype(np.float64))
    return min(
        [free, *rounded(duals, unit * pool.lots * PARTS, pool.lots * PARTS)],
        key=lambda prices: ceiling(pool, prices).value,
    )


def rounded(duals: Floats, unit: int, whole: int = PARTS) -> list[Prices]:
    """Prices from a solver's duals, which are in ``unit`` parts: as many times ``whole`` parts, and as they are."""
    exact = [int(dual * FINE) * unit for dual in duals.tolist()]
    return [
        whole_numbers([(price + FINE * whole // 2) // (FINE * whole) * whole for price in exact]),
        whole_numbers([(price + FINE // 2) // FINE for price in exact]),
    ]


def _sifted(pool: Pool, worth: Floats) -> Floats:
    """The duals of the bounds in the relaxation over the whole pool. ``worth`` is at most 1 either way."""
    least, most = asked(pool)
    size = len(least)
    programme = Programme(least, most, presolve="off", solver="simplex")
    missed = np.concatenate([np.eye(size), -np.eye(size)])
    programme.add(np.full(2 * size, -DEAR), np.full(2 * size, np.inf), missed)
    taken, filled = np.zeros(len(worth), bool), np.zeros(len(worth), bool)
    in_order = np.argsort(-worth, kind="stable")
    filled[in_order[: pool.places]] = True
    coming, round, duals = in_order[max(0, pool.places - NEAR) : pool.places + NEAR], 0, np.zeros(size)
    while len(coming):
        round += 1
        taken[coming] = True
        inside = np.column_stack([pool.kinds[pool.kind[coming]], np.ones(len(coming))])
        programme.add(worth[coming], np.ones(len(coming)), inside)
        fixed = np.flatnonzero(filled & ~taken)
        counts = np.append(pool.counts(fixed), len(fixed))
        programme.limit(least - counts, most - counts)
        answer = programme.solve()
        if answer is None:
            break
        duals = answer.duals
        reduced = worth + (pool.kinds @ duals[:-1] + duals[-1])[pool.kind]
        wrong = np.flatnonzero(~taken & np.where(filled, reduced < -TINY, reduced > TINY))
        coming = wrong[np.argsort(-abs(reduced[wrong]), kind="stable")][:NEAR]
        if round < ROUNDS and answer.values[: 2 * size].sum() < TINY:
            filled = reduced > 0
    return duals[:-1]


def found(pool: Pool, prices: Prices) -> Numbers | None:
    """The heaviest slate by support, and of these by lots, as far as floating point can tell; None if there is none.

    Persons are given by their places in the pool.
    """
    top = ceiling(pool, prices)
    slate, width = None, CORE
    while True:
        start, end = _near_the_cut(pool, top, width)
        looked_at = np.sort(top.in_order[start:end])
        slate = _heaviest(pool, slate, _best(pool, np.sort(top.in_order[:start]), looked_at, slate))
        if slate is not None:
            support = pool.total(slate) // pool.lots
            needed, open = top.decided(support * pool.lots)
            if support >= top.value // (PARTS * pool.lots) or np.isin(open, looked_at).all():
                break
            if len(open) < 4 * len(looked_at):
                slate = _heaviest(pool, slate, _best(pool, needed, open, slate))
                break
        if width >= len(pool.ids):
            break
        width *= 4
    return None if slate is None else _by_lot(pool, *top.decided(pool.total(slate) // pool.lots * pool.lots), slate)


def _near_the_cut(pool: Pool, top: Ceiling, width: int) -> tuple[int, int]:
    """Whom to look at, by their place in the order of worth; without lots all who are worth what the cut is, since
    equals then stand kind by kind."""
    start, end = max(0, pool.places - width), pool.places + width
    if pool.lots > 1 or not len(pool.ids):
        return start, end
    equal = np.flatnonzero(top.worth[top.in_order] == top.cut)
    return min(start, int(equal[0])), max(end, int(equal[-1]) + 1)


def _heaviest(pool: Pool, *slates: Numbers | None) -> Numbers | None:
    return max((slate for slate in slates if slate is not None), key=pool.total, default=None)


def _best(pool: Pool, chosen: Numbers, open: Numbers, known: Numbers | None = None) -> Numbers | None:
    """The slate with the chosen, and some of those who are open, that has the most support."""
    rest = pool.among(chosen, open)
    support = rest.support
    worth = (support - support[len(support) // 2]).astype(np.float64) if len(support) else np.zeros(0)
    answer = _chosen(rest, worth, known=None if known is None else np.isin(open, known))
    return None if answer is None else np.sort(np.concatenate([chosen, open[answer]]))


def _by_lot(pool: Pool, chosen: Numbers, open: Numbers, slate: Numbers) -> Numbers:
    """Of the slates with the chosen, and some of those who are open, and with as much support, the one with the highest
    lots together."""
    if pool.lots == 1 or not len(open):
        return slate
    rest = pool.among(chosen, open)
    support = rest.support
    middle = support[len(support) // 2]
    least = pool.total(slate) // pool.lots - pool.total(chosen) // pool.lots - middle * rest.places
    lots = rest.weights % pool.lots
    answer = _chosen(
        rest,
        (lots - lots.min()).astype(np.float64),
        as_heavy=((support - middle).astype(np.float64), float(least)),
        known=np.isin(open, slate),
    )
    return slate if answer is None else max(slate, np.sort(np.concatenate([chosen, open[answer]])), key=pool.total)


def _chosen(
    pool: Pool, worth: Floats, as_heavy: tuple[Floats, float] | None = None, known: Flags | None = None
) -> Numbers | None:
    """The slate that is worth most; ``as_heavy``: what each person weighs, and the least they weigh together.

    ``known`` is one to start from.
    """
    inside, least, most = rows(pool)
    if not len(worth) or (least > most).any():
        return np.zeros(0, np.int64) if (least <= 0).all() and (most >= 0).all() else None
    if as_heavy is not None:
        inside = np.column_stack([inside, as_heavy[0]])
        least, most = np.append(least, as_heavy[1]), np.append(most, np.inf)
    programme = Programme(least, most)
    programme.add(min(1.0, LARGEST / max(abs(worth).max(), 1)) * worth, np.ones(len(worth)), inside, whole=True)
    if known is not None:
        programme.start(known.astype(np.float64))
    answer = programme.solve()
    slate = None if answer is None else np.flatnonzero(answer.values > 0.5)
    return slate if slate is None or pool.allows(slate) else None


def rows(pool: Pool) -> tuple[Floats, Floats, Floats]:
    """Whom each bound counts, and the places at the end, with what is asked."""
    return np.column_stack([pool.inside, np.ones(len(pool.kind))]).astype(np.float64), *asked(pool)


def asked(pool: Pool) -> tuple[Floats, Floats]:
    """The least and the most of each bound, and the places at the end."""
    least, most = np.append(pool.least, pool.places), np.append(pool.most, pool.places)
    return least.astype(np.float64), most.astype(np.float64)
