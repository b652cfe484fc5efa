"""Seats by unit and category: every cell is its figure, divided by two divisors and rounded, and all the sums are met.

Such cells are unique but for ties (Balinski and Demange 1989), so that nothing has to be computed anew. Cells whose
quotients are halves are tied: they have a seat more or less, and the lot goes through them one by one.
"""

from fractions import Fraction
from typing import Any

from comitia_verify.findings import must, same
from comitia_verify.methods.lots import draw

Cell = tuple[str, str]


def check_cells(charter: Any, seats: dict[str, int], stated: Any, seed: str) -> None:
    """``stated``: the cells, and the divisors of units and groups; empty where the charter has no categories."""
    wanted = {category.group: category.seats for category in charter.seats.categories}
    same("categories", any(vars(stated).values()), bool(wanted))
    if not wanted:
        return
    cells = stated.seats
    same("units", sorted(cells), sorted(seats))
    for unit, own in cells.items():
        same("categories", sorted(own), sorted(wanted))
        same("sum of the seats", sum(own.values()), seats[unit])
    same("sums", {group: sum(own[group] for own in cells.values()) for group in wanted}, wanted)
    same("divisors", (sorted(stated.units), sorted(stated.groups)), (sorted(seats), sorted(wanted)))
    must(all([*stated.units.values(), *stated.groups.values()]), "a divisor is 0")
    tied: list[Cell] = []
    for unit in charter.units:
        for group in wanted:
            off = unit.figures[group] / (stated.units[unit.id] * stated.groups[group]) - cells[unit.id][group]
            good = cells[unit.id][group] == 0 if unit.figures[group] == 0 else abs(off) <= Fraction(1, 2)
            must(good, "{unit}, {group}: the seats are not the figure divided and rounded", unit=unit.id, group=group)
            tied += [(unit.id, group)] * (abs(off) == Fraction(1, 2))
    must(seed or not tied, "there is no seed to draw lots from")
    by_id = {f"{unit}/{group}": (unit, group) for unit, group in tied}
    drawn = tuple(by_id[id] for id in draw(seed, "cells", by_id))
    same("tied", stated.tied, drawn)
    up = {
        (unit.id, group)
        for unit in charter.units
        for group in wanted
        if cells[unit.id][group] > unit.figures[group] / (stated.units[unit.id] * stated.groups[group])
    }
    for place, cell in enumerate(drawn):
        must(
            cell in up or not _possible(cell, set(drawn[place + 1 :]), up),
            "{unit}, {group}: the lot gives it a seat",
            unit=cell[0],
            group=cell[1],
        )


def _possible(cell: Cell, later: set[Cell], up: set[Cell]) -> bool:
    """Whether the cell could have a seat more: others in its group and unit, drawn later, then have one more or less.

    Its group takes a seat from a later cell, whose unit gets one in another group, and so on, back to the cell's unit.
    """
    short, waiting = {cell[1]}, [cell[1]]
    while waiting:
        group = waiting.pop()
        units = {unit for unit, of in later & up if of == group}
        if cell[0] in units:
            return True
        more = {of for unit, of in later - up if unit in units} - short
        short |= more
        waiting += more
    return False
