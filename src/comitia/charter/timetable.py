"""Days within a charter: windows in the river's order, rounds within theirs, and periods that fit before the end."""

from collections.abc import Iterator
from itertools import pairwise

from comitia.charter.agenda import Step, earliest
from comitia.charter.calendar import is_working_day, next_day, zone
from comitia.charter.finding import Finding, dotted
from comitia.charter.model import STAGES, Calendar, Nomination, Notice, Round, Shortlisting, Stage, Vetting, Window
from comitia.charter.places import Path
from comitia.rules import RuleBroken, rule
from comitia.texts import N_

WINDOWS = rule(
    "charter.windows",
    says=N_("Every stage has one window."),
    refusal=N_("the stage {stage} has {found} windows"),
    cure=N_("write exactly one [[calendar.windows]] for it"),
    sources=("CN-P-04",),
)
BACKWARDS = rule(
    "charter.backwards",
    says=N_("What opens closes on the same day or later."),
    refusal=N_("{key} opens on {opens} and closes on {closes}"),
    cure=N_("correct one of the dates"),
)
RIVER = rule(
    "charter.river",
    says=N_("A stage neither opens nor closes before the stage that comes before it."),
    refusal=N_("{stage} runs from {opens} to {closes}, and {former} from {former_opens} to {former_closes}"),
    cure=N_("let it open and close no earlier than the former stage"),
    sources=("CN-P-04",),
)
ROUND = rule(
    "charter.round",
    says=N_("Nomination rounds lie within the window of the nominations, one after another."),
    refusal=N_("round {round} runs from {opens} to {closes}, and must lie between {first} and {last}"),
    cure=N_("correct its dates, or the window"),
    sources=("CN-P-04",),
)
NOTICE_FITS = rule(
    "charter.notice-fits",
    says=N_("A notice's days fit between the list that it shows and the end of the stage that it precedes."),
    refusal=N_(
        "the notice {notice} can run from {published} to {last} at the earliest, and {stage} closes on {closes}"
    ),
    cure=N_("shorten it, or let {stage} close on {needed} or later"),
    sources=("CN-N-01",),
)
NOTICE_WINDOW = rule(
    "charter.notice-window",
    says=N_("The window of the notices is open when the list of a notice is settled."),
    refusal=N_(
        "the list of the notice {notice} is settled on {settled} at the earliest, and notices close on {closes}"
    ),
    cure=N_("let notices close later"),
    sources=("CN-P-04",),
)
DRAW_FITS = rule(
    "charter.draw-fits",
    says=N_("A lottery is published one day and drawn on a later one, while shortlists are open."),
    refusal=N_("the lottery can be published on {begins} at the earliest, and shortlists close on {closes}"),
    cure=N_("let them close on {done} or later"),
)
STAGE_FITS = rule(
    "charter.stage-fits",
    says=N_("A stage can begin before its window closes."),
    refusal=N_("{stage} can begin on {begins} at the earliest, and closes on {closes}"),
    cure=N_("let it close later"),
    sources=("CN-P-04",),
)
REPLY_FITS = rule(
    "charter.reply-fits",
    says=N_("A nominee's time to reply to a veto, and to appeal against it, fits into the vetting."),
    refusal=N_(
        "a veto on {begins}, the first day of vetting, can be concluded on {done}, and vetting closes on {closes}"
    ),
    cure=N_("let vetting close later, or give less time to reply and to appeal"),
    sources=("DE-14",),
)


def zone_known(calendar: Calendar) -> Iterator[Finding]:
    """The charter's days begin somewhere."""
    try:
        zone(calendar)
    except RuleBroken as broken:
        yield Finding(("calendar", "zone"), broken)


def holidays_known(calendar: Calendar) -> Iterator[Finding]:
    """Working days can be counted in every year of the charter."""
    try:
        for day in sorted({day for window in calendar.windows for day in (window.opens, window.closes)}):
            is_working_day(calendar, day)
    except RuleBroken as broken:
        yield Finding(("calendar", "holidays"), broken)


