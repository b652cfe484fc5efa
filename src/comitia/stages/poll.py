"""Poll: a unit's meeting votes in secret; its electors and its ballot papers are accounted for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor
from typing import ClassVar, Literal

from comitia.charter.model import Quorum
from comitia.record.entry import Count, Draft, Id
from comitia.rules import rule
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.window import within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class PollOpened(UnitEvent, frozen=True, tag="poll.opened"):
    """One vote of one body. ``round`` counts from 1 in each unit; ``kind`` is ``first``, ``tie`` (a new vote among the
    tied) or ``second`` (a vote for places still open). A void vote is held again: the same kind, the next round.
    ``candidates`` is the order on the paper; ``due`` the electors due to attend."""

    round: Count
    kind: Literal["first", "tie", "second"]
    places: Count
    candidates: tuple[Id, ...]
    due: Count


class AttendanceRecorded(UnitEvent, frozen=True, tag="attendance.recorded"):
    """The electors present, enough for the quorum; counted again it replaces the earlier figure."""

    present: Count


class ScrutineersApproved(UnitEvent, frozen=True, tag="scrutineers.approved"):
    """The meeting approves the scrutineers of this vote; the voting begins."""

    scrutineers: tuple[Id, ...]


class PapersAccounted(UnitEvent, frozen=True, tag="papers.accounted"):
    """Ballot papers issued to those present, and taken from the box. A correction replaces the earlier figures, and
    the vote has to be declared valid anew."""

    issued: Count
    returned: Count


class PollDeclaredValid(UnitEvent, frozen=True, tag="poll.valid"):
    """No more papers came back than were issued: the counting may begin."""


class PollVoided(UnitEvent, frozen=True, tag="poll.void"):
    """More papers came back than were issued: nothing is counted, and the vote is held again."""


# --- intents ---------------------------------------------------------------------------------------------------------


class OpenPoll(UnitIntent, frozen=True, tag="poll.open"):
    """The office knows which vote is next: the first, a new one among the tied, or one for the places still open."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    due: Count


