"""Count: papers become a tally that two scrutineers sign, and the rules make an outcome of it.

What is decided about the tally is in ``tally.py``, what the rules make of it in ``outcome.py``.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comitia.record.entry import Count, Entry, Id
from comitia.stages.event import UnitEvent
from comitia.stages.intent import UnitIntent
from comitia.stages.poll import Polls, Vote

# --- entries ---------------------------------------------------------------------------------------------------------


class Tallied(UnitEvent, frozen=True, tag="tally.entered"):
    """The tally sheet. ``tally`` has a row for each candidate, in the order of the paper: approve, against, abstain.

    ``invalid`` counts papers by the rule that voids them; ``valid`` the others, blank ones included where the charter
    allows these; ``blank`` the valid papers that approve of nobody. Sealed part: ``papers``, one line a paper, sorted,
    one character a candidate: ``+`` approve, ``-`` against, ``0`` abstain; absent if papers were counted by hand.
    """

    valid: Count
    blank: Count
    invalid: dict[str, Count]
    tally: tuple[tuple[Count, Count, Count], ...]


class TallyConfirmed(UnitEvent, frozen=True, tag="tally.confirmed"):
    """Another scrutineer signs the same sheet."""


class TallyRejected(UnitEvent, frozen=True, tag="tally.rejected"):
    """Another scrutineer does not agree; it is counted again."""


class OutcomeDeclared(UnitEvent, frozen=True, tag="outcome.declared"):
    """What the rules make of the tally.

    ``needed`` is the least number of approvals that elects (0 under plurality). ``elected``: by votes, equals by id.
    ``tied`` compete for ``tied_places``. ``open`` places found nobody: a second vote follows, or they stay vacant.
    ``lot`` lists the tied in the order the seed drew them, where the charter lets the lot decide.
    """

    needed: Count
    elected: tuple[Id, ...]
    tied: tuple[Id, ...] = ()
    tied_places: Count = 0
    open: Count = 0
    lot: tuple[Id, ...] = ()


class PlacesLeftVacant(UnitEvent, frozen=True, tag="places.vacant"):
    """The meeting consents, by more than half of those due, to leave the open places vacant."""

    places: Count
    consenting: Count


# --- intents ---------------------------------------------------------------------------------------------------------


class EnterPapers(UnitIntent, frozen=True, tag="papers.enter"):
    """The papers themselves, as read: one string a paper, one character a candidate (see ``Tallied``)."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    papers: tuple[str, ...]


class EnterTally(UnitIntent, frozen=True, tag="tally.enter"):
    """A tally made by hand."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    valid: Count
    blank: Count
    invalid: dict[Literal["ballot.overvote", "ballot.undervote", "ballot.unreadable"], Count]
    approve: dict[Id, Count]
    against: dict[Id, Count] = {}


class ConfirmTally(UnitIntent, frozen=True, tag="tally.confirm"):
    """``agree`` 0 rejects the sheet."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    agree: Literal[0, 1] = 1


class LeaveVacant(UnitIntent, frozen=True, tag="places.leave"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    consenting: Count


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitCount:
    """One unit's count: the sheet waiting for its second signature, who is elected, and what is still to be settled.

    ``vote`` is the last one for places, ``approvals`` those in it, and ``needed`` what elected there; ``run_offs`` are
    the approvals in the votes among the tied since then. ``counted`` is the round of the last vote counted and signed.
    """

    sheet: Tallied | None = None
    entered_by: str = ""
    counted: int = 0
    elected: list[str] = field(default_factory=list)
    tied: tuple[str, ...] = ()
    tied_places: int = 0
    open: int = 0
    vote: Vote | None = None
    approvals: dict[str, int] = field(default_factory=dict)
    needed: int = 0
    run_offs: list[dict[str, int]] = field(default_factory=list)
    vacant: int = 0
    done: bool = False


Counts = dict[str, UnitCount]


def approvals_of(sheet: Tallied, vote: Vote) -> dict[str, int]:
    """The approvals of every candidate on the paper."""
    return {person: row[0] for person, row in zip(vote.opened.candidates, sheet.tally, strict=True)}


# --- replay ----------------------------------------------------------------------------------------------------------


def apply(state: Counts, event: UnitEvent, entry: Entry, polls: Polls, last_round: int) -> None:
    own = state.setdefault(event.unit, UnitCount())
    match event:
        case Tallied():
            own.sheet, own.entered_by = event, entry.actor
        case TallyRejected():
            own.sheet = None
        case OutcomeDeclared():
            assert own.sheet is not None
            settle(own, event, own.sheet, polls[event.unit].votes[-1], last_round)
        case PlacesLeftVacant():
            own.vacant, own.open, own.done = event.places, 0, True


def settle(own: UnitCount, outcome: OutcomeDeclared, sheet: Tallied, vote: Vote, last_round: int) -> None:
    """Who is elected, and whether anything is left to vote on: a tie always is, open places until the last round."""
    own.sheet, own.counted = None, vote.opened.round
    own.elected.extend(outcome.elected)
    own.tied, own.tied_places = outcome.tied, outcome.tied_places
    if vote.opened.kind == "tie":
        own.run_offs.append(approvals_of(sheet, vote))
        own.open += outcome.open
    else:
        own.vote, own.approvals, own.needed, own.run_offs = vote, approvals_of(sheet, vote), outcome.needed, []
        own.open = outcome.open
    nobody_left = own.approvals.keys() <= set(own.elected)
    if not own.tied and (not own.open or nobody_left or vote.opened.round >= last_round):
        own.vacant, own.open, own.done = own.open, 0, True
