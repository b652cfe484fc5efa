"""Count: papers become a tally that two scrutineers sign, and the rules make an outcome of it."""

from typing import ClassVar, Literal

from comitia.record.entry import Count, Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class Tallied(Event, frozen=True, tag="tally.entered"):
    """The tally sheet. ``tally`` has a row for each candidate, in the order of the paper: approve, against, abstain.

    ``invalid`` counts papers by the rule that voids them; ``valid`` the others, blank ones included where the charter
    allows these; ``blank`` the valid papers that approve of nobody. Sealed part: ``papers``, one line a paper in shuffled
    order, one character a candidate: ``+`` approve, ``-`` against, ``0`` abstain; absent where papers were counted by hand.
    """

    unit: Id
    valid: Count
    blank: Count
    invalid: dict[str, Count]
    tally: tuple[tuple[Count, Count, Count], ...]


class TallyConfirmed(Event, frozen=True, tag="tally.confirmed"):
    """Another scrutineer signs the same sheet."""

    unit: Id


class TallyRejected(Event, frozen=True, tag="tally.rejected"):
    """Another scrutineer does not agree; it is counted again."""

    unit: Id


class OutcomeDeclared(Event, frozen=True, tag="outcome.declared"):
    """What the rules make of the tally.

    ``needed`` is the least number of approvals that elects (0 under plurality). ``elected``: by votes, equals by id.
    ``tied`` compete for ``tied_places``. ``open`` places found nobody: a second vote follows, or they stay vacant.
    ``lot`` lists the tied in the order the seed drew them, where the charter lets the lot decide.
    """

    unit: Id
    needed: Count
    elected: tuple[Id, ...]
    tied: tuple[Id, ...] = ()
    tied_places: Count = 0
    open: Count = 0
    lot: tuple[Id, ...] = ()


class PlacesLeftVacant(Event, frozen=True, tag="places.vacant"):
    """The meeting consents, by more than half of those due, to leave the open places vacant."""

    unit: Id
    places: Count
    consenting: Count


# --- intents ---------------------------------------------------------------------------------------------------------


class EnterPapers(Intent, frozen=True, tag="papers.enter"):
    """The papers themselves, as read: one string a paper, one character a candidate (see ``Tallied``)."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    unit: Id
    papers: tuple[str, ...]


class EnterTally(Intent, frozen=True, tag="tally.enter"):
    """A tally made by hand."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    unit: Id
    valid: Count
    blank: Count
    invalid: dict[Literal["ballot.overvote", "ballot.undervote", "ballot.unreadable"], Count]
    approve: dict[Id, Count]
    against: dict[Id, Count] = {}


class ConfirmTally(Intent, frozen=True, tag="tally.confirm"):
    """``agree`` 0 rejects the sheet."""

    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    unit: Id
    agree: Literal[0, 1] = 1


class LeaveVacant(Intent, frozen=True, tag="places.leave"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    consenting: Count
