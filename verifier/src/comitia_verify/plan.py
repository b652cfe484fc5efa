"""What the charter's figures mean: margins, and the last day of a period."""

from datetime import date, timedelta
from math import ceil, floor
from typing import Any

from comitia_verify.findings import must
from comitia_verify.methods.quotas import applies


def check(charter: Any) -> None:
    """What this program relies on when it reads the charter. Raises Wrong."""
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
    places, more = ceil(level.places * seats), level.margin.more_than
    return ceil(places * (1 + level.margin.at_least)) if more is None else floor(places * (1 + more)) + 1


def check_period(
    charter: Any, start: date, days: int, working: bool, last: date, free: Any = None, worked: Any = ()
) -> None:
    """The last day of a period that begins on the day after ``start``.

    A list of public holidays is beyond this program. Where working days of a country count, it takes the ``free`` days
    from Monday to Friday and the ``worked`` days of weekends as they are stated, for a person to compare; where they
    are not stated, a period is only known to be at least as long as so many calendar days.
    """
    stated = working and charter.calendar.holidays
    odd = [day for day in free or () if day.weekday() >= 5] + [day for day in worked if day.weekday() < 5]
    inside = all(start < day <= last for day in (*(free or ()), *worked))
    must(not odd and inside and (stated or not (free or worked)), "days are stated that do not belong to the period")
    known, end = working and (free is not None or not stated), start
    for _ in range(days):
        end += timedelta(days=1)
        while known and end not in worked and (end.weekday() >= 5 or end in (free or ())):
            end += timedelta(days=1)
    good = last == end if known or not working else last >= end
    must(good, "{days} days after {start} is not {last}", days=days, start=start, last=last)
