"""Which limits for groups contradict one another: smallest sets, each of which nobody can meet.

Whole people decide, so that contradictions are found that a linear programme cannot see (three groups that overlap two
by two, one of each: half a person of every kind would do, whole ones do not).
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from comitia.methods.crowd import Crowd, Limit, Side
from comitia.methods.slate import Bound


class Demand(msgspec.Struct, frozen=True, order=True):
    """One side of a bound: at least, or at most, so many of its members."""

    bound: str
    side: Side
    figure: int


def contradictions(
    people: Iterable[str], places: int, bounds: Sequence[Bound], at_most: int = 3
) -> tuple[tuple[Demand, ...], ...]:
    """Sets of demands that no choice of so many people meets together, each so small that without any one of its
    demands the others can be met; none where there is a choice that meets all.

    At most so many, the smallest first; fewer only where there are no others. An empty set: there are too few people.
    """
    crowd = Crowd.of(people, places, bounds)
    if crowd.sizes.sum() < places:
        return ((),)
    some, none = crowd.limits()
    found: list[tuple[Limit, ...]] = [(limit,) for limit in none[:at_most]]
    for conflict in _conflicts(crowd, some) if some else ():
        if len(found) >= at_most:
            break
        found.append(conflict)
    found.sort(key=lambda conflict: (len(conflict), conflict))
    return tuple(
        tuple(Demand(bounds[limit[0]].id, limit[1], crowd.figure(limit)) for limit in conflict) for conflict in found
    )


def _conflicts(crowd: Crowd, limits: Sequence[Limit]) -> Iterator[tuple[Limit, ...]]:
    """Every smallest set of limits that contradict, once.

    Whatever other set there is lacks a limit of each that is known: so leave out one limit of each in every way (a
    hitting-set tree: Reiter 1987, Greiner and others 1989).
    """
    smallest_first = sorted(limits, key=lambda limit: (crowd.reach(limit[0])[1], limit))  # they contradict more often
    known: set[tuple[Limit, ...]] = set()
    seen: set[frozenset[Limit]] = {frozenset()}
    waiting: deque[frozenset[Limit]] = deque([frozenset()])
    while waiting:
        left_out = waiting.popleft()
        conflict = next((each for each in sorted(known) if not left_out.intersection(each)), None)
        if conflict is None:
            rest = [limit for limit in smallest_first if limit not in left_out]
            if crowd.possible(rest):
                continue
            conflict = tuple(sorted(_smallest(crowd, [], False, crowd.contradicting(rest))))
            known.add(conflict)
            yield conflict
        for limit in conflict:
            more = left_out | {limit}
            if more not in seen:
                seen.add(more)
                waiting.append(more)


def _smallest(crowd: Crowd, kept: list[Limit], grown: bool, limits: list[Limit]) -> list[Limit]:
    """Those of ``limits`` without which they, with those ``kept``, would not contradict (QuickXplain: Junker 2004).

    ``grown``: some were kept since they were last found possible.
    """
    if grown and not crowd.possible(kept):
        return []
    if len(limits) == 1:
        return limits
    half = len(limits) // 2
    first, second = limits[:half], limits[half:]
    of_second = _smallest(crowd, kept + first, True, second)
    return _smallest(crowd, kept + of_second, bool(of_second), first) + of_second
