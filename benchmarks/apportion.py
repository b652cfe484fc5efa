"""How long an apportionment takes beside the package `apportionment`: `python benchmarks/apportion.py`.

The peer's answers are compared too: where they differ, it says so. Times are medians; the ratio is what to read.
"""

import sys
from collections.abc import Callable
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from comitia.methods.apportionment import apportion

try:
    from apportionment.methods import compute  # type: ignore[import-not-found,import-untyped,unused-ignore]
except ImportError:
    sys.exit("The peer is not installed: pip install apportionment==1.0")

CASES = [(435, 50, 20), (2300, 38, 20), (2300, 1000, 3)]
"""Seats, units, repetitions."""
PEER_NAMES = {"hamilton": "hamilton", "huntington-hill": "huntington", "webster": "saintelague", "jefferson": "dhondt"}


def milliseconds(act: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        act()
        taken.append(perf_counter() - start)
    return median(taken) * 1000


def main() -> None:
    table = Table("seats", "units", "method", "comitia (exact) ms", "apportionment (floats) ms", "ratio", "same seats")
    for seats, units, times in CASES:
        random = Random(1)
        weights = {f"u{unit:04}": random.randint(10**5, 10**7) for unit in range(units)}
        for method, peer_name in PEER_NAMES.items():
            minimum = int(method == "huntington-hill")
            ours = partial(apportion, weights, seats, method, minimum)
            theirs = partial(compute, peer_name, list(weights.values()), seats, parties=list(weights), verbose=False)
            mine, peer = milliseconds(ours, times), milliseconds(theirs, times)
            same = "yes" if list(ours().seats.values()) == list(theirs()) else "NO"
            figures = [f"{mine:.3f}", f"{peer:.3f}", f"{mine / peer:.2f}"]
            table.add_row(str(seats), str(units), method, *figures, same)
    Console().print(table)


if __name__ == "__main__":
    main()
