"""Names, for the few decisions that need them: the order of a paper, and documents for those entitled to read them."""

from collections.abc import Iterable

from comitia.charter.model import Poll
from comitia.methods.strokes import stroke_order
from comitia.stages.intent import Given
from comitia.stages.nominate import UnitNominations
from comitia.stages.nominees import details_of


def sealed_details(persons: Iterable[str], own: UnitNominations, given: Given) -> dict[str, dict[str, str]]:
    """What is sealed about each person, for those whose part is there; erased parts are absent."""
    commitments = dict(own.sealed)
    for table in own.tables:
        commitments.update({str(person): str(sealed) for person, _, sealed in given.archive.rows(table)})
    opened = {person: given.opened(commitments[person]) for person in persons if person in commitments}
    return {person: details_of(content) for person, content in opened.items() if content is not None}


def names_of(persons: Iterable[str], own: UnitNominations, given: Given) -> dict[str, str]:
    """Each person's name; the person's number where there is none, or none any more."""
    persons = list(persons)
    details = sealed_details(persons, own, given)
    return {person: details.get(person, {}).get("name", person) for person in persons}


def paper_order(persons: tuple[str, ...], plan: Poll, own: UnitNominations, given: Given) -> tuple[str, ...]:
    """The order of names on a ballot paper (CN-L-30): by surname strokes, by name, or by number; never by chance."""
    if plan.order == "number":
        return tuple(sorted(persons))
    names = names_of(persons, own, given)
    if plan.order == "strokes":
        return stroke_order(names)
    return tuple(sorted(persons, key=lambda person: (names[person], person)))
