"""Credentials: those elected are reviewed before they are delegates."""

from typing import ClassVar

from comitia.record.entry import Draft, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.count import UnitCount
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.recusal import no_own_case
from comitia.stages.window import within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class CredentialsReviewed(UnitEvent, frozen=True, tag="credentials.reviewed"):
    """``confirmed`` are delegates; ``refused`` names each other person elected and the charter's ground.
    Sealed part: ``reasons``."""

    confirmed: tuple[Id, ...]
    refused: dict[Id, Id] = {}


# --- intents ---------------------------------------------------------------------------------------------------------


class ReviewCredentials(UnitIntent, frozen=True, tag="credentials.review"):
    """Everybody elected in the unit is confirmed but those refused."""

    roles: ClassVar[tuple[str, ...]] = ("credentials",)
    refused: dict[Id, Id] = {}
    reasons: str = ""


# --- state -----------------------------------------------------------------------------------------------------------

Credentials = dict[str, CredentialsReviewed]


# --- rules and decisions ---------------------------------------------------------------------------------------------

COUNT_FIRST = rule(
    "credentials.after",
    says=N_("Credentials are reviewed once, when a unit's last vote is counted and signed."),
    refusal=N_("{unit}: a vote is still to be counted, or the credentials were reviewed already"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04", "CN-B-11"),
)
NOT_ELECTED = rule(
    "credentials.person",
    says=N_("Only a person who was elected can be refused."),
    refusal=N_("{person} was not elected in {unit}"),
    cure=N_("name people elected in the unit"),
    sources=("CN-P-11",),
)
GROUND = rule(
    "credentials.ground",
    says=N_("A refusal rests on a ground of the charter and carries reasons."),
    refusal=N_("{person} cannot be refused on the ground {ground}: it has to be one of the charter's, with reasons"),
    cure=N_("use one of: {known}; give the reasons, they are sealed"),
    sources=("CN-P-11", "DE-14"),
)


def decide(
    intent: ReviewCredentials,
    act: Act,
    state: Credentials,
    count: UnitCount,
    founding: Founding,
    conflicts: UnitConflicts,
) -> list[Draft]:
    within(founding, "credentials", intent.unit, act)
    if not count.done or intent.unit in state:
        raise COUNT_FIRST.broken(unit=intent.unit)
    no_own_case(act, conflicts, *count.elected)
    known = [ground.id for ground in founding.charter.credentials_grounds]
    for person, ground in intent.refused.items():
        if person not in count.elected:
            raise NOT_ELECTED.broken(person=person, unit=intent.unit)
        if ground not in known or not intent.reasons.strip():
            raise GROUND.broken(person=person, ground=ground, known=", ".join(known) or "-")
    confirmed = tuple(sorted(person for person in count.elected if person not in intent.refused))
    sealed = {"reasons": intent.reasons} if intent.reasons else {}
    return [Draft(CredentialsReviewed(intent.unit, confirmed, intent.refused), sealed)]


def apply(state: Credentials, event: CredentialsReviewed) -> None:
    state[event.unit] = event
