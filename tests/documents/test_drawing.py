"""Places on a picture."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from comitia.documents.drawing import Days, Scale


def test_the_ends_of_a_scale_are_the_ends_of_its_line_and_nothing_lies_beyond() -> None:
    scale = Scale(low=Fraction(9, 10), top=1, width=200)
    assert [scale.at(figure) for figure in (0, Fraction(9, 10), Fraction(19, 20), 1, 2)] == [
        "0.0", "0.0", "100.0", "200.0", "200.0",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 3000), min_size=1))
def test_a_scale_over_figures_has_room_for_each(figures: list[int]) -> None:
    scale = Scale.over(figures, step=10)
    assert scale.top % 10 == 0
    assert max(figures) < scale.top <= max(figures) + 10


def test_a_day_has_the_width_of_a_day() -> None:
    days = Days(date(2026, 2, 1), date(2026, 2, 28), width=280)
    assert days.at(date(2026, 2, 1)) == "0.0"
    assert days.at(date(2026, 2, 28)) == "270.0"
    assert days.span(date(2026, 2, 10), date(2026, 2, 12)) == "30.0"
    assert days.span(date(2026, 2, 10), date(2026, 2, 10)) == "10.0"


def test_months_within_are_named_from_the_first_that_begins() -> None:
    assert Days(date(2021, 11, 1), date(2022, 1, 31)).months() == [
        date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1),
    ]  # fmt: skip
    assert Days(date(2021, 12, 2), date(2022, 1, 1)).months() == [date(2022, 1, 1)]
    assert len(Days(date(2000, 1, 1), date(2026, 1, 1)).months()) <= 13
