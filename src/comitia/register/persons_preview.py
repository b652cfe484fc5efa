"""A look at a file of persons before they are entered: every row marked, and those who may be entered set apart."""

from collections import Counter

import pyarrow as pa

from comitia.register.findings import in_order
from comitia.register.marks import MARKS, Figure, Preview
from comitia.register.original import Original
from comitia.register.persons import Known, Person, look_through
from comitia.rules import Fault, rule
from comitia.texts import N_, Sentence

HELD = rule(
    "person.held",
    says=N_("A person is entered by one row: where another row of the same person is wrong, both wait."),
    refusal=N_("another row of {person} is wrong"),
    cure=N_("correct the other row, or delete one of them"),
)
SAME_NAME = rule(
    "unusual.same-name",
    says=N_("Two persons of one name are looked at again."),
    refusal=N_("{person} and {other} have the same name"),
    cure=N_("see whether they are one person, who is entered once"),
)


def preview_persons(sent: Original, known: Known) -> tuple[Preview, list[Person]]:
    """What the import of a file would do, and the persons whose rows are good, by their numbers.

    Raises RulesBroken where the file cannot be read.
    """
    sheet, lines, faults = look_through(sent, known)
    wrong = {fault.row for fault in faults}
    waiting = {person.person for row, person in lines if row in wrong}
    good = {row: person for row, person in lines if person.person not in waiting}
    held = [
        Fault(HELD, {"person": person.person}, sheet.file, row, sheet.places["person"])
        for row, person in lines
        if person.person in waiting and row not in wrong
    ]
    names: dict[str, str] = {}
    odd = [
        Fault(SAME_NAME, {"person": person.person, "other": other}, sheet.file, row, sheet.places["name"])
        for row, person in good.items()
        if (other := names.setdefault(person.details["name"], person.person)) != person.person
    ]
    at = {mark: place for place, mark in enumerate(MARKS)}
    mark = {row: at["error"] for row, _ in lines} | dict.fromkeys(good, at["new"]) | {f.row: at["warning"] for f in odd}
    rows = {
        "row": pa.array([row for row, _ in lines], pa.int64()),
        "id": pa.array([person.person or None for _, person in lines], pa.string()),
        "mark": pa.array([mark[row] for row, _ in lines], pa.int8()),
    }
    persons = sorted(good.values(), key=lambda person: person.person)
    errors = tuple(in_order([*faults, *held]))
    return Preview(sent, sheet.width, errors, tuple(odd), (), pa.table(rows), _figures(known, persons)), persons


def _figures(known: Known, persons: list[Person]) -> tuple[Figure, ...]:
    before = Counter(group for groups in known.entered.values() for group in groups)
    more = Counter(group for person in persons for group in person.groups)
    everybody = Figure(Sentence(N_("Persons")), len(known.entered), len(known.entered) + len(persons))
    groups = (
        Figure(Sentence(N_("Group {group}"), {"group": group}), before[group], before[group] + more[group])
        for group in known.groups
    )
    return (everybody, *groups)
