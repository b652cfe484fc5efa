"""The charter's seats as they are split: what each unit has beforehand, and the portions that a method apportions."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from comitia.charter.model import Part, Seats, Unit
from comitia.methods import steps
from comitia.texts import Text

BY_MEMBERS = Part(id="members", name=Text("By members", "按人数分配"), basis="members", share=Fraction(1))
"""The one part of a charter that names none."""


class Portion(msgspec.Struct, frozen=True):
    """So many seats for the units of ``weights``, by a method: each unit has ``least`` at the least, and ``most``.

    A unit without a maximum is not in ``most``.
    """

    part: Part
    seats: int
    method: str
    weights: Mapping[str, int]
    least: Mapping[str, int]
    most: Mapping[str, int]


def sharing(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that take part in the apportionment: those whose seats the charter does not fix."""
    return tuple(unit for unit in units if not unit.seats)


def beforehand(seats: Seats, unit: Unit) -> int:
    """What a unit has before anything is apportioned: the seats that the charter fixes, or its base seats."""
    return unit.seats or (seats.base if unit.base is None else unit.base)


def minimum(seats: Seats, unit: Unit) -> int:
    """The least that a unit has: its fixed seats, its minimum, or its base where that is more."""
    return unit.seats or max(beforehand(seats, unit), seats.minimum if unit.minimum is None else unit.minimum)


def maximum(seats: Seats, unit: Unit) -> int | None:
    """The most that a unit may have: its fixed seats, or its maximum; None where there is no limit."""
    return unit.seats or unit.maximum or seats.maximum


def most_of(seats: Seats, units: tuple[Unit, ...], unit: Unit) -> int:
    """The most seats that a unit can have: all that the others' least leaves, within its own maximum."""
    left = seats.total - sum(minimum(seats, other) for other in units if other is not unit)
    limit = maximum(seats, unit)
    return left if limit is None else min(left, limit)


def figure(unit: Unit, basis: str) -> int | None:
    """The unit's figure of a basis; None where it is not known."""
    match basis:
        case "members":
            return unit.members
        case "organisations":
            return unit.organisations or None
        case _:
            return unit.figures.get(basis)


def portions(seats: Seats, units: tuple[Unit, ...]) -> tuple[Portion, ...]:
    """What a method apportions, part by part, for a charter without faults."""
    if seats.method in ("steps", "fixed"):
        return ()
    left = seats.total - sum(beforehand(seats, unit) for unit in units)
    own = sharing(units)
    bounded = len(seats.parts) <= 1
    return tuple(
        Portion(
            part,
            int(size(part, left)),
            part.method or seats.method,
            {unit.id: figure(unit, part.basis) or 0 for unit in own},
            {unit.id: minimum(seats, unit) - beforehand(seats, unit) for unit in own if bounded},
            {
                unit.id: limit - beforehand(seats, unit)
                for unit in own
                if bounded and (limit := maximum(seats, unit)) is not None
            },
        )
        for part in seats.parts or (BY_MEMBERS,)
    )


def size(part: Part, left: int) -> Fraction:
    """How many seats a part is, of those that fixed and base seats leave: whole in a charter without faults."""
    return Fraction(part.seats) if part.share is None else part.share * left


def steps_of(seats: Seats, units: tuple[Unit, ...]) -> dict[str, int]:
    """The seats that the step table gives to each unit that takes part."""
    table = [steps.Step(step.up_to, step.seats) for step in seats.steps]
    return steps.by_steps({unit.id: unit.members for unit in sharing(units)}, table)
