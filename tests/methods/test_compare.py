"""Methods side by side: the paradoxes and the bias of the reference works, and that divisor methods show none."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.apportionment import apportion
from comitia.methods.compare import (
    Alabama,
    Answer,
    Comparison,
    Figures,
    Shift,
    compare,
    differences,
    entitlements,
    paradoxes,
    round_divisor,
)
from comitia.methods.divisors import DIVISOR_METHODS
from comitia.rules import RuleBroken


def answer(comparison: Comparison, method: str) -> Answer:
    return next(each for each in (comparison.own, *comparison.others) if each.method == method)


def test_the_alabama_paradox_of_the_reference_works() -> None:
    """6, 6 and 2: the third unit has 2 of 10 seats and 1 of 11."""
    found = paradoxes(Figures({"a": 6, "b": 6, "c": 2}, 10), "hamilton", span=2)
    assert (found.first, found.last) == (8, 12)
    assert found.alabama == (Alabama(10, ("c",)),)
    four = Figures({"a": 5_670, "b": 3_850, "c": 420, "d": 60}, 323)
    assert Alabama(323, ("c",)) in paradoxes(four, "hamilton", span=1).alabama


def test_a_member_more_in_one_unit_takes_a_seat_from_a_second_to_a_third() -> None:
    figures = Figures({"a": 717, "b": 1_132, "c": 1_463, "d": 326}, 16)
    before = apportion(figures.weights, 16, "hamilton").seats
    after = apportion({**figures.weights, "b": 1_133}, 16, "hamilton").seats
    assert {unit: after[unit] - before[unit] for unit in "abcd"} == {"a": 0, "b": 0, "c": -1, "d": 1}
    found = paradoxes(figures, "hamilton", span=0)
    assert found.population == (Shift("b", 1, ("c",), ("d",)), Shift("a", 1, ("c",), ("d",)))
    assert paradoxes(figures, "hamilton", span=0, most_units=2).units == 2


def test_a_unit_that_joins_with_its_seats_moves_a_seat_between_two_others() -> None:
    figures = Figures({"a": 120, "b": 1_033, "c": 547, "d": 877}, 12)
    alone = apportion({"a": 120, "b": 1_033, "c": 547}, 8, "hamilton").seats
    joined = apportion(figures.weights, 12, "hamilton").seats
    assert {unit: joined[unit] - alone.get(unit, 0) for unit in "abcd"} == {"a": 1, "b": 0, "c": -1, "d": 4}
    assert Shift("d", 4, ("c",), ("a",)) in paradoxes(figures, "hamilton", span=0).newcomer


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 2_000), min_size=1),
    st.integers(6, 60),
    st.sampled_from(sorted(DIVISOR_METHODS)),
    st.integers(0, 1),
    st.none() | st.integers(10, 60),
)
def test_divisor_methods_show_no_paradox(
    weights: dict[str, int], seats: int, method: str, least: int, most: int | None
) -> None:
    found = paradoxes(Figures(weights, seats, least, most), method, span=5)
    assert (found.alabama, found.population, found.newcomer) == ((), (), ())


def test_bounds_that_leave_nothing_are_not_tried() -> None:
    found = paradoxes(Figures({"a": 5, "b": 3}, 5, least=2, most=3), "hamilton")
    assert (found.first, found.last) == (4, 6)
    assert paradoxes(Figures({"a": 5, "b": 3}, 3, least=2), "hamilton", span=0).units == 0


def test_who_is_favoured_counts_seats_beyond_the_entitlements_of_thirds() -> None:
    """43, 33, 12, 8 and 4 for 10 seats (wahlrecht.de): Adams gives the smallest a seat for 0.4, Jefferson none."""
    weights = {"a": 43, "b": 33, "c": 12, "d": 8, "e": 4}
    comparison = compare(Figures(weights, 10), "hamilton")
    assert comparison.entitlements == {unit: Fraction(weight, 10) for unit, weight in weights.items()}
    adams, jefferson = answer(comparison, "adams"), answer(comparison, "jefferson")
    assert (adams.larger_third, adams.smaller_third) == (Fraction(4) - Fraction(43, 10), 1 - Fraction(4, 10))
    assert adams.favour == Fraction(40, 43) / Fraction(10, 4)
    assert (jefferson.larger_third, jefferson.smaller_third) == (5 - Fraction(43, 10), -Fraction(4, 10))
    assert jefferson.favour is None
    assert differences(jefferson, comparison.own) == {"a": 1, "b": 1, "d": -1, "e": -1}
    assert comparison.others[0].method == "droop"
    assert [found.method for found in comparison.paradoxes] == ["hamilton", "droop"]


def test_entitlements_are_held_within_bounds() -> None:
    figures = Figures({"a": 70, "b": 20, "c": 9, "d": 1}, 10, least={"d": 1}, most={"a": 6})
    assert entitlements(figures) == {"a": 6, "b": Fraction(60, 29), "c": Fraction(27, 29), "d": 1}
    assert entitlements(Figures({"a": 7, "b": 0}, 4, least=2)) == {"a": 2, "b": 2}


def test_tied_seats_count_in_parts_and_differ_from_nothing() -> None:
    comparison = compare(Figures({"a": 10, "b": 10, "c": 10}, 4), "webster")
    assert comparison.own.result.tied == ("a", "b", "c")
    assert comparison.own.larger_third == comparison.own.smaller_third == 0
    assert comparison.own.favour == 1
    assert all(differences(each, comparison.own) == {} for each in comparison.others)


def test_seats_that_no_method_gave_and_methods_that_give_nothing() -> None:
    comparison = compare(Figures({"a": 9, "b": 1, "c": 1}, 2), "fixed", {"a": 0, "b": 1, "c": 1})
    assert differences(answer(comparison, "hamilton"), comparison.own) == {"a": 2, "b": -1, "c": -1}
    refused = answer(comparison, "adams").refused
    assert str(refused) == "the minima of the units (a 1, b 1, c 1) add up to 3, more than the 2 to be apportioned"
    with pytest.raises(RuleBroken, match=r"^apportion\.infeasible: "):
        compare(Figures({"a": 9, "b": 1, "c": 1}, 2), "adams")
    with pytest.raises(RuleBroken, match=r"^apportion\.maximum: "):
        compare(Figures({"a": 9}, 2, most=1), "hamilton")


@pytest.mark.parametrize(
    ("certificate", "divisor"),
    [
        ({"lower": "10991800/257", "upper": "16729094/391"}, 42_770),
        ({"lower": "76/7", "upper": "86/7"}, 11),
        ({"lower": "1/3", "upper": "2/5"}, Fraction(34, 100)),
        ({"lower": "40/1", "upper": "50/1"}, 41),  # at a bound itself a quotient is on a signpost
        ({"lower": "10/3", "upper": "10/3"}, Fraction(10, 3)),
        ({"lower": "3/5"}, 1),
        ({"lower-squared": "361/3", "upper-squared": "1849/12"}, 11),
        ({"lower-squared": "2/1", "upper-squared": "2/1"}, None),
        ({"quota": "40/1"}, None),
        ({"upper": "4/1"}, None),
    ],
)
def test_the_roundest_divisor(certificate: dict[str, str], divisor: Fraction | int | None) -> None:
    assert round_divisor(certificate) == divisor
