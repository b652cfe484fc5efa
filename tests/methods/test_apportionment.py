import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.apportionment import Apportionment, apportion, settle
from comitia.rules import RuleBroken

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "apportionment"
DIVISOR = ["adams", "dean", "huntington-hill", "webster", "jefferson"]
METHODS = ["hamilton", *DIVISOR]


def case(name: str) -> Any:
    if not (CASES / name).exists():
        pytest.skip(f"the shared cases are absent: {name}")
    return json.loads((CASES / name).read_text(encoding="utf-8"))["cases"]


# --- published results -----------------------------------------------------------------------------------------------


def test_the_seats_of_the_house_of_representatives_1910_to_2020() -> None:
    statutory = {1910: "webster", 1930: "webster"}
    checked = 0
    for census in case("us_house_1910_2020.json"):
        units = census["units"]
        official = {unit["name"]: unit["expected"] for unit in units}
        result = apportion(
            {unit["name"]: unit["population"] for unit in units},
            census["seats"],
            statutory.get(census["census"], "huntington-hill"),
            least=1,
        )
        assert (result.seats, result.tied) == (official, ()), census["id"]
        checked += 1
    assert checked >= 11


def test_worked_examples_of_reference_works() -> None:
    checked = 0
    for example in case("small_worked_examples.json"):
        method = str(example.get("method", "")).replace("_", "-")
        if method not in METHODS or "quorum" in example:
            continue
        votes = example.get("votes") or example["populations"]
        by_seats = example.get("results") or {example.get("seats"): example.get("expected")}
        for seats, expected in by_seats.items():
            if seats is None or expected is None:
                continue
            result = apportion({str(unit): vote for unit, vote in enumerate(votes)}, int(seats), method)
            assert list(result.seats.values()) == expected, example["id"]
            checked += 1
    assert checked >= 10


def test_alabama_loses_a_seat_when_the_house_grows_under_hamilton() -> None:
    populations = {"a": 6, "b": 6, "c": 2}
    assert apportion(populations, 10, "hamilton").seats["c"] == 2
    assert apportion(populations, 11, "hamilton").seats["c"] == 1


def test_de_spd_15_two_base_seats_each_and_the_rest_by_members() -> None:
    """DE-SPD-15: 2 districts of 300 and 100 members, 10 seats: 4 base seats and 6 by members."""
    by_members = apportion({"north": 300, "south": 100}, 6, "hamilton")
    assert by_members == Apportionment(
        {"north": 4, "south": 1}, ("north", "south"), 1, {"quota": "200/3", "remainder": "100/3"}
    )


def test_de_cdu_28_dhondt_on_sixteen_lands() -> None:
    """DE-CDU-28: 800 delegates by members, d'Hondt, on 16 units: no unit can better its quotient by another's seat."""
    members = {f"land-{number:02}": 1_000 + 7_919 * number for number in range(16)}
    result = apportion(members, 800, "jefferson")
    assert sum(result.seats.values()) == 800
    worst_held = min(Fraction(members[unit], seats) for unit, seats in result.seats.items() if seats)
    best_claim = max(Fraction(members[unit], seats + 1) for unit, seats in result.seats.items())
    assert worst_held > best_claim


# --- independent oracles ---------------------------------------------------------------------------------------------


def signpost_squared(method: str, k: int) -> Fraction:
    return {
        "adams": Fraction(k) ** 2,
        "dean": Fraction(0) if k == 0 else (1 / ((Fraction(1, k) + Fraction(1, k + 1)) / 2)) ** 2,
        "huntington-hill": Fraction(k * (k + 1)),
        "webster": Fraction(k + (k + 1), 2) ** 2,
        "jefferson": Fraction(k + 1) ** 2,
    }[method]


def allocations(seats: int, least: list[int]) -> Iterator[tuple[int, ...]]:
    if not least:
        if seats == 0:
            yield ()
        return
    for own in range(least[0], seats + 1):
        for rest in allocations(seats - own, least[1:]):
            yield (own, *rest)


def all_by_divisor(weights: list[int], seats: int, method: str, least: list[int]) -> set[tuple[int, ...]]:
    """Every allocation where no seat can move to a stronger claim (the min-max inequality of Balinski and Young)."""
    found = set()
    for allocation in allocations(seats, least):
        held = [
            weight**2 / signpost_squared(method, own - 1)
            for weight, own, floor in zip(weights, allocation, least, strict=True)
            if own > floor
        ]
        claims = [weight**2 / signpost_squared(method, own) for weight, own in zip(weights, allocation, strict=True)]
        if not held or min(held) >= max(claims):
            found.add(allocation)
    return found


