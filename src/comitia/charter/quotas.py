"""Quotas within a charter: each sets a limit, knows what it is relative to, and can be met together with the others."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from comitia.charter.feasible import part
from comitia.charter.finding import Finding
from comitia.charter.model import Quota, Seats, Shortlisting, Unit
from comitia.charter.portions import minimum, most_of
from comitia.rules import rule
from comitia.texts import N_

LIMITS = rule(
    "charter.quota-limits",
    says=N_("A quota sets a limit: one lower limit, an upper limit, or one of each."),
    refusal=N_("the quota {quota} has {lower} lower limits and {upper} upper limits"),
    cure=N_(
        "give it one of at_least, at_least_count, above_membership, as_membership and whole, or at_most, or one and"
        " at_most; or apportioned or zipped alone"
    ),
    sources=("CN-P-10", "INT-ITF"),
)
NO_UPPER = rule(
    "charter.quota-elected",
    says=N_("A quota among those elected reserves places; an upper limit is for candidates only."),
    refusal=N_("the quota {quota} is of those elected and has an upper limit"),
    cure=N_("write a lower limit for the other group, or limit the candidates"),
    sources=("DE-CDU-15new", "DE-SPD-8"),
)
QUOTAS_MEET = rule(
    "charter.quotas-meet",
    says=N_("No unit's quotas ask for more of a group than they allow."),
    refusal=N_("in {unit}, {lower} asks for more of the group {group} than {upper} allows: {least} and {most}"),
    cure=N_("lower the one or raise the other"),
    sources=("CN-P-10",),
)
QUOTA_SEATS = rule(
    "charter.quota-seats",
    says=N_("A quota among those elected reserves no more places than the unit can have."),
    refusal=N_("the quota {quota} reserves {least} places in {unit}, which can have at most {most} seats"),
    cure=N_("reserve fewer places, or leave the kind of this unit out"),
    sources=("DE-CDU-15new", "INT-ITF"),
)
SHARE = rule(
    "charter.share",
    says=N_("Where a quota follows the membership, each unit's share of the group is known."),
    refusal=N_("the quota {quota} follows the membership, and {units} have no share of the group {group}"),
    cure=N_("add the share to these units, or leave their kinds out of the quota"),
    sources=("CN-P-10", "CN-L-39", "INT-ITF"),
)
NEVER = rule(
    "charter.quota-never",
    says=N_("A quota for units from some number of seats on holds somewhere."),
    refusal=N_("the quota {quota} holds in units of {from_seats} seats or more, and no unit can have more than {most}"),
    cure=N_("write a lower number, or leave from_seats out"),
    sources=("INT-ITF",),
)
ROTATION = rule(
    "charter.quota-rotation",
    says=N_("A quota that rotates in units of one seat sets a lower limit: it is the turn of the group, or it is not."),
    refusal=N_("the quota {quota} rotates and has an upper limit"),
    cure=N_('write a lower limit, or single = "strict" or "free"'),
    sources=("DE-GR-2",),
)
ADVICE = rule(
    "charter.quota-advice",
    says=N_("A quota that only advises sets its limit itself."),
    refusal=N_("the quota {quota} only advises, and is to be split over the units, apportioned or zipped"),
    cure=N_("leave advice out, or write a limit for each unit: at_least, at_least_count"),
)
WHOLE_SEATS = rule(
    "charter.quota-whole",
    says=N_("A quota of the whole among those elected asks for no more people than its units can have seats."),
    refusal=N_("the quota {quota} asks for {wanted} people, and its units can have at most {most} seats"),
    cure=N_("write a lower ratio, or let it hold in more kinds of units"),
)
CATEGORY = rule(
    "charter.quota-category",
    says=N_(
        "An apportioned quota is about a category of the seats; and among those elected every category has one, in all"
        " units."
    ),
    refusal=N_("the quota {quota} is apportioned; groups without a category, or without such a quota: {groups}"),
    cure=N_("write a quota for each of the categories, and no other: {categories}"),
)
ZIPPED = rule(
    "charter.quota-zipped",
    says=N_("A zipped quota gives the list of candidates its order, and a list has one order."),
    refusal=N_("the quota {quota} (of = {of}) zips a list that is none of candidates, or that has an order by {other}"),
    cure=N_('let one quota of = "candidates" zip the list of a unit'),
    sources=("DE-GR-1",),
)
DRAWN_ORDER = rule(
    "charter.quota-drawn",
    says=N_("A list that a quota zips is made by support, which gives it its order; a draw gives none."),
    refusal=N_("the quota {quota} zips a list whose candidates are drawn by lottery"),
    cure=N_("write a limit in its place, such as at_least, or let support choose: shortlist.method, shortlist.ties"),
)


def limits_set(quotas: tuple[Quota, ...]) -> Iterator[Finding]:
    """A quota says one thing that can be met."""
    for number, quota in enumerate(quotas):
        ratios = (quota.at_least, quota.whole)
        followed = (quota.above_membership, quota.as_membership)
        flags = (quota.at_least_count > 0, *followed, quota.apportioned, quota.zipped)
        lower = sum(ratio is not None for ratio in ratios) + sum(flags)
        upper = (quota.at_most is not None) + quota.apportioned
        if lower > 1 or upper > 1 or lower + upper == 0:
            yield Finding(("quotas", number), LIMITS.broken(quota=quota.name, lower=lower, upper=upper))
        if quota.at_most is not None and quota.of == "elected":
            yield Finding(("quotas", number, "at_most"), NO_UPPER.broken(quota=quota.name))
        yield from part(("quotas", number, "at_least"), quota.at_least)
        yield from part(("quotas", number, "at_most"), quota.at_most)
        yield from part(("quotas", number, "whole"), quota.whole)
        if quota.advice and (quota.whole is not None or quota.apportioned or quota.zipped):
            yield Finding(("quotas", number, "advice"), ADVICE.broken(quota=quota.name))
        if quota.at_most is not None and quota.single == "rotate":
            yield Finding(("quotas", number, "single"), ROTATION.broken(quota=quota.name))


def shares_known(quotas: tuple[Quota, ...], units: tuple[Unit, ...]) -> Iterator[Finding]:
    """A quota relative to the membership has a share to be relative to, and one that can be exceeded."""
    for number, quota in enumerate(quotas):
        if quota.above_membership or quota.as_membership:
            meant = [unit for unit in units if concerns(quota, unit)]
            missing = [unit.id for unit in meant if quota.group not in unit.shares]
            if missing:
                broken = SHARE.broken(quota=quota.name, units=", ".join(missing), group=quota.group)
                yield Finding(("quotas", number), broken)
            whole = max((unit.shares.get(quota.group, Fraction(0)) for unit in meant), default=Fraction(0))
            if quota.above_membership:
                yield from part(("quotas", number, "above_membership"), whole, strict=True)


def quotas_meet(quotas: tuple[Quota, ...], units: tuple[Unit, ...]) -> Iterator[Finding]:
    """What one quota asks for, another does not forbid; a clash is told for the first unit where it is."""
    told: set[tuple[str, str]] = set()
    for unit in units:
        about: dict[tuple[str, str], list[Quota]] = {}
        for quota in quotas:
            if concerns(quota, unit) and not quota.advice:
                about.setdefault((quota.group, quota.of), []).append(quota)
        for together in about.values():
            lower = max(together, key=lambda quota: lower_limit(quota, unit))
            upper = min(together, key=lambda quota: quota.at_most if quota.at_most is not None else 1)
            least, strictly = lower_limit(lower, unit)
            if upper.at_most is not None and (least > upper.at_most or (strictly and least == upper.at_most)):
                if (lower.id, upper.id) not in told:
                    broken = QUOTAS_MEET.broken(
                        unit=unit.name,
                        lower=lower.name,
                        upper=upper.name,
                        group=lower.group,
                        least=least,
                        most=upper.at_most,
                    )
                    yield Finding(("quotas", quotas.index(upper), "at_most"), broken)
                told.add((lower.id, upper.id))


def places_exist(quotas: tuple[Quota, ...], units: tuple[Unit, ...], seats: Seats) -> Iterator[Finding]:
    """Units can have the seats that quotas speak of: their fixed seats, or all that the others' minimum leaves."""
    if sum(minimum(seats, unit) for unit in units) > seats.total:
        return  # what is wrong is the seats; what quotas could have is not known
    for number, quota in enumerate(quotas):
        meant = [(unit, most_of(seats, units, unit)) for unit in units if concerns(quota, unit)]
        largest = max((most for _, most in meant), default=quota.from_seats)
        if quota.from_seats > largest:
            broken = NEVER.broken(quota=quota.name, from_seats=quota.from_seats, most=largest)
            yield Finding(("quotas", number, "from_seats"), broken)
        others = sum(minimum(seats, unit) for unit in units if not concerns(quota, unit))
        together = min(sum(most for _, most in meant), seats.total - others)
        if quota.of == "elected" and ceil((quota.whole or 0) * seats.total) > together:
            asked = ceil((quota.whole or 0) * seats.total)
            broken = WHOLE_SEATS.broken(quota=quota.name, wanted=asked, most=together)
            yield Finding(("quotas", number, "whole"), broken)
        if quota.of == "elected" and not quota.advice:
            for unit, most in meant:
                if most >= quota.from_seats and quota.at_least_count > most:
                    broken = QUOTA_SEATS.broken(quota=quota.name, least=quota.at_least_count, unit=unit.name, most=most)
                    yield Finding(("quotas", number, "at_least_count"), broken)


