"""The composition report: how the delegates came about, in figures and pictures, unit by unit.

The charter gives names, order, quotas and margins; the caller gives what was reached. A share of nothing is no share.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal, TypeVar

import msgspec

from comitia.charter.agenda import STAGE_NAMES
from comitia.charter.model import Charter, Margin, Quota, Stage
from comitia.documents.count_sheet import KINDS
from comitia.documents.drawing import Days, Scale
from comitia.documents.imprint import Imprint
from comitia.documents.language import Code
from comitia.documents.page import page
from comitia.texts import N_, Parameter, Sentence, Text

TITLE = N_("How the delegates came about: {election}")

QUOTAS_ABREAST = 2
TENTH, TWENTIETH = Fraction(1, 10), Fraction(1, 20)


class Turnout(msgspec.Struct, frozen=True):
    """Primary organisations and those that filed a return; their members and those who took part."""

    organisations: int
    returned: int
    members: int
    participants: int


class LevelTurnout(msgspec.Struct, frozen=True):
    """A level's nodes in all units, and those in which every organisation below filed; and the lowest share of members
    who took part in any of them."""

    level: Text
    nodes: int
    complete: int
    lowest: Fraction


class Steps(msgspec.Struct, frozen=True):
    """How many persons were left after each step. ``placed`` of those vetted were placed by a higher body."""

    nominees: int
    vetted: int
    placed: int
    passed: int
    candidates: int
    elected: int
    confirmed: int


class Contest(msgspec.Struct, frozen=True):
    """A contested step: the margin reached (over the charter's base), and the least number of candidates it asks."""

    candidates: int
    least: int
    margin: Fraction


class Group(msgspec.Struct, frozen=True):
    """How many of the candidates, of those elected, and of those confirmed belong to a group."""

    candidates: int
    elected: int
    confirmed: int


class Bounds(msgspec.Struct, frozen=True):
    """A quota as numbers in one unit: at least ``least`` and at most ``most`` of the places that it limits."""

    least: int
    most: int


class Vote(msgspec.Struct, frozen=True):
    """One vote, as counted. ``elected`` counts those it elected, ``lot`` of them by lot."""

    round: int
    kind: Literal["first", "tie", "second"]
    places: int
    due: int
    present: int
    valid: int
    invalid: int
    needed: int
    elected: int
    tied: int
    open: int
    lot: int = 0


class UnitFigures(msgspec.Struct, frozen=True):
    """What one unit reached. ``groups`` by the charter's group, ``bounds`` by the quotas that apply here.

    ``exempt`` is set where a recorded permission let the unit go without contest.
    """

    seats: int
    turnout: Turnout
    steps: Steps
    vetted: Contest
    ballot: Contest
    groups: dict[str, Group]
    bounds: dict[str, Bounds]
    votes: tuple[Vote, ...]
    exempt: bool = False


class Stretch(msgspec.Struct, frozen=True):
    """A stage's window by the charter, and the days of its first and last entry, where it has any."""

    stage: Stage
    opens: date
    closes: date
    began: date | None = None
    ended: date | None = None


class Report(msgspec.Struct, frozen=True):
    """A whole election. ``units`` by id, one for each unit of the charter; ``timeline`` in the order of the stages.

    ``origins``: where seats come from, and the units' seats from there, unless all come from one place; ``checks``: how
    the apportionment can be checked by hand.
    """

    imprint: Imprint
    charter: Charter
    units: dict[str, UnitFigures]
    levels: tuple[LevelTurnout, ...]
    timeline: tuple[Stretch, ...]
    origins: tuple[tuple[Parameter, dict[str, int]], ...] = ()
    checks: tuple[Sentence, ...] = ()


class Reached(msgspec.Struct, frozen=True):
    """A quota in one unit: ``count`` of the ``places`` that it limits, and of those confirmed at the end."""

    bounds: Bounds
    count: int
    places: int
    confirmed: int
    delegates: int

    @property
    def met(self) -> bool:
        return self.bounds.least <= self.count <= self.bounds.most


def report_html(report: Report, first: Code) -> str:
    """The report as one HTML page in both languages, opened in ``first``."""
    units, quotas = list(report.units.values()), report.charter.quotas
    return page(
        "report.html",
        first=first,
        imprint=report.imprint,
        title=Sentence(TITLE, {"election": report.charter.name}),
        report=report,
        charter=report.charter,
        rows=[(unit, report.units[unit.id]) for unit in report.charter.units],
        seats=sum(unit.seats for unit in units),
        steps=added([unit.steps for unit in units]),
        turnout=added([unit.turnout for unit in units]),
        groups={group.id: added([unit.groups[group.id] for unit in units]) for group in report.charter.groups},
        batches=[quotas[start : start + QUOTAS_ABREAST] for start in range(0, len(quotas), QUOTAS_ABREAST)],
        reached={quota.id: reached(quota, report) for quota in quotas},
        share=share,
        again=sum(len(unit.votes) > 1 for unit in units),
        votes=sum(len(unit.votes) for unit in units),
        lines={"vetted": required(report.charter.margins.vetted), "ballot": required(report.charter.margins.ballot)},
        filled=filled,
        scales=scales(units, report.charter),
        days=Days(
            min(day for line in report.timeline for day in (line.opens, line.began) if day),
            max(day for line in report.timeline for day in (line.closes, line.ended) if day),
        ),
        stages=STAGE_NAMES,
        kinds=KINDS,
    )


def share(part: int, whole: int) -> Fraction:
    """The part of the whole; 0 where there is nothing to have a part of."""
    return Fraction(part, whole) if whole else Fraction(0)


Figures = TypeVar("Figures", bound=msgspec.Struct)


def added(figures: Sequence[Figures]) -> Figures:
    """The figures of all units, added field by field."""
    columns = zip(*map(msgspec.structs.astuple, figures), strict=True)
    return type(figures[0])(*(sum(column) for column in columns))


def reached(quota: Quota, report: Report) -> dict[str, Reached]:
    """What a quota asks and what was reached, in each unit where it applies."""
    return {
        id: Reached(
            bounds=unit.bounds[quota.id],
            count=getattr(unit.groups[quota.group], quota.of),
            places=getattr(unit.steps, quota.of),
            confirmed=unit.groups[quota.group].confirmed,
            delegates=unit.steps.confirmed,
        )
        for id, unit in report.units.items()
        if quota.id in unit.bounds
    }


def filled(unit: UnitFigures) -> list[tuple[str, Fraction, Fraction]]:
    """The unit's seats as stretches of a bar from 0 to 1: by the vote that filled them, and those left vacant."""
    parts: list[tuple[str, int]] = []
    for vote in unit.votes:
        parts += [(vote.kind, vote.elected - vote.lot), ("tie", vote.lot)]
    parts += [("vacant", unit.seats - unit.steps.elected)]
    ends = list(accumulate((count for _, count in parts), initial=0))
    return [
        (kind, share(start, unit.seats), share(end, unit.seats))
        for (kind, _), (start, end) in zip(parts, pairwise(ends), strict=True)
        if start < end
    ]


def required(margin: Margin) -> Fraction:
    """The ratio that a margin asks, reached or exceeded as the charter says."""
    return next(ratio for ratio in (margin.more_than, margin.at_least) if ratio is not None)


def scales(units: Sequence[UnitFigures], charter: Charter) -> dict[str, Scale]:
    """One scale for each kind of picture, the same for all units, so that rows can be compared."""
    turnouts = [unit.turnout for unit in units]
    shares = [share(turnout.returned, turnout.organisations) for turnout in turnouts]
    shares += [share(turnout.participants, turnout.members) for turnout in turnouts]
    margins = [contest.margin for unit in units for contest in (unit.vetted, unit.ballot)]
    margins += [required(charter.margins.vetted), required(charter.margins.ballot)]
    lowest = min(min(shares) // TWENTIETH * TWENTIETH, Fraction(19, 20))
    return {
        "seats": Scale.over([unit.seats for unit in units], step=10, width=300),
        "turnout": Scale(top=1, low=lowest, width=200),
        "margin": Scale.over(margins, step=TENTH, low=min(*margins, Fraction(0)) // TENTH * TENTH),
        "share": Scale(top=1),
        "places": Scale(top=1),
        "steps": Scale.over([sum(unit.steps.nominees for unit in units)], step=1, width=320),
    }
