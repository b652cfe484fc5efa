"""Everything that an election publishes, from one pass over its record: notices, count sheets, the list, the report."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from comitia.charter.calendar import today
from comitia.documents.certified_list import (
    CertifiedList,
    Delegate,
    Delegation,
    Opening,
    certified_csv,
    certified_html,
    certified_json,
)
from comitia.documents.count_sheet import CountSheet, Line, count_sheet_html
from comitia.documents.course import Course, report_of
from comitia.documents.imprint import Imprint, Person
from comitia.documents.language import CODES, Code
from comitia.documents.notice import PublicNotice, notice_html, notice_pdf
from comitia.documents.report import report_html
from comitia.election import Election, event_of, founded
from comitia.record import sealed
from comitia.record.canonical import decode
from comitia.record.entry import Entry, Event
from comitia.record.merkle import Frontier, leaf_hash
from comitia.rules import CATALOGUE
from comitia.stages.certify import ElectionCertified
from comitia.stages.count import OutcomeDeclared, Tallied
from comitia.stages.intent import Given
from comitia.stages.names import names_of, paper_order
from comitia.stages.notice import NoticePublished
from comitia.tables.archive import Archive

Opened = Callable[[str], sealed.Opening | None]
"""Gives what opens a sealed part, by its commitment; None where it was erased."""


def publish(leaves: Iterable[bytes], archive: Archive, opened: Opened, folder: Path, first: Code) -> Iterator[Path]:
    """Write every document of the record into the folder, and yield each path as it is written.

    ``leaves`` are the record's entries from the first one; ``first`` is the language in which the pages open.
    """
    election: Election | None = None
    frontier, course = Frontier(), Course()
    for index, leaf in enumerate(leaves):
        frontier.append(leaf_hash(leaf))
        entry = decode(leaf)
        event = event_of(entry)
        if election is None:
            election = founded(entry)
            continue
        sheet = _waiting_sheet(event, election)
        election.apply(entry)
        course.note(index, entry, event, election, sheet)
        press = Press(election, archive, opened, first, _imprint(election, index, frontier), course)
        for name, content in press.documents(event, entry, sheet):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            yield path


def _waiting_sheet(event: Event, election: Election) -> Tallied | None:
    """The tally sheet that an outcome is declared from: it is settled as soon as the outcome is applied."""
    return election.counts[event.unit].sheet if isinstance(event, OutcomeDeclared) else None


def _imprint(election: Election, index: int, frontier: Frontier) -> Imprint:
    charter, certified = election.charter, election.certificate.certified is not None
    return Imprint(charter.body, charter.name, certified, election.founding.rehearsal, index, frontier.root().hex())


class Press:
    """Makes the documents that one entry calls for, with the election as it stands after it."""

    def __init__(
        self, election: Election, archive: Archive, opened: Opened, first: Code, imprint: Imprint, course: Course
    ) -> None:
        self.election, self.archive, self.opened = election, archive, opened
        self.first, self.imprint, self.course = first, imprint, course

    @property
    def given(self) -> Given:
        def content(commitment: str) -> str | None:
            opening = self.opened(commitment)
            return opening.content if opening else None

        return Given(self.archive, content)

    def documents(self, event: Event, entry: Entry, sheet: Tallied | None) -> Iterator[tuple[str, str | bytes]]:
        """File names and what is in them."""
        match event:
            case NoticePublished():
                name, notice = f"notices/{event.unit}-{event.notice}", self.notice(event, entry)
                yield f"{name}.html", notice_html(notice, self.first)
                for code in CODES:
                    yield f"{name}.{code}.pdf", notice_pdf(notice, code)
            case OutcomeDeclared():
                assert sheet is not None
                count_sheet = self.count_sheet(event, entry, sheet)
                yield f"count-sheets/{event.unit}-{count_sheet.round}.html", count_sheet_html(count_sheet, self.first)
            case ElectionCertified():
                certified = self.certified()
                yield "certified-list.html", certified_html(certified, self.first)
                yield "certified-list.csv", certified_csv(certified)
                yield "certified-list.json", certified_json(certified)
                yield (
                    "report.html",
                    report_html(report_of(self.election, self.archive, self.course, self.imprint), self.first),
                )

    def persons(self, unit: str, numbers: Iterable[str]) -> dict[str, Person]:
        names = names_of(numbers, self.election.nominations[unit], self.given)
        return {number: Person(number, "" if name == number else name) for number, name in names.items()}

    def notice(self, event: NoticePublished, entry: Entry) -> PublicNotice:
        charter = self.election.charter
        plan = next(plan for plan in charter.notices if plan.id == event.notice)
        order = paper_order(event.persons, charter.poll, self.election.nominations[event.unit], self.given)
        persons = self.persons(event.unit, order)
        return PublicNotice(
            self.imprint,
            charter.unit(event.unit).name,
            plan.name,
            tuple(persons[number] for number in order),
            today(charter.calendar, entry.time),
            date.fromisoformat(event.until),
        )

    def count_sheet(self, event: OutcomeDeclared, entry: Entry, sheet: Tallied) -> CountSheet:
        charter, vote = self.election.charter, self.election.polls[event.unit].votes[-1]
        persons = self.persons(event.unit, vote.opened.candidates)
        lines = tuple(
            Line(
                persons[person],
                *row,
                "elected" if person in event.elected else "tied" if person in event.tied else "not-elected",
            )
            for person, row in zip(vote.opened.candidates, sheet.tally, strict=True)
        )
        return CountSheet(
            imprint=self.imprint,
            unit=charter.unit(event.unit).name,
            day=today(charter.calendar, entry.time),
            round=vote.opened.round,
            kind=vote.opened.kind,
            places=vote.opened.places,
            due=vote.opened.due,
            present=vote.present,
            issued=vote.issued,
            returned=vote.returned,
            valid=sheet.valid,
            blank=sheet.blank,
            invalid=tuple((CATALOGUE[rule], papers) for rule, papers in sheet.invalid.items()),
            base=charter.counting.base,
            needed=event.needed,
            lines=lines,
            tied_places=event.tied_places,
            open=event.open,
            scrutineers=vote.scrutineers,
        )

    def certified(self) -> CertifiedList:
        charter = self.election.charter
        delegations = []
        for unit in charter.units:
            own, review = self.election.nominations[unit.id], self.election.credentials[unit.id]
            order = paper_order(review.confirmed, charter.poll, own, self.given)
            persons = self.persons(unit.id, order)
            openings = self.openings(unit.id)
            delegates = tuple(Delegate(persons[number], openings.get(number)) for number in order)
            delegations.append(Delegation(unit.id, unit.name, delegates, self.election.seats.of[unit.id] - len(order)))
        return CertifiedList(self.imprint, tuple(delegations), tuple(self.election.certificate.signed_by))

    def openings(self, unit: str) -> dict[str, Opening]:
        """What opens the names in a unit; only of those of whom nothing but the name is sealed."""
        openings: dict[str, Opening] = {}
        for number, (index, commitment, table) in self.course.commitments(unit, self.archive).items():
            opening = self.opened(commitment)
            if opening and json.loads(opening.content).keys() == {"name"}:
                openings[number] = Opening(index, commitment, opening.salt.hex(), opening.content, table)
        return openings
