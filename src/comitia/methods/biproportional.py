"""Biproportional apportionment: seats by row and column (unit and category) at once, in proportion to weights.

Every row and every column has its seats; and there is a divisor for each row and one for each column such that every
cell has its weight, divided by both, rounded by one of the divisor methods. Such cells exist where whole numbers meet
the sums at all, and are unique but for ties (Balinski and Demange 1989; Pukelsheim, *Proportional Representation*, 2nd
ed., 2017, ch. 14-15). The divisors are the certificate: a person divides, rounds, and adds up.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from comitia.methods.divisors import DIVISOR_METHODS
from comitia.methods.scaling import Scaling
from comitia.methods.transport import transport
from comitia.rules import rule
from comitia.texts import N_

SUMS = rule(
    "biproportional.sums",
    says=N_("The seats of the rows and the seats of the columns add up to the same number."),
    refusal=N_("the rows ({rows}) have {row_seats} seats together, and the columns ({columns}) {column_seats}"),
    cure=N_("change the seats of the rows or of the columns"),
)
IMPOSSIBLE = rule(
    "biproportional.impossible",
    says=N_("The seats of every row and column can be met by cells that have weight."),
    refusal=N_(
        "{rows}: these rows have {seats} seats together; they have weight in these columns only: {columns}; "
        "there is room for {room} seats of theirs"
    ),
    cure=N_("change the seats of these rows or columns, or give a cell elsewhere in these rows a weight"),
)
LEAST = rule(
    "biproportional.least",
    says=N_("The least that the cells of a row or of a column must have is not more than its seats."),
    refusal=N_("{line} has {seats} seats, and its cells must have {least}"),
    cure=N_("raise its seats, or round by a method that does not give every cell with any weight a seat"),
)


class Biproportion(msgspec.Struct, frozen=True):
    """The seats of every cell, and why.

    ``cells`` are the seats by row and column without the tied ones. ``tied`` are the cells that have one seat more, or
    not: each row gets ``tied_rows`` and each column ``tied_columns`` of these seats, which can be done in several ways.

    The certificate: each cell has the larger of its least and ``weight / (row divisor * column divisor)`` rounded by
    the method, where only the quotients of tied cells lie right on a signpost. Divisors are decimals with few digits
    where no tie fixes them. For Huntington-Hill they are squares, and stand for those of the squared weights.
    """

    cells: dict[str, dict[str, int]]
    row_divisors: dict[str, Fraction]
    column_divisors: dict[str, Fraction]
    tied: tuple[tuple[str, str], ...] = ()
    tied_rows: dict[str, int] = {}
    tied_columns: dict[str, int] = {}


def biproportional(
    weights: Mapping[str, Mapping[str, int]],
    rows: Mapping[str, int],
    columns: Mapping[str, int],
    method: str = "webster",
    least: Mapping[str, Mapping[str, int]] | None = None,
) -> Biproportion:
    """Apportion seats to the cells of a table, by ``weights[row][column]`` (not negative; absent: 0).

    ``rows`` and ``columns`` are the seats of each; ``method`` is ``adams``, ``dean``, ``huntington-hill``, ``webster``
    or ``jefferson``; ``least[row][column]`` is the least that a cell must have (absent: 0), for "winner takes one" and
    the like. A cell without weight has no seat but its least; Adams, Dean and Huntington-Hill give every other cell at
    least one. Nothing depends on the order of rows or columns.

    Raises RuleBroken: ``biproportional.sums``, ``biproportional.least``, or ``biproportional.impossible`` with rows and
    columns that show why the sums cannot be met.
    """
    signposts = DIVISOR_METHODS[method]
    row_ids, column_ids = sorted(rows), sorted(columns)
    table = [[weights.get(row, {}).get(column, 0) for column in column_ids] for row in row_ids]
    lowest = [
        [
            max((least or {}).get(row, {}).get(column, 0), int(signposts.first_seat_is_free and weight > 0))
            for column, weight in zip(column_ids, own, strict=True)
        ]
        for row, own in zip(row_ids, table, strict=True)
    ]
    require_possible(table, rows, columns, lowest)

    by_row, by_column = [rows[row] for row in row_ids], [columns[column] for column in column_ids]
    scaling = Scaling(table, by_row, by_column, lowest, signposts)
    scaling.mend()
    scaling.tidy()
    tied, row_left, column_left = [], dict.fromkeys(row_ids, 0), dict.fromkeys(column_ids, 0)
    for k, row in enumerate(row_ids):
        for m, column in enumerate(column_ids):
            if scaling.may_less(k, m):
                scaling.cells[k][m] -= 1
                row_left[row] += 1
                column_left[column] += 1
            if scaling.may_more(k, m):
                tied.append((row, column))
    return Biproportion(
        {row: dict(zip(column_ids, own, strict=True)) for row, own in zip(row_ids, scaling.cells, strict=True)},
        dict(zip(row_ids, scaling.row_divisors, strict=True)),
        dict(zip(column_ids, scaling.column_divisors, strict=True)),
        tuple(tied),
        {row: seats for row, seats in row_left.items() if seats},
        {column: seats for column, seats in column_left.items() if seats},
    )


def settle(biproportion: Biproportion, lot: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Every cell's seats, the tied ones going down the ``lot``, which must hold just the tied cells.

    Each cell in turn gets a tied seat where the sums of rows and columns can still be met then.
    """
    if sorted(lot) != sorted(biproportion.tied):
        raise ValueError(f"the lot {lot} is not one of {biproportion.tied}")
    cells = {row: dict(own) for row, own in biproportion.cells.items()}
    rows, columns = dict(biproportion.tied_rows), dict(biproportion.tied_columns)
    for place, (row, column) in enumerate(lot):
        after = rows | {row: rows.get(row, 0) - 1}, columns | {column: columns.get(column, 0) - 1}
        rest: dict[str, dict[str, int]] = {}
        for other, at in lot[place + 1 :]:
            rest.setdefault(other, {})[at] = 1
        possible = min(after[0][row], after[1][column]) >= 0 and not transport(*after, rest).rows
        if possible:
            rows, columns = after
            cells[row][column] += 1
    return cells


