"""Why a person stands where they stand: every entry about them, from nomination to credentials, with its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from comitia.charter.model import Charter, Named
from comitia.election import Election, event_of
from comitia.explain.choice import in_vote, on_shortlist
from comitia.explain.earlier import before
from comitia.explain.lottery import own_chance, own_draw
from comitia.explain.slate import recorded
from comitia.explain.support import cuts
from comitia.explain.told import told, told_of
from comitia.record.entry import Entry, Event
from comitia.stages import (
    appeal,
    conflicts,
    consultations,
    count,
    credentials,
    dossier,
    lottery,
    nominate,
    notice,
    opinions,
    poll,
    shortlist,
    tip_offs,
    vet,
    veto,
)
from comitia.tables.archive import Archive
from comitia.texts import N_, Parameter, Sentence


class Line(msgspec.Struct, frozen=True):
    """One sentence of an explanation, and the number of the entry that it rests on; None where it rests on them all."""

    entry: int | None
    what: Sentence


@dataclass
class Dossier:
    """What the walk along the record has seen so far of one person in one unit."""

    person: str
    unit: str
    election: Election
    archive: Archive
    entries: Sequence[Entry]
    number: int = 0
    entered: bool = False
    off: bool = False  # the person withdrew, or an upheld objection took them off the lists
    objected: dict[str, str] = field(default_factory=dict)  # objection -> person
    opened: poll.PollOpened | None = None
    present: int = 0
    sheet: count.Tallied | None = None
    published: lottery.LotteryPublished | None = None

    @property
    def charter(self) -> Charter:
        return self.election.charter


def explain_person(person: str, election: Election, entries: Sequence[Entry], archive: Archive) -> tuple[Line, ...]:
    """The story of a person in every unit where they were entered; empty where nobody has that number."""
    dossiers = {unit.id: Dossier(person, unit.id, election, archive, entries) for unit in election.charter.units}
    lines = []
    for number, entry in enumerate(entries):
        event = event_of(entry)
        if dossier := dossiers.get(getattr(event, "unit", "")):
            dossier.number = number
            lines += [Line(number, what) for what in _seen(event, dossier)]
    for dossier in dossiers.values():
        if dossier.entered:
            lines.append(Line(None, conclusion(person, dossier.unit, election)))
    return tuple(lines)


def _seen(event: Event, dossier: Dossier) -> Iterator[Sentence]:
    """What an event of the dossier's unit says about its person."""
    match event:
        case nominate.NomineeEntered() | nominate.NomineePlaced() | nominate.NomineesEntered():
            yield from _entered(event, dossier)
        case nominate.RoundClosed() if dossier.entered:
            yield from _supported(event, dossier)
        case nominate.NomineeWithdrawn() if event.person == dossier.person:
            dossier.off = not event.missing
        case notice.ObjectionFiled():
            dossier.objected[event.objection] = event.person
        case notice.ObjectionConfirmed():
            dossier.off |= dossier.objected[event.objection] == dossier.person
        case poll.PollOpened():
            dossier.opened = event
        case poll.AttendanceRecorded():
            dossier.present = event.present
        case count.Tallied():
            dossier.sheet = event
    if dossier.entered:
        yield from _about(event, dossier)


def _entered(event: Event, dossier: Dossier) -> Iterator[Sentence]:
    person = dossier.person
    if isinstance(event, nominate.NomineesEntered):
        for named, groups, _ in dossier.archive.rows(event.persons):
            if named == person:
                dossier.entered = True
                what = N_("{unit}: {person} was entered, with others; groups: {groups}.")
                unit = dossier.charter.unit(dossier.unit).name
                yield Sentence(what, {"unit": unit, "person": person, "groups": groups or "-"})
    elif isinstance(event, nominate.NomineeEntered | nominate.NomineePlaced) and event.person == person:
        dossier.entered = True
        yield told(event, dossier.charter)


def _supported(event: nominate.RoundClosed, dossier: Dossier) -> Iterator[Sentence]:
    own = dossier.election.nominations[dossier.unit]
    for place, (person, organisations, members) in enumerate(event.nominees, 1):
        if person == dossier.person:
            what = N_(
                "Round {round}: supported by {organisations} of {returned} organisations and by {members} members; "
                "place {place} of {count} on the unit's list."
            )
            figures = {"organisations": organisations, "returned": event.returned, "members": members}
            yield Sentence(what, {"round": event.round, **figures, "place": place, "count": len(event.nominees)})
            return
    if dossier.off:
        yield Sentence(N_("Round {round}: off the lists before it was closed."), {"round": event.round})
    elif own.register is not None:
        charter, filings = dossier.charter, own.filings[event.round]
        plan = next(plan for plan in charter.nomination.rounds if plan.id == event.round)
        deliberated = bool(charter.place(plan))
        rank_by = charter.nomination.rank_by
        yield from cuts(dossier.person, event, filings, own.register, rank_by, dossier.archive, deliberated)


