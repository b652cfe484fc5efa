"""Nominate: organisations file returns in rounds, and their support is rolled up level by level."""

import json
from dataclasses import dataclass, field
from math import ceil
from typing import ClassVar

from comitia.record.entry import Count, Draft, Entry, Event, Hash, Id, Table
from comitia.register.organisations import check_organisations, find
from comitia.register.persons import groups_of
from comitia.register.returns import check_return, check_returns
from comitia.register.rollup import Filed, Imported, RollUp, roll_up
from comitia.rules import RulesBroken, rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given, Intent
from comitia.stages.window import not_before, within
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class RegisterAdopted(Event, frozen=True, tag="register.adopted"):
    """The unit's organisations: table ``organisation, parent, level, members``.

    The unit itself is not in the table; organisations right below it have the unit's id as parent. ``level`` is a level
    of the charter. ``members`` is set for primary organisations only (0 above them). ``primary`` counts these.
    """

    unit: Id
    organisations: Table
    primary: Count
    members: Count


class NomineeEntered(Event, frozen=True, tag="nominee.entered"):
    """A person who may be nominated in a unit, with the groups that quotas ask for. Sealed part: ``person``, a JSON
    object with the name and whatever else the organisation keeps."""

    unit: Id
    person: Id
    groups: tuple[Id, ...] = ()


class NomineesEntered(Event, frozen=True, tag="nominees.entered"):
    """The same for many: table ``person, groups, sealed``, groups separated by spaces and sorted; ``sealed`` is the
    commitment to each person's part ``person``."""

    unit: Id
    persons: Table


class NomineePlaced(Event, frozen=True, tag="nominee.placed"):
    """A higher body places a nominee in a unit, outside the roll-up. Sealed part: ``person``."""

    unit: Id
    person: Id
    authority: str
    groups: tuple[Id, ...] = ()


class NomineeWithdrawn(Event, frozen=True, tag="nominee.withdrawn"):
    unit: Id
    person: Id


class RoundOpened(Event, frozen=True, tag="round.opened"):
    unit: Id
    round: Id


class ReturnFiled(Event, frozen=True, tag="return.filed"):
    """What one primary organisation reports: members who took part, and how many support each nominee.

    A later return of the same organisation in the same round, filed or imported, replaces the earlier one.
    """

    unit: Id
    round: Id
    organisation: Id
    participants: Count
    support: dict[Id, Count]


class ReturnsImported(Event, frozen=True, tag="returns.imported"):
    """The same for many: tables ``organisation, participants`` and ``organisation, person, members``."""

    unit: Id
    round: Id
    returns: Table
    support: Table


class RoundClosed(Event, frozen=True, tag="round.closed"):
    """The roll-up of a round.

    ``nodes``: table ``node, level, organisations, returned, members, participants`` for every node above the primary
    organisations, the unit among them: primary organisations below it and how many filed, their members and how many
    took part. ``lists``: table ``node, person, organisations, members`` of the nominees who go up from each node: those
    who came up from one of its children (at the first level above: from a primary organisation), best first by the
    charter's order, cut at the level's limit, ties at the cut included. The figures count the whole subtree: primary
    organisations where the nominee has any support, and supporting members. ``nominees`` is the unit's own list, best
    first: person, organisations, members.
    """

    unit: Id
    round: Id
    organisations: Count
    returned: Count
    members: Count
    participants: Count
    nodes: Table
    lists: Table
    nominees: tuple[tuple[Id, Count, Count], ...]


# --- intents ---------------------------------------------------------------------------------------------------------


