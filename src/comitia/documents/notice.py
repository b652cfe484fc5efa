"""The public notice: a list of persons, for how long it stands, and how to object; a page, and sheets to post."""

from datetime import UTC, date, datetime, time

import msgspec

from comitia.documents.imprint import Imprint, Person
from comitia.documents.language import Code, Language, language
from comitia.documents.page import page
from comitia.documents.pdf import pdf
from comitia.texts import N_, Parameter, Sentence, Text

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

    @property
    def title(self) -> Sentence:
        return Sentence(TITLE, {"notice": self.notice, "unit": self.unit})


class Words(msgspec.Struct, frozen=True):
    """The sentences of a notice in one language, the same on the page and on the sheet."""

    period: str
    count: str
    how: str
    paragraphs: tuple[str, ...]


def words_of(notice: PublicNotice, spoken: Language) -> Words:
    """The notice's sentences in that language."""

    def say(template: str, **parameters: Parameter) -> str:
        return spoken.say(Sentence(template, parameters))

    where = say(N_("Objections are taken by the secretary of {unit}, who files each on the record."), unit=notice.unit)
    return Words(
        period=say(
            N_("Published on {published}; objections are taken until {until}, that day included."),
            published=spoken.day(notice.published),
            until=spoken.day(notice.until),
        ),
        count=say(N_("Persons on the list: {count}."), count=len(notice.persons)),
        how=say(N_("How to object")),
        paragraphs=(
            say(
                N_(
                    "Anyone may object to a person on this list, in writing or in person. Say whom you object to, by "
                    "number or name, and on what facts."
                )
            ),
            f"{where} {spoken.text(notice.address)}" if notice.address else where,
            say(
                N_(
                    "Somebody other than who filed it answers. The list does not go on before every objection has its "
                    "answer. What is written in an objection, and by whom, is sealed and not made public."
                )
            ),
        ),
    )


def notice_html(notice: PublicNotice, first: Code) -> str:
    """The notice as one HTML page in both languages, opened in ``first``."""
    return page(
        "notice.html", first=first, imprint=notice.imprint, title=notice.title, notice=notice, words_of=words_of
    )


def notice_pdf(notice: PublicNotice, code: Code) -> bytes:
    """The notice as sheets of A4 to post on a board, in one language; the same bytes whenever it is printed."""
    spoken = language(code)
    words = words_of(notice, spoken)
    content = {
        **msgspec.to_builtins(words),
        "persons": [(person.number, person.name) for person in notice.persons],
        "columns": [spoken._(N_("No.")), spoken._(N_("Name")), spoken._(N_("Number on the record"))],
    }
    made = datetime.combine(notice.published, time(), UTC)
    return pdf("notice.typ", spoken, imprint=notice.imprint, title=notice.title, made=made, content=content)