def require_possible(
    weights: Sequence[Sequence[int]],
    rows: Mapping[str, int],
    columns: Mapping[str, int],
    least: Sequence[Sequence[int]],
) -> None:
    """Refuse sums that no cells have; the table's rows and columns are in the order of their ids."""
    row_seats, column_seats = sum(rows.values()), sum(columns.values())
    if row_seats != column_seats:
        figures = {"rows": len(rows), "row_seats": row_seats, "columns": len(columns), "column_seats": column_seats}
        raise SUMS.broken(**figures)
    row_left = {row: rows[row] - sum(own) for row, own in zip(sorted(rows), least, strict=True)}
    column_left = {
        column: columns[column] - sum(own)
        for column, own in zip(sorted(columns), zip(*least, strict=True), strict=True)
    }
    for lines, left in ((rows, row_left), (columns, column_left)):
        for line in sorted(lines):
            if left[line] < 0:
                raise LEAST.broken(line=line, seats=lines[line], least=lines[line] - left[line])
    room = {
        row: {column: row_seats for column, weight in zip(sorted(columns), own, strict=True) if weight}
        for row, own in zip(sorted(rows), weights, strict=True)
    }
    cut = transport(row_left, column_left, room)
    if cut.rows:
        for_them = sum(column_left[column] for column in cut.columns) + sum(
            rows[row] - row_left[row] for row in cut.rows
        )
        raise IMPOSSIBLE.broken(
            rows=", ".join(cut.rows),
            seats=sum(rows[row] for row in cut.rows),
            columns=", ".join(cut.columns) or "-",
            room=for_them,
        )