class AdoptRegister(Intent, frozen=True, tag="register.adopt"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    organisations: Table


class EnterNominee(Intent, frozen=True, tag="nominee.enter"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    person: Id
    details: dict[str, str]
    groups: tuple[Id, ...] = ()


class EnterNominees(Intent, frozen=True, tag="nominees.enter"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    persons: Table


class PlaceNominee(Intent, frozen=True, tag="nominee.place"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    unit: Id
    person: Id
    authority: str
    details: dict[str, str]
    groups: tuple[Id, ...] = ()


class WithdrawNominee(Intent, frozen=True, tag="nominee.withdraw"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    person: Id


class OpenRound(Intent, frozen=True, tag="round.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    round: Id


class FileReturn(Intent, frozen=True, tag="return.file"):
    roles: ClassVar[tuple[str, ...]] = ("filer", "secretary")
    unit: Id
    round: Id
    organisation: Id
    participants: Count
    support: dict[Id, Count]


class ImportReturns(Intent, frozen=True, tag="returns.import"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    round: Id
    returns: Table
    support: Table


class CloseRound(Intent, frozen=True, tag="round.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    round: Id


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitNominations:
    """One unit's register, the persons who may be nominated, its rounds, and the list of the last one."""

    register: Table | None = None
    tables: list[Table] = field(default_factory=list)
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sealed: dict[str, Hash] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    filings: dict[str, list[Filed | Imported]] = field(default_factory=dict)
    open_round: str = ""
    closed: dict[str, RoundClosed] = field(default_factory=dict)
    nominees: tuple[tuple[str, int, int], ...] = ()

    def groups(self, given: Given) -> dict[str, tuple[str, ...]]:
        """Everybody who may be nominated, with the groups each belongs to."""
        everybody = dict(self.persons)
        for table in self.tables:
            everybody.update(groups_of(given.archive, table))
        return everybody

    def standing(self) -> tuple[str, ...]:
        """Those who stand: the list of the last round and those placed, less those who withdrew."""
        listed = [person for person, _, _ in self.nominees]
        everybody = [*listed, *sorted(self.placed.difference(listed))]
        return tuple(person for person in everybody if person not in self.withdrawn)


Nominations = dict[str, UnitNominations]


# --- rules and decisions ---------------------------------------------------------------------------------------------

REGISTER_CLOSED = rule(
    "register.closed",
    says=N_("A unit's register is adopted before its first round opens, and then stays as it is."),
    refusal=N_("a nomination round of {unit} has opened already"),
    cure=N_("leave the register as it was adopted"),
)
NO_REGISTER = rule(
    "register.missing",
    says=N_("Rounds open after the register of organisations is adopted."),
    refusal=N_("{unit} has no register of organisations"),
    cure=N_("adopt one: `comitia register adopt {unit} FILE`"),
)
PERSON_TWICE = rule(
    "nominee.twice",
    says=N_("A person is entered once in a unit."),
    refusal=N_("{persons} were entered in {unit} already"),
    cure=N_("leave them out of the file"),
)
PERSON_UNKNOWN = rule(
    "nominee.unknown",
    says=N_("An act names a person who was entered in the unit."),
    refusal=N_("nobody was entered in {unit} under the number {person}"),
    cure=N_("enter the person first: `comitia nominee enter`"),
)
GROUP_UNKNOWN = rule(
    "nominee.group",
    says=N_("A person's groups are groups of the charter."),
    refusal=N_("{person}: the charter has no group {group}"),
    cure=N_("use groups of the charter: {known}"),
)
WITHDRAWN = rule(
    "nominee.withdrawn",
    says=N_("A person withdraws once."),
    refusal=N_("{person} has withdrawn in {unit} already"),
    cure=N_("nothing more has to be done"),
)
ROUND_UNKNOWN = rule(
    "round.unknown",
    says=N_("A round is one that the charter names."),
    refusal=N_("the charter has no round {round}"),
    cure=N_("use one of: {known}"),
)
ROUND_ORDER = rule(
    "round.order",
    says=N_("Rounds follow the charter's order, one at a time; each is held once."),
    refusal=N_("{unit}: round {round} cannot open: {reason}"),
    cure=N_("open {next}"),
    sources=("CN-P-04",),
)
ROUND_NOT_OPEN = rule(
    "round.not-open",
    says=N_("Returns are filed while their round is open in the unit."),
    refusal=N_("round {round} is not open in {unit}"),
    cure=N_("open it, or name the round that is open: {open}"),
)
ROUND_DATES = rule(
    "round.dates",
    says=N_("Returns are filed between the two dates of the round, both included."),
    refusal=N_("round {round} is open from {opens} to {closes}; today is {today}"),
    cure=N_("file the return between these days"),
)
ROUND_RUNS = rule(
    "round.runs",
    says=N_("A round closes after its last day, or earlier when every organisation has filed."),
    refusal=N_("round {round} of {unit} runs until {closes}, and {missing} organisations have not filed"),
    cure=N_("wait until {closes} is over, or for the missing returns"),
)


def decide(intent: Intent, act: Act, state: Nominations, founding: Founding, seats: int, given: Given) -> list[Draft]:
    """``seats``: those of the intent's unit. ``given.archive`` holds the tables that intents and state name."""
    unit: str = intent.unit  # type: ignore[attr-defined]
    own = state.get(unit, UnitNominations())
    match intent:
        case PlaceNominee():
            within(founding, "nominate", unit, act)
            new_person(intent.person, intent.groups, own, founding, unit, given)
            event: Event = NomineePlaced(unit, intent.person, intent.authority, intent.groups)
            return [Draft(event, {"person": details(intent.details)})]
        case WithdrawNominee():
            if intent.person not in own.groups(given):
                raise PERSON_UNKNOWN.broken(unit=unit, person=intent.person)
            if intent.person in own.withdrawn:
                raise WITHDRAWN.broken(unit=unit, person=intent.person)
            return [Draft(NomineeWithdrawn(unit, intent.person))]
        case CloseRound():
            not_before(founding, "nominate", unit, act)
            return [Draft(close_round(intent, act, own, founding, seats, given))]
        case _:
            within(founding, "nominate", unit, act)
    match intent:
        case AdoptRegister():
            return [Draft(adopt_register(intent, own, founding, given))]
        case EnterNominee():
            new_person(intent.person, intent.groups, own, founding, unit, given)
            return [Draft(NomineeEntered(unit, intent.person, intent.groups), {"person": details(intent.details)})]
        case EnterNominees():
            return [Draft(enter_nominees(intent, own, founding, given))]
        case OpenRound():
            return [Draft(open_round(intent, act, own, founding))]
        case FileReturn():
            return [Draft(file_return(intent, act, own, founding, given))]
        case ImportReturns():
            return [Draft(import_returns(intent, act, own, founding, given))]
        case _:
            raise AssertionError(intent)


def details(person: dict[str, str]) -> str:
    """A person's sealed part: one JSON object, keys sorted, so that equal details are equal text."""
    return json.dumps(person, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def adopt_register(intent: AdoptRegister, own: UnitNominations, founding: Founding, given: Given) -> RegisterAdopted:
    if own.filings:
        raise REGISTER_CLOSED.broken(unit=intent.unit)
    levels = [level.id for level in founding.charter.levels]
    primary, members = check_organisations(given.archive, intent.organisations, intent.unit, levels)
    return RegisterAdopted(intent.unit, intent.organisations, primary, members)


def new_person(
    person: str, groups: tuple[str, ...], own: UnitNominations, founding: Founding, unit: str, given: Given
) -> None:
    if person in own.groups(given):
        raise PERSON_TWICE.broken(unit=unit, persons=person)
    known_groups({person: groups}, founding)


def known_groups(persons: dict[str, tuple[str, ...]], founding: Founding) -> None:
    known = [group.id for group in founding.charter.groups]
    for person, groups in persons.items():
        for group in groups:
            if group not in known:
                raise GROUP_UNKNOWN.broken(person=person, group=group, known=", ".join(known))


def enter_nominees(intent: EnterNominees, own: UnitNominations, founding: Founding, given: Given) -> NomineesEntered:
    persons = groups_of(given.archive, intent.persons)
    twice = sorted(persons.keys() & own.groups(given).keys())
    if twice:
        raise PERSON_TWICE.broken(unit=intent.unit, persons=", ".join(twice))
    known_groups(persons, founding)
    return NomineesEntered(intent.unit, intent.persons)


def open_round(intent: OpenRound, act: Act, own: UnitNominations, founding: Founding) -> RoundOpened:
    rounds = [round.id for round in founding.charter.nomination.rounds]
    if intent.round not in rounds:
        raise ROUND_UNKNOWN.broken(round=intent.round, known=", ".join(rounds))
    if own.register is None:
        raise NO_REGISTER.broken(unit=intent.unit)
    if own.open_round:
        reason = Sentence(N_("another round is open"))
        raise ROUND_ORDER.broken(unit=intent.unit, round=intent.round, reason=reason, next=own.open_round)
    due = next((round for round in rounds if round not in own.closed), "")
    if intent.round != due:
        raise ROUND_ORDER.broken(
            unit=intent.unit, round=intent.round, reason=Sentence(N_("it is not its turn")), next=due or "-"
        )
    in_round(intent.round, act, founding)
    return RoundOpened(intent.unit, intent.round)


def in_round(round: str, act: Act, founding: Founding) -> None:
    plan = next(known for known in founding.charter.nomination.rounds if known.id == round)
    if not plan.opens <= act.today <= plan.closes:
        raise ROUND_DATES.broken(
            round=round, opens=plan.opens.isoformat(), closes=plan.closes.isoformat(), today=act.today.isoformat()
        )


def open_now(round: str, own: UnitNominations, unit: str) -> Table:
    """The register in force. Refuses where the round is not open."""
    if own.open_round != round or own.register is None:
        raise ROUND_NOT_OPEN.broken(round=round, unit=unit, open=own.open_round or "-")
    return own.register


def file_return(intent: FileReturn, act: Act, own: UnitNominations, founding: Founding, given: Given) -> ReturnFiled:
    register = open_now(intent.round, own, intent.unit)
    in_round(intent.round, act, founding)
    organisation = find(given.archive, register, intent.organisation)
    check_return(intent.organisation, organisation, intent.participants, intent.support, own.groups(given))
    return ReturnFiled(intent.unit, intent.round, intent.organisation, intent.participants, intent.support)


def import_returns(
    intent: ImportReturns, act: Act, own: UnitNominations, founding: Founding, given: Given
) -> ReturnsImported:
    register = open_now(intent.round, own, intent.unit)
    in_round(intent.round, act, founding)
    faults = check_returns(given.archive, register, own.tables, own.persons, intent.returns, intent.support)
    if faults:
        raise RulesBroken(tuple(faults))
    return ReturnsImported(intent.unit, intent.round, intent.returns, intent.support)


def close_round(
    intent: CloseRound, act: Act, own: UnitNominations, founding: Founding, seats: int, given: Given
) -> RoundClosed:
    register = open_now(intent.round, own, intent.unit)
    charter = founding.charter
    levels = [(level.id, None if level.list is None else ceil(level.list * seats)) for level in charter.levels]
    result = roll_up(
        given.archive, intent.unit, register, own.filings[intent.round], levels, charter.nomination.rank_by
    )
    closes = next(round.closes for round in charter.nomination.rounds if round.id == intent.round)
    if act.today <= closes and result.returned < result.organisations:
        raise ROUND_RUNS.broken(
            round=intent.round,
            unit=intent.unit,
            closes=closes.isoformat(),
            missing=result.organisations - result.returned,
        )
    return closing(intent, result)


def closing(intent: CloseRound, result: RollUp) -> RoundClosed:
    return RoundClosed(
        unit=intent.unit,
        round=intent.round,
        organisations=result.organisations,
        returned=result.returned,
        members=result.members,
        participants=result.participants,
        nodes=result.nodes,
        lists=result.lists,
        nominees=result.nominees,
    )


def apply(state: Nominations, event: Event, entry: Entry) -> None:
    own = state.setdefault(event.unit, UnitNominations())  # type: ignore[attr-defined]
    match event:
        case RegisterAdopted():
            own.register = event.organisations
        case NomineeEntered():
            own.persons[event.person] = event.groups
            own.sealed[event.person] = entry.sealed["person"]
        case NomineePlaced():
            own.persons[event.person] = event.groups
            own.sealed[event.person] = entry.sealed["person"]
            own.placed.add(event.person)
        case NomineesEntered():
            own.tables.append(event.persons)
        case NomineeWithdrawn():
            own.withdrawn.add(event.person)
        case RoundOpened():
            own.open_round = event.round
            own.filings[event.round] = []
        case ReturnFiled():
            own.filings[event.round].append(Filed(event.organisation, event.participants, event.support))
        case ReturnsImported():
            own.filings[event.round].append(Imported(event.returns, event.support))
        case RoundClosed():
            own.open_round = ""
            own.closed[event.round] = event
            own.nominees = event.nominees
