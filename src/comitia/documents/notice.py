"""The public notice: a list of persons, for how long it stands, and how anyone may object."""

from datetime import date

import msgspec

from comitia.documents.imprint import Imprint, Person
from comitia.documents.language import Code
from comitia.documents.page import page
from comitia.texts import N_, Sentence, Text

TITLE = N_("{notice}: {unit}")


class PublicNotice(msgspec.Struct, frozen=True):
    """What a notice says. ``persons`` in the order in which they are listed; both dates are included.

    ``notice`` is the charter's name for it; ``address`` is where objections are taken, beside the unit's secretary.
    """

    imprint: Imprint
    unit: Text
    notice: Text
    persons: tuple[Person, ...]
    published: date
    until: date
    address: Text | None = None


def notice_html(notice: PublicNotice, first: Code) -> str:
    """The notice as one HTML page in both languages, opened in ``first``."""
    title = Sentence(TITLE, {"notice": notice.notice, "unit": notice.unit})
    return page("notice.html", first=first, imprint=notice.imprint, title=title, notice=notice)
