"""After the polls: credentials are reviewed unit by unit, and two people sign the list of delegates."""

import pytest
from making import Play, refused

from comitia.stages.certify import CertificateSigned, ElectionCertified, SignCertificate
from comitia.stages.credentials import CredentialsReviewed, ReviewCredentials
from comitia.stages.founding import Appoint

NORTH = ReviewCredentials("north")


@pytest.fixture
def polled(play: Play) -> Play:
    """Both units have elected: three in the north, two in the south."""
    return play.elected()


def test_credentials_after_the_last_vote_is_signed_and_once(play: Play) -> None:
    """CN-P-04."""
    play.ready().voting()
    with refused("credentials.after", "north: a vote is still to be counted"):
        play.do(NORTH, "cred")
    play.counted(["+++0"] * 10)
    elected = tuple(sorted(play.election.counts["north"].elected))
    assert play.do(NORTH, "cred") == [CredentialsReviewed("north", elected)]
    with refused("credentials.after", "reviewed already"):
        play.do(NORTH, "cred")


def test_credentials_person_and_credentials_ground_a_refusal_is_for_somebody_elected_with_reasons(polled: Play) -> None:
    """CN-P-11, DE-14."""
    elected = sorted(polled.election.counts["north"].elected)
    with refused("credentials.person", "x9 was not elected in north"):
        polled.do(ReviewCredentials("north", {"x9": "ineligible"}, "why"), "cred")
    for ground, reasons in (("ugly", "why"), ("ineligible", " ")):
        with refused("credentials.ground", f"{elected[0]} cannot be refused on the ground {ground}", "ineligible"):
            polled.do(ReviewCredentials("north", {elected[0]: ground}, reasons), "cred")
    (event,) = polled.do(ReviewCredentials("north", {elected[0]: "ineligible"}, "too young"), "cred")
    assert event == CredentialsReviewed("north", tuple(elected[1:]), {elected[0]: "ineligible"})


def test_office_own_case_those_elected_do_not_review_themselves(polled: Play) -> None:
    one = polled.election.counts["north"].elected[0]
    polled.do(Appoint(one, "credentials"), "ro")
    with refused("office.own-case", f"{one}'s own case"):
        polled.do(NORTH, one)


def test_certify_units_certify_two_and_certify_over(polled: Play) -> None:
    """CN-P-04, and CN-P-11's arithmetic: seats - refused = delegates."""
    polled.on("04-02")
    with refused("certify.units", "units whose credentials are not reviewed: 2, among them north"):
        polled.do(SignCertificate(), "cert1")
    refusal = sorted(polled.election.counts["north"].elected)[0]
    polled.do(ReviewCredentials("north", {refusal: "ineligible"}, "too young"), "cred")
    polled.do(ReviewCredentials("south"), "cred")
    (signed,) = polled.do(SignCertificate(), "cert1")
    assert isinstance(signed, CertificateSigned)
    with refused("certify.two", "cert1 has signed the certificate already"):
        polled.do(SignCertificate(), "cert1")
    second, certified = polled.do(SignCertificate(), "cert2")
    assert second == signed
    assert certified == ElectionCertified(signed.delegates, seats=5, vacant=1)
    rows = list(polled.archive.rows(signed.delegates))
    assert len(rows) == 4
    assert ("north", refusal) not in rows
    for intent, officer in ((SignCertificate(), "cert1"), (Appoint("x", "certifier"), "ro"), (NORTH, "cred")):
        with refused("certify.over", "the election is certified", "comitia bundle export"):
            polled.do(intent, officer)


def test_nothing_is_certified_before_its_day(polled: Play) -> None:
    for unit in ("north", "south"):
        polled.do(ReviewCredentials(unit), "cred")
    polled.on("04-01")
    with refused("calendar.early", "the window of certification opens on 2026-04-02"):
        polled.do(SignCertificate(), "cert1")
