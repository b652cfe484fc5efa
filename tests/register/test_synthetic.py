"""Made-up units: the same on every run, right by every rule, and plausible in their figures."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from comitia.register.filings import Imported
from comitia.register.organisations import adopt, check_organisations
from comitia.register.persons import persons_table
from comitia.register.returns import check_returns
from comitia.register.rollup import roll_up
from comitia.register.shapes import RETURNS, SUPPORT, keep
from comitia.register.synthetic import Synthetic, synthesise
from comitia.tables.archive import Archive

LEVELS = ("branch", "township", "county", "prefecture", "unit")
GROUPS = {"women": Fraction(3, 10), "minority": Fraction(1, 10)}


def made(
    unit: str = "guangdong", seed: int = 7, scale: Fraction = Fraction(1, 10), levels: tuple[str, ...] = LEVELS
) -> Synthetic:
    return synthesise(
        unit, levels, seed=seed, organisations=129_000, members=2_545_000, seats=64, groups=GROUPS, scale=scale
    )


@pytest.fixture(scope="module")
def unit() -> Synthetic:
    return made()


def total(column: pa.ChunkedArray) -> int:
    return pc.sum(column).as_py()


def test_same_seed_same_unit(unit: Synthetic) -> None:
    again = made()
    assert (again.organisations, again.returns, again.support) == (unit.organisations, unit.returns, unit.support)
    assert again.persons == unit.persons


def test_another_seed_or_unit_is_another(unit: Synthetic) -> None:
    small = Fraction(1, 1000)
    here = made(scale=small)
    assert made(scale=small, seed=8).support != here.support
    there = made("hunan", scale=small)
    assert there.returns["participants"] != here.returns["participants"]
    assert [one.details for one in there.persons] != [one.details for one in here.persons]


@pytest.mark.parametrize("levels", [LEVELS, ("branch", "unit")])
@pytest.mark.parametrize("scale", [Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**6)])
def test_what_is_made_up_is_right_by_every_rule(tmp_path: Path, scale: Fraction, levels: tuple[str, ...]) -> None:
    made_up, archive = made(scale=scale, levels=levels), Archive(tmp_path)
    register, primary, members = adopt(archive, made_up.organisations)
    assert check_organisations(archive, register, "guangdong", levels) == (primary, members)
    assert primary == -(-129_000 * scale // 1)
    persons = persons_table(archive, [(one.person, one.groups, "0" * 64) for one in made_up.persons])
    returns, support = keep(archive, made_up.returns, RETURNS), keep(archive, made_up.support, SUPPORT)
    assert check_returns(archive, register, [persons], (), returns, support) == ()
    limits = [None, 32, 64, 96, 128][: len(levels)]
    ranked = ("organisations", "members")
    result = roll_up(
        archive, "guangdong", register, [Imported(returns, support)], list(zip(levels, limits, strict=True)), ranked
    )
    assert result.organisations == primary
    assert result.participants == total(made_up.returns["participants"])


def test_figures_are_plausible(unit: Synthetic) -> None:
    branches = unit.organisations.filter(pc.equal(unit.organisations["level"], "branch"))
    assert branches.num_rows == 12_900
    assert pc.min(branches["members"]).as_py() >= 3
    assert 19 < total(branches["members"]) / 12_900 < 20.5  # 2,545,000 members in 129,000 organisations: 19.7
    filed = branches.join(unit.returns, "organisation", join_type="inner")
    assert Fraction(98, 100) < Fraction(total(filed["participants"]), total(filed["members"])) <= 1
    assert 3.1 < unit.support.num_rows / unit.returns.num_rows < 3.3
    assert Counter(unit.organisations["level"].to_pylist()) == {
        "prefecture": 3,
        "county": 9,
        "township": 108,
        "branch": 12_900,
    }


def test_persons_have_groups_and_chinese_names(unit: Synthetic) -> None:
    assert len(unit.persons) == 3 * 64
    counted = Counter(group for one in unit.persons for group in one.groups)
    assert 40 < counted["women"] < 75
    assert 8 < counted["minority"] < 32
    names = [one.details["name"] for one in made(scale=Fraction(1, 1000)).persons]
    names += [one.details["name"] for one in made("hunan", scale=Fraction(1, 1000)).persons]
    assert any("·" in name for name in names)
    assert any(ord(character) > 0xFFFF for name in names for character in name)
    assert len(set(names)) > len(names) * 9 // 10


def test_there_are_local_favourites(unit: Synthetic) -> None:
    """In its own county a person may lead who is far behind in the unit."""
    county = pc.utf8_slice_codeunits(unit.support["organisation"], 0, len("guangdong-1-1"))
    places = unit.support.append_column("county", county)
    best = {}
    for row in places.group_by(["county", "person"]).aggregate([([], "count_all")]).to_pylist():
        best[row["county"]] = max(best.get(row["county"], (0, "")), (row["count_all"], row["person"]))
    assert len({person for _, person in best.values()}) >= len(best) // 2
