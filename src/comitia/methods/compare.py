"""Methods of apportionment side by side on the same figures: seats, who is favoured, and the paradoxes of each.

What is measured, and why divisor methods have no paradox, is in Balinski and Young, *Fair Representation* (2nd ed.,
2001): the bias between large and small units in chapter 9, the paradoxes in chapters 5 and 8.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import isqrt

import msgspec

from comitia.methods.apportionment import METHODS, Apportionment, apportion
from comitia.methods.remainders import QUOTAS
from comitia.rules import RuleBroken
from comitia.texts import Sentence


class Figures(msgspec.Struct, frozen=True):
    """What is apportioned: so many seats by weights, within bounds; see ``apportion``."""

    weights: Mapping[str, int]
    seats: int
    least: Mapping[str, int] | int = 0
    most: Mapping[str, int] | int | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a method gives; ``refused`` says why it gives nothing.

    ``larger_third`` and ``smaller_third`` are how many seats the larger and the smaller third of the units have beyond
    their exact entitlements, and ``favour`` is the ratio of both thirds' seats to their entitlements, the larger by the
    smaller: above 1 the method favours the larger units here. A tied seat counts in equal parts for the tied units.
    All are None where there are fewer than three units, or a third is entitled to nothing; ``favour`` also where the
    smaller third has no seats.
    """

    method: str
    result: Apportionment
    refused: Sentence | None = None
    larger_third: Fraction | None = None
    smaller_third: Fraction | None = None
    favour: Fraction | None = None


class Alabama(msgspec.Struct, frozen=True):
    """With one seat more than ``seats``, these units have fewer."""

    seats: int
    losing: tuple[str, ...]


class Shift(msgspec.Struct, frozen=True):
    """A seat goes from one unit to another though neither has changed: ``unit`` has, by so much ``more`` weight.

    Or it has joined the others, with seats of its own, ``more`` of them.
    """

    unit: str
    more: int
    losing: tuple[str, ...]
    winning: tuple[str, ...]


class Paradoxes(msgspec.Struct, frozen=True):
    """What a method showed from ``first`` to ``last`` seats, and with each of so many ``units`` changed or left out."""

    method: str
    first: int
    last: int
    units: int
    alabama: tuple[Alabama, ...]
    population: tuple[Shift, ...]
    newcomer: tuple[Shift, ...]


class Comparison(msgspec.Struct, frozen=True):
    """``own`` is the answer that is in force, the others in the order of METHODS; ``entitlements`` are exact.

    ``paradoxes`` holds the methods of largest remainder; a divisor method has none, whatever the figures.
    """

    figures: Figures
    entitlements: dict[str, Fraction]
    own: Answer
    others: tuple[Answer, ...]
    paradoxes: tuple[Paradoxes, ...]


def compare(figures: Figures, method: str, given: Mapping[str, int] | None = None) -> Comparison:
    """Every method on the same figures beside the ``method`` in force, or the seats ``given`` where it is none of them.

    Raises RuleBroken where the bounds leave no apportionment, or none by the method in force.
    """
    entitled = entitlements(figures)
    result = _apportioned(figures, method) if method in METHODS else Apportionment(dict(given or {}))
    others = tuple(_answer(figures, other, entitled) for other in METHODS if other != method)
    seen = tuple(paradoxes(figures, name) for name in sorted(QUOTAS, key=lambda name: name != method))
    return Comparison(figures, entitled, _judged(figures, method, result, entitled), others, seen)


def entitlements(figures: Figures) -> dict[str, Fraction]:
    """What each unit is entitled to exactly, in seats: weights at one rate, each held within its bounds."""
    hare = _apportioned(figures, "hamilton")
    if "quota" not in hare.certificate:
        return {unit: Fraction(seats) for unit, seats in hare.seats.items()}
    quota = Fraction(hare.certificate["quota"])
    entitled = {}
    for unit, weight in figures.weights.items():
        least, most = _bound(figures.least, unit), _bound(figures.most, unit)
        share = max(weight / quota, Fraction(least or 0))
        entitled[unit] = share if most is None else min(share, Fraction(most))
    return entitled


def differences(answer: Answer, own: Answer) -> dict[str, int]:
    """The units that certainly have other seats than by the method in force, and how many more."""
    found = {}
    for unit, seats in own.result.seats.items():
        low, high = answer.result.seats[unit], answer.result.seats[unit] + (unit in answer.result.tied)
        if low > seats + (unit in own.result.tied) or high < seats:
            found[unit] = low - seats
    return found


def round_divisor(certificate: Mapping[str, str]) -> Fraction | None:
    """The roundest divisor between the bounds: 42,780 rather than 42,776.5; of a tie the only one.

    None where the certificate names no divisors, or no decimal of twelve places lies between them.
    """
    power = 2 if any(name.endswith("-squared") for name in certificate) else 1
    suffix = "-squared" if power == 2 else ""
    if "lower" + suffix not in certificate:
        return None
    lower = Fraction(certificate["lower" + suffix])
    upper = Fraction(certificate["upper" + suffix]) if "upper" + suffix in certificate else 4 * lower
    if lower == upper and power == 1:
        return lower
    for digits in range(-len(str(int(upper))), 13):
        step = Fraction(10) ** -digits
        steps = int(lower / step**power)
        divisor = ((isqrt(steps) if power == 2 else steps) + 1) * step
        if divisor**power < upper:
            return divisor
    return None


