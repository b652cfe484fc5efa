"""Days: which day it is in the charter's time zone, which days are worked, and when a period ends.

China's calendar is the State Council's yearly announcement, with the weekend days that are worked instead
(chinesecalendar); every other country's, and a part of a country such as ``DE-NW``, is from the library holidays.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
import holidays

from comitia.charter.model import Calendar
from comitia.rules import rule
from comitia.texts import N_

ZONE = rule(
    "charter.zone",
    says=N_("The time zone is one of the IANA time zone database."),
    refusal=N_("there is no time zone {zone}"),
    cure=N_("name a place of the time zone database, as Asia/Shanghai or Europe/Berlin"),
)
HOLIDAYS = rule(
    "charter.holidays",
    says=N_("Working days are counted with the public holidays of a country, or of a part of it, that are known."),
    refusal=N_("no public holidays are known for {holidays}"),
    cure=N_("write a country as in ISO 3166 (CN, DE, DE-NW), or leave the key out where only weekends are free"),
)
HOLIDAYS_YEAR = rule(
    "charter.holidays-year",
    says=N_("Working days are counted only in years whose public holidays are announced and known."),
    refusal=N_("the public holidays of {holidays} are known for {first} to {last}, and {day} is not among these years"),
    cure=N_("give the period in calendar days, or move the dates, or install a newer list of holidays"),
)


def today(calendar: Calendar, utc_time: str) -> date:
    """The day in the charter's time zone at a time of the record (``2021-11-18T01:00:00Z``)."""
    moment = datetime.fromisoformat(utc_time).astimezone(UTC)
    return moment.astimezone(zone(calendar)).date()


def zone(calendar: Calendar) -> ZoneInfo:
    """The charter's time zone. Raises RuleBroken (``charter.zone``)."""
    try:
        return ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError):
        raise ZONE.broken(zone=calendar.zone) from None


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether people work on that day; without ``holidays`` these are Monday to Friday.

    Raises RuleBroken: ``charter.holidays`` for a country that is not known, ``charter.holidays-year`` for a year whose
    holidays are not known; they are never guessed.
    """
    if not calendar.holidays:
        return day.weekday() < 5
    almanac = _almanac(calendar.holidays)
    if not almanac.first <= day.year <= almanac.last:
        raise HOLIDAYS_YEAR.broken(
            holidays=calendar.holidays, first=almanac.first, last=almanac.last, day=day.isoformat()
        )
    return almanac.works(day)


class _Almanac(NamedTuple):
    """The years whose holidays are known, and what is a working day in them."""

    first: int
    last: int
    works: Callable[[date], bool]


@cache
def _almanac(code: str) -> _Almanac:
    """The almanac of a country or of a part of it. Raises RuleBroken (``charter.holidays``)."""
    if code == "CN":
        years = {day.year for day in chinese_calendar.holidays}
        return _Almanac(min(years), max(years), chinese_calendar.is_workday)
    country, _, part = code.partition("-")
    try:
        free = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        raise HOLIDAYS.broken(holidays=code) from None
    return _Almanac(free.start_year, free.end_year, free.is_working_day)


def add_days(calendar: Calendar, start: date, days: int, working: bool) -> date:
    """The last day of a period of so many days after ``start``, which is itself not counted.

    That a period begins on the day after the event is the rule of both laws that the shipped charters live under (Civil
    Code of the PRC, article 201; BGB, section 187). Raises RuleBroken as ``is_working_day`` where working days are
    counted.
    """
    if not working:
        return start + timedelta(days=days)
    last = start
    for _ in range(days):
        last = next_day(last)
        while not is_working_day(calendar, last):
            last = next_day(last)
    return last


def working_days(calendar: Calendar, first: date, last: date) -> int:
    """How many days are worked from ``first`` to ``last``, both included. Raises RuleBroken as ``is_working_day``."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(is_working_day(calendar, day) for day in days)


def exceptions(calendar: Calendar, first: date, last: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """What a bare week does not tell of the days from ``first`` to ``last``, both included: the days from Monday to
    Friday that are free, and the Saturdays and Sundays that are worked. Raises RuleBroken as ``is_working_day``."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    free = tuple(day for day in days if day.weekday() < 5 and not is_working_day(calendar, day))
    return free, tuple(day for day in days if day.weekday() >= 5 and is_working_day(calendar, day))


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
