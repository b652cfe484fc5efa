import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from apportionment.methods import compute
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.apportionment import Apportionment, apportion, settle
from comitia.rules import RuleBroken

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "cases" / "apportionment"
DIVISOR = ["adams", "dean", "huntington-hill", "webster", "jefferson"]
METHODS = ["hamilton", "droop", *DIVISOR]


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


def test_which_other_methods_would_have_given_the_same_house() -> None:
    """The cases say for each census whether Hamilton, Webster and Webster with a seat for each state agree."""
    least = {"huntington_hill": 0, "webster": 0, "hamilton": 0, "webster_min1": 1}
    for census in case("us_house_1910_2020.json"):
        units = census["units"]
        official = {unit["name"]: unit["expected"] for unit in units}
        populations = {unit["name"]: unit["population"] for unit in units}
        for name in least.keys() & census["oracle_agrees"].keys():
            method = name.removesuffix("_min1").replace("_", "-")
            agrees = apportion(populations, census["seats"], method, least[name]).seats == official
            assert agrees == census["oracle_agrees"][name], (census["id"], name)


def test_hare_and_droop_on_the_example_of_the_encyclopaedia() -> None:
    """Wikipedia, *Quota method*: 100,000 votes for 10 seats; Hare favours the smaller lists, Droop the larger."""
    votes = {"yellow": 47_000, "white": 16_000, "red": 15_800, "green": 12_000, "blue": 6_100, "pink": 3_100}
    assert list(apportion(votes, 10, "hamilton").seats.values()) == [5, 2, 1, 1, 1, 0]
    droop = apportion(votes, 10, "droop")
    assert list(droop.seats.values()) == [5, 2, 2, 1, 0, 0]
    assert droop.certificate == {"quota": "9091/1", "remainder": "6709/1"}


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


def all_by_divisor(
    weights: list[int], seats: int, method: str, least: list[int], most: list[int]
) -> set[tuple[int, ...]]:
    """Every allocation where no seat can move to a stronger claim (the min-max inequality of Balinski and Young)."""
    found = set()
    for allocation in allocations(seats, least):
        if any(own > cap for own, cap in zip(allocation, most, strict=True)):
            continue
        held = [
            weight**2 / signpost_squared(method, own - 1)
            for weight, own, floor in zip(weights, allocation, least, strict=True)
            if own > floor
        ]
        claims = [
            weight**2 / signpost_squared(method, own)
            for weight, own, cap in zip(weights, allocation, most, strict=True)
            if own < cap
        ]
        if not held or not claims or min(held) >= max(claims):
            found.add(allocation)
    return found


def entitlements(weights: list[int], seats: int, least: list[int], most: list[int]) -> list[Fraction]:
    """The weights at one rate, each held within its bounds, that add up to the seats."""

    def at(rate: Fraction) -> list[Fraction]:
        return [min(max(rate * weight, Fraction(low)), Fraction(high)) for weight, low, high in cells]

    cells = list(zip(weights, least, most, strict=True))
    ends = {Fraction(bound, weight) for weight, low, high in cells for bound in (low, high)}
    rates = sorted(ends | {Fraction(0), Fraction(1000)})
    for below, above in pairwise(rates):
        low, high = sum(at(below)), sum(at(above))
        if low <= seats <= high:
            return at(below + (above - below) * (Fraction(seats - low, high - low) if high > low else 0))
    raise AssertionError


def all_nearest(weights: list[int], seats: int, least: list[int], most: list[int]) -> set[tuple[int, ...]]:
    """Hamilton: every allocation at the least distance from the exact entitlements (Birkhoff 1976)."""
    shares = entitlements(weights, seats, least, most)
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


SMALL = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 3), st.integers(0, 9)).map(
        lambda unit: (*unit[:2], unit[1] + unit[2])
    ),
    min_size=1,
    max_size=4,
)
"""The weight, the least and the most of each unit."""


def columns(units: list[tuple[int, int, int]]) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    weights, least, most = ({str(unit): row[column] for unit, row in enumerate(units)} for column in range(3))
    return weights, least, most


