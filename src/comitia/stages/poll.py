"""Poll: a unit's meeting votes in secret; its electors and its ballot papers are accounted for."""

from typing import ClassVar, Literal

from comitia.record.entry import Count, Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class PollOpened(Event, frozen=True, tag="poll.opened"):
    """One vote of one body. ``round`` counts from 1 in each unit; ``kind`` is ``first``, ``tie`` (a new vote among the
    tied), ``second`` (a vote for places still open) or ``again`` (after a void poll). ``candidates`` is the order on
    the paper; ``due`` the electors due to attend."""

    unit: Id
    round: Count
    kind: Literal["first", "tie", "second", "again"]
    places: Count
    candidates: tuple[Id, ...]
    due: Count


class AttendanceRecorded(Event, frozen=True, tag="attendance.recorded"):
    unit: Id
    present: Count


class ScrutineersApproved(Event, frozen=True, tag="scrutineers.approved"):
    unit: Id
    scrutineers: tuple[Id, ...]


class PapersAccounted(Event, frozen=True, tag="papers.accounted"):
    """Ballot papers issued to those present, and taken from the box."""

    unit: Id
    issued: Count
    returned: Count


class PollDeclaredValid(Event, frozen=True, tag="poll.valid"):
    unit: Id


class PollVoided(Event, frozen=True, tag="poll.void"):
    """More papers came back than were issued: nothing is counted, and the vote is held again."""

    unit: Id


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenPoll(Intent, frozen=True, tag="poll.open"):
    """The office knows which vote is next: the first, a new one among the tied, or one for the places still open."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    due: Count


class RecordAttendance(Intent, frozen=True, tag="attendance.record"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    present: Count


class ApproveScrutineers(Intent, frozen=True, tag="scrutineers.approve"):
    """Officers whom the returning officer appointed as scrutineers of the unit, approved by the meeting."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    scrutineers: tuple[Id, ...]


class AccountPapers(Intent, frozen=True, tag="papers.account"):
    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    unit: Id
    issued: Count
    returned: Count


class DeclareValidity(Intent, frozen=True, tag="poll.declare"):
    """The chair declares the vote valid, or void where more papers came back than were issued."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
