"""The persons who may be nominated: what an organisation keeps of each, and the table that the record commits to."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
import pyarrow as pa

from comitia.record.entry import Table
from comitia.register.cells import Column
from comitia.register.delimited import Encoding
from comitia.register.limits import Limits
from comitia.register.shapes import PERSONS, keep, kept
from comitia.register.sheet import HEADER_MISSING, read_sheet
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


def read_persons(
    path: Path, groups: Collection[str], *, encoding: Encoding = "utf-8", limits: Limits | None = None
) -> list[Person]:
    """The persons in a file, by their numbers; each one's groups sorted. Raises RulesBroken.

    ``groups`` are the charter's; where there are any, their column is needed, and its cells may be blank: under
    another header it would be kept as a detail, and nobody would belong to a group. Several groups in a cell are
    separated by spaces, commas or semicolons.
    """
    sheet = read_sheet(path, COLUMNS, others=True, encoding=encoding, limits=limits)
    if groups and "groups" not in sheet.places:
        column = COLUMNS[-1]
        parameters: dict[str, Parameter] = {"column": column.name, "also": ", ".join(column.also)}
        raise RulesBroken((Fault(HEADER_MISSING, parameters, sheet.file, 1),))
    faults: list[Fault] = []
    first: dict[str, int] = {}
    persons = []
    for cells in sheet.rows.to_pylist():
        row, person = cells.pop("row"), cells.pop("person")
        own = sorted({group for group in SEPARATORS.split(cells.pop("groups")) if group})
        if first.setdefault(person, row) != row:
            faults.append(
                Fault(TWICE, {"person": person, "row": first[person]}, sheet.file, row, sheet.places["person"])
            )
        for group in own:
            if group not in groups:
                named = {"group": group, "known": ", ".join(sorted(groups))}
                faults.append(Fault(GROUP, named, sheet.file, row, sheet.places["groups"]))
        persons.append(Person(person, tuple(own), {name: text for name, text in cells.items() if text}))
    if faults:
        raise RulesBroken(tuple(faults))
    return sorted(persons, key=lambda person: person.person)


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
