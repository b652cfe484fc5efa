"""``comitia apportion --compare``: the methods of apportionment side by side on the charter's figures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from comitia.charter.model import Charter, Part
from comitia.charter.portions import BY_MEMBERS, portions, steps_of
from comitia.cli.charters import charter_of
from comitia.cli.desk import desk
from comitia.cli.line import Line
from comitia.cli.printing import Printer
from comitia.explain.comparison import SHORT, alike, decimal, divisor, favoured, remarks
from comitia.methods.compare import Answer, Comparison, Figures, compare, differences
from comitia.texts import N_, Parameter, Sentence


def compared(ctx: typer.Context, plan: str) -> None:
    """Print the comparison for a charter, or for that of the election in the folder where none is named."""
    line: Line = ctx.obj
    charter = charter_of(plan) if plan else desk(ctx).office.election.charter
    compared_parts = list(comparisons(charter))
    if line.printer.as_json:
        parts = {part.id: as_data(comparison, line.printer) for part, comparison in compared_parts}
        line.printer.json(next(iter(parts.values())) if len(parts) == 1 else {"parts": parts})
        return
    for part, comparison in compared_parts:
        if charter.seats.parts:
            line.printer.sentence(N_("{part}:"), part=part.name)
            print()
        show(comparison, charter, line.printer, by_members=part.basis == "members")


def comparisons(charter: Charter) -> Iterator[tuple[Part, Comparison]]:
    """The methods on the figures of each part of the seats; base seats, and units with fixed ones, are outside.

    Where a method gives none of the seats, the charter's own are compared with what methods would give by members.
    Raises RuleBroken where bounds leave no apportionment.
    """
    plan, units = charter.seats, charter.units
    for portion in portions(plan, units):
        figures = Figures(portion.weights, portion.seats, portion.least, portion.most)
        yield portion.part, compare(figures, portion.method)
    if plan.method in ("fixed", "steps"):
        given = steps_of(plan, units) if plan.method == "steps" else {unit.id: unit.seats for unit in units}
        members = {unit.id: unit.members for unit in units if unit.id in given}
        yield BY_MEMBERS, compare(Figures(members, sum(given.values())), plan.method, given)


def show(comparison: Comparison, charter: Charter, printer: Printer, by_members: bool = True) -> None:
    figures, own = comparison.figures, comparison.own
    names = {unit.id: unit.name for unit in charter.units}
    printer.sentence(
        N_("Seats: {seats}; units: {units}; members: {members}. The charter's own method comes first: {method}.")
        if by_members
        else N_("Seats: {seats}; units: {units}; figures: {members}. The charter's own method comes first: {method}."),
        seats=figures.seats,
        units=len(figures.weights),
        members=sum(figures.weights.values()),
        method=Sentence(SHORT[own.method]),
    )
    print()
    given = [answer for answer in comparison.others if answer.refused is None]
    printer.rows(
        {
            "method": N_("Method"),
            "divisor": N_("Divide by"),
            "differs": N_("Units that differ"),
            "larger": N_("Larger third"),
            "smaller": N_("Smaller third"),
            "favours": N_("Favours"),
        },
        [_measured(answer, own) for answer in (own, *given)],
    )
    printer.sentence(
        N_("Larger, smaller third of the units: the seats that these have beyond their exact entitlements.")
    )
    printer.sentence(N_("Favours: who has more seats for each seat of entitlement, and how many per cent more."))
    print()
    same = alike(comparison)
    given = [answer for answer in given if answer not in same]
    headings = {answer.method: SHORT[answer.method] for answer in given}
    printer.rows(
        {
            "unit": N_("Unit"),
            "members": N_("Members") if by_members else N_("Figure"),
            "due": N_("Entitled to"),
            "own": SHORT[own.method],
            **headings,
        },
        [
            {
                "unit": names[unit],
                "members": weight,
                "due": decimal(comparison.entitlements[unit]),
                "own": _seats(own, unit),
                **{answer.method: _beside(answer, own, unit) for answer in given},
            }
            for unit, weight in figures.weights.items()
        ],
    )
    if given:
        printer.sentence(N_("The other methods: how many seats more or fewer; where nothing stands, as many."))
    if same:
        printer.sentence(N_("Just the same seats by: {methods}."), methods=_names(same))
    print()
    for sentence in remarks(comparison, names):
        printer.sentence(sentence.template, **sentence.parameters)


def _names(answers: Sequence[Answer]) -> Sentence:
    *before, last = [Sentence(SHORT[answer.method]) for answer in answers]
    for name in reversed(before):
        last = Sentence(N_("{one}, {others}"), {"one": name, "others": last})
    return last


def _measured(answer: Answer, own: Answer) -> dict[str, Parameter]:
    return {
        "method": Sentence(SHORT[answer.method]),
        "divisor": divisor(answer),
        "differs": len(differences(answer, own)),
        "larger": decimal(answer.larger_third, signed=True),
        "smaller": decimal(answer.smaller_third, signed=True),
        "favours": favoured(answer),
    }


def _seats(answer: Answer, unit: str) -> Parameter:
    seats = answer.result.seats[unit]
    if unit not in answer.result.tied:
        return seats
    return Sentence(N_("{seats} or {more}"), {"seats": seats, "more": seats + 1})


def _beside(answer: Answer, own: Answer, unit: str) -> Parameter:
    if unit in answer.result.tied and not (
        unit in own.result.tied and answer.result.seats[unit] == own.result.seats[unit]
    ):
        return _seats(answer, unit)
    more = differences(answer, own).get(unit, 0)
    return f"{more:+}" if more else ""


def as_data(comparison: Comparison, printer: Printer) -> dict[str, Any]:
    """The same for programs: every figure exact, ratios as ``p/q``."""
    return {
        "seats": comparison.figures.seats,
        "members": dict(comparison.figures.weights),
        "entitlements": {unit: str(share) for unit, share in comparison.entitlements.items()},
        "methods": [
            _answer_as_data(answer, comparison.own, printer) for answer in (comparison.own, *comparison.others)
        ],
        "paradoxes": [
            {
                "method": found.method,
                "from_seats": found.first,
                "to_seats": found.last,
                "units": found.units,
                "alabama": [{"seats": case.seats, "losing": case.losing} for case in found.alabama],
            }
            | {
                kind: [
                    {"unit": shift.unit, "more": shift.more, "losing": shift.losing, "winning": shift.winning}
                    for shift in shifts
                ]
                for kind, shifts in (("population", found.population), ("newcomer", found.newcomer))
            }
            for found in comparison.paradoxes
        ],
    }


def _answer_as_data(answer: Answer, own: Answer, printer: Printer) -> Mapping[str, Any]:
    if answer.refused is not None:
        return {"method": answer.method, "refused": printer.said(answer.refused)}
    measures = {"larger_third": answer.larger_third, "smaller_third": answer.smaller_third, "favour": answer.favour}
    return {
        "method": answer.method,
        "seats": answer.result.seats,
        "tied": answer.result.tied,
        "tied_seats": answer.result.tied_seats,
        "certificate": answer.result.certificate,
        "differs": differences(answer, own),
    } | {name: None if measure is None else str(measure) for name, measure in measures.items()}
