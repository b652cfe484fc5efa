"""The roll-up agrees to the last row with a count by hand and with a second engine.

Rules CN-P-04 and CN-B-10: nomination goes from the branch upward, by the majority of organisations and of members.
"""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from small_units import (
    LEVELS,
    UNIT,
    Return,
    Round,
    kept_deliberating,
    kept_filings,
    kept_register,
    kept_returns,
    rounds,
)

from comitia.register.filings import Filed
from comitia.register.rollup import RollUp, roll_up
from comitia.rules import RuleBroken
from comitia.tables.archive import Archive

Organisations = dict[str, tuple[str, str, int]]
BOTH = ("organisations", "members")


def rolled(archive: Archive, round: Round) -> RollUp:
    kept_in_shape = kept_deliberating if round.place else kept_register
    register = kept_in_shape(archive, round.organisations)
    levels = list(zip(LEVELS, round.longest, strict=True))
    filings = kept_filings(archive, round.filings)
    return roll_up(archive, UNIT, register, filings, levels, round.rank_by, round.place, round.off)


def counted(round: Round) -> dict[str, Return]:
    """The last return of each organisation."""
    last: dict[str, Return] = {}
    for filing in round.filings:
        for one in (filing,) if isinstance(filing, Return) else filing:
            last[one.organisation] = one
    return last


class ByHand:
    """A count as a person would make it: node by node, walking down the tree each time."""

    def __init__(self, round: Round) -> None:
        self.round, self.last = round, counted(round)
        above = LEVELS[max(1, round.place) :]
        self.nodes = [id for id, row in round.organisations.items() if row[1] in above] + [UNIT]

    def level(self, node: str) -> str:
        return "unit" if node == UNIT else self.round.organisations[node][1]

    def children(self, node: str) -> list[str]:
        return [id for id, row in self.round.organisations.items() if row[0] == node]

    def filers(self, node: str) -> list[str]:
        if node in self.round.filers:
            return [node]
        return [filer for child in self.children(node) for filer in self.filers(child)]

    def figures(self, node: str) -> tuple[int, int, int, int]:
        below = self.filers(node)
        filed = [self.last[filer] for filer in below if filer in self.last]
        members = sum(self.round.filers[filer] for filer in below)
        return len(below), len(filed), members, sum(one.participants for one in filed)

    def support(self, node: str, person: str) -> tuple[int, int]:
        given = [
            self.last[b].support[person]
            for b in self.filers(node)
            if person in getattr(self.last.get(b), "support", {})
        ]
        return len(given), sum(given)

    def goes_up(self, node: str) -> dict[str, tuple[int, int]]:
        own = dict.fromkeys(self.last[node].support if node in self.last else (), (0, 0))
        if self.level(node) == "branch":
            return {person: figure for person, figure in own.items() if person not in self.round.off}
        below = (
            [*own] if node in self.round.filers else [p for child in self.children(node) for p in self.goes_up(child)]
        )
        came = {person: self.support(node, person) for person in below if person not in self.round.off}
        longest = self.round.longest[LEVELS.index(self.level(node))]

        def key(figure: tuple[int, int]) -> tuple[int, ...]:
            return tuple(figure[BOTH.index(name)] for name in self.round.rank_by)

        return {
            person: figure
            for person, figure in came.items()
            if longest is None or sum(key(other) > key(figure) for other in came.values()) < longest
        }


