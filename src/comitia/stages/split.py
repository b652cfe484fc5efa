"""Split: a quota that is a part of all seats is split over the units, so that each can have its part.

A quota of the whole asks for so many people of a group among all delegates: the ratio of all seats of the election,
rounded up. Before the first shortlist the number is split by the units' seats with Webster's method, no unit getting
more than the most people of the group that a shortlist of it can have beside its other quotas. From then on each unit
has its part as it has its own quotas.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from math import ceil
from typing import ClassVar

import msgspec

from comitia.charter.model import Charter, Quota
from comitia.methods.apportionment import apportion, settle
from comitia.methods.lots import draw
from comitia.methods.selection import select
from comitia.record.entry import Count, Draft, Event, Id
from comitia.rules import RuleBroken, rule
from comitia.stages.choosing import Question
from comitia.stages.founding import Founding
from comitia.stages.intent import Intent
from comitia.stages.quotas import Delegation
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class QuotaSplit(Event, frozen=True, tag="quota.split"):
    """How many people of the quota's group each unit has to have, for all of them to make the part of the whole.

    ``most`` is the most of them that each unit can have: the longest shortlist row within its other quotas, and less
    where another quota of the whole needs the places. ``certificate`` holds ``lower`` and ``upper``: for every divisor
    between them, a unit's part is its seats / divisor, rounded by Webster's method, or its ``most``. ``lot`` are the
    units that were tied for the last ``lot_seats`` of the parts, in the order in which the seed drew them.
    """

    quota: Id
    parts: dict[Id, Count]
    most: dict[Id, Count]
    certificate: dict[str, str]
    lot: tuple[Id, ...] = ()
    lot_seats: Count = 0


# --- intents ---------------------------------------------------------------------------------------------------------


class SplitQuota(Intent, frozen=True, tag="quota.split"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    quota: Id


# --- state -----------------------------------------------------------------------------------------------------------


class Split(msgspec.Struct, frozen=True):
    """The parts of the units, the most that each can have, and who could stand there when they were found."""

    parts: dict[str, int]
    most: dict[str, int]
    eligible: dict[str, tuple[str, ...]]


Splits = dict[str, Split]
"""The latest split of each quota of the whole."""


# --- rules and decisions ---------------------------------------------------------------------------------------------

WHOLE = rule(
    "quota.whole",
    says=N_("A quota that is split over the units is a part of all seats."),
    refusal=N_("{quota} is no quota of the whole; there are: {known}"),
    cure=N_("name one of them"),
)
AFTER = rule(
    "quota.after",
    says=N_("A quota of the whole is split when vetting is closed in all its units, and before their first shortlist."),
    refusal=N_("{quota} cannot be split; units where vetting is not closed: {open}; with a shortlist: {made}"),
    cure=N_("look at what comes next with `comitia status`"),
)
AGAIN = rule(
    "quota.again",
    says=N_("A quota is split once, and again only where somebody who could stand has left since."),
    refusal=N_("{quota} was split already, and everybody who could stand then still can"),
    cure=N_("make the shortlists"),
)
SEED = rule(
    "quota.seed",
    says=N_("Lots decide between units with equal claims, so the public seed is recorded before a quota is split."),
    refusal=N_("there is no public seed to draw lots from"),
    cure=N_("record one with `comitia seed`"),
)
SLATE = rule(
    "quota.slate",
    says=N_("A quota is split when each of its units can make a shortlist within its other quotas."),
    refusal=N_("{unit} cannot make a shortlist: {fault}"),
    cure=N_("let more people stand there, or permit the unit to go without contest"),
)
CAPACITY = rule(
    "quota.capacity",
    says=N_("The units can have as many people of the group between them as a quota of the whole asks for."),
    refusal=N_("{quota} asks for {wanted}; the units can have {able} at most: {units}"),
    cure=N_("it cannot be met by those who passed: more people of the group have to be nominated and vetted"),
)
TOGETHER = rule(
    "quota.together",
    says=N_("A quota of the whole is split so that the others can be met as well."),
    refusal=N_("beside the parts of {quota}, {other} asks for {wanted} and the units can have {able} at most: {units}"),
    cure=N_("split {other} first, or let more people of both groups stand"),
)

Ask = Callable[[Delegation], Question]
"""What a unit's shortlist answers, given what is known of its delegation."""


