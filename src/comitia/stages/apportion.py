"""Apportion: the seats go to the units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from comitia.charter.model import Charter
from comitia.methods.apportionment import apportion, settle
from comitia.methods.lots import draw
from comitia.record.entry import Count, Draft, Event, Id
from comitia.rules import rule
from comitia.stages.intent import Intent
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class SeatsApportioned(Event, frozen=True, tag="seats.apportioned"):
    """The seats of every unit, by the charter's method from the charter's figures.

    ``certificate`` lets a person check it: for a divisor method ``lower`` and ``upper``, the smallest and the largest
    divisor that give this result, as ratios (one that is unbounded is absent); for largest remainder the ``quota``.
    ``lot`` lists the units that were tied for the last ``lot_seats`` seats, in the order the seed drew them.
    """

    seats: dict[Id, Count]
    certificate: dict[str, str]
    lot: tuple[Id, ...] = ()
    lot_seats: Count = 0


METHOD_NAMES: dict[str, str] = {
    "hamilton": N_("largest remainder (Hamilton)"),
    "adams": N_("Adams"),
    "dean": N_("Dean"),
    "huntington-hill": N_("Huntington-Hill"),
    "webster": N_("Webster (Sainte-Laguë)"),
    "jefferson": N_("Jefferson (D'Hondt)"),
    "fixed": N_("fixed by the charter"),
}


def checks(certificate: Mapping[str, str]) -> Iterator[Sentence]:
    """How a person can check the seats by hand, from the certificate; nothing where the charter fixes them."""
    if quota := certificate.get("quota"):
        yield Sentence(N_("The quota is {quota} for a seat."), {"quota": Fraction(quota)})
    for suffix, what in (
        ("", N_("Every divisor from {lower} to {upper} gives all units their seats.")),
        ("-squared", N_("Every divisor whose square is from {lower} to {upper} gives all units their seats.")),
    ):
        bounds = {name: certificate.get(name + suffix, "-") for name in ("lower", "upper")}
        if set(bounds.values()) != {"-"}:
            yield Sentence(what, {**bounds})


# --- intents ---------------------------------------------------------------------------------------------------------


class Apportion(Intent, frozen=True, tag="seats.apportion"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class Seats:
    """The seats of every unit; empty until they are apportioned."""

    of: dict[str, int] = field(default_factory=dict)


# --- rules and decisions ---------------------------------------------------------------------------------------------

ONCE = rule(
    "apportion.once",
    says=N_("Seats are apportioned once."),
    refusal=N_("the seats were apportioned already"),
    cure=N_("look at them with `comitia status`"),
)
TIE = rule(
    "apportion.tie",
    says=N_(
        "Units tied for the last seats are settled by lot from the recorded public seed, never by the order of a file."
    ),
    refusal=N_("{units} are tied for {seats} of the seats, and there is no public seed to draw the lot from"),
    cure=N_("record a public seed with `comitia seed`, then apportion again"),
)
FIRST = rule(
    "apportion.first",
    says=N_("Seats go to the units before anything else happens in a unit."),
    refusal=N_("the seats have not been apportioned"),
    cure=N_("let the returning officer apportion them: `comitia apportion`"),
)


def decide(intent: Apportion, state: Seats, charter: Charter, seed: str) -> list[Draft]:
    if state.of:
        raise ONCE.broken()
    if charter.seats.method == "fixed":
        return [Draft(SeatsApportioned({unit.id: unit.seats for unit in charter.units}, {}))]
    members = {unit.id: unit.members for unit in charter.units}
    result = apportion(members, charter.seats.total, charter.seats.method, charter.seats.minimum)
    if not result.tied:
        return [Draft(SeatsApportioned(dict(result.seats), dict(result.certificate)))]
    if not seed:
        raise TIE.broken(units=", ".join(result.tied), seats=result.tied_seats)
    lot = draw(seed, "seats", result.tied)
    return [Draft(SeatsApportioned(settle(result, lot), dict(result.certificate), lot, result.tied_seats))]


def seats_of(state: Seats, unit: str) -> int:
    """The unit's seats. Raises RuleBroken while they are not apportioned."""
    if not state.of:
        raise FIRST.broken()
    return state.of[unit]


def apply(state: Seats, event: SeatsApportioned) -> None:
    state.of = dict(event.seats)
