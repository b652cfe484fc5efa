"""Vet: bodies answer checks about each nominee; a veto needs two people and lets the nominee reply first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comitia.charter.calendar import add_days
from comitia.charter.model import Charter, Check
from comitia.record.entry import Draft, Entry, Event, Id
from comitia.rules import rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Intent
from comitia.stages.margin import require_margin
from comitia.stages.window import not_before, within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class VettingOpened(Event, frozen=True, tag="vetting.opened"):
    """Who is vetted: the unit's list of the last round and those placed, less those withdrawn; with their groups."""

    unit: Id
    nominees: tuple[tuple[Id, tuple[Id, ...]], ...]


class OpinionGiven(Event, frozen=True, tag="opinion.given"):
    """A body's answer to one check about many nominees: ``clear``, or ``adverse``. Sealed part: ``grounds``."""

    unit: Id
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()


class VetoProposed(Event, frozen=True, tag="veto.proposed"):
    """The first decider's veto. Sealed part: ``reasons``."""

    unit: Id
    person: Id
    ground: Id


class VetoSeconded(Event, frozen=True, tag="veto.seconded"):
    """A further decider agrees; with the last that the charter asks, the nominee is told and may reply.

    ``reply_by`` is the last day for that, a date; empty while deciders are missing."""

    unit: Id
    person: Id
    reply_by: str = ""


class VetoReplied(Event, frozen=True, tag="veto.replied"):
    """The nominee's reply was received. Sealed part: ``reply``."""

    unit: Id
    person: Id


class VetoConcluded(Event, frozen=True, tag="veto.concluded"):
    """After the reply or its time: the veto stands, or is lifted, by somebody who did not propose or second it."""

    unit: Id
    person: Id
    outcome: Literal["stands", "lifted"]


