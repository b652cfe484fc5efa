"""How long the roll-up takes, and what it needs: ``python benchmarks/rollup.py``, a tenth of 4.9 million organisations.

``--full`` takes all of them. Each step runs in a process of its own, so that its CPU time and memory are its own.
Polars rolls the same tables up by another program, unit by unit; its tables must have the same hashes.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar

import polars as pl
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.filings import Imported
from comitia.register.organisations import adopt, check_organisations
from comitia.register.persons import persons_table
from comitia.register.returns import check_returns
from comitia.register.rollup import roll_up
from comitia.register.shapes import LISTS, NODES, RETURNS, SUPPORT, keep
from comitia.register.synthetic import Synthetic, synthesise
from comitia.tables.archive import Archive

LEVELS = ("branch", "township", "county", "prefecture", "unit")
LONGEST = (None, Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(3, 2))
RANK_BY = ("organisations", "members")
ORGANISATIONS, MEMBERS, SEATS, UNITS = 4_900_000, 96_700_000, 2300, 38


Result = TypeVar("Result")


class Kept(NamedTuple):
    unit: str
    seats: int
    organisations: Table
    persons: Table
    returns: Table
    support: Table


class Spent(NamedTuple):
    wall: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s wall {self.cpu:7.1f} s CPU {self.peak:6.2f} GiB"


def units(scale: Fraction) -> Iterator[tuple[str, int, Synthetic]]:
    """38 units whose sizes run from 1 to 38 parts of 741."""
    for part in range(1, UNITS + 1):
        share = Fraction(part, UNITS * (UNITS + 1) // 2)
        unit, seats = f"unit{part:02}", round(SEATS * share)
        yield (
            unit,
            seats,
            synthesise(
                unit,
                LEVELS,
                seed=1,
                organisations=round(ORGANISATIONS * share),
                members=round(MEMBERS * share),
                seats=seats,
                groups={"women": Fraction(3, 10)},
                scale=scale,
            ),
        )


def make_up(folder: Path, scale: Fraction) -> int:
    return sum(made.support.num_rows for _, _, made in units(scale))


def keep_tables(folder: Path, scale: Fraction) -> list[Kept]:
    archive = Archive(folder)
    return [
        Kept(
            unit,
            seats,
            adopt(archive, made.organisations)[0],
            persons_table(archive, [(one.person, one.groups, "0" * 64) for one in made.persons]),
            keep(archive, made.returns, RETURNS),
            keep(archive, made.support, SUPPORT),
        )
        for unit, seats, made in units(scale)
    ]


def prove(folder: Path, kept: list[Kept]) -> None:
    """Compare every table with its hash, as the archive does when it first uses one; part of the two steps below."""
    archive = Archive(folder)
    for unit in kept:
        for table in unit[2:]:
            archive.path(table)


def check(folder: Path, kept: list[Kept]) -> None:
    archive = Archive(folder)
    for unit in kept:
        check_organisations(archive, unit.organisations, unit.unit, LEVELS)
        assert not check_returns(archive, unit.organisations, [unit.persons], (), unit.returns, unit.support)


def limits(seats: int) -> list[tuple[str, int | None]]:
    return [(level, None if part is None else ceil(part * seats)) for level, part in zip(LEVELS, LONGEST, strict=True)]


def roll(folder: Path, kept: list[Kept]) -> list[tuple[Table, Table]]:
    archive = Archive(folder)
    results = []
    for unit in kept:
        filings = [Imported(unit.returns, unit.support)]
        result = roll_up(
            archive, unit.unit, unit.organisations, filings, limits(unit.seats), ("organisations", "members")
        )
        results.append((result.nodes, result.lists))
    return results


def roll_by_polars(folder: Path, kept: list[Kept]) -> list[tuple[pa.Table, pa.Table]]:
    archive = Archive(folder)
    results = []
    for unit in kept:
        tables = (pl.read_parquet(archive.path(table)) for table in (unit.organisations, unit.returns, unit.support))
        nodes, lists = by_polars(unit, *tables)
        results.append((nodes.to_arrow(), lists.to_arrow()))
    return results


def by_polars(
    unit: Kept, organisations: pl.DataFrame, returns: pl.DataFrame, support: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The witness. It relies on the made-up trees leaving out no level."""
    below = organisations.filter(pl.col("level") == LEVELS[0]).join(returns, on="organisation", how="left")
    parents = organisations.select("organisation", "parent")
    figures = below.select(
        node="parent",
        organisations=pl.lit(1),
        returned=pl.col("participants").is_not_null().cast(pl.Int64),
        members="members",
        participants=pl.col("participants").fill_null(0),
    )
    arrived = support.join(parents, on="organisation").select(
        "person", "members", node="parent", organisations=pl.lit(1), goes_up=pl.lit(True)
    )
    nodes, lists = [], []
    for level, longest in limits(unit.seats)[1:]:
        figures = figures.group_by("node").agg(pl.all().sum())
        nodes.append(figures.select("node", pl.lit(level).alias("level"), pl.exclude("node")))
        key = pl.struct(*RANK_BY).rank("min", descending=True).over("node", "goes_up")
        summed = arrived.group_by("node", "person").agg(
            pl.col("organisations", "members").sum(), pl.col("goes_up").any()
        )
        summed = summed.with_columns(goes_up=pl.col("goes_up") & (key <= longest))
        lists.append(summed.filter("goes_up").select("node", "person", "organisations", "members"))
        if level != LEVELS[-1]:
            figures, arrived = (
                frame.join(parents, left_on="node", right_on="organisation").drop("node").rename({"parent": "node"})
                for frame in (figures, summed)
            )
    return pl.concat(nodes), pl.concat(lists)


def spent(step: Callable[..., Result], *given: object) -> tuple[Spent, Result]:
    start = time.perf_counter()
    result = step(*given)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return Spent(time.perf_counter() - start, own.ru_utime + own.ru_stime, own.ru_maxrss / 2**20), result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="4.9 million organisations instead of a tenth")
    scale = Fraction(1) if parser.parse_args().full else Fraction(1, 10)
    fresh = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as name, ProcessPoolExecutor(1, fresh, max_tasks_per_child=1) as process:
        folder = Path(name)

        def measured(title: str, step: Callable[..., Any], *given: object) -> tuple[Spent, Any]:
            cost, result = process.submit(spent, step, folder, *given).result()
            print(f"{title:34}{cost}", flush=True)
            return cost, result

        print(f"{int(ORGANISATIONS * scale):,} organisations in {UNITS} units")
        _, rows = measured("make up", make_up, scale)
        _, kept = measured(f"make up and keep {rows:,} rows", keep_tables, scale)
        measured("compare all tables with hashes", prove, kept)
        measured("compare and check", check, kept)
        ours, results = measured("compare and roll up", roll, kept)
        polars, witness = measured("compare and roll up by Polars", roll_by_polars, kept)
        archive = Archive(folder)
        for result, (nodes, lists) in zip(results, witness, strict=True):
            assert result == (keep(archive, nodes, NODES), keep(archive, lists, LISTS)), "the engines differ"
        print(f"same tables; CPU time {ours.cpu / polars.cpu:.2f} times that of Polars")


if __name__ == "__main__":
    main()
