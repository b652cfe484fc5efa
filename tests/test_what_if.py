"""What if: other quotas show who enters and who leaves, write nothing, and change nothing where nothing is changed."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import mkdtemp

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from making import PERSONS, Play, charter, named, refused, replaced

from comitia.charter.model import Nomination, Quota, Shortlisting
from comitia.explain.slate import Slate, answered, why
from comitia.explain.what_if import Change, Impossible, as_it_stands, changed, difference, outcome, slate_of
from comitia.record.entry import Table
from comitia.rules import RuleBroken
from comitia.stages.choosing import Question
from comitia.stages.contradiction import Demand, Weights
from comitia.stages.nominate import RoundClosed, WithdrawNominee
from comitia.stages.quotas import Limit
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.support import Measure, Support, supports

GROUPS = ["leading", "men", "women"]
BY_MEMBERS = {"nomination": replaced(charter().nomination, rank_by=("members", "organisations"))}


@cache
def vetted() -> Play:
    """p1 to p6 are supported by 18, 16, 14, 12, 10 and 8 members; p1 and p5 are women, p2 is leading."""
    return Play(Path(mkdtemp()), charter(**BY_MEMBERS)).vetted().on("03-21")


@pytest.fixture
def north() -> Play:
    return vetted().branch()


def tried(
    play: Play,
    *changes: Change,
    without: tuple[str, ...] = (),
    places: int = 0,
    weights: Weights | None = None,
) -> tuple[Slate, Slate | Impossible]:
    base, made = as_it_stands("north", play.election, play.entries)
    before = slate_of("north", base, made)
    assert isinstance(before, Slate)
    after = outcome(
        lambda number: changed(base.question("north", number), changes, without, GROUPS),
        places or len(before.candidates),
        base,
        weights,
    )
    return before, after


def asked(play: Play, *changes: Change, without: tuple[str, ...] = (), places: int = 0) -> tuple[Slate, Slate]:
    before, after = tried(play, *changes, without=without, places=places)
    assert isinstance(after, Slate)
    return before, after


def test_a_changed_quota_shows_who_enters_and_who_leaves_and_what_it_costs(north: Play) -> None:
    before, after = asked(north, Change("a-woman", "least", 2))
    assert before.candidates == {"p1", "p2", "p3", "p4"}
    change = difference(before, after)
    assert (change.enters, change.leaves, change.support) == (("p5",), ("p4",), Support(0, -2))
    assert str(why("p5", after)) == "by quota a-woman"
    assert str(why("p4", after)) == "by quota a-woman"
    assert after.costs == {"a-woman": 2}


@pytest.mark.parametrize(
    ("change", "candidates"),
    [
        (Change("leading", "most", 0), {"p1", "p3", "p4", "p5"}),  # a new limit for a group
        (Change("women", "least", Fraction(1, 2)), {"p1", "p2", "p3", "p5"}),  # 2 of 4 places
        (Change("a-woman", "most", Fraction(30, 100)), {"p1", "p2", "p3", "p4"}),  # 1 of 4
    ],
)
def test_a_limit_may_be_new_and_a_part_of_the_places(north: Play, change: Change, candidates: set[str]) -> None:
    assert asked(north, change)[1].candidates == candidates


def test_more_places_and_no_quota(north: Play) -> None:
    before, after = asked(north, without=("a-woman",), places=5)
    assert difference(before, after).enters == ("p5",)
    assert after.asked.limits == ()


def test_explain_quota_names_a_quota_of_the_unit_or_a_group(north: Play) -> None:
    with refused("explain.quota", "old is no quota for the candidates of north", "a-woman, leading, men, women"):
        asked(north, Change("old", "least", 1))
    with refused("explain.quota", "women is no quota", "write one of these: a-woman"):
        asked(north, without=("women",))


def test_explain_vetting_has_to_be_closed() -> None:
    with refused("explain.vetting", "north: vetting is not closed", "comitia status north"):
        as_it_stands("north", Play(Path(mkdtemp())).vetting().election, [])


def test_cn_p_01_what_if_keeps_the_margin_too(north: Play) -> None:
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        asked(north, places=3)


def test_it_works_before_and_after_the_shortlist_is_made_and_writes_nothing(north: Play) -> None:
    change = Change("a-woman", "least", 2)
    before = [slate.candidates for slate in asked(north, change)]
    north.do(MakeShortlist("north"), "sec")
    entries = list(north.entries)
    assert [slate.candidates for slate in asked(north, change)] == before
    assert north.entries == entries
    north.do(WithdrawNominee("north", "p6", "I withdraw."), "sec")  # who was not on it changes nothing of it
    assert [slate.candidates for slate in asked(north, change)] == before
    north.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")  # who was on it: it has to be made again
    assert asked(north)[0].candidates == {"p2", "p3", "p4", "p5"}


def test_where_nothing_fits_it_says_what_contradicts_and_what_would_do(north: Play) -> None:
    """Two women and nobody leading, and four of the other three: the user weighs what may give way."""
    few = (Change("a-woman", "least", 2), Change("women", "most", 1), Change("men", "least", 1))
    _, answer = tried(north, *few)
    assert isinstance(answer, Impossible)
    assert answer.conflicts == (
        (Demand("men", "least", 1),),
        (Demand("a-woman", "least", 2), Demand("women", "most", 1)),
    )
    assert [way.cost for way in answer.ways] == [2, 2]
    assert answer.fits == 0
    fixed: Weights = {("women", "most"): None, ("men", "least"): 5}
    _, weighed = tried(north, *few, weights=fixed)
    assert isinstance(weighed, Impossible)
    (way,) = weighed.ways
    assert (way.cost, {change.quota: change.becomes for change in way.changes}) == (6, {"a-woman": 1, "men": 0})


def test_de_gr_1_a_zipped_list_is_shown_place_by_place() -> None:
    """DE-GR-1: 5 places: 1, 3, 5 women; no woman for one of them -> empty. There are two women: p1 and p5."""
    quotas = (Quota(**named("zip"), group="women", zipped=True),)
    play = Play(Path(mkdtemp()), charter(**BY_MEMBERS, quotas=quotas)).vetted().on("03-21")
    _, slate = asked(play, places=5)
    assert slate.candidates == {"p1", "p2", "p3", "p4", "p5"}
    assert slate.order == ("p1", "p2", "p5", "p3", "", "p4")
    assert asked(play, Change("zip", "least", 0))[1].candidates == {"p1", "p2", "p3", "p4"}


# --- properties ------------------------------------------------------------------------------------------------------


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Up to eight nominees in two groups, with few different figures, so that lots have to decide."""
    number = draw(st.integers(2, 8))
    people = [f"p{index}" for index in range(number)]
    figures = [(draw(st.integers(0, 3)), draw(st.integers(0, 4))) for _ in people]
    nominees = tuple((person, *own) for person, own in zip(people, figures, strict=True))
    last = RoundClosed("u", "r", 5, 4, 50, 40, Table("0" * 64, 0, ()), Table("0" * 64, 0, ()), nominees)
    measure = Measure.of(Nomination(()), Shortlisting(draw(st.sampled_from(["first", "rank", "shares"]))), last)
    groups = {person: tuple(group for group in ("a", "b") if draw(st.booleans())) for person in people}
    places = draw(st.integers(1, number))
    limits = tuple(
        Limit(f"{group}-quota", group, draw(st.integers(0, 2)), draw(st.integers(1, number))) for group in ("a", "b")
    )
    placed = frozenset(draw(st.sets(st.sampled_from(people), max_size=min(2, places))))
    return Question("u", places, 1, groups, placed, supports(last), measure, limits, draw(st.sampled_from("xyz")))


