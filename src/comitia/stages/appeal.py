"""Appeal: against a veto that stands the nominee may go to another body, where the charter names one (DE-14)."""

from typing import ClassVar, Literal

from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import UnitVetting, Vetting, reviewed, stated, under_way
from comitia.stages.event import UnitEvent
from comitia.stages.evidence import Attachments, sealed_evidence
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.recusal import no_own_case
from comitia.stages.veto import not_handled_by
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class AppealFiled(UnitEvent, frozen=True, tag="appeal.filed"):
    """The nominee appeals against a veto that stands. Sealed parts: ``appeal``, ``evidence``."""

    person: Id


class AppealDecided(UnitEvent, frozen=True, tag="appeal.decided"):
    """The body of appeal has the last word on a veto. Sealed part: ``reasons``."""

    person: Id
    outcome: Literal["stands", "lifted"]


# --- intents ---------------------------------------------------------------------------------------------------------


class FileAppeal(UnitIntent, frozen=True, tag="appeal.file"):
    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    person: Id
    appeal: str
    evidence: Attachments = ()


class DecideAppeal(UnitIntent, frozen=True, tag="appeal.decide"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id
    outcome: Literal["stands", "lifted"]
    reasons: str


# --- rules and decisions ---------------------------------------------------------------------------------------------

NONE = rule(
    "appeal.none",
    says=N_("The nominee appeals once against a veto that stands, within the charter's time."),
    refusal=N_("{person} cannot appeal in {unit} today, or has appealed already"),
    cure=N_("look at the case with `comitia explain {person}`"),
    sources=("DE-14",),
)
NOT_FILED = rule(
    "appeal.open",
    says=N_("An appeal that was filed is decided once."),
    refusal=N_("no appeal of {person} is open in {unit}"),
    cure=N_("look at the case with `comitia explain {person}`"),
    sources=("DE-14",),
)
BODY = rule(
    "appeal.body",
    says=N_("An appeal is decided by the body that the charter names for it."),
    refusal=N_("appeals are for {body} to decide, and {officer} does not sit in it"),
    cure=N_("let a vetter of {body} decide"),
    sources=("DE-14",),
)


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    """An appeal may come, and be decided, after the window of vetting."""
    own = under_way(state, intent.unit)
    match intent:
        case FileAppeal():
            return [file_appeal(intent, act, own, conflicts)]
        case DecideAppeal():
            return [decide_appeal(intent, act, own, founding, conflicts)]
        case _:
            raise AssertionError(intent)


def file_appeal(intent: FileAppeal, act: Act, own: UnitVetting, conflicts: UnitConflicts) -> Draft:
    """An officer hands in what the nominee wrote: neither a decider nor a rival, since there is one appeal only."""
    case, person = own.vetoes.get(intent.person), intent.person
    stands = case is not None and reviewed(case, person, conflicts) == "stands" and not case.decided
    if case is None or not stands or case.appealed or act.today.isoformat() > case.appeal_by:
        raise NONE.broken(person=person, unit=intent.unit)
    no_own_case(act, conflicts, person)
    not_handled_by(act, case, person)
    stated(intent.appeal)
    return Draft(AppealFiled(intent.unit, person), {"appeal": intent.appeal} | sealed_evidence(intent.evidence))


def decide_appeal(
    intent: DecideAppeal, act: Act, own: UnitVetting, founding: Founding, conflicts: UnitConflicts
) -> Draft:
    case, person, body = own.vetoes.get(intent.person), intent.person, founding.charter.vetting.veto.appeal_to
    if case is None or not case.appealed or (case.decided and not conflicts.between(case.heard_by, person)):
        raise NOT_FILED.broken(person=person, unit=intent.unit)
    if not founding.holds(act.actor, "vetter", {body}):
        raise BODY.broken(body=body, officer=act.actor)
    no_own_case(act, conflicts, person)
    not_handled_by(act, case, person)
    stated(intent.reasons)
    return Draft(AppealDecided(intent.unit, person, intent.outcome), {"reasons": intent.reasons})


def apply(state: Vetting, event: UnitEvent, entry: Entry) -> None:
    match event:
        case AppealFiled():
            state[event.unit].vetoes[event.person].appealed = True
        case AppealDecided():
            case = state[event.unit].vetoes[event.person]
            case.heard_by, case.decided = entry.actor, event.outcome