def tried(
    units: list[tuple[int, int, int]], seats: int, method: str, floors: list[int], caps: list[int]
) -> Apportionment | None:
    """The apportionment, or None where the bounds leave none, as is then said."""
    weights, least, most = columns(units)
    if sum(floors) <= seats <= sum(caps):
        return apportion(weights, seats, method, least, most)
    with pytest.raises(RuleBroken, match=r"^apportion\.(infeasible|maximum): ") as refusal:
        apportion(weights, seats, method, least, most)
    assert refusal.value.parameters.get("least", sum(floors)) == sum(floors)
    assert refusal.value.parameters.get("most", sum(caps)) == sum(caps)
    return None


@given(SMALL, st.integers(0, 12), st.sampled_from(DIVISOR))
def test_a_divisor_method_finds_all_right_allocations_within_the_bounds_and_no_other(
    units: list[tuple[int, int, int]], seats: int, method: str
) -> None:
    free = int(method in ("adams", "dean", "huntington-hill"))
    weights, caps = [weight for weight, _, _ in units], [most for _, _, most in units]
    floors = [max(least, min(free, most)) for _, least, most in units]
    if result := tried(units, seats, method, floors, caps):
        assert all_settlements(result) == all_by_divisor(weights, seats, method, floors, caps)


@given(SMALL, st.integers(0, 12))
def test_hamilton_finds_all_nearest_allocations_within_the_bounds_and_no_other(
    units: list[tuple[int, int, int]], seats: int
) -> None:
    weights, floors, caps = ([row[column] for row in units] for column in range(3))
    if result := tried(units, seats, "hamilton", floors, caps):
        assert all_settlements(result) == all_nearest(weights, seats, floors, caps)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=4), st.integers(0, 9))
def test_droop_gives_whole_quotas_and_then_the_largest_remainders(weights: list[int], seats: int) -> None:
    quota = next(quota for quota in range(1, sum(weights) + 2) if quota * (seats + 1) > sum(weights))
    whole = [weight // quota for weight in weights]
    left = seats - sum(whole)
    by_unit = {str(unit): weight for unit, weight in enumerate(weights)}
    if left > len(weights):
        with pytest.raises(RuleBroken, match=r"^apportion\.droop: "):
            apportion(by_unit, seats, "droop")
        return
    expected = set()
    for lucky in combinations(range(len(weights)), left):
        others = [weights[unit] % quota for unit in range(len(weights)) if unit not in lucky]
        if min((weights[unit] % quota for unit in lucky), default=quota) >= max(others, default=0):
            expected.add(tuple(own + (unit in lucky) for unit, own in enumerate(whole)))
    assert all_settlements(apportion(by_unit, seats, "droop")) == expected


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("hamilton", "hamilton"),
        ("adams", "adams"),
        ("dean", "dean"),
        ("huntington-hill", "huntington"),
        ("webster", "saintelague"),
        ("jefferson", "dhondt"),
    ],
)
def test_another_library_gives_the_same_seats(method: str, name: str) -> None:
    """The package `apportionment` (Lackner): 40 units, 700 seats."""
    for seed in range(20):
        random = Random(seed)
        weights = {f"u{unit:02}": random.randint(10**5, 10**7) for unit in range(40)}
        theirs = compute(name, list(weights.values()), 700, parties=list(weights), verbose=False)
        assert list(apportion(weights, 700, method).seats.values()) == list(theirs)


# --- properties ------------------------------------------------------------------------------------------------------

WEIGHTS = st.dictionaries(st.sampled_from([f"u{number}" for number in range(12)]), st.integers(0, 10**13), min_size=1)


BOUNDED = st.dictionaries(
    st.sampled_from([f"u{number}" for number in range(12)]),
    st.tuples(st.integers(10**6, 10**13), st.integers(0, 40), st.integers(1, 400)),
    min_size=1,
)


def bounded(
    units: dict[str, tuple[int, int, int]], share: Fraction
) -> tuple[dict[str, int], int, dict[str, int], dict[str, int]]:
    """Weights, seats, least and most; the seats are between the least and the most that the units can have."""
    weights = {unit: weight for unit, (weight, _, _) in units.items()}
    least = {unit: low for unit, (_, low, _) in units.items()}
    most = {unit: low + room for unit, (_, low, room) in units.items()}
    lowest = sum(max(low, 1) for low in least.values())
    return weights, lowest + round(share * (sum(most.values()) - lowest)), least, most


