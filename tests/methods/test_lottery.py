import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations, permutations
from math import prod
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods import lots, lottery_columns, lottery_levels
from comitia.methods.lottery import Lottery, drawn, lottery
from comitia.methods.lottery_columns import Mixture, solve, tickets
from comitia.methods.selection import Bound
from comitia.rules import RuleBroken

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "quota_selection"
Bounds = Sequence[Bound]
SPLIT = 11
"""A seed whose groups split people serve better than whole ones, so that its lottery needs column generation."""


def keeps(slate: Sequence[str], bounds: Bounds) -> bool:
    return all(bound.least <= len(bound.members.intersection(slate)) <= bound.most for bound in bounds)


def slates(weights: Mapping[str, int], places: int, bounds: Bounds) -> list[tuple[str, ...]]:
    """All slates of the greatest weight, by looking at every slate there is."""
    kept = [slate for slate in combinations(sorted(weights), places) if keeps(slate, bounds)]
    totals = [sum(weights[id] for id in slate) for slate in kept]
    return [slate for slate, total in zip(kept, totals, strict=True) if total == max(totals)]


def chances(result: Lottery) -> dict[str, Fraction]:
    return {id: own for own, ids in zip(result.chances(), result.types, strict=True) for id in ids}


def check_panels(result: Lottery, weights: Mapping[str, int], places: int, bounds: Bounds) -> None:
    """Whatever ticket is drawn, the slate keeps every bound; and so with whoever is drawn of a type."""
    assert sorted(id for ids in result.types for id in ids) == sorted(weights)
    totals = set()
    for panel in result.panels:
        slate = [id for ids, count in zip(result.types, panel, strict=True) for id in ids[:count]]
        assert len(slate) == places == sum(panel)
        assert keeps(slate, bounds)
        totals.add(sum(weights[id] for id in slate))
    assert len(totals) == 1
    for ids in result.types:
        assert len({(weights[id], *(id in bound.members for bound in bounds)) for id in ids}) == 1
    assert min(result.tickets) >= 1


