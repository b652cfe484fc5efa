"""Why a unit stands where it stands: its seats, its participation, its margins and quotas, and its votes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from comitia.charter.model import Margin
from comitia.election import Election, event_of
from comitia.explain.earlier import before
from comitia.explain.lottery import proof
from comitia.explain.person import Line
from comitia.explain.seats import seats
from comitia.explain.slate import as_a_whole, recorded
from comitia.explain.told import told
from comitia.record.entry import Entry, Event
from comitia.stages import apportion, count, lottery, nominate, poll, shortlist, split, vet
from comitia.stages.margin import least_candidates, percent
from comitia.stages.poll import needed_present
from comitia.texts import N_, Sentence

ONE_BY_ONE = (nominate.NomineeEntered, nominate.ReturnFiled)
"""Events that a unit may have thousands of: its explanation counts them."""


def explain_unit(unit: str, election: Election, entries: Sequence[Entry]) -> tuple[Line, ...]:
    """The story of a unit, entry by entry, with the figures that each step had to meet."""
    lines, counted, placed = [], dict.fromkeys(ONE_BY_ONE, 0), set[str]()
    for number, entry in enumerate(entries):
        event = event_of(entry)
        if isinstance(event, apportion.SeatsApportioned):
            lines += [Line(number, what) for what in seats(unit, event, election.charter)]
        elif isinstance(event, apportion.SeatsDecided):
            lines.append(Line(number, told(event, election.charter)))
        elif isinstance(event, split.QuotaSplit) and unit in event.parts:
            lines.append(Line(number, part(unit, event, election)))
        elif getattr(event, "unit", "") == unit:
            if isinstance(event, nominate.NomineePlaced):
                placed.add(event.person)
            if type(event) in counted:
                counted[type(event)] += 1
            else:
                lines.append(Line(number, told(event, election.charter)))
                lines += [Line(number, what) for what in _figures(event, election, placed)]
            if isinstance(event, shortlist.ShortlistMade):
                asked = before(number, election.charter, entries).question(unit, len(event.candidates))
                lines += [Line(number, what) for what in as_a_whole(recorded(asked, event), election.charter)]
    what = N_("Nominees entered one by one: {nominees}; returns filed one by one: {returns}.")
    entered, filed = counted.values()
    if entered or filed:
        lines.append(Line(None, Sentence(what, {"nominees": entered, "returns": filed})))
    return tuple(lines)


def part(unit: str, event: split.QuotaSplit, election: Election) -> Sentence:
    """What falls to the unit of a quota of the whole."""
    quota = split.whole_quota(election.charter, event.quota)
    figures = {"part": event.parts[unit], "whole": sum(event.parts.values()), "most": event.most[unit]}
    what = N_("Quota {quota}: {part} of {whole} fall to this unit, which could have {most} at most.")
    return Sentence(what, {"quota": quota.name, **figures})


def _figures(event: Event, election: Election, placed: set[str]) -> Iterator[Sentence]:
    charter = election.charter
    match event:
        case nominate.RoundClosed():
            what = N_("Participation: {organisations} % of the organisations, {members} % of the members.")
            shares = {
                "organisations": percent(Fraction(event.returned, max(1, event.organisations))),
                "members": percent(Fraction(event.participants, max(1, event.members))),
            }
            yield Sentence(what, {**shares})
        case vet.VettingOpened():
            nominees = {person for person, _ in event.nominees}
            yield _margin(charter.margins.vetted, event.unit, election, len(nominees), len(nominees & placed))
        case lottery.LotteryPublished():
            yield from proof(event)
        case shortlist.ShortlistMade() | lottery.ShortlistDrawn():
            yield _margin(charter.margins.ballot, event.unit, election, len(event.candidates), len(event.placed))
            yield from _advised(event, election)
            if isinstance(event, lottery.ShortlistDrawn):
                yield from _quotas(event, election)
            elif event.order:
                what = N_("The list, place by place (- stays empty): {order}.")
                yield Sentence(what, {"order": ", ".join(id or "-" for id in event.order)})
        case count.OutcomeDeclared():
            yield from _advice(event.unit, election)
        case poll.AttendanceRecorded():
            due = election.polls[event.unit].votes[-1].opened.due
            needed = needed_present(charter.poll.quorum, due)
            yield Sentence(N_("The quorum is {needed} of {due} electors due."), {"needed": needed, "due": due})


def _margin(margin: Margin, unit: str, election: Election, candidates: int, placed: int) -> Sentence:
    have = election.seats.of[unit]
    needed = least_candidates(margin, have, placed, election.founding.uncontested(unit))
    what = N_("{candidates} candidates for {seats} seats, {placed} of them placed: it takes {needed} or more.")
    return Sentence(what, {"candidates": candidates, "seats": have, "placed": placed, "needed": needed})


def _quotas(event: lottery.ShortlistDrawn, election: Election) -> Iterator[Sentence]:
    groups, names = election.groups(event.unit), {quota.id: quota.name for quota in election.charter.quotas}
    for limit in election.delegation(event.unit).limits("candidates", len(event.candidates)):
        reached = sum(limit.group in groups.get(person, ()) for person in event.candidates)
        what = N_("Quota {quota}: {reached} of the candidates, within {least} to {most}.")
        figures = {"reached": reached, "least": limit.least, "most": limit.most}
        yield Sentence(what, {"quota": names[limit.quota], **figures})


def _advised(event: shortlist.ShortlistMade | lottery.ShortlistDrawn, election: Election) -> Iterator[Sentence]:
    charter, groups = election.charter, election.groups(event.unit)
    names = {quota.id: quota.name for quota in charter.quotas}
    for limit in election.delegation(event.unit).advised("candidates", len(event.candidates)):
        reached = sum(limit.group in groups.get(person, ()) for person in event.candidates)
        what = N_("Quota {quota}: {reached} of the candidates; {least} to {most} are advised.")
        figures = {"reached": reached, "least": limit.least, "most": limit.most}
        yield Sentence(what, {"quota": names[limit.quota], **figures})


def _advice(unit: str, election: Election) -> Iterator[Sentence]:
    """What the quotas advise for those elected, and what was reached in all votes up to now."""
    names = {quota.id: quota.name for quota in election.charter.quotas}
    for limit, reached in election.advice(unit):
        what = N_("Quota {quota}: {reached} of those elected; {least} to {most} are advised.")
        figures = {"reached": reached, "least": limit.least, "most": limit.most}
        yield Sentence(what, {"quota": names[limit.quota], **figures})
