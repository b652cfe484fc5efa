"""Rounds above the primary organisations: whose bodies file, about whom, and what follows for the lists.

Rules CN-P-04 and CN-B-10: nomination begins in the branch, and goes on in the bodies of the levels above it.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_units import LEVELS, UNIT, Return, electors, kept_deliberating, kept_register, kept_returns, table

from comitia.register.filings import Filed, Missing, filed_before, filing_of, has_filed, missing
from comitia.register.organisations import Organisation, adopt, check_organisations, find, read_organisations
from comitia.register.original import original
from comitia.register.persons import persons_table
from comitia.register.returns import Deliberation, check_return, check_returns, read_returns
from comitia.register.rollup import Lacking, Tally, lacking, roll_up, tallies
from comitia.register.shapes import DELIBERATING, LISTS, NODES, keep
from comitia.rules import RuleBroken, RulesBroken
from comitia.tables.archive import Archive

HEADER = "organisation,parent,level,members,electors\n"
GOOD = "c1,u,county,,9\nt1,c1,town,0,5\nb1,t1,branch,12,\nb2,t1,branch,3,0\n"
TREE = {
    "c1": (UNIT, "county", 0),
    "c2": (UNIT, "county", 0),
    "t1": ("c1", "town", 0),
    "t2": ("c1", "town", 0),
    "t3": ("c2", "town", 0),
    **{f"b{n}": (f"t{1 + n // 2}", "branch", 10) for n in range(6)},
}
UNLIMITED = [(level, None) for level in LEVELS]
BOTH = ("organisations", "members")
PERSONS = ("p1", "p2", "p3", "p4")


def faults(folder: Path, text: str, *deliberating: str) -> list[tuple[str, int, int]]:
    path = folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesBroken) as refusal:
        read_organisations(original(path), UNIT, LEVELS, deliberating)
    return [(fault.rule.id, fault.row, fault.column) for fault in refusal.value.faults]


@pytest.mark.parametrize("header", [HEADER, "组织,上级,层级,党员数,委员数\n"])
def test_a_register_says_how_many_people_each_body_has(tmp_path: Path, header: str) -> None:
    path, archive = tmp_path / "register.csv", Archive(tmp_path)
    path.write_text(header + GOOD, encoding="utf-8")
    kept, primary, members = adopt(archive, read_organisations(original(path), UNIT, LEVELS, ("town", "county")))
    assert (kept.columns, primary, members) == (DELIBERATING.columns, 2, 15)
    assert check_organisations(archive, kept, UNIT, LEVELS, ("town", "county")) == (2, 15)
    assert find(archive, kept, "c1") == Organisation("c1", UNIT, "county", 0, 9)


def test_register_electors_every_body_that_holds_a_round_has_somebody_in_it(tmp_path: Path) -> None:
    without = "organisation,parent,level,members\nc1,u,county,0\nb1,c1,branch,4\n"
    assert faults(tmp_path, without, "county") == [("register.electors", 2, 0)]
    assert faults(tmp_path, HEADER + GOOD.replace(",,9", ",,0"), "county") == [("register.electors", 2, 5)]
    path = tmp_path / "register.csv"
    path.write_text(HEADER + GOOD.replace(",0,5", ",0,"))
    assert read_organisations(original(path), UNIT, LEVELS, ("county",)).num_rows == 4  # towns hold no round


def test_register_left_out_somebody_speaks_for_every_organisation(tmp_path: Path) -> None:
    """A branch right below the unit would have nobody to speak for it in a round of the counties."""
    assert faults(tmp_path, HEADER + GOOD + "b3,u,branch,5,\n", "county") == [("register.left-out", 6, 2)]
    assert faults(tmp_path, HEADER + GOOD + "b3,c1,branch,5,\n", "town") == [("register.left-out", 6, 2)]


def test_a_charter_without_such_rounds_has_no_use_for_the_column(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADER + GOOD) == [("sheet.header-unknown", 1, 5)]
    archive = Archive(tmp_path)
    for kept, deliberating in ((kept_register(archive, TREE), ("town",)), (kept_deliberating(archive, TREE), ())):
        with pytest.raises(RuleBroken, match=r"^table\.shape"):
            check_organisations(archive, kept, UNIT, LEVELS, deliberating)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


def lists_of(archive: Archive) -> Deliberation:
    """The lists of a round before: p1 and p2 came up to t1, p3 to t2; p4 was placed."""
    rows = [("t1", "p1", 2, 9), ("t1", "p2", 1, 4), ("t2", "p3", 1, 4), ("c1", "p1", 2, 9)]
    return Deliberation("town", "first", keep(archive, table(LISTS, rows), LISTS), frozenset({"p4"}))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("t9,1,p1,1", ["return.unknown-organisation"]),
        ("c1,1,p1,1", ["return.level"]),
        ("b1,1,p1,1", ["return.level"]),
        ("t1,5,p1,1", ["return.participants"]),
        ("t1,4,p3,1", ["return.not-listed"]),
        ("t2,4,p1,1", ["return.not-listed"]),
        ("t1,4,x9,1", ["return.unknown-nominee"]),
        ("t1,4,p1,5", ["return.support"]),
        ("t3,4,p1,2", ["return.not-listed"]),
    ],
)
def test_what_a_body_may_not_report(archive: Archive, tmp_path: Path, lines: str, expected: list[str]) -> None:
    """return.level, return.not-listed: a body speaks for its own organisation, on those who came up to it."""
    register, persons = kept_deliberating(archive, TREE), [persons_table(archive, [(p, (), "0" * 64) for p in PERSONS])]
    path = tmp_path / "returns.csv"
    path.write_text(f"organisation,participants,person,support\n{lines}\n")
    with pytest.raises(RulesBroken) as refusal:
        read_returns(original(path), archive, register, persons, (), lists_of(archive))
    assert [fault.rule.id for fault in refusal.value.faults] == expected


def test_what_a_body_may_report(archive: Archive, tmp_path: Path) -> None:
    register, persons = kept_deliberating(archive, TREE), [persons_table(archive, [(p, (), "0" * 64) for p in PERSONS])]
    path = tmp_path / "returns.csv"
    path.write_text("organisation,participants,person,support\nt1,4,p1,4\nt1,4,p4,1\nt2,5,p3,1\nt3,6,p4,6\n")
    returns, support = read_returns(original(path), archive, register, persons, (), lists_of(archive))
    assert (returns.num_rows, support.num_rows) == (3, 4)


ids = st.sampled_from(["t1", "t2", "t3", "c1", "b1", "x1"])
support = st.dictionaries(st.sampled_from([*PERSONS, "x9"]), st.integers(0, 7), max_size=3)


@settings(max_examples=25, deadline=None)
@given(st.builds(Return, ids, st.integers(0, 7), support))
def test_one_return_of_a_body_is_refused_exactly_when_its_table_is(archive: Archive, one: Return) -> None:
    register, persons = kept_deliberating(archive, TREE), [persons_table(archive, [(p, (), "0" * 64) for p in PERSONS])]
    body, imported = lists_of(archive), kept_returns(archive, (one,))
    found = check_returns(archive, register, persons, (), imported.returns, imported.support, body)
    organisation, listed = find(archive, register, one.organisation), body.may_support(archive, one.organisation)
    try:
        check_return(one.organisation, organisation, one.participants, one.support, set(PERSONS), body, listed)
        assert found == ()
    except RuleBroken as refusal:
        assert str(refusal) in {f"{fault.rule.id}: {fault.message}; {fault.cure}" for fault in found}


def test_a_town_makes_its_own_list_and_every_figure_counts_bodies(tmp_path: Path) -> None:
    """Who is strong in many branches and weak in the bodies above is judged by the bodies in their own round."""
    archive = Archive(tmp_path)
    register = kept_deliberating(archive, TREE)
    filings = [Filed("t1", 4, {"p1": 1, "p2": 4}), Filed("t2", 5, {"p1": 5, "p2": 5}), Filed("t3", 2, {"p3": 2})]
    levels = [("branch", None), ("town", 1), ("county", 2), ("unit", None)]
    result = roll_up(archive, UNIT, register, filings, levels, BOTH, 1)
    assert [*archive.rows(result.lists)] == [
        ("c1", "p1", 2, 6),  # cut in t1, and sent up by t2: counted in the county for both
        ("c1", "p2", 2, 9),
        ("c2", "p3", 1, 2),
        ("t1", "p2", 1, 4),
        ("t2", "p1", 1, 5),  # a tie at the cut
        ("t2", "p2", 1, 5),
        ("t3", "p3", 1, 2),
        ("u", "p1", 2, 6),
        ("u", "p2", 2, 9),
        ("u", "p3", 1, 2),
    ]
    assert result.nominees == (("p2", 2, 9), ("p1", 2, 6), ("p3", 1, 2))
    assert (result.organisations, result.returned, result.participants) == (3, 3, 11)
    assert result.members == sum(map(electors, ("t1", "t2", "t3")))


def test_who_came_up_to_a_node_and_was_cut_there(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    register = kept_register(archive, TREE)
    filings = [kept_returns(archive, (Return("b0", 9, {"p1": 5, "p2": 4, "p3": 3}), Return("b2", 9, {"p2": 2})))]
    levels = [("branch", None), ("town", None), ("county", 2), ("unit", None)]

    def at(node: str, *off: str) -> list[Tally]:
        return tallies(archive, UNIT, register, filings, levels, BOTH, 0, off, node)

    assert at("c1") == [Tally("p2", 2, 6, True), Tally("p1", 1, 5, True), Tally("p3", 1, 3, False)]
    assert at("c1", "p2") == [Tally("p1", 1, 5, True), Tally("p3", 1, 3, True)]
    assert at("u") == [Tally("p2", 2, 6, True), Tally("p1", 1, 5, True)]  # p3 did not come up to the unit
    assert at("c2") == []


def test_lists_that_lack_their_margin_are_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    nodes = keep(archive, table(NODES, [(n, "town", 1, 1, 9, 9) for n in ("t1", "t2", "t3")]), NODES)
    lists = keep(archive, table(LISTS, [("t1", "p1", 1, 1), ("t1", "p2", 1, 1), ("t2", "p1", 1, 1)]), LISTS)
    assert lacking(archive, nodes, lists, {"town": 2}) == [Lacking("t2", "town", 1, 2), Lacking("t3", "town", 0, 2)]
    assert [short.node for short in lacking(archive, nodes, lists, {"town": 2}, {"p2"})] == ["t1", "t2", "t3"]
    assert [short.node for short in lacking(archive, nodes, lists, {"town": 2}, {"p2"}, {"t3", "t1"})] == ["t2"]
    assert lacking(archive, nodes, lists, {"county": 2}) == lacking(archive, nodes, lists, {}) == []


def test_who_has_not_filed_is_named_with_the_organisation_above(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    register = kept_deliberating(archive, TREE)
    filings = [Filed("b0", 9, {}), kept_returns(archive, (Return("b2", 9, {}), Return("b5", 1, {})))]
    absent = [(one.organisation, one.parent) for one in missing(archive, UNIT, register, filings, UNLIMITED)]
    assert absent == [("b1", "t1"), ("b3", "t2"), ("b4", "t3")]
    assert [m.organisation for m in missing(archive, UNIT, register, filings, UNLIMITED, 0, "c1")] == ["b1", "b3"]
    assert missing(archive, UNIT, register, filings, UNLIMITED, 0, "b4") == [Missing("b4", "t3", 10)]
    assert missing(archive, UNIT, register, [Filed("c1", 1, {})], UNLIMITED, 2) == [Missing("c2", UNIT, electors("c2"))]


def test_who_has_filed_before(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one, many = Filed("b0", 9, {"p1": 3}), kept_returns(archive, (Return("b2", 9, {"p1": 2}), Return("b5", 1, {})))
    again = kept_returns(archive, (Return("b0", 1, {}), Return("b5", 2, {}), Return("b1", 2, {})))
    assert [has_filed(archive, [one, many], id) for id in ("b0", "b2", "b1")] == [True, True, False]
    assert filed_before(archive, [one, many], again.returns) == ["b0", "b5"]
    assert filed_before(archive, [], again.returns) == []
    assert filing_of(archive, many, "b2") == Filed("b2", 9, {"p1": 2})
    assert filing_of(archive, many, "b5") == Filed("b5", 1, {})