def fitting(question: Question) -> Slate:
    try:
        return answered(question)
    except RuleBroken as broken:
        assume(broken.rule.id != "selection.infeasible")
        raise


@settings(deadline=None)
@given(questions())
def test_whoever_is_on_it_or_not_is_told_what_decided(question: Question) -> None:
    """Who would be on the other side of the list without quotas owes it to them; of equals it is the lot."""
    slate = fitting(question)
    unlimited = answered(msgspec.structs.replace(question, limits=()))
    tight = {limit.quota for limit in question.limits if slate.reached(limit) in (limit.least, limit.most)}
    for person in question.eligible:
        said = str(why(person, slate))
        if person in question.placed:
            assert said == "placed by a higher body"
        elif (person in slate.candidates) == (person in unlimited.candidates):
            assert said == "by support" or said.startswith("by lot ")
        else:
            assert said.startswith("by quota ")
            named = said.removeprefix("by quota ").split(", and by lot ")[0]
            assert tight.issuperset(named.split(", "))
        if "by lot " in said:
            lot, other, _, rival = said.split("by lot ")[1].replace(", against", "").split()
            assert (int(lot), int(other)) == (slate.lots[person], slate.lots[rival])
            assert (person in slate.candidates) != (rival in slate.candidates)
            worth = [question.measure.worth(question.supported(each)) for each in (person, rival)]
            assert worth[0] == worth[1]
    assert min(slate.costs.values(), default=0) >= 0


@settings(deadline=None)
@given(questions())
def test_no_change_changes_nothing_and_no_order_matters(question: Question) -> None:
    slate = fitting(question)
    same = answered(changed(question, [], [], ["a", "b"]))
    assert (difference(slate, same).enters, difference(slate, same).leaves) == ((), ())
    turned = msgspec.structs.replace(
        question,
        eligible=dict(reversed(question.eligible.items())),
        support=dict(reversed(question.support.items())),
        limits=question.limits[::-1],
    )
    other = answered(turned)
    assert other.candidates == slate.candidates
    assert [str(why(person, other)) for person in PERSONS if person in question.eligible] == [
        str(why(person, slate)) for person in PERSONS if person in question.eligible
    ]


@settings(deadline=None)
@given(questions())
def test_the_slate_is_the_best_by_brute_force(question: Question) -> None:
    slate = fitting(question)
    places = question.places - len(question.placed)

    def weight(people: tuple[str, ...]) -> tuple[int, int]:
        worth = sum(question.measure.worth(question.supported(person)) for person in people)
        return worth, sum(question.lots[person] for person in people)

    def within(people: tuple[str, ...]) -> bool:
        everybody = [*people, *question.placed]
        counts: Mapping[str, int] = {
            limit.quota: sum(limit.group in question.eligible[person] for person in everybody)
            for limit in question.limits
        }
        return all(limit.least <= counts[limit.quota] <= limit.most for limit in question.limits)

    best = max((people for people in combinations(question.free, places) if within(people)), key=weight)
    assert slate.candidates == question.placed.union(best)
