"""Quotas as whole numbers: what a charter's ratios mean for a unit with so many seats and places."""

from collections.abc import Iterator
from math import ceil, floor
from typing import Literal

import msgspec

from comitia.charter.model import Charter, Quota, Unit
from comitia.charter.quotas import concerns
from comitia.methods.zipped import kept
from comitia.rules import rule
from comitia.texts import N_

Places = Literal["candidates", "elected"]

UNSPLIT = rule(
    "quota.unsplit",
    says=N_("A unit makes its shortlist when it knows its part of every quota that is a part of all seats."),
    refusal=N_("{unit}: {quota} is not split over the units yet"),
    cure=N_("let the returning officer split it when vetting is closed everywhere: `comitia quota split {id}`"),
)


class Limit(msgspec.Struct, frozen=True):
    """At least ``least`` and at most ``most`` of the places go to the members of ``group``.

    ``where_possible``: the least is lower where there are fewer of the group who may stand.
    """

    quota: str
    group: str
    least: int
    most: int
    where_possible: bool = False


class Delegation(msgspec.Struct, frozen=True):
    """What is known of a unit's delegation, as far as its quotas depend on it: its plan and its seats.

    ``parts`` has, by quota, how many people fall to the unit of those that a quota of the whole asks for, and how many
    of its seats are of the category of an apportioned quota.
    """

    quotas: tuple[Quota, ...]
    unit: Unit
    seats: int
    parts: dict[str, int] = {}

    def having(self, quota: Quota, part: int) -> "Delegation":
        """The same, with this part of a quota of the whole."""
        return msgspec.structs.replace(self, quotas=(*self.quotas, quota), parts=self.parts | {quota.id: part})

    def without(self, quota: Quota) -> "Delegation":
        """The same, without a quota of the whole and without those that are not split yet."""
        parts = {id: part for id, part in self.parts.items() if id != quota.id}
        kept = tuple(each for each in self.quotas if each.whole is None or each.id in parts)
        return msgspec.structs.replace(self, quotas=kept, parts=parts)

    def limits(self, of: Places, places: int) -> list[Limit]:
        """The quotas that bind the unit's candidates (or those it elects), for so many places.

        Raises RuleBroken ``quota.unsplit`` where a part of the unit is not known yet.
        """
        for quota in self.quotas:
            if quota.whole is not None and quota.id not in self.parts and self.holds(quota):
                raise UNSPLIT.broken(unit=self.unit.name, quota=quota.name, id=quota.id)
        return [self.limit(quota, places) for quota in self._holding(of) if not quota.advice]

    def advised(self, of: Places, places: int) -> list[Limit]:
        """The same for the quotas that only advise: what they ask is told, and nobody has to keep it (INT-ITF)."""
        return [self.limit(quota, places) for quota in self._holding(of) if quota.advice]

    def _holding(self, of: Places) -> Iterator[Quota]:
        return (quota for quota in self.quotas if quota.of == of and self.holds(quota))

    def zipped(self) -> str:
        """The group that the odd places of the unit's list are kept for; empty where the list has no order."""
        return next((quota.group for quota in self._holding("candidates") if quota.zipped), "")

    def holds(self, quota: Quota) -> bool:
        """Whether a quota holds here: one seat cannot be shared, and has a policy of its own (DE-GR-2)."""
        alone = {"strict": True, "free": False, "rotate": quota.group not in self.unit.last}
        policy = self.seats != 1 or alone[quota.single]
        return concerns(quota, self.unit) and self.seats >= quota.from_seats and policy

    def limit(self, quota: Quota, places: int) -> Limit:
        """What one quota means for so many places.

        A lower ratio is rounded up and an upper one down, so that the ratio itself is met; ``above_membership`` asks
        for strictly more than the group's share among the unit's members (CN-P-10), ``as_membership`` for at least it.
        An apportioned quota leaves the other categories as many places as they have seats.
        """
        least = quota.at_least_count
        if quota.at_least is not None:
            least = max(least, ceil(quota.at_least * places))
        if quota.above_membership:
            least = max(least, floor(self.unit.shares[quota.group] * places) + 1)
        if quota.as_membership:
            least = max(least, ceil(self.unit.shares[quota.group] * places))
        if quota.whole is not None:
            least = self.parts[quota.id]
        if quota.apportioned:
            own = self.parts[quota.id]
            return Limit(quota.id, quota.group, own, places - self.seats + own)
        if quota.zipped:
            least = kept(places)
        most = places if quota.at_most is None else floor(quota.at_most * places)
        return Limit(quota.id, quota.group, least, most, quota.zipped)


def reserving_groups(charter: Charter, unit: str) -> frozenset[str]:
    """The groups that the charter keeps places for among those whom the unit elects."""
    plan = charter.unit(unit)
    reserving = (quota for quota in charter.quotas if quota.of == "elected" and not quota.advice)
    return frozenset(quota.group for quota in reserving if concerns(quota, plan))
