"""Who stands again when a vote has left places open."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from comitia.methods.approval import Reserve


def candidates_of_second_vote(
    rest: Mapping[str, int], places: int, ratio: Fraction, reserves: Sequence[Reserve]
) -> tuple[str, ...]:
    """The highest of the rest: ``ratio`` candidates for each open place, rounded up; those equal at the cut all stand.

    ``rest`` gives the approvals of those not elected. Where every open place is reserved for a group, only its members
    stand (CDU statute, paragraph 15; SPD election rules, paragraph 8). The order is by approvals, equals by id.
    """
    for reserve in reserves:
        if reserve.least >= places:
            rest = {person: approvals for person, approvals in rest.items() if person in reserve.members}
    ranked = sorted(rest, key=lambda person: (-rest[person], person))
    wanted = ceil(ratio * places)
    if len(ranked) <= wanted:
        return tuple(ranked)
    cut = rest[ranked[wanted - 1]]
    return tuple(person for person in ranked if rest[person] >= cut)