class RecordAttendance(UnitIntent, frozen=True, tag="attendance.record"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    present: Count


class ApproveScrutineers(UnitIntent, frozen=True, tag="scrutineers.approve"):
    """Officers whom the returning officer appointed as scrutineers of the unit, approved by the meeting."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    scrutineers: tuple[Id, ...]


class AccountPapers(UnitIntent, frozen=True, tag="papers.account"):
    roles: ClassVar[tuple[str, ...]] = ("scrutineer",)
    issued: Count
    returned: Count


class DeclareValidity(UnitIntent, frozen=True, tag="poll.declare"):
    """The chair declares the vote valid, or void where more papers came back than were issued."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class Vote:
    """One vote of one unit, as far as it has come."""

    opened: PollOpened
    present: int = 0
    scrutineers: tuple[str, ...] = ()
    issued: int = 0
    returned: int = 0
    accounted: bool = False
    valid: bool = False
    void: bool = False


@dataclass
class UnitPolls:
    votes: list[Vote] = field(default_factory=list)


@dataclass(frozen=True)
class Next:
    """The vote that comes next in a unit: what it decides on, and who stands, not yet in the order of the paper."""

    kind: Literal["first", "tie", "second"]
    places: int
    candidates: tuple[str, ...]


Polls = dict[str, UnitPolls]


# --- rules and decisions ---------------------------------------------------------------------------------------------

NO_VOTE = rule(
    "poll.none",
    says=N_(
        "A poll opens when there is something to vote on: after the shortlist and the notices, or after a vote that "
        "left places open."
    ),
    refusal=N_("{unit}: no vote is due"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
ORDER = rule(
    "poll.order",
    says=N_(
        "The acts of a vote keep their order: open, count those present, approve scrutineers, account for the papers, "
        "declare the vote valid, count, sign."
    ),
    refusal=N_("{unit}: {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-A-01", "CN-B-22d"),
)
DUE = rule(
    "poll.due",
    says=N_("The electors due to attend are counted before the vote, and there is at least one."),
    refusal=N_("{unit}: nobody is due to attend"),
    cure=N_("give the number of electors due to attend"),
)
PRESENT = rule(
    "poll.present",
    says=N_("No more electors are present than are due to attend."),
    refusal=N_("{unit}: {present} are present and {due} are due"),
    cure=N_("count again"),
)
QUORUM = rule(
    "poll.quorum",
    says=N_("A vote is held only where enough of the electors due to attend are present."),
    refusal=N_("{unit}: {present} of {due} electors are present, and it takes {needed}"),
    cure=N_("wait for {missing} more, or call the meeting again"),
    sources=("CN-L-24", "CN-B-18"),
)
SCRUTINEERS = rule(
    "poll.scrutineers",
    says=N_("A vote has as many scrutineers as the charter asks, different people, appointed for the unit."),
    refusal=N_("{unit}: scrutineers named who are appointed for the unit: {named}; it takes {needed}"),
    cure=N_("let the returning officer appoint scrutineers, then approve them"),
    sources=("CN-L-28", "CN-B-22"),
)
SCRUTINEER_STANDS = rule(
    "poll.scrutineer-stands",
    says=N_("No candidate is a scrutineer."),
    refusal=N_("{person} stands in this vote"),
    cure=N_("name somebody who does not stand"),
    sources=("CN-L-28", "CN-B-22"),
)
NOT_APPROVED = rule(
    "poll.scrutineer",
    says=N_("Papers are accounted for, counted and signed for by scrutineers whom the meeting has approved."),
    refusal=N_("{officer} is no approved scrutineer of this vote in {unit}"),
    cure=N_("let an approved scrutineer do it: {approved}"),
    sources=("CN-L-29",),
)
ISSUED = rule(
    "poll.issued",
    says=N_("No more papers are issued than electors are present."),
    refusal=N_("{unit}: {issued} papers were issued to {present} electors present"),
    cure=N_("count the papers again"),
    sources=("US-107",),
)
RETURNED = rule(
    "poll.returned",
    says=N_("A vote is valid where no more papers came back than were issued; otherwise it is void and is held again."),
    refusal=N_("{unit}: {returned} papers came back and {issued} were issued"),
    cure=N_("declare the vote void and hold it again"),
    sources=("CN-B-27a",),
)


def decide(
    intent: UnitIntent,
    act: Act,
    state: Polls,
    founding: Founding,
    *,
    counting: bool,
    due_next: Callable[[], Next | None],
    order: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> list[Draft]:
    """``counting``: the papers of the last vote are counted, or being counted; ``due_next`` tells the vote that comes
    next; ``order`` puts candidates into the order of the paper."""
    unit = intent.unit
    within(founding, "poll", unit, act)
    own = state.get(unit, UnitPolls())
    if isinstance(intent, OpenPoll):
        upcoming = due_next()
        if upcoming is None:
            raise NO_VOTE.broken(unit=unit)
        if not intent.due:
            raise DUE.broken(unit=unit)
        candidates = order(upcoming.candidates)
        return [Draft(PollOpened(unit, len(own.votes) + 1, upcoming.kind, upcoming.places, candidates, intent.due))]
    vote = running(own, unit, counting)
    match intent:
        case RecordAttendance():
            return [Draft(record_attendance(intent, vote, founding.charter.poll.quorum))]
        case ApproveScrutineers():
            return [Draft(approve_scrutineers(intent, vote, founding))]
        case AccountPapers():
            return [Draft(account_papers(intent, act, vote))]
        case DeclareValidity():
            if not vote.accounted:
                raise ORDER.broken(unit=unit, reason=Sentence(N_("the papers have not been accounted for")))
            if vote.valid:
                raise ORDER.broken(unit=unit, reason=Sentence(N_("the vote was declared valid already")))
            return [Draft(PollVoided(unit) if vote.returned > vote.issued else PollDeclaredValid(unit))]
        case _:
            raise AssertionError(intent)


def running(own: UnitPolls, unit: str, counting: bool) -> Vote:
    """The vote under way. Refuses where none is, where it was declared void, or where the counting has begun."""
    if not own.votes or own.votes[-1].void:
        raise ORDER.broken(unit=unit, reason=Sentence(N_("no poll is open")))
    if counting:
        raise ORDER.broken(unit=unit, reason=Sentence(N_("the papers of this vote are entered already")))
    return own.votes[-1]


def needed_present(quorum: Quorum, due: int) -> int:
    """The least number of electors present that makes a quorum; nobody is none."""
    if quorum.more_than is not None:
        return floor(quorum.more_than * due) + 1
    return max(1, ceil((quorum.at_least or 0) * due))


def record_attendance(intent: RecordAttendance, vote: Vote, quorum: Quorum) -> AttendanceRecorded:
    due, needed = vote.opened.due, needed_present(quorum, vote.opened.due)
    if vote.scrutineers:
        raise ORDER.broken(unit=intent.unit, reason=Sentence(N_("the scrutineers are approved, the vote has begun")))
    if intent.present > due:
        raise PRESENT.broken(unit=intent.unit, present=intent.present, due=due)
    if intent.present < needed:
        raise QUORUM.broken(
            unit=intent.unit, present=intent.present, due=due, needed=needed, missing=needed - intent.present
        )
    return AttendanceRecorded(intent.unit, intent.present)


def approve_scrutineers(intent: ApproveScrutineers, vote: Vote, founding: Founding) -> ScrutineersApproved:
    if not vote.present:
        raise ORDER.broken(unit=intent.unit, reason=Sentence(N_("those present have not been counted")))
    if vote.accounted:
        raise ORDER.broken(unit=intent.unit, reason=Sentence(N_("the papers have been accounted for")))
    for person in intent.scrutineers:
        if person in vote.opened.candidates:
            raise SCRUTINEER_STANDS.broken(person=person)
    appointed = sorted({name for name in intent.scrutineers if founding.holds(name, "scrutineer", {intent.unit})})
    needed = founding.charter.poll.scrutineers
    if len(appointed) < needed or len(appointed) < len(intent.scrutineers):
        raise SCRUTINEERS.broken(unit=intent.unit, named=len(appointed), needed=max(needed, len(intent.scrutineers)))
    return ScrutineersApproved(intent.unit, tuple(appointed))


def approved(officer: str, vote: Vote, unit: str) -> None:
    """Refuse somebody whom the meeting has not approved as a scrutineer of this vote."""
    if officer not in vote.scrutineers:
        raise NOT_APPROVED.broken(officer=officer, unit=unit, approved=", ".join(vote.scrutineers) or "-")


def account_papers(intent: AccountPapers, act: Act, vote: Vote) -> PapersAccounted:
    if not vote.scrutineers:
        raise ORDER.broken(unit=intent.unit, reason=Sentence(N_("the scrutineers have not been approved")))
    approved(act.actor, vote, intent.unit)
    if intent.issued > vote.present:
        raise ISSUED.broken(unit=intent.unit, issued=intent.issued, present=vote.present)
    return PapersAccounted(intent.unit, intent.issued, intent.returned)


def apply(state: Polls, event: UnitEvent) -> None:
    own = state.setdefault(event.unit, UnitPolls())
    if isinstance(event, PollOpened):
        own.votes.append(Vote(event))
        return
    vote = own.votes[-1]
    match event:
        case AttendanceRecorded():
            vote.present = event.present
        case ScrutineersApproved():
            vote.scrutineers = event.scrutineers
        case PapersAccounted():
            vote.issued, vote.returned, vote.accounted = event.issued, event.returned, True
            vote.valid = False
        case PollDeclaredValid():
            vote.valid = True
        case PollVoided():
            vote.void = True
