"""What this program relies on when it reads the charter."""

from typing import Any

from comitia_verify.findings import must
from comitia_verify.methods.quotas import applies


def check(charter: Any) -> None:
    """Raises Wrong."""
    bodies, groups = ({item.id for item in items} for items in (charter.vetting.bodies, charter.groups))
    known = all(check.body in bodies and check.applies_to in {"", *groups} for check in charter.vetting.checks)
    known &= {charter.vetting.consult_by, charter.vetting.veto.appeal_to} <= {"", *bodies}
    for quota in charter.quotas:
        relative = quota.above_membership or quota.as_membership
        known &= quota.group in groups
        known &= not quota.apportioned or quota.group in {category.group for category in charter.seats.categories}
        known &= not relative or all(quota.group in unit.shares for unit in charter.units if applies(quota, unit))
    seats, sharing = charter.seats, [unit for unit in charter.units if not unit.seats]
    for basis in {part.basis for part in seats.parts} - {"members", "organisations"}:
        known &= all(basis in unit.figures for unit in sharing)
    known &= all(category.group in unit.figures for category in seats.categories for unit in charter.units)
    margins = [level.margin for level in charter.levels if level.margin]
    for step in (charter.margins.vetted, charter.margins.ballot, charter.poll.quorum, *margins):
        known &= (step.more_than is None) != (step.at_least is None)
    known &= len(charter.calendar.windows) == 7 and len(charter.levels) >= 2
    known &= all(bool(level.margin) == bool(level.places) for level in charter.levels)
    levels = ["", *(level.id for level in charter.levels)]
    known &= all(round.level in levels[:-1] for round in charter.nomination.rounds)
    known &= all(round.level in levels[:2] for round in charter.nomination.rounds[:1])
    known &= bool(charter.units and charter.nomination.rounds and charter.nomination.rank_by)
    must(known, "the charter is incomplete, or wrong in itself")