def windows_in_order(calendar: Calendar) -> Iterator[Finding]:
    """Every stage has a window, and none is before the stage that it follows."""
    for stage in STAGES:
        mine = [number for number, window in enumerate(calendar.windows) if window.stage == stage]
        if len(mine) != 1:
            at: Path = ("calendar", "windows", mine[1]) if mine else ("calendar", "windows")
            yield Finding(at, WINDOWS.broken(stage=stage, found=len(mine)))
    for number, window in enumerate(calendar.windows):
        yield from _forwards(("calendar", "windows", number), window)
    river = sorted(enumerate(calendar.windows), key=lambda item: STAGES.index(item[1].stage))
    for (_, former), (number, window) in pairwise(river):
        if window.opens < former.opens or window.closes < former.closes:
            yield Finding(
                ("calendar", "windows", number),
                RIVER.broken(
                    stage=window.stage,
                    opens=str(window.opens),
                    closes=str(window.closes),
                    former=former.stage,
                    former_opens=str(former.opens),
                    former_closes=str(former.closes),
                ),
            )


def rounds_in_order(calendar: Calendar, nomination: Nomination) -> Iterator[Finding]:
    """Rounds follow one another within the window of the nominations."""
    window = next((window for window in calendar.windows if window.stage == "nominate"), None)
    if window:
        first = window.opens
        for number, round in enumerate(nomination.rounds):
            at: Path = ("nomination", "rounds", number)
            yield from _forwards(at, round)
            if round.opens < first or round.closes > window.closes:
                broken = ROUND.broken(
                    round=round.id,
                    opens=str(round.opens),
                    closes=str(round.closes),
                    first=str(first),
                    last=str(window.closes),
                )
                yield Finding(at, broken)
            first = max(first, next_day(round.closes))


def periods_fit(
    calendar: Calendar,
    nomination: Nomination,
    vetting: Vetting,
    notices: tuple[Notice, ...],
    shortlist: Shortlisting,
) -> Iterator[Finding]:
    """Notices and replies fit where everybody is as early as the windows allow; the first stage that fails is told.

    Nothing is said where the days cannot be counted yet: a window, the rounds or the holidays are missing.
    """
    windows = {window.stage: window for window in calendar.windows}
    if len(windows) < len(STAGES) or not nomination.rounds or any(holidays_known(calendar)):
        return
    try:
        steps = earliest(calendar, nomination, vetting, notices, shortlist)
    except RuleBroken as broken:
        yield Finding(("calendar", "holidays"), broken)
        return
    for step in steps:
        findings = [*_notices_fit(step, notices, windows), *_stage_fits(step, calendar, windows)]
        yield from findings
        if findings:
            return


def _notices_fit(step: Step, notices: tuple[Notice, ...], windows: dict[Stage, Window]) -> Iterator[Finding]:
    stage, closes = step.stage, windows[step.stage].closes
    for notice, last in step.notices:
        at = ("notices", notices.index(notice))
        if last >= closes:
            yield Finding(
                at,
                NOTICE_FITS.broken(
                    notice=notice.name,
                    published=str(step.after),
                    last=str(last),
                    stage=stage,
                    closes=str(closes),
                    needed=str(next_day(last)),
                ),
            )
        until = windows["notice"].closes
        if stage != "vet" and step.after > until:
            broken = NOTICE_WINDOW.broken(notice=notice.name, settled=str(step.after), closes=str(until))
            yield Finding(at, broken)


def _stage_fits(step: Step, calendar: Calendar, windows: dict[Stage, Window]) -> Iterator[Finding]:
    """A stage that its notices do not make late is not late because of the stages before it, or of a reply."""
    window = windows[step.stage]
    if step.begins > window.closes:
        if all(last < window.closes for _, last in step.notices):
            at = ("calendar", "windows", calendar.windows.index(window))
            broken = STAGE_FITS.broken(stage=step.stage, begins=str(step.begins), closes=str(window.closes))
            yield Finding(at, broken)
    elif step.done > window.closes and step.stage == "shortlist":
        at = ("calendar", "windows", calendar.windows.index(window))
        yield Finding(at, DRAW_FITS.broken(begins=str(step.begins), done=str(step.done), closes=str(window.closes)))
    elif step.done > window.closes:
        broken = REPLY_FITS.broken(begins=str(step.begins), done=str(step.done), closes=str(window.closes))
        yield Finding(("vetting", "veto", "reply_days"), broken)


def _forwards(path: Path, window: Window | Round) -> Iterator[Finding]:
    if window.closes < window.opens:
        broken = BACKWARDS.broken(key=dotted(path), opens=str(window.opens), closes=str(window.closes))
        yield Finding(path, broken)


QUESTIONS = (zone_known, holidays_known, windows_in_order, rounds_in_order, periods_fit)
