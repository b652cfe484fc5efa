"""Decisions of the stage count: papers or figures are entered by one scrutineer, and signed by another."""

from math import ceil

from comitia.charter.model import Charter
from comitia.methods.approval import ABSTAIN, AGAINST, APPROVE, tally
from comitia.record.entry import Draft
from comitia.rules import rule
from comitia.stages.count import (
    ConfirmTally,
    Counts,
    EnterPapers,
    EnterTally,
    LeaveVacant,
    Tallied,
    TallyConfirmed,
    TallyRejected,
    UnitCount,
)
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.outcome import Groups, declare, leave_vacant
from comitia.stages.poll import RETURNED, Vote, approved
from comitia.stages.quotas import Delegation
from comitia.texts import N_, Sentence

UNREADABLE = "?"
SIGNS = {APPROVE, AGAINST, ABSTAIN, UNREADABLE}

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
SIGN = rule(
    "count.sign",
    says=N_("A paper is entered as one sign for each candidate, so that a line of the sealed papers is one paper."),
    refusal=N_("{unit}: paper {number} is entered as {paper}"),
    cure=N_("enter + for approval, - for disapproval, 0 for abstention, and ? for what cannot be read"),
    sources=("CN-B-27c",),
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
BLANK = rule(
    "count.blank",
    says=N_("Blank papers are valid, but where the charter asks for a number of approvals: there they are void."),
    refusal=N_(
        "{unit}: {blank} of {valid} valid papers are given as blank and {void} papers as void for too few approvals, "
        "and a paper needs {least} approvals"
    ),
    cure=N_("count blank papers as valid, or as void where they approve of too few names"),
    sources=("CN-B-27b", "DE-CDU-43"),
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


def decide(
    intent: UnitIntent, act: Act, state: Counts, vote: Vote, founding: Founding, groups: Groups, delegation: Delegation
) -> list[Draft]:
    """``vote``: the unit's last; ``groups``: those of everybody who was vetted there."""
    own = state.get(intent.unit, UnitCount())
    match intent:
        case EnterPapers():
            return [enter_papers(intent, act, own, vote, founding.charter)]
        case EnterTally():
            return [Draft(enter_tally(intent, act, own, vote, founding.charter))]
        case ConfirmTally():
            return confirm(intent, act, own, vote, founding, groups, delegation)
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
    for number, paper in enumerate(intent.papers, 1):
        if not paper or not SIGNS.issuperset(paper):
            raise SIGN.broken(unit=intent.unit, number=number, paper=f"{paper!a:.40}")
    papers = sorted(intent.papers)
    sheet = tally(papers, len(vote.opened.candidates), vote.opened.places, charter.counting.least_marks)
    event = Tallied(intent.unit, sheet.valid, sheet.blank, dict(sheet.invalid), sheet.rows)
    return Draft(event, {"papers": "\n".join(papers)} if papers else {})


def enter_tally(intent: EnterTally, act: Act, own: UnitCount, vote: Vote, charter: Charter) -> Tallied:
    may_count(intent.unit, act, own, vote)
    unit, paper = intent.unit, vote.opened.candidates
    counted = intent.valid + sum(intent.invalid.values())
    if counted != vote.returned:
        raise PAPERS.broken(unit=unit, counted=counted, returned=vote.returned)
    strangers = sorted(intent.approve.keys() ^ set(paper) | intent.against.keys() - set(paper))
    if strangers:
        raise STRANGER.broken(unit=unit, person=strangers[0])
    least = ceil(charter.counting.least_marks * vote.opened.places)
    marked = intent.valid - intent.blank
    void = intent.invalid.get("ballot.undervote", 0)
    if marked < 0 or (intent.blank if least else void):
        raise BLANK.broken(unit=unit, blank=intent.blank, valid=intent.valid, void=void, least=least)
    for person in paper:
        marks = intent.approve[person] + intent.against.get(person, 0)
        if intent.approve[person] > marked or marks > intent.valid:
            raise MARKS.broken(unit=unit, who=person, marks=marks, papers=intent.valid)
    if not marked * max(1, least) <= sum(intent.approve.values()) <= marked * vote.opened.places:
        who = Sentence(N_("everybody together"))
        raise MARKS.broken(unit=unit, who=who, marks=sum(intent.approve.values()), papers=marked)
    rows = tuple(
        (intent.approve[person], against, intent.valid - intent.approve[person] - against)
        for person in paper
        for against in [intent.against.get(person, 0)]
    )
    return Tallied(
        unit, intent.valid, intent.blank, {rule: count for rule, count in intent.invalid.items() if count}, rows
    )


def confirm(
    intent: ConfirmTally,
    act: Act,
    own: UnitCount,
    vote: Vote,
    founding: Founding,
    groups: Groups,
    delegation: Delegation,
) -> list[Draft]:
    if own.sheet is None:
        raise NO_SHEET.broken(unit=intent.unit)
    approved(act.actor, vote, intent.unit)
    if act.actor == own.entered_by:
        raise SECOND_SIGNATURE.broken(officer=act.actor)
    if not intent.agree:
        return [Draft(TallyRejected(intent.unit))]
    outcome = declare(own.sheet, own, vote, founding, groups, delegation)
    return [Draft(TallyConfirmed(intent.unit)), Draft(outcome)]
