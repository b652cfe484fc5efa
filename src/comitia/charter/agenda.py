"""The timetable that a charter sets: its windows and rounds, and how notices and replies fit between them.

A notice is published as soon as its list is settled: before vetting on the day after the last round, before the
shortlist when vetting is done, before the poll when the shortlist is made. The stage begins on the day after its last.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from comitia.charter.calendar import add_days, next_day, working_days
from comitia.charter.model import Calendar, Charter, Nomination, Notice, Shortlisting, Stage, Vetting
from comitia.texts import N_, Sentence

STAGE_NAMES: dict[Stage, str] = {
    "nominate": N_("nominations"),
    "vet": N_("vetting"),
    "notice": N_("public notices"),
    "shortlist": N_("shortlists"),
    "poll": N_("polls"),
    "credentials": N_("review of credentials"),
    "certify": N_("certification"),
}


class Period(msgspec.Struct, frozen=True):
    """A line of the timetable: first and last day, both included, and how many of these days are worked."""

    opens: date
    closes: date
    working: int
    what: Sentence


class Step(msgspec.Struct, frozen=True):
    """A stage as early as it can be: its notices run ``after`` a day to their last; it ``begins`` and is ``done``."""

    stage: Stage
    after: date
    notices: tuple[tuple[Notice, date], ...]
    begins: date
    done: date


def agenda(charter: Charter) -> tuple[Period, ...]:
    """The charter's timetable in the order of days: windows, rounds, and the earliest notices and replies.

    Raises RuleBroken where the holidays of a year are not known (``charter.holidays-year``).
    """
    return tuple(
        Period(opens, closes, working_days(charter.calendar, opens, closes), what)
        for opens, closes, what in sorted(_lines(charter), key=lambda line: line[:2])
    )


def _lines(charter: Charter) -> Iterator[tuple[date, date, Sentence]]:
    for window in charter.calendar.windows:
        yield window.opens, window.closes, Sentence(STAGE_NAMES[window.stage])
    for round in charter.nomination.rounds:
        yield round.opens, round.closes, Sentence(N_("nomination round {round}"), {"round": round.id})
    for step in earliest(charter.calendar, charter.nomination, charter.vetting, charter.notices, charter.shortlist):
        for notice, last in step.notices:
            what = Sentence(N_("at the earliest: {notice}, objections until the last day"), {"notice": notice.name})
            yield next_day(step.after), last, what
        if step.stage == "vet":
            yield (
                next_day(step.begins),
                step.done,
                Sentence(N_("at the earliest: a reply to a veto, and its conclusion")),
            )


def earliest(
    calendar: Calendar,
    nomination: Nomination,
    vetting: Vetting,
    notices: tuple[Notice, ...],
    shortlist: Shortlisting,
) -> tuple[Step, Step, Step]:
    """Vetting, shortlist and poll as early as they can be, whether or not that is before their windows close.

    Every stage needs its window in the calendar. Raises RuleBroken as ``add_days`` does.
    """
    opens = {window.stage: window.opens for window in calendar.windows}

    def step(stage: Stage, after: date) -> Step:
        ends = tuple(
            (notice, add_days(calendar, after, notice.days, notice.working_days))
            for notice in notices
            if notice.before == stage
        )
        begins = max(opens[stage], after, *(next_day(last) for _, last in ends))
        return Step(stage, after, ends, begins, begins)

    vet = step("vet", next_day(max(round.closes for round in nomination.rounds)))
    veto = vetting.veto
    done = next_day(add_days(calendar, vet.begins, veto.reply_days, veto.working_days))
    if veto.appeal_to:
        done = next_day(add_days(calendar, done, veto.appeal_days, veto.working_days))
    vet = msgspec.structs.replace(vet, done=done)
    listed = step("shortlist", max(vet.done, opens["notice"]))
    if shortlist.by_lottery:  # published one day, and drawn on a later one
        listed = msgspec.structs.replace(listed, done=next_day(listed.begins))
    poll = step("poll", max(listed.done, opens["notice"]))
    return vet, listed, poll
