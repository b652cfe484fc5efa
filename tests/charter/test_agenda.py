"""The timetable of a charter: the national example's, worked out by hand from the calendar of 2022."""

from datetime import date

import pytest
from msgspec.structs import replace

from comitia.charter.agenda import agenda, earliest
from comitia.charter.file import loads
from comitia.charter.shipped import shipped, shipped_text

CONGRESS = loads(shipped_text("national-congress"), "national-congress")


def test_the_national_timetable():
    """The second round ends on Friday 11 March 2022; Tomb-sweeping Day is 3 to 5 April, and 2 April is worked."""
    rows = {str(period.what): period for period in agenda(CONGRESS)}
    inspection = rows["at the earliest: Notice before inspection, objections until the last day"]
    assert (inspection.opens, inspection.closes, inspection.working) == (date(2022, 3, 13), date(2022, 3, 16), 3)
    reply = rows["at the earliest: a reply to a veto, and its conclusion"]
    assert (reply.opens, reply.closes) == (date(2022, 3, 18), date(2022, 3, 25))
    notice = rows["at the earliest: Notice of the preliminary list, objections until the last day"]
    assert (notice.opens, notice.closes, notice.working) == (date(2022, 4, 7), date(2022, 4, 13), 5)
    assert rows["nomination round second"].working == 20
    assert rows["certification"].closes == date(2022, 7, 29)


@pytest.mark.parametrize("name", shipped())
def test_a_timetable_is_in_the_order_of_days_and_names_every_window_round_and_notice(name: str):
    charter = loads(shipped_text(name), name)
    periods = agenda(charter)
    assert [(period.opens, period.closes) for period in periods] == sorted((p.opens, p.closes) for p in periods)
    assert len(periods) == 7 + len(charter.nomination.rounds) + len(charter.notices) + 1
    for period in periods:
        assert 0 < period.working <= (period.closes - period.opens).days + 1


def test_a_stage_waits_for_the_longest_of_its_notices():
    short, long = (replace(CONGRESS.notices[1], id=id, days=days) for id, days in (("short", 1), ("long", 9)))
    _, shortlist, poll = earliest(
        CONGRESS.calendar, CONGRESS.nomination, CONGRESS.vetting, (short, long), CONGRESS.shortlist
    )
    assert [last for _, last in shortlist.notices] == [date(2022, 4, 7), date(2022, 4, 19)]
    assert shortlist.begins == date(2022, 4, 20)
    assert poll.begins == date(2022, 5, 9)  # its window opens only then


def test_without_notices_a_stage_begins_with_its_window_or_after_what_comes_before():
    vet, shortlist, _ = earliest(CONGRESS.calendar, CONGRESS.nomination, CONGRESS.vetting, (), CONGRESS.shortlist)
    assert vet.begins == date(2022, 3, 14)
    assert vet.done == date(2022, 3, 22)
    assert shortlist.begins == shortlist.done == date(2022, 4, 18)
    drawn = replace(CONGRESS.shortlist, method="lottery-leximin")
    _, shortlist, _ = earliest(CONGRESS.calendar, CONGRESS.nomination, CONGRESS.vetting, (), drawn)
    assert shortlist.done == date(2022, 4, 19)  # published on one day and drawn on the next