def levels(result: Lottery, every: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """The chance of everybody's level, proved by all slates there are: see the text of ``lottery_levels.py``."""
    fixed: dict[str, Fraction] = {}
    last = Fraction(0)
    for level in result.levels:
        weight = {id: own for own, ids in zip(level.weights, result.types, strict=True) for id in ids}
        most = max(sum(weight[id] for id in slate) for slate in every)
        assert most <= level.most
        rest = most - sum(weight[id] * chance for id, chance in fixed.items())
        assert Fraction(rest) / sum(weight[id] for id in weight.keys() - fixed.keys()) == level.chance >= last
        fixed = {id: level.chance for id in weight if weight[id]} | fixed
        last = level.chance
    return fixed


# --- solved by hand --------------------------------------------------------------------------------------------------


def shared(name: str) -> Path:
    if not (CASES / name).exists():
        pytest.skip(f"the shared cases are absent: {name}")
    return CASES / name


def by_hand(id: str) -> tuple[dict[str, int], int, list[Bound], dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    cases = json.loads(shared("hand_solved_lotteries.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == id)
    people = case["people"]
    bounds = [
        Bound(f"{feature}-{value}", frozenset(id for id in people if people[id][feature] == value), *limits)
        for feature, values in case["quotas"].items()
        for value, limits in values.items()
    ]
    return dict.fromkeys(people, 0), case["k"], bounds, people, case["expected"]


@pytest.mark.parametrize("method", ["maximin", "leximin"])
def test_chances_that_were_worked_out_by_hand(method: str) -> None:
    weights, places, bounds, _, expected = by_hand("simpsons")
    result = lottery(weights, places, bounds, method)
    assert chances(result) == {id: Fraction(chance) for id, chance in expected["maximin"].items()}
    assert result.levels[0].chance == Fraction(1, 3)


def test_chances_worked_out_by_hand_where_at_most_one_of_a_household_is_chosen() -> None:
    """Overlapping groups beside the features: households."""
    weights, places, bounds, people, expected = by_hand("simpsons")
    homes = {home: frozenset(id for id in people if people[id]["home"] == home) for home in "123"}
    bounds += [Bound(f"home-{home}", members, 0, 1) for home, members in homes.items()]
    result = lottery(weights, places, bounds, "leximin")
    assert chances(result) == {id: Fraction(chance) for id, chance in expected["maximin_one_per_home"].items()}


def test_no_whole_panel_where_split_ones_keep_every_quota() -> None:
    weights, places, bounds, _, _ = by_hand("parity_infeasible")
    with pytest.raises(RuleBroken, match=r"^selection\.infeasible"):
        lottery(weights, places, bounds, "leximin")


# --- published instances ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["example_small_20", "example_large_200"])
def test_published_leximin_values(name: str) -> None:
    """Flanigan and others, Nature 2021, whose table gives the least chance in per cent to one digit: both are k/n."""
    with (shared(name) / "respondents.csv").open(encoding="utf-8") as file:
        people = {f"p{number:04}": row for number, row in enumerate(csv.DictReader(file))}
    with (CASES / name / "categories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    bounds = [
        Bound(
            row["feature"],
            frozenset(id for id, person in people.items() if person[row["category"]] == row["feature"]),
            int(row["min"]),
            int(row["max"]),
        )
        for row in rows
    ]
    table = json.loads(shared("leximin_published_table.json").read_text(encoding="utf-8"))["rows"]
    published = next(row for row in table if row["instance"] == name)
    weights = dict.fromkeys(people, 0)
    result = lottery(weights, published["k"], bounds, "leximin")
    check_panels(result, weights, published["k"], bounds)
    assert result.shortfall == 0
    assert f"{float(100 * min(result.chances())):.1f}%" == published["leximin_min_prob"]
    assert set(result.chances()) == {Fraction(published["k"], published["n"])}


# --- brute force -----------------------------------------------------------------------------------------------------

IDS = [f"p{number}" for number in range(8)]
GROUP = st.builds(
    lambda members, least, more: (members, least, least + more),
    st.frozensets(st.sampled_from(IDS)),
    st.integers(0, 3),
    st.integers(0, 2),
)


@given(
    st.dictionaries(st.sampled_from(IDS), st.sampled_from([0, 0, 0, 1, 2]), min_size=1),
    st.integers(0, 5),
    st.lists(GROUP, max_size=4),
)
def test_no_lottery_over_all_slates_does_better(
    weights: dict[str, int], places: int, groups: list[tuple[frozenset[str], int, int]]
) -> None:
    """The panels keep every bound, and everybody has just the chance that is proved of the best lottery."""
    places = min(places, len(weights))
    bounds = [Bound(f"b{number}", *group) for number, group in enumerate(groups)]
    every = slates(weights, places, bounds) if possible(weights, places, bounds) else []
    if not every:
        with pytest.raises(RuleBroken, match=r"^selection\.infeasible"):
            lottery(weights, places, bounds, "leximin")
        return
    result = lottery(weights, places, bounds, "leximin")
    check_panels(result, weights, places, bounds)
    assert levels(result, every) == chances(result)
    assert result.shortfall == 0
    assert lottery(dict(reversed(weights.items())), places, bounds, "leximin") == result

    maximin = lottery(weights, places, bounds, "maximin")
    check_panels(maximin, weights, places, bounds)
    assert maximin.shortfall == 0
    on_some = {id for slate in every for id in slate}
    if on_some:
        own, best = chances(maximin), chances(result)
        assert min(own[id] for id in on_some) == min(best[id] for id in on_some) == maximin.levels[-1].chance


def possible(weights: Mapping[str, int], places: int, bounds: Bounds) -> bool:
    return any(keeps(slate, bounds) for slate in combinations(sorted(weights), places))


def overlapping(people: int, places: int, groups: int, seed: int) -> tuple[dict[str, int], int, list[Bound]]:
    random, bounds = Random(seed), []
    weights = {f"p{number:03}": 0 for number in range(people)}
    for group in range(groups):
        members = frozenset(id for id in weights if random.random() < random.choice([0.1, 0.2, 0.3, 0.5]))
        share = Fraction(places * len(members), people)
        lower = random.random() < 0.5
        least, most = (
            (min(len(members), int(share * Fraction(23, 20)) + 1), places)
            if lower
            else (0, int(share * Fraction(9, 10)))
        )
        bounds.append(Bound(f"g{group}", members, least, most))
    return weights, places, bounds


@pytest.mark.parametrize("seed", [1, SPLIT, 14, 18, 22, 23, 28])
def test_whole_panels_reach_what_can_be_had_of_groups_that_overlap(seed: int) -> None:
    """All but the first need column generation: split people promise more than whole ones can have."""
    weights, places, bounds = overlapping(14, 5, 5, seed)
    result = lottery(weights, places, bounds, "leximin")
    check_panels(result, weights, places, bounds)
    assert levels(result, slates(weights, places, bounds)) == chances(result)


def test_split_people_promise_more_than_whole_ones_can_have() -> None:
    """Three groups that overlap two by two, of each of which one at most may be chosen: one of ab, bc and ca, and never
    two, though half of each would keep the bounds."""
    pairs = ["ab", "bc", "ca"]
    weights = dict.fromkeys([*pairs, "x", "y", "z"], 0)
    bounds = [Bound(group, frozenset(id for id in pairs if group in id), 0, 1) for group in "abc"]
    result = lottery(weights, 3, bounds, "leximin")
    own = chances(result)
    assert {own[id] for id in pairs} == {Fraction(1, 3)}
    assert {own[id] for id in "xyz"} == {Fraction(2, 3)}
    assert levels(result, slates(weights, 3, bounds)) == own


def test_where_shares_are_no_solution_they_are_rounded_to_a_million_tickets() -> None:
    mixture = Mixture(0.3, [], {(1, 0): 0.3, (0, 1): 0.7})
    assert tickets(mixture, {0: Fraction(1, 3)}) == {(1, 0): 1, (0, 1): 2}
    assert tickets(mixture, {0: Fraction(1, 3), 1: Fraction(1, 3)}) == {(1, 0): 300_000, (0, 1): 700_000}
    thirds = Mixture(0.3, [], {(1, 0, 0): 1 / 3, (0, 1, 0): 1 / 3, (0, 0, 1): 1 / 3})
    assert sorted(tickets(thirds, {0: Fraction(1, 3)}).values()) == [333_333, 333_333, 333_334]


def test_a_lottery_that_comes_near_says_by_how_much_it_falls_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lottery_columns, "solve", lambda equations: [])
    weights, places, bounds = overlapping(14, 5, 5, SPLIT)
    result = lottery(weights, places, bounds, "leximin")
    check_panels(result, weights, places, bounds)
    proved = levels(result, slates(weights, places, bounds))
    assert sum(result.tickets) == 1_000_000
    assert 0 < result.shortfall == max(proved[id] - own for id, own in chances(result).items()) < Fraction(1, 10_000)


def test_no_lottery_without_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of 0 and 1 only are too coarse to prove these levels."""
    monkeypatch.setattr(lottery_levels, "DENOMINATORS", (1,))
    weights, places, bounds = overlapping(14, 5, 5, 37)
    with pytest.raises(RuleBroken, match=r"^lottery\.unproved: the best that was found is 0\."):
        lottery(weights, places, bounds, "leximin")


# --- the draw --------------------------------------------------------------------------------------------------------


def frequencies(result: Lottery, places: int) -> Iterator[tuple[str, Fraction]]:
    """How often everybody is chosen over all tickets and all orders in which the people of a type can be drawn."""
    for ids in result.types:
        for id in ids:
            times = 0
            for panel, number in zip(result.panels, result.tickets, strict=True):
                count = panel[result.types.index(ids)]
                times += number * sum(id in order[:count] for order in permutations(ids))
            yield id, Fraction(times, sum(result.tickets) * prod(range(1, len(ids) + 1)))


def test_all_tickets_and_orders_together_give_just_the_chances() -> None:
    weights = dict.fromkeys("abcdefg", 0)
    bounds = [Bound("women", frozenset("abc"), 2, 3), Bound("young", frozenset("cde"), 1, 1)]
    result = lottery(weights, 4, bounds, "leximin")
    assert dict(frequencies(result, 4)) == chances(result)
    assert sum(chances(result).values()) == 4


def test_the_ticket_and_the_people_follow_from_the_seed() -> None:
    weights, places, bounds, *_ = by_hand("simpsons")
    result = lottery(weights, places, bounds, "leximin")
    ticket, chosen = drawn(result, "1-2-3", "lottery/north")
    assert ticket == lots.number("1-2-3", "lottery/north", sum(result.tickets))
    panel = next(p for p, last in zip(result.panels, accumulate(result.tickets), strict=True) if ticket <= last)
    order = lots.draw("1-2-3", "lottery/north", weights)
    for ids, count in zip(result.types, panel, strict=True):
        assert [id for id in order if id in ids][:count] == [id for id in order if id in ids and id in chosen]
    assert len(chosen) == places
    assert {drawn(result, str(seed), "lottery/north")[1] for seed in range(60)} == set(slates(weights, places, bounds))


def test_a_number_is_the_hash_modulo_the_highest() -> None:
    """The hash is that of `printf 'seed\\npurpose' | sha256sum`."""
    assert {lots.number("1-2-3", f"lottery/{unit}", 3) for unit in range(30)} == {1, 2, 3}
    assert lots.number("seed", "purpose", 10**6) == 663249


def test_equations_are_solved_in_whole_numbers() -> None:
    assert solve([[2, 1, 5], [1, 3, Fraction(10)], [3, 4, 15]]) == [1, 3]
    assert solve([[2, 0, Fraction(1, 3)], [0, 3, 1]]) == [Fraction(1, 6), Fraction(1, 3)]
    assert solve([[1, 1, 2], [2, 2, 4]]) == []
    assert solve([[1, 0, 1], [0, 1, 1], [1, 1, 3]]) == []


def test_nobody_and_no_places() -> None:
    assert lottery({}, 0, [], "leximin").panels == ((),)
    assert lottery({"a": 0}, 0, [], "leximin").chances() == (0,)
    assert drawn(lottery({}, 0, [], "maximin"), "1", "lottery/x") == (1, ())
