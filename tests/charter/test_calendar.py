"""Days: working days with real holidays, periods, and which day it is where the charter lives."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.charter.calendar import add_days, exceptions, is_working_day, today, working_days
from comitia.charter.model import Calendar
from comitia.rules import RuleBroken

CHINA = Calendar("Asia/Shanghai", (), "CN")
NORTH_RHINE = Calendar("Europe/Berlin", (), "DE-NW")
PLAIN = Calendar("Europe/London", ())


def test_working_days_skip_the_spring_festival_and_count_the_weekend_that_is_worked_for_it():
    """CN-N-01: five working days. 29 and 30 January 2022, a weekend, were worked; 31 January to 6 February free."""
    assert add_days(CHINA, date(2022, 1, 28), 5, working=True) == date(2022, 2, 9)
    assert is_working_day(CHINA, date(2022, 1, 29))
    assert not is_working_day(CHINA, date(2022, 1, 31))
    assert working_days(CHINA, date(2022, 1, 28), date(2022, 2, 9)) == 6


def test_calendar_days_are_all_counted_and_the_first_day_is_not():
    assert add_days(CHINA, date(2022, 1, 28), 5, working=False) == date(2022, 2, 2)


def test_a_part_of_a_country_has_its_own_holidays():
    corpus_christi = date(2026, 6, 4)
    assert not is_working_day(NORTH_RHINE, corpus_christi)
    assert is_working_day(Calendar("Europe/Berlin", (), "DE"), corpus_christi)


def test_without_holidays_only_weekends_are_free():
    assert is_working_day(PLAIN, date(2026, 12, 25))
    assert not is_working_day(PLAIN, date(2026, 12, 26))


@given(st.dates(date(2018, 1, 1), date(2022, 11, 30)), st.integers(1, 12))
def test_chinas_periods_agree_with_another_library(start: date, days: int):
    oracle = holidays.country_holidays("CN")
    worked = [day for number in range(1, 31) if oracle.is_working_day(day := start + timedelta(days=number))]
    assert add_days(CHINA, start, days, working=True) == worked[days - 1]


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(1, 60), st.sampled_from([PLAIN, NORTH_RHINE]))
def test_a_period_holds_as_many_working_days_as_it_should_and_ends_on_one(start: date, days: int, calendar: Calendar):
    last = add_days(calendar, start, days, working=True)
    assert is_working_day(calendar, last)
    assert working_days(calendar, start + timedelta(days=1), last) == days


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2099, 1, 1)])
def test_holidays_that_nobody_has_announced_are_not_guessed(day: date):
    with pytest.raises(
        RuleBroken, match=rf"charter.holidays-year: .*known for 2004 to 20\d\d, and {day} is not"
    ) as refusal:
        is_working_day(CHINA, day)
    assert "calendar days" in str(refusal.value.cure)


@pytest.mark.parametrize("code", ["XX", "DE-XX", "de", "-", "CN-BJ"])
def test_a_country_that_nobody_knows_is_refused(code: str):
    with pytest.raises(RuleBroken, match=r"charter\.holidays: .*" + code):
        is_working_day(Calendar("UTC", (), code), date(2026, 1, 1))


def test_the_day_is_that_of_the_charters_zone():
    assert today(CHINA, "2021-11-18T15:59:59Z") == date(2021, 11, 18)
    assert today(CHINA, "2021-11-18T16:00:00Z") == date(2021, 11, 19)
    assert today(Calendar("America/Los_Angeles", ()), "2021-11-18T01:00:00Z") == date(2021, 11, 17)


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../zone", "America", "a\0b", "x" * 300])
def test_a_zone_that_nobody_knows_is_refused(zone: str):
    with pytest.raises(RuleBroken, match=r"charter\.zone"):
        today(Calendar(zone, ()), "2021-11-18T16:00:00Z")


def test_a_weekend_can_be_friday_and_saturday():
    """Saudi Arabia: Sunday 10 May 2026 is worked, and Friday and Saturday are not."""
    calendar = Calendar("Asia/Riyadh", (), "SA")
    assert [is_working_day(calendar, date(2026, 5, day)) for day in (7, 8, 9, 10)] == [True, False, False, True]
    assert exceptions(calendar, date(2026, 5, 7), date(2026, 5, 10)) == ((date(2026, 5, 8),), (date(2026, 5, 10),))


def test_national_day_of_2021_and_the_weekend_worked_for_it():
    china = Calendar("Asia/Shanghai", (), "CN")
    october = [date(2021, 10, day) for day in range(1, 11)]
    assert [day.day for day in october if is_working_day(china, day)] == [8, 9]
    assert is_working_day(china, date(2021, 9, 26))
    free, worked = exceptions(china, date(2021, 9, 25), date(2021, 10, 10))
    assert [day.day for day in free] == [1, 4, 5, 6, 7]
    assert [str(day) for day in worked] == ["2021-09-26", "2021-10-09"]
