"""Alternate scaling, tie and transfer: the cells of a table rounded to given sums of its rows and columns.

Alternate scaling (Balinski and Demange 1989) fits every row by a divisor of its own, then every column, and again; in
floating point it comes near quickly, and may stop short or go round in circles where there are ties. So it only gives
a start. From there seats are handed on exactly, along cells whose quotient is right on a signpost, from a column with
too many to one with too few; where there is no such way, divisors are changed until there is one (tie and transfer:
Balinski and Demange 1989; Maier, Zachariassen and Zachariasen 2010). Each seat handed on mends two faults, so it ends.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import TypeVar

from comitia.methods.divisors import Signposts

Number = TypeVar("Number", float, Fraction)
PATIENCE = 8
"""Rounds of alternate scaling without fewer faults, after which the exact part takes over."""

Node = tuple[bool, int]
"""A row (True) or a column (False), by its index."""


class Scaling:
    """A table on the way to its sums, by whole numbers and fractions.

    The quotient of a cell is its weight, to the method's power, over the divisors of its row and its column. In all of
    this a cell has the larger of its least and its quotient rounded, and each row its sum.
    """

    def __init__(
        self,
        weights: Sequence[Sequence[int]],
        rows: Sequence[int],
        columns: Sequence[int],
        least: Sequence[Sequence[int]],
        signposts: Signposts,
    ) -> None:
        self.weights = [[weight**signposts.power for weight in row] for row in weights]
        self.columns, self.least = columns, least
        self._signposts, self._posts = signposts, dict[int, Fraction]()
        near, self.cells = near_divisors(weights, rows, columns, least, signposts)
        self.column_divisors = [Fraction(divisor) ** signposts.power for divisor in near]
        self.row_divisors = [
            fit(
                [Fraction(w) / by for w, by in zip(row, self.column_divisors, strict=True)],
                cells,
                low,
                seats,
                self._post,
            )
            for row, cells, low, seats in zip(self.weights, self.cells, least, rows, strict=True)
        ]

    def _post(self, count: int) -> Fraction:
        if count not in self._posts:
            self._posts[count] = Fraction(*self._signposts.at(count))
        return self._posts[count]

    def quotient(self, row: int, column: int) -> Fraction:
        return Fraction(self.weights[row][column]) / (self.row_divisors[row] * self.column_divisors[column])

    def below(self, row: int, column: int) -> Fraction | None:
        """The signpost that the cell's quotient must not pass downward; None where the cell cannot have less."""
        count = self.cells[row][column]
        if not self.weights[row][column] or count == self.least[row][column]:
            return None
        return self._post(count - 1)

    def above(self, row: int, column: int) -> Fraction | None:
        """The signpost that the cell's quotient must not pass upward; None where the cell cannot have more."""
        return self._post(self.cells[row][column]) if self.weights[row][column] else None

    def mend(self) -> None:
        """Hand seats on until each column has its sum."""
        while any(
            faults := [
                sum(column) - due for column, due in zip(zip(*self.cells, strict=True), self.columns, strict=True)
            ]
        ):
            self._hand_on(faults)

    def _hand_on(self, faults: Sequence[int]) -> None:
        """Hand one seat on, from a column with too many to one with too few."""
        came_from: dict[Node, Node | None] = {(False, column): None for column, fault in enumerate(faults) if fault > 0}
        waiting = list(came_from)
        while True:
            while waiting:
                node = waiting.pop(0)
                for other in self._next(node):
                    if other in came_from:
                        continue
                    came_from[other] = node
                    if not other[0] and faults[other[1]] < 0:
                        return self._along(other, came_from)
                    waiting.append(other)
            self._scale(came_from)
            waiting = list(came_from)

    def _next(self, node: Node) -> Iterable[Node]:
        """Where a seat can be handed on from here, all quotients being right for it.

        A column hands a seat to the row whose cell may have one less, and a row to the column whose cell may have more.
        """
        is_row, index = node
        if is_row:
            return ((False, column) for column in range(len(self.columns)) if self.may_more(index, column))
        return ((True, row) for row in range(len(self.cells)) if self.may_less(row, index))

    def may_more(self, row: int, column: int) -> bool:
        """The cell's quotient is right on the signpost above, so that one seat more is right as well."""
        above = self.above(row, column)
        return above is not None and self.quotient(row, column) == above

    def may_less(self, row: int, column: int) -> bool:
        """The cell's quotient is right on the signpost below, so that one seat less is right as well."""
        below = self.below(row, column)
        return below is not None and self.quotient(row, column) == below

    def _along(self, end: Node, came_from: dict[Node, Node | None]) -> None:
        node = end
        while (before := came_from[node]) is not None:
            if node[0]:
                self.cells[node[1]][before[1]] -= 1
            else:
                self.cells[before[1]][node[1]] += 1
            node = before

    def _scale(self, reached: Iterable[Node]) -> None:
        """Change the divisors of what is reached as little as opens a way to something else."""
        _, factor = self.room(reached)
        if factor is None:
            raise AssertionError("no way on, though the sums can be met")
        self.move(reached, factor)

    def room(self, block: Iterable[Node]) -> tuple[Fraction, Fraction | None]:
        """Between which factors (None: no upper one) its columns may have theirs multiplied, and its rows divided.

        Within it nothing changes; all cells keep their quotients between their signposts.
        """
        inside = set(block)
        lower, uppers = Fraction(0), list[Fraction]()
        for is_row, index in inside:
            others = range(len(self.columns)) if is_row else range(len(self.cells))
            for other in others:
                if (not is_row, other) in inside:
                    continue
                row, column = (index, other) if is_row else (other, index)
                low, high = self.below(row, column), self.above(row, column)
                if high is None:
                    continue
                quotient = self.quotient(row, column)
                if is_row:  # its quotient grows with the factor
                    uppers.append(high / quotient)
                    lower = max(lower, (low or 0) / quotient)
                else:
                    lower = max(lower, quotient / high)
                    uppers += [quotient / low] if low else []
        return lower, min(uppers, default=None)

    def move(self, block: Iterable[Node], factor: Fraction) -> None:
        for is_row, index in block:
            if is_row:
                self.row_divisors[index] /= factor
            else:
                self.column_divisors[index] *= factor

    def tidy(self) -> None:
        """Make the divisors short decimals where no tie fixes them, and let no quotient lie on a signpost but those of
        ties.

        Cells that may have one seat more or less form a graph, and seats can be exchanged just along its cycles. What
        is no cycle is undone block by block, each after those that it could hand a seat on to.
        """
        columns, rows = range(len(self.columns)), range(len(self.cells))
        nodes = [(False, column) for column in columns] + [(True, row) for row in rows]
        arcs: dict[Node, set[Node]] = {node: set() for node in nodes}
        for row in rows:
            for column in columns:
                quotient = self.quotient(row, column)
                if quotient == self.above(row, column):
                    arcs[True, row].add((False, column))
                if quotient == self.below(row, column):
                    arcs[False, column].add((True, row))
        reach = {node: _reached(node, arcs) for node in nodes}
        blocks: dict[frozenset[Node], None] = {}
        for node in sorted(nodes, key=lambda node: len(reach[node])):
            blocks[frozenset(other for other in reach[node] if node in reach[other])] = None
        for block in blocks:
            first = min(block)
            lower, upper = self.room(block)
            if first[0]:
                divisor = self.row_divisors[first[1]]
                to = shortest(divisor / upper if upper else Fraction(0), divisor / lower if lower else None)
                self.move(block, divisor / to)
            else:
                divisor = self.column_divisors[first[1]]
                self.move(block, shortest(divisor * lower, divisor * upper if upper else None) / divisor)


