"""Veto: an answer that ends a candidacy. It is proposed, seconded, served on the nominee, replied to, and reviewed.

Nothing takes effect before all of that is on the record; who reviews it has not decided on it. A veto that nobody
seconds is no veto: it can be lifted at any time, so that one vetter alone can hold up nobody.
"""

from typing import ClassVar, Literal

from comitia.charter.calendar import add_days
from comitia.charter.model import Veto
from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import UnitVetting, VetoCase, Vetting, outcome, reviewed, stated, under_way, vetted
from comitia.stages.event import UnitEvent
from comitia.stages.evidence import Attachments, sealed_evidence
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.opinions import in_time
from comitia.stages.recusal import no_own_case
from comitia.stages.window import not_before
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class VetoProposed(UnitEvent, frozen=True, tag="veto.proposed"):
    """The first decider's veto. Sealed parts: ``reasons``, ``evidence``."""

    person: Id
    ground: Id


class VetoSeconded(UnitEvent, frozen=True, tag="veto.seconded"):
    """A further decider agrees."""

    person: Id


class VetoNotified(UnitEvent, frozen=True, tag="veto.notified"):
    """The nominee was told, with the reasons, and may reply until ``reply_by``, a date. Sealed parts: ``service`` (how
    and by whom), ``evidence``."""

    person: Id
    reply_by: str


class VetoReplied(UnitEvent, frozen=True, tag="veto.replied"):
    """The nominee's reply was received. Sealed parts: ``reply``, ``evidence``."""

    person: Id


class VetoConcluded(UnitEvent, frozen=True, tag="veto.concluded"):
    """The review, after the reply or its time: the veto stands, or is lifted, by somebody who did not decide on it.

    ``appeal_by`` is the last day for an appeal, where the charter has one against a veto that stands. Sealed part:
    ``reasons``.
    """

    person: Id
    outcome: Literal["stands", "lifted"]
    appeal_by: str = ""


# --- intents ---------------------------------------------------------------------------------------------------------


