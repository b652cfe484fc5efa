"""Nominate: organisations file returns in rounds, and their support is rolled up level by level."""

from typing import ClassVar

from comitia.record.entry import Count, Event, Id, Table
from comitia.stages.intent import Intent

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
    organisations, the unit among them: primary organisations below it and how many filed, their members and how many took
    part. ``lists``: table ``node, person, organisations, members`` of the nominees who go up from each node: those who
    came up from one of its children (at the first level above: from a primary organisation), best first by the charter's
    order, cut at the level's limit, ties at the cut included. The figures count the whole subtree: primary
    organisations where the nominee has any support, and supporting members. ``nominees`` is the unit's own list,
    best first: person, organisations, members.
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
