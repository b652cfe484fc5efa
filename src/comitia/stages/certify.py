"""Certify: several people sign the list of delegates, and the election is over."""

from dataclasses import dataclass, field
from typing import ClassVar

import pyarrow as pa

from comitia.record.entry import Count, Draft, Entry, Event, Table
from comitia.rules import rule
from comitia.stages.credentials import Credentials
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given, Intent
from comitia.stages.window import not_before
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class CertificateSigned(Event, frozen=True, tag="certificate.signed"):
    """One certifier signs the list: table ``unit, person``, of all delegates confirmed."""

    delegates: Table


class ElectionCertified(Event, frozen=True, tag="election.certified"):
    """With the last signature that the charter asks, the result is certified."""

    delegates: Table
    seats: Count
    vacant: Count


# --- intents ---------------------------------------------------------------------------------------------------------


class SignCertificate(Intent, frozen=True, tag="certificate.sign"):
    roles: ClassVar[tuple[str, ...]] = ("certifier",)


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class Certificate:
    """Who has signed the list of delegates, and the certificate when all have."""

    signed_by: list[str] = field(default_factory=list)
    certified: ElectionCertified | None = None
    certified_at: str = ""


# --- rules and decisions ---------------------------------------------------------------------------------------------

ALL_UNITS = rule(
    "certify.units",
    says=N_("The result is certified when the credentials of every unit are reviewed."),
    refusal=N_("units whose credentials are not reviewed: {count}, among them {unit}"),
    cure=N_("let the credentials committee review them"),
    sources=("CN-P-04",),
)
TWO = rule(
    "certify.two",
    says=N_("Every signature under the certificate is of a different person."),
    refusal=N_("{officer} has signed the certificate already"),
    cure=N_("let another certifier sign"),
)
OVER = rule(
    "certify.over",
    says=N_("After certification nothing is added to the election."),
    refusal=N_("the election is certified"),
    cure=N_("export the bundle: `comitia bundle export`"),
)


def decide(
    intent: SignCertificate, act: Act, state: Certificate, founding: Founding, credentials: Credentials, given: Given
) -> list[Draft]:
    charter = founding.charter
    not_before(founding, "certify", charter.units[0].id, act)
    waiting = [unit.id for unit in charter.units if unit.id not in credentials]
    if waiting:
        raise ALL_UNITS.broken(count=len(waiting), unit=waiting[0])
    if act.actor in state.signed_by:
        raise TWO.broken(officer=act.actor)
    rows = [(unit, person) for unit, review in credentials.items() for person in review.confirmed]
    names = ("unit", "person")
    columns = pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)})
    delegates = given.archive.put(columns, names, 2)
    drafts = [Draft(CertificateSigned(delegates))]
    if len(state.signed_by) + 1 == charter.certifiers:
        seats = charter.seats.total
        drafts.append(Draft(ElectionCertified(delegates, seats, seats - len(rows))))
    return drafts


def apply(state: Certificate, event: Event, entry: Entry) -> None:
    match event:
        case CertificateSigned():
            state.signed_by.append(entry.actor)
        case ElectionCertified():
            state.certified, state.certified_at = event, entry.time
