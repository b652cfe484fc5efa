"""The largest transport from rows to columns through cells of limited room, and, where it falls short, why.

A maximum flow by augmenting along shortest paths (Edmonds and Karp 1972), on a table instead of a general network.
Where not everything can be carried, the rows and columns reached from what is left over form a minimum cut (Ford and
Fulkerson 1956): the rows need more than the columns hold and the cells between these rows and the other columns let by.
"""

from collections import deque
from collections.abc import Mapping

import msgspec


class Transport(msgspec.Struct, frozen=True):
    """What each cell carries, ``cells[row][column]``.

    ``rows`` and ``columns`` are empty where all is carried. Otherwise these rows have more than these columns can take
    in together with the cells that lead from these rows to other columns.
    """

    cells: dict[str, dict[str, int]]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def transport(rows: Mapping[str, int], columns: Mapping[str, int], room: Mapping[str, Mapping[str, int]]) -> Transport:
    """Carry what the ``rows`` have into the ``columns``, through each cell at most its ``room`` (none where absent)."""
    cells = {row: dict.fromkeys(sorted(room.get(row, ())), 0) for row in sorted(rows)}
    left, free = dict(rows), dict(columns)
    for row, own in cells.items():  # most of it needs no detour
        for column in own:
            own[column] = min(left[row], free[column], room[row][column])
            left[row] -= own[column]
            free[column] -= own[column]
    while any(left.values()):
        from_row: dict[str, str] = {}
        from_column: dict[str, str] = {}
        starts = [row for row in cells if left[row]]
        queue, goal = deque((row, True) for row in starts), ""
        while queue and not goal:
            node, is_row = queue.popleft()
            if is_row:
                for column in cells[node]:
                    if column not in from_row and cells[node][column] < room[node][column]:
                        from_row[column] = node
                        queue.append((column, False))
            elif free[node]:
                goal = node
            else:
                for row, own in cells.items():
                    if own.get(node) and row not in from_column and row not in starts:
                        from_column[row] = node
                        queue.append((row, True))
        if not goal:
            return Transport(cells, tuple(sorted({*starts, *from_column})), tuple(sorted(from_row)))
        _carry(cells, room, left, free, goal, from_row, from_column)
    return Transport(cells)


def _carry(
    cells: dict[str, dict[str, int]],
    room: Mapping[str, Mapping[str, int]],
    left: dict[str, int],
    free: dict[str, int],
    goal: str,
    from_row: Mapping[str, str],
    from_column: Mapping[str, str],
) -> None:
    """Carry as much as one path to the column ``goal`` lets by: more through one cell, less through the next."""
    column, row = goal, from_row[goal]
    more, less = [(row, column)], []
    while row in from_column:
        column = from_column[row]
        less.append((row, column))
        row = from_row[column]
        more.append((row, column))
    amount = min(
        left[row],
        free[goal],
        *(room[row][column] - cells[row][column] for row, column in more),
        *(cells[row][column] for row, column in less),
    )
    left[row] -= amount
    free[goal] -= amount
    for sign, path in ((1, more), (-1, less)):
        for by_row, by_column in path:
            cells[by_row][by_column] += sign * amount
