"""The last chapters: credentials are reviewed, and the result is certified."""

from collections.abc import Iterator

from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.setting import Setting
from comitia.stages.certify import SignCertificate
from comitia.stages.credentials import ReviewCredentials
from comitia.texts import N_, Sentence


def close(setting: Setting) -> Iterator[Chapter]:
    yield review(setting)
    yield certify(setting)


def review(setting: Setting) -> Chapter:
    """Everybody elected is confirmed but one, whose seat then stays vacant (CN-P-11)."""
    charter = setting.charter
    setting.clock.move_to(setting.opens("credentials"))
    refused: dict[str, dict[str, str]] = {}
    if charter.credentials_grounds:
        unit = charter.units[0].id
        refused[unit] = {setting.election.counts[unit].elected[-1]: charter.credentials_grounds[0].id}
    for unit_ in setting.units(Sentence(N_("Credentials"))):
        case = refused.get(unit_.id, {})
        reasons = "(made-up reasons)" if case else ""
        setting.do(ReviewCredentials(unit_.id, case, reasons), cast.REVIEWER)
    reviews = setting.election.credentials.values()
    return Chapter(
        Sentence(N_("Credentials")),
        remarks=(
            Sentence(
                N_("Delegates confirmed: {confirmed}; refused on a stated ground: {refused}"),
                {
                    "confirmed": sum(len(review.confirmed) for review in reviews),
                    "refused": sum(len(review.refused) for review in reviews),
                },
            ),
        ),
    )


def certify(setting: Setting) -> Chapter:
    setting.clock.move_to(setting.opens("certify"))
    first, *others = cast.certifiers(setting.charter)
    setting.do(SignCertificate(), first)
    setting.try_in_vain(SignCertificate(), first)
    for certifier in others:
        setting.do(SignCertificate(), certifier)
    certified = setting.election.certificate.certified
    assert certified is not None
    return Chapter(
        Sentence(
            N_("Certified by {people} people: {delegates} delegates, {vacant} of {seats} seats vacant"),
            {
                "people": len(setting.election.certificate.signed_by),
                "delegates": certified.delegates.rows,
                "vacant": certified.vacant,
                "seats": certified.seats,
            },
        )
    )
