"""Whatever a person's file holds: clean columns, or every fault with its row and column; never a traceback."""

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comitia.register.cells import Column
from comitia.register.limits import Limits
from comitia.register.original import original
from comitia.register.sheet import Sheet
from comitia.register.sheet import read_sheet as read
from comitia.rules import RulesBroken

COLUMNS = (
    Column("person", ("人员编号",), "id"),
    Column("name", ("姓名",)),
    Column("support", ("支持数",), "number", optional=True),
)
HEADER = "person,name,support\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATED = f'<Relationships xmlns="{PACKAGE}/relationships">'


def written(folder: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(*sheets: str, **parts: str | zipfile.ZipInfo) -> bytes:
    """An XLSX file with these sheets (the XML of their rows), and other parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        types = (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
        )
        book.writestr("[Content_Types].xml", types)
        start = f'<Relationship Id="r0" Type="{LINK}/officeDocument" Target="xl/workbook.xml"/>'
        book.writestr("_rels/.rels", f"{RELATED}{start}</Relationships>")
        names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{LINK}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(len(sheets))
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        for n, rows in enumerate(sheets):
            sheet = (
                rows
                if rows.startswith("<!")
                else f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            )
            book.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
        for name, content in parts.items():
            book.writestr(name, content)
    return file.getvalue()


def xml_row(number: int, *cells: str | float) -> str:
    def cell(at: int, value: str | float) -> str:
        place = f"{chr(65 + at)}{number}"
        if isinstance(value, str) and value.startswith("<"):
            return f'<c r="{place}">{value}</c>'
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    return f'<row r="{number}">{"".join(cell(at, value) for at, value in enumerate(cells))}</row>'


TITLES = xml_row(1, "person", "name", "support")


def read_sheet(path: Path, columns: tuple[Column, ...], *, others: bool = False, **options: object) -> Sheet:
    """A sheet without faults, or all of them at once."""
    sheet = read(original(path, **options), columns, others=others)  # type: ignore[arg-type]
    if sheet.faults:
        raise RulesBroken(sheet.faults)
    return sheet


def faults(path: Path, **options: object) -> list[tuple[str, int, int]]:
    with pytest.raises(RulesBroken) as refusal:
        read_sheet(path, COLUMNS, **options)  # type: ignore[arg-type]
    for fault in refusal.value.faults:
        assert str(fault).startswith(path.name + ":")  # every text can be said with the parameters at hand
    return [(fault.rule.id.removeprefix("sheet."), fault.row, fault.column) for fault in refusal.value.faults]


def cells(path: Path, **options: object) -> list[tuple[object, ...]]:
    sheet = read_sheet(path, COLUMNS, **options)  # type: ignore[arg-type]
    return list(zip(*(sheet.rows[name].to_pylist() for name in ("row", "person", "name", "support")), strict=True))


@pytest.mark.parametrize(
    "header",
    ["person,name,support", "人员编号,姓名,支持数", " Person ,NAME,ｓｕｐｐｏｒｔ", "person;姓名;support,"[:-1]],
)
def test_headers_in_english_and_chinese(tmp_path: Path, header: str) -> None:
    separator = ";" if ";" in header else ","
    assert cells(written(tmp_path, f"{header}\n" + separator.join(["p1", "李雷", "3"]))) == [(2, "p1", "李雷", 3)]


def test_rare_characters_middle_dots_and_spaces_are_names(tmp_path: Path) -> None:
    names = ["买买提·吐尔逊", "𠅤𬭎", "Anna Maria O'Neill", "José", "欧阳　娜娜"]
    composed = [*names[:3], "José", names[4]]
    path = written(tmp_path, HEADER + "".join(f"p{n},{name},\n" for n, name in enumerate(names)))
    assert [row[2] for row in cells(path)] == composed


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_with_and_without_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    assert cells(written(tmp_path, mark + f"{HEADER}p1,张伟,1\r\n".encode())) == [(2, "p1", "张伟", 1)]


def test_gb18030_is_read_when_stated_and_located_when_not(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}p1,Li,1\np2,张伟,2\n".encode("gb18030"))
    assert cells(path, encoding="gb18030") == [(2, "p1", "Li", 1), (3, "p2", "张伟", 2)]
    assert faults(path) == [("encoding", 3, 2)]
    assert faults(written(tmp_path, HEADER.encode() + b"p1,\xff,1\n"), encoding="gb18030") == [("encoding", 2, 2)]
    assert faults(written(tmp_path, HEADER.encode("utf-16"))) == [("encoding", 1, 1)]


def test_truncated_text_is_located(tmp_path: Path) -> None:
    whole = f'{HEADER}p1,张伟,1\np2,"王, 芳",2\n'.encode()
    assert faults(written(tmp_path, whole[:25])) == [("encoding", 2, 2)]
    assert faults(written(tmp_path, whole[:29])) == [("ragged", 2, 0)]
    assert faults(written(tmp_path, whole[:-4])) == [("quotes", 3, 0)]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("=1+1", "formula"),
        ("+1", "formula"),
        ("-1", "formula"),
        ("@SUM(A1)", "formula"),
        (" =1", "formula"),
        ("\tx", "formula"),
        ("a\x00b", "control"),
        ("a\u202eb", "control"),
        ("a\u200bb", "control"),
        ('"a\nb"', "control"),
        ("a" * 1001, "long"),
        ("  ", "blank"),
    ],
)
def test_hostile_and_empty_names(tmp_path: Path, cell: str, rule: str) -> None:
    path = written(tmp_path, f"{HEADER}p1,fine,\np2,{cell},\np3,fine,\n")
    assert faults(path) == [(rule, 3, 2)]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("", None), ("0", 0), ("007", 7), ("12.0", 12), (" 3 ", 3), ("9007199254740991", 9007199254740991)],
)
def test_numbers(tmp_path: Path, cell: str, number: int | None) -> None:
    assert cells(written(tmp_path, f"{HEADER}p1,a,{cell}\n")) == [(2, "p1", "a", number)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("p1,a,12.5", ("number", 2, 3)),
        ("p1,a,9007199254740992", ("number", 2, 3)),
        ("p1,a,99999999999999999999", ("number", 2, 3)),
        ("p1,a,1e3", ("number", 2, 3)),
        ("p1,a,１２", ("full-width", 2, 3)),
        ("ｐ１,a,1", ("full-width", 2, 1)),
        ("张伟,a,1", ("id", 2, 1)),
        ("p 1,a,1", ("id", 2, 1)),
        (".p1,a,1", ("id", 2, 1)),
        ("p1,a", ("ragged", 2, 0)),
        ("p1,a,1,x", ("ragged", 2, 0)),
    ],
)
def test_bad_ids_numbers_and_rows(tmp_path: Path, row: str, fault: tuple[str, int, int]) -> None:
    assert faults(written(tmp_path, f"{HEADER}{row}\n")) == [fault]


def test_full_width_digits_are_cured_by_name(tmp_path: Path) -> None:
    with pytest.raises(RulesBroken, match=r"^people\.csv:2:3: sheet\.full-width: １２ is .*; write 12$"):
        read_sheet(written(tmp_path, f"{HEADER}p1,a,１２\n"), COLUMNS)


def test_every_bad_row_is_reported(tmp_path: Path) -> None:
    rows = [f"p {n},,x\n" if n % 2 else f"p{n},a,1\n" for n in range(100)]
    found = faults(written(tmp_path, HEADER + "".join(rows)))
    assert found == [(r, n + 2, at) for n in range(1, 100, 2) for r, at in (("id", 1), ("blank", 2), ("number", 3))]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n,,\n\n , ,\n"])
def test_blank_rows_are_no_rows_and_keep_the_numbers(tmp_path: Path, end: str) -> None:
    assert cells(written(tmp_path, f"{HEADER}\np1,a,1{end}")) == [(3, "p1", "a", 1)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [("empty", 0, 0)]),
        ("\n", [("header-missing", 1, 0), ("header-missing", 1, 0)]),
        ("person,support\np1,1\n", [("header-missing", 1, 0)]),
        ("person,name,nmae\np1,a,b\n", [("header-unknown", 1, 3)]),
        ("person,,name\np1,x,a\n", [("header-unknown", 1, 2)]),
        ("person,name,姓名\np1,a,b\n", [("header-twice", 1, 3)]),
        ("person,name\n", [("empty", 0, 0)]),
    ],
)
def test_headers_that_are_wrong(tmp_path: Path, content: str, expected: list[tuple[str, int, int]]) -> None:
    assert faults(written(tmp_path, content)) == expected


def test_other_columns_where_they_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "name,民族,person\na,回,p1\nb,=1,p2\n")
    assert faults(path, others=True) == [("formula", 3, 2)]
    sheet = read_sheet(written(tmp_path, "name,民族,person\na,回,p1\nb,,p2\n"), COLUMNS, others=True)
    assert sheet.rows["民族"].to_pylist() == ["回", ""]
    assert sheet.places == {"name": 1, "民族": 2, "person": 3}
    assert faults(written(tmp_path, "name,=1,person\na,b,p1\n"), others=True) == [("header-unknown", 1, 2)]


def test_limits(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "p1,a,1\n" * 3)
    assert faults(path, limits=Limits(rows=2)) == [("rows", 4, 0)]
    assert faults(path, limits=Limits(columns=2)) == [("columns", 0, 0)]
    assert faults(path, limits=Limits(bytes=40)) == [("size", 0, 0)]
    assert len(cells(path, limits=Limits(rows=3, columns=3, bytes=41))) == 3


def test_what_is_no_file(tmp_path: Path) -> None:
    assert faults(tmp_path) == [("missing", 0, 0)]
    assert faults(tmp_path / "none.csv") == [("missing", 0, 0)]
    assert faults(tmp_path / ("x" * 300)) == [("missing", 0, 0)]
    assert faults(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == [("unreadable", 0, 0)]


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_workbook_numbers_are_whole(tmp_path: Path) -> None:
    book = workbook(TITLES + xml_row(2, "p1", "张伟", 12.0) + xml_row(4, 17.0, "b", "9"), "")
    assert cells(written(tmp_path, book)) == [(2, "p1", "张伟", 12), (4, "17", "b", 9)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (xml_row(2, "p1", "a", 12.5), ("number", 2, 3)),
        (xml_row(2, 1234567890123456.0, "a", 1), ("kind", 2, 1)),
        (xml_row(2, "p1", "a", "<v>NaN</v>"), ("kind", 2, 3)),
        (xml_row(2, "p1", "a", "<f>1+1</f><v>2</v>"), ("formula", 2, 3)),
        ("<row><c/><c/><c><f>1+1</f><v>2</v></c></row>", ("formula", 2, 3)),
        (xml_row(2, "p1", "a").replace("</row>", '<c t="b"><v>1</v></c></row>'), ("kind", 2, 3)),
        (xml_row(2, "p1", "a").replace("</row>", '<c t="e"><v>#REF!</v></c></row>'), ("kind", 2, 3)),
        (xml_row(2, "p1", "a").replace("</row>", '<c t="d"><v>2022-03-05</v></c></row>'), ("kind", 2, 3)),
        (xml_row(2, "p1", "=1"), ("formula", 2, 2)),
        ('<row r="99999999"><c r="A99999999"><v>1</v></c></row>', ("rows", 5_000_002, 0)),
        ('<row r="' + "9" * 5000 + '"><c><v>1</v></c></row>', ("rows", 5_000_002, 0)),
        ('<row r="2"><c r="ZZZ2"><v>1</v></c></row>', ("columns", 0, 0)),
    ],
)
def test_workbook_cells(tmp_path: Path, row: str, fault: tuple[str, int, int]) -> None:
    assert fault in faults(written(tmp_path, workbook(TITLES + row)))


def test_workbook_with_several_filled_sheets(tmp_path: Path) -> None:
    assert faults(written(tmp_path, workbook(TITLES, TITLES))) == [("several", 0, 0)]
    assert faults(written(tmp_path, workbook(""))) == [("several", 0, 0)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["../x.xml", "/etc/x", "a/../../x", "C:\\x", "..\\x", "xl/workbook.xml"])
def test_workbook_parts_stay_inside(tmp_path: Path, name: str) -> None:
    assert faults(written(tmp_path, workbook(TITLES, **{name: "x"}))) == [("path", 0, 0)]


def test_workbook_symbolic_links(tmp_path: Path) -> None:
    file = io.BytesIO(workbook(TITLES))
    with zipfile.ZipFile(file, "a") as book:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        book.writestr(link, "/etc/passwd")
    assert faults(written(tmp_path, file.getvalue())) == [("path", 0, 0)]


def test_zip_bombs(tmp_path: Path) -> None:
    bomb = workbook(TITLES, **{"xl/zeros.xml": "0" * 10**6})
    assert faults(written(tmp_path, bomb)) == [("bomb", 0, 0)]
    assert faults(written(tmp_path, bomb), limits=Limits(unpacked=10**6)) == [("size", 0, 0)]


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    content = workbook(TITLES + xml_row(2, "p1", "x" * 5000, 1))
    told = struct.pack("<L", zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet0.xml").file_size)
    assert content.count(told) == 2
    assert faults(written(tmp_path, content.replace(told, struct.pack("<L", 100)))) == [("unreadable", 0, 0)]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert faults(written(tmp_path, workbook(laughs))) == [("unreadable", 0, 0)]


@pytest.mark.parametrize("cut", [10, 300, -100, -10])
def test_truncated_workbooks(tmp_path: Path, cut: int) -> None:
    assert faults(written(tmp_path, workbook(TITLES)[:cut])) == [("unreadable", 0, 0)]


# --- Parquet ---------------------------------------------------------------------------------------------------------


def parquet(folder: Path, **columns: object) -> Path:
    path = folder / "people.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet(tmp_path: Path) -> None:
    path = parquet(tmp_path, person=["p1", "p2"], 姓名=["张伟", "b"], support=[1.0, None])
    assert cells(path) == [(2, "p1", "张伟", 1), (3, "p2", "b", None)]
    assert cells(parquet(tmp_path, person=[7], name=["b"], support=[2])) == [(2, "7", "b", 2)]


def test_parquet_numbers_that_are_none(tmp_path: Path) -> None:
    path = parquet(tmp_path, person=["p1"] * 4, name=["a"] * 4, support=[0.5, float("nan"), float("inf"), 1.0])
    assert faults(path) == [("kind", 2, 3), ("kind", 3, 3), ("kind", 4, 3)]


def test_parquet_of_other_kinds(tmp_path: Path) -> None:
    assert faults(parquet(tmp_path, person=[b"p"], name=["a"], support=[date(2022, 1, 1)])) == [
        ("kind", 1, 1),
        ("kind", 1, 3),
    ]


def test_parquet_limits_and_damage(tmp_path: Path) -> None:
    path = parquet(tmp_path, person=["p1"] * 9, name=["a"] * 9)
    assert faults(path, limits=Limits(rows=8)) == [("rows", 10, 0)]
    assert faults(path, limits=Limits(unpacked=10)) == [("size", 0, 0)]
    assert faults(written(tmp_path, path.read_bytes()[:-9])) == [("unreadable", 0, 0)]


def test_parquet_bomb(tmp_path: Path) -> None:
    path = parquet(tmp_path, person=["p1"] * 1000, name=["x" * 10**5] * 1000)
    assert path.stat().st_size < 10**5
    assert faults(path, limits=Limits(unpacked=10**7)) == [("size", 0, 0)]


# --- anything at all -------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.binary(max_size=200), st.sampled_from([b"", HEADER.encode(), b"PK\x03\x04", b"PAR1"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: bytes) -> None:
    path = written(tmp_path_factory.getbasetemp(), start + noise)
    try:
        assert read_sheet(path, COLUMNS).rows.num_rows > 0
    except RulesBroken as refusal:
        assert refusal.faults


@settings(max_examples=100)
@given(st.data())
def test_damaged_workbooks_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = bytearray(workbook(TITLES + xml_row(2, "p1", "a", 1)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = written(tmp_path_factory.getbasetemp(), bytes(whole))
    try:
        assert read_sheet(path, COLUMNS).rows.num_rows > 0
    except RulesBroken as refusal:
        assert refusal.faults