def decide(
    intent: SplitQuota,
    state: Splits,
    founding: Founding,
    *,
    delegations: Mapping[str, Delegation],
    eligible: Mapping[str, tuple[str, ...]],
    shortlisted: Set[str],
    ask: Ask,
) -> list[Draft]:
    """``delegations`` of all units; ``eligible``: who may stand in the units where vetting is closed; ``shortlisted``:
    the units with a shortlist."""
    quota = whole_quota(founding.charter, intent.quota)
    units = [unit for unit, own in delegations.items() if own.holds(quota)]
    waiting, made = [unit for unit in units if unit not in eligible], [unit for unit in units if unit in shortlisted]
    if waiting or made:
        raise AFTER.broken(quota=quota.name, open=", ".join(waiting) or "-", made=", ".join(made) or "-")
    if quota.id in state and state[quota.id].eligible == {unit: eligible[unit] for unit in units}:
        raise AGAIN.broken(quota=quota.name)
    if not founding.seed:
        raise SEED.broken()
    others = [each for each in wholes(founding.charter) if each.id != quota.id and each.id not in state]
    return [Draft(split(quota, others, founding, {unit: delegations[unit] for unit in units}, ask))]


def wholes(charter: Charter) -> list[Quota]:
    """The quotas that are parts of all seats, in the order of their ids: that of the charter decides nothing."""
    return sorted((quota for quota in charter.quotas if quota.whole is not None), key=lambda quota: quota.id)


def whole_quota(charter: Charter, id: str) -> Quota:
    for quota in wholes(charter):
        if quota.id == id:
            return quota
    raise WHOLE.broken(quota=id, known=", ".join(quota.id for quota in wholes(charter)) or "-")


def wanted(quota: Quota, charter: Charter) -> int:
    """How many people a quota of the whole asks for."""
    return ceil((quota.whole or 0) * charter.seats.total)


def split(
    quota: Quota, others: Sequence[Quota], founding: Founding, delegations: Mapping[str, Delegation], ask: Ask
) -> QuotaSplit:
    """The parts of the units. Where they would make one of the ``others`` impossible, the unit that yields most for it
    gives up one person, of several the one that is drawn first, and the rest is split again."""
    whole, purpose = wanted(quota, founding.charter), f"quota/{quota.id}"
    apart = {unit: own.without(quota) for unit, own in delegations.items()}
    most = {unit: capacity(quota, own, ask) for unit, own in apart.items()}
    order = draw(founding.seed, purpose, most)
    while True:
        if (able := sum(most.values())) < whole:
            raise CAPACITY.broken(quota=quota.name, wanted=whole, able=able, units=by_unit(most))
        result = apportion({unit: own.seats for unit, own in apart.items()}, whole, "webster", most=most)
        lot = draw(founding.seed, purpose, result.tied)
        parts = settle(result, lot)
        beside = {unit: own.having(quota, parts[unit]) for unit, own in apart.items()}
        short = next((other for other in others if not possible(other, beside, ask, founding.charter)), None)
        if short is None:
            return QuotaSplit(quota.id, parts, most, dict(result.certificate), lot, result.tied_seats)
        rooms = {unit: capacity(short, own, ask) for unit, own in beside.items() if own.holds(short)}
        yielding = [unit for unit in order if unit in rooms and parts[unit] and able - most[unit] + parts[unit] > whole]
        gains = {
            unit: capacity(short, apart[unit].having(quota, parts[unit] - 1), ask) - rooms[unit] for unit in yielding
        }
        best = max(gains, key=gains.__getitem__, default=None)
        if best is None or not gains[best]:
            asked, room = wanted(short, founding.charter), sum(rooms.values())
            units = by_unit(rooms)
            raise TOGETHER.broken(quota=quota.name, other=short.name, wanted=asked, able=room, units=units)
        most[best] = parts[best] - 1


def possible(quota: Quota, delegations: Mapping[str, Delegation], ask: Ask, charter: Charter) -> bool:
    """Whether the units can have between them what a quota of the whole asks for."""
    able = sum(capacity(quota, own, ask) for own in delegations.values() if own.holds(quota))
    return able >= wanted(quota, charter)


def capacity(quota: Quota, delegation: Delegation, ask: Ask) -> int:
    """The most people of the quota's group that the unit can have on its shortlist, or among those it elects, within
    the quotas that are known of its delegation."""
    asked, group = ask(delegation), quota.group
    weights = {person: int(group in asked.eligible[person]) for person in asked.free}
    try:
        slate = select(weights, asked.places - len(asked.placed), asked.bounds)
    except RuleBroken as broken:
        raise SLATE.broken(unit=delegation.unit.name, fault=broken.message) from None
    most = slate.total + sum(group in asked.eligible[person] for person in asked.placed)
    if quota.of == "candidates":
        return most
    reserved: dict[str, int] = {}
    for limit in delegation.limits("elected", delegation.seats):
        if limit.group != group:
            reserved[limit.group] = max(limit.least, reserved.get(limit.group, 0))
    return max(0, min(most, delegation.seats - sum(reserved.values())))


def by_unit(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{unit} {figure}" for unit, figure in figures.items())


def apply(state: Splits, event: QuotaSplit, eligible: Mapping[str, tuple[str, ...]]) -> None:
    """``eligible``: who could stand, in each of the units."""
    state[event.quota] = Split(event.parts, event.most, {unit: eligible[unit] for unit in event.parts})
