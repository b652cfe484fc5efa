"""The persons who may be nominated: what an organisation keeps of each, and the table that the record commits to."""

import re
from collections.abc import Collection, Iterable, Mapping

import msgspec
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.cells import Column
from comitia.register.findings import besides
from comitia.register.original import Original
from comitia.register.shapes import PERSONS, keep, kept
from comitia.register.sheet import HEADER_MISSING, Sheet, read_sheet
from comitia.rules import Fault, RulesBroken, rule
from comitia.tables.archive import Archive
from comitia.texts import N_, Parameter

TWICE = rule(
    "person.duplicate",
    says=N_("A person is in the file once."),
    refusal=N_("{person} is in row {row} already"),
    cure=N_("delete one of the rows, or correct the number"),
)
GROUP = rule(
    "person.group",
    says=N_("The groups of a person are groups of the charter."),
    refusal=N_("the charter has no group {group}; its groups are {known}"),
    cure=N_("write ids of the charter's groups, separated by spaces"),
)

ENTERED = rule(
    "nominee.twice",
    says=N_("A person is entered once in a unit."),
    refusal=N_("{persons} were entered in {unit} already"),
    cure=N_("leave them out of the file"),
)
ONE_RESERVE = rule(
    "nominee.reserved-groups",
    says=N_("Nobody belongs to two groups that places are reserved for among those elected: a person takes one place."),
    refusal=N_("{person} belongs to {groups}, and places are reserved for each of them"),
    cure=N_("name the one of these groups whose place {person} would take"),
    sources=("DE-CDU-15new",),
)

COLUMNS = (
    Column("person", ("人员编号", "编号"), "id"),
    Column("name", ("姓名",)),
    Column("groups", ("类别", "组别", "群体"), optional=True),
)
SEPARATORS = re.compile(r"[\s,;、，；]+")


class Person(msgspec.Struct, frozen=True):
    """``person`` is a number used in this election only. ``details`` (the name, and the file's other columns under
    their own headers) is personal data: it goes into a sealed part, never into a table."""

    person: str
    groups: tuple[str, ...]
    details: dict[str, str]


class Known(msgspec.Struct, frozen=True):
    """What is known before a file comes: the ``unit``, the charter's ``groups``, those of them that places are
    ``reserved`` for, and the groups of everybody who was ``entered`` already."""

    unit: str
    groups: Collection[str]
    reserved: Collection[str] = ()
    entered: Mapping[str, Collection[str]] = {}


def read_persons(sent: Original, known: Known) -> list[Person]:
    """The persons in a file, by their numbers; each one's groups sorted. Raises RulesBroken.

    Where the charter has groups, their column is needed, and its cells may be blank: under another header it would be
    kept as a detail, and nobody would belong to a group. Several groups in a cell are separated by spaces, commas or
    semicolons.
    """
    _, lines, faults = look_through(sent, known)
    if faults:
        raise RulesBroken(tuple(faults))
    return sorted((person for _, person in lines), key=lambda person: person.person)


def look_through(sent: Original, known: Known) -> tuple[Sheet, list[tuple[int, Person]], list[Fault]]:
    """A file of persons, whatever is wrong with it: each with the row, and everything that is wrong, in order."""
    sheet = read_sheet(sent, COLUMNS, others=True)
    places = {"groups": 0} | sheet.places
    if known.groups and not places["groups"]:
        column = COLUMNS[-1]
        parameters: dict[str, Parameter] = {"column": column.name, "also": ", ".join(column.also)}
        raise RulesBroken((Fault(HEADER_MISSING, parameters, sheet.file, 1),))
    found: list[Fault] = []
    first: dict[str, int] = {}
    lines = []
    for cells in sheet.rows.to_pylist():
        row, person = cells.pop("row"), cells.pop("person")
        own = sorted({group for group in SEPARATORS.split(cells.pop("groups")) if group})
        if first.setdefault(person, row) != row:
            found.append(Fault(TWICE, {"person": person, "row": first[person]}, sheet.file, row, places["person"]))
        if person in known.entered:
            found.append(Fault(ENTERED, {"persons": person, "unit": known.unit}, sheet.file, row, places["person"]))
        for group in own:
            if group not in known.groups:
                named = {"group": group, "known": ", ".join(sorted(known.groups))}
                found.append(Fault(GROUP, named, sheet.file, row, places["groups"]))
        if len(several := [group for group in own if group in known.reserved]) > 1:
            named = {"person": person, "groups": ", ".join(several)}
            found.append(Fault(ONE_RESERVE, named, sheet.file, row, places["groups"]))
        lines.append((row, Person(person, tuple(own), {name: text for name, text in cells.items() if text})))
    return sheet, lines, besides(sheet.faults, found, places["person"])


def persons_table(archive: Archive, persons: Iterable[tuple[str, Collection[str], str]]) -> Table:
    """Keep ``(person, groups, commitment)`` as the table of ``NomineesEntered``.

    Raises RuleBroken (``table.duplicate``, ``table.cell``).
    """
    rows = [{"person": person, "groups": " ".join(sorted(groups)), "sealed": seal} for person, groups, seal in persons]
    schema = pa.schema([(name, pa.string()) for name in PERSONS.columns])
    return keep(archive, pa.Table.from_pylist(rows, schema), PERSONS)


def groups_of(archive: Archive, table: Table) -> dict[str, tuple[str, ...]]:
    """The groups of everybody in such a table. Raises RuleBroken (``table.shape`` and those of the archive)."""
    kept(archive, table, PERSONS)
    return {str(person): tuple(str(groups).split()) for person, groups, _ in archive.rows(table)}
