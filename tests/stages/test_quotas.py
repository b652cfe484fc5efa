"""Quotas as data: what each of them asks of a unit, where it holds, and what only advises."""

from fractions import Fraction
from typing import Any

import pytest
from making import Play, charter, named, replaced

from comitia.charter.check import check
from comitia.charter.model import Category, Charter, Quota, Unit
from comitia.explain.unit import explain_unit
from comitia.progress import progress
from comitia.stages.quotas import Delegation, reserving_groups

WOMEN = Quota(**named("women"), group="women", at_least=Fraction(1, 2))


def asked(quota: Quota, seats: int, places: int = 0, **unit: Any) -> list[tuple[int, int]]:
    """Least and most of the quota in a unit of so many seats; nothing where it does not hold."""
    delegation = Delegation((quota,), Unit(**named("north"), members=100, **unit), seats)
    return [(limit.least, limit.most) for limit in delegation.limits(quota.of, places or seats)]


def test_cn_p_10_the_front_line_of_beijing_is_more_than_a_third() -> None:
    """CN-P-10: 26 of 63 is 41.3 %, and 24 of 69 is 34.8 %; women have to be more than they are of the members."""
    front = replaced(WOMEN, at_least=Fraction(1, 3))
    for sent, places in ((26, 63), (24, 69)):
        [(least, _)] = asked(front, places)
        assert least <= sent
    assert asked(front, 63) == [(21, 63)]
    women = replaced(WOMEN, at_least=None, above_membership=True)
    assert asked(women, 10, shares={"women": Fraction(3, 10)}) == [(4, 10)]


def test_cn_l_39_front_line_at_least_30_percent_and_women_not_below_their_share() -> None:
    """CN-L-39: not below the share suffices, unlike CN-P-10; 3 of 10 are 30 % and enough."""
    assert asked(replaced(WOMEN, at_least=Fraction(3, 10)), 10) == [(3, 10)]
    women = replaced(WOMEN, at_least=None, as_membership=True)
    assert asked(women, 10, shares={"women": Fraction(3, 10)}) == [(3, 10)]
    assert asked(women, 11, shares={"women": Fraction(3, 10)}) == [(4, 11)]


@pytest.mark.parametrize(("seats", "found"), [(2, []), (3, [(1, 3)]), (4, [(1, 4)])])
def test_int_itf_a_delegation_of_three_has_a_woman_and_a_smaller_one_need_not(
    seats: int, found: list[tuple[int, int]]
) -> None:
    """INT-ITF: a delegation of 3 with no woman is rejected."""
    assert asked(replaced(WOMEN, at_least=None, at_least_count=1, of="elected", from_seats=3), seats) == found


@pytest.mark.parametrize(
    ("single", "last", "found"),
    [
        ("strict", (), [(1, 1)]),
        ("strict", ("women",), [(1, 1)]),
        ("free", (), []),
        ("rotate", ("women",), []),
        ("rotate", ("men",), [(1, 1)]),
        ("rotate", (), [(1, 1)]),
    ],
)
def test_de_gr_2_one_seat_goes_by_policy(single: Any, last: tuple[str, ...], found: list[tuple[int, int]]) -> None:
    """DE-GR-2: a strict reading lets 263 districts of one delegate send women only; n = 1 has a policy of its own."""
    for of in ("candidates", "elected"):
        quota = replaced(WOMEN, single=single, of=of)
        assert asked(quota, 1, places=1, last=last) == found
        assert asked(quota, 2, last=last) == [(1, 2)]  # the policy is for one seat only


def test_de_gr_2_a_free_unit_of_one_seat_may_shortlist_whom_it_supports(play: Play) -> None:
    """A woman is asked for in the north and, where the policy is strict, in the unit of one seat as well."""
    for single, last, candidates in (
        ("strict", (), ("q1", "q2")),
        ("free", (), ("q2", "q3")),
        ("rotate", ("women",), ("q2", "q3")),
    ):
        one = replaced(charter().units[1], seats=1, last=last)
        plan = charter(
            seats=replaced(charter().seats, total=4),
            units=(charter().units[0], one),
            quotas=(replaced(WOMEN, single=single),),
            nomination=replaced(charter().nomination, rank_by=("members",)),
        )
        story = Play(play.archive.folder, plan).shortlisted("south", ("q2", "q3", "q1"))
        assert story.election.shortlists["south"].candidates == candidates


def test_a_quota_that_advises_reserves_nothing() -> None:
    """INT-ITF: more than five should aim at a young worker."""
    quota = replaced(WOMEN, of="elected", from_seats=6, advice=True)
    delegation = Delegation((quota,), charter().units[0], 6)
    assert delegation.limits("elected", 6) == []
    assert [limit.least for limit in delegation.advised("elected", 6)] == [3]
    assert replaced(delegation, seats=5).advised("elected", 5) == []
    plan = charter(quotas=(quota, replaced(WOMEN, id="enforced", group="men", of="elected")))
    assert reserving_groups(plan, "north") == {"men"}


