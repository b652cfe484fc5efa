"""A charter from a file: what cannot be read is refused with file, row and column, and never with a traceback."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comitia.charter.file import load, loads
from comitia.charter.shipped import shipped_text
from comitia.rules import RulesBroken

TEXT = shipped_text("co-operative")


def refusals(path: Path) -> list[tuple[str, int, int]]:
    with pytest.raises(RulesBroken) as refusal:
        load(path)
    assert all(fault.file == path.name for fault in refusal.value.faults)
    return [(fault.rule.id, fault.row, fault.column) for fault in refusal.value.faults]


def text_refusals(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(RulesBroken) as refusal:
        loads(text, "charter.toml")
    return [(fault.rule.id, fault.row, fault.column) for fault in refusal.value.faults]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "charter.toml"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_or_without_a_byte_order_mark(path: Path, mark: bytes):
    path.write_bytes(mark + TEXT.encode())
    charter = load(path)
    assert charter.name.zh == "2026年社员代表选举"
    assert charter.calendar.windows[0].opens == date(2026, 3, 2)
    assert charter.counting.more_than == Fraction(1, 2)
    assert charter.quotas[0].kinds == ()


def test_windows_line_ends_are_read(path: Path):
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert load(path) == loads(TEXT, "charter.toml")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_another_encoding_is_refused_where_it_begins(path: Path, encoding: str):
    path.write_bytes(TEXT.encode(encoding))
    row = next(number for number, line in enumerate(TEXT.split("\n"), 1) if not line.isascii())
    [(rule, found, column)] = refusals(path)
    assert (rule, found) == ("charter.encoding", row)
    assert not TEXT.split("\n")[row - 1][column - 1].isascii()


def test_utf_16_is_refused_at_its_first_byte(path: Path):
    path.write_bytes(TEXT.encode("utf-16"))
    assert refusals(path) == [("charter.encoding", 1, 1)]


def test_the_column_of_a_byte_counts_characters(path: Path):
    path.write_bytes('\ufeffa = "中文"\nname = "中'.encode() + b'\xd6"\n')
    assert refusals(path) == [("charter.encoding", 2, 10)]


def test_what_is_no_file_is_refused(path: Path, tmp_path: Path):
    assert refusals(path) == [("charter.unreadable", 0, 0)]
    assert refusals(tmp_path) == [("charter.unreadable", 0, 0)]
    assert refusals(Path("a\0b")) == [("charter.unreadable", 0, 0)]


def test_a_mistyped_name_of_a_shipped_charter_is_answered_with_the_names(tmp_path: Path):
    with pytest.raises(RulesBroken, match=r"co-operative, .*national-congress"):
        load(Path("cooperative"))


def test_a_huge_file_is_refused(path: Path):
    path.write_bytes((b"#" * 99 + b"\n") * 2_500 + b"\n")
    assert refusals(path) == [("charter.too-large", 0, 0)]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\t\n"])
def test_an_empty_file_is_refused(path: Path, content: bytes):
    path.write_bytes(content)
    assert refusals(path) == [("charter.empty", 0, 0)]


def test_a_long_line_is_refused_before_it_is_read():
    assert text_refusals("a = 1\n" + "a." * 400_000 + "b = 1\n") == [("charter.long-line", 2, 4001)]


def test_every_line_that_is_no_toml_is_refused_and_no_other():
    assert text_refusals("a = 1\nb = \nc = 3\nd = = 4\ne = nil\n") == [
        ("charter.syntax", 2, 5),
        ("charter.syntax", 4, 5),
        ("charter.syntax", 5, 5),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a = [1, 2\nb = 3\nc = 4\n", 2),
        ("[seats\ntotal = 1\n\n[[units]]\nid = 'x'\n", 1),
        ("a = '''\nfoo\n", 1),
        ("a = “5”\n", 1),
        ("a = 15 %\n", 1),
        ("d = 2022-13-45\n", 1),
        ('{ "json": 1 }\n', 1),
        ("organisation,parent\n1,2\n", 1),
    ],
)
def test_an_open_bracket_does_not_condemn_what_is_below(text: str, row: int):
    (first, *rest) = text_refusals(text)
    assert first[:2] == ("charter.syntax", row)
    assert len(rest) == (1 if text.startswith("org") else 0)  # both lines of a CSV file are wrong


def test_keys_written_twice_and_broken_lines_are_told_together():
    assert text_refusals("a = 1\na = 2\nb = \n[t]\nx = 1\n[t]\n") == [
        ("charter.repeated-key", 2, 1),
        ("charter.syntax", 3, 5),
        ("charter.repeated-key", 6, 2),
    ]


def test_what_is_nested_without_end_is_refused():
    assert {rule for rule, *_ in text_refusals("a = " + "[\n" * 5_000)} == {"charter.syntax"}


def test_faults_of_every_kind_are_told_at_once_in_the_order_of_the_text():
    text = (
        TEXT.replace("total = 7", 'total = "7"')  # a wrong type
        .replace("members = 43", "members = 43\nmembres = 43")  # an unknown key
        .replace('list = "3"', 'list = "1"')  # cannot meet the margin
        .replace('zone = "Europe/London"', 'zone = "Mars"')  # unknown
        .replace("papers_days = 365\n", "")  # missing
        .replace("days = 3", "days = 30")  # cannot fit
    )
    assert [rule for rule, *_ in text_refusals(text)] == [
        "charter.zone",
        "charter.whole-number",
        "charter.unknown-key",
        "charter.list-length",
        "charter.notice-fits",
        "charter.missing-key",
    ]


@settings(max_examples=60)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=6))
def test_damage_anywhere_gives_a_charter_or_faults_with_places_within_the_text(at: int, cut: int, typed: str):
    text = TEXT[:at] + typed + TEXT[at + cut :]
    try:
        loads(text, "charter.toml")
    except RulesBroken as refusal:
        assert refusal.faults
        for fault in refusal.faults:
            assert 0 <= fault.row <= text.count("\n") + 1
            assert str(fault)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    path = tmp_path_factory.mktemp("bytes") / "charter.toml"
    path.write_bytes(content)
    assert refusals(path)
