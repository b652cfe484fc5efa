"""The documents as they are handed out, against golden files.

After a change that is meant, write them anew and look at them: COMITIA_UPDATE_GOLDEN=1 pytest tests/documents
"""

import csv
import hashlib
import hmac
import io
import json
import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
import small_election as sample

from comitia.documents.certified_list import (
    CertifiedList,
    Delegate,
    Delegation,
    Opening,
    certified_csv,
    certified_html,
    certified_json,
)
from comitia.documents.count_sheet import count_sheet_html
from comitia.documents.imprint import Person
from comitia.documents.notice import PublicNotice, notice_html
from comitia.documents.report import reached, report_html
from comitia.texts import Sentence, Text

GOLDEN = Path(__file__).parent / "golden"
NORTH = Text("North & Docks", "北区和码头")


def notice(rehearsal: bool = True) -> PublicNotice:
    return PublicNotice(
        imprint=sample.imprint(rehearsal=rehearsal),
        unit=NORTH,
        notice=Text("Preliminary list", "初步人选公示"),
        persons=sample.PERSONS,
        published=date(2026, 5, 1),
        until=date(2026, 5, 8),
        address=Text("Quay 3, room 12.", "码头三号12室。"),
    )


def opened(person: Person) -> Opening:
    salt = bytes(range(32))
    content = json.dumps({"name": person.name}, ensure_ascii=False)
    commitment = hmac.new(salt, b"person\0" + content.encode(), hashlib.sha256).hexdigest()
    return Opening(entry=12, commitment=commitment, salt=salt.hex(), content=content)


def certified() -> CertifiedList:
    delegates = tuple(Delegate(person, opened(person) if person.name else None) for person in sample.PERSONS)
    return CertifiedList(
        imprint=sample.imprint(official=True, rehearsal=False),
        delegations=(
            Delegation("north", NORTH, delegates[:3], vacant=1),
            Delegation("isles", Text("Isles", "群岛"), delegates[3:]),
        ),
        certifiers=("Li Na", "王 芳"),
    )


