"""The chapters of the poll: every unit votes, papers are counted, ties and shortages are voted on again."""

from collections.abc import Iterator

from comitia.charter.model import Unit
from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.electors import Turn, papers
from comitia.rehearsal.setting import Setting
from comitia.stages.count import ConfirmTally, EnterPapers
from comitia.stages.poll import (
    AccountPapers,
    ApproveScrutineers,
    DeclareValidity,
    OpenPoll,
    RecordAttendance,
    UnitPolls,
)
from comitia.texts import N_, Parameter, Sentence

COLUMNS = (
    N_("unit"),
    N_("seats"),
    N_("candidates"),
    N_("due"),
    N_("present"),
    N_("valid"),
    N_("votes"),
    N_("elected"),
)


def poll(setting: Setting) -> Iterator[Chapter]:
    setting.clock.move_to(setting.opens("poll"))
    turns = unusual(setting)
    lines: list[tuple[Parameter, ...]] = []
    stories: list[Sentence] = []
    for unit in setting.units(Sentence(N_("Polls and counts"))):
        turn, valid = turns.get(unit.id, ""), 0
        while setting.election.next_vote(unit.id):
            counted = hold(setting, unit.id, turn)
            stories.extend(story(setting, unit))
            turn, valid = "", valid or counted
        lines.append(line(setting, unit, valid))
    election = setting.election
    totals: dict[str, Parameter] = {
        "units": len(lines),
        "votes": sum(len(own.votes) for own in election.polls.values()),
        "elected": sum(len(own.elected) for own in election.counts.values()),
        "vacant": sum(own.vacant for own in election.counts.values()),
    }
    yield Chapter(
        Sentence(
            N_("{units} units vote, {votes} votes are held: {elected} elected, {vacant} of the seats vacant"), totals
        ),
        tuple(Sentence(column) for column in COLUMNS),
        tuple(lines),
        tuple(stories),
    )


def unusual(setting: Setting) -> dict[str, Turn]:
    """Units whose count needs a further vote: one has a tie, one a shortage, one more papers than were issued."""
    contested = [
        unit.id
        for unit in setting.charter.units
        if unit.id not in setting.uncontested and setting.election.seats.of[unit.id] > 1
    ]
    drawn = [contested[index] for index in setting.chance("turns").permutation(len(contested))]
    turns: tuple[Turn, ...] = ("tie", "shortage", "void")
    return dict(zip(drawn, turns, strict=False))


def hold(setting: Setting, unit: str, turn: Turn) -> int:
    """One vote, in the order of acts that the rules ask (CN-A-01). Returns the valid papers; 0 where it was void."""
    charter, secretary = setting.charter, cast.secretary(unit)
    first, second = cast.scrutineers(charter, unit)[:2]
    held = setting.election.polls.get(unit, UnitPolls()).votes
    chance = setting.chance("poll", unit, str(len(held)))
    due = electors(setting, unit)
    present = due - int(chance.binomial(due, 0.02))
    setting.do(OpenPoll(unit, due), secretary)
    opened = setting.election.polls[unit].votes[-1].opened
    setting.do(RecordAttendance(unit, present), secretary)
    setting.do(ApproveScrutineers(unit, cast.scrutineers(charter, unit)), secretary)
    if turn == "void":
        setting.do(AccountPapers(unit, present, present + 1), first)
        setting.do(DeclareValidity(unit), secretary)
        return 0
    returned = present - int(chance.binomial(present, 0.003))
    setting.do(AccountPapers(unit, present, returned), first)
    setting.do(DeclareValidity(unit), secretary)
    cast_papers = papers(chance, returned, len(opened.candidates), opened.places, turn)
    sheet = setting.do(EnterPapers(unit, tuple(cast_papers)), first).entries[0]
    setting.do(ConfirmTally(unit), second)
    return int(sheet.body["valid"])


def electors(setting: Setting, unit: str) -> int:
    """The size of a unit's congress: 400 to 800 delegates, by its seats (the size of a provincial congress)."""
    of = setting.election.seats.of
    return 400 + 400 * of[unit] // max(of.values())


def story(setting: Setting, unit: Unit) -> Iterator[Sentence]:
    """What was unusual about the unit's latest vote."""
    vote, count = setting.election.polls[unit.id].votes[-1], setting.election.counts.get(unit.id)
    facts: dict[str, Parameter] = {"unit": unit.name, "round": vote.opened.round}
    if vote.void:
        papers_back = facts | {"returned": vote.returned, "issued": vote.issued}
        yield Sentence(
            N_("{unit}, vote {round}: {returned} papers came back and {issued} were issued: void, and held again"),
            papers_back,
        )
    elif count and vote.opened.kind == "tie":
        yield Sentence(N_("{unit}, vote {round}, among the tied: settled"), facts)
    elif count and vote.opened.kind == "second":
        filled = facts | {"elected": vote.opened.places - count.open - count.vacant, "places": vote.opened.places}
        yield Sentence(N_("{unit}, vote {round}, for the seats still open: {elected} of {places} filled"), filled)
    if count and count.tied:
        tied = facts | {"tied": len(count.tied), "places": count.tied_places}
        yield Sentence(N_("{unit}, vote {round}: {tied} tied for {places} of the seats: a new vote among them"), tied)
    if count and count.open:
        open_seats = facts | {"open": count.open}
        yield Sentence(N_("{unit}, vote {round}: {open} of the seats found no majority: a second vote"), open_seats)


def line(setting: Setting, unit: Unit, valid: int) -> tuple[Parameter, ...]:
    """The unit in the table: its first vote that was counted, and the result of all its votes."""
    own, count = setting.election.polls[unit.id], setting.election.counts[unit.id]
    vote = next(vote for vote in own.votes if not vote.void)
    seats, candidates = vote.opened.places, len(vote.opened.candidates)
    return (
        unit.name,
        seats,
        candidates,
        vote.opened.due,
        vote.present,
        valid,
        len(own.votes),
        len(count.elected),
    )
