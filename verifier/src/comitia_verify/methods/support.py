"""Support as a whole number: what each organisation and each member who supports a nominee counts, by the charter."""

from collections.abc import Mapping
from math import gcd
from typing import Any

Support = tuple[int, int]  # organisations, members


def worths(
    charter: Any, figures: tuple[int, int, int, int], supports: Mapping[str, Support], enough: bool = True
) -> dict[str, int]:
    """What the support counts, by person, of those who have enough to be chosen (or of everybody).

    ``figures`` are the last round's: organisations, those that filed, members, those who took part.
    """
    plan, rank_by = charter.shortlist, charter.nomination.rank_by
    all_of_them = [max(1, figures[place + (plan.base == "present")]) for place in (0, 2)]
    if plan.by == "shares":
        counts = plan.organisations * all_of_them[1], plan.members * all_of_them[0]
        counts = counts[0] // gcd(*counts), counts[1] // gcd(*counts)
    else:
        first = int(rank_by[0] == "members")
        above = 2 * sum(own[1 - first] for own in supports.values()) + 1  # one of the first outweighs all of the second
        large, small = (above, 1) if plan.by == "rank" else (1, 0)
        counts = (small, large) if first else (large, small)
    asked = list(zip((plan.organisations_more_than, plan.members_more_than), all_of_them, strict=True))
    return {
        person: own[0] * counts[0] + own[1] * counts[1]
        for person, own in supports.items()
        if not enough
        or all(ratio is None or has > ratio * whole for has, (ratio, whole) in zip(own, asked, strict=True))
    }