def _about(event: Event, dossier: Dossier) -> Iterator[Sentence]:
    """What an event says of its person, with the reason where it decides something."""
    person, charter = dossier.person, dossier.charter
    match event:
        case nominate.NomineeWithdrawn() | notice.ObjectionFiled() if event.person == person:
            yield told(event, charter)
        case (
            veto.VetoProposed()
            | veto.VetoSeconded()
            | veto.VetoNotified()
            | veto.VetoReplied()
            | veto.VetoConcluded()
            | appeal.AppealFiled()
            | appeal.AppealDecided()
            | tip_offs.TipOffRecorded()
        ) if event.person == person:
            yield told(event, charter)
            if isinstance(event, veto.VetoConcluded) and event.appeal_by:
                yield Sentence(N_("The nominee may appeal until {appeal_by}."), {"appeal_by": event.appeal_by})
        case consultations.ConsultationHeld() if person in event.persons:
            yield told_of(event, person, charter)
        case conflicts.ConflictDeclared() | conflicts.ConflictWithdrawn() if event.person == person:
            yield told(event, charter)
        case notice.ObjectionAnswered() | notice.ObjectionConfirmed() if dossier.objected[event.objection] == person:
            yield told(event, charter)
        case notice.NoticePublished() if person in event.persons:
            what = N_("On a notice ({notice}), with objections until {until}.")
            yield Sentence(what, {"notice": _name(charter.notices, event.notice), "until": event.until})
        case vet.VettingOpened() if person not in dict(event.nominees):
            yield Sentence(N_("Not among those vetted."))
        case opinions.OpinionGiven() if person in (*event.clear, *event.adverse):
            yield told_of(event, person, charter)
        case vet.VettingClosed() if person in event.passed:
            yield Sentence(N_("Passed vetting."))
        case vet.VettingClosed() if person in event.failed:
            yield Sentence(N_("Failed vetting: a veto stands, or the nominee has left the lists."))
        case shortlist.ShortlistMade():
            yield from _chosen(event, dossier)
        case lottery.LotteryPublished() if person in dossier.election.groups(dossier.unit):
            dossier.published = event
            yield from own_chance(person, event, charter, dossier.election.groups(dossier.unit), dossier.archive)
        case lottery.ShortlistDrawn() if dossier.published:
            yield from own_draw(person, dossier.published, event, dossier.archive)
        case poll.PollOpened() if person in event.candidates:
            what = N_("Vote {round}: number {place} of {count} on the paper, for {places} places.")
            place, figures = (
                event.candidates.index(person) + 1,
                {"count": len(event.candidates), "places": event.places},
            )
            yield Sentence(what, {"round": event.round, "place": place, **figures})
        case count.OutcomeDeclared() if dossier.opened and dossier.sheet and person in dossier.opened.candidates:
            groups = dossier.election.groups(dossier.unit)
            yield from in_vote(person, dossier.opened, dossier.present, dossier.sheet, event, charter, groups)
        case credentials.CredentialsReviewed() if person in event.refused:
            what = N_("Credentials refused, on the ground {ground}.")
            yield Sentence(what, {"ground": _name(charter.credentials_grounds, event.refused[person])})
        case credentials.CredentialsReviewed() if person in event.confirmed:
            yield Sentence(N_("Credentials confirmed."))


def _name(things: Sequence[Named], id: str) -> Sentence:
    """A thing of the charter, by its name."""
    return Sentence(N_("{name}"), {"name": next(thing.name for thing in things if thing.id == id)})


def _chosen(event: shortlist.ShortlistMade, dossier: Dossier) -> Iterator[Sentence]:
    election, person = dossier.election, dossier.person
    if person in election.groups(dossier.unit):
        earlier = before(dossier.number, election.charter, dossier.entries)
        slate = recorded(earlier.question(dossier.unit, len(event.candidates)), event)
        yield from on_shortlist(person, slate, election.charter)


def conclusion(person: str, unit: str, election: Election) -> Sentence:
    """Where the person stands in the unit now."""
    names: dict[str, Parameter] = {"unit": election.charter.unit(unit).name, "person": person}
    review, counted = election.credentials.get(unit), election.counts.get(unit, count.UnitCount())
    vetting, own = election.vetting.get(unit, dossier.UnitVetting()), election.nominations[unit]
    if review and person in review.confirmed:
        return Sentence(N_("{person} is a delegate of {unit}."), names)
    if review and person in review.refused:
        return Sentence(N_("{person} was elected in {unit}, and is no delegate: the credentials were refused."), names)
    if person in counted.elected:
        return Sentence(N_("{person} is elected in {unit}; the credentials are still to be reviewed."), names)
    if person in own.withdrawn:
        return Sentence(N_("{person} has withdrawn in {unit}."), names)
    if person in election.upheld(unit):
        return Sentence(N_("{person} is off the lists of {unit}: an objection was upheld."), names)
    out = (
        (election.rounds_closed(unit) and person not in own.standing())
        or person in vetting.failed
        or (unit in election.shortlists and person not in election.shortlists[unit].candidates)
        or counted.done
    )
    if out:
        return Sentence(N_("{person} was not elected in {unit}."), names)
    return Sentence(N_("{person} still stands in {unit}."), names)
