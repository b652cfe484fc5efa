"""Quotas as whole numbers: what a charter's ratios mean for a unit with so many places."""

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import Any, NamedTuple

from comitia_verify.findings import must


class Limit(NamedTuple):
    """A quota in whole places: from ``least`` to ``most`` of them are for the members of ``group``; as far as there are
    so many, where it is ``zipped``."""

    quota: str
    group: str
    least: int
    most: int
    zipped: bool


def applies(quota: Any, unit: Any) -> bool:
    return not quota.kinds or unit.kind in quota.kinds


def reserving(charter: Any, unit: Any) -> set[str]:
    """The groups with reserved places among those whom the unit elects."""
    return {each.group for each in charter.quotas if each.of == "elected" and not each.advice and applies(each, unit)}


def holds(quota: Any, unit: Any, seats: int) -> bool:
    """One seat cannot be shared: there the quota holds as it stands, not at all, or when it is the group's turn."""
    turn = quota.single == "strict" or (quota.single == "rotate" and quota.group not in unit.last)
    return applies(quota, unit) and not quota.advice and seats >= quota.from_seats and (seats != 1 or turn)


def limits(
    charter: Any, unit: Any, seats: int, parts: Mapping[str, Mapping[str, int]], of: str, places: int
) -> Iterator[Limit]:
    """The quotas that bind the unit's candidates, or those it elects, in whole places. ``parts`` of quotas by unit."""
    for quota in charter.quotas:
        if holds(quota, unit, seats):
            must(quota.whole is None or quota.id in parts, "the quota {quota} is not split yet", quota=quota.id)
        if quota.of == of and holds(quota, unit, seats):
            share = unit.shares.get(quota.group, 0) * places
            least = max(
                quota.at_least_count,
                ceil((quota.at_least or 0) * places),
                floor(share) + 1 if quota.above_membership else 0,
                ceil(share) if quota.as_membership else 0,
                (places + 1) // 2 if quota.zipped else 0,
                parts[quota.id][unit.id] if quota.apportioned or quota.whole is not None else 0,
            )
            most = places if quota.at_most is None else floor(quota.at_most * places)
            most += least - seats if quota.apportioned else 0
            yield Limit(quota.id, quota.group, least, most, bool(quota.zipped))