@given(BOUNDED, st.fractions(0, 1), st.sampled_from(METHODS), st.randoms())
def test_sum_bounds_and_anonymity(
    units: dict[str, tuple[int, int, int]], share: Fraction, method: str, random: Any
) -> None:
    weights, seats, least, most = bounded(units, share)
    result = apportion(weights, seats, method, least, most)
    assert sum(result.seats.values()) + result.tied_seats == seats
    assert all(least[unit] <= own <= most[unit] - (unit in result.tied) for unit, own in result.seats.items())
    assert result.tied_seats < len(result.tied) or not result.tied
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert apportion(dict(shuffled), seats, method, least, most) == result


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(["hamilton", "droop"]), st.integers(0, 3))
def test_whole_quotas_and_remainders_that_the_certificate_names_give_the_result(
    weights: dict[str, int], seats: int, method: str, minimum: int
) -> None:
    weights = {unit: weight + 10**6 for unit, weight in weights.items()}
    seats += len(weights) * minimum + 1
    result = apportion(weights, seats, method, minimum)
    if not result.certificate:
        assert set(result.seats.values()) == {minimum}
        return
    quota = Fraction(result.certificate["quota"])
    cut = Fraction(result.certificate.get("remainder", quota))
    aside = {unit for unit, weight in weights.items() if weight < minimum * quota}
    for unit, weight in weights.items():
        whole, remainder = divmod(weight, quota)
        if unit in aside:
            assert result.seats[unit] == minimum
        elif unit in result.tied:
            assert (result.seats[unit], remainder) == (whole, cut)
        else:
            assert result.seats[unit] == whole + (remainder >= cut)
    rest = [weight for unit, weight in weights.items() if unit not in aside]
    left = seats - minimum * len(aside)
    assert quota == (Fraction(sum(rest), left) if method == "hamilton" else sum(rest) // (left + 1) + 1)


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(DIVISOR), st.integers(1, 10**13))
def test_under_a_divisor_method_no_seat_goes_from_a_unit_that_grows_to_one_that_shrinks(
    weights: dict[str, int], seats: int, method: str, more: int
) -> None:
    """Population monotonicity (Balinski and Young 2001, chapter 8): u0 grows, u1 shrinks."""
    weights = weights | {"u0": weights.get("u0", 0) + 1, "u1": weights.get("u1", 0) + 1}
    seats += len(weights)
    later = weights | {"u0": weights["u0"] + more, "u1": max(weights["u1"] - more, 1)}
    before, after = apportion(weights, seats, method), apportion(later, seats, method)
    lost = before.seats["u0"] - after.seats["u0"] - ("u0" in after.tied)
    won = after.seats["u1"] - before.seats["u1"] - ("u1" in before.tied)
    assert lost <= 0 or won <= 0


@given(WEIGHTS, st.integers(0, 300))
def test_hamilton_stays_within_the_quota(weights: dict[str, int], seats: int) -> None:
    weights = weights | {"u0": weights.get("u0", 0) + 1}
    result = apportion(weights, seats, "hamilton")
    for unit, weight in weights.items():
        share = Fraction(weight * seats, sum(weights.values()))
        assert share - 1 < result.seats[unit] <= share + 1
        assert result.seats[unit] + (unit in result.tied) < share + 1


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(DIVISOR))
def test_under_a_divisor_method_nobody_loses_a_seat_when_the_house_grows(
    weights: dict[str, int], seats: int, method: str
) -> None:
    weights = weights | {"u0": weights.get("u0", 0) + 1}
    seats += len(weights)
    before, after = apportion(weights, seats, method), apportion(weights, seats + 1, method)
    for unit in weights:
        assert before.seats[unit] <= after.seats[unit] + (unit in after.tied)
        assert before.seats[unit] + (unit in before.tied) <= after.seats[unit] + 1


