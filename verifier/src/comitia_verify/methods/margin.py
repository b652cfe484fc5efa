"""How many candidates a contested step asks for, and what reaches a ratio."""

from math import ceil, floor
from typing import Any

from comitia_verify.findings import must


def reaches(plan: Any, number: int, base: int) -> bool:
    """Whether ``number`` is more than, or at least, the ratio of the base."""
    return bool(number >= plan.at_least * base if plan.more_than is None else number > plan.more_than * base)


def check_margin(margin: Any, candidates: int, seats: int, placed: int, permitted: bool) -> None:
    """Enough candidates for the seats. Nominees placed by a higher body, and their seats, may be outside the base."""
    base, more = seats - min(placed, seats) * (margin.base == "contested"), candidates - seats
    enough = more >= 0 if permitted or not base else reaches(margin, more, base)
    must(enough, "{candidates} candidates for {seats} seats do not give the margin", candidates=candidates, seats=seats)


def least(level: Any, seats: int) -> Any:
    """The fewest nominees on a node's list, by its level's margin over its places."""
    if not level.margin:
        return 0
    places, margin = ceil(level.places * seats), level.margin
    return (
        floor(places * (1 + margin.more_than)) + 1 if margin.at_least is None else ceil(places * (1 + margin.at_least))
    )
