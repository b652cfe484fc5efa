"""The chapters of nomination: registers are adopted, persons entered, returns imported and rolled up in rounds."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comitia.charter.model import Charter, Unit
from comitia.record.entry import Table
from comitia.record.sealed import Opening, seal
from comitia.register.chinese_names import chinese_names
from comitia.register.organisations import adopt
from comitia.register.persons import Person, persons_table
from comitia.register.returns import keep_returns
from comitia.register.shapes import SUPPORT, keep
from comitia.register.synthetic import synthesise
from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.deliberations import deliberated, with_bodies
from comitia.rehearsal.setting import Setting
from comitia.stages.margin import percent
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    EnterNominees,
    ImportReturns,
    OpenRound,
    PlaceNominee,
)
from comitia.stages.quotas import Delegation
from comitia.texts import N_, Parameter, Sentence, Text


class Entered(NamedTuple):
    """What a unit brought in: its size, and the tables of its returns, to be filed when a round opens."""

    primary: int
    members: int
    persons: int
    returns: Table
    support: Table


def nominate(setting: Setting) -> Iterator[Chapter]:
    entered = {unit.id: enter(setting, unit) for unit in setting.units(Sentence(N_("Registers and persons")))}
    yield registers(setting, list(entered.values()))
    for plan in setting.charter.nomination.rounds:
        setting.clock.move_to(plan.opens)
        for unit in setting.units(Sentence(N_("Returns of round {round}"), {"round": plan.id})):
            setting.do(OpenRound(unit.id, plan.id), cast.secretary(unit.id))
            own = entered[unit.id]
            if setting.charter.place(plan):
                returns, support = deliberated(setting, unit.id, plan)
            else:
                returns, support = own.returns, among_listed(setting, unit.id, own.support)
            setting.do(ImportReturns(unit.id, plan.id, returns, support), cast.secretary(unit.id))
        setting.clock.move_past(plan.closes)
        for unit in setting.units(Sentence(N_("Roll-up of round {round}"), {"round": plan.id})):
            setting.do(CloseRound(unit.id, plan.id), cast.secretary(unit.id))
        yield round_closed(setting, plan.id)


def enter(setting: Setting, unit: Unit) -> Entered:
    """Make up the unit's people, adopt its register, and enter its persons."""
    archive, secretary = setting.office.given.archive, cast.secretary(unit.id)
    seats = setting.election.seats.of[unit.id]
    made = synthesise(
        unit.id,
        [level.id for level in setting.charter.levels],
        seed=int.from_bytes(setting.seed.encode(), "big"),
        organisations=unit.organisations or max(1, unit.members // 20),
        members=unit.members,
        seats=seats,
        groups=shares(setting.charter, setting.election.delegation(unit.id)),
        scale=setting.scale,
    )
    organisations, primary, members = adopt(archive, with_bodies(setting, unit.id, made.organisations))
    setting.do(AdoptRegister(unit.id, organisations), secretary)
    openings = [name_of(person) for person in made.persons]
    groups = [one_reserve(number, person.groups, setting.charter) for number, person in enumerate(made.persons)]
    rows = zip(made.persons, groups, openings, strict=True)
    persons = persons_table(
        archive, ((person.person, belongs, opening.commitment) for person, belongs, opening in rows)
    )
    setting.do(EnterNominees(unit.id, persons), secretary, openings)
    if unit.id in setting.placed_in:
        leading = tuple(group.id for group in setting.charter.groups if group.id == "leading")
        (name,) = chinese_names(setting.chance("placed", unit.id), 1)
        placed = PlaceNominee(unit.id, f"{unit.id}-placed-1", "central-committee", {"name": name}, leading)
        setting.do(placed, cast.FOUNDER)
    returns, support = keep_returns(archive, made.returns, made.support)
    return Entered(primary, members, len(made.persons), returns, support)


def one_reserve(number: int, groups: Sequence[str], charter: Charter) -> tuple[str, ...]:
    """A person's groups, with one at most of those that places are reserved for among the elected, in turn."""
    reserved = {quota.group for quota in charter.quotas if quota.of == "elected"}
    several = [group for group in groups if group in reserved]
    return tuple(group for group in groups if group not in several or group == several[number % len(several)])


def among_listed(setting: Setting, unit: str, support: Table) -> Table:
    """What organisations say in the round: after the first, only about those who came up in the round before."""
    listed = [person for person, _, _ in setting.election.nominations[unit].nominees]
    if not listed:
        return support
    archive = setting.office.given.archive
    rows = pq.read_table(archive.path(support))
    return keep(archive, rows.filter(pc.is_in(rows["person"], value_set=pa.array(listed))), SUPPORT)


def name_of(person: Person) -> Opening:
    """Only the name is sealed: it is shown, and proved, for those elected."""
    return seal("person", json.dumps({"name": person.details["name"]}, ensure_ascii=False, separators=(",", ":")))


def shares(charter: Charter, own: Delegation) -> dict[str, Fraction]:
    """The part of the made-up persons in each group: so many that every quota can be met with some room."""
    unit, seats = own.unit, max(1, own.seats)
    shares = {group.id: Fraction(1, 5) for group in charter.groups}
    for quota in charter.quotas:
        if quota.kinds and unit.kind not in quota.kinds:
            continue
        asked = quota.at_least or quota.whole or Fraction(min(2 * quota.at_least_count, seats), 3 * seats)
        if quota.zipped:
            asked = Fraction(1, 2)
        if quota.apportioned:
            asked = Fraction(own.parts[quota.id], seats)
        if quota.above_membership or quota.as_membership:
            asked = max(asked, unit.shares[quota.group])
        if asked:
            shares[quota.group] = max(shares[quota.group], min(Fraction(9, 10), asked * Fraction(3, 2)))
        elif quota.at_most is not None:
            shares[quota.group] = quota.at_most * Fraction(4, 5)
    return shares


def registers(setting: Setting, entered: list[Entered]) -> Chapter:
    primary, members, persons = (sum(figures) for figures in list(zip(*entered, strict=True))[:3])
    placed = sum(len(own.placed) for own in setting.election.nominations.values())
    return Chapter(
        Sentence(
            N_("Registers at a scale of 1 to {scale}: {primary} primary organisations with {members} members"),
            {"scale": str(1 / setting.scale), "primary": primary, "members": members},
        ),
        remarks=(
            Sentence(
                N_("The organisations, persons, returns and papers are made up from the seed {seed}"),
                {"seed": setting.seed},
            ),
            Sentence(
                N_("Persons who may be nominated: {persons}; placed by a higher body: {placed}"),
                {"persons": persons, "placed": placed},
            ),
        ),
    )


COLUMNS = (
    N_("level"),
    N_("nodes"),
    N_("organisations that filed"),
    N_("members who took part"),
    N_("nominees going up"),
)


def round_closed(setting: Setting, round: str) -> Chapter:
    """Participation and lists, level by level, over all units."""
    closed = [own.closed[round] for own in setting.election.nominations.values()]
    names: dict[str, Text] = {level.id: level.name for level in setting.charter.levels}
    figures: dict[str, list[int]] = {}
    archive = setting.office.given.archive
    for event in closed:
        level_of = {}
        for node, level, *numbers in archive.rows(event.nodes):
            level_of[node] = str(level)
            row = figures.setdefault(str(level), [0, 0, 0, 0, 0, 0])
            for place, number in enumerate([1, *map(int, numbers)]):
                row[place] += number
        for node, *_ in archive.rows(event.lists):
            figures[level_of[node]][5] += 1
    rows: list[tuple[Parameter, ...]] = []
    for level in (level.id for level in setting.charter.levels if level.id in figures):
        nodes, organisations, returned, members, took_part, going_up = figures[level]
        rows.append((names[level], nodes, part(returned, organisations), part(took_part, members), going_up))
    least = min((Fraction(event.participants, event.members), event.unit) for event in closed)
    return Chapter(
        Sentence(
            N_("Round {round}: {returned} of {organisations} organisations filed, {participants} members took part"),
            {
                "round": round,
                "returned": sum(event.returned for event in closed),
                "organisations": sum(event.organisations for event in closed),
                "participants": sum(event.participants for event in closed),
            },
        ),
        tuple(Sentence(column) for column in COLUMNS),
        tuple(rows),
        (
            Sentence(
                N_("Lowest participation of members: {share} % in {unit}"),
                {"share": percent(least[0]), "unit": setting.charter.unit(least[1]).name},
            ),
        ),
    )


def part(some: int, of: int) -> str:
    return f"{percent(Fraction(some, of))} %" if of else "-"
