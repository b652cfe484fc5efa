"""A file is looked at before it is imported: every row marked, what is good set apart, what is wrong sent back."""

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from small_units import LEVELS, UNIT, Return, kept_register, kept_returns

import comitia.stages.rounds  # noqa: F401  (declares what a register is held to besides)
from comitia.documents.language import language
from comitia.record.entry import Table
from comitia.register.filings import Filed, Filings
from comitia.register.marks import MARKS, Preview
from comitia.register.organisations_preview import preview_organisations
from comitia.register.original import HEADINGS, KNOWN_HEADINGS, original
from comitia.register.persons import Known, Person
from comitia.register.persons_preview import preview_persons
from comitia.register.returns import read_returns
from comitia.register.returns_preview import preview_returns
from comitia.register.sent_back import Say, sent_back
from comitia.rules import RulesBroken
from comitia.tables.archive import Archive
from comitia.texts import N_, Sentence

HEADER = "organisation,participants,person,support\n"
BRANCHES = {f"b{n}": ("c1", "branch", 20 + n) for n in range(1, 7)}
REGISTER = {"c1": (UNIT, "county", 0), **BRANCHES, "b7": (UNIT, "branch", 30)}
PERSONS = ("p1", "p2", "p3")
ENGLISH = language("en").say


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def register(archive: Archive) -> Table:
    return kept_register(archive, REGISTER)


def written(folder: Path, content: str | bytes, name: str = "returns.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def look(tmp_path: Path, archive: Archive, register: Table):
    """Look at the lines of a file of returns, in a round in which ``filings`` stand."""

    def look(lines: str, filings: Filings = ()) -> Preview:
        path = written(tmp_path, HEADER + lines)
        return preview_returns(original(path), archive, register, (), PERSONS, None, filings)[0]

    return look


def marks(preview: Preview) -> dict[int, str]:
    return dict(preview.marks())


def found(preview: Preview) -> list[tuple[int, int, str]]:
    faults = preview.in_order()
    assert all(str(fault).startswith(preview.original.file) for fault in faults)  # every text has its figures
    return [(fault.row, fault.column, fault.rule.id) for fault in faults]


def write_marked(path: Path, preview: Preview, say: Say, *, wrong_only: bool = False) -> None:
    with sent_back(path, preview, say, wrong_only=wrong_only):
        pass


def came_back(path: Path, preview: Preview, name: str, *, wrong_only: bool = False) -> list[list[str]]:
    back = path.with_name(name)
    write_marked(back, preview, ENGLISH, wrong_only=wrong_only)
    if preview.original.kind == "parquet":
        table = pq.read_table(back)
        return [table.column_names, *map(list, zip(*(column.to_pylist() for column in table.columns), strict=True))]
    if preview.original.kind == "xlsx":
        book = CalamineWorkbook.from_path(back)
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    text = back.read_bytes().decode("utf-8-sig" if preview.original.encoding == "utf-8" else "gb18030")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=preview.original.separator))


# --- returns ---------------------------------------------------------------------------------------------------------


def test_a_row_is_new_or_changes_or_repeats_what_stands(look) -> None:
    """CN-P-09: an earlier return is corrected, never erased; the preview says which figures a correction changes."""
    stand = [Filed("b2", 18, {"p1": 9, "p2": 8}), Filed("b3", 12, {"p1": 4}), Filed("b3", 14, {"p1": 5})]
    preview = look("b1,9,p1,4\nb2,17,p1,9\nb2,17,p3,2\nb3,14,p1,5\n", stand)
    assert marks(preview) == {2: "new", 3: "changed", 4: "changed", 5: "same"}
    assert found(preview) == [(3, 1, "return.drops"), (3, 2, "return.took-part"), (4, 4, "return.changes")]
    assert preview.counts() == {"error": (0, 0), "warning": (0, 0), "new": (1, 1), "changed": (2, 1), "same": (1, 1)}
    sums = {str(figure.what): (figure.before, figure.after) for figure in preview.figures}
    assert sums == {
        "Returns": (2, 3),
        "Members who took part": (18 + 14, 9 + 17 + 14),
        "Support for p1": (9 + 5, 4 + 9 + 5),
        "Support for p2": (8, 0),
        "Support for p3": (0, 2),
    }
    assert [str(figure.what) for figure in preview.figures[2:]] == [
        "Support for p2",
        "Support for p1",
        "Support for p3",
    ]


