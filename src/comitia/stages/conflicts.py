"""Conflicts of interest: who is kin or rival of whom is declared, and taken back only where that was a mistake.

What follows from one is decided in ``recusal.py``: the officer takes no part in that person's case. What the officer
has said about the person before counts no longer (``dossier.py``).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comitia.record.entry import Draft, Entry, Id, IdOrNothing
from comitia.rules import rule
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.nominees import PERSON_UNKNOWN
from comitia.texts import N_

Bond = Literal["kin", "rival", "other", "self"]

# --- entries ---------------------------------------------------------------------------------------------------------


class ConflictDeclared(UnitEvent, frozen=True, tag="conflict.declared"):
    """The officer takes no part in the person's case; without ``person`` in nobody's in the unit.

    Who stands is the rival of everybody there; the number is sealed, so that the record does not tell who the officer
    is. Sealed parts: ``kind``, and where they are given ``person`` and ``details``.
    """

    officer: Id
    person: IdOrNothing = ""


class ConflictWithdrawn(UnitEvent, frozen=True, tag="conflict.withdrawn"):
    """It was entered by mistake: one returning officer says so, then another. Sealed part: ``reasons``."""

    officer: Id
    person: IdOrNothing = ""


# --- intents ---------------------------------------------------------------------------------------------------------


class DeclareConflict(UnitIntent, frozen=True, tag="conflict.declare"):
    """Declared by the officer, or by a returning officer about another. ``self``: the officer is this person."""

    roles: ClassVar[tuple[str, ...]] = (
        "returning_officer",
        "secretary",
        "vetter",
        "scrutineer",
        "credentials",
        "certifier",
    )
    officer: Id
    person: Id
    bond: Bond
    details: str = ""


class WithdrawConflict(UnitIntent, frozen=True, tag="conflict.withdraw"):
    """It takes effect when two returning officers have asked for it, neither of whom it concerns."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    officer: Id
    person: IdOrNothing
    reasons: str


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitConflicts:
    """One unit's conflicts, by officer and person (nobody: everybody), with those who say that it is a mistake."""

    declared: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def holds(self, officer: str, person: str) -> bool:
        """Whether just this conflict was declared, and not taken back by two."""
        signed = self.declared.get((officer, person))
        return signed is not None and len(signed) < 2

    def between(self, officer: str, person: str) -> bool:
        """Whether the officer is that person, or has a conflict with that person or with everybody."""
        return officer == person or self.holds(officer, person) or self.holds(officer, "")


Conflicts = dict[str, UnitConflicts]


# --- rules and decisions ---------------------------------------------------------------------------------------------

WHO = rule(
    "conflict.who",
    says=N_("A conflict of interest is declared by the officer who has it, or by a returning officer."),
    refusal=N_("{actor} cannot declare a conflict of interest of {officer}"),
    cure=N_("let {officer} or a returning officer declare it"),
    sources=("DE-14",),
)
OFFICER = rule(
    "conflict.officer",
    says=N_("A conflict of interest is that of an officer of the election, or of somebody who has vetted in the unit."),
    refusal=N_("{officer} holds no role, and has not vetted in {unit}"),
    cure=N_("look at the officers with `comitia officer list`"),
    sources=("DE-14",),
)
AGAIN = rule(
    "conflict.again",
    says=N_("A conflict of interest is declared once."),
    refusal=N_("a conflict of {officer} with this person, or with everybody in {unit}, is on the record already"),
    cure=N_("nothing more has to be done"),
)
NONE = rule(
    "conflict.none",
    says=N_("Only a conflict of interest that is on the record is withdrawn."),
    refusal=N_("no such conflict of {officer} in {unit} is on the record"),
    cure=N_("look at them with `comitia conflict list {unit}`"),
)
TWO = rule(
    "conflict.two-signatures",
    says=N_("A conflict of interest is withdrawn by two different returning officers, neither of whom has it."),
    refusal=N_("{actor} has it, or has signed already"),
    cure=N_("let another returning officer sign"),
    sources=("DE-14",),
)
REASONS = rule(
    "conflict.reasons",
    says=N_("A conflict of interest is withdrawn only for a stated reason, which is sealed."),
    refusal=N_("no reason was stated"),
    cure=N_("say why it was entered by mistake"),
    sources=("DE-14",),
)


def decide(
    intent: UnitIntent,
    act: Act,
    own: UnitConflicts,
    founding: Founding,
    *,
    persons: Collection[str],
    acted: Collection[str],
) -> list[Draft]:
    """``persons``: who was entered in the unit; ``acted``: who has taken part in its vetting, in office or not."""
    match intent:
        case DeclareConflict():
            return [declare(intent, act, own, founding, persons, acted)]
        case WithdrawConflict():
            return [withdraw(intent, act, own)]
        case _:
            raise AssertionError(intent)


def declare(
    intent: DeclareConflict,
    act: Act,
    own: UnitConflicts,
    founding: Founding,
    persons: Collection[str],
    acted: Collection[str],
) -> Draft:
    if act.actor != intent.officer and not founding.holds(act.actor, "returning_officer", set()):
        raise WHO.broken(actor=act.actor, officer=intent.officer)
    if intent.officer not in {*acted, *(officer for officer, _, _ in founding.officers)}:
        raise OFFICER.broken(officer=intent.officer, unit=intent.unit)
    if intent.person not in persons:
        raise PERSON_UNKNOWN.broken(unit=intent.unit, person=intent.person)
    stands = intent.bond == "self"
    event = ConflictDeclared(intent.unit, intent.officer, "" if stands else intent.person)
    if own.holds(intent.officer, event.person) or own.holds(intent.officer, ""):
        raise AGAIN.broken(officer=intent.officer, unit=intent.unit)
    sealed: dict[str, str] = {"kind": intent.bond}
    sealed |= {"person": intent.person} if stands else {}
    return Draft(event, sealed | ({"details": intent.details} if intent.details.strip() else {}))


def withdraw(intent: WithdrawConflict, act: Act, own: UnitConflicts) -> Draft:
    if not own.holds(intent.officer, intent.person):
        raise NONE.broken(officer=intent.officer, unit=intent.unit)
    if act.actor in {intent.officer, *own.declared[intent.officer, intent.person]}:
        raise TWO.broken(actor=act.actor)
    if not intent.reasons.strip():
        raise REASONS.broken()
    return Draft(ConflictWithdrawn(intent.unit, intent.officer, intent.person), {"reasons": intent.reasons})


def apply(state: Conflicts, event: UnitEvent, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitConflicts())
    match event:
        case ConflictDeclared():
            own.declared[event.officer, event.person] = set()
        case ConflictWithdrawn():
            own.declared[event.officer, event.person].add(entry.actor)
