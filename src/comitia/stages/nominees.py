"""Decisions of the stage nominate about persons: who may be nominated, who is placed, and who withdraws."""

import json
from collections.abc import Mapping

import msgspec

from comitia.record.entry import Draft
from comitia.register.persons import ENTERED, ONE_RESERVE, groups_of
from comitia.rules import rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given, UnitIntent
from comitia.stages.nominate import (
    EnterNominee,
    EnterNominees,
    NomineeEntered,
    NomineePlaced,
    NomineesEntered,
    NomineeWithdrawn,
    PlaceNominee,
    UnitNominations,
    WithdrawNominee,
)
from comitia.stages.quotas import reserving_groups
from comitia.stages.window import within
from comitia.texts import N_

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
NO_NAME = rule(
    "nominee.name",
    says=N_("Whoever may be nominated has a name, which is sealed."),
    refusal=N_("what is sealed about {person} has no name in it, or was not handed over"),
    cure=N_("give the name; the record holds only a commitment to it"),
)
STATEMENT = rule(
    "nominee.statement",
    says=N_("A candidacy ends by withdrawal only on the nominee's own statement, which is sealed."),
    refusal=N_("there is no statement of {person}"),
    cure=N_("give what the nominee has signed; whoever is to be kept from standing against his will is vetoed"),
    sources=("CN-P-08", "DE-14"),
)
WITHDRAWN = rule(
    "nominee.withdrawn",
    says=N_("A person withdraws once."),
    refusal=N_("{person} has withdrawn in {unit} already"),
    cure=N_("nothing more has to be done"),
)
SIGNED = rule(
    "nominee.two-signatures",
    says=N_("Where a withdrawal asks for several signatures, these are of different officers who saw the statement."),
    refusal=N_("{officer} has recorded the withdrawal of {person} already"),
    cure=N_("let another secretary, or the returning officer, record it too"),
    sources=("CN-P-08", "DE-14"),
)
TOO_LATE = rule(
    "nominee.late",
    says=N_("Nominees are entered and placed before vetting opens, and withdraw before the poll opens."),
    refusal=N_("{person}: in {unit} the {stage} has opened"),
    cure=N_("let the credentials committee decide, if the person is elected"),
    sources=("CN-P-04",),
)


def decide(
    intent: UnitIntent,
    act: Act,
    own: UnitNominations,
    founding: Founding,
    given: Given,
    *,
    vetted: bool,
    polled: bool,
) -> list[Draft]:
    """``own``: what the unit has so far; ``vetted`` and ``polled``: whether vetting, or the poll, has opened there."""
    if isinstance(intent, WithdrawNominee):
        withdrawn = withdraw(intent, act, own, founding, given, polled)
        return [Draft(withdrawn, {"statement": intent.statement})]
    within(founding, "nominate", intent.unit, act)
    match intent:
        case EnterNominee():
            new_persons({intent.person: intent.groups}, own, founding, intent.unit, given, vetted)
            event = NomineeEntered(intent.unit, intent.person, tuple(sorted({*intent.groups})))
            return [Draft(event, {"person": sealed(intent.person, intent.details)})]
        case PlaceNominee():
            new_persons({intent.person: intent.groups}, own, founding, intent.unit, given, vetted)
            placed = NomineePlaced(intent.unit, intent.person, intent.authority, tuple(sorted({*intent.groups})))
            return [Draft(placed, {"person": sealed(intent.person, intent.details)})]
        case EnterNominees():
            new_persons(groups_of(given.archive, intent.persons), own, founding, intent.unit, given, vetted)
            for person, _, commitment in given.archive.rows(intent.persons):
                named(str(person), details_of(given.opened(str(commitment))))
            return [Draft(NomineesEntered(intent.unit, intent.persons))]
        case _:
            raise AssertionError(intent)


def sealed(person: str, details: dict[str, str]) -> str:
    """A person's sealed part: one JSON object, keys sorted, so that equal details are equal text."""
    named(person, details)
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def details_of(content: str | None) -> dict[str, str]:
    """What a sealed part says of a person: nothing where it was not handed over, or is no JSON object of texts."""
    try:
        return msgspec.json.decode(content or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def named(person: str, details: Mapping[str, str]) -> None:
    """Refuse a person without a name: a ballot paper could not be printed."""
    if not details.get("name", "").strip():
        raise NO_NAME.broken(person=person)


def new_persons(
    persons: Mapping[str, tuple[str, ...]],
    own: UnitNominations,
    founding: Founding,
    unit: str,
    given: Given,
    vetted: bool,
) -> None:
    """Refuse persons who come too late, were entered already, or whose groups the charter does not have."""
    if vetted and persons:
        raise TOO_LATE.broken(person=min(persons), unit=unit, stage="vetting")
    twice = sorted(persons.keys() & own.groups(given).keys())
    if twice:
        raise ENTERED.broken(unit=unit, persons=", ".join(twice))
    known = [group.id for group in founding.charter.groups]
    reserving = reserving_groups(founding.charter, unit)
    for person, groups in persons.items():
        for group in groups:
            if group not in known:
                raise GROUP_UNKNOWN.broken(person=person, group=group, known=", ".join(known))
        several = sorted(reserving.intersection(groups))
        if len(several) > 1:
            raise ONE_RESERVE.broken(person=person, groups=", ".join(several))


def withdraw(
    intent: WithdrawNominee, act: Act, own: UnitNominations, founding: Founding, given: Given, polled: bool
) -> NomineeWithdrawn:
    if intent.person not in own.groups(given):
        raise PERSON_UNKNOWN.broken(unit=intent.unit, person=intent.person)
    if intent.person in own.withdrawn:
        raise WITHDRAWN.broken(unit=intent.unit, person=intent.person)
    if polled:
        raise TOO_LATE.broken(person=intent.person, unit=intent.unit, stage="poll")
    if not intent.statement.strip():
        raise STATEMENT.broken(person=intent.person)
    signed = own.withdrawing.get(intent.person, set())
    if act.actor in signed:
        raise SIGNED.broken(officer=act.actor, person=intent.person)
    missing = founding.charter.nomination.withdrawal_signatures - len(signed) - 1
    return NomineeWithdrawn(intent.unit, intent.person, missing)
