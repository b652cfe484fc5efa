"""Zipped lists: the odd places of an ordered list are kept for a group, and stay empty where nobody of it is left.

First the kept places go to the group's heaviest, then the open ones to the heaviest of all others, whoever they are: so
a list may have more of the group than every other place, and only where the group has too few does a place stay empty
(the women's statute of the German Greens, paragraph 1).
"""

from collections.abc import Mapping, Set

EMPTY = ""
"""What stands at a place that stays empty."""


def kept(places: int) -> int:
    """How many of so many places are kept: the first, the third, and so on."""
    return (places + 1) // 2


def length(people: int, members: int) -> int:
    """How many places it takes for so many people to stand, ``members`` of them of the group."""
    return people if members >= kept(people) else 2 * (people - members)


def zipped(weights: Mapping[str, int], members: Set[str], places: int) -> tuple[str, ...]:
    """The list, place by place, from the first; the ``members`` of the group are among those who have ``weights``.

    Nobody stands twice, and open places that nobody is left for are empty too. No two weights may be equal: weights
    with lot numbers in them never are. Raises ValueError where two are.
    """
    if len(set(weights.values())) < len(weights):
        raise ValueError("equal weights have no order; put lot numbers into them")
    ranked = sorted(weights, key=lambda id: -weights[id])
    first = [id for id in ranked if id in members][: kept(places)]
    others = [id for id in ranked if id not in first]
    order = [EMPTY] * places
    order[: 2 * len(first) : 2] = first
    for place, id in zip(range(1, places, 2), others, strict=False):
        order[place] = id
    return tuple(order)
