"""Count: papers become a tally that two scrutineers sign, and the rules make an outcome of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comitia.charter.model import Charter
from comitia.methods.approval import Reserve, Tally, elect, needed, tally
from comitia.methods.lots import draw
from comitia.record.entry import Count, Draft, Entry, Event, Id
from comitia.rules import rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Intent
from comitia.stages.poll import ORDER, RETURNED, Next, Polls, Vote, approved
from comitia.stages.quotas import limits
from comitia.stages.second_vote import candidates_of_second_vote
from comitia.stages.window import within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class Tallied(Event, frozen=True, tag="tally.entered"):
    """The tally sheet. ``tally`` has a row for each candidate, in the order of the paper: approve, against, abstain.

    ``invalid`` counts papers by the rule that voids them; ``valid`` the others, blank ones included where the charter
    allows these; ``blank`` the valid papers that approve of nobody. Sealed part: ``papers``, one line a paper, sorted,
    one character a candidate: ``+`` approve, ``-`` against, ``0`` abstain; absent if papers were counted by hand.
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


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitCount:
    """One unit's count: the sheet waiting for its second signature, who is elected, and what is still to be settled."""

    sheet: Tallied | None = None
    entered_by: str = ""
    counted: int = 0  # the round of the last vote that was counted and signed
    elected: list[str] = field(default_factory=list)
    tied: tuple[str, ...] = ()
    tied_places: int = 0
    open: int = 0
    approvals: dict[str, int] = field(default_factory=dict)  # of the last vote that was not among the tied
    vacant: int = 0
    done: bool = False


Counts = dict[str, UnitCount]


# --- rules and decisions ---------------------------------------------------------------------------------------------

