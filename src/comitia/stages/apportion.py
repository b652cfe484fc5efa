"""Apportion: the seats go to the units, part by part; ties by lot from the public seed, or by a recorded decision."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

import msgspec

from comitia.charter.model import Charter
from comitia.charter.portions import BY_MEMBERS, Portion, beforehand, portions, steps_of
from comitia.methods import biproportional
from comitia.methods.apportionment import apportion, settle
from comitia.methods.lots import draw
from comitia.record.entry import Count, Draft, Entry, Event, Id
from comitia.rules import rule
from comitia.stages.intent import Act, Intent
from comitia.texts import N_, Parameter, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class PartApportioned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One part of the seats: what each unit has of it, by the part's basis and method.

    ``certificate`` lets a person check it: for a divisor method ``lower`` and ``upper``, the smallest and the largest
    divisor that give this result, as ratios (one that is unbounded is absent); for largest remainder the ``quota`` and
    the smallest ``remainder`` that gives a seat; nothing for a step table. ``tied`` are the units with equal claims to
    the last ``tied_seats``: in the order in which the seed drew them, and the first of them have the seats; or, where
    the charter leaves ties to a decision, in the order of their ids, and nobody has these seats yet.
    """

    id: Id
    basis: Id
    seats: dict[Id, Count]
    certificate: dict[str, str] = {}
    tied: tuple[Id, ...] = ()
    tied_seats: Count = 0


class CellsApportioned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The seats of every unit by category.

    ``units`` and ``groups`` are the divisors: each cell is the unit's figure of the group, divided by both and rounded
    (a half may go either way). ``tied`` are the cells (unit, group) whose quotients are halves and that could have
    one seat more or less together, in the order in which the seed drew them: each in turn got its seat if the sums
    could still be met.
    """

    seats: dict[Id, dict[Id, Count]]
    units: dict[Id, str]
    groups: dict[Id, str]
    tied: tuple[tuple[Id, Id], ...] = ()


class SeatsApportioned(Event, frozen=True, tag="seats.apportioned"):
    """The seats of every unit: those that the charter fixes, or the base seats and what the unit has of each part.

    Seats that a decision has still to give are not among them.
    """

    seats: dict[Id, Count]
    parts: tuple[PartApportioned, ...] = ()
    cells: CellsApportioned | None = None


class SeatsDecided(Event, frozen=True, tag="seats.decided"):
    """The tied seats of a part go to these units, by the decision that is named (minutes, resolution, authority)."""

    part: Id
    units: tuple[Id, ...]
    authority: str


METHOD_NAMES: dict[str, str] = {
    "hamilton": N_("largest remainder (Hamilton)"),
    "droop": N_("largest remainder with the Droop quota"),
    "adams": N_("Adams"),
    "dean": N_("Dean"),
    "huntington-hill": N_("Huntington-Hill"),
    "webster": N_("Webster (Sainte-Laguë)"),
    "jefferson": N_("Jefferson (D'Hondt)"),
    "steps": N_("the charter's step table"),
    "fixed": N_("fixed by the charter"),
}


def checks(certificate: Mapping[str, str]) -> Iterator[Sentence]:
    """How a person can check the seats by hand, from the certificate; nothing where the charter fixes them."""
    if quota := certificate.get("quota"):
        yield Sentence(N_("The quota is {quota} for a seat."), {"quota": Fraction(quota)})
        if remainder := certificate.get("remainder"):
            rest = Fraction(remainder) / Fraction(quota)
            yield Sentence(N_("A rest of {rest} of a seat, or more, gives one more."), {"rest": rest})
    for suffix, what in (
        ("", N_("Every divisor from {lower} to {upper} gives all units their seats.")),
        ("-squared", N_("Every divisor whose square is from {lower} to {upper} gives all units their seats.")),
    ):
        found = {name: certificate.get(name + suffix) for name in ("lower", "upper")}
        bounds: dict[str, Parameter] = {name: Fraction(bound) if bound else "-" for name, bound in found.items()}
        if any(found.values()):
            yield Sentence(what, {**bounds})


# --- intents ---------------------------------------------------------------------------------------------------------


class Apportion(Intent, frozen=True, tag="seats.apportion"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)


class DecideTie(Intent, frozen=True, tag="seats.decide"):
    """Record which of the tied units get a part's last seats; somebody else does it than who apportioned."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer", "certifier")
    part: Id
    units: tuple[Id, ...]
    authority: str


# --- state -----------------------------------------------------------------------------------------------------------


class Tie(msgspec.Struct, frozen=True):
    """Units with equal claims to the last seats of a part, which somebody has still to decide on."""

    units: tuple[str, ...]
    seats: int


@dataclass
class Seats:
    """The seats of every unit; empty until they are apportioned. ``tied``: by part, what is still to be decided.

    ``parts`` are the seats of each part that a method gave, ``cells`` those by unit and category; ``recorded`` is what
    was put on the record when they were apportioned, and ``by`` who did that.
    """

    of: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    tied: dict[str, Tie] = field(default_factory=dict)
    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    recorded: SeatsApportioned | None = None
    by: str = ""

    @property
    def settled(self) -> bool:
        """Whether every unit has its seats, and none is waiting for a decision."""
        return bool(self.of) and not self.tied


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
UNDECIDED = rule(
    "apportion.undecided",
    says=N_("Where units are tied for seats, nothing happens in a unit until it is decided which of them get these."),
    refusal=N_("{part}: {units} are tied for {seats} of the seats, and no decision is recorded"),
    cure=N_(
        "let another officer than who apportioned record it: `comitia apportion decide {part} UNIT... --authority WHAT`"
    ),
)
NO_TIE = rule(
    "apportion.no-tie",
    says=N_("A decision is about a tie that is open."),
    refusal=N_("no units are tied for seats of the part {part}"),
    cure=N_("name a part whose seats are still to be decided: {known}"),
)
DECISION = rule(
    "apportion.decision",
    says=N_("A decision names as many of the tied units as there are tied seats, each once."),
    refusal=N_("{named} was named, and the units tied for {seats} of the seats are {units}"),
    cure=N_("name units that are tied, each once, and as many as there are seats: {seats}"),
)
OTHER = rule(
    "apportion.other-officer",
    says=N_("A tie is decided by another officer than who apportioned the seats."),
    refusal=N_("{officer} apportioned the seats"),
    cure=N_("let another returning officer, or a certifier, record the decision"),
)
AUTHORITY = rule(
    "apportion.authority",
    says=N_("The decision of a tie names what it rests on: minutes, a resolution, a higher body."),
    refusal=N_("the decision names nothing that it rests on"),
    cure=N_("say on what it rests, as the minutes have it"),
)


