"""When a stage is open: nothing is done before its window, and nothing but closing it after."""

from comitia.charter.agenda import STAGE_NAMES
from comitia.charter.model import Round, Stage
from comitia.rules import rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act
from comitia.texts import N_, Sentence

EARLY = rule(
    "calendar.early",
    says=N_("Nothing is done in a stage before its window opens."),
    refusal=N_("{unit}: the window of {stage} opens on {opens}; today is {today}"),
    cure=N_("do it from {opens} on"),
    sources=("CN-P-04",),
)
LATE = rule(
    "calendar.late",
    says=N_("Nothing is done in a stage after its window has closed, unless the returning officer has extended it."),
    refusal=N_("{unit}: the window of {stage} closed on {closes}; today is {today}"),
    cure=N_("ask the returning officer to extend it: `comitia extend {unit} {id} DATE`"),
)


def within(founding: Founding, stage: Stage, unit: str, act: Act) -> None:
    """Refuse an act outside the stage's window in the unit."""
    not_before(founding, stage, unit, act)
    closes = deadline(founding, stage, unit)
    if act.today.isoformat() > closes:
        name = Sentence(STAGE_NAMES[stage])
        raise LATE.broken(stage=name, id=stage, unit=unit, closes=closes, today=act.today.isoformat())


def not_before(founding: Founding, stage: Stage, unit: str, act: Act) -> None:
    """Refuse an act before the stage's window; acts that close a stage may come late."""
    opens = next(window.opens for window in founding.charter.calendar.windows if window.stage == stage)
    if act.today < opens:
        name = Sentence(STAGE_NAMES[stage])
        raise EARLY.broken(stage=name, unit=unit, opens=opens.isoformat(), today=act.today.isoformat())


def last_day_of_returns(founding: Founding, plan: Round, unit: str) -> str:
    """The last day on which returns of a round are taken: its own, or the one that nominations were extended to."""
    return max(plan.closes.isoformat(), founding.extended.get((unit, "nominate"), ""))


def deadline(founding: Founding, stage: str, unit: str) -> str:
    """The last day of the stage in the unit, as a date in ISO form."""
    closes = next(window.closes for window in founding.charter.calendar.windows if window.stage == stage)
    return founding.extended.get((unit, stage), closes.isoformat())
