"""Choosing within quotas beside plain HiGHS: `python benchmarks/selection.py [--quick]`.

The peer is HiGHS on the textbook model: one 0/1 column a nominee, one row a quota, weights as floats, no gap. It
settles no tie, proves nothing in exact arithmetic, and explains nothing. Where nothing fits, it is HiGHS on the
textbook elastic model: one 0/1 column a nominee, one column for each side of a quota that gives way. Times are medians
of processor time, of one process that does the ones and the others in turn; the ratios are what to read. Everything is
made from one seed.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from statistics import median
from time import process_time

import highspy
import numpy as np
from rich.console import Console
from rich.table import Table

from comitia.methods.contradiction import contradictions
from comitia.methods.reasons import costs, reasons
from comitia.methods.relaxation import relaxations
from comitia.methods.selection import Bound, select

SEED = 2026
SIZES = [(500, 65, 9), (2000, 300, 5), (20_000, 2000, 3)]
"""Nominees, places, repetitions."""
QUOTAS = (15, 40)
SHARES = {
    "women": 0.45,
    "minority": 0.12,
    "front": 0.35,
    "leaders": 0.3,
    "young": 0.2,
    "old": 0.25,
    "rural": 0.4,
    "members": 0.7,
    "academic": 0.33,
    "workers": 0.28,
    "north": 0.3,
    "south": 0.3,
}

Instance = tuple[dict[str, int], dict[str, int], list[Bound]]


def instance(people: int, places: int, quotas: int, *, tight: bool) -> Instance:
    """Support, lots, and quotas for twelve groups and for what two of them share.

    A model slate is taken by support with noise, and meets all quotas: tight ones with nobody to spare.
    """
    random = Random(f"{SEED}/{people}/{places}/{quotas}/{tight}")
    ids = [f"p{number:05}" for number in range(people)]
    groups = {group: frozenset(id for id in ids if random.random() < share) for group, share in SHARES.items()}
    pairs = [(one, other) for one in SHARES for other in SHARES if one < other]
    random.shuffle(pairs)
    groups |= {f"{one} {other}": groups[one] & groups[other] for one, other in pairs[: quotas - len(groups)]}
    support = {id: int(random.lognormvariate(6, 0.5)) for id in ids}
    model = sorted(ids, key=lambda id: -support[id] * random.uniform(0.5 if tight else 0.9, 1))[:places]
    bounds = []
    for group, members in groups.items():
        count = len(members.intersection(model))
        spare = 0 if tight else max(1, count // 10)
        lower = random.random() < 0.6
        least, most = (max(0, count - spare), places) if lower else (0, count + spare)
        bounds.append(Bound(group, members, least, most))
    return support, dict(zip(ids, random.sample(range(1, people + 1), people), strict=True)), bounds


def impossible(people: int, places: int, quotas: int) -> Instance:
    """Tight quotas of which three ask for more than their groups' part, and two for women in front that contradict."""
    support, lots, bounds = instance(people, places, quotas - 2, tight=True)
    groups = {bound.id: bound.members for bound in bounds}
    for index, bound in enumerate(bounds):
        if bound.id in ("women", "minority", "leaders"):
            bounds[index] = Bound(bound.id, bound.members, len(bound.members) * places * 5 // (people * 4), bound.most)
    both = groups["women"] & groups["front"]
    return support, lots, [*bounds, Bound("many", both, places // 6, places), Bound("few", both, 0, places // 12)]


def indivisible(people: int, places: int, quotas: int) -> Instance:
    """Loose quotas, and one of each of three pairs of three people: halves of them would do, and nobody whole."""
    support, lots, bounds = instance(people, places, quotas - 3, tight=False)
    one, two, three = list(support)[:3]
    pairs = {"one two": {one, two}, "two three": {two, three}, "three one": {three, one}}
    return support, lots, [*bounds, *(Bound(pair, frozenset(ids), 1, 1) for pair, ids in pairs.items())]


# --- the peer --------------------------------------------------------------------------------------------------------


def model(columns: int) -> highspy.Highs:
    """Plain HiGHS with 0/1 columns."""
    plain = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
        plain.setOptionValue(option, setting)
    none = np.array([], np.int32)
    plain.addCols(columns, np.zeros(columns), np.zeros(columns), np.ones(columns), 0, none, none, np.array([]))
    whole = np.full(columns, int(highspy.HighsVarType.kInteger), np.uint8)
    plain.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), whole)
    return plain


def textbook(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> int:
    """The greatest total weight, as plain HiGHS finds it."""
    ids = list(weights)
    plain, everybody = model(len(ids)), np.arange(len(ids), dtype=np.int32)
    plain.changeColsCost(len(ids), everybody, -np.array(list(weights.values()), np.float64))
    plain.addRow(places, places, len(ids), everybody, np.ones(len(ids)))
    for bound in bounds:
        members = np.array([place for place, id in enumerate(ids) if id in bound.members], np.int32)
        plain.addRow(bound.least, bound.most, len(members), members, np.ones(len(members)))
    plain.run()
    return sum(weights[ids[place]] for place in np.flatnonzero(np.array(plain.getSolution().col_value) > 0.5))


def elastic(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> int:
    """The least change of limits, in people, as plain HiGHS finds it."""
    ids = list(weights)
    plain, everybody = model(len(ids)), np.arange(len(ids), dtype=np.int32)
    plain.addRow(places, places, len(ids), everybody, np.ones(len(ids)))
    for bound in bounds:
        members = np.array([place for place, id in enumerate(ids) if id in bound.members], np.int32)
        for least, most, gives in ((bound.least, highspy.kHighsInf, 1), (-highspy.kHighsInf, bound.most, -1)):
            plain.addRow(least, most, len(members), members, np.ones(len(members)))
            row = np.array([plain.getNumRow() - 1], np.int32)
            plain.addCol(1.0, 0.0, highspy.kHighsInf, 1, row, np.array([gives], np.float64))
    plain.run()
    return round(plain.getInfo().objective_function_value)


# --- side by side ----------------------------------------------------------------------------------------------------


def seconds(times: int, *acts: Callable[[], object]) -> list[float]:
    """What each of the acts takes, done in turn so many times."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(times):
        for act, own in zip(acts, taken, strict=True):
            start = process_time()
            act()
            own.append(process_time() - start)
    return [median(own) for own in taken]


def slates(sizes: Sequence[tuple[int, int, int]]) -> Table:
    table = Table(
        *("nominees", "places", "quotas", "", "HiGHS s", "slate s", "ratio", "reasons s", "ratio", "costs s", "ratio"),
        *("same total", "proof"),
        title="The best slate, the reasons for everybody, and what each quota costs; ratios are to plain HiGHS",
    )
    for people, places, times in sizes:
        for quotas in QUOTAS:
            for tight in (False, True):
                support, lots, bounds = instance(people, places, quotas, tight=tight)
                total, slate = textbook(support, places, bounds), select(support, places, bounds, lots)
                peer, *own = seconds(
                    times,
                    partial(textbook, support, places, bounds),
                    partial(select, support, places, bounds, lots),
                    partial(reasons, support, places, bounds, slate, lots),
                    partial(costs, support, places, bounds, slate),
                )
                figures = [figure for each in own for figure in (f"{each:.3f}", f"{each / peer:.2f}")]
                exact = "prices" if slate.upper == slate.total else "search" if slate.proved else "bound"
                proof = exact if exact != "bound" else f"at most {slate.upper - slate.total} more"
                same = "yes" if slate.total == total else f"no: {slate.total - total:+}"
                kind = "tight" if tight else "loose"
                table.add_row(*map(str, (people, places, quotas)), kind, f"{peer:.3f}", *figures, same, proof)
    return table


def conflicts(sizes: Sequence[tuple[int, int, int]]) -> Table:
    table = Table(
        *("nominees", "places", "quotas", "", "conflict s", "limits", "three s", "found"),
        *("HiGHS s", "least change s", "ratio", "same cost", "three s"),
        title="Where nothing fits: contradictions, and the least change beside the elastic model",
    )
    for people, places, times in sizes:
        for quotas in QUOTAS:
            for kind, make in (("shares", impossible), ("whole people", indivisible)):
                support, _, bounds = make(people, places, quotas)
                first, three, peer, change, changes = seconds(
                    times,
                    partial(contradictions, support, places, bounds, at_most=1),
                    partial(contradictions, support, places, bounds),
                    partial(elastic, support, places, bounds),
                    partial(relaxations, support, places, bounds, at_most=1),
                    partial(relaxations, support, places, bounds),
                )
                found = contradictions(support, places, bounds)
                cost = relaxations(support, places, bounds, at_most=1)[0].cost
                table.add_row(
                    *map(str, (people, places, quotas)),
                    kind,
                    f"{first:.3f}",
                    str(len(found[0])),
                    f"{three:.3f}",
                    str(len(found)),
                    f"{peer:.3f}",
                    f"{change:.3f}",
                    f"{change / peer:.2f}",
                    "yes" if cost == elastic(support, places, bounds) else "no",
                    f"{changes:.3f}",
                )
    return table


def main() -> None:
    sizes = SIZES[:2] if "--quick" in sys.argv[1:] else SIZES
    console = Console(width=180)
    console.print(f"seed {SEED}")
    console.print(slates(sizes))
    console.print(conflicts(sizes))


if __name__ == "__main__":
    main()
