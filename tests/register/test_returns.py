"""Returns by file, by table and one by one are held to the same rules."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_units import UNIT, Return, kept_register, kept_returns, table

from comitia.record.entry import Table
from comitia.register.organisations import find
from comitia.register.original import original
from comitia.register.persons import persons_table
from comitia.register.returns import check_return, check_returns, keep_returns, read_returns
from comitia.register.shapes import RETURNS, SUPPORT
from comitia.rules import RuleBroken, RulesBroken
from comitia.tables.archive import Archive

HEADER = "organisation,participants,person,support\n"
HIGH = (("participants", 2, 2), ("unknown-nominee", 2, 3), ("support", 2, 4))
REGISTER = {"c1": (UNIT, "county", 0), "b1": ("c1", "branch", 9), "b2": ("c1", "branch", 5), "b3": (UNIT, "branch", 3)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def register(archive: Archive) -> Table:
    return kept_register(archive, REGISTER)


@pytest.fixture(scope="module")
def persons(archive: Archive) -> list[Table]:
    return [persons_table(archive, [("p1", (), "0" * 64)]), persons_table(archive, [("p2", (), "0" * 64)])]


@pytest.fixture
def read(tmp_path: Path, archive: Archive, register: Table, persons: list[Table]):
    def read(text: str) -> tuple[list, list]:
        path = tmp_path / "returns.csv"
        path.write_text(text, encoding="utf-8")
        returns, support = keep_returns(archive, *read_returns(original(path), archive, register, persons, {"p3"}))
        assert check_returns(archive, register, persons, ["p3"], returns, support) == ()
        return list(archive.rows(returns)), list(archive.rows(support))

    return read


@pytest.mark.parametrize("header", [HEADER, "组织,参加人数,人员编号,支持数\n"])
def test_a_long_file_becomes_returns_and_support(read, header: str) -> None:
    returns, support = read(header + "b2,5,p1,5\nb1,9,p1,4\nb2,5,p3,1\nb3,0,,\n")
    assert returns == [("b1", 9), ("b2", 5), ("b3", 0)]
    assert support == [("b1", "p1", 4), ("b2", "p1", 5), ("b2", "p3", 1)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("b9,1,p1,1", [("unknown-organisation", 2, 1)]),
        ("c1,0,,", [("not-primary", 2, 1)]),
        ("b1,10,p1,1", [("participants", 2, 2)]),
        ("b1,9,p9,1", [("unknown-nominee", 2, 3)]),
        ("b1,8,p1,9", [("support", 2, 4)]),
        ("b1,8,p1,0", [("support", 2, 4)]),
        ("b1,8,p1,", [("support", 2, 4)]),
        ("b1,8,p1,1\nb1,8,p1,2", [("support-twice", 3, 3)]),
        ("b1,8,p1,1\nb1,7,p2,2", [("inconsistent", 3, 2)]),
        ("b1,8,,\nb1,8,p2,2", [("nobody", 2, 3)]),
        ("b1,8,,3", [("nobody", 2, 3)]),
        (
            "b1,12,p8,13\nb2,6,,",
            [("participants", 2, 2), ("unknown-nominee", 2, 3), ("support", 2, 4), ("participants", 3, 2)],
        ),
    ],
)
def test_what_a_file_of_returns_may_not_hold(read, lines: str, expected: list[tuple[str, int, int]]) -> None:
    with pytest.raises(RulesBroken) as refusal:
        read(HEADER + lines + "\n")
    found = [(fault.rule.id.removeprefix("return."), fault.row, fault.column) for fault in refusal.value.faults]
    assert found == expected
    assert all(str(fault).startswith("returns.csv:") for fault in refusal.value.faults)


def test_a_file_without_the_column_person_reports_participation_only(read) -> None:
    assert read("organisation,participants\nb1,9\nb2,4\n") == ([("b1", 9), ("b2", 4)], [])


def test_tables_that_do_not_belong_together(archive: Archive, register: Table, persons: list[Table]) -> None:
    one, other = kept_returns(archive, (Return("b1", 9, {"p1": 1}),)), kept_returns(archive, (Return("b2", 5, {}),))
    (fault,) = check_returns(archive, register, persons, (), other.returns, one.support)
    assert (fault.rule.id, fault.file, fault.row, fault.column) == (
        "return.missing",
        f"tables/{one.support.sha256}.csv",
        2,
        1,
    )
    assert "add the return of b1" in str(fault)
    for returns, support in ((one.support, one.support), (one.returns, one.returns)):
        with pytest.raises(RuleBroken, match=r"^table\.shape"):
            check_returns(archive, register, persons, (), returns, support)


def test_a_table_that_names_an_organisation_twice_by_another_hand(
    archive: Archive, register: Table, persons: list[Table]
) -> None:
    """The archive refuses equal keys, but a folder may hold what another program wrote under the right name."""
    twice = archive.put(table(RETURNS, [("b1", 9), ("b1", 8)]), RETURNS.columns, 2)
    support = archive.put(table(SUPPORT, [("b1", "p1", 1), ("b1", "p1", 2)]), SUPPORT.columns, 3)
    found = [fault.rule.id for fault in check_returns(archive, register, persons, (), twice, support)]
    assert sorted(found) == ["return.duplicate", "return.support-twice"]


ids = st.sampled_from(["b1", "b2", "b3", "c1", "x1"])
figures = st.integers(0, 10)
support = st.dictionaries(st.sampled_from(["p1", "p2", "p3", "x9"]), figures, max_size=3)


@settings(max_examples=50, deadline=None)
@given(st.builds(Return, ids, figures, support))
def test_one_return_is_refused_exactly_when_its_table_is(
    archive: Archive, register: Table, persons: list[Table], one: Return
) -> None:
    imported = kept_returns(archive, (one,))
    faults = check_returns(archive, register, persons, {"p3"}, imported.returns, imported.support)
    organisation = find(archive, register, one.organisation)
    try:
        check_return(one.organisation, organisation, one.participants, one.support, {"p1", "p2", "p3"})
        assert faults == ()
    except RuleBroken as refusal:
        assert str(refusal) in {f"{fault.rule.id}: {fault.message}; {fault.cure}" for fault in faults}
