"""The least change of limits that makes a choice possible, where nobody can meet them all.

An elastic programme (Chinneck, *Feasibility and Infeasibility in Optimization*, 2008) over whole numbers of people by
kind: every limit may give way, at its weight for each person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush

import msgspec
import numpy as np

from comitia.methods.crowd import Crowd, Limit, Side
from comitia.methods.slate import Bound


class Change(msgspec.Struct, frozen=True, order=True):
    """One side of a bound, and what it has to become."""

    bound: str
    side: Side
    was: int
    becomes: int


class Relaxation(msgspec.Struct, frozen=True):
    """Changes that together make a choice possible, and what they cost: the weight of each x how far it goes."""

    changes: tuple[Change, ...]
    cost: int


def relaxations(
    people: Iterable[str],
    places: int,
    bounds: Sequence[Bound],
    weights: Mapping[tuple[str, Side], int | None] | None = None,
    at_most: int = 3,
) -> tuple[Relaxation, ...]:
    """The changes of least cost that let a choice of so many people meet all limits, and the next best of others.

    ``weights``: what it costs for each person that a bound's side gives way; 1 where nothing is said, None where it may
    not change. Of each set of limits to change only the cheapest change is given, and no set that has all the limits of
    one that costs no more. Nothing is given where limits that may not change contradict, and one without changes where
    all can be met.
    """
    crowd = Crowd.of(people, places, bounds)
    stated = dict(weights or {})
    some, none = crowd.limits()
    cost = {limit: stated.get((bounds[limit[0]].id, limit[1]), 1) for limit in sorted([*some, *none])}
    given = []
    for found in _cheapest_first(crowd, cost):
        given.append(
            Relaxation(
                tuple(
                    Change(bounds[limit[0]].id, limit[1], crowd.figure(limit), crowd.figure(limit) + by)
                    for limit, by in found
                ),
                _total(found, cost),
            )
        )
        if len(given) == at_most or not found:
            break
    return tuple(given)


Cost = Mapping[Limit, int | None]
"""What each limit that not every choice meets costs for each person that it gives way; None where it may not."""
Changed = tuple[tuple[Limit, int], ...]
"""Limits that change, and by how much."""


def _cheapest_first(crowd: Crowd, cost: Cost) -> Iterator[Changed]:
    """Whatever other change there is leaves one of the limits alone that the cheapest one changes (Lawler 1972)."""
    waiting: list[tuple[int, Changed, frozenset[Limit]]] = []
    seen: set[frozenset[Limit]] = set()
    given: list[frozenset[Limit]] = []

    def look(fixed: frozenset[Limit]) -> None:
        if fixed not in seen:
            seen.add(fixed)
            found = _least(crowd, {limit: None if limit in fixed else each for limit, each in cost.items()})
            if found is not None:
                heappush(waiting, (_total(found, cost), found, fixed))

    look(frozenset())
    while waiting:
        _, found, fixed = heappop(waiting)
        found = _fewest(crowd, cost, found)
        limits = frozenset(limit for limit, _ in found)
        if not any(each <= limits for each in given):
            given.append(limits)
            yield found
        for limit in sorted(limits):
            look(fixed | {limit})


def _total(changed: Changed, cost: Cost) -> int:
    return sum(abs(by) * (cost[limit] or 0) for limit, by in changed)


def _fewest(crowd: Crowd, cost: Cost, found: Changed) -> Changed:
    """As cheap a change of fewer of the same limits, if there is one."""
    for limit, _ in found:
        others = {other for other, _ in found} - {limit}
        fewer = _least(crowd, {each: own if each in others else None for each, own in cost.items()}) if others else None
        if fewer is not None and _total(fewer, cost) == _total(found, cost):
            return _fewest(crowd, cost, fewer)
    return found


def _least(crowd: Crowd, cost: Cost) -> Changed | None:
    """The cheapest change, or None where what may not change contradicts. It is checked in whole numbers."""
    limits = list(cost)
    programme = crowd.programme(limits, whole=True)
    gives = [(row, limit) for row, limit in enumerate(limits, 1) if cost[limit] is not None]
    inside = np.zeros((len(gives), len(limits) + 1))
    for line, (row, (_, side)) in enumerate(gives):
        inside[line, row] = 1 if side == "least" else -1
    worth = -np.array([cost[limit] for _, limit in gives], np.float64)
    programme.add(worth, np.full(len(gives), np.inf), inside)
    answer = programme.solve()
    counts = crowd.counts(answer.values) if answer else None
    if counts is None:
        return None
    changed = tuple((limit, by) for limit in limits if (by := crowd.short(limit, counts[limit[0]])))
    return changed if all(cost[limit] is not None for limit, _ in changed) else None