def test_only_the_good_and_new_returns_are_set_apart(tmp_path: Path, archive: Archive, register: Table) -> None:
    path = written(tmp_path, HEADER + "b1,9,p1,4\nb1,9,p9,1\nb2,8,p1,8\nb3,14,p1,5\n")
    stand = [kept_returns(archive, (Return("b3", 14, {"p1": 5}),))]
    _, returns, support = preview_returns(original(path), archive, register, (), PERSONS, None, stand)
    assert returns.to_pylist() == [{"organisation": "b2", "participants": 8}]
    assert support.to_pylist() == [{"organisation": "b2", "person": "p1", "members": 8}]


def test_a_return_waits_whole_for_the_row_that_is_wrong(look) -> None:
    preview = look("b1,9,p1,4\nb2,8,p1,3\nb1,9,p9,1\nb1,9,p2,3\n")
    assert marks(preview) == {2: "error", 3: "new", 4: "error", 5: "error"}
    assert found(preview) == [(2, 1, "return.held"), (4, 3, "return.unknown-nominee"), (5, 1, "return.held")]
    assert "correct row 4, and send all rows of b1 again" in str(preview.faults[0])


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        ("b1,x,p2,3", "sheet.number", 2),
        ("b1,9,=p2,3", "sheet.formula", 3),
        ("ｂ１,9,p2,3", "sheet.full-width", 1),
        ("b 1,9,p2,3", "sheet.id", 1),
        (",9,p2,3", "sheet.blank", 1),
        ("b1,9,p2", "sheet.ragged", 0),
        ("b1,9,p2,3,4", "sheet.ragged", 0),
    ],
)
def test_a_row_that_cannot_be_read_holds_back_the_organisation_that_it_belongs_to(
    look, row: str, rule: str, column: int
) -> None:
    """Otherwise the return would be imported without the figures in that row, and count whole."""
    preview = look(f"b2,9,p1,4\nb1,9,p1,4\n{row}\nb3,8,p1,3\n")
    assert marks(preview) == {2: "new", 3: "error", 4: "error", 5: "new"}
    assert found(preview) == [(3, 1, "return.held"), (4, column, rule)]


@pytest.mark.parametrize(
    ("lines", "stand", "expected"),
    [
        ("b1,0,,\n", {}, (2, 2, "unusual.nobody")),
        ("b1,21,p1,21\nb1,21,p2,21\n", {}, (2, 2, "unusual.unanimous")),
        ("b1,8,p1,8\n", {"p1": 17}, (2, 4, "unusual.less-support")),
        ("b1,8,p1,8\n", {"p1": 9}, (2, 2, "unusual.less")),
        ("".join(f"{b},12,p1,7\n{b},12,p2,6\n" for b in ("b1", "b2", "b3")), {}, (6, 1, "unusual.alike")),
    ],
)
def test_what_is_allowed_and_odd_is_a_warning(
    look, lines: str, stand: dict[str, int], expected: tuple[int, int, str]
) -> None:
    preview = look(lines, [Filed("b1", 17, stand)] if stand else [])
    assert expected in [(fault.row, fault.column, fault.rule.id) for fault in preview.warnings]
    assert marks(preview)[expected[0]] == "warning"
    assert preview.faults == ()
    assert found(preview)


@pytest.mark.parametrize(
    "lines",
    [
        "b1,1,,\n",
        "b1,21,p1,21\nb1,21,p2,20\n",
        "".join(f"{b},12,p1,7\n{b},12,p2,{n}\n" for n, b in enumerate(("b1", "b2", "b3"), 3)),
        "b1,12,p1,7\nb1,12,p2,6\nb2,12,p1,7\nb2,12,p2,6\n",
        "".join(f"{b},12,p1,7\n{b},12,p2,6\n" for b in ("b1", "b2", "b7")),  # b7 is not beside them
    ],
)
def test_what_is_usual_is_none(look, lines: str) -> None:
    assert look(lines).warnings == ()


def test_a_return_that_stands_is_not_warned_of_again(look) -> None:
    assert found(look("b1,0,,\n", [Filed("b1", 0, {})])) == []