def test_int_itf_advice_that_is_not_met_is_told_and_stops_nobody(play: Play) -> None:
    advice = (
        replaced(WOMEN, at_least=Fraction(3, 4), advice=True),
        Quota(**named("young"), group="women", of="elected", at_least_count=3, from_seats=3, advice=True),
    )
    by_members = replaced(charter().nomination, rank_by=("members",))
    story = Play(play.archive.folder, charter(quotas=advice, nomination=by_members)).elected()
    said = [str(line.what) for line in explain_unit("north", story.election, story.entries)]
    assert "Quota Women: 1 of the candidates; 3 to 4 are advised." in said
    assert "Quota Young: 1 of those elected; 3 to 3 are advised." in said
    tasks = {unit.unit: [str(task.what) for task in unit.tasks] for unit in progress(story.election, story.day)}
    assert tasks["north"] == ["review those elected; advised and not reached: Young"]
    assert tasks["south"] == ["review those elected"]  # two seats: nothing is advised


# --- apportioned by category -----------------------------------------------------------------------------------------

BOTH = tuple(Quota(**named(group), group=group, of="elected", apportioned=True) for group in ("women", "men"))


def by_category(*quotas: Quota) -> Charter:
    """Five seats, two of them for women: the north, with 3 seats, gets one and so does the south, with 2."""
    figures = ({"women": 9, "men": 9}, {"women": 3, "men": 3})
    units = tuple(replaced(unit, figures=own) for unit, own in zip(charter().units, figures, strict=True))
    seats = replaced(charter().seats, categories=(Category("women", 2), Category("men", 3)))
    return charter(units=units, seats=seats, quotas=quotas)


def test_an_apportioned_quota_takes_the_units_seats_of_its_category(play: Play) -> None:
    own = Play(play.archive.folder, by_category(*BOTH)).apportioned()
    assert own.election.seats.cells == {"north": {"men": 2, "women": 1}, "south": {"men": 1, "women": 1}}
    for unit, seats, women, men in (("north", 3, 1, 2), ("south", 2, 1, 1)):
        limits = own.election.delegation(unit).limits("elected", seats)
        assert [(limit.group, limit.least, limit.most) for limit in limits] == [
            ("women", women, women),
            ("men", men, men),
        ]


def test_an_apportioned_quota_of_candidates_leaves_the_other_categories_their_seats(play: Play) -> None:
    own = Play(play.archive.folder, by_category(replaced(BOTH[0], of="candidates"))).apportioned()
    (limit,) = own.election.delegation("north").limits("candidates", 4)
    assert (limit.least, limit.most) == (1, 2)  # with two seats for men, at most two of four may be women


def test_a_category_without_a_quota_among_those_elected_would_not_get_its_own() -> None:
    def found(*quotas: Quota) -> list[str]:
        return [each.broken.rule.id for each in check(by_category(*quotas)) if "quotas" in each.path]

    assert found(*BOTH) == []
    assert found(BOTH[0]) == ["charter.quota-category"]
    assert found(replaced(BOTH[0], of="candidates")) == []
    assert found(replaced(BOTH[0], group="leading", of="candidates")) == ["charter.quota-category"]
    assert found(replaced(BOTH[0], single="free"), BOTH[1]) == ["charter.quota-category"] * 2


# --- zipped lists ----------------------------------------------------------------------------------------------------

ZIPPED = Quota(**named("zipped"), group="women", zipped=True)
BY_MEMBERS = replaced(charter().nomination, rank_by=("members",))


def order(play: Play, *quotas: Quota, places: int = 0) -> tuple[str, ...]:
    """The list of the north: p1 and p5 are women, and p1 has most support, p6 least."""
    own = Play(play.archive.folder, charter(quotas=quotas, nomination=BY_MEMBERS)).shortlisted(places=places)
    return own.election.shortlists["north"].order


def test_de_gr_1_odd_places_are_kept_for_women(play: Play) -> None:
    """DE-GR-1: p5 has less support than p2, p3 and p4, and stands at the third place."""
    assert order(play, ZIPPED) == ("p1", "p2", "p5", "p3")


def test_de_gr_1_a_place_for_which_no_woman_is_left_stays_empty(play: Play) -> None:
    """DE-GR-1: five places, 1, 3 and 5 for women, and no woman for the last: it is empty, and 6 is open again."""
    assert order(play, ZIPPED, places=5) == ("p1", "p2", "p5", "p3", "", "p4")


def test_a_list_without_a_zipped_quota_has_no_order(play: Play) -> None:
    assert order(play, Quota(**named("one"), group="women", at_least_count=1)) == ()
    assert order(play, replaced(ZIPPED, kinds=("coast",))) == ()


def test_a_zipped_list_keeps_the_other_quotas_too(play: Play) -> None:
    """Whoever is chosen by another quota stands at an open place."""
    last = replaced(ZIPPED, id="leads", group="leading", zipped=False, at_least_count=1)
    assert order(play, ZIPPED, last, places=4) == ("p1", "p2", "p5", "p3")
    none = replaced(last, id="few", at_least_count=0, at_most=Fraction(0))
    assert order(play, ZIPPED, none, places=4) == ("p1", "p3", "p5", "p4")


def test_the_list_is_told_place_by_place(play: Play) -> None:
    plan = charter(quotas=(ZIPPED,), nomination=BY_MEMBERS)
    own = Play(play.archive.folder, plan).shortlisted(places=5)
    said = [str(line.what) for line in explain_unit("north", own.election, own.entries)]
    assert "The list, place by place (- stays empty): p1, p2, p5, p3, -, p4." in said