PAGES = {
    "notice.html": notice_html(notice(), "zh"),
    "count-sheet.html": count_sheet_html(sample.count_sheet(), "en"),
    "certified-list.html": certified_html(certified(), "en"),
    "report.html": report_html(sample.report(), "en"),
}
FILES = {**PAGES, "certified-list.csv": certified_csv(certified()), "certified-list.json": certified_json(certified())}


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_what_it_was(name: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("COMITIA_UPDATE_GOLDEN"):
        golden.write_bytes(FILES[name].encode())
    assert FILES[name].encode() == golden.read_bytes()


class Page(HTMLParser):
    """A page as a browser reads it: its tags, the text of each language, and its pictures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {"en": "", "zh-Hans": ""}
        self.spoken = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "article":
            self.spoken = dict(attrs)["lang"] or ""
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "article":
            self.spoken = ""

    def handle_data(self, data: str) -> None:
        if self.spoken:
            self.texts[self.spoken] += data


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_loads_nothing_and_runs_nothing(name: str) -> None:
    page = Page(PAGES[name])
    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object"} == set()
    assert {attribute for _, attributes in page.tags for attribute in attributes} & {"src", "href", "onload"} == set()
    assert "url(" not in PAGES[name] and "@import" not in PAGES[name]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len({len(re.findall(r"<tr|<li|<svg", part)) for part in PAGES[name].split("<article")[1:]}) == 1


@pytest.mark.parametrize("name", ["notice.html", "count-sheet.html", "certified-list.html"])
def test_every_name_stands_as_it_is_written_and_a_hostile_one_stays_text(name: str) -> None:
    page = Page(PAGES[name])
    for spoken in page.texts.values():
        assert [person.name for person in sample.PERSONS if person.name not in spoken] == []
        assert [person.number for person in sample.PERSONS if person.number not in spoken] == []
    assert sample.HOSTILE not in PAGES[name]


def test_the_chinese_half_of_a_page_has_no_english_but_ids_and_names() -> None:
    """Of the report, in which no name stands: the only Latin letters left are ids, units of time and the program's."""
    words = set(re.findall(r"[A-Za-z][A-Za-z-]{2,}", Page(PAGES["report.html"]).texts["zh-Hans"]))
    assert words == {"comitia-verify", "seats", "method"}


def test_a_rehearsal_says_so_and_is_never_official() -> None:
    assert 'class="rehearsal"' in PAGES["notice.html"]
    certain = msgspec.structs.replace(notice(), imprint=sample.imprint(official=True, rehearsal=True))
    assert "Official" not in notice_html(certain, "en")
    assert 'class="rehearsal"' not in notice_html(notice(rehearsal=False), "en")


def test_persons_are_listed_in_the_order_given() -> None:
    spoken = Page(PAGES["notice.html"]).texts["en"]
    places = [spoken.index(person.number) for person in sample.PERSONS]
    assert places == sorted(places)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_spreadsheet_reads_every_cell_back_and_runs_none(sign: str) -> None:
    """Full-width signs begin a formula too, where Excel is set to Chinese or Japanese."""
    formula = Person("n-0099", f'{sign}HYPERLINK("http://x.example","王, 芳")')
    one = CertifiedList(sample.imprint(), (Delegation("north", NORTH, (Delegate(formula),)),), ())
    text = certified_csv(one)
    assert text.startswith("\ufeff")
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == ["unit", "unit_en", "unit_zh", "person", "name"]
    assert row == ["north", NORTH.en, NORTH.zh, "n-0099", "'" + formula.name]


def test_every_opening_fits_its_commitment_and_has_the_name_that_is_listed() -> None:
    listed = json.loads(certified_json(certified()))["delegates"]
    assert [one["person"] for one in listed] == [person.number for person in sample.PERSONS]
    for one in listed:
        if opening := one["opening"]:
            message = b"person\0" + opening["content"].encode()
            made = hmac.new(bytes.fromhex(opening["salt"]), message, hashlib.sha256).hexdigest()
            assert made == opening["commitment"]
            assert json.loads(opening["content"])["name"] == one["name"]
        else:
            assert one["name"] == ""


def test_the_report_finds_the_unit_that_missed_its_quota() -> None:
    report = sample.report()
    front_line, women = (reached(quota, report) for quota in report.charter.quotas)
    assert {unit: quota.met for unit, quota in front_line.items()} == {"north": True, "south": False, "isles": True}
    assert {unit: quota.met for unit, quota in women.items()} == {"north": True, "south": False}
    assert (women["south"].count, women["south"].places) == (2, 8)


def test_every_picture_of_the_report_says_what_it_shows() -> None:
    pictures = re.findall(r"<svg[^>]*>(?:\s*<title[^>]*>([^<]+)</title>)?", PAGES["report.html"])
    silent = PAGES["report.html"].count('aria-hidden="true">')
    assert len([title for title in pictures if title]) == len(pictures) - silent


def test_an_election_with_neither_quotas_nor_every_stage_still_has_its_report() -> None:
    report = sample.report()
    plain = msgspec.structs.replace(report.charter, quotas=(), assumed=())
    unbegun = tuple(msgspec.structs.replace(line, began=None, ended=None) for line in report.timeline)
    spoken = Page(report_html(msgspec.structs.replace(report, charter=plain, timeline=unbegun), "zh")).texts["en"]
    assert "quotas" not in spoken


def test_the_report_shows_where_seats_come_from_and_how_to_check_them() -> None:
    base, votes = {"north": 2, "south": 2, "isles": 2}, {"north": 10, "south": 7}
    report = msgspec.structs.replace(
        sample.report(),
        origins=((Sentence("Base seats"), base), (Text("By votes", "按票数"), votes)),
        checks=(Sentence("The quota is {quota} for a seat.", {"quota": 40}),),
    )
    page = report_html(report, "zh")
    assert re.search(r">基本名额</th><th scope=\"col\">按票数</th><th scope=\"col\">名额</th>", page)
    rows = re.findall(r"<td>2</td><td>(\d+)</td><td>(\d+)</td>", page)
    assert rows[:3] == [("10", "12"), ("7", "9"), ("0", "2")]
    assert "<td>6</td><td>17</td><td>23</td>" in page
    assert "每个名额的商数为 40。" in page and "The quota is 40 for a seat." in page
