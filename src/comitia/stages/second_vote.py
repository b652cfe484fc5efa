"""Who stands again when a vote has left places open."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from comitia.methods.approval import Reserve


def candidates_of_second_vote(
    rest: Mapping[str, int], places: int, ratio: Fraction, reserves: Sequence[Reserve]
) -> tuple[str, ...]:
    """The highest of the rest: ``ratio`` candidates for each open place, rounded up; those equal at the cut all stand.

    ``rest`` gives the approvals of those not elected. As many of a group's highest as its reserved places call for
    stand in any case, and where groups have all the open places reserved, nobody else does (CDU statute,
    paragraph 15; SPD election rules, paragraph 8). A group has no more places reserved than members left. The order
    is by approvals, equals by id.
    """
    kept = [min(reserve.least, len(reserve.members & rest.keys())) for reserve in reserves]
    standing = highest(rest, ceil(ratio * places)) if sum(kept) < places else set()
    for reserve, least in zip(reserves, kept, strict=True):
        members = {person: approvals for person, approvals in rest.items() if person in reserve.members}
        standing |= highest(members, ceil(ratio * least))
    return tuple(sorted(standing, key=lambda person: (-rest[person], person)))


def highest(approvals: Mapping[str, int], wanted: int) -> set[str]:
    """So many persons with the most approvals, and those who are equal to the last of them."""
    ranked = sorted(approvals.values(), reverse=True)
    if wanted >= len(ranked):
        return set(approvals)
    return {person for person, votes in approvals.items() if wanted and votes >= ranked[wanted - 1]}
