"""Consultations: the groups that the charter names are heard about every nominee before vetting is closed (CN-P-09)."""

from typing import ClassVar

from comitia.record.entry import Count, Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import Consultation, UnitVetting, Vetting, stated, under_way, vetted
from comitia.stages.event import UnitEvent
from comitia.stages.evidence import Attachments, sealed_evidence
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.opinions import in_time
from comitia.stages.recusal import no_own_case
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class ConsultationHeld(UnitEvent, frozen=True, tag="consultation.held"):
    """A group was asked about these nominees; ``heard`` people spoke. Sealed parts: ``summary``, ``evidence``."""

    group: Id
    persons: tuple[Id, ...]
    heard: Count


# --- intents ---------------------------------------------------------------------------------------------------------


class HoldConsultation(UnitIntent, frozen=True, tag="consultation.hold"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    group: Id
    persons: tuple[Id, ...]
    heard: Count
    summary: str
    evidence: Attachments = ()


# --- rules and decisions ---------------------------------------------------------------------------------------------

GROUP = rule(
    "consultation.group",
    says=N_("A consultation is held with a group that the charter names for it."),
    refusal=N_("the charter does not ask to consult {group}"),
    cure=N_("use one of: {known}"),
    sources=("CN-P-09",),
)
BODY = rule(
    "consultation.body",
    says=N_("Consultations are held by vetters of the body that the charter names for it."),
    refusal=N_("consultations are for {body} to hold, and {officer} does not vet for it"),
    cure=N_("let a vetter of {body} hold it"),
    sources=("CN-P-09",),
)
HEARD = rule(
    "consultation.heard",
    says=N_("In a consultation somebody is heard, about at least one nominee, each of them named once."),
    refusal=N_("people heard: {heard}; nominees: {persons}, and named: {named}"),
    cure=N_("name every nominee once, and say how many people were heard"),
    sources=("CN-P-09",),
)


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    own = under_way(state, intent.unit)
    in_time(intent.unit, act, own, founding)
    match intent:
        case HoldConsultation():
            return [hold(intent, act, own, founding, conflicts)]
        case _:
            raise AssertionError(intent)


def hold(intent: HoldConsultation, act: Act, own: UnitVetting, founding: Founding, conflicts: UnitConflicts) -> Draft:
    plan = founding.charter.vetting
    known = [group.id for group in plan.consult]
    if intent.group not in known:
        raise GROUP.broken(group=intent.group, known=", ".join(known) or "-")
    if plan.consult_by and not founding.holds(act.actor, "vetter", {plan.consult_by}):
        raise BODY.broken(body=plan.consult_by, officer=act.actor)
    different = len(set(intent.persons))
    if not intent.heard or not different or different < len(intent.persons):
        raise HEARD.broken(heard=intent.heard, persons=different, named=len(intent.persons))
    for person in intent.persons:
        vetted(person, own, intent.unit)
    no_own_case(act, conflicts, *intent.persons)
    stated(intent.summary)
    sealed = {"summary": intent.summary} | sealed_evidence(intent.evidence)
    return Draft(ConsultationHeld(intent.unit, intent.group, intent.persons, intent.heard), sealed)


def apply(state: Vetting, event: ConsultationHeld, entry: Entry) -> None:
    held = Consultation(entry.actor, event.group, frozenset(event.persons), event.heard, entry.time)
    state[event.unit].consultations.append(held)
