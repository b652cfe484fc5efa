"""The last day of a period of days."""

from datetime import date, timedelta
from typing import Any

from comitia_verify.findings import must


def check_period(
    charter: Any, start: date, days: int, working: bool, last: date, free: Any = None, worked: Any = ()
) -> None:
    """The last day of a period that begins on the day after ``start``.

    A list of public holidays is beyond this program. Where working days of a country count, it takes the ``free`` days
    from Monday to Friday and the ``worked`` days of weekends as they are stated, for a person to compare; where they
    are not stated, a period is only known to be at least as long as so many calendar days.
    """
    stated = working and charter.calendar.holidays
    odd = [day for day in free or () if day.weekday() >= 5] + [day for day in worked if day.weekday() < 5]
    inside = all(start < day <= last for day in (*(free or ()), *worked))
    must(not odd and inside and (stated or not (free or worked)), "days are stated that do not belong to the period")
    known, end = working and (free is not None or not stated), start
    for _ in range(days):
        end += timedelta(days=1)
        while known and end not in worked and (end.weekday() >= 5 or end in (free or ())):
            end += timedelta(days=1)
    good = last == end if known or not working else last >= end
    must(good, "{days} days after {start} is not {last}", days=days, start=start, last=last)
