"""Opinions: bodies answer the charter's checks about each nominee, and nobody passes by one person's word."""

from typing import ClassVar

from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import Opinion, UnitVetting, Vetting, applies, stated, under_way, vetted
from comitia.stages.event import UnitEvent
from comitia.stages.evidence import Attachments, sealed_evidence
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.recusal import no_own_case
from comitia.stages.window import not_before, within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class OpinionGiven(UnitEvent, frozen=True, tag="opinion.given"):
    """A body's answer to one check about many nominees: ``clear``, or ``adverse``. Sealed parts: ``grounds``,
    ``evidence``."""

    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()


# --- intents ---------------------------------------------------------------------------------------------------------


class GiveOpinion(UnitIntent, frozen=True, tag="opinion.give"):
    roles: ClassVar[tuple[str, ...]] = ("vetter",)
    check: Id
    clear: tuple[Id, ...] = ()
    adverse: tuple[Id, ...] = ()
    grounds: str = ""
    evidence: Attachments = ()


# --- rules and decisions ---------------------------------------------------------------------------------------------

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


def decide(intent: UnitIntent, act: Act, state: Vetting, founding: Founding, conflicts: UnitConflicts) -> list[Draft]:
    own = under_way(state, intent.unit)
    in_time(intent.unit, act, own, founding)
    match intent:
        case GiveOpinion():
            return [give_opinion(intent, act, own, founding, conflicts)]
        case _:
            raise AssertionError(intent)


def in_time(unit: str, act: Act, own: UnitVetting, founding: Founding) -> None:
    """Refuse what comes outside the window of vetting; vetting that was reopened is brought to its end after it."""
    (not_before if own.reopened else within)(founding, "vet", unit, act)


def give_opinion(
    intent: GiveOpinion, act: Act, own: UnitVetting, founding: Founding, conflicts: UnitConflicts
) -> Draft:
    checks = {check.id: check for check in founding.charter.vetting.checks}
    if intent.check not in checks:
        raise CHECK_UNKNOWN.broken(check=intent.check, known=", ".join(checks))
    check = checks[intent.check]
    if not founding.holds(act.actor, "vetter", {check.body}):
        raise OWN_BODY.broken(check=check.id, body=check.body, officer=act.actor)
    persons = (*intent.clear, *intent.adverse)
    if not persons or len(set(persons)) < len(persons):
        raise ONE_ANSWER.broken(check=check.id, named=len(persons), persons=len(set(persons)))
    for person in persons:
        vetted(person, own, intent.unit)
    no_own_case(act, conflicts, *persons)
    for person in persons:
        if not applies(check, person, own):
            raise DOES_NOT_APPLY.broken(check=check.id, person=person)
        for other in checks.values():
            earlier = own.opinions.get((person, other.id))
            if earlier and other.body != check.body and earlier.officer == act.actor:
                raise TWO_PEOPLE.broken(officer=act.actor, person=person)
    if intent.adverse:
        stated(intent.grounds)
    sealed = ({"grounds": intent.grounds} if intent.grounds else {}) | sealed_evidence(intent.evidence)
    return Draft(OpinionGiven(intent.unit, intent.check, intent.clear, intent.adverse), sealed)


def apply(state: Vetting, event: OpinionGiven, entry: Entry) -> None:
    own = state[event.unit]
    for person in (*event.clear, *event.adverse):
        answer = Opinion(entry.actor, person in event.clear, entry.time, own.binding(person))
        own.opinions[person, event.check] = answer
