"""The margin of a contested step, exactly as the rule sets work it out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import refused

from comitia.charter.model import Margin
from comitia.stages.margin import least_candidates, percent, require_margin

FIFTEEN = Margin(more_than=Fraction(3, 20))
TEN = Margin(at_least=Fraction(1, 10))
TWENTY = Margin(at_least=Fraction(1, 5))


def allowed(margin: Margin, seats: int, candidates: int, placed: int = 0, permitted: bool = False) -> None:
    require_margin(margin, "north", candidates, seats, placed, permitted)


@pytest.mark.parametrize(("seats", "refused_with", "accepted_with"), [(108, 124, 125), (100, 115, 116), (20, 23, 24)])
def test_cn_p_01_more_than_fifteen_per_cent(seats: int, refused_with: int, accepted_with: int) -> None:
    with refused("contest.margin-strict", f"{refused_with} candidates for {seats} seats", "more than 15.0 %", "add 1 "):
        allowed(FIFTEEN, seats, refused_with)
    allowed(FIFTEEN, seats, accepted_with)


def test_contest_margin_strict_says_the_figures_and_the_cure() -> None:
    with refused(
        "contest.margin-strict",
        "north: 23 candidates for 20 seats is 15.0 %, and must be more than 15.0 % at this step; add 1 more",
    ):
        allowed(FIFTEEN, 20, 23)


@pytest.mark.parametrize(
    ("rule", "margin", "seats", "refused_with", "accepted_with"),
    [
        ("CN-L-38", TEN, 50, 54, 55),
        ("CN-B-09", TWENTY, 7, 8, 9),
        ("CN-B-09", TWENTY, 5, 5, 6),
        ("CN-B-09", TWENTY, 10, 11, 12),
    ],
)
def test_contest_margin_of_at_least_a_ratio(
    rule: str, margin: Margin, seats: int, refused_with: int, accepted_with: int
) -> None:
    """CN-L-38 and CN-B-09: 10 % and 20 %, not strict."""
    with refused("contest.margin", f"{refused_with} candidates for {seats} seats", "% or more at this step", "add 1 "):
        allowed(margin, seats, refused_with)
    allowed(margin, seats, accepted_with)


def test_cn_p_02_placed_nominees_and_their_seats_are_outside_the_base() -> None:
    """CN-P-02: Guangdong elected 69; two were placed, and 12 more than 67 seats stood: 17.9 %."""
    contested = Margin(more_than=Fraction(3, 20), base="contested")
    allowed(contested, 69, 79 + 2, placed=2)
    assert percent(Fraction(12, 67)) == "17.9"
    with refused("contest.margin-strict", "77 candidates for 67 seats is 14.9 %", "add 1 "):
        allowed(contested, 69, 77 + 2, placed=2)
    assert least_candidates(contested, 69, placed=2) == 78 + 2
    assert least_candidates(FIFTEEN, 69, placed=2) == 80
    assert least_candidates(contested, 2, placed=2) == 2  # nothing is contested where every seat is placed for


def test_cn_p_03_contest_permitted_still_needs_somebody_for_every_seat() -> None:
    """CN-P-03, contest.permitted: an equal-number ballot."""
    allowed(FIFTEEN, 3, 3, permitted=True)
    with refused("contest.permitted", "north: 2 candidates for 3 seats", "add 1 more"):
        allowed(FIFTEEN, 3, 2, permitted=True)


@given(st.integers(1, 3000), st.fractions(0, 3, max_denominator=50), st.booleans(), st.integers(0, 40))
def test_the_least_number_of_candidates_is_the_first_that_the_definition_accepts(
    seats: int, ratio: Fraction, strict: bool, placed: int
) -> None:
    margin = Margin(more_than=ratio, base="contested") if strict else Margin(at_least=ratio, base="contested")
    least = least_candidates(margin, seats, placed)
    outside = min(placed, seats)
    if seats == outside:
        assert least == seats
        return
    excess = [Fraction(candidates - seats, seats - outside) for candidates in (least - 1, least)]
    assert [value > ratio if strict else value >= ratio for value in excess] == [False, True]


@given(st.fractions(-3, 3))
def test_a_percentage_is_cut_and_never_rounded_up(ratio: Fraction) -> None:
    shown = Fraction(percent(ratio)) / 100
    assert abs(shown) <= abs(ratio) < abs(shown) + Fraction(1, 1000)
