"""What a charter must say to be a plan that can be carried out: every rule about it is asked here, and all at once.

A question is a generator of findings whose parameters are named after the charter's keys, so that it is asked wherever
the keys it needs could be read, whatever is wrong with the others.
"""

from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from typing import Any

from msgspec.structs import asdict

from comitia.charter import delegates, feasible, quotas, references, seats, timetable
from comitia.charter.finding import Finding
from comitia.charter.model import Charter

Question = Callable[..., Iterator[Finding]]

QUESTIONS: tuple[Question, ...] = (
    *references.QUESTIONS,
    *feasible.QUESTIONS,
    *seats.QUESTIONS,
    *quotas.QUESTIONS,
    *delegates.QUESTIONS,
    *timetable.QUESTIONS,
)


def check(charter: Charter) -> tuple[Finding, ...]:
    """Every rule that the charter breaks; empty where it is a plan that can be carried out."""
    return check_keys(asdict(charter))


def check_keys(sound: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The same for the keys of a charter that could be read, by their names."""
    findings = [finding for key, value in sound.items() for finding in references.things((key,), value)]
    findings += references.assumed_exist(sound)
    for question in QUESTIONS:
        wanted = signature(question).parameters
        if wanted.keys() <= sound.keys():
            findings += question(**{key: sound[key] for key in wanted})
    return tuple(findings)
