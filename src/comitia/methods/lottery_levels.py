"""How great the chances can be: level by level, each with a proof in exact prices.

A *level* is a chance that the people of some types cannot all exceed. Its proof is an inequality that anybody can add
up. Let everybody have the level's weight of the type. If no panel weighs more than ``most``, then whatever the lottery,
a panel weighs at most that on average, and the average is the sum of everybody's weight times chance. So, where those
of the levels before have at least the chances proved there, the others of positive weight cannot all have more than

    (most - sum of weight x chance of those of the levels before) / (sum of weights of those others).

That is the duality of the linear programme of Flanigan, Gölz, Gupta, Hennig and Procaccia (*Fair algorithms for
selecting citizens' assemblies*, Nature 596, 2021), and the levels, one after the other, are the lexicographic maximin
of Ogryczak, Pióro and Tomaszewski (2005): a lottery that gives everybody the chance of the own level is the leximin.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from operator import mul

import highspy
import msgspec
import numpy as np

from comitia.methods.lottery_types import Types, add_rows, highs

NEAR = 1e-7
"""How near an exact figure is to the one in floating point that it stands for."""
DENOMINATORS = (12, 5_040, 720_720, 10**9)
"""Dual prices are ratios of small determinants."""


class Level(msgspec.Struct, frozen=True):
    """The ``chance`` that the types of positive weight, but those of levels before, cannot all exceed.

    ``weights`` are by type, whole and not negative; no panel weighs more than ``most`` in them. ``prices``, one a row,
    prove that where rows in whole numbers leave no gap (see ``methods/selection.py``); otherwise branch and bound did.
    """

    chance: Fraction
    weights: tuple[int, ...]
    prices: tuple[Fraction, ...]
    most: int


def level(
    types: Types, weights: Sequence[int], prices: Sequence[Fraction], most: int, fixed: Mapping[int, Fraction]
) -> Level:
    """The level that weights prove, none of which weighs more than ``most``."""
    mass = list(map(mul, weights, types.sizes))
    before = sum(mass[type] * chance for type, chance in fixed.items())
    others = sum(mass[type] for type in range(len(mass)) if type not in fixed)
    return Level(Fraction(most - before) / others, tuple(weights), tuple(prices), most)


def fix(fixed: dict[int, Fraction], level: Level) -> None:
    """Those of positive weight have the chance of the level, in every lottery that is as good."""
    for type, weight in enumerate(level.weights):
        if weight:
            fixed.setdefault(type, level.chance)


def goal(types: Types, levels: Iterable[Level]) -> dict[int, Fraction]:
    """How many of each type the levels give on average; types without a level are left out."""
    fixed: dict[int, Fraction] = {}
    for each in levels:
        fix(fixed, each)
    return {type: types.sizes[type] * chance for type, chance in sorted(fixed.items())}


def ceiling(types: Types, weights: Sequence[int], prices: Sequence[Fraction]) -> Fraction:
    """What prices prove: no panel weighs more, even one that splits people (Lagrange; Geoffrion 1974)."""
    scale = lcm(*(price.denominator for price in prices))
    whole = [int(price * scale) for price in prices]
    value = -sum(price * (row.least if price > 0 else row.most) for price, row in zip(whole, types.rows, strict=True))
    worth = [
        scale * weight + sum(price * row.each[type] for price, row in zip(whole, types.rows, strict=True))
        for type, weight in enumerate(weights)
    ]
    left = types.places
    for type in sorted(range(len(worth)), key=lambda type: -worth[type]):
        taken = min(left, types.sizes[type])
        value, left = value + worth[type] * taken, left - taken
    return Fraction(value, scale)


def rationals(figures: Iterable[float]) -> Iterator[list[Fraction]]:
    """The figures, up to a common factor, as the fractions that they may be: of small denominators first."""
    found = list(figures)
    largest = max(map(abs, found), default=0.0) or 1.0
    for denominator in DENOMINATORS:
        yield [Fraction(figure / largest).limit_denominator(denominator) for figure in found]


def whole(weights: Sequence[Fraction], prices: Sequence[Fraction]) -> tuple[list[int], list[Fraction]]:
    """The weights as whole numbers, the smallest there are, and the prices to their scale."""
    scale = lcm(*(weight.denominator for weight in weights))
    figures = [int(weight * scale) for weight in weights]
    common = gcd(*figures) or 1
    return [figure // common for figure in figures], [price * scale / common for price in prices]


def relaxed(types: Types) -> tuple[Level, ...]:
    """The levels of all types, as far as they can be had if a panel may split people; each has its proof in prices.

    They hold for whole people too, and mostly these reach them: then there is no more to prove. Empty where exact
    figures cannot be told from floating point.
    """
    fixed: dict[int, Fraction] = {}
    levels: list[Level] = []
    while len(fixed) < len(types.sizes):
        following = _next(types, fixed)
        if following is None:
            return ()
        levels.append(following)
        fix(fixed, following)
    return tuple(levels)


def _next(types: Types, fixed: Mapping[int, Fraction]) -> Level | None:
    """The next level: the greatest least chance of the types that are not fixed.

    In the linear programme a type's weight and the prices of its rows add up to the same for all types, but where a
    type's people are all chosen, or none: so the weights follow from the prices, of which there are few.
    """
    size, model, none = len(types.sizes), highs(), np.array([], np.int32)
    upper = np.array([*types.sizes, 1.0])
    costs = np.zeros(size + 1)
    costs[size] = -1  # the last column is the least chance
    model.addCols(size + 1, costs, np.zeros(size + 1), upper, 0, none, none, np.array([]))
    add_rows(model, types)
    for type, people in enumerate(types.sizes):
        columns, figures = np.array([type, size], np.int32), np.array([1.0, -float(people)])
        own = type in fixed
        least = float(fixed[type] * people) if own else 0.0
        model.addRow(least, highspy.kHighsInf, 1 if own else 2, columns[: 1 if own else 2], figures[: 1 if own else 2])
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = model.getSolution()
    chance, duals = solution.col_value[size], solution.row_dual[: len(types.rows) + 1]
    if chance > 1 - NEAR:
        weights = [int(type not in fixed) for type in range(size)]
        return level(types, weights, [Fraction(0)] * len(types.rows), sum(map(mul, weights, types.sizes)), fixed)
    for *prices, everybody in rationals(duals):
        charges = [
            -everybody - sum(price * row.each[type] for price, row in zip(prices, types.rows, strict=True))
            for type in range(size)
        ]
        weights, scaled = whole([max(charge, Fraction(0)) for charge in charges], prices)
        if not any(weight for type, weight in enumerate(weights) if type not in fixed):
            continue
        found = level(types, weights, scaled, int(ceiling(types, weights, scaled)), fixed)
        if abs(found.chance - Fraction(chance)) < NEAR:
            return found
    return None
