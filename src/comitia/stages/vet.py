"""Vet: bodies answer checks about each nominee; a veto needs two people and lets the nominee reply first.

What is decided about vetoes is in ``veto.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comitia.charter.model import Charter, Check
from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.margin import require_margin
from comitia.stages.recusal import no_own_case
from comitia.stages.window import not_before, within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class VettingOpened(UnitEvent, frozen=True, tag="vetting.opened"):
    """Who is vetted: the unit's list of the last round and those placed, less those withdrawn; with their groups."""

    nominees: tuple[tuple[Id, tuple[Id, ...]], ...]


class OpinionGiven(UnitEvent, frozen=True, tag="opinion.given"):
    """A body's answer to one check about many nominees: ``clear``, or ``adverse``. Sealed part: ``grounds``."""

    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()


class VetoProposed(UnitEvent, frozen=True, tag="veto.proposed"):
    """The first decider's veto. Sealed part: ``reasons``."""

    person: Id
    ground: Id


class VetoSeconded(UnitEvent, frozen=True, tag="veto.seconded"):
    """A further decider agrees; with the last that the charter asks, the nominee is told and may reply.

    ``reply_by`` is the last day for that, a date; empty while deciders are missing."""

    person: Id
    reply_by: str = ""


class VetoReplied(UnitEvent, frozen=True, tag="veto.replied"):
    """The nominee's reply was received. Sealed part: ``reply``."""

    person: Id


class VetoConcluded(UnitEvent, frozen=True, tag="veto.concluded"):
    """After the reply or its time: the veto stands, or is lifted, by somebody who did not propose or second it."""

    person: Id
    outcome: Literal["stands", "lifted"]


class VettingClosed(UnitEvent, frozen=True, tag="vetting.closed"):
    """Everybody is decided: ``passed`` every check that applies, or ``failed`` (a veto stands, or withdrawn)."""

    passed: tuple[Id, ...]
    failed: tuple[Id, ...]


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenVetting(UnitIntent, frozen=True, tag="vetting.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)


class GiveOpinion(UnitIntent, frozen=True, tag="opinion.give"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()
    grounds: str = ""


class ProposeVeto(UnitIntent, frozen=True, tag="veto.propose"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id
    ground: Id
    reasons: str


class SecondVeto(UnitIntent, frozen=True, tag="veto.second"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    person: Id


class ReplyToVeto(UnitIntent, frozen=True, tag="veto.reply"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    person: Id
    reply: str


class ConcludeVeto(UnitIntent, frozen=True, tag="veto.conclude"):
    roles: ClassVar[tuple[str, ...]] = ("vetter", "returning_officer")
    person: Id
    outcome: Literal["stands", "lifted"]


class CloseVetting(UnitIntent, frozen=True, tag="vetting.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)


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
ONE_ANSWER = rule(
    "vet.one-answer",
    says=N_("An opinion names at least one nominee, and each of them once: clear or adverse."),
    refusal=N_("the opinion on {check} names {named}, and these are {persons} different nominees"),
    cure=N_("name every nominee once, as clear or as adverse"),
)
GROUNDS = rule(
    "vet.grounds",
    says=N_("An adverse opinion, a veto and a reply to it state their grounds."),
    refusal=N_("no grounds were stated"),
    cure=N_("state the grounds; they are sealed"),
    sources=("CN-P-08", "DE-14"),
)
UNDECIDED = rule(
    "vet.undecided",
    says=N_("Vetting closes when everybody is decided: every check that applies is clear, or a veto stands."),
    refusal=N_("{unit}: nominees undecided: {count}, among them {person}: {reason}"),
    cure=N_("give the missing opinions, or conclude the vetoes"),
    sources=("CN-P-06",),
)


def decide(
    intent: UnitIntent,
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
    match intent:
        case OpenVetting():
            within(founding, "vet", intent.unit, act)
            return [Draft(open_vetting(intent.unit, state, founding, ready, listed, placed, seats))]
        case GiveOpinion():
            within(founding, "vet", intent.unit, act)
            return [give_opinion(intent, act, under_way(state, intent.unit), founding)]
        case CloseVetting():
            not_before(founding, "vet", intent.unit, act)
            return [Draft(close_vetting(intent.unit, under_way(state, intent.unit), founding.charter, withdrawn))]
        case _:
            raise AssertionError(intent)


def open_vetting(
    unit: str,
    state: Vetting,
    founding: Founding,
    ready: bool,
    listed: Mapping[str, tuple[str, ...]],
    placed: int,
    seats: int,
) -> VettingOpened:
    if unit in state:
        raise ROUNDS_FIRST.broken(unit=unit, reason=Sentence(N_("it has been opened already")))
    if not ready:
        reason = Sentence(N_("a nomination round, or the notice before vetting, is still to be closed"))
        raise ROUNDS_FIRST.broken(unit=unit, reason=reason)
    require_margin(founding.charter.margins.vetted, unit, len(listed), seats, placed, founding.uncontested(unit))
    return VettingOpened(unit, tuple(listed.items()))


def under_way(state: Vetting, unit: str) -> UnitVetting:
    """The unit's vetting. Refuses where it has not been opened, or is closed."""
    if unit not in state or state[unit].closed:
        raise NOT_OPEN.broken(unit=unit)
    return state[unit]


def vetted(person: str, own: UnitVetting, unit: str) -> tuple[str, ...]:
    """The groups of a nominee. Refuses somebody who is not being vetted."""
    if person not in own.nominees:
        raise NOT_VETTED.broken(person=person, unit=unit)
    return own.nominees[person]


def give_opinion(intent: GiveOpinion, act: Act, own: UnitVetting, founding: Founding) -> Draft:
    checks = {check.id: check for check in founding.charter.vetting.checks}
    if intent.check not in checks:
        raise CHECK_UNKNOWN.broken(check=intent.check, known=", ".join(checks))
    check = checks[intent.check]
    if not founding.holds(act.actor, "vetter", {check.body}):
        raise OWN_BODY.broken(check=check.id, body=check.body, officer=act.actor)
    persons = (*intent.clear, *intent.adverse)
    if not persons or len(set(persons)) < len(persons):
        raise ONE_ANSWER.broken(check=check.id, named=len(persons), persons=len(set(persons)))
    no_own_case(act, *persons)
    for person in persons:
        if not applies(check, vetted(person, own, intent.unit)):
            raise DOES_NOT_APPLY.broken(check=check.id, person=person)
        for other in checks.values():
            answered = own.clear.get((person, other.id)) or own.adverse.get((person, other.id))
            if other.body != check.body and answered == act.actor:
                raise TWO_PEOPLE.broken(officer=act.actor, person=person)
    if intent.adverse and not intent.grounds.strip():
        raise GROUNDS.broken()
    sealed = {"grounds": intent.grounds} if intent.grounds else {}
    return Draft(OpinionGiven(intent.unit, intent.check, intent.clear, intent.adverse), sealed)


def applies(check: Check, groups: Sequence[str]) -> bool:
    """Whether the charter asks the check of somebody who belongs to these groups."""
    return not check.applies_to or check.applies_to in groups


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


def apply(state: Vetting, event: UnitEvent, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitVetting())
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
