"""Credentials: those elected are reviewed before they are delegates."""

from typing import ClassVar

from comitia.record.entry import Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class CredentialsReviewed(Event, frozen=True, tag="credentials.reviewed"):
    """``confirmed`` are delegates; ``refused`` names each other person elected and the charter's ground.
    Sealed part: ``reasons``."""

    unit: Id
    confirmed: tuple[Id, ...]
    refused: dict[Id, Id] = {}


# --- intents ---------------------------------------------------------------------------------------------------------


class ReviewCredentials(Intent, frozen=True, tag="credentials.review"):
    """Everybody elected in the unit is confirmed but those refused."""

    roles: ClassVar[tuple[str, ...]] = ("credentials",)
    unit: Id
    refused: dict[Id, Id] = {}
    reasons: str = ""
