"""The dossier of one nominee: every check with its answer, who was heard, what was reported, and what is missing.

It shows sealed texts, so it is for those only who vet and have no conflict of interest with the nominee. What was said
about several at once is closed to whoever has one with any of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec

from comitia.charter.calendar import today
from comitia.election import Election, event_of
from comitia.explain.told import told_of
from comitia.record.entry import Entry, Event
from comitia.rules import rule
from comitia.stages.conflicts import ConflictDeclared, ConflictWithdrawn
from comitia.stages.dossier import UnitVetting, applies, counts_until, heard, lacks, outcome, reviewed, vetted
from comitia.stages.evidence import Attachment, attachments
from comitia.stages.opinions import OpinionGiven
from comitia.texts import N_, Sentence, Text

Opened = Callable[[str], str | None]
"""Opens a sealed part by its commitment; None where it was erased."""

ENTITLED = rule(
    "dossier.entitled",
    says=N_("Dossiers and evidence are for vetters and returning officers without a conflict of interest."),
    refusal=N_("{officer} neither vets nor runs the election, or has a conflict of interest with {person}"),
    cure=N_("let an officer look who may"),
    sources=("DE-14",),
)


class Answer(msgspec.Struct, frozen=True):
    """A check as it stands: who answered what on which day, and until when that counts (empty: for ever)."""

    id: str
    check: Text
    body: Text
    answer: Sentence
    officer: str
    day: str
    until: str


class Note(msgspec.Struct, frozen=True):
    """An entry about the nominee, with what it sealed: texts by their parts, and files. Parts that were erased, or that
    are about somebody with whom the reader has a conflict of interest too, are absent."""

    entry: int
    day: str
    officer: str
    what: Sentence
    texts: dict[str, str]
    files: tuple[Attachment, ...]


class Missing(msgspec.Struct, frozen=True):
    """Something that is missing, and the officers who can give it."""

    what: Sentence
    officers: tuple[str, ...]


class Dossier(msgspec.Struct, frozen=True):
    """All about one nominee's vetting, as it stands on one day. ``consulted``: each group, and how many of its
    consultations count; ``tip_offs``: recorded, and those of them that bind."""

    unit: Text
    person: str
    groups: tuple[str, ...]
    answers: tuple[Answer, ...]
    consulted: tuple[tuple[Text, int], ...]
    tip_offs: tuple[int, int]
    notes: tuple[Note, ...]
    missing: tuple[Missing, ...]


def entitled(officer: str, unit: str, persons: Sequence[str], election: Election) -> None:
    """Refuse an officer who neither vets nor runs the election, or has a conflict with one of the persons."""
    bodies = {body.id for body in election.charter.vetting.bodies}
    may = election.founding.holds(officer, "vetter", bodies) or election.founding.holds(
        officer, "returning_officer", set()
    )
    for person in persons:
        if not may or election.own_conflicts(unit).between(officer, person):
            raise ENTITLED.broken(officer=officer, person=person)


def dossier(
    officer: str, unit: str, person: str, election: Election, entries: Sequence[Entry], opened: Opened, day: date
) -> Dossier:
    """The dossier on that day, as the officer may see it.

    Raises RuleBroken ``dossier.entitled``, and ``vet.nominee`` for somebody who is not vetted in the unit.
    """
    entitled(officer, unit, (person,), election)
    own, charter = election.vetting.get(unit, UnitVetting()), election.charter
    groups = vetted(person, own, unit)
    counts = [
        (group.name, len(heard(person, group.id, own, election.own_conflicts(unit))))
        for group in charter.vetting.consult
    ]
    return Dossier(
        charter.unit(unit).name,
        person,
        groups,
        tuple(_answers(person, own, election)),
        tuple(counts),
        (sum(each.person == person for each in own.tip_offs), own.binding(person)),
        tuple(_notes(officer, unit, person, election, entries, opened)),
        tuple(_missing(unit, person, own, election, day)),
    )


def _answers(person: str, own: UnitVetting, election: Election) -> Iterator[Answer]:
    charter = election.charter
    bodies = {body.id: body.name for body in charter.vetting.bodies}
    for check in charter.vetting.checks:
        opinion = own.opinions.get((person, check.id))
        if not applies(check, person, own):
            yield Answer(check.id, check.name, bodies[check.body], Sentence(N_("does not apply")), "", "", "")
        elif opinion is None:
            yield Answer(check.id, check.name, bodies[check.body], Sentence(N_("not given")), "", "", "")
        else:
            said = Sentence(N_("clear") if opinion.clear else N_("adverse"))
            given, until = today(charter.calendar, opinion.time).isoformat(), ""
            if opinion.clear:
                until = counts_until(opinion, check, charter.calendar)
            yield Answer(check.id, check.name, bodies[check.body], said, opinion.officer, given, until)


def _notes(
    officer: str, unit: str, person: str, election: Election, entries: Sequence[Entry], opened: Opened
) -> Iterator[Note]:
    conflicts = election.own_conflicts(unit)
    for number, entry in enumerate(entries):
        event = event_of(entry)
        if getattr(event, "unit", "") != unit or entry.kind.startswith("nominee."):
            continue
        if person in concerned(event) or (
            isinstance(event, ConflictDeclared | ConflictWithdrawn) and event.person in ("", person)
        ):
            closed = any(conflicts.between(officer, other) for other in concerned(event))
            parts = {} if closed else {part: opened(commitment) for part, commitment in entry.sealed.items()}
            files = attachments(parts.pop("evidence", None))
            texts = {part: text for part, text in parts.items() if text is not None}
            day = today(election.charter.calendar, entry.time).isoformat()
            yield Note(number, day, entry.actor, told_of(event, person, election.charter), texts, files)


def concerned(event: Event) -> tuple[str, ...]:
    """The nominees about whom an event of vetting says something."""
    if isinstance(event, OpinionGiven):
        return (*event.clear, *event.adverse)
    module = type(event).__module__.rpartition(".")[2]
    if module not in ("consultations", "tip_offs", "veto", "appeal", "conflicts"):
        return ()
    return getattr(event, "persons", ()) or (event.person,)  # type: ignore[attr-defined]


def _missing(unit: str, person: str, own: UnitVetting, election: Election, day: date) -> Iterator[Missing]:
    plan, conflicts = election.charter.vetting, election.own_conflicts(unit)
    bodies = {check.id: {check.body} for check in plan.checks}
    everybody = {body.id for body in plan.bodies}
    case = own.vetoes.get(person)
    if person in election.off(unit) or (case and outcome(case, person, conflicts, day) == "stands"):
        return
    for lack in lacks(person, own, election.charter, conflicts, day):
        scopes = bodies.get(lack.about, {plan.consult_by} if plan.consult_by else everybody)
        done, hand = set[str](), "vetter"
        if case and lack.kind == "veto":
            done = case.handled_by()
            if case.appealed:
                scopes = {plan.veto.appeal_to}
            elif reviewed(case, person, conflicts) or (len(case.deciders) == plan.veto.deciders and not case.reply_by):
                scopes, hand = {unit}, "secretary"
        officers = {
            officer
            for officer, role, scope in election.founding.officers
            if role == hand and scope in {"", *scopes} and not conflicts.between(officer, person)
        }
        yield Missing(lack.why, tuple(sorted(officers - done)))
