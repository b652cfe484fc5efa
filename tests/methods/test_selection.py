import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.selection import Bound, Selection, select
from comitia.methods.slate import Ceiling, Pool
from comitia.methods.slate_proof import Relaxed, Split, heaviest
from comitia.methods.slate_search import relaxed_prices
from comitia.rules import RuleBroken

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "quota_selection"


def keeps(slate: Sequence[str], bounds: Sequence[Bound]) -> bool:
    return all(bound.least <= len(bound.members.intersection(slate)) <= bound.most for bound in bounds)


def slates(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> Iterator[tuple[str, ...]]:
    return (slate for slate in combinations(sorted(weights), places) if keeps(slate, bounds))


def proved(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], prices: Mapping[str, Fraction]) -> int:
    """The ceiling that prices prove, worked out as the module's text tells a reader to do it by hand."""
    worth = {
        id: weight + sum(prices.get(bound.id, Fraction(0)) for bound in bounds if id in bound.members)
        for id, weight in weights.items()
    }
    ceiling = sum(sorted(worth.values(), reverse=True)[:places], Fraction(0))
    for bound in bounds:
        price = prices.get(bound.id, Fraction(0))
        ceiling -= price * (bound.least if price > 0 else bound.most)
    return int(ceiling // 1)


def refused(weights: Mapping[str, int], places: int, bounds: Sequence[Bound]) -> str:
    with pytest.raises(RuleBroken, match=r"^selection\.infeasible: ") as refusal:
        select(weights, places, bounds)
    return str(refusal.value.parameters["limits"])


def test_without_limits_the_heaviest_are_chosen() -> None:
    assert select({"a": 3, "b": 9, "c": 5}, 2, []) == Selection(("b", "c"), 14, {}, 14, proved=True)


def test_a_price_says_what_a_lower_limit_costs() -> None:
    weights = {"m1": 9, "m2": 8, "w1": 5, "w2": 4}
    women = Bound("women", frozenset({"w1", "w2"}), 1, 2)
    result = select(weights, 2, [women])
    assert (result.chosen, result.total, result.upper) == (("m1", "w1"), 14, 14)
    assert 3 <= result.prices["women"] <= 5


def test_a_price_says_what_an_upper_limit_saves() -> None:
    weights = {"l1": 9, "l2": 8, "p1": 5, "p2": 4}
    leaders = Bound("leaders", frozenset({"l1", "l2"}), 0, 1)
    result = select(weights, 2, [leaders])
    assert (result.chosen, result.total, result.upper) == (("l1", "p1"), 14, 14)
    assert -5 <= result.prices["leaders"] <= -3


def test_groups_that_overlap() -> None:
    """A person who is in both groups serves both limits."""
    weights = {"a": 90, "b": 80, "woman": 30, "minority": 30, "both": 20}
    bounds = [
        Bound("women", frozenset({"woman", "both"}), 1, 3),
        Bound("minorities", frozenset({"minority", "both"}), 1, 3),
    ]
    assert select(weights, 3, bounds).chosen == ("a", "b", "both")
    assert select({**weights, "woman": 65, "minority": 65}, 3, bounds).chosen == ("a", "minority", "woman")


# --- brute force -----------------------------------------------------------------------------------------------------

IDS = [f"p{number}" for number in range(8)]
GROUP = st.builds(
    lambda members, least, more: (members, least, least + more),
    st.frozensets(st.sampled_from(IDS)),
    st.integers(0, 3),
    st.integers(0, 2),
)


@given(
    st.dictionaries(st.sampled_from(IDS), st.sampled_from([0, 1, 2, 3, 5, 8, 2**44, 2**45 - 1, 2**45]), min_size=1),
    st.integers(0, 5),
    st.lists(GROUP, max_size=4),
)
def test_the_slate_is_the_heaviest_of_all_there_are(
    weights: dict[str, int], places: int, groups: list[tuple[frozenset[str], int, int]]
) -> None:
    places = min(places, len(weights))
    bounds = [Bound(f"b{number}", *group) for number, group in enumerate(groups)]
    totals = [sum(weights[id] for id in slate) for slate in slates(weights, places, bounds)]
    if not totals:
        limits = refused(weights, places, bounds)
        in_conflict = [
            f"b{number} {sign}" for number in range(len(bounds)) for sign in "≥≤" if f"b{number} {sign}" in limits
        ]
        assert not list(slates(weights, places, only(bounds, in_conflict)))
        for limit in in_conflict:
            assert list(slates(weights, places, only(bounds, [other for other in in_conflict if other != limit])))
        return
    result = select(weights, places, bounds)
    assert keeps(result.chosen, bounds)
    assert len(result.chosen) == places
    assert result.total == max(totals) == sum(weights[id] for id in result.chosen)
    assert result.upper == proved(weights, places, bounds, result.prices) >= result.total
    assert select(dict(reversed(weights.items())), places, bounds) == result


def only(bounds: Sequence[Bound], limits: Sequence[str]) -> list[Bound]:
    return [
        Bound(
            bound.id,
            bound.members,
            bound.least if f"{bound.id} ≥" in limits else 0,
            bound.most if f"{bound.id} ≤" in limits else len(IDS),
        )
        for bound in bounds
    ]


def unit_of(seed: int, candidates: int, places: int, groups: int) -> tuple[dict[str, int], list[Bound]]:
    """Nominees with support and lot numbers as a unit has them, and groups that ask for more than comes by itself."""
    random = Random(seed)
    lots = random.sample(range(1, candidates + 1), candidates)
    weights = {
        f"p{number:03}": int(1000 * random.paretovariate(1.1)) * candidates**2 + lot for number, lot in enumerate(lots)
    }
    bounds = []
    for group in range(groups):
        part = random.choice([0.2, 0.3, 0.5])
        members = frozenset(id for id in weights if random.random() < part)
        bounds.append(Bound(f"g{group}", members, min(len(members), int(places * part * 1.2)), places))
    return weights, bounds


@pytest.mark.parametrize("seed", range(6))
def test_a_unit_is_proved_whatever_slate_the_proof_starts_from(seed: int) -> None:
    weights, bounds = unit_of(seed, candidates=60, places=30, groups=4)
    result = select(weights, 30, bounds)
    assert keeps(result.chosen, bounds)
    pool = Pool.of(weights, {}, 30, bounds)
    proof = heaviest(pool, np.zeros(0, np.int64), relaxed_prices(pool), nodes=20_000)
    assert (proof.complete, pool.total(proof.slate)) == (True, result.total)
    assert tuple(sorted(pool.ids[person] for person in proof.slate)) == result.chosen


def lie(self: Split, pool: Pool, top: Ceiling, best: int) -> Relaxed:
    """A solver whose relaxations are noise: nothing that it says may be believed."""
    random = Random(f"{pool.origin} {top.value} {best}")
    numbers = np.array([random.gauss(0, 3) for _ in range(len(pool.origin) + len(pool.least))])
    shares, duals = numbers[: len(pool.origin)], numbers[len(pool.origin) :]
    return random.choice([Relaxed(shares, duals, 720_720), Relaxed(None, duals, 720_720), Relaxed(None, None, 1)])


@given(st.integers(0, 1000))
def test_the_proof_is_right_whatever_the_solver_says(seed: int) -> None:
    weights, bounds = unit_of(seed, candidates=9, places=4, groups=2)
    totals = [sum(weights[id] for id in slate) for slate in slates(weights, 4, bounds)]
    pool = Pool.of(weights, {}, 4, bounds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Split, "relaxed", lie)
        proof = heaviest(pool, np.array([0]), np.zeros(2, np.int64), nodes=20_000)
    assert proof.complete == bool(totals)
    if totals:
        assert pool.total(proof.slate) == max(totals) <= proof.upper


def gap_of_three() -> tuple[dict[str, int], int, list[Bound]]:
    """Three groups that overlap two by two: split persons would weigh 3 halves of what whole ones can."""
    pairs = {"ab": "ab", "bc": "bc", "ca": "ca"}
    weights = {**dict.fromkeys(pairs, 100), "x": 1, "y": 1, "z": 1}
    bounds = [Bound(group, frozenset(id for id in pairs if group in id), 0, 1) for group in "abc"]
    return weights, 3, bounds


def test_where_no_prices_prove_all_branch_and_bound_proves_the_rest() -> None:
    weights, places, bounds = gap_of_three()
    result = select(weights, places, bounds)
    assert (result.total, result.upper, result.proved) == (102, 151, True)
    assert result.upper == proved(weights, places, bounds, result.prices)


def test_without_the_steps_to_prove_it_the_slate_stands_with_what_is_certain() -> None:
    result = select(*gap_of_three(), nodes=0)
    assert (result.total, result.upper, result.proved) == (102, 151, False)


def test_lots_decide_between_slates_of_equal_weight_and_only_there() -> None:
    weights, lots = {"a": 5, "b": 5, "c": 5, "d": 4}, {"a": 1, "b": 4, "c": 3, "d": 9}
    assert select(weights, 2, [], lots).chosen == ("b", "c")
    two = Bound("two", frozenset("bc"), 0, 1)
    assert select(weights, 2, [two], lots).chosen == ("a", "b")


@given(
    st.dictionaries(st.sampled_from(IDS), st.tuples(st.integers(0, 3), st.integers(1, 8)), min_size=1),
    st.integers(0, 5),
    st.lists(GROUP, max_size=4),
)
def test_the_slate_has_the_highest_lots_of_all_that_weigh_the_same(
    people: dict[str, tuple[int, int]], places: int, groups: list[tuple[frozenset[str], int, int]]
) -> None:
    weights, lots = {id: own for id, (own, _) in people.items()}, {id: lot for id, (_, lot) in people.items()}
    places = min(places, len(weights))
    bounds = [Bound(f"b{number}", *group) for number, group in enumerate(groups)]
    best = max(((own(weights, slate), own(lots, slate)) for slate in slates(weights, places, bounds)), default=None)
    if best is not None:
        result = select(weights, places, bounds, lots)
        assert (result.total, own(lots, result.chosen)) == best
        assert result.proved
        assert result.upper >= result.total
        assert select(dict(reversed(weights.items())), places, bounds, dict(reversed(lots.items()))) == result


def own(figures: Mapping[str, int], slate: Sequence[str]) -> int:
    return sum(figures[id] for id in slate)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_people_and_bounds_does_not_matter(seed: int) -> None:
    weights, bounds = unit_of(seed, candidates=400, places=200, groups=8)
    lots = dict(zip(weights, Random(seed).sample(range(1, 401), 400), strict=True))
    weights = {id: weight // 10**8 for id, weight in weights.items()}  # so that many are equal
    result = select(weights, 200, bounds, lots)
    assert select(dict(reversed(weights.items())), 200, bounds[::-1], dict(reversed(lots.items()))) == result
    assert own(weights, result.chosen) == result.total <= result.upper
    assert keeps(result.chosen, bounds)


# --- infeasible ------------------------------------------------------------------------------------------------------


def test_a_conflict_names_the_limits_and_no_others() -> None:
    weights = dict.fromkeys(["w1", "w2", "m1", "m2", "m3"], 1)
    bounds = [
        Bound("women", frozenset({"w1", "w2"}), 2, 3),
        Bound("men", frozenset({"m1", "m2", "m3"}), 2, 3),
        Bound("young", frozenset({"w1", "m1"}), 1, 2),
    ]
    assert refused(weights, 3, bounds) == "women ≥ 2, men ≥ 2"


def test_a_conflict_that_only_whole_persons_have() -> None:
    """The parity example: the relaxation has a solution, half of each of four persons, and whole persons have none."""
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
    limits = refused(dict.fromkeys(case["people"], 1), case["k"], bounds)
    assert {limit.split()[0] for limit in limits.split(", ")} == {"f1-v1", "f2-v1", "f3-v1"}


def test_too_few_candidates() -> None:
    with pytest.raises(RuleBroken, match=r"^selection\.candidates: candidates: 2; places: 4; find 2 more to stand"):
        select({"a": 1, "b": 2}, 4, [])


def test_nobody_for_no_places() -> None:
    assert select({}, 0, []) == Selection((), 0, {}, 0, proved=True)
    assert select({"a": 1}, 0, [Bound("g", frozenset("a"), 0, 0)]).chosen == ()


# --- published instances ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("instance", "places"), [("example_small_20", 20), ("example_large_200", 200)])
def test_published_instances(instance: str, places: int) -> None:
    """Flanigan and others, Nature 2021: both have slates."""
    if not (CASES / instance).exists():
        pytest.skip(f"the shared cases are absent: {instance}")
    with (CASES / instance / "respondents.csv").open(encoding="utf-8") as file:
        people = {f"p{number:04}": row for number, row in enumerate(csv.DictReader(file))}
    with (CASES / instance / "categories.csv").open(encoding="utf-8") as file:
        bounds = [
            Bound(
                row["feature"],
                frozenset(id for id, person in people.items() if person[row["category"]] == row["feature"]),
                int(row["min"]),
                int(row["max"]),
            )
            for row in csv.DictReader(file)
        ]
    weights = {id: 1 + number * 7919 % 1009 for number, id in enumerate(people)}
    result = select(weights, places, bounds)
    assert keeps(result.chosen, bounds)
    assert len(result.chosen) == places
    assert result.total == result.upper == proved(weights, places, bounds, result.prices)
