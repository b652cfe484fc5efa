"""Decisions of the stage vet about vetoes: proposed, seconded by others, replied to, and concluded by one more.

A veto that nobody seconds is no veto: it can be lifted at any time, so that one vetter alone can hold up nobody.
"""

from comitia.charter.calendar import add_days
from comitia.charter.model import Charter
from comitia.record.entry import Draft
from comitia.rules import rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.recusal import no_own_case
from comitia.stages.vet import (
    GROUNDS,
    ConcludeVeto,
    ProposeVeto,
    ReplyToVeto,
    SecondVeto,
    UnitVetting,
    VetoCase,
    VetoConcluded,
    VetoProposed,
    VetoReplied,
    VetoSeconded,
    Vetting,
    under_way,
    vetted,
)
from comitia.stages.window import not_before, within
from comitia.texts import N_, Sentence

GROUND_CODE = rule(
    "veto.ground",
    says=N_("A veto rests on a ground of the charter."),
    refusal=N_("{ground} is no ground of the charter for a veto"),
    cure=N_("use one of: {known}"),
    sources=("CN-P-08",),
)
ORDER = rule(
    "veto.order",
    says=N_("A veto is proposed, seconded, replied to, and only then concluded; it may be lifted at any time."),
    refusal=N_("{person}: {reason}"),
    cure=N_("look at the case with `comitia explain {person}`"),
    sources=("CN-P-08", "DE-14"),
)
DECIDERS = rule(
    "veto.deciders",
    says=N_("A veto is decided by different people, and handled afterwards by somebody who was not among them."),
    refusal=N_("{officer} has decided on this veto of {person} already"),
    cure=N_("let somebody else do it"),
    sources=("CN-P-08", "DE-14"),
)
REPLY = rule(
    "veto.reply",
    says=N_("A veto takes effect only after the nominee has replied, or the time to reply is over."),
    refusal=N_("{person} may reply until {reply_by}"),
    cure=N_("conclude it after {reply_by}, or after the reply"),
    sources=("DE-14",),
)


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding) -> list[Draft]:
    """Only the proposal has to come within the window of vetting: what was begun is brought to its end."""
    own = under_way(state, intent.unit)
    not_before(founding, "vet", intent.unit, act)
    match intent:
        case ProposeVeto():
            within(founding, "vet", intent.unit, act)
            return [propose(intent, act, own, founding.charter)]
        case SecondVeto():
            return [Draft(second(intent, act, own, founding.charter))]
        case ReplyToVeto():
            return [reply(intent, act, own)]
        case ConcludeVeto():
            return [Draft(conclude(intent, act, own))]
        case _:
            raise AssertionError(intent)


def propose(intent: ProposeVeto, act: Act, own: UnitVetting, charter: Charter) -> Draft:
    vetted(intent.person, own, intent.unit)
    no_own_case(act, intent.person)
    known = [ground.id for ground in charter.vetting.veto.grounds]
    if intent.ground not in known:
        raise GROUND_CODE.broken(ground=intent.ground, known=", ".join(known))
    if not intent.reasons.strip():
        raise GROUNDS.broken()
    if intent.person in own.vetoes and own.vetoes[intent.person].outcome != "lifted":
        raise ORDER.broken(person=intent.person, reason=Sentence(N_("there is a veto already")))
    return Draft(VetoProposed(intent.unit, intent.person, intent.ground), {"reasons": intent.reasons})


def open_case(person: str, own: UnitVetting) -> VetoCase:
    """The veto that is under way. Refuses where there is none, or it was concluded."""
    case = own.vetoes.get(person)
    if case is None or case.outcome:
        raise ORDER.broken(person=person, reason=Sentence(N_("no veto is open")))
    return case


def not_decider(act: Act, case: VetoCase, person: str) -> None:
    """Refuse somebody who proposed or seconded the veto, and the nominee."""
    no_own_case(act, person)
    if act.actor in case.deciders:
        raise DECIDERS.broken(officer=act.actor, person=person)


def second(intent: SecondVeto, act: Act, own: UnitVetting, charter: Charter) -> VetoSeconded:
    case, veto = open_case(intent.person, own), charter.vetting.veto
    not_decider(act, case, intent.person)
    if case.reply_by:
        raise ORDER.broken(person=intent.person, reason=Sentence(N_("it has all its deciders already")))
    if len(case.deciders) + 1 < veto.deciders:
        return VetoSeconded(intent.unit, intent.person)
    reply_by = add_days(charter.calendar, act.today, veto.reply_days, veto.working_days)
    return VetoSeconded(intent.unit, intent.person, reply_by.isoformat())


def reply(intent: ReplyToVeto, act: Act, own: UnitVetting) -> Draft:
    """An officer hands in what the nominee wrote: one who has not decided on the veto, since a reply ends the wait."""
    case = open_case(intent.person, own)
    if act.actor in case.deciders:
        raise DECIDERS.broken(officer=act.actor, person=intent.person)
    if not case.reply_by or act.today.isoformat() > case.reply_by:
        why = N_("the time to reply is over") if case.reply_by else N_("the veto has not been seconded")
        raise ORDER.broken(person=intent.person, reason=Sentence(why))
    if not intent.reply.strip():
        raise GROUNDS.broken()
    return Draft(VetoReplied(intent.unit, intent.person), {"reply": intent.reply})


def conclude(intent: ConcludeVeto, act: Act, own: UnitVetting) -> VetoConcluded:
    case = open_case(intent.person, own)
    not_decider(act, case, intent.person)
    if intent.outcome == "stands":
        if not case.reply_by:
            raise ORDER.broken(person=intent.person, reason=Sentence(N_("the veto has not been seconded")))
        if not case.replied and act.today.isoformat() <= case.reply_by:
            raise REPLY.broken(person=intent.person, reply_by=case.reply_by)
    return VetoConcluded(intent.unit, intent.person, intent.outcome)