def all_nearest(weights: list[int], seats: int) -> set[tuple[int, ...]]:
    """Hamilton: every allocation at the least distance from the exact shares (Birkhoff 1976)."""
    shares = [Fraction(weight * seats, sum(weights)) for weight in weights]
    distance = {
        allocation: sum((own - share) ** 2 for own, share in zip(allocation, shares, strict=True))
        for allocation in allocations(seats, [0] * len(weights))
    }
    return {allocation for allocation, far in distance.items() if far == min(distance.values())}


def all_settlements(result: Apportionment) -> set[tuple[int, ...]]:
    settled = set()
    for lucky in combinations(result.tied, result.tied_seats):
        lot = [*lucky, *(unit for unit in result.tied if unit not in lucky)]
        settled.add(tuple(settle(result, lot).values()))
    return settled


SMALL = st.lists(st.integers(1, 12), min_size=1, max_size=4)


@given(SMALL, st.integers(0, 9), st.sampled_from(DIVISOR), st.integers(0, 2))
def test_a_divisor_method_finds_all_right_allocations_and_no_other(
    weights: list[int], seats: int, method: str, minimum: int
) -> None:
    least = [max(minimum, int(method in ("adams", "dean", "huntington-hill")))] * len(weights)
    if sum(least) > seats:
        with pytest.raises(RuleBroken, match=r"^apportion\.infeasible: "):
            apportion({str(unit): weight for unit, weight in enumerate(weights)}, seats, method, minimum)
        return
    result = apportion({str(unit): weight for unit, weight in enumerate(weights)}, seats, method, minimum)
    assert all_settlements(result) == all_by_divisor(weights, seats, method, least)


@given(SMALL, st.integers(0, 9))
def test_hamilton_finds_all_nearest_allocations_and_no_other(weights: list[int], seats: int) -> None:
    result = apportion({str(unit): weight for unit, weight in enumerate(weights)}, seats, "hamilton")
    assert all_settlements(result) == all_nearest(weights, seats)


# --- properties ------------------------------------------------------------------------------------------------------

WEIGHTS = st.dictionaries(st.sampled_from([f"u{number}" for number in range(12)]), st.integers(0, 10**13), min_size=1)


def enough(weights: dict[str, int], seats: int, minimum: int) -> int:
    weights["u0"] = weights.get("u0", 0) + 1
    return seats + len(weights) * max(1, minimum)


@given(WEIGHTS, st.integers(0, 3000), st.sampled_from(METHODS), st.integers(0, 3), st.randoms())
def test_sum_minimum_and_anonymity(weights: dict[str, int], seats: int, method: str, minimum: int, random: Any) -> None:
    seats = enough(weights, seats, minimum)
    result = apportion(weights, seats, method, minimum)
    assert sum(result.seats.values()) + result.tied_seats == seats
    assert min(result.seats.values()) >= minimum
    assert result.tied_seats < len(result.tied) or not result.tied
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert apportion(dict(shuffled), seats, method, minimum) == result


@given(WEIGHTS, st.integers(0, 300))
def test_hamilton_stays_within_the_quota(weights: dict[str, int], seats: int) -> None:
    seats = enough(weights, seats, 0)
    result = apportion(weights, seats, "hamilton")
    for unit, weight in weights.items():
        share = Fraction(weight * seats, sum(weights.values()))
        assert share - 1 < result.seats[unit] <= share + 1
        assert result.seats[unit] + (unit in result.tied) < share + 1


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(DIVISOR))
def test_under_a_divisor_method_nobody_loses_a_seat_when_the_house_grows(
    weights: dict[str, int], seats: int, method: str
) -> None:
    seats = enough(weights, seats, 0)
    before, after = apportion(weights, seats, method), apportion(weights, seats + 1, method)
    for unit in weights:
        assert before.seats[unit] <= after.seats[unit] + (unit in after.tied)
        assert before.seats[unit] + (unit in before.tied) <= after.seats[unit] + 1


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(DIVISOR), st.integers(0, 3))
def test_every_divisor_that_the_certificate_names_gives_the_result(
    weights: dict[str, int], seats: int, method: str, minimum: int
) -> None:
    result = apportion(weights, enough(weights, seats, minimum), method, minimum)
    squared = "-squared" if method == "huntington-hill" else ""
    assert set(result.certificate) <= {"lower" + squared, "upper" + squared}
    lower = Fraction(result.certificate["lower" + squared])
    upper = Fraction(result.certificate.get("upper" + squared, lower + 1))
    assert lower <= upper
    assert bool(result.tied) == (lower == upper)
    for bound in (lower, (lower + upper) / 2, upper):
        divisor_squared = bound if squared else bound**2
        for unit, weight in weights.items():
            quotient_squared = weight**2 / divisor_squared
            had, might_have = result.seats[unit], result.seats[unit] + (unit in result.tied)
            free = method in ("adams", "dean", "huntington-hill") and weight > 0
            if had > max(minimum, int(free)):
                assert quotient_squared >= signpost_squared(method, had - 1)
            assert quotient_squared <= signpost_squared(method, might_have)


