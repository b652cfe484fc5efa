"""Column generation: the chances that whole panels can give, where split ones promise more.

A master programme mixes the panels there are as well as it can; its duals say what each type is worth, and a panel that
is worth more than the mixture joins (Flanigan and others, Nature 2021). When none does, exact selection proves it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from operator import mul

import highspy
import msgspec
import numpy as np

from comitia.methods.lottery_levels import NEAR, Level, fix, goal, level, rationals, whole
from comitia.methods.lottery_panels import Tickets
from comitia.methods.lottery_types import Panel, Search, Types, highs
from comitia.methods.selection import select
from comitia.rules import rule
from comitia.texts import N_

UNPROVED = rule(
    "lottery.unproved",
    says=N_("A lottery is drawn from only with a proof of how great the chances can be."),
    refusal=N_("the best that was found is {found}, and the proof only shows that more than {proved} is too much"),
    cure=N_("lower the number of limits that overlap"),
)
TINY = 1e-9
NODES = 20_000
"""Steps of branch and bound for a proof."""
TICKETS = 1_000_000
"""Tickets where the shares of panels cannot be told exactly."""


class Mixture(msgspec.Struct, frozen=True):
    """The greatest ``value`` so that all goals are reached as many times over, what ``worth`` each type has for it, and
    the panels with their ``shares`` that do it: all in floating point."""

    value: float
    worth: list[float]
    shares: dict[Panel, float]


class Columns:
    """All panels found so far; each question adds to them."""

    def __init__(self, types: Types, panels: Sequence[Panel]) -> None:
        self.types = types
        self.panels = list(dict.fromkeys(panels))
        self._search = Search(types)

    def mix(self, goals: Mapping[int, Fraction], floors: Mapping[int, Fraction]) -> Mixture:
        """On average the goals, by type, as many times over as can be, and at least the floors."""
        size, none = len(self.types.sizes), np.array([], np.int32)
        master = highs()
        master.setOptionValue("solver", "simplex")
        master.addCol(-1.0, 0.0, highspy.kHighsInf, 0, none, np.array([]))
        first = np.array([0], np.int32)
        for type in range(size):
            if type in goals:
                master.addRow(0.0, highspy.kHighsInf, 1, first, np.array([-float(goals[type])]))
            else:
                master.addRow(float(floors.get(type, 0)), highspy.kHighsInf, 0, none, np.array([]))
        master.addRow(1.0, 1.0, 0, none, np.array([]))
        for panel in self.panels:
            _add(master, panel)
        while True:
            master.run()
            solution = master.getSolution()
            *worth, all_shares = solution.row_dual
            better = self._search.best(worth)
            if better is None or better in self.panels or sum(map(mul, worth, better)) < -all_shares + TINY:
                shares = dict(zip(self.panels, solution.col_value[1:], strict=True))
                return Mixture(solution.col_value[0], worth, {p: share for p, share in shares.items() if share > TINY})
            self.panels.append(better)
            _add(master, better)

    def next_level(self, fixed: Mapping[int, Fraction]) -> tuple[Level, Mixture]:
        """The next level, proved by exact selection, and a mixture that reaches it.

        Raises RuleBroken ``lottery.unproved``.
        """
        types = self.types
        goals = {type: Fraction(size) for type, size in enumerate(types.sizes) if type not in fixed}
        floors = {type: types.sizes[type] * chance for type, chance in fixed.items()}
        mixture, proved = self.mix(goals, floors), Fraction(1)
        for fractions in rationals(mixture.worth):
            weights, _ = whole([max(each, Fraction(0)) for each in fractions], [])
            if any(weights[type] for type in goals):
                heaviest, prices = self.heaviest(weights)
                found = level(types, weights, prices, heaviest, fixed)
                proved = min(proved, found.chance)
                if proved - Fraction(mixture.value) < NEAR:
                    return found, mixture
        raise UNPROVED.broken(found=f"{mixture.value:.9f}", proved=f"{float(proved):.9f}")

    def heaviest(self, weights: Sequence[int]) -> tuple[int, list[Fraction]]:
        """The weight that no panel exceeds, and prices of the rows: both from exact selection.

        Where only the heaviest panels by another weight are to be drawn from, one unit of that outweighs everything.
        """
        types = self.types
        factor = sum(map(mul, weights, types.sizes)) + 1 if types.heaviest else 0
        own = dict(zip(range(len(weights)), weights, strict=True))
        by_id = {
            id: own[type] + factor * types.weights.get(id, 0) for type, ids in enumerate(types.people) for id in ids
        }
        selection = select(by_id, types.places, types.bounds, nodes=NODES)
        prices = [selection.prices.get(bound.id, Fraction(0)) for bound in types.bounds]
        heaviest = selection.total if selection.proved else selection.upper
        return heaviest - factor * types.heaviest, [*prices, Fraction(factor)][: len(types.rows)]


def generate(
    types: Types, panels: Sequence[Panel], promised: Sequence[Level], leximin: bool
) -> tuple[tuple[Level, ...], Tickets]:
    """Levels and tickets from whole panels: the ``promised`` levels of split ones where whole ones do reach them.

    Raises RuleBroken ``lottery.unproved``.
    """
    columns = Columns(types, panels)
    goals = goal(types, promised)
    if promised and (mixture := columns.mix({type: own for type, own in goals.items() if own}, {})).value > 1 - TINY:
        return tuple(promised), tickets(mixture, goals)
    levels: list[Level] = []
    fixed: dict[int, Fraction] = {}
    while len(fixed) < len(types.sizes) and (leximin or not levels or not levels[-1].chance):
        following, mixture = columns.next_level(fixed)
        levels.append(following)
        fix(fixed, following)
    least = {type: float(size * fixed.get(type, levels[-1].chance)) for type, size in enumerate(types.sizes)}
    reached = {type: sum(share * panel[type] for panel, share in mixture.shares.items()) for type in least}
    tight = [type for type, own in least.items() if abs(reached[type] - own) < NEAR]
    return tuple(levels), tickets(mixture, {t: types.sizes[t] * fixed.get(t, levels[-1].chance) for t in tight})


def _add(master: highspy.Highs, panel: Panel) -> None:
    """A column for the panel: what it has of each type, and its part of the whole."""
    column = np.array([*panel, 1], np.float64)
    rows = np.flatnonzero(column).astype(np.int32)
    master.addCol(0.0, 0.0, highspy.kHighsInf, len(rows), rows, column[rows])


def tickets(mixture: Mixture, expected: Mapping[int, Fraction]) -> Tickets:
    """Tickets for the shares of a mixture, which give of these types just what is expected, where that can be had.

    The shares at a vertex are the only solution of linear equations, which is found in whole numbers; where that fails
    they are rounded to a million tickets, the largest remainders up.
    """
    panels = list(mixture.shares)
    equations: list[list[int | Fraction]] = [
        [*(panel[type] for panel in panels), own] for type, own in expected.items()
    ]
    equations.append([1] * (len(panels) + 1))
    shares = solve(equations)
    if shares and min(shares) >= 0:
        number = lcm(*(share.denominator for share in shares))
        return {panel: int(share * number) for panel, share in zip(panels, shares, strict=True) if share}
    parts = {
        panel: Fraction(share) * TICKETS / Fraction(sum(mixture.shares.values()))
        for panel, share in mixture.shares.items()
    }
    rounded = {panel: int(part) for panel, part in parts.items()}
    by_remainder = sorted(panels, key=lambda panel: (rounded[panel] - parts[panel], panel))
    for panel in by_remainder[: TICKETS - sum(rounded.values())]:
        rounded[panel] += 1
    return {panel: number for panel, number in rounded.items() if number}


def solve(equations: Sequence[Sequence[int | Fraction]]) -> list[Fraction]:
    """The solution of linear equations, each its coefficients and its right side; empty where there is not just one.

    Elimination in whole numbers, whose divisions leave no remainder (Bareiss, *Mathematics of Computation* 22, 1968).
    """
    rows = [[int(each * lcm(*(Fraction(cell).denominator for cell in row))) for each in row] for row in equations]
    unknowns, before = len(rows[0]) - 1, 1
    for column in range(unknowns):
        pivot = next((place for place in range(column, len(rows)) if rows[place][column]), None)
        if pivot is None:
            return []
        rows[column], rows[pivot] = rows[pivot], rows[column]
        own = rows[column]
        for place, row in enumerate(rows):
            if place != column:
                factor = row[column]
                rows[place] = [
                    (own[column] * each - factor * top) // before for each, top in zip(row, own, strict=True)
                ]
        before = own[column]
    if any(row[-1] for row in rows[unknowns:]):
        return []
    return [Fraction(row[-1], row[column]) for column, row in enumerate(rows[:unknowns])]
