"""Sealing the persons of a file, so that the same file under the same idempotency key is the same act."""

from collections.abc import Sequence

from comitia.cli.desk import Desk
from comitia.election import event_of
from comitia.record.entry import Table
from comitia.record.sealed import Opening, seal
from comitia.register.persons import Person, persons_table
from comitia.stages.nominate import NomineesEntered
from comitia.stages.nominees import sealed


def sealed_table(here: Desk, persons: Sequence[Person]) -> tuple[Table, list[Opening]]:
    """The table of persons that goes on the record, and their sealed parts."""
    openings = sealed_once(here, persons)
    rows = [(each.person, each.groups, part.commitment) for each, part in zip(persons, openings, strict=True)]
    return persons_table(here.folder.archive, rows), openings


def sealed_once(here: Desk, persons: Sequence[Person]) -> list[Opening]:
    """The persons' sealed parts, in their order.

    What was sealed under the key of this command already is taken again: fresh salts would make another act of a
    repeated one.
    """
    earlier, parts = commitments(here), []
    for person in persons:
        content = sealed(person.person, person.details)
        before = here.store.opening(earlier.get(person.person, ""))
        parts.append(before if before and before.content == content else seal("person", content))
    return parts


def commitments(here: Desk) -> dict[str, str]:
    """The commitments to the persons who were entered under the key of this command, by their numbers."""
    earlier = here.office.done(here.line.key) if here.line.key else None
    events = [event_of(entry) for entry in earlier.entries] if earlier else []
    tables = [event.persons for event in events if isinstance(event, NomineesEntered)]
    return {str(person): str(seal) for table in tables for person, _, seal in here.folder.archive.rows(table)}