# --- ties, minimum, refusals -----------------------------------------------------------------------------------------


def test_ties_are_data_and_a_lot_settles_them() -> None:
    result = apportion({"a": 10, "b": 10, "c": 10, "d": 1}, 5, "webster")
    assert (result.seats, result.tied, result.tied_seats) == ({"a": 1, "b": 1, "c": 1, "d": 0}, ("a", "b", "c"), 2)
    assert settle(result, ["c", "a", "b"]) == {"a": 2, "b": 1, "c": 2, "d": 0}


def test_a_tie_that_floats_cannot_see() -> None:
    """An exact Webster tie at 3e16, which double precision misses."""
    assert apportion({"a": 3 * 10**16 + 3, "b": 10**16 + 1}, 2, "webster").tied == ("a", "b")


def test_a_lot_of_other_units_settles_nothing() -> None:
    with pytest.raises(ValueError, match="is not one of"):
        settle(apportion({"a": 1, "b": 1}, 1, "webster"), ["a", "c"])


def test_hamilton_sets_units_below_the_minimum_aside_until_nobody_else_falls_below() -> None:
    # Of 10 seats for 1,000 d (40) is entitled to 0.4, below 2; then of 8 for 960 c (235) to 1.96, below it too.
    result = apportion({"a": 365, "b": 360, "c": 235, "d": 40}, 10, "hamilton", least=2)
    assert result == Apportionment(
        {"a": 3, "b": 3, "c": 2, "d": 2}, certificate={"quota": "725/6", "remainder": "355/3"}
    )


def test_no_seats_at_all() -> None:
    assert apportion({"a": 3, "b": 4}, 0, "hamilton") == Apportionment({"a": 0, "b": 0})
    assert apportion({"a": 3, "b": 4}, 0, "jefferson") == Apportionment({"a": 0, "b": 0}, certificate={"lower": "4/1"})


def test_where_all_have_just_the_minimum_no_divisor_is_too_large() -> None:
    assert apportion({"a": 3, "b": 0}, 4, "webster", least=2).certificate == {"lower": "6/5"}
    assert apportion({"a": 0, "b": 0}, 4, "webster", least=2) == Apportionment({"a": 2, "b": 2})


@pytest.mark.parametrize(
    ("weights", "seats", "method", "minimum", "least"),
    [
        ({"a": 5, "b": 5}, 3, "hamilton", 2, 4),
        ({"a": 5, "b": 5}, 3, "jefferson", 2, 4),
        ({"a": 5, "b": 5, "c": 0}, 1, "adams", 0, 2),
        ({"a": 2, "b": 2}, 3, "droop", {"a": 1, "b": 3}, 4),
    ],
)
def test_infeasible_minima(weights: dict[str, int], seats: int, method: str, minimum: int, least: int) -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.infeasible: ") as refusal:
        apportion(weights, seats, method, minimum)
    assert refusal.value.parameters["least"] == least


@pytest.mark.parametrize(
    ("weights", "seats", "method", "maximum", "most", "which"),
    [
        ({"a": 0}, 1, "webster", None, 0, "-"),
        ({}, 1, "hamilton", None, 0, "-"),
        ({"a": 5, "b": 0, "c": 7}, 6, "adams", 2, 4, "a 2, c 2"),
        (
            {f"u{number}": 1 for number in range(9)},
            12,
            "droop",
            1,
            9,
            "u0 1, u1 1, u2 1, u3 1, u4 1, u5 1, u6 1, u7 1, …",
        ),
    ],
)
def test_infeasible_maxima_and_units_without_weight(
    weights: dict[str, int], seats: int, method: str, maximum: int | None, most: int, which: str
) -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.maximum: ") as refusal:
        apportion(weights, seats, method, most=maximum)
    assert (refusal.value.parameters["most"], refusal.value.parameters["which"]) == (most, which)


def test_a_minimum_above_the_maximum_names_its_unit() -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.bounds: ") as refusal:
        apportion({"a": 5, "b": 5}, 4, "webster", least={"b": 3}, most=2)
    assert refusal.value.parameters == {"unit": "b", "least": 3, "most": 2}


def test_droop_needs_more_weight_than_a_few_for_each_seat() -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.droop: ") as refusal:
        apportion({"a": 2, "b": 1}, 10, "droop")
    assert refusal.value.parameters == {"quota": 1, "left": 7, "units": 2}