ids = st.sampled_from(["b1", "b2", "b3", "c1", "x1"])
lines = st.lists(
    st.tuples(ids, st.integers(0, 23), st.sampled_from(["p1", "p2", "x9", ""]), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(lines)
def test_an_organisation_is_good_exactly_when_its_rows_alone_would_be_imported(
    tmp_path_factory: pytest.TempPathFactory,
    archive: Archive,
    register: Table,
    rows: list[tuple[str, int, str, int]],
) -> None:
    folder = tmp_path_factory.getbasetemp()

    def sheet(some: list[tuple[str, int, str, int]]) -> Path:
        return written(folder, HEADER + "".join(",".join(map(str, row)) + "\n" for row in some))

    expected = []
    for organisation in sorted({row[0] for row in rows}):
        own = original(sheet([row for row in rows if row[0] == organisation]))
        try:
            expected += read_returns(own, archive, register, (), PERSONS)[0].to_pylist()
        except RulesBroken:
            continue
    preview, returns, _ = preview_returns(original(sheet(rows)), archive, register, (), PERSONS)
    assert sorted(returns.to_pylist(), key=lambda one: one["organisation"]) == expected
    good = {one["organisation"] for one in expected}
    assert {row: mark == "error" for row, mark in marks(preview).items()} == {
        at: row[0] not in good for at, row in enumerate(rows, 2)
    }


def test_ten_thousand_bad_rows_among_twenty_thousand(tmp_path: Path) -> None:
    """Each is marked, the good ones are not lost, and the file that is sent back has all the others."""
    archive = Archive(tmp_path / "archive")
    register = kept_register(archive, {f"b{n}": (UNIT, "branch", 30) for n in range(10_000)})
    rows = [f"b{n},12,{person},{1 + n % 7}" for n in range(10_000) for person in (("p1", "p2"), ("x1", "x2"))[n % 2]]
    path = written(tmp_path, HEADER + "\n".join(rows) + "\n")
    preview, returns, support = preview_returns(original(path), archive, register, (), PERSONS)
    assert preview.counts()["error"] == (10_000, 5_000)
    assert [(kind.rule.id, kind.rows, kind.first) for kind in preview.kinds() if kind.mark == "error"] == [
        ("return.unknown-nominee", 10_000, (4, 5, 8, 9, 12))
    ]
    assert [(fault.row, fault.column) for fault in preview.faults] == [
        (row, 3) for row in range(2, 20_002) if row % 4 in (0, 1)
    ]
    assert (returns.num_rows, support.num_rows) == (5_000, 10_000)
    assert set(returns["organisation"].to_pylist()) == {f"b{n}" for n in range(0, 10_000, 2)}
    back = came_back(path, preview, "back.csv", wrong_only=True)
    assert [",".join(cells[:4]) for cells in back[1:]] == [row for row in rows if "x" in row]
    assert {cells[4] for cells in back[1:]} == {"error"}


# --- the file that is sent back --------------------------------------------------------------------------------------

SENT = [
    ["organisation", "participants", "person", "support"],
    ["b1", "007", "p1", "4"],
    ["", "", "", ""],
    ["b2", " 9", "=p1", "4"],
    ["b3", "8", "p3", "２"],
    ["b4", "8", "-p3", "@2"],
]


def as_csv(folder: Path, encoding: str = "utf-8", separator: str = ",") -> Path:
    return written(folder, "".join(separator.join(cells) + "\n" for cells in SENT).encode(encoding), "sent.csv")


def as_xlsx(folder: Path) -> Path:
    with xlsxwriter.Workbook(str(folder / "sent.xlsx"), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(SENT):
            for place, cell in enumerate(cells):
                sheet.write_string(at, place, cell)
    return folder / "sent.xlsx"


def as_parquet(folder: Path) -> Path:
    columns = list(zip(*SENT[1:], strict=True))
    pq.write_table(pa.table([pa.array(column) for column in columns], SENT[0]), folder / "sent.parquet")
    return folder / "sent.parquet"


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_parquet])
def test_the_file_comes_back_in_its_format_with_its_own_cells_and_marks(
    tmp_path: Path, archive: Archive, register: Table, make
) -> None:
    path = make(tmp_path)
    preview, *_ = preview_returns(original(path), archive, register, (), PERSONS)
    title, *rows = came_back(path, preview, f"back{path.suffix}")
    assert title == [*SENT[0], *HEADINGS]
    own = [[cell.removeprefix("'") for cell in row[:4]] for row in rows]
    assert own == SENT[1:]
    assert [row[4] for row in rows] == ["new", "", "error", "error", "error"]
    assert rows[3][5:] == [
        "sheet.full-width",
        "２ is written with full-width letters or digits",
        "write 2",
    ]
    assert rows[4][5] == "sheet.formula"
    apostrophes = {cell for row in rows for cell in row if cell.startswith("'")}
    assert apostrophes == ({"'=p1", "'-p3", "'@2"} if path.suffix == ".csv" else set())


def test_no_cell_that_is_sent_back_is_a_formula(tmp_path: Path, archive: Archive, register: Table) -> None:
    """Neither what was sent, nor a message that begins with it."""
    path = as_xlsx(tmp_path)
    preview, *_ = preview_returns(original(path), archive, register, (), PERSONS)
    came_back(path, preview, "back.xlsx")
    again, *_ = preview_returns(original(tmp_path / "back.xlsx"), archive, register, (), PERSONS)
    assert marks(again) == marks(preview)
    assert not [fault for fault in again.faults if fault.parameters["value"] == "="]  # what a formula in XML is told as
    for row in came_back(as_csv(tmp_path), preview_of(as_csv(tmp_path), archive, register), "back.csv"):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r")]


def preview_of(path: Path, archive: Archive, register: Table) -> Preview:
    return preview_returns(original(path), archive, register, (), PERSONS)[0]


@pytest.mark.parametrize(("encoding", "separator"), [("gb18030", ";"), ("utf-8", "\t")])
def test_encoding_and_separator_are_kept(
    tmp_path: Path, archive: Archive, register: Table, encoding: str, separator: str
) -> None:
    path = as_csv(tmp_path, encoding, separator)
    preview, *_ = preview_returns(original(path, encoding), archive, register, (), PERSONS)  # type: ignore[arg-type]
    write_marked(tmp_path / "back.csv", preview, language("zh").say)
    text = (tmp_path / "back.csv").read_bytes().decode(encoding)
    assert text.lstrip("\ufeff").splitlines()[1] == separator.join([*SENT[1], "新增", "", "", ""])


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_file_that_comes_again_with_its_marks_is_read_without_them(
    tmp_path: Path, archive: Archive, register: Table, code: str
) -> None:
    path = as_parquet(tmp_path)
    preview = preview_of(path, archive, register)
    say = language(code).say  # type: ignore[arg-type]
    assert tuple(say(Sentence(heading)) for heading in HEADINGS) in KNOWN_HEADINGS
    write_marked(tmp_path / "back.parquet", preview, say)
    again = preview_of(tmp_path / "back.parquet", archive, register)
    assert again.marks() == preview.marks()
    write_marked(tmp_path / "again.parquet", again, say)
    assert pq.read_table(tmp_path / "again.parquet").equals(pq.read_table(tmp_path / "back.parquet"))


def test_a_row_with_more_cells_than_the_header_keeps_them_all(look, tmp_path: Path) -> None:
    preview = look("b1,9,p1,4\nb2,9,p1,4,5,6\n")
    title, first, second = came_back(tmp_path / "returns.csv", preview, "back.csv")
    assert title == [*SENT[0], "", "", *HEADINGS]
    assert first[:7] == ["b1", "9", "p1", "4", "", "", "new"]
    assert second[:7] == ["b2", "9", "p1", "4", "5", "6", "error"]


def test_where_it_cannot_be_written_or_the_import_fails_what_was_there_stays(look, tmp_path: Path) -> None:
    preview = look("b1,9,p1,4\n")

    def mute(sentence: Sentence) -> str:
        raise OSError("no")

    (tmp_path / "back.csv").write_text("mine")
    with pytest.raises(OSError, match="no"):
        write_marked(tmp_path / "back.csv", preview, mute)
    with pytest.raises(ValueError, match="refused"), sent_back(tmp_path / "back.csv", preview, ENGLISH):
        raise ValueError("refused")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back.csv", "returns.csv"]
    assert (tmp_path / "back.csv").read_text() == "mine"


def test_marks_have_their_names(look) -> None:
    assert [ENGLISH(Sentence(name)) for name in MARKS.values()] == list(MARKS)
    assert N_("mark") == HEADINGS[0]


# --- registers -------------------------------------------------------------------------------------------------------

GOOD = "c1,u,county,\nt1,c1,town,0\nb1,t1,branch,12\nb2,c1,branch,3\nb3,u,branch,5\n"


def register_look(folder: Path, lines: str, earlier: Table | None = None, others: tuple[Table, ...] = ()) -> Preview:
    path = written(folder, "organisation,parent,level,members\n" + lines, "register.csv")
    return preview_organisations(original(path), Archive(folder), UNIT, LEVELS, (), earlier, others)


def test_what_stands_below_an_organisation_with_a_fault_waits_with_it(tmp_path: Path) -> None:
    preview = register_look(tmp_path, GOOD.replace("c1,u,county,", "c1,u,county,7"))
    assert marks(preview) == {2: "error", 3: "error", 4: "error", 5: "error", 6: "new"}
    assert found(preview) == [
        (2, 4, "register.members-above"),
        (3, 1, "register.below"),
        (4, 1, "register.below"),
        (5, 1, "register.below"),
    ]
    assert {str(figure.what): figure.after for figure in preview.figures} == {
        "Organisations": 1,
        "Primary organisations": 1,
        "Members": 5,
    }


def test_a_circle_of_organisations_is_marked_and_ends(tmp_path: Path) -> None:
    preview = register_look(tmp_path, GOOD + "x,y,town,0\ny,x,town,0\nz,y,branch,3\n")
    assert {row for row, mark in marks(preview).items() if mark == "error"} == {7, 8, 9}


def test_both_rows_of_an_organisation_wait(tmp_path: Path) -> None:
    preview = register_look(tmp_path, GOOD + "b3,u,branch,6\n")
    assert found(preview) == [(6, 1, "register.held"), (7, 1, "register.duplicate")]


def test_a_register_beside_the_one_adopted_before(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    earlier = kept_register(archive, {"c1": (UNIT, "county", 0), "b2": ("c1", "branch", 9), "b3": (UNIT, "branch", 6)})
    preview = register_look(tmp_path, GOOD, earlier)
    assert marks(preview) == {2: "same", 3: "new", 4: "new", 5: "warning", 6: "changed"}
    assert found(preview) == [
        (5, 1, "register.changes"),
        (5, 4, "unusual.members"),
        (6, 1, "register.changes"),
    ]
    assert [(figure.before, figure.after) for figure in preview.figures] == [(3, 5), (2, 3), (15, 20)]


def test_an_organisation_with_nothing_below_it(tmp_path: Path) -> None:
    assert found(register_look(tmp_path, GOOD + "t9,c1,town,0\n")) == [(7, 1, "unusual.empty")]


def test_every_organisation_of_another_unit_is_marked(tmp_path: Path) -> None:
    other = kept_register(Archive(tmp_path), {"b1": ("v", "branch", 3), "b3": ("v", "branch", 3)})
    preview = register_look(tmp_path, GOOD, others=(other,))
    assert found(preview) == [(4, 1, "register.elsewhere"), (6, 1, "register.elsewhere")]


# --- persons ---------------------------------------------------------------------------------------------------------

PEOPLE = "person,name,groups\n"
KNOWN = Known("north", ("women", "young"), ("women", "young"), {"p9": ("women",)})


def test_persons_are_marked_and_the_good_set_apart(tmp_path: Path) -> None:
    lines = "p1,Ada,women\np2,Bo,\np2,Bo,women\np9,Di,\np3,Cy,women young\np 4,Ed,\np5,Ada,\np6,,women\n"
    preview, persons = preview_persons(original(written(tmp_path, PEOPLE + lines)), KNOWN)
    errors = dict.fromkeys((3, 4, 5, 6, 7, 9), "error")
    assert marks(preview) == {2: "new", 8: "warning", **errors}
    assert found(preview) == [
        (3, 1, "person.held"),
        (4, 1, "person.duplicate"),
        (5, 1, "nominee.twice"),
        (6, 3, "nominee.reserved-groups"),
        (7, 1, "sheet.id"),
        (8, 2, "unusual.same-name"),
        (9, 2, "sheet.blank"),
    ]
    assert persons == [Person("p1", ("women",), {"name": "Ada"}), Person("p5", (), {"name": "Ada"})]
    assert [(str(figure.what), figure.before, figure.after) for figure in preview.figures] == [
        ("Persons", 1, 3),
        ("Group women", 1, 2),
        ("Group young", 0, 0),
    ]


def test_marked_persons_come_again_without_the_marks_as_details(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE + "p1,Ada,women\n")
    preview, persons = preview_persons(original(path), KNOWN)
    write_marked(tmp_path / "back.csv", preview, ENGLISH)
    assert preview_persons(original(tmp_path / "back.csv"), KNOWN)[1] == persons
