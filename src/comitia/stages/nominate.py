"""Nominate: persons are entered, organisations file returns in rounds, and their support is rolled up level by level.

What is decided about persons is in ``nominees.py``, about the register and rounds in ``rounds.py``, about returns in
``filing.py``; how lists go up from level to level is in ``ladder.py``.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import ClassVar

from comitia.record.entry import Count, Entry, Hash, Id, Table
from comitia.register.filings import Filed, Imported
from comitia.register.persons import groups_of
from comitia.stages.event import UnitEvent
from comitia.stages.intent import Given, UnitIntent

# --- entries ---------------------------------------------------------------------------------------------------------


class RegisterAdopted(UnitEvent, frozen=True, tag="register.adopted"):
    """The unit's organisations: table ``organisation, parent, level, members``, and ``electors`` where the charter has
    rounds above the primary organisations.

    The unit itself is not in the table; organisations right below it have the unit's id as parent. ``level`` is a level
    of the charter. ``members`` is set for primary organisations only (0 above them): those with a vote. ``electors``
    are the people in an organisation's own body, at least one where its level holds a round. ``primary`` counts the
    primary organisations.
    """

    organisations: Table
    primary: Count
    members: Count


class NomineeEntered(UnitEvent, frozen=True, tag="nominee.entered"):
    """A person who may be nominated in a unit, with the groups that quotas ask for. Sealed part: ``person``, a JSON
    object with the name and whatever else the organisation keeps."""

    person: Id
    groups: tuple[Id, ...] = ()


class NomineesEntered(UnitEvent, frozen=True, tag="nominees.entered"):
    """The same for many: table ``person, groups, sealed``, groups separated by spaces and sorted; ``sealed`` is the
    commitment to each person's part ``person``."""

    persons: Table


class NomineePlaced(UnitEvent, frozen=True, tag="nominee.placed"):
    """A higher body places a nominee in a unit, outside the roll-up. Sealed part: ``person``."""

    person: Id
    authority: str
    groups: tuple[Id, ...] = ()


class NomineeWithdrawn(UnitEvent, frozen=True, tag="nominee.withdrawn"):
    """The person no longer stands, from whatever list. Sealed part: ``statement``, the nominee's own.

    ``missing``: how many more officers have to record the same before it takes effect.
    """

    person: Id
    missing: Count = 0


class RoundOpened(UnitEvent, frozen=True, tag="round.opened"):
    """From now on the organisations of the round's level file returns in the unit."""

    round: Id


class ReturnFiled(UnitEvent, frozen=True, tag="return.filed"):
    """What one organisation reports: members who took part, and how many support each nominee.

    In a round of the primary organisations these are their members; in one of a higher level, the people in the
    organisation's own body. A later return of the same organisation in the same round, filed or imported, corrects the
    earlier one, whole. Sealed part of a correction: ``reason``.
    """

    round: Id
    organisation: Id
    participants: Count
    support: dict[Id, Count]


class ReturnsImported(UnitEvent, frozen=True, tag="returns.imported"):
    """The same for many: tables ``organisation, participants`` and ``organisation, person, members``.

    Sealed part where it corrects earlier returns: ``reason``.
    """

    round: Id
    returns: Table
    support: Table


class RoundClosed(UnitEvent, frozen=True, tag="round.closed"):
    """The roll-up of a round.

    ``nodes``: table ``node, level, organisations, returned, members, participants`` for every node above the primary
    organisations, the unit among them: primary organisations below it and how many filed, their members and how many
    took part. ``lists``: table ``node, person, organisations, members`` of the nominees who go up from each node: those
    who came up from one of its children (at the first level above: from a primary organisation), best first by the
    charter's order, cut at the level's limit, ties at the cut included; those who had left the unit's lists take no
    place on one. The figures count the whole subtree: primary organisations where the nominee has any support, and
    supporting members. ``nominees`` is the unit's own list, best first: person, organisations, members.

    In a round of a higher level its organisations take the part of the primary ones: ``nodes`` and ``lists`` begin with
    them, whoever a body supports comes up to its own list, and every figure counts bodies and the people in them.

    The last round may be closed again, where somebody has left its lists: the later entry counts.
    """

    round: Id
    organisations: Count
    returned: Count
    members: Count
    participants: Count
    nodes: Table
    lists: Table
    nominees: tuple[tuple[Id, Count, Count], ...]


# --- intents ---------------------------------------------------------------------------------------------------------


class AdoptRegister(UnitIntent, frozen=True, tag="register.adopt"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    organisations: Table


class EnterNominee(UnitIntent, frozen=True, tag="nominee.enter"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    person: Id
    details: dict[str, str]
    groups: tuple[Id, ...] = ()


class EnterNominees(UnitIntent, frozen=True, tag="nominees.enter"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    persons: Table


class PlaceNominee(UnitIntent, frozen=True, tag="nominee.place"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    person: Id
    authority: str
    details: dict[str, str]
    groups: tuple[Id, ...] = ()


class WithdrawNominee(UnitIntent, frozen=True, tag="nominee.withdraw"):
    """``statement``: the nominee's own words, as signed; they are sealed, so that they can be shown in a dispute.

    Where the charter asks for several signatures, every officer who records it has seen the statement.
    """

    roles: ClassVar[tuple[str, ...]] = ("secretary", "returning_officer")
    person: Id
    statement: str


class OpenRound(UnitIntent, frozen=True, tag="round.open"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    round: Id


class FileReturn(UnitIntent, frozen=True, tag="return.file"):
    """``reason``: why an earlier return is corrected; it is sealed."""

    roles: ClassVar[tuple[str, ...]] = ("filer", "secretary")
    round: Id
    organisation: Id
    participants: Count
    support: dict[Id, Count]
    reason: str = ""


class ImportReturns(UnitIntent, frozen=True, tag="returns.import"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    round: Id
    returns: Table
    support: Table
    reason: str = ""


class CloseRound(UnitIntent, frozen=True, tag="round.close"):
    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    round: Id


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitNominations:
    """One unit's register, the persons who may be nominated, its rounds, and the list of the last one.

    ``withdrawing``: by whom a withdrawal was recorded, while it lacks signatures. ``left``: who had left the unit's
    lists when a round was closed.
    """

    register: Table | None = None
    tables: list[Table] = field(default_factory=list)
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sealed: dict[str, Hash] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    withdrawing: dict[str, set[str]] = field(default_factory=dict)
    filings: dict[str, list[Filed | Imported]] = field(default_factory=dict)
    open_round: str = ""
    closed: dict[str, RoundClosed] = field(default_factory=dict)
    left: dict[str, frozenset[str]] = field(default_factory=dict)
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


# --- replay ----------------------------------------------------------------------------------------------------------


def apply(state: Nominations, event: UnitEvent, entry: Entry, off: Set[str] = frozenset()) -> None:
    """``off``: who has left the unit's lists by then."""
    own = state.setdefault(event.unit, UnitNominations())
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
        case NomineeWithdrawn() if event.missing:
            own.withdrawing.setdefault(event.person, set()).add(entry.actor)
        case NomineeWithdrawn():
            own.withdrawing.pop(event.person, None)
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
            own.left[event.round] = frozenset(off)
            own.nominees = event.nominees