@given(WEIGHTS, st.integers(0, 300), st.sampled_from(DIVISOR), st.integers(0, 3))
def test_every_divisor_that_the_certificate_names_gives_the_result(
    weights: dict[str, int], seats: int, method: str, minimum: int
) -> None:
    weights = weights | {"u0": weights.get("u0", 0) + 1}
    result = apportion(weights, seats + len(weights) * max(1, minimum), method, minimum)
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


@given(BOUNDED, st.fractions(0, 1), st.sampled_from(DIVISOR))
def test_every_divisor_that_the_certificate_names_gives_the_result_within_the_bounds(
    units: dict[str, tuple[int, int, int]], share: Fraction, method: str
) -> None:
    weights, seats, least, most = bounded(units, share)
    result = apportion(weights, seats, method, least, most)
    power = 1 if method == "huntington-hill" else 2
    bounds = [Fraction(bound) ** power for bound in result.certificate.values()]
    for divisor_squared in {*bounds, sum(bounds) / max(len(bounds), 1)} - {0}:
        for unit, weight in weights.items():
            had, might_have = result.seats[unit], result.seats[unit] + (unit in result.tied)
            free = method in ("adams", "dean", "huntington-hill")
            if had > max(least[unit], int(free)):
                assert weight**2 / divisor_squared >= signpost_squared(method, had - 1)
            if might_have < most[unit]:
                assert weight**2 / divisor_squared <= signpost_squared(method, might_have)


# --- ties, minimum, refusals -----------------------------------------------------------------------------------------


def test_ties_are_data_and_a_lot_settles_them() -> None:
    result = apportion({"a": 10, "b": 10, "c": 10, "d": 1}, 5, "webster")
    assert (result.seats, result.tied, result.tied_seats) == ({"a": 1, "b": 1, "c": 1, "d": 0}, ("a", "b", "c"), 2)
    assert settle(result, ["c", "a", "b"]) == {"a": 2, "b": 1, "c": 2, "d": 0}


def test_a_tie_that_floats_cannot_see() -> None:
    """An exact Webster tie at 3e16, which double precision misses."""
    assert apportion({"a": 3 * 10**16 + 3, "b": 10**16 + 1}, 2, "webster").tied == ("a", "b")


@pytest.mark.parametrize("method", DIVISOR)
def test_figures_that_floats_hold_badly(method: str) -> None:
    """10**16 seats and 10**300 members: one unit is entitled to two thirds but for one seat in 10**16."""
    seats = 10**16
    result = apportion({"a": 2 * 10**300, "b": 10**300 - 1}, seats, method)
    assert result.tied == ()
    assert abs(result.seats["a"] - Fraction(2 * seats, 3)) < 1
    assert sum(result.seats.values()) == seats


@pytest.mark.parametrize("method", ["hamilton", "droop"])
def test_largest_remainder_is_the_same_beyond_the_integers_of_the_machine(method: str) -> None:
    weights = {f"u{unit}": 1_000 + 37 * unit**2 for unit in range(12)}
    huge = {unit: weight * 10**40 for unit, weight in weights.items()}
    bounds = {"u0": 5}, {"u11": 10}
    near, far = (apportion(figures, 100, method, *bounds) for figures in (weights, huge))
    assert (far.seats["u0"], far.seats["u11"], sum(far.seats.values())) == (5, 10, 100)
    assert far.seats == near.seats


def test_many_equal_units_tie_for_the_last_seats() -> None:
    result = apportion({f"u{unit}": 1_000 for unit in range(300)}, 1_000, "webster", least=2, most=4)
    assert set(result.seats.values()) == {3}
    assert (len(result.tied), result.tied_seats) == (300, 100)


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


def test_droop_never_gives_fewer_seats_than_there_are_because_of_bounds() -> None:
    """7 and 1 in 4 seats: the one has at most none, the other is short of its least, and one seat is left over."""
    with pytest.raises(RuleBroken, match=r"^apportion\.droop: "):
        apportion({"a": 7, "b": 1}, 4, "droop", least={"b": 3}, most={"a": 0, "b": 5})


def test_droop_needs_more_weight_than_a_few_for_each_seat() -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.droop: ") as refusal:
        apportion({"a": 2, "b": 1}, 10, "droop")
    assert refusal.value.parameters == {"quota": 1, "left": 7, "units": 2}