def by_polars(round: Round) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The witness: another engine, and another way (every branch joined to all its ancestors, then grouped once)."""
    parents = {id: row[0] for id, row in round.organisations.items()}
    lineage = []
    for filer in round.filers:
        node = filer
        if round.place:  # its own list comes first, as if it were a child of itself
            lineage.append((filer, filer, filer))
        while node != UNIT:
            below, node = node, parents[node]
            lineage.append((filer, node, below))
    ancestors = pl.DataFrame(lineage, ["organisation", "node", "child"], orient="row")
    last = counted(round).values()
    returns = pl.DataFrame(
        [(one.organisation, one.participants) for one in last],
        {"organisation": pl.String, "participants": pl.Int64},
        orient="row",
    )
    support = pl.DataFrame(
        [(one.organisation, person, n) for one in last for person, n in one.support.items()],
        {"organisation": pl.String, "person": pl.String, "given": pl.Int64},
        orient="row",
    ).filter(~pl.col("person").is_in([*round.off]))
    register = pl.DataFrame([*round.filers.items()], ["organisation", "own"], orient="row")
    nodes = (
        ancestors.join(register, on="organisation")
        .join(returns, on="organisation", how="left")
        .group_by("node")
        .agg(
            pl.len(), pl.col("participants").is_not_null().sum().alias("returned"), pl.col("own", "participants").sum()
        )
        .sort("node")
    )
    tallies = (
        ancestors.join(support, on="organisation")
        .group_by("node", "person")
        .agg(pl.len().alias("organisations"), pl.col("given").sum().alias("members"), pl.col("child").unique())
    )
    up = support.select(node="organisation", person="person")
    first = max(1, round.place)
    for level, longest in zip(LEVELS[first:], round.longest[first:], strict=True):
        here = [UNIT] if level == "unit" else [id for id, row in round.organisations.items() if row[1] == level]
        came = (
            tallies.filter(pl.col("node").is_in(here))
            .explode("child")
            .join(up, left_on=["child", "person"], right_on=["node", "person"], how="semi")
            .drop("child")
            .unique()
        )
        key = pl.struct([pl.col(name) for name in round.rank_by])
        rank = key.rank("min", descending=True).over("node")
        listed = came.filter(rank <= longest) if longest is not None else came
        up = pl.concat([up.filter(~pl.col("node").is_in(here)), listed.select("node", "person")])
    lists = tallies.drop("child").join(up, on=["node", "person"], how="semi").sort("node", "person")
    return nodes, lists


@settings(max_examples=40, deadline=None)
@given(rounds())
def test_a_count_by_hand_and_a_second_engine_agree_in_rounds_of_every_level(
    tmp_path_factory: pytest.TempPathFactory, round: Round
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    result = rolled(archive, round)
    hand = ByHand(round)
    assert list(archive.rows(result.nodes)) == sorted((n, hand.level(n), *hand.figures(n)) for n in hand.nodes)
    expected = sorted((n, person, *figure) for n in hand.nodes for person, figure in hand.goes_up(n).items())
    assert list(archive.rows(result.lists)) == expected
    assert (result.organisations, result.returned, result.members, result.participants) == hand.figures(UNIT)
    place = [BOTH.index(name) + 1 for name in round.rank_by]
    own = [(person, *figure) for person, figure in hand.goes_up(UNIT).items()]
    assert list(result.nominees) == sorted(own, key=lambda row: (*(-row[at] for at in place), row[0]))
    witness_nodes, witness_lists = by_polars(round)
    assert [(row[0], *row[2:]) for row in archive.rows(result.nodes) if row[2]] == witness_nodes.rows()
    assert list(archive.rows(result.lists)) == witness_lists.rows()


TREE: Organisations = {
    "c1": (UNIT, "county", 0),
    "t1": ("c1", "town", 0),
    "t2": ("c1", "town", 0),
    **{f"b{n}": (f"t{1 + n // 3}", "branch", 10) for n in range(6)},
}


def returns(**support: dict[str, int]) -> tuple[Return, ...]:
    return tuple(Return(organisation, 9, given) for organisation, given in support.items())


def test_majority_of_organisations_then_of_members_cn_b_10(tmp_path: Path) -> None:
    filed = returns(b0={"many": 1}, b1={"many": 1}, b2={"big": 9})
    round = Round(TREE, (filed,), (None, 1, 1, 1), BOTH)
    assert rolled(Archive(tmp_path), round).nominees == (("many", 2, 2),)
    by_members = Round(TREE, (filed,), (None, 1, 1, 1), ("members", "organisations"))
    assert rolled(Archive(tmp_path), by_members).nominees == (("big", 1, 9),)


def test_ties_at_the_cut_go_up_together(tmp_path: Path) -> None:
    filed = returns(b0={"a": 5, "b": 4, "c": 4, "d": 3})
    archive = Archive(tmp_path)
    result = rolled(archive, Round(TREE, (filed,), (None, 2, None, None), BOTH))
    assert [row[1] for row in archive.rows(result.lists) if row[0] == "t1"] == ["a", "b", "c"]


def test_a_nominee_cut_in_one_town_counts_there_if_another_sends_them_up(tmp_path: Path) -> None:
    filed = returns(b0={"a": 9, "x": 1}, b3={"x": 2})
    result = rolled(Archive(tmp_path), Round(TREE, (filed,), (None, 1, None, None), BOTH))
    assert result.nominees == (("x", 2, 3), ("a", 1, 9))


def test_a_later_return_replaces_the_whole_earlier_one(tmp_path: Path) -> None:
    first = returns(b0={"a": 5, "b": 5}, b1={"a": 5})
    again = (Return("b0", 7, {"c": 1}),)
    for later in (again[0], again):
        result = rolled(Archive(tmp_path), Round(TREE, (first, later), (None,) * 4, BOTH))
        assert result.nominees == (("a", 1, 5), ("c", 1, 1))
        assert (result.returned, result.participants) == (2, 16)


def test_same_content_imported_twice_is_counted_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    imported = kept_returns(archive, returns(b0={"a": 5}))
    register = kept_register(archive, TREE)
    levels = [(level, None) for level in LEVELS]
    for filings in ([imported, imported], [imported, Filed("b0", 3, {"b": 1}), imported]):
        assert roll_up(archive, UNIT, register, filings, levels, BOTH).nominees == (("a", 1, 5),)


def test_nobody_filed(tmp_path: Path) -> None:
    result = rolled(Archive(tmp_path), Round(TREE, (), (None,) * 4, BOTH))
    assert (result.organisations, result.returned, result.members, result.participants) == (6, 0, 60, 0)
    assert result.nominees == ()
    assert result.lists.rows == 0


def test_a_table_that_is_no_register_is_refused(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    imported = kept_returns(archive, returns(b0={"a": 5}))
    with pytest.raises(RuleBroken, match=r"^table\.shape: the table .* has the columns organisation, participants; "):
        roll_up(archive, UNIT, imported.returns, [], [(level, None) for level in LEVELS], BOTH)


def test_a_folder_may_have_any_name_and_its_neighbours_are_not_read(tmp_path: Path) -> None:
    """In a path that the engine is given ``*`` and ``[2]`` would else be patterns, which a copy of the folder fits."""
    round = Round({"t": (UNIT, "town", 0), "a": ("t", "branch", 9)}, ((Return("a", 5, {"x": 3}),),), (None,) * 4, BOTH)
    rolls = [rolled(Archive(tmp_path / name / "tables"), round) for name in ("v2", "vv", "v[2]", "v*", "v?")]
    assert [roll.nominees for roll in rolls] == [(("x", 1, 3),)] * 5
    assert [roll.members for roll in rolls] == [9] * 5
