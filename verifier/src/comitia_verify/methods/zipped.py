"""A zipped list: its odd places are kept for a group."""

from collections.abc import Collection, Mapping, Sequence


def zipped_list(drawn: Sequence[str], worth: Mapping[str, int], group: Collection[str]) -> tuple[str, ...]:
    """Odd places are for the group, and empty where nobody of it is left; support decides in each, and then lots."""
    ranked = sorted(drawn, key=lambda person: -worth[person])
    first = [person for person in ranked if person in group][: (len(ranked) + 1) // 2]
    rest = [person for person in ranked if person not in first]
    order = [""] * max(len(ranked), 2 * len(rest))
    order[: 2 * len(first) : 2], order[1 : 2 * len(rest) : 2] = first, rest
    return tuple(order)