VALIDITY = rule(
    "count.validity",
    says=N_("Nothing is counted before the vote is declared valid."),
    refusal=N_("{unit}: the vote has not been declared valid"),
    cure=N_("let the chair declare it: `comitia poll declare {unit}`"),
    sources=("CN-B-22d", "CN-A-01"),
)
COUNTED = rule(
    "count.once",
    says=N_("A vote has one tally sheet; a new one is entered only when the second scrutineer rejects it."),
    refusal=N_("{unit}: the tally was entered already, and {state}"),
    cure=N_("look at what comes next with `comitia status`"),
)
PAPERS = rule(
    "count.papers",
    says=N_("Every paper that came back is accounted for: valid or invalid, none missing, none added."),
    refusal=N_("{unit}: {counted} papers were counted and {returned} came back"),
    cure=N_("count again until the figures agree"),
    sources=("US-107",),
)
MARKS = rule(
    "count.marks",
    says=N_("A tally cannot hold more marks than its papers allow."),
    refusal=N_("{unit}: {who} has {marks} marks on {papers} papers"),
    cure=N_("count again"),
)
STRANGER = rule(
    "count.candidates",
    says=N_("A tally names the candidates of the paper, every one of them and nobody else."),
    refusal=N_("{unit}: {person} is missing from the tally, or is not on the paper"),
    cure=N_("enter one figure for each name on the paper"),
)
SECOND_SIGNATURE = rule(
    "count.second-signature",
    says=N_("Another approved scrutineer signs the tally than the one who entered it."),
    refusal=N_("{officer} has entered this tally"),
    cure=N_("let another scrutineer compare and sign it"),
    sources=("CN-L-29", "CN-B-22d"),
)
NO_SHEET = rule(
    "count.no-sheet",
    says=N_("A tally is signed after it is entered."),
    refusal=N_("{unit}: no tally is waiting for a signature"),
    cure=N_("enter the papers or the tally first"),
)
LOT_SEED = rule(
    "count.seed",
    says=N_("Where the charter lets the lot decide a tie, it is drawn from the recorded public seed."),
    refusal=N_("{unit}: {tied} are tied, and there is no public seed to draw the lot from"),
    cure=N_("record one with `comitia seed`, then sign the tally again"),
)
NOTHING_OPEN = rule(
    "count.open-places",
    says=N_("Only places that a vote left open can be left vacant."),
    refusal=N_("{unit}: no place is open"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-B-29b",),
)
CONSENT = rule(
    "count.consent",
    says=N_("Open places stay vacant only with the consent of more than half of the electors due to attend."),
    refusal=N_("{unit}: {consenting} of {due} electors consent, and it takes {needed}"),
    cure=N_("hold a second vote for the open places"),
    sources=("CN-B-29b",),
)


def decide(
    intent: Intent,
    act: Act,
    state: Counts,
    polls: Polls,
    founding: Founding,
    groups: dict[str, tuple[str, ...]],
    seats: int,
) -> list[Draft]:
    """``groups``: those of the unit's candidates; ``seats``: the unit's."""
    unit: str = intent.unit  # type: ignore[attr-defined]
    within(founding, "poll", unit, act)
    own = state.get(unit, UnitCount())
    if unit not in polls:
        raise ORDER.broken(unit=unit, reason=Sentence(N_("no poll is open")))
    vote = polls[unit].votes[-1]
    match intent:
        case EnterPapers():
            return [enter_papers(intent, act, own, vote, founding.charter)]
        case EnterTally():
            return [Draft(enter_tally(intent, act, own, vote))]
        case ConfirmTally():
            return confirm(intent, act, own, vote, founding, groups, seats)
        case LeaveVacant():
            return [Draft(leave_vacant(intent, own, vote))]
        case _:
            raise AssertionError(intent)


def may_count(unit: str, act: Act, own: UnitCount, vote: Vote) -> None:
    if vote.void:
        raise RETURNED.broken(unit=unit, returned=vote.returned, issued=vote.issued)
    if not vote.valid:
        raise VALIDITY.broken(unit=unit)
    approved(act.actor, vote, unit)
    if own.sheet:
        raise COUNTED.broken(unit=unit, state=Sentence(N_("waits for the second signature")))
    if own.counted == vote.opened.round:
        raise COUNTED.broken(unit=unit, state=Sentence(N_("is signed")))


def enter_papers(intent: EnterPapers, act: Act, own: UnitCount, vote: Vote, charter: Charter) -> Draft:
    """The papers are sealed in the order of their marks, so that nothing tells who cast which."""
    may_count(intent.unit, act, own, vote)
    if len(intent.papers) != vote.returned:
        raise PAPERS.broken(unit=intent.unit, counted=len(intent.papers), returned=vote.returned)
    papers = sorted(intent.papers)
    sheet: Tally = tally(papers, len(vote.opened.candidates), vote.opened.places, charter.counting.least_marks)
    event = Tallied(intent.unit, sheet.valid, sheet.blank, dict(sheet.invalid), sheet.rows)
    return Draft(event, {"papers": "\n".join(papers)})


def enter_tally(intent: EnterTally, act: Act, own: UnitCount, vote: Vote) -> Tallied:
    may_count(intent.unit, act, own, vote)
    unit, paper = intent.unit, vote.opened.candidates
    counted = intent.valid + sum(intent.invalid.values())
    if counted != vote.returned:
        raise PAPERS.broken(unit=unit, counted=counted, returned=vote.returned)
    strangers = sorted(intent.approve.keys() ^ set(paper) | intent.against.keys() - set(paper))
    if strangers:
        raise STRANGER.broken(unit=unit, person=strangers[0])
    marked = intent.valid - intent.blank
    for person in paper:
        marks = intent.approve[person] + intent.against.get(person, 0)
        if intent.approve[person] > marked or marks > intent.valid:
            raise MARKS.broken(unit=unit, who=person, marks=marks, papers=intent.valid)
    if not marked <= sum(intent.approve.values()) <= marked * vote.opened.places:
        who = Sentence(N_("everybody together"))
        raise MARKS.broken(unit=unit, who=who, marks=sum(intent.approve.values()), papers=marked)
    rows = tuple(
        (intent.approve[person], against, intent.valid - intent.approve[person] - against)
        for person in paper
        for against in [intent.against.get(person, 0)]
    )
    return Tallied(unit, intent.valid, intent.blank, dict(intent.invalid), rows)


def confirm(
    intent: ConfirmTally,
    act: Act,
    own: UnitCount,
    vote: Vote,
    founding: Founding,
    groups: dict[str, tuple[str, ...]],
    seats: int,
) -> list[Draft]:
    if own.sheet is None:
        raise NO_SHEET.broken(unit=intent.unit)
    approved(act.actor, vote, intent.unit)
    if act.actor == own.entered_by:
        raise SECOND_SIGNATURE.broken(officer=act.actor)
    if not intent.agree:
        return [Draft(TallyRejected(intent.unit))]
    outcome = declare(own.sheet, own, vote, founding, groups, seats)
    return [Draft(TallyConfirmed(intent.unit)), Draft(outcome)]


def declare(
    sheet: Tallied, own: UnitCount, vote: Vote, founding: Founding, groups: dict[str, tuple[str, ...]], seats: int
) -> OutcomeDeclared:
    """What the charter's rules make of a signed tally."""
    counting, unit = founding.charter.counting, sheet.unit
    approvals = {person: row[0] for person, row in zip(vote.opened.candidates, sheet.tally, strict=True)}
    plurality = vote.opened.kind == "tie" or (vote.opened.kind == "second" and counting.second_vote == "plurality")
    threshold = 0
    if counting.more_than is not None and not plurality:
        base = {"due": vote.opened.due, "present": vote.present, "valid": sheet.valid}[counting.base]
        threshold = needed(counting.more_than, base)
    reserves = [] if vote.opened.kind == "tie" else reserved(founding.charter, unit, seats, groups, own.elected)
    result = elect(approvals, vote.opened.places, threshold, reserves)
    if not result.tied or counting.tie == "new-vote":
        return OutcomeDeclared(unit, threshold, result.elected, result.tied, result.tied_places, result.open)
    if not founding.seed:
        raise LOT_SEED.broken(unit=unit, tied=", ".join(result.tied))
    lot = draw(founding.seed, f"poll/{unit}/{vote.opened.round}", result.tied)
    elected = (*result.elected, *lot[: result.tied_places])
    return OutcomeDeclared(unit, threshold, elected, open=result.open, lot=lot)


def reserved(
    charter: Charter, unit: str, seats: int, groups: dict[str, tuple[str, ...]], elected: Sequence[str]
) -> list[Reserve]:
    """The places that quotas keep for a group among the unit's seats, less those that the group has already."""
    return [
        Reserve(
            frozenset(person for person, belongs in groups.items() if limit.group in belongs),
            max(0, limit.least - sum(limit.group in groups[person] for person in elected)),
        )
        for limit in limits(charter, charter.unit(unit), "elected", seats)
    ]


def leave_vacant(intent: LeaveVacant, own: UnitCount, vote: Vote) -> PlacesLeftVacant:
    if not own.open or own.tied or own.counted < vote.opened.round:
        raise NOTHING_OPEN.broken(unit=intent.unit)
    due = vote.opened.due
    if 2 * intent.consenting <= due or intent.consenting > due:
        raise CONSENT.broken(unit=intent.unit, consenting=intent.consenting, due=due, needed=due // 2 + 1)
    return PlacesLeftVacant(intent.unit, own.open, intent.consenting)


def next_vote(
    own: UnitCount, votes: Sequence[Vote], charter: Charter, unit: str, seats: int, groups: dict[str, tuple[str, ...]]
) -> Next | None:
    """The vote that is due after those held: a void one again, one among the tied, or one for the open places."""
    last = votes[-1]
    if last.void:
        return Next(last.opened.kind, last.opened.places, last.opened.candidates)
    if own.done or own.counted < last.opened.round:
        return None
    if own.tied:
        return Next("tie", own.tied_places, own.tied)
    rest = {person: approvals for person, approvals in own.approvals.items() if person not in own.elected}
    reserves = reserved(charter, unit, seats, groups, own.elected)
    candidates = candidates_of_second_vote(rest, own.open, charter.counting.second_candidates, reserves)
    return Next("second", own.open, candidates) if candidates else None


def apply(state: Counts, event: Event, entry: Entry, polls: Polls, charter: Charter) -> None:
    own = state.setdefault(event.unit, UnitCount())  # type: ignore[attr-defined]
    match event:
        case Tallied():
            own.sheet, own.entered_by = event, entry.actor
        case TallyRejected():
            own.sheet = None
        case OutcomeDeclared():
            assert own.sheet is not None
            settle(own, event, own.sheet, polls[event.unit].votes[-1], charter.counting.last_round)
        case PlacesLeftVacant():
            own.vacant, own.open, own.done = event.places, 0, True


def settle(own: UnitCount, outcome: OutcomeDeclared, sheet: Tallied, vote: Vote, last_round: int) -> None:
    own.sheet, own.counted = None, vote.opened.round
    own.elected.extend(outcome.elected)
    own.tied, own.tied_places = outcome.tied, outcome.tied_places
    if vote.opened.kind == "tie":
        own.open += outcome.open
    else:
        own.open = outcome.open
        own.approvals = {person: row[0] for person, row in zip(vote.opened.candidates, sheet.tally, strict=True)}
    nobody_left = own.approvals.keys() <= set(own.elected)
    if not own.tied and (not own.open or nobody_left or vote.opened.round >= last_round):
        own.vacant, own.open, own.done = own.open, 0, True
