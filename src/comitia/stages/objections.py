"""Decisions of the stage notice about objections: filed, answered by somebody not concerned, and upheld by two.

An objection that is upheld ends a candidacy as a veto does. So it takes as much care: the person is heard, the answer
has reasons, and a second officer has to agree (CN-P-08, DE-14).
"""

from comitia.charter.calendar import add_days
from comitia.record.entry import Draft
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.notice import (
    AnswerObjection,
    ConfirmObjection,
    FileObjection,
    Notices,
    Objection,
    ObjectionAnswered,
    ObjectionConfirmed,
    ObjectionFiled,
    UnitNotices,
    plan_of,
    running,
)
from comitia.stages.recusal import no_own_case
from comitia.texts import N_

NOT_ON_IT = rule(
    "objection.person",
    says=N_("An objection names a person on the notice."),
    refusal=N_("{person} is not on the notice {notice} of {unit}"),
    cure=N_("name a person on the notice"),
)
TOO_LATE = rule(
    "objection.late",
    says=N_("Objections are taken until the last day of the notice, included."),
    refusal=N_("the notice {notice} of {unit} took objections until {until}; today is {today}"),
    cure=N_("write to the credentials committee, which reviews everybody elected"),
)
NO_OBJECTION = rule(
    "objection.unknown",
    says=N_("An answer names an objection that is not answered yet."),
    refusal=N_("{unit} has no unanswered objection {objection}"),
    cure=N_("look at the objections with `comitia explain {unit}`"),
)
OWN_OBJECTION = rule(
    "objection.answer",
    says=N_("An objection is answered by somebody other than the officer who filed it."),
    refusal=N_("{officer} filed the objection {objection}"),
    cure=N_("let somebody else answer it"),
    sources=("DE-14",),
)
NO_TEXT = rule(
    "objection.text",
    says=N_("An objection says what it is about, and its answer gives reasons."),
    refusal=N_("no text was given"),
    cure=N_("state the facts or the reasons; they are sealed"),
    sources=("DE-14",),
)
HEARD = rule(
    "objection.heard",
    says=N_("An objection is upheld only after the person was heard."),
    refusal=N_("nothing is written of what {person} said to the objection {objection}"),
    cure=N_("hear the person, and write what was said, or how the person was asked; it is sealed"),
    sources=("DE-14",),
)
NOT_UPHELD = rule(
    "objection.upheld",
    says=N_("Confirmed is an objection that another officer has upheld."),
    refusal=N_("nobody has upheld the objection {objection}"),
    cure=N_("answer it: `comitia objection answer`"),
)
SECOND = rule(
    "objection.second",
    says=N_("An objection is upheld by two officers, neither of whom filed it."),
    refusal=N_("{officer} upheld the objection {objection}"),
    cure=N_("let another officer confirm it, or dismiss it"),
    sources=("CN-P-08", "DE-14"),
)


def decide(intent: UnitIntent, act: Act, state: Notices, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    own = state.get(intent.unit, UnitNotices())
    match intent:
        case FileObjection():
            return [file_objection(intent, act, own, founding)]
        case AnswerObjection():
            return [answer(intent, act, own, conflicts)]
        case ConfirmObjection():
            return [Draft(confirm(intent, act, own, conflicts))]
        case _:
            raise AssertionError(intent)


def file_objection(intent: FileObjection, act: Act, own: UnitNotices, founding: Founding) -> Draft:
    notice, today = running(intent.notice, own, intent.unit), act.today.isoformat()
    if intent.person not in notice.persons:
        raise NOT_ON_IT.broken(person=intent.person, notice=intent.notice, unit=intent.unit)
    if today > notice.until:
        raise TOO_LATE.broken(notice=intent.notice, unit=intent.unit, until=notice.until, today=today)
    if not intent.text.strip():
        raise NO_TEXT.broken()
    number, answer_by = f"{intent.unit}-{len(own.objections) + 1}", ""
    if days := (plan := plan_of(founding, intent.notice)).answer_days:
        answer_by = add_days(founding.charter.calendar, act.today, days, plan.working_days).isoformat()
    sealed = {"text": intent.text} | ({"objector": intent.objector} if intent.objector else {})
    return Draft(ObjectionFiled(intent.unit, intent.notice, number, intent.person, answer_by), sealed)


def not_concerned(
    intent: AnswerObjection | ConfirmObjection, act: Act, own: UnitNotices, conflicts: UnitConflicts
) -> Objection:
    """The objection, which is not final. Refuses who filed it, and whoever is concerned."""
    case = own.objections.get(intent.objection)
    if case is None or case.outcome:
        raise NO_OBJECTION.broken(unit=intent.unit, objection=intent.objection)
    if case.filed_by == act.actor:
        raise OWN_OBJECTION.broken(officer=act.actor, objection=intent.objection)
    no_own_case(act, conflicts, case.person)
    return case


def answer(intent: AnswerObjection, act: Act, own: UnitNotices, conflicts: UnitConflicts) -> Draft:
    """One that was upheld, and not confirmed, may be answered anew: who does not agree with it dismisses it."""
    case = not_concerned(intent, act, own, conflicts)
    if not intent.answer.strip():
        raise NO_TEXT.broken()
    event = ObjectionAnswered(intent.unit, intent.objection, intent.outcome)
    if intent.outcome == "dismissed":
        return Draft(event, {"answer": intent.answer})
    if not intent.heard.strip():
        raise HEARD.broken(person=case.person, objection=intent.objection)
    return Draft(event, {"answer": intent.answer, "heard": intent.heard})


def confirm(intent: ConfirmObjection, act: Act, own: UnitNotices, conflicts: UnitConflicts) -> ObjectionConfirmed:
    case = not_concerned(intent, act, own, conflicts)
    if not case.upheld_by:
        raise NOT_UPHELD.broken(objection=intent.objection)
    if case.upheld_by == act.actor:
        raise SECOND.broken(officer=act.actor, objection=intent.objection)
    return ObjectionConfirmed(intent.unit, intent.objection)