def paradoxes(figures: Figures, method: str, span: int = 50, most_units: int | None = None) -> Paradoxes:
    """The paradoxes from ``span`` seats fewer to ``span`` more, and for each of the ``most_units`` largest units.

    Where it is not said how many units, it is a hundred, or fewer where each trial takes long.

    Alabama: a unit loses a seat because there is one more. Population: a unit has a little more weight (1, 2, 5, 10,
    ... up to a hundredth of it; the first that shows something is told), and a seat goes from a second unit to a third,
    neither of which has changed. Newcomer: a unit joins the others with the seats that it has anyway, and a seat goes
    from a second unit to a third. Only what is certain counts: a unit that is tied for a seat has not lost it.
    """
    if most_units is None:
        most_units = min(100, 10_000 // max(1, len(figures.weights)))
    sizes = {}
    for seats in range(max(0, figures.seats - span), figures.seats + span + 1):
        if result := _tried(msgspec.structs.replace(figures, seats=seats), method):
            sizes[seats] = result
    now = sizes.get(figures.seats)
    units = sorted(figures.weights, key=lambda unit: (-figures.weights[unit], unit))[:most_units] if now else []
    growing = [shift for unit in units if now and (shift := _growing(figures, method, unit, now))]
    alabama = [
        Alabama(seats, losing)
        for seats, later in pairwise(sizes)
        if later == seats + 1 and (losing := _shift(sizes[seats], sizes[later], figures.weights)[0])
    ]
    return Paradoxes(
        method,
        min(sizes, default=figures.seats),
        max(sizes, default=figures.seats),
        len(units),
        tuple(alabama),
        tuple(sorted(growing, key=lambda shift: shift.more)),
        tuple(shift for unit in units if now and (shift := _joining(figures, method, unit, now))),
    )


def _growing(figures: Figures, method: str, unit: str, now: Apportionment) -> Shift | None:
    others = figures.weights.keys() - {unit}
    for more in _little(figures.weights[unit]):
        weights = {**figures.weights, unit: figures.weights[unit] + more}
        if later := _tried(msgspec.structs.replace(figures, weights=weights), method):
            losing, winning = _shift(now, later, others)
            if losing and winning:
                return Shift(unit, more, losing, winning)
    return None


def _joining(figures: Figures, method: str, unit: str, now: Apportionment) -> Shift | None:
    if unit in now.tied:
        return None
    own, others = now.seats[unit], {other: weight for other, weight in figures.weights.items() if other != unit}
    before = _tried(msgspec.structs.replace(figures, weights=others, seats=figures.seats - own), method)
    losing, winning = _shift(before, now, others) if before else ((), ())
    return Shift(unit, own, losing, winning) if losing and winning else None


def _little(weight: int) -> Iterator[int]:
    for more in (digit * 10**power for power in range(len(str(weight))) for digit in (1, 2, 5)):
        if more * 100 <= weight:
            yield more


def _shift(
    before: Apportionment, after: Apportionment, units: Mapping[str, int] | set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units among these that certainly lose a seat, and those that certainly win one."""
    losing = [unit for unit in units if after.seats[unit] + (unit in after.tied) < before.seats[unit]]
    winning = [unit for unit in units if after.seats[unit] > before.seats[unit] + (unit in before.tied)]
    return tuple(sorted(losing)), tuple(sorted(winning))


def _answer(figures: Figures, method: str, entitled: Mapping[str, Fraction]) -> Answer:
    try:
        result = _apportioned(figures, method)
    except RuleBroken as broken:
        return Answer(method, Apportionment(dict.fromkeys(figures.weights, 0)), broken.message)
    return _judged(figures, method, result, entitled)


def _judged(figures: Figures, method: str, result: Apportionment, entitled: Mapping[str, Fraction]) -> Answer:
    by_size = sorted(figures.weights, key=lambda unit: (-figures.weights[unit], unit))
    third = len(by_size) // 3
    part = Fraction(result.tied_seats, max(1, len(result.tied)))

    def had(units: list[str]) -> Fraction:
        return sum((result.seats[unit] + part * (unit in result.tied) for unit in units), Fraction(0))

    larger, smaller = by_size[:third], by_size[len(by_size) - third :]
    due = [sum((entitled[unit] for unit in units), Fraction(0)) for units in (larger, smaller)]
    if not all(due):
        return Answer(method, result)
    beyond = [had(units) - own for units, own in zip((larger, smaller), due, strict=True)]
    ratio = (had(larger) / due[0]) / (had(smaller) / due[1]) if had(smaller) else None
    return Answer(method, result, None, beyond[0], beyond[1], ratio)


def _apportioned(figures: Figures, method: str) -> Apportionment:
    return apportion(figures.weights, figures.seats, method, figures.least, figures.most)


def _tried(figures: Figures, method: str) -> Apportionment | None:
    try:
        return _apportioned(figures, method)
    except RuleBroken:
        return None


def _bound(bounds: Mapping[str, int] | int | None, unit: str) -> int | None:
    return bounds if bounds is None or isinstance(bounds, int) else bounds.get(unit)
