"""How long an apportionment takes beside every public library that is installed: `python benchmarks/apportion.py`.

All get the same figures, as the types that they ask for, made before the clock starts. Each of many inputs is measured
on its own, its fastest run of several; the figure is the median over the inputs, and the ratio is what to read. Answers
are compared with comitia's, which are exact: where a library answers otherwise, or not at all, its last column says so.
"""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from comitia.methods.apportionment import METHODS, apportion

CASES = [(2_300, 38, 100), (100_000, 3_000, 3)]
"""Seats, units, inputs."""
RUNS = 3
LARGEST_MATRIX = 10**7
"""`apportionment` makes a matrix of units by seats: gigabytes at 100,000 by 3,000."""

Peer = Callable[[Mapping[str, int], int], Callable[[], Any]]
"""The call to measure, made of weights and seats; it returns the seats in the order of the units, or by unit."""


def apportionpy() -> dict[str, Peer]:
    def peer(module: str) -> Peer:
        calculate = getattr(import_module(f"apportionpy.methods.{module}"), f"calculate_{module}")

        def made(weights: Mapping[str, int], seats: int) -> Callable[[], Any]:
            populations = list(weights.values())
            return lambda: calculate(seats, populations)[1]

        return made

    names = {"hamilton": "hamilton", "adams": "adam", "huntington-hill": "huntington_hill"}
    return {method: peer(name) for method, name in (names | {"webster": "webster", "jefferson": "jefferson"}).items()}


def apportionment() -> dict[str, Peer]:
    compute = import_module("apportionment.methods").compute

    def peer(name: str) -> Peer:
        def made(weights: Mapping[str, int], seats: int) -> Callable[[], Any]:
            if name != "hamilton" and len(weights) * seats > LARGEST_MATRIX:
                raise MemoryError("needs gigabytes")
            votes, parties = list(weights.values()), list(weights)
            return partial(compute, name, votes, seats, parties=parties, verbose=False)

        return made

    names = {"hamilton": "hamilton", "adams": "adams", "huntington-hill": "huntington", "dean": "dean"}
    return {method: peer(name) for method, name in (names | {"webster": "saintelague", "jefferson": "dhondt"}).items()}


def votelib() -> dict[str, Peer]:
    proportional = import_module("votelib.evaluate.proportional")

    def peer(evaluator: Any) -> Peer:
        return lambda weights, seats: partial(evaluator.evaluate, dict(weights), seats)

    return {
        "hamilton": peer(proportional.LargestRemainder("hare")),
        "droop": peer(proportional.LargestRemainder("droop")),
        "huntington-hill": peer(proportional.HighestAverages("huntington_hill")),
        "webster": peer(proportional.HighestAverages("sainte_lague")),
        "jefferson": peer(proportional.HighestAverages("d_hondt")),
    }


PEERS = {"apportionpy": apportionpy, "apportionment": apportionment, "votelib": votelib}


def milliseconds(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        taken.append(perf_counter() - start)
    return min(taken) * 1000


def measured(peer: Peer, inputs: list[dict[str, int]], seats: int, answers: list[dict[str, int]]) -> tuple[float, str]:
    """The median time over the inputs that are answered, and what is to be said of the answers."""
    times, same, failures = [], 0, set[str]()
    for weights, right in zip(inputs, answers, strict=True):
        try:
            act = peer(weights, seats)
            answer = act()
        except Exception as error:  # whatever a peer raises is told
            failures.add(f"{type(error).__name__}: {error}"[:60])
            continue
        times.append(milliseconds(act))
        by_unit = answer if isinstance(answer, Mapping) else dict(zip(weights, answer, strict=True))
        same += all(by_unit.get(unit, 0) == own for unit, own in right.items())
    wrong = len(times) - same
    told = [f"{same} of {len(inputs)} the same"] + [f"{wrong} DIFFER"] * (wrong > 0) + sorted(failures)
    return (median(times) if times else float("nan")), "; ".join(told)


def installed() -> dict[str, dict[str, Peer]]:
    found = {}
    for name, methods in PEERS.items():
        try:
            found[f"{name} {version(name)}"] = methods()
        except PackageNotFoundError:
            print(f"{name} is not installed: pip install {name}")
    return found


def main() -> None:
    table = Table("seats", "units", "method", "comitia ms", "beside", "its ms", "ratio", "its answers")
    peers = installed()
    for seats, units, count in CASES:
        randoms = [Random(number) for number in range(count)]
        inputs = [{f"u{unit:04}": random.randint(10**5, 10**7) for unit in range(units)} for random in randoms]
        for method in METHODS:
            answers = [apportion(weights, seats, method).seats for weights in inputs]
            own = median(milliseconds(partial(apportion, weights, seats, method)) for weights in inputs)
            for name, methods in peers.items():
                if method not in methods:
                    continue
                its, told = measured(methods[method], inputs, seats, answers)
                figures = [f"{own:.3f}", name, f"{its:.3f}", f"{own / its:.3f}"]
                table.add_row(f"{seats:,}", f"{units:,}", method, *figures, told)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
