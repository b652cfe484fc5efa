"""Contradictions and least changes against all subsets and all slates there are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.contradiction import Demand, contradictions
from comitia.methods.crowd import Side
from comitia.methods.relaxation import Change, Relaxation, relaxations
from comitia.methods.slate import Bound

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "quota_selection"
PEOPLE = [f"p{number}" for number in range(6)]
BOUNDS = st.lists(
    st.builds(
        lambda members, least, more: (members, least, least + more),
        st.frozensets(st.sampled_from(PEOPLE)),
        st.integers(0, 4),
        st.integers(-1, 2),
    ),
    max_size=4,
).map(lambda groups: [Bound(f"b{number}", *group) for number, group in enumerate(groups)])


def demands(bounds: Sequence[Bound]) -> list[Demand]:
    return [demand for b in bounds for demand in (Demand(b.id, "least", b.least), Demand(b.id, "most", b.most))]


def met(slate: Sequence[str], demand: Demand, bounds: Sequence[Bound]) -> bool:
    members = next(bound.members for bound in bounds if bound.id == demand.bound)
    count = len(members.intersection(slate))
    return count >= demand.figure if demand.side == "least" else count <= demand.figure


def possible(places: int, asked: Sequence[Demand], bounds: Sequence[Bound]) -> bool:
    return any(all(met(slate, each, bounds) for each in asked) for slate in combinations(PEOPLE, places))


def smallest(places: int, bounds: Sequence[Bound]) -> Iterator[frozenset[Demand]]:
    """Every set of demands that nobody meets though all smaller ones can be met."""
    given: list[frozenset[Demand]] = []
    for size in range(1, 2 * len(bounds) + 1):
        for some in map(frozenset, combinations(demands(bounds), size)):
            if not any(each <= some for each in given) and not possible(places, sorted(some), bounds):
                given.append(some)
                yield some


def parity() -> tuple[list[str], int, list[Bound]]:
    """The example of `hand_solved_lotteries.json`: half of four persons would do, whole ones do not."""
    if not (CASES / "hand_solved_lotteries.json").exists():
        pytest.skip("the shared cases are absent: hand_solved_lotteries.json")
    cases = json.loads((CASES / "hand_solved_lotteries.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == "parity_infeasible")
    bounds = [
        Bound(
            f"{feature}-{value}",
            frozenset(id for id, is_a in case["people"].items() if is_a[feature] == value),
            *limits,
        )
        for feature, values in case["quotas"].items()
        for value, limits in values.items()
    ]
    return list(case["people"]), case["k"], bounds


# --- contradictions --------------------------------------------------------------------------------------------------


@given(st.integers(0, 6), BOUNDS)
def test_every_contradiction_is_found_and_nothing_else(places: int, bounds: list[Bound]) -> None:
    expected = set(smallest(places, bounds))
    found = contradictions(PEOPLE, places, bounds, at_most=1000)
    assert len(found) == len(expected)
    assert {frozenset(each) for each in found} == expected
    assert [len(each) for each in found] == sorted(len(each) for each in found)
    some = contradictions(PEOPLE, places, bounds)
    assert len(some) == min(3, len(expected))
    assert {frozenset(each) for each in some} <= expected
    assert contradictions(reversed(PEOPLE), places, bounds) == some


def test_a_contradiction_that_only_whole_persons_have() -> None:
    people, places, bounds = parity()
    found = contradictions(people, places, bounds)
    assert found
    assert {demand.bound for demand in found[0]} <= {f"f{number}-v{value}" for number in (1, 2, 3) for value in (0, 1)}
    assert {demand.bound.split("-")[0] for demand in found[0]} == {"f1", "f2", "f3"}


def test_more_asked_than_there_are_contradicts_by_itself() -> None:
    bounds = [
        Bound("women", frozenset({"p0", "p1"}), 3, 4),
        Bound("men", frozenset(PEOPLE[2:]), 0, 1),
        Bound("young", frozenset({"p0"}), 0, 0),
    ]
    assert contradictions(PEOPLE, 4, bounds) == ((Demand("women", "least", 3),), (Demand("men", "most", 1),))


def test_too_few_people_contradict_without_any_limit() -> None:
    assert contradictions(["a"], 2, []) == ((),)
    assert contradictions(["a", "b"], 2, []) == ()


# --- the least change ------------------------------------------------------------------------------------------------

SIDES: tuple[Side, ...] = ("least", "most")


def cheapest(
    places: int, bounds: Sequence[Bound], cost: Mapping[tuple[str, Side], int | None]
) -> dict[frozenset[tuple[str, Side]], int]:
    """What the slates there are would cost, the cheapest for each set of limits that they miss."""
    found: dict[frozenset[tuple[str, Side]], int] = {}
    for slate in combinations(PEOPLE, places):
        counts = {bound.id: len(bound.members.intersection(slate)) for bound in bounds}
        missed: dict[tuple[str, Side], int] = {}
        for bound in bounds:
            missed[bound.id, "least"] = max(0, bound.least - counts[bound.id])
            missed[bound.id, "most"] = max(0, counts[bound.id] - bound.most)
        changed = frozenset(limit for limit, by in missed.items() if by)
        if all(cost.get(limit, 1) is not None for limit in changed):
            total = sum((cost.get(limit, 1) or 0) * missed[limit] for limit in changed)
            found[changed] = min(total, found.get(changed, total))
    return found


@given(
    st.integers(0, 6),
    BOUNDS,
    st.dictionaries(
        st.tuples(st.sampled_from([f"b{number}" for number in range(4)]), st.sampled_from(SIDES)),
        st.sampled_from([1, 2, 3, None]),
    ),
)
def test_the_least_changes_are_the_least_of_all(
    places: int, bounds: list[Bound], cost: dict[tuple[str, Side], int | None]
) -> None:
    slates = cheapest(places, bounds, cost)
    given = relaxations(PEOPLE, places, bounds, cost)
    expected: list[frozenset[tuple[str, Side]]] = []
    for limits in sorted(slates, key=lambda limits: (slates[limits], len(limits))):
        if not any(each <= limits for each in expected):
            expected.append(limits)
    assert [each.cost for each in given] == [slates[limits] for limits in expected][:3]
    for each in given:
        changed = frozenset((change.bound, change.side) for change in each.changes)
        assert slates[changed] == each.cost
        assert each.cost == sum((cost.get((c.bound, c.side), 1) or 0) * abs(c.becomes - c.was) for c in each.changes)
        becomes = {(change.bound, change.side): change.becomes for change in each.changes}
        asked = [Demand(d.bound, d.side, becomes.get((d.bound, d.side), d.figure)) for d in demands(bounds)]
        assert possible(places, asked, bounds)
    assert relaxations(reversed(PEOPLE), places, bounds, cost) == given


def test_the_least_change_where_only_whole_persons_contradict() -> None:
    people, places, bounds = parity()
    assert [each.cost for each in relaxations(people, places, bounds)] == [1, 1, 1]


def test_weights_say_what_gives_way() -> None:
    bounds = [Bound("women", frozenset({"p0", "p1"}), 2, 3), Bound("men", frozenset(PEOPLE[2:]), 2, 3)]
    women, men = Change("women", "least", 2, 1), Change("men", "least", 2, 1)
    assert relaxations(PEOPLE, 3, bounds) == (Relaxation((men,), 1), Relaxation((women,), 1))
    assert relaxations(PEOPLE, 3, bounds, {("women", "least"): 5}) == (Relaxation((men,), 1), Relaxation((women,), 5))
    assert relaxations(PEOPLE, 3, bounds, {("men", "least"): None}) == (Relaxation((women,), 1),)
    assert relaxations(PEOPLE, 3, bounds, dict.fromkeys([("men", "least"), ("women", "least")])) == ()
    assert relaxations(PEOPLE, 4, bounds) == (Relaxation((), 0),)


def test_where_there_is_nobody_to_choose_every_lower_limit_contradicts_by_itself() -> None:
    bounds = [Bound("asked", frozenset(), 1, 1), Bound("allowed", frozenset(), 0, 1)]
    assert contradictions([], 0, bounds) == ((Demand("asked", "least", 1),),)
    assert contradictions([], 0, bounds[1:]) == ()
