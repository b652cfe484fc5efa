"""Quotas as whole numbers: what a charter's ratios mean for a unit with so many places."""

from math import ceil, floor
from typing import Literal

import msgspec

from comitia.charter.model import Charter, Quota, Unit


class Limit(msgspec.Struct, frozen=True):
    """At least ``least`` and at most ``most`` of the places go to the members of ``group``."""

    quota: str
    group: str
    least: int
    most: int


def limits(charter: Charter, unit: Unit, of: Literal["candidates", "elected"], places: int) -> list[Limit]:
    """The quotas that apply to the unit's candidates (or to those it elects), for so many places.

    A lower ratio is rounded up and an upper one down, so that the ratio itself is met; ``above_membership`` asks for
    strictly more than the group's share among the unit's members (CN-P-10), ``as_membership`` for at least that share.
    """
    return [
        limit(quota, unit, places)
        for quota in charter.quotas
        if quota.of == of and (not quota.kinds or unit.kind in quota.kinds)
    ]


def limit(quota: Quota, unit: Unit, places: int) -> Limit:
    """What one quota means for so many places of the unit."""
    least = quota.at_least_count
    if quota.at_least is not None:
        least = max(least, ceil(quota.at_least * places))
    if quota.above_membership:
        least = max(least, floor(unit.shares[quota.group] * places) + 1)
    if quota.as_membership:
        least = max(least, ceil(unit.shares[quota.group] * places))
    most = places if quota.at_most is None else floor(quota.at_most * places)
    return Limit(quota.id, quota.group, least, most)