class VettingClosed(Event, frozen=True, tag="vetting.closed"):
    """Everybody is decided: ``passed`` every check that applies, or ``failed`` (a veto stands, or withdrawn)."""

    unit: Id
    passed: tuple[Id, ...]
    failed: tuple[Id, ...]


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenVetting(Intent, frozen=True, tag="vetting.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id


class GiveOpinion(Intent, frozen=True, tag="opinion.give"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()
    grounds: str = ""


class ProposeVeto(Intent, frozen=True, tag="veto.propose"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    person: Id
    ground: Id
    reasons: str


class SecondVeto(Intent, frozen=True, tag="veto.second"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    unit: Id
    person: Id


class ReplyToVeto(Intent, frozen=True, tag="veto.reply"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    person: Id
    reply: str


class ConcludeVeto(Intent, frozen=True, tag="veto.conclude"):
    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    unit: Id
    person: Id
    outcome: Literal["stands", "lifted"]


class CloseVetting(Intent, frozen=True, tag="vetting.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class VetoCase:
    """A veto on its way: who decided, by when the nominee may reply, and what became of it."""

    deciders: list[str]
    reply_by: str = ""
    replied: bool = False
    outcome: str = ""


@dataclass
class UnitVetting:
    """One unit's dossier: those vetted with their groups, every body's latest answers, vetoes, and the result."""

    nominees: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clear: dict[tuple[str, str], str] = field(default_factory=dict)  # (person, check) -> the officer who answered
    adverse: dict[tuple[str, str], str] = field(default_factory=dict)
    vetoes: dict[str, VetoCase] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    closed: bool = False


Vetting = dict[str, UnitVetting]


# --- rules and decisions ---------------------------------------------------------------------------------------------

ROUNDS_FIRST = rule(
    "vet.rounds-first",
    says=N_("Vetting opens after the last nomination round is closed, and once."),
    refusal=N_("{unit}: vetting cannot open: {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
NOT_OPEN = rule(
    "vet.not-open",
    says=N_("Opinions and vetoes are given while the unit's vetting is open."),
    refusal=N_("vetting is not open in {unit}"),
    cure=N_("look at what comes next with `comitia status`"),
)
NOT_VETTED = rule(
    "vet.nominee",
    says=N_("Only those who are vetted can be given an opinion or a veto."),
    refusal=N_("{person} is not being vetted in {unit}"),
    cure=N_("look at the list with `comitia explain {unit}`"),
)
CHECK_UNKNOWN = rule(
    "vet.check",
    says=N_("An opinion answers a check of the charter."),
    refusal=N_("the charter has no check {check}"),
    cure=N_("use one of: {known}"),
)
OWN_BODY = rule(
    "vet.body",
    says=N_("A check is answered by the body that the charter names."),
    refusal=N_("{check} is for {body} to answer, and {officer} does not vet for it"),
    cure=N_("let a vetter of {body} answer"),
    sources=("CN-P-06",),
)
DOES_NOT_APPLY = rule(
    "vet.applies",
    says=N_("A check is asked only of those whom the charter asks it of."),
    refusal=N_("{check} does not apply to {person}"),
    cure=N_("leave {person} out"),
    sources=("CN-P-06",),
)
TWO_PEOPLE = rule(
    "vet.two-people",
    says=N_("Two bodies' opinions on one nominee are signed by two different people."),
    refusal=N_("{officer} has signed for another body on {person} already"),
    cure=N_("let somebody else sign for this body"),
    sources=("CN-P-07",),
)
GROUNDS = rule(
    "vet.grounds",
    says=N_("An adverse opinion states its grounds."),
    refusal=N_("an adverse opinion was given without grounds"),
    cure=N_("state the grounds; they are sealed"),
    sources=("CN-P-08", "DE-14"),
)
GROUND_CODE = rule(
    "veto.ground",
    says=N_("A veto rests on a ground of the charter."),
    refusal=N_("{ground} is no ground of the charter for a veto"),
    cure=N_("use one of: {known}"),
    sources=("CN-P-08",),
)
VETO_STATE = rule(
    "veto.order",
    says=N_("A veto is proposed, seconded, replied to, and only then concluded."),
    refusal=N_("{person}: {reason}"),
    cure=N_("look at the case with `comitia explain {person}`"),
    sources=("CN-P-08", "DE-14"),
)
VETO_DECIDERS = rule(
    "veto.deciders",
    says=N_("A veto is decided by different people, and concluded by somebody who was not among them."),
    refusal=N_("{officer} has decided on this veto of {person} already"),
    cure=N_("let somebody else do it"),
    sources=("CN-P-08", "DE-14"),
)
VETO_REPLY = rule(
    "veto.reply",
    says=N_("A veto takes effect only after the nominee has replied, or the time to reply is over."),
    refusal=N_("{person} may reply until {reply_by}"),
    cure=N_("conclude it after {reply_by}, or after the reply"),
    sources=("DE-14",),
)
UNDECIDED = rule(
    "vet.undecided",
    says=N_("Vetting closes when everybody is decided: every check that applies is clear, or a veto stands."),
    refusal=N_("{unit}: {count} nominees are undecided, among them {person}: {reason}"),
    cure=N_("give the missing opinions, or conclude the vetoes"),
    sources=("CN-P-06",),
)


def decide(
    intent: Intent,
    act: Act,
    state: Vetting,
    founding: Founding,
    *,
    ready: bool,
    listed: Mapping[str, tuple[str, ...]],
    placed: int,
    seats: int,
    withdrawn: frozenset[str],
) -> list[Draft]:
    """``ready``: the rounds and the notices before vetting are closed; ``listed``: who stands after them, with their
    groups; ``placed``: how many of them a higher body placed; ``withdrawn``: who has withdrawn. All of the unit."""
    unit: str = intent.unit  # type: ignore[attr-defined]
    if isinstance(intent, OpenVetting):
        within(founding, "vet", unit, act)
        if unit in state:
            raise ROUNDS_FIRST.broken(unit=unit, reason=Sentence(N_("it is open already")))
        if not ready:
            raise ROUNDS_FIRST.broken(
                unit=unit,
                reason=Sentence(N_("a nomination round, or the notice before vetting, is still to be closed")),
            )
        margin, permitted = founding.charter.margins.vetted, founding.uncontested(unit)
        require_margin(margin, unit, len(listed), seats, placed, permitted)
        return [Draft(VettingOpened(unit, tuple(listed.items())))]
    own = state.get(unit)
    if own is None or own.closed:
        raise NOT_OPEN.broken(unit=unit)
    not_before(founding, "vet", unit, act)
    match intent:
        case GiveOpinion():
            within(founding, "vet", unit, act)
            return [give_opinion(intent, act, own, founding)]
        case ProposeVeto():
            within(founding, "vet", unit, act)
            return [propose_veto(intent, act, own, founding.charter)]
        case SecondVeto():
            return [Draft(second_veto(intent, act, own, founding.charter))]
        case ReplyToVeto():
            case = open_case(intent.person, own, unit)
            if not case.reply_by or act.today.isoformat() > case.reply_by:
                why = N_("the time to reply is over") if case.reply_by else N_("the veto has not been seconded")
                raise VETO_STATE.broken(person=intent.person, reason=Sentence(why))
            return [Draft(VetoReplied(unit, intent.person), {"reply": intent.reply})]
        case ConcludeVeto():
            return [Draft(conclude_veto(intent, act, own))]
        case CloseVetting():
            return [Draft(close_vetting(unit, own, founding.charter, withdrawn))]
        case _:
            raise AssertionError(intent)


def give_opinion(intent: GiveOpinion, act: Act, own: UnitVetting, founding: Founding) -> Draft:
    checks = {check.id: check for check in founding.charter.vetting.checks}
    if intent.check not in checks:
        raise CHECK_UNKNOWN.broken(check=intent.check, known=", ".join(checks))
    check = checks[intent.check]
    if not founding.holds(act.actor, "vetter", {check.body}):
        raise OWN_BODY.broken(check=check.id, body=check.body, officer=act.actor)
    for person in (*intent.clear, *intent.adverse):
        if person not in own.nominees:
            raise NOT_VETTED.broken(person=person, unit=intent.unit)
        if not applies(check, own.nominees[person]):
            raise DOES_NOT_APPLY.broken(check=check.id, person=person)
        for other in checks.values():
            answered = own.clear.get((person, other.id)) or own.adverse.get((person, other.id))
            if other.body != check.body and answered == act.actor:
                raise TWO_PEOPLE.broken(officer=act.actor, person=person)
    if intent.adverse and not intent.grounds:
        raise GROUNDS.broken()
    sealed = {"grounds": intent.grounds} if intent.grounds else {}
    return Draft(OpinionGiven(intent.unit, intent.check, intent.clear, intent.adverse), sealed)


def applies(check: Check, groups: Sequence[str]) -> bool:
    return not check.applies_to or check.applies_to in groups


def propose_veto(intent: ProposeVeto, act: Act, own: UnitVetting, charter: Charter) -> Draft:
    if intent.person not in own.nominees:
        raise NOT_VETTED.broken(person=intent.person, unit=intent.unit)
    known = [ground.id for ground in charter.vetting.veto.grounds]
    if intent.ground not in known:
        raise GROUND_CODE.broken(ground=intent.ground, known=", ".join(known))
    if intent.person in own.vetoes and own.vetoes[intent.person].outcome != "lifted":
        raise VETO_STATE.broken(person=intent.person, reason=Sentence(N_("there is a veto already")))
    return Draft(VetoProposed(intent.unit, intent.person, intent.ground), {"reasons": intent.reasons})


def open_case(person: str, own: UnitVetting, unit: str) -> VetoCase:
    case = own.vetoes.get(person)
    if case is None or case.outcome:
        raise VETO_STATE.broken(person=person, reason=Sentence(N_("no veto is open")))
    return case


def second_veto(intent: SecondVeto, act: Act, own: UnitVetting, charter: Charter) -> VetoSeconded:
    case, veto = open_case(intent.person, own, intent.unit), charter.vetting.veto
    if act.actor in case.deciders:
        raise VETO_DECIDERS.broken(officer=act.actor, person=intent.person)
    if case.reply_by:
        raise VETO_STATE.broken(person=intent.person, reason=Sentence(N_("it has all its deciders already")))
    if len(case.deciders) + 1 < veto.deciders:
        return VetoSeconded(intent.unit, intent.person)
    reply_by = add_days(charter.calendar, act.today, veto.reply_days, veto.working_days)
    return VetoSeconded(intent.unit, intent.person, reply_by.isoformat())


def conclude_veto(intent: ConcludeVeto, act: Act, own: UnitVetting) -> VetoConcluded:
    case = open_case(intent.person, own, intent.unit)
    if not case.reply_by:
        raise VETO_STATE.broken(person=intent.person, reason=Sentence(N_("the veto has not been seconded")))
    if act.actor in case.deciders:
        raise VETO_DECIDERS.broken(officer=act.actor, person=intent.person)
    if not case.replied and act.today.isoformat() <= case.reply_by:
        raise VETO_REPLY.broken(person=intent.person, reply_by=case.reply_by)
    return VetoConcluded(intent.unit, intent.person, intent.outcome)


def close_vetting(unit: str, own: UnitVetting, charter: Charter, withdrawn: frozenset[str]) -> VettingClosed:
    failed = {person for person, case in own.vetoes.items() if case.outcome == "stands"} | (
        own.nominees.keys() & withdrawn
    )
    undecided = {
        person: reason
        for person, groups in own.nominees.items()
        if person not in failed and (reason := missing(person, groups, own, charter))
    }
    if undecided:
        person, reason = next(iter(undecided.items()))
        raise UNDECIDED.broken(unit=unit, count=len(undecided), person=person, reason=reason)
    passed = tuple(person for person in own.nominees if person not in failed)
    return VettingClosed(unit, passed, tuple(person for person in own.nominees if person in failed))


def missing(person: str, groups: Sequence[str], own: UnitVetting, charter: Charter) -> Sentence | None:
    """Why a nominee is undecided; None where nothing is missing."""
    if person in own.vetoes and not own.vetoes[person].outcome:
        return Sentence(N_("a veto is open"))
    for check in charter.vetting.checks:
        if applies(check, groups) and (person, check.id) not in own.clear:
            return Sentence(N_("{check} is not clear"), {"check": check.name})
    return None


def apply(state: Vetting, event: Event, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitVetting())  # type: ignore[attr-defined]
    match event:
        case VettingOpened():
            own.nominees = dict(event.nominees)
        case OpinionGiven():
            for person in event.clear:
                own.clear[person, event.check] = entry.actor
                own.adverse.pop((person, event.check), None)
            for person in event.adverse:
                own.adverse[person, event.check] = entry.actor
                own.clear.pop((person, event.check), None)
        case VetoProposed():
            own.vetoes[event.person] = VetoCase([entry.actor])
        case VetoSeconded():
            own.vetoes[event.person].deciders.append(entry.actor)
            own.vetoes[event.person].reply_by = event.reply_by
        case VetoReplied():
            own.vetoes[event.person].replied = True
        case VetoConcluded():
            own.vetoes[event.person].outcome = event.outcome
        case VettingClosed():
            own.passed, own.failed, own.closed = event.passed, event.failed, True