def near_divisors(
    weights: Sequence[Sequence[int]],
    rows: Sequence[int],
    columns: Sequence[int],
    least: Sequence[Sequence[int]],
    signposts: Signposts,
) -> tuple[list[float], list[list[int]]]:
    """Divisors of the columns that leave few faults, or none, and the cells with the rows fitted to them."""

    def post(k: int) -> float:
        numerator, denominator = signposts.at(k)
        return float((numerator / denominator) ** (1 / signposts.power))

    turned = list(zip(*weights, strict=True))
    turned_least = list(zip(*least, strict=True))
    by = [1.0] * len(columns)
    cells = [started(row, seats, low) for row, seats, low in zip(weights, rows, least, strict=True)]
    best: tuple[float, list[float], list[list[int]]] = (inf, by, cells)
    stale = 0
    while best[0] and stale < PATIENCE:
        row_by = [
            fit([w / d for w, d in zip(row, by, strict=True)], own, low, seats, post)
            for row, own, low, seats in zip(weights, cells, least, rows, strict=True)
        ]
        turned_cells = [list(column) for column in zip(*cells, strict=True)]
        faults = sum(abs(sum(column) - due) for column, due in zip(turned_cells, columns, strict=True))
        stale += 1
        if faults < best[0]:
            best, stale = (faults, by, [list(row) for row in cells]), 0
        by = [
            fit([w / d for w, d in zip(column, row_by, strict=True)], own, low, seats, post)
            for column, own, low, seats in zip(turned, turned_cells, turned_least, columns, strict=True)
        ]
    return best[1], best[2]


def started(weights: Sequence[int], seats: int, least: Sequence[int]) -> list[int]:
    """About the seats by these weights, to begin with."""
    total = sum(weights) or 1
    return [max(low, weight * seats // total) for weight, low in zip(weights, least, strict=True)]


def fit(
    weights: Sequence[Number], counts: list[int], least: Sequence[int], seats: int, post: Callable[[int], Number]
) -> Number:
    """Change the ``counts`` to those of a divisor method for so many ``seats``; gives a divisor amid those that fit."""

    some = [k for k, weight in enumerate(weights) if weight]

    def claim(k: int) -> Number:
        return weights[k] / post(counts[k])

    def hold(k: int) -> Number:
        return weights[k] / post(counts[k] - 1)

    missing = seats - sum(counts)
    for _ in range(missing):
        counts[max(some, key=claim)] += 1
    for _ in range(-missing):
        counts[min((k for k in some if counts[k] > least[k]), key=hold)] -= 1
    while True:
        to = max(some, key=claim, default=None)
        of = min((k for k in some if counts[k] > least[k]), key=hold, default=None)
        if to is None or of is None or claim(to) <= hold(of):
            break
        counts[to] += 1
        counts[of] -= 1
    if to is None:
        return post(1) / post(1)  # nothing has weight: any divisor will do
    return claim(to) * 2 if of is None else (claim(to) + hold(of)) / 2


def shortest(lower: Fraction, upper: Fraction | None) -> Fraction:
    """The decimal with the fewest digits between two numbers, neither of them included; None: no upper one."""
    upper = 2 * lower + 2 if upper is None else upper
    step = Fraction(1)
    while step < upper:
        step *= 10
    while (number := (lower // step + 1) * step) >= upper:
        step /= 10
    return number


def _reached(start: Node, arcs: Mapping[Node, set[Node]]) -> set[Node]:
    reached, waiting = {start}, [start]
    while waiting:
        new = arcs[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached
