"""Vet: those nominated are examined, unit by unit, until everybody has passed or failed.

What is said about each is in modules of its own (``opinions``, ``consultations``, ``tip_offs``, ``veto``, ``appeal``),
and what of it counts in ``dossier``.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import ClassVar

from comitia.charter.model import Charter
from comitia.record.entry import Draft, Entry, Id
from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.dossier import UnitVetting, Vetting, outcome, stated, undecided, under_way
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.margin import require_margin
from comitia.stages.window import not_before, within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class VettingOpened(UnitEvent, frozen=True, tag="vetting.opened"):
    """Who is vetted: the unit's list of the last round and those placed, less those withdrawn; with their groups."""

    nominees: tuple[tuple[Id, tuple[Id, ...]], ...]


class VettingClosed(UnitEvent, frozen=True, tag="vetting.closed"):
    """Everybody is decided: ``passed`` every check that applies, or ``failed`` (a veto stands, or left the lists)."""

    passed: tuple[Id, ...]
    failed: tuple[Id, ...]


class VettingReopened(UnitEvent, frozen=True, tag="vetting.reopened"):
    """Something has to be looked at again: an answer has expired, or its officer turns out to be kin. Sealed part:
    ``reasons``."""


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenVetting(UnitIntent, frozen=True, tag="vetting.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)


class CloseVetting(UnitIntent, frozen=True, tag="vetting.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)


class ReopenVetting(UnitIntent, frozen=True, tag="vetting.reopen"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    reasons: str


# --- rules and decisions ---------------------------------------------------------------------------------------------

ROUNDS_FIRST = rule(
    "vet.rounds-first",
    says=N_("Vetting opens after the last nomination round is closed, and once."),
    refusal=N_("{unit}: vetting cannot open: {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
UNDECIDED = rule(
    "vet.undecided",
    says=N_(
        "Vetting closes when everybody is decided: every check that applies is clear and every group was consulted, or "
        "a veto stands."
    ),
    refusal=N_("{unit}: nominees undecided: {count}, among them {person}: {reason}"),
    cure=N_("look at what comes next with `comitia status`, and let the bodies give what is missing"),
    sources=("CN-P-06", "CN-P-09"),
)
REOPEN = rule(
    "vet.reopen",
    says=N_("Vetting that is closed can be reopened until the poll opens."),
    refusal=N_("{unit}: vetting is not closed, or the poll has opened"),
    cure=N_("let the credentials committee decide, if the person is elected"),
)
LAPSED = rule(
    "vet.lapsed",
    says=N_("What vetting has found still counts when the shortlist is made, and when the first vote opens."),
    refusal=N_("{unit}: nominees whose vetting no longer counts: {count}, among them {person}: {reason}"),
    cure=N_("let a returning officer reopen it: `comitia vetting reopen {unit} --reasons REASONS`"),
    sources=("CN-P-06", "CN-P-08"),
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
    gone: frozenset[str],
    polled: bool,
    conflicts: UnitConflicts,
) -> list[Draft]:
    """``ready``: the rounds and the notices before vetting are closed; ``listed``: who stands after them, with their
    groups; ``placed``: how many of them a higher body placed; ``gone``: who has left the lists since; ``polled``: the
    poll has opened. All of the unit."""
    match intent:
        case OpenVetting():
            within(founding, "vet", intent.unit, act)
            return [Draft(open_vetting(intent.unit, state, founding, ready, listed, placed, seats))]
        case CloseVetting():
            not_before(founding, "vet", intent.unit, act)
            own = under_way(state, intent.unit)
            return [Draft(close_vetting(intent.unit, own, founding.charter, gone, conflicts, act.today))]
        case ReopenVetting():
            if intent.unit not in state or not state[intent.unit].closed or polled:
                raise REOPEN.broken(unit=intent.unit)
            stated(intent.reasons)
            return [Draft(VettingReopened(intent.unit), {"reasons": intent.reasons})]
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


def close_vetting(
    unit: str, own: UnitVetting, charter: Charter, gone: frozenset[str], conflicts: UnitConflicts, day: date
) -> VettingClosed:
    people = [person for person in own.nominees if person not in gone]
    waiting = undecided(people, own, charter, conflicts, day)
    if waiting:
        person, lack = next(iter(waiting.items()))
        raise UNDECIDED.broken(unit=unit, count=len(waiting), person=person, reason=lack.why)
    failed = {person for person, case in own.vetoes.items() if outcome(case, person, conflicts, day) == "stands"} | gone
    passed = tuple(person for person in own.nominees if person not in failed)
    return VettingClosed(unit, passed, tuple(person for person in own.nominees if person in failed))


def still_counts(
    unit: str, people: Collection[str], own: UnitVetting, charter: Charter, conflicts: UnitConflicts, day: date
) -> None:
    """Refuse the next step where the vetting of one of these people no longer counts on that day."""
    waiting = undecided(people, own, charter, conflicts, day)
    if waiting:
        person, lack = next(iter(waiting.items()))
        raise LAPSED.broken(unit=unit, count=len(waiting), person=person, reason=lack.why)


def apply(state: Vetting, event: UnitEvent, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitVetting())
    match event:
        case VettingOpened():
            own.nominees = dict(event.nominees)
        case VettingClosed():
            own.passed, own.failed, own.closed = event.passed, event.failed, True
        case VettingReopened():
            own.closed, own.reopened = False, True
