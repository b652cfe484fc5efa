"""Biproportional apportionment beside the package `biprop` (floats): `python benchmarks/biproportional.py`.

The peer is told the same sums of rows and columns. Where its answer differs, or where it gives none, the table says so.
Two cases are published results (read from beside the repository, and left out where they are not there); the others are
made up. Times are medians; the ratio is what to read.
"""

import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from comitia.methods.apportionment import apportion, settle
from comitia.methods.biproportional import biproportional

try:
    import biprop  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    sys.exit("The peer is not installed: pip install biprop==1.0.4")

CASES = Path(__file__).parents[2] / "shared" / "data" / "cases" / "apportionment" / "biproportional.json"
SIZES = [(38, 10, 2300), (300, 12, 3000)]
"""Rows, columns and seats of what is made up."""
TIMES = 5

Cells = dict[str, dict[str, int]]


def published() -> dict[str, tuple[Cells, dict[str, int], dict[str, int]]]:
    """Votes by district and list, and the seats of the districts and of the lists, by the name of the election."""
    if not CASES.exists():
        return {}
    found = {}
    for case in json.loads(CASES.read_text("utf-8"))["cases"]:
        if "votes" in case:
            votes: Cells = {}
            lists: dict[str, int] = {}
            for row in case["votes"]:
                votes.setdefault(row["district"], {})[row["party"]] = int(row["value"])
            for row in case["expected"]:
                lists[row["party"]] = lists.get(row["party"], 0) + int(row["value"])
            found[case["id"]] = (votes, case["district_seats"], lists)
    return found


def made_up(rows: int, columns: int, seats: int) -> tuple[Cells, dict[str, int], dict[str, int]]:
    random = Random(1)
    votes = {
        f"r{row}": {f"c{column}": random.randint(10**3, 10**6) for column in range(columns)} for row in range(rows)
    }
    of_rows = {row: sum(own.values()) for row, own in votes.items()}
    of_columns = {f"c{column}": sum(own[f"c{column}"] for own in votes.values()) for column in range(columns)}
    by_row, by_column = apportion(of_rows, seats, "webster"), apportion(of_columns, seats, "webster")
    return votes, settle(by_row, by_row.tied), settle(by_column, by_column.tied)


def timed(act: Callable[[], Cells]) -> tuple[str, float, Cells | None]:
    """How long it takes in milliseconds, and the answer; or what went wrong."""
    taken, answer = [], None
    for _ in range(TIMES):
        start = perf_counter()
        try:
            answer = act()
        except Exception as error:  # whatever the peer raises is a result here
            return type(error).__name__, 0.0, None
        taken.append(perf_counter() - start)
    own = median(taken) * 1000
    return f"{own:.1f}", own, answer


def peer(votes: Cells, rows: dict[str, int], columns: dict[str, int]) -> Cells:
    matrix = [[votes[row].get(column, 0) for row in rows] for column in columns]
    election = biprop.Election(matrix, party_names=list(columns), region_names=list(rows))
    with redirect_stdout(StringIO()):
        seats = election.lower_apportionment(party_seats=list(columns.values()), region_seats=list(rows.values()))
    return {row: {column: int(seats[c][r]) for c, column in enumerate(columns)} for r, row in enumerate(rows)}


def main() -> None:
    table = Table("case", "rows", "columns", "seats", "comitia (exact) ms", "biprop (floats) ms", "ratio", "same seats")
    cases = published() | {f"made up, {rows} rows": made_up(rows, columns, seats) for rows, columns, seats in SIZES}
    for name, (votes, rows, columns) in cases.items():
        mine, own, ours = timed(lambda v=votes, r=rows, c=columns: biproportional(v, r, c).cells)  # type: ignore[misc]
        theirs, other, answer = timed(lambda v=votes, r=rows, c=columns: peer(v, r, c))  # type: ignore[misc]
        same = "-" if answer is None else "yes" if answer == ours else "NO"
        ratio = f"{own / other:.2f}" if other else "-"
        size = (len(rows), len(columns), sum(rows.values()))
        table.add_row(name, *(str(figure) for figure in size), mine, theirs, ratio, same)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
