"""What support counts: exact for every measure of the charter, and enough or not by the part that is asked."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from comitia_verify.methods.support import worths
from hypothesis import given
from hypothesis import strategies as st

from comitia.charter.model import Nomination, Shortlisting
from comitia.record.entry import Table
from comitia.stages.nominate import RoundClosed
from comitia.stages.support import Measure, Support, supports

NOTHING = Table("0" * 64, 0, ())
MEMBERS_FIRST = ("members", "organisations")


def closed(
    organisations: int, returned: int, members: int, participants: int, *nominees: tuple[str, int, int]
) -> RoundClosed:
    return RoundClosed("u", "r", organisations, returned, members, participants, NOTHING, NOTHING, nominees)


def measure(last: RoundClosed, rank_by: Any = ("organisations", "members"), **plan: Any) -> Measure:
    return Measure.of(Nomination((), rank_by), Shortlisting(**plan), last)


@pytest.mark.parametrize(
    ("rank_by", "worth"), [(("organisations", "members"), 3), (MEMBERS_FIRST, 70), (("members",), 70)]
)
def test_by_the_first_figure_only(rank_by: Any, worth: int) -> None:
    last = closed(4, 4, 200, 100, ("a", 3, 70), ("b", 2, 90))
    assert measure(last, rank_by).worth(Support(3, 70)) == worth


def test_by_rank_one_organisation_outweighs_all_members() -> None:
    last = closed(4, 4, 200, 100, ("a", 1, 70), ("b", 1, 90))
    by_organisations, by_members = measure(last, by="rank"), measure(last, MEMBERS_FIRST, by="rank")
    assert by_organisations.worth(Support(2, 0)) > by_organisations.worth(Support(1, 160))
    assert by_members.worth(Support(0, 71)) > by_members.worth(Support(2, 70))
    assert by_organisations.worth(Support(1, 71)) > by_organisations.worth(Support(1, 70))


def test_shares_are_added_exactly() -> None:
    """CN-P-09: organisations and members together. 2 of 4 organisations and 90 of 200 members are 19/20."""
    last = closed(5, 4, 300, 200, ("a", 2, 90), ("b", 3, 40))
    both = measure(last, by="shares")
    full = both.worth(both.full)
    assert Fraction(both.worth(Support(2, 90)), full) * 2 == Fraction(19, 20)
    assert both.worth(Support(3, 40)) == both.worth(Support(2, 90))  # 3/4 + 1/5
    twice = measure(last, by="shares", members=2)
    assert Fraction(twice.worth(Support(2, 90)), twice.worth(twice.full)) * 3 == Fraction(1, 2) + Fraction(9, 10)
    due = measure(last, by="shares", base="due")
    assert Fraction(due.worth(Support(2, 90)), due.worth(due.full)) * 2 == Fraction(2, 5) + Fraction(3, 10)


def test_one_supporter_of_five_million_still_counts() -> None:
    last = closed(269_900, 269_899, 5_495_900, 5_495_899)
    both = measure(last, by="shares")
    assert both.worth(Support(7, 1_000_001)) > both.worth(Support(7, 1_000_000))


@pytest.mark.parametrize(
    ("base", "support", "enough"),
    [
        ("present", Support(3, 51), True),
        ("present", Support(2, 51), False),  # half is no majority
        ("present", Support(3, 50), False),
        ("due", Support(3, 99), False),
        ("due", Support(3, 101), True),
    ],
)
def test_cn_b_10_a_majority_of_organisations_and_of_members(base: str, support: Support, enough: bool) -> None:
    """CN-B-10, CN-P-09: both are asked; CN-L-37: the part can be of those due."""
    last = closed(5, 4, 200, 100)
    half = Fraction(1, 2)
    asked = measure(last, base=base, organisations_more_than=half, members_more_than=half)
    assert asked.enough(support) is enough
    assert measure(last, base=base).enough(Support(0, 0))


def test_support_is_said_with_the_figures_that_count() -> None:
    last = closed(4, 4, 200, 200, ("a", 2, 90))
    assert measure(last).said(Support(2, 90)) == 2
    assert measure(last, MEMBERS_FIRST).said(Support(2, 90)) == 90
    assert str(measure(last, by="rank").said(Support(2, 90))) == "organisations: 2, members: 90"
    assert str(measure(last, by="shares").said(Support(2, 90))) == "47.5 % (organisations: 2, members: 90)"
    assert str(measure(last, by="shares").share(Support(2, 90))) == "47.5 %"
    assert measure(last, MEMBERS_FIRST, by="rank").share(Support(2, 90)) == 90


def test_a_difference_of_which_only_the_worth_is_known_is_said_with_its_figures() -> None:
    last = closed(4, 4, 200, 200, ("a", 2, 90), ("b", 3, 40))
    for rank_by in (("organisations", "members"), MEMBERS_FIRST):
        by_rank = measure(last, rank_by, by="rank")
        worth = by_rank.worth(Support(3, 40)) - by_rank.worth(Support(2, 90))
        assert str(by_rank.said_of(worth)) == "organisations: 1, members: -50"
        assert by_rank.said_of(0) == 0
    shares = measure(last, by="shares")
    assert str(shares.said_of(shares.worth(Support(2, 0)))) == "25.0 %"


def test_nobody_filed_and_nobody_is_supported() -> None:
    last = closed(4, 0, 200, 0)
    assert supports(last) == {}
    assert measure(last, by="shares", organisations_more_than=Fraction(0)).enough(Support(0, 0)) is False


FIGURES = st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(0, 500)] * 2)
NOMINEES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 500)), min_size=1, max_size=6)
PART = st.none() | st.fractions(0, Fraction(6, 7), max_denominator=7)
PLANS = st.builds(
    Shortlisting,
    st.sampled_from(["first", "rank", "shares"]),
    st.integers(1, 5),
    st.integers(0, 5),
    PART,
    PART,
    st.sampled_from(["due", "present"]),
)


@given(FIGURES, NOMINEES, PLANS, st.sampled_from([("organisations", "members"), MEMBERS_FIRST]))
def test_the_verifier_measures_alike_and_equal_totals_are_equal_slates(
    figures: Any, nominees: Any, plan: Shortlisting, rank_by: Any
) -> None:
    last = closed(*figures, *((f"p{number}", *own) for number, own in enumerate(nominees)))
    ours = Measure.of(Nomination((), rank_by), plan, last)
    support = supports(last)
    charter = SimpleNamespace(shortlist=plan, nomination=SimpleNamespace(rank_by=rank_by))
    theirs = worths(charter, figures, {person: (own.organisations, own.members) for person, own in support.items()})
    assert theirs == {person: ours.worth(own) for person, own in support.items() if ours.enough(own)}
    if plan.by == "rank":  # the order of slates is that of their totals, one figure after the other
        slates = [list(support.values())[:half] for half in range(len(support))] + [list(support.values())[1:]]
        totals = [(sum(own.organisations for own in slate), sum(own.members for own in slate)) for slate in slates]
        worth = [sum(map(ours.worth, slate)) for slate in slates]
        first = 0 if rank_by[0] == "organisations" else 1
        keyed = [(total[first], total[1 - first]) for total in totals]
        assert sorted(range(len(slates)), key=worth.__getitem__) == sorted(range(len(slates)), key=keyed.__getitem__)
