"""Certify: several people sign the list of delegates, and the election is over."""

from typing import ClassVar

from comitia.record.entry import Count, Event, Table
from comitia.stages.intent import Intent

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
