"""The register: a tree without gaps or circles, with members in its leaves (rule CN-P-04: the branch comes first)."""

from pathlib import Path

import pyarrow as pa
import pytest
from small_units import LEVELS, UNIT, kept_register, table

from comitia.record.entry import Table
from comitia.register.organisations import Organisation, adopt, check_organisations, find, read_organisations
from comitia.register.original import original
from comitia.register.shapes import ORGANISATIONS, RETURNS, keep
from comitia.rules import RuleBroken, RulesBroken
from comitia.tables.archive import Archive

HEADER = "organisation,parent,level,members\n"
GOOD = "c1,u,county,\nt1,c1,town,0\nb1,t1,branch,12\nb2,c1,branch,3\nb3,u,branch,5\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(RulesBroken) as refusal:
        read_organisations(original(written(folder, text)), UNIT, LEVELS)
    assert all(str(fault).startswith("register.csv") for fault in refusal.value.faults)
    return [(fault.rule.id, fault.row, fault.column) for fault in refusal.value.faults]


@pytest.mark.parametrize("header", [HEADER, "组织,上级,层级,党员数\n", "组织编号,上级组织,级别,成员数\n"])
def test_a_register_is_read_adopted_and_checked_again(tmp_path: Path, header: str) -> None:
    archive = Archive(tmp_path / "archive")
    rows = read_organisations(original(written(tmp_path, header + GOOD)), UNIT, LEVELS)
    kept, primary, members = adopt(archive, rows)
    assert (primary, members) == (3, 20)
    assert check_organisations(archive, kept, UNIT, LEVELS) == (3, 20)
    assert next(archive.rows(kept)) == ("b1", "t1", "branch", 12)
    assert (kept.rows, kept.columns) == (5, ORGANISATIONS.columns)


def test_levels_may_be_left_out_and_rows_come_in_any_order(tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    here = read_organisations(original(written(tmp_path, HEADER + "\n".join(lines))), UNIT, LEVELS)
    there = read_organisations(original(written(tmp_path, HEADER + "\n".join(reversed(lines)))), UNIT, LEVELS)
    archive = Archive(tmp_path / "archive")
    assert adopt(archive, here) == adopt(archive, there)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("b1,u,branch,4", ("register.duplicate", 7, 1)),
        ("u,u,county,0", ("register.unit", 7, 1)),
        ("x,u,village,3", ("register.level", 7, 3)),
        ("x,u,unit,0", ("register.level", 7, 3)),
        ("x,nowhere,branch,3", ("register.parent", 7, 2)),
        ("x,b1,branch,3", ("register.parent-level", 7, 2)),
        ("x,t1,county,0", ("register.parent-level", 7, 2)),
        ("x,x,town,0", ("register.parent-level", 7, 2)),
        ("x,u,branch,0", ("register.members", 7, 4)),
        ("x,u,branch,", ("register.members", 7, 4)),
        ("x,u,town,7", ("register.members-above", 7, 4)),
    ],
)
def test_what_a_register_may_not_hold(tmp_path: Path, lines: str, expected: tuple[str, int, int]) -> None:
    assert faults(tmp_path, HEADER + GOOD + lines + "\n") == [expected]


def test_the_register_of_another_unit_is_answered_with_the_parent_that_the_highest_have(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(HEADER + "s-1,south,branch,20\n")
    with pytest.raises(RulesBroken, match=r"the parent south, which .* correct the parent, .* have the parent u$"):
        read_organisations(original(tmp_path / "register.csv"), UNIT, LEVELS)


def test_a_circle_breaks_the_order_of_levels(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER + GOOD + "x,y,town,0\ny,x,town,0\n") == [
        ("register.parent-level", 7, 2),
        ("register.parent-level", 8, 2),
    ]


def test_every_row_is_reported_and_figures_are_named(tmp_path: Path) -> None:
    text = HEADER + GOOD + "b1,u,branch,4\nx,nowhere,hamlet,3\n"
    assert faults(tmp_path, text) == [
        ("register.duplicate", 7, 1),
        ("register.parent", 8, 2),
        ("register.level", 8, 3),
    ]
    with pytest.raises(RulesBroken, match=r"x is at the level hamlet; the levels below the unit are branch, town"):
        read_organisations(original(tmp_path / "register.csv"), UNIT, LEVELS)


def test_a_register_without_primary_organisations_or_members(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER + "c1,u,county,0\n") == [("register.no-primary", 0, 1)]
    assert faults(tmp_path, "organisation,parent,level\nb1,u,branch\n") == [("register.members", 2, 0)]


def test_a_table_is_checked_by_the_same_rules_with_lines_of_its_csv(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = kept_register(archive, {"b1": (UNIT, "branch", 0), "a1": ("b1", "branch", 1)})
    with pytest.raises(RulesBroken) as refusal:
        check_organisations(archive, kept, UNIT, LEVELS)
    file = f"tables/{kept.sha256}.csv"
    found = [(fault.rule.id, fault.file, fault.row, fault.column) for fault in refusal.value.faults]
    assert found == [("register.parent-level", file, 2, 2), ("register.members", file, 3, 4)]


def test_a_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    other = keep(archive, table(RETURNS, [("b1", 3)]), RETURNS)
    text = pa.table({"organisation": ["b1"], "parent": [UNIT], "level": ["branch"], "members": ["3"]})
    for kept in (other, archive.put(text, ORGANISATIONS.columns, 1)):
        with pytest.raises(RuleBroken, match=r"^table\.shape"):
            check_organisations(archive, kept, UNIT, LEVELS)
    with pytest.raises(RuleBroken, match=r"^table\.missing"):
        check_organisations(archive, Table("0" * 64, 1, ORGANISATIONS.columns), UNIT, LEVELS)


def test_one_organisation_is_found(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = kept_register(archive, {"c1": (UNIT, "county", 0), "b1": ("c1", "branch", 9)})
    assert find(archive, kept, "b1") == Organisation("b1", "c1", "branch", 9)
    assert find(archive, kept, "b2") is None
