"""The documents that are posted on paper: what they say, and that they are the same bytes everywhere."""

import re
from datetime import date

import msgspec
import pypdfium2
import pytest
import small_election as sample

from comitia.documents.imprint import Person
from comitia.documents.language import CODES, Code, language
from comitia.documents.notice import PublicNotice, notice_pdf, words_of
from comitia.texts import Text

MARKUP = r'#set text(red) [*Li* _Na_] $x^2$ <a> @b \u{1F600} // "q" `c`'
NOTICE = PublicNotice(
    imprint=sample.imprint(),
    unit=Text("North & Docks", "北区和码头"),
    notice=Text("Preliminary list", "初步人选公示"),
    persons=(*sample.PERSONS, Person("n-0044", MARKUP), Person("n-0045", "阿依古丽·买买提 Ayşe")),
    published=date(2026, 5, 1),
    until=date(2026, 5, 8),
    address=Text("Quay 3, room 12.", "码头三号12室。"),
)
CROWD = msgspec.structs.replace(
    NOTICE, persons=tuple(Person(f"n-{number:04}", f"王小明{number}") for number in range(1, 301))
)


def pages(pdf: bytes) -> list[str]:
    """The text of every page, as a reader's program finds it, without the breaks of lines."""
    document = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"[\r\n\x02￾]+", "", page.get_textpage().get_text_bounded()) for page in document]


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_says_what_the_page_says_and_every_name_as_it_is(code: Code) -> None:
    (text,) = pages(notice_pdf(NOTICE, code))
    bare = re.sub(r"\s", "", text)
    words = words_of(NOTICE, language(code))
    for said in (words.period, words.count, words.how, *words.paragraphs, language(code).say(NOTICE.imprint.standing)):
        assert re.sub(r"\s", "", said) in bare
    for person in NOTICE.persons:
        assert person.number in text
        assert re.sub(r"\s", "", person.name) in bare
    assert NOTICE.imprint.root in text


@pytest.mark.parametrize("code", CODES)
def test_many_names_go_over_several_sheets_with_the_head_repeated(code: Code) -> None:
    sheets = pages(notice_pdf(CROWD, code))
    assert len(sheets) > 3
    assert all(language(code)._("Name") in sheet for sheet in sheets)
    assert [str(number) in "".join(sheets) for number in range(1, 301)] == [True] * 300
    assert all(CROWD.imprint.root in sheet for sheet in sheets)


def test_the_same_notice_is_the_same_bytes() -> None:
    assert notice_pdf(CROWD, "zh") == notice_pdf(CROWD, "zh")
    assert notice_pdf(NOTICE, "en") != notice_pdf(CROWD, "en")


def test_a_sheet_is_of_our_own_type_alone() -> None:
    """Chinese and most Latin letters; Typst's own face has the few Latin ones that the first lacks."""
    names = {name.decode() for name in re.findall(rb"/BaseFont\s*/([^\s/]+)", notice_pdf(NOTICE, "zh"))}
    assert {name.split("+")[1].split("-")[0] for name in names} == {"NotoSansCJKsc", "LibertinusSerif"}


def test_a_name_in_letters_that_no_face_has_still_stands_with_its_number() -> None:
    persons = (Person("n-0050", "\U00012000\U00012001"), Person("n-0051", "བསྟན་འཛིན"))
    (text,) = pages(notice_pdf(msgspec.structs.replace(NOTICE, persons=persons), "en"))
    assert "n-0050" in text
    assert "n-0051" in text
