"""Fair lotteries beside sortition-algorithms, the public library for them: `python benchmarks/lottery.py`.

The peer (GPL, so never a dependency) is measured where it is installed: `pip install sortition-algorithms`. It knows
features that partition people only, so that is what the instances have; its leximin needs a commercial solver, and is
measured where that is there. Ours gives chances as fractions, with the proof that no lottery does better; the peer's
are rounded to no less than 0.0005 away from its own bound. A run that takes longer than the limit is stopped.
"""

import importlib
import multiprocessing
import sys
from collections.abc import Callable
from importlib.util import find_spec
from math import ceil, floor
from random import Random
from time import perf_counter
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from comitia.methods.lottery import lottery
from comitia.methods.selection import Bound

CASES = [(200, 30), (500, 65), (2000, 300)]
"""People and places."""
FEATURES = (2, 5, 6, 4)
"""How many values each feature has: say sex, age, district, schooling."""
SLACK = 0.1
SEED = 7
LIMIT = 300
"""Seconds for one run."""


class Instance(msgspec.Struct, frozen=True):
    """``people``: the value of each feature; ``quotas``: by feature and value, the least and most places."""

    people: dict[str, tuple[int, ...]]
    places: int
    quotas: dict[tuple[int, int], tuple[int, int]]


class Result(msgspec.Struct, frozen=True):
    seconds: float
    least: float
    panels: int
    short: str


def instance(people: int, places: int) -> Instance:
    """Volunteers who are not like the population, whose shares the quotas follow within a tenth."""
    random = Random(SEED)
    parts = [[random.uniform(0.5, 2) for _ in range(values)] for values in FEATURES]
    drawn = [[part * random.uniform(0.6, 1.6) for part in each] for each in parts]
    pool = {
        f"p{number:04}": tuple(random.choices(range(len(each)), each)[0] for each in drawn) for number in range(people)
    }
    quotas = {}
    for feature, each in enumerate(parts):
        for value, part in enumerate(each):
            fair, there = places * part / sum(each), sum(own[feature] == value for own in pool.values())
            quotas[feature, value] = min(there, floor(fair * (1 - SLACK))), ceil(fair * (1 + SLACK))
    return Instance(pool, places, quotas)


def ours(of: Instance, method: Any) -> Result:
    bounds = [
        Bound(f"{feature}-{value}", frozenset(id for id, own in of.people.items() if own[feature] == value), *limits)
        for (feature, value), limits in of.quotas.items()
    ]
    start = perf_counter()
    result = lottery(dict.fromkeys(of.people, 0), of.places, bounds, method)
    seconds = perf_counter() - start
    best = result.levels[-1].chance if method == "maximin" else result.levels[0].chance
    return Result(seconds, float(min(result.chances())), len(result.panels), f"{best - min(result.chances())}")


def theirs(of: Instance, method: str) -> Result:
    features_of = importlib.import_module("sortition_algorithms.features").read_in_features
    pool = importlib.import_module("sortition_algorithms.people").People([])
    rows = [
        {"feature": f"f{feature}", "value": f"v{value}", "min": str(least), "max": str(most)}
        for (feature, value), (least, most) in of.quotas.items()
    ]
    features, _, _ = features_of(["feature", "value", "min", "max"], rows)
    for row, (id, own) in enumerate(of.people.items()):
        pool.add(id, {f"f{feature}": f"v{value}" for feature, value in enumerate(own)}, features, row)
    find = importlib.import_module(f"sortition_algorithms.committee_generation.{method}")
    start = perf_counter()
    options = {"solver_backend": "highspy"} if method == "maximin" else {}
    panels, shares, _ = getattr(find, f"find_distribution_{method}")(features, pool, of.places, [], **options)
    seconds = perf_counter() - start
    used = [(panel, share) for panel, share in zip(panels, shares, strict=True) if share > 0]
    least = float(min(sum(share for panel, share in used if id in panel) for id in of.people))
    return Result(seconds, least, len(used), "")


def limited(run: Callable[[Instance, str], Result], of: Instance, method: str) -> Result | None:
    """The result, or None where it takes longer than the limit."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=lambda: sender.send_bytes(msgspec.json.encode(run(of, method))))
    process.start()
    sender.close()
    result = msgspec.json.decode(receiver.recv_bytes(), type=Result) if receiver.poll(LIMIT) else None
    process.terminate()
    return result


def main() -> None:
    peer, commercial = find_spec("sortition_algorithms"), find_spec("gurobipy")
    table = Table("people", "places", "method", "of", "seconds", "panels", "least chance", "short of the best", "ratio")
    for people, places in CASES:
        of = instance(people, places)
        for method in ("maximin", "leximin"):
            mine = ours(of, method)
            start = [str(people), str(places), method]
            own = [f"{mine.seconds:.2f}", str(mine.panels), f"{mine.least:.9f}", f"{mine.short} (proved)", "1"]
            table.add_row(*start, "comitia", *own)
            if not peer or (method == "leximin" and not commercial):
                table.add_row(*start, "sortition-algorithms", "not installed" if not peer else "needs Gurobi")
                continue
            other = limited(theirs, of, method)
            if other is None:
                table.add_row(
                    *start, "sortition-algorithms", f"over {LIMIT}", "", "", "", f"> {LIMIT / mine.seconds:.0f}"
                )
                continue
            figures = [
                f"{other.seconds:.2f}",
                str(other.panels),
                f"{other.least:.9f}",
                f"{mine.least - other.least:.1e}",
            ]
            table.add_row(*start, "sortition-algorithms", *figures, f"{other.seconds / mine.seconds:.0f}")
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
