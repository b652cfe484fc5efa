"""Founding: the charter is adopted, officers are appointed, and the public seed for lots is recorded."""

from typing import Any, ClassVar, Literal

from comitia.record.entry import Event, Id
from comitia.stages.intent import Intent

Role = Literal[
    "returning_officer",  # runs the election: founds it, appoints, apportions, places nominees
    "secretary",  # of a unit: register, rounds, notices, shortlist, poll
    "filer",  # of an organisation: files its return
    "vetter",  # of a body: answers its checks; decides vetoes
    "scrutineer",  # of a unit: issues and counts papers, signs the tally
    "credentials",  # reviews those elected
    "certifier",  # signs the certificate
]


# --- entries ---------------------------------------------------------------------------------------------------------


class ElectionFounded(Event, frozen=True, tag="election.founded"):
    """The first entry. Its actor becomes the returning officer. ``charter`` is the whole charter, as adopted.

    ``rehearsal`` is 1 where the clock is not the real one: every document then says so.
    """

    charter: dict[str, Any]
    rehearsal: Literal[0, 1]


class OfficerAppointed(Event, frozen=True, tag="officer.appointed"):
    """``scope`` is a unit, an organisation, a vetting body, or empty for the whole election. Sealed part: ``name``."""

    officer: Id
    role: Role
    scope: str = ""


class OfficerDismissed(Event, frozen=True, tag="officer.dismissed"):
    officer: Id
    role: Role
    scope: str = ""


class SeedRecorded(Event, frozen=True, tag="seed.recorded"):
    """The public seed of all lots, and how it came about (dice thrown in public, a lottery's numbers)."""

    seed: str
    source: str


class MarginPermitted(Event, frozen=True, tag="margin.permitted"):
    """A unit may go without contest at a step: the permission of a higher body, signed twice (see ``permitted_by``)."""

    unit: Id
    authority: str


# --- intents ---------------------------------------------------------------------------------------------------------


class Appoint(Intent, frozen=True, tag="officer.appoint"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    officer: Id
    role: Role
    scope: str = ""
    name: str = ""


class Dismiss(Intent, frozen=True, tag="officer.dismiss"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    officer: Id
    role: Role
    scope: str = ""


class RecordSeed(Intent, frozen=True, tag="seed.record"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    seed: str
    source: str


class PermitMargin(Intent, frozen=True, tag="margin.permit"):
    """Let a unit go without contest. It takes effect when two returning officers have asked for the same."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    unit: Id
    authority: str