def one_order(quotas: tuple[Quota, ...], units: tuple[Unit, ...]) -> Iterator[Finding]:
    """A list has one order at most, and only the list of candidates has one."""
    zipping = [(number, quota) for number, quota in enumerate(quotas) if quota.zipped]
    for place, (number, quota) in enumerate(zipping):
        others = [
            other.name
            for _, other in zipping[:place]
            if any(concerns(quota, unit) and concerns(other, unit) for unit in units)
        ]
        if quota.of == "elected" or others:
            other = others[0] if others else quota.name
            yield Finding(("quotas", number, "zipped"), ZIPPED.broken(quota=quota.name, of=quota.of, other=other))


def order_by_support(quotas: tuple[Quota, ...], shortlist: Shortlisting) -> Iterator[Finding]:
    """Where candidates are drawn, no quota asks for their order."""
    for number, quota in enumerate(quotas):
        if quota.zipped and shortlist.by_lottery:
            yield Finding(("quotas", number, "zipped"), DRAWN_ORDER.broken(quota=quota.name))


def categories_fit(quotas: tuple[Quota, ...], seats: Seats) -> Iterator[Finding]:
    """An apportioned quota has a category; and where one reserves places, all have, for only then each gets its own."""
    groups = {category.group for category in seats.categories}
    for of in ("candidates", "elected"):
        own = [(number, quota) for number, quota in enumerate(quotas) if quota.apportioned and quota.of == of]
        open_to_all = [
            quota for _, quota in own if not quota.kinds and not quota.from_seats and quota.single == "strict"
        ]
        missing = groups - {quota.group for quota in open_to_all} if of == "elected" else set()
        for number, quota in own:
            if quota.group not in groups or missing:
                without = ", ".join(sorted(missing)) or quota.group
                broken = CATEGORY.broken(quota=quota.name, groups=without, categories=", ".join(sorted(groups)) or "-")
                yield Finding(("quotas", number, "apportioned"), broken)


def concerns(quota: Quota, unit: Unit) -> bool:
    """Whether a quota holds in a unit."""
    return not quota.kinds or unit.kind in quota.kinds


def lower_limit(quota: Quota, unit: Unit) -> tuple[Fraction, bool]:
    """The ratio of the places that a quota asks for in a unit, and whether it asks for more than that.

    It is 0 where the quota asks for nothing, or for a number of people.
    """
    if quota.zipped:
        return Fraction(1, 2), False
    if quota.above_membership or quota.as_membership:
        return unit.shares.get(quota.group, Fraction(0)), quota.above_membership
    return quota.at_least or Fraction(0), False


QUESTIONS = (limits_set, shares_known, quotas_meet, places_exist, categories_fit, one_order, order_by_support)