class ProposeVeto(UnitIntent, frozen=True, tag="veto.propose"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id
    ground: Id
    reasons: str
    evidence: Attachments = ()


class SecondVeto(UnitIntent, frozen=True, tag="veto.second"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id


class NotifyOfVeto(UnitIntent, frozen=True, tag="veto.notify"):
    """``service``: how the nominee was told, and by whom."""

    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    person: Id
    service: str
    evidence: Attachments = ()


class ReplyToVeto(UnitIntent, frozen=True, tag="veto.reply"):
    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    person: Id
    reply: str
    evidence: Attachments = ()


class ConcludeVeto(UnitIntent, frozen=True, tag="veto.conclude"):
    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    person: Id
    outcome: Literal["stands", "lifted"]
    reasons: str


# --- rules and decisions ---------------------------------------------------------------------------------------------

GROUND_CODE = rule(
    "veto.ground",
    says=N_("A veto rests on a ground of the charter."),
    refusal=N_("{ground} is no ground of the charter for a veto"),
    cure=N_("use one of: {known}"),
    sources=("CN-P-08",),
)
EVIDENCE = rule(
    "veto.evidence",
    says=N_("Where the charter asks for it, a veto comes with evidence."),
    refusal=N_("nothing is attached that bears out the veto of {person}"),
    cure=N_("attach a file: --evidence FILE; it is sealed"),
    sources=("CN-P-08",),
)
ORDER = rule(
    "veto.order",
    says=N_(
        "A veto is proposed, seconded, served on the nominee, replied to, and only then concluded; it may be lifted at "
        "any time."
    ),
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
TAINTED = rule(
    "veto.conflict",
    says=N_("A veto does not stand if one of those who decided on it has a conflict of interest with the nominee."),
    refusal=N_("{officer}, who decided on this veto, has a conflict of interest with {person}"),
    cure=N_("lift the veto; others can propose it again"),
    sources=("CN-P-08", "DE-14"),
)
REPLY = rule(
    "veto.reply",
    says=N_("A veto takes effect only after the nominee has replied, or the time to reply is over."),
    refusal=N_("{person} may reply until {reply_by}"),
    cure=N_("conclude it after {reply_by}, or after the reply"),
    sources=("DE-14",),
)


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    """Only the proposal has to come within the window of vetting: what was begun is brought to its end."""
    own, plan = under_way(state, intent.unit), founding.charter.vetting.veto
    not_before(founding, "vet", intent.unit, act)
    match intent:
        case ProposeVeto():
            in_time(intent.unit, act, own, founding)
            return [propose(intent, act, own, plan, conflicts)]
        case SecondVeto():
            return [Draft(second(intent, act, own, plan, conflicts))]
        case NotifyOfVeto():
            return [notify(intent, act, own, founding, conflicts)]
        case ReplyToVeto():
            return [reply(intent, act, own, conflicts)]
        case ConcludeVeto():
            return [conclude(intent, act, own, founding, conflicts)]
        case _:
            raise AssertionError(intent)


def propose(intent: ProposeVeto, act: Act, own: UnitVetting, plan: Veto, conflicts: UnitConflicts) -> Draft:
    vetted(intent.person, own, intent.unit)
    no_own_case(act, conflicts, intent.person)
    known = [ground.id for ground in plan.grounds]
    if intent.ground not in known:
        raise GROUND_CODE.broken(ground=intent.ground, known=", ".join(known))
    stated(intent.reasons)
    if plan.evidence and not intent.evidence:
        raise EVIDENCE.broken(person=intent.person)
    earlier = own.vetoes.get(intent.person)
    if earlier and outcome(earlier, intent.person, conflicts, act.today) != "lifted":
        raise ORDER.broken(person=intent.person, reason=Sentence(N_("there is a veto already")))
    sealed = {"reasons": intent.reasons} | sealed_evidence(intent.evidence)
    return Draft(VetoProposed(intent.unit, intent.person, intent.ground), sealed)


def open_case(person: str, own: UnitVetting, conflicts: UnitConflicts) -> VetoCase:
    """The veto whose review is to come. Refuses where there is none, or it was concluded (and that counts)."""
    case = own.vetoes.get(person)
    if case is None or case.decided or reviewed(case, person, conflicts):
        raise ORDER.broken(person=person, reason=Sentence(N_("no veto is open")))
    return case


def not_handled_by(act: Act, case: VetoCase, person: str) -> None:
    """Refuse somebody who has decided on the veto."""
    if act.actor in case.handled_by():
        raise DECIDERS.broken(officer=act.actor, person=person)


def complete(case: VetoCase, plan: Veto, person: str) -> None:
    """Refuse where deciders are missing."""
    if len(case.deciders) < plan.deciders:
        raise ORDER.broken(person=person, reason=Sentence(N_("the veto has not been seconded")))


def second(intent: SecondVeto, act: Act, own: UnitVetting, plan: Veto, conflicts: UnitConflicts) -> VetoSeconded:
    case = open_case(intent.person, own, conflicts)
    no_own_case(act, conflicts, intent.person)
    not_handled_by(act, case, intent.person)
    if len(case.deciders) == plan.deciders:
        raise ORDER.broken(person=intent.person, reason=Sentence(N_("it has all its deciders already")))
    return VetoSeconded(intent.unit, intent.person)


def notify(intent: NotifyOfVeto, act: Act, own: UnitVetting, founding: Founding, conflicts: UnitConflicts) -> Draft:
    """The time to reply runs from the day on which this is recorded."""
    case, plan = open_case(intent.person, own, conflicts), founding.charter.vetting.veto
    no_own_case(act, conflicts, intent.person)
    not_handled_by(act, case, intent.person)
    complete(case, plan, intent.person)
    if case.reply_by:
        raise ORDER.broken(person=intent.person, reason=Sentence(N_("the nominee was told already")))
    stated(intent.service)
    reply_by = add_days(founding.charter.calendar, act.today, plan.reply_days, plan.working_days)
    sealed = {"service": intent.service} | sealed_evidence(intent.evidence)
    return Draft(VetoNotified(intent.unit, intent.person, reply_by.isoformat()), sealed)


def reply(intent: ReplyToVeto, act: Act, own: UnitVetting, conflicts: UnitConflicts) -> Draft:
    """An officer hands in what the nominee wrote: neither a decider nor a rival, since a reply ends the wait."""
    case = open_case(intent.person, own, conflicts)
    no_own_case(act, conflicts, intent.person)
    not_handled_by(act, case, intent.person)
    if not case.reply_by or act.today.isoformat() > case.reply_by:
        why = N_("the time to reply is over") if case.reply_by else N_("the nominee has not been told")
        raise ORDER.broken(person=intent.person, reason=Sentence(why))
    stated(intent.reply)
    sealed = {"reply": intent.reply} | sealed_evidence(intent.evidence)
    return Draft(VetoReplied(intent.unit, intent.person), sealed)


def conclude(intent: ConcludeVeto, act: Act, own: UnitVetting, founding: Founding, conflicts: UnitConflicts) -> Draft:
    case, plan, person = open_case(intent.person, own, conflicts), founding.charter.vetting.veto, intent.person
    no_own_case(act, conflicts, person)
    not_handled_by(act, case, person)
    stated(intent.reasons)
    if intent.outcome == "lifted":
        return Draft(VetoConcluded(intent.unit, person, "lifted"), {"reasons": intent.reasons})
    complete(case, plan, person)
    for officer in case.deciders:
        if conflicts.between(officer, person):
            raise TAINTED.broken(officer=officer, person=person)
    if not case.reply_by:
        raise ORDER.broken(person=person, reason=Sentence(N_("the nominee has not been told")))
    if not case.replied and act.today.isoformat() <= case.reply_by:
        raise REPLY.broken(person=person, reply_by=case.reply_by)
    appeal_by = ""
    if plan.appeal_to:
        last = add_days(founding.charter.calendar, act.today, plan.appeal_days, plan.working_days)
        appeal_by = last.isoformat()
    return Draft(VetoConcluded(intent.unit, person, "stands", appeal_by), {"reasons": intent.reasons})


def apply(state: Vetting, event: UnitEvent, entry: Entry) -> None:
    vetoes = state[event.unit].vetoes
    match event:
        case VetoProposed():
            vetoes[event.person] = VetoCase([entry.actor])
        case VetoSeconded():
            vetoes[event.person].deciders.append(entry.actor)
        case VetoNotified():
            vetoes[event.person].reply_by = event.reply_by
        case VetoReplied():
            vetoes[event.person].replied = True
        case VetoConcluded():
            case = vetoes[event.person]
            case.outcome, case.appeal_by, case.reviewer = event.outcome, event.appeal_by, entry.actor
            case.appealed = False
