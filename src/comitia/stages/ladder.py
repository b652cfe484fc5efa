"""The ladder of a unit's levels: how long each level's lists are, and what a round above the first rung goes by."""

from math import ceil

from comitia.charter.model import Charter, Level, Round
from comitia.register.filings import Levels
from comitia.register.returns import Deliberation
from comitia.stages.margin import least_candidates
from comitia.stages.nominate import RoundClosed, UnitNominations


def levels(charter: Charter, seats: int) -> Levels:
    """The levels from below, each with the most names that go up from one of its nodes in a unit of so many seats."""
    return [(level.id, longest(level, seats)) for level in charter.levels]


def longest(level: Level, seats: int) -> int | None:
    """The longest list of a node of the level, None for no limit: never shorter than what its margin asks."""
    return None if level.list is None else max(ceil(level.list * seats), least(level, seats))


def least(level: Level, seats: int) -> int:
    """The fewest names on the list of a node of the level, by its margin over its places; 0 where it has none."""
    if level.margin is None or level.places is None:
        return 0
    return least_candidates(level.margin, ceil(level.places * seats))


def asked(charter: Charter, seats: int, *only: str) -> dict[str, int]:
    """The fewest names on a node's list, by the levels that ask for some; ``only`` some levels, or all."""
    fewest = {level.id: least(level, seats) for level in charter.levels if not only or level.id in only}
    return {level: number for level, number in fewest.items() if number}


def former(own: UnitNominations, charter: Charter, round: Round) -> RoundClosed:
    """The round whose lists a round above the primary organisations goes by: the last one of its level or below."""
    place = charter.place(round)
    plans = [plan for plan in charter.nomination.rounds if plan.id in own.closed and charter.place(plan) <= place]
    return own.closed[plans[-1].id]


def deliberation(own: UnitNominations, charter: Charter, round: Round) -> Deliberation | None:
    """What the bodies of a level decide on in an open round of theirs; None in one of the primary organisations."""
    if not charter.place(round):
        return None
    before = former(own, charter, round)
    return Deliberation(round.level, before.round, before.lists, frozenset(own.placed))
