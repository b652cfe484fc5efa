"""Why a unit has so many seats: what the charter gives it, and what it has of each part, to be checked by hand."""

from collections.abc import Iterator
from fractions import Fraction

from comitia.charter.model import Charter, Unit
from comitia.charter.portions import BY_MEMBERS, beforehand, figure, maximum, minimum
from comitia.stages.apportion import METHOD_NAMES, PartApportioned, Seats, SeatsApportioned, checks
from comitia.texts import N_, Parameter, Sentence

FIGURES = {"members": N_("{figure} members"), "organisations": N_("{figure} organisations")}
Column = tuple[Parameter, dict[str, int]]
"""A heading, and the seats of each unit that has any of that kind."""


def seats(unit: str, event: SeatsApportioned, charter: Charter) -> Iterator[Sentence]:
    """Why the unit has so many seats, so that it can be checked by hand."""
    own, plan = charter.unit(unit), charter.seats
    base, split = beforehand(plan, own), bool(plan.parts)
    figures = {"seats": event.seats[unit], "total": plan.total}
    if own.seats or not (base or split):
        method = Sentence(METHOD_NAMES["fixed" if own.seats else plan.method])
        what = N_("{seats} of {total} seats, for {members} members; method: {method}.")
        yield Sentence(what, {**figures, "members": own.members, "method": method})
    else:
        what = N_("{seats} of {total} seats, {base} of them base seats.") if base else N_("{seats} of {total} seats.")
        yield Sentence(what, {**figures, "base": base})
    for part in event.parts:
        if unit in part.seats:
            yield from _part(part, own, charter, told=bool(base or split))
    yield from _bounds(event.seats[unit], own, charter)
    for group in charter.groups:
        if event.cells and group.id in event.cells.groups:
            by, of = Fraction(event.cells.units[unit]), Fraction(event.cells.groups[group.id])
            what = N_("{group}: {seats} of the seats; {figure} divided by {by} and by {of} is {quotient}, rounded.")
            cell: dict[str, Parameter] = {"group": group.name, "seats": event.cells.seats[unit][group.id]}
            cell |= {"figure": own.figures[group.id], "by": by, "of": of, "quotient": own.figures[group.id] / by / of}
            yield Sentence(what, cell)
            if (unit, group.id) in event.cells.tied:
                what = N_("{group}: that is a half, and the lot decided; this cell was drawn as number {place}.")
                place = event.cells.tied.index((unit, group.id)) + 1
                yield Sentence(what, {"group": group.name, "place": place})


def _part(part: PartApportioned, own: Unit, charter: Charter, told: bool) -> Iterator[Sentence]:
    """What the unit has of one part; ``told``: also its seats and its method."""
    plan = next((each for each in charter.seats.parts if each.id == part.id), BY_MEMBERS)
    weight = Sentence(FIGURES.get(part.basis, "{figure}"), {"figure": figure(own, part.basis) or 0})
    if told:
        what = N_("{part}: {seats} of {total} seats, for {weight}; method: {method}.")
        figures: dict[str, Parameter] = {
            "seats": part.seats[own.id],
            "total": sum(part.seats.values()) + (part.tied_seats if charter.seats.tie == "decision" else 0),
            "weight": weight,
        }
        method = Sentence(METHOD_NAMES[plan.method or charter.seats.method])
        yield Sentence(what, {"part": plan.name, "method": method, **figures})
    if quota := part.certificate.get("quota"):
        exact = (figure(own, part.basis) or 0) / Fraction(quota)
        what = N_("{weight} divided by the quota {quota} are {whole} whole seats; the rest is {rest} of a seat.")
        yield Sentence(what, {"weight": weight, "quota": Fraction(quota), "whole": exact // 1, "rest": exact % 1})
    yield from checks(part.certificate)
    if own.id in part.tied and charter.seats.tie == "lot":
        what = N_("The last of the seats ({seats}) went by lot among tied units; this one was drawn as number {place}.")
        yield Sentence(what, {"seats": part.tied_seats, "place": part.tied.index(own.id) + 1})
    elif own.id in part.tied:
        what = N_("The last of the seats ({seats}) were left to a decision among these, who are tied: {units}.")
        yield Sentence(what, {"seats": part.tied_seats, "units": ", ".join(part.tied)})


def _bounds(count: int, own: Unit, charter: Charter) -> Iterator[Sentence]:
    """That the unit has just the least or the most that it may have."""
    least, most = minimum(charter.seats, own), maximum(charter.seats, own)
    if own.seats:
        return
    if count == least > beforehand(charter.seats, own):
        what = N_("{minimum} is the least that any unit has.")
        own_least = N_("{minimum} is the least that this unit has.")
        yield Sentence(what if own.minimum is None else own_least, {"minimum": least})
    if count == most:
        yield Sentence(N_("{maximum} is the most that the unit may have."), {"maximum": most})


def columns(seats: Seats, charter: Charter) -> list[Column]:
    """The seats of all units by where they come from, unless they all come from one place; then by category."""
    fixed = {unit.id: unit.seats for unit in charter.units if unit.seats}
    base = {unit.id: beforehand(charter.seats, unit) for unit in charter.units if not unit.seats}
    found: list[Column] = [(Sentence(N_("Fixed seats")), fixed), (Sentence(N_("Base seats")), base)]
    names = {part.id: part.name for part in charter.seats.parts or (BY_MEMBERS,)}
    found += [(names[id], own) for id, own in seats.parts.items()]
    found = [(heading, own) for heading, own in found if any(own.values())]
    return (found if len(found) > 1 else []) + [
        (group.name, {unit: cells[group.id] for unit, cells in seats.cells.items()})
        for group in charter.groups
        if any(group.id in cells for cells in seats.cells.values())
    ]


def remarks(seats: Seats, charter: Charter) -> Iterator[Sentence]:
    """How all of it can be checked by hand: each part's certificate, and what was tied."""
    for part in seats.recorded.parts if seats.recorded else ():
        plan = next((each for each in charter.seats.parts if each.id == part.id), BY_MEMBERS)
        if charter.seats.parts:
            method = Sentence(METHOD_NAMES[plan.method or charter.seats.method])
            yield Sentence(N_("{part}; method: {method}."), {"part": plan.name, "method": method})
        yield from checks(part.certificate)
        if part.tied:
            what = N_("Tied for the last of these seats ({seats}), by lot in this order: {units}.")
            waiting = N_("Tied for the last of these seats ({seats}), which a decision gives: {units}.")
            figures: dict[str, Parameter] = {"seats": part.tied_seats, "units": ", ".join(part.tied)}
            yield Sentence(what if charter.seats.tie == "lot" else waiting, figures)