def decide(intent: Apportion | DecideTie, act: Act, state: Seats, charter: Charter, seed: str) -> list[Draft]:
    if isinstance(intent, DecideTie):
        return [Draft(decide_tie(intent, act, state))]
    if state.of:
        raise ONCE.broken()
    return [Draft(apportioned(charter, seed))]


def apportioned(charter: Charter, seed: str) -> SeatsApportioned:
    """The seats as the charter splits them. Raises RuleBroken where a tie waits for a seed, and what methods raise."""
    plan, units = charter.seats, charter.units
    parts = [_part(portion, plan.tie, seed) for portion in portions(plan, units)]
    if plan.method == "steps":
        parts.append(PartApportioned(BY_MEMBERS.id, BY_MEMBERS.basis, steps_of(plan, units)))
    seats = {unit.id: beforehand(plan, unit) + sum(part.seats.get(unit.id, 0) for part in parts) for unit in units}
    return SeatsApportioned(seats, tuple(parts), _cells(charter, seats, seed) if plan.categories else None)


def _part(portion: Portion, tie: str, seed: str) -> PartApportioned:
    result = apportion(portion.weights, portion.seats, portion.method, portion.least, portion.most)
    seats, tied = dict(result.seats), result.tied
    if tied and tie == "lot":
        tied = _drawn(seed, f"seats/{portion.part.id}", tied, result.tied_seats)
        seats = settle(result, tied)
    part = portion.part
    return PartApportioned(part.id, part.basis, seats, dict(result.certificate), tied, result.tied_seats)


def _cells(charter: Charter, seats: Mapping[str, int], seed: str) -> CellsApportioned:
    """The seats of every unit by category, by Sainte-Laguë's method in both directions."""
    groups = {category.group: category.seats for category in charter.seats.categories}
    figures = {unit.id: {group: unit.figures[group] for group in groups} for unit in charter.units}
    result = biproportional.biproportional(figures, seats, groups)
    cells = {f"{unit}/{group}": (unit, group) for unit, group in result.tied}
    drawn = _drawn(seed, "cells", cells, sum(result.tied_rows.values())) if cells else ()
    tied = tuple(cells[id] for id in drawn)
    return CellsApportioned(
        biproportional.settle(result, tied),
        {unit: str(divisor) for unit, divisor in result.row_divisors.items()},
        {group: str(divisor) for group, divisor in result.column_divisors.items()},
        tied,
    )


def _drawn(seed: str, purpose: str, tied: Iterable[str], seats: int) -> tuple[str, ...]:
    if not seed:
        raise TIE.broken(units=", ".join(tied), seats=seats)
    return draw(seed, purpose, tied)


def decide_tie(intent: DecideTie, act: Act, state: Seats) -> SeatsDecided:
    tie = state.tied.get(intent.part)
    if tie is None:
        raise NO_TIE.broken(part=intent.part, known=", ".join(state.tied) or "-")
    if act.actor == state.by:
        raise OTHER.broken(officer=act.actor)
    named = set(intent.units)
    if not named <= set(tie.units) or not len(intent.units) == len(named) == tie.seats:
        raise DECISION.broken(named=", ".join(intent.units) or "-", seats=tie.seats, units=", ".join(tie.units))
    if not intent.authority.strip():
        raise AUTHORITY.broken()
    return SeatsDecided(intent.part, tuple(sorted(named)), intent.authority)


def seats_of(state: Seats, unit: str) -> int:
    """The unit's seats. Raises RuleBroken while they are not apportioned, or units are tied for some."""
    if not state.of:
        raise FIRST.broken()
    for part, tie in state.tied.items():
        raise UNDECIDED.broken(part=part, units=", ".join(tie.units), seats=tie.seats)
    return state.of[unit]


def cells_of(state: Seats, unit: str) -> dict[str, int]:
    """The unit's seats by group; empty where the charter has no categories. Raises RuleBroken as ``seats_of``."""
    seats_of(state, unit)
    return dict(state.cells.get(unit, {}))


def apply(state: Seats, event: SeatsApportioned | SeatsDecided, entry: Entry, tie: str) -> None:
    """``tie`` is how the charter settles ties."""
    match event:
        case SeatsApportioned():
            state.of, state.recorded, state.by = dict(event.seats), event, entry.actor
            state.parts = {part.id: dict(part.seats) for part in event.parts}
            state.cells = dict(event.cells.seats) if event.cells else {}
            if tie == "decision":
                state.tied = {part.id: Tie(part.tied, part.tied_seats) for part in event.parts if part.tied}
        case SeatsDecided():
            del state.tied[event.part]
            for unit in event.units:
                state.of[unit] += 1
                state.parts[event.part][unit] += 1
