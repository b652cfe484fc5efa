"""The course of an election: what its entries say that its state forgets, and the report made of both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from comitia.charter.calendar import today
from comitia.charter.model import Charter, Margin, Stage, Unit
from comitia.documents.imprint import Imprint
from comitia.documents.report import (
    Bounds,
    Contest,
    Group,
    LevelTurnout,
    Report,
    Steps,
    Stretch,
    Turnout,
    UnitFigures,
    Vote,
    share,
)
from comitia.election import Election
from comitia.explain.seats import columns, remarks
from comitia.record.entry import Entry, Event, Table
from comitia.register.persons import groups_of
from comitia.stages.count import OutcomeDeclared, Tallied
from comitia.stages.margin import least_candidates, margin_reached
from comitia.stages.nominate import NomineeEntered, NomineePlaced, NomineesEntered
from comitia.tables.archive import Archive

STAGE_OF: dict[str, Stage] = {
    "comitia.stages.nominate": "nominate",
    "comitia.stages.vet": "vet",
    "comitia.stages.opinions": "vet",
    "comitia.stages.consultations": "vet",
    "comitia.stages.tip_offs": "vet",
    "comitia.stages.veto": "vet",
    "comitia.stages.appeal": "vet",
    "comitia.stages.notice": "notice",
    "comitia.stages.shortlist": "shortlist",
    "comitia.stages.lottery": "shortlist",
    "comitia.stages.poll": "poll",
    "comitia.stages.count": "poll",
    "comitia.stages.credentials": "credentials",
    "comitia.stages.certify": "certify",
}


@dataclass
class Course:
    """Votes as counted, the days of each stage, and where persons are committed to, as the entries pass by."""

    votes: dict[str, list[Vote]] = field(default_factory=dict)
    days: dict[Stage, tuple[date, date]] = field(default_factory=dict)
    persons: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    tables: dict[str, list[tuple[int, Table]]] = field(default_factory=dict)

    def note(self, index: int, entry: Entry, event: Event, election: Election, sheet: Tallied | None) -> None:
        """Take down an entry, with the election as it stands after it."""
        stage = STAGE_OF.get(type(event).__module__)
        if stage:
            day = today(election.charter.calendar, entry.time)
            self.days[stage] = (self.days.get(stage, (day, day))[0], day)
        match event:
            case NomineeEntered() | NomineePlaced():
                self.persons.setdefault(event.unit, {})[event.person] = (index, entry.sealed["person"])
            case NomineesEntered():
                self.tables.setdefault(event.unit, []).append((index, event.persons))
            case OutcomeDeclared():
                assert sheet is not None
                self.votes.setdefault(event.unit, []).append(_vote(event, election, sheet))

    def commitments(self, unit: str, archive: Archive) -> dict[str, tuple[int, str, str]]:
        """Where each person's sealed part is committed to: entry, commitment, table (empty where the entry itself)."""
        found = {person: (*place, "") for person, place in self.persons.get(unit, {}).items()}
        for index, table in self.tables.get(unit, []):
            found.update({str(row[0]): (index, str(row[2]), table.sha256) for row in archive.rows(table)})
        return found


def _vote(event: OutcomeDeclared, election: Election, sheet: Tallied) -> Vote:
    vote = election.polls[event.unit].votes[-1]
    return Vote(
        round=vote.opened.round,
        kind=vote.opened.kind,
        places=vote.opened.places,
        due=vote.opened.due,
        present=vote.present,
        valid=sheet.valid,
        invalid=sum(sheet.invalid.values()),
        needed=event.needed,
        elected=len(event.elected),
        tied=len(event.tied),
        open=event.open,
        lot=len(set(event.lot) & set(event.elected)),
    )


def report_of(election: Election, archive: Archive, course: Course, imprint: Imprint) -> Report:
    """The report on a certified election."""
    charter = election.charter
    units = {unit.id: _figures(unit, election, archive, course) for unit in charter.units}
    windows = {window.stage: window for window in charter.calendar.windows}
    timeline = tuple(
        Stretch(stage, windows[stage].opens, windows[stage].closes, *course.days[stage])
        for stage in windows
        if stage in course.days
    )
    levels, seats = tuple(_levels(election, archive)), election.seats
    origins, checks = tuple(columns(seats, charter)), tuple(remarks(seats, charter))
    return Report(imprint, charter, units, levels, timeline, origins, checks)


def _figures(unit: Unit, election: Election, archive: Archive, course: Course) -> UnitFigures:
    charter, id = election.charter, unit.id
    own, vetting, made = election.nominations[id], election.vetting[id], election.shortlists[id]
    count, review, seats = election.counts[id], election.credentials[id], election.seats.of[id]
    closed = own.closed[turnout_round(charter)]
    nominees = set(own.persons).union(*(groups_of(archive, table) for table in own.tables))
    permitted = election.founding.uncontested(id)
    placed = len(own.placed & vetting.nominees.keys())
    groups = {
        group.id: Group(
            *(_members(group.id, some, vetting.nominees) for some in (made.candidates, count.elected, review.confirmed))
        )
        for group in charter.groups
    }
    bounds = [
        *election.delegation(id).limits("candidates", len(made.candidates)),
        *election.delegation(id).limits("elected", seats),
    ]
    return UnitFigures(
        seats=seats,
        turnout=Turnout(closed.organisations, closed.returned, closed.members, closed.participants),
        steps=Steps(
            nominees=len(nominees),
            vetted=len(vetting.nominees),
            placed=placed,
            passed=len(vetting.passed),
            candidates=len(made.candidates),
            elected=len(count.elected),
            confirmed=len(review.confirmed),
        ),
        vetted=_contest(charter.margins.vetted, len(vetting.nominees), seats, placed, permitted),
        ballot=_contest(charter.margins.ballot, len(made.candidates), seats, len(made.placed), permitted),
        groups=groups,
        bounds={limit.quota: Bounds(limit.least, limit.most) for limit in bounds},
        votes=tuple(course.votes.get(id, ())),
        exempt=permitted,
    )


def turnout_round(charter: Charter) -> str:
    """The last round in which members took part: that of the primary organisations."""
    return [round.id for round in charter.nomination.rounds if not charter.place(round)][-1]


def _members(group: str, persons: Iterable[str], groups: dict[str, tuple[str, ...]]) -> int:
    return sum(group in groups[person] for person in persons)


def _contest(margin: Margin, candidates: int, seats: int, placed: int, permitted: bool) -> Contest:
    reached = margin_reached(margin, candidates, seats, placed)
    return Contest(candidates, least_candidates(margin, seats, placed, permitted), reached)


def _levels(election: Election, archive: Archive) -> Iterator[LevelTurnout]:
    """Each level above the primary organisations, over all units, in the last round of these."""
    nodes: dict[str, list[tuple[int, int, int, int]]] = {}
    last = turnout_round(election.charter)
    for own in election.nominations.values():
        for _, level_id, *figures in archive.rows(own.closed[last].nodes):
            organisations, returned, members, participants = map(int, figures)
            nodes.setdefault(str(level_id), []).append((organisations, returned, members, participants))
    for level in reversed(election.charter.levels):
        if level.id in nodes:
            rows = nodes[level.id]
            complete = sum(organisations == returned for organisations, returned, _, _ in rows)
            lowest = min((share(took_part, members) for _, _, members, took_part in rows), default=Fraction(0))
            yield LevelTurnout(level.name, len(rows), complete, lowest)
