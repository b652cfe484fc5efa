"""The cast of a rehearsal: who holds which role. Officers have ids that tell their part; nobody holds two parts."""

from collections.abc import Iterator

from comitia.charter.model import Charter
from comitia.stages.founding import Appoint

FOUNDER, DEPUTY, REVIEWER = "returning-officer", "deputy-returning-officer", "credentials-committee"
SECONDER = "second-decider"


def secretary(unit: str) -> str:
    return f"{unit}.secretary"


def scrutineers(charter: Charter, unit: str) -> tuple[str, ...]:
    return tuple(f"{unit}.scrutineer-{number + 1}" for number in range(charter.poll.scrutineers))


def vetter(body: str) -> str:
    return f"{body}.vetter"


def certifiers(charter: Charter) -> tuple[str, ...]:
    return tuple(f"certifier-{number + 1}" for number in range(charter.certifiers))


def appointments(charter: Charter) -> Iterator[Appoint]:
    """Everybody's appointment, by the founder."""
    yield Appoint(DEPUTY, "returning_officer")
    yield Appoint(REVIEWER, "credentials")
    for body in charter.vetting.bodies:
        yield Appoint(vetter(body.id), "vetter", body.id)
    for number in range(1, charter.vetting.veto.deciders):  # vetters for every body: they stand in for others too
        yield Appoint(f"{SECONDER}-{number}", "vetter")
    for certifier in certifiers(charter):
        yield Appoint(certifier, "certifier")
    for unit in charter.units:
        yield Appoint(secretary(unit.id), "secretary", unit.id)
        for scrutineer in scrutineers(charter, unit.id):
            yield Appoint(scrutineer, "scrutineer", unit.id)
