"""The archive keeps tables by the hash of their canonical CSV, and notices every change."""

import csv
import io
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comitia.record.entry import Table
from comitia.rules import RuleBroken
from comitia.tables.archive import Archive
from comitia.tables.engine import open_engine

COLUMNS = ("node", "person", "members")
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True)
tables = st.dictionaries(st.tuples(ids, ids), st.integers(0, 2**53 - 1), max_size=30)


def rows_of(cells: dict[tuple[str, str], int]) -> pa.Table:
    types = pa.schema([("node", pa.string()), ("person", pa.string()), ("members", pa.int64())])
    return pa.Table.from_pylist([dict(zip(COLUMNS, (*key, n), strict=True)) for key, n in cells.items()], types)


def put(archive: Archive, *rows: tuple[str, str, int]) -> Table:
    return archive.put(rows_of({(a, b): n for a, b, n in rows}), COLUMNS, 2)


def refused(rows: pa.Table, folder: Path) -> str:
    with pytest.raises(RuleBroken) as refusal:
        Archive(folder).put(rows, COLUMNS, 2)
    assert list(folder.iterdir()) == []  # nothing is left behind
    return refusal.value.rule.id


@settings(max_examples=30)
@given(tables)
def test_hash_is_that_of_the_csv_any_reader_would_write(tmp_path_factory: pytest.TempPathFactory, cells: dict) -> None:
    archive = Archive(tmp_path_factory.mktemp("t"))
    table = archive.put(rows_of(cells), COLUMNS, 2)
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    ordered = sorted((*key, n) for key, n in cells.items())  # ASCII: by characters is by bytes
    writer.writerows([COLUMNS, *ordered])
    assert table == Table(sha256(sheet.getvalue().encode()).hexdigest(), len(cells), COLUMNS)
    assert list(archive.rows(table)) == ordered
    out = archive.folder / "out.csv"
    archive.write_csv(table, out)
    assert out.read_bytes() == sheet.getvalue().encode()


@settings(max_examples=30)
@given(tables, st.randoms())
def test_order_of_rows_is_no_content(tmp_path_factory: pytest.TempPathFactory, cells: dict, random) -> None:
    archive = Archive(tmp_path_factory.mktemp("t"))
    shuffled = list(cells.items())
    random.shuffle(shuffled)
    assert archive.put(rows_of(cells), COLUMNS, 2) == archive.put(rows_of(dict(shuffled)), COLUMNS, 2)
    assert len(list(archive.folder.iterdir())) == 1


def test_a_relation_of_the_engine_is_kept_as_an_arrow_table_is(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with open_engine() as engine:
        query = (
            "SELECT 'b' AS person, sum(n) AS members, node FROM (VALUES ('x', 1), ('x', 2)) AS t(node, n) GROUP BY node"
        )
        assert archive.put(engine.sql(query), COLUMNS, 2) == put(archive, ("x", "b", 3))


def test_dictionary_columns_sort_by_their_text_not_by_their_codes(tmp_path: Path) -> None:
    rows = rows_of({("z", "p"): 1, ("a", "p"): 2})
    coded = rows.set_column(0, "node", rows["node"].dictionary_encode())
    assert Archive(tmp_path).put(coded, COLUMNS, 2) == Archive(tmp_path).put(rows, COLUMNS, 2)


def test_many_rows_sort_bytewise_and_duplicates_show_across_batches(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("comitia.tables.archive.BATCH", 2048)
    archive = Archive(tmp_path / "good")
    cells = {(f"{'aB'[n % 2]}{n}", "p"): n for n in range(10_000)}
    table = archive.put(rows_of(cells), COLUMNS, 2)
    assert [row[0] for row in archive.rows(table)] == sorted(node for node, _ in cells)
    doubled = pa.concat_tables([rows_of(cells), rows_of({(list(archive.rows(table))[2047][0], "p"): 1})])
    assert refused(doubled, tmp_path / "bad") == "table.duplicate"


@pytest.mark.parametrize(
    "row",
    [
        ("", "p", 1),
        ("a", "", 1),
        ("a b", "p", 1),
        ("a,b", "p", 1),
        ('a"', "p", 1),
        ("a\n", "p", 1),
        ("-a", "p", 1),
        ("é", "p", 1),
        ("a" * 65, "p", 1),
        ("a", "p", -1),
        ("a", "p", 2**53),
        ("a", "p", None),
        (None, "p", 1),
    ],
)
def test_cells_outside_the_grammar_are_refused(tmp_path: Path, row: tuple) -> None:
    assert refused(rows_of({row[:2]: row[2]}), tmp_path) == "table.cell"


@pytest.mark.parametrize(("groups", "fine"), [("", 1), ("w", 1), ("m w", 1), ("m  w", 0), (" m", 0), ("m,w", 0)])
def test_other_cells_may_hold_several_ids_or_none(tmp_path: Path, groups: str, fine: int) -> None:
    rows = pa.table({"person": ["p1"], "groups": [groups]})
    if fine:
        archive = Archive(tmp_path)
        assert list(archive.rows(archive.put(rows, ("person", "groups"), 1))) == [("p1", groups)]
    else:
        with pytest.raises(RuleBroken, match=r"^table\.cell: column groups holds"):
            Archive(tmp_path).put(rows, ("person", "groups"), 1)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    table = put(Archive(tmp_path), ("a", "p", 1))
    (tmp_path / f"{table.sha256}.parquet").unlink()
    for use in (Archive.path, lambda archive, it: archive.write_csv(it, tmp_path / "x.csv")):
        with pytest.raises(RuleBroken, match=rf"^table\.missing: the table {table.sha256}"):
            use(Archive(tmp_path), table)
    assert list(tmp_path.iterdir()) == []


def test_every_flipped_byte_is_noticed_or_without_effect(tmp_path: Path) -> None:
    table = put(Archive(tmp_path), ("a", "p", 1), ("a", "q", 200), ("b", "p", 3))
    file = tmp_path / f"{table.sha256}.parquet"
    whole = file.read_bytes()
    noticed = 0
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert list(Archive(tmp_path).rows(table)) == [("a", "p", 1), ("a", "q", 200), ("b", "p", 3)]
        except RuleBroken as refusal:
            assert refusal.rule.id == "table.altered"
            noticed += 1
    assert noticed > len(whole) // 4


@pytest.mark.parametrize(
    "other",
    [
        pa.table({"node": ["a"], "person": ["p"], "members": [2]}),
        pa.table({"node": ["a"], "person": ["p"], "number": [1]}),
        pa.table({"node": [b"a"], "person": ["p"], "members": [1]}),
        pa.table({"node": ["a", "a"], "person": ["p", "q"], "members": [1, 1]}),
    ],
)
def test_another_content_under_the_name_is_refused(tmp_path: Path, other: pa.Table) -> None:
    table = put(Archive(tmp_path), ("a", "p", 1))
    pq.write_table(other, tmp_path / f"{table.sha256}.parquet")
    with pytest.raises(RuleBroken, match=r"^table\.altered"):
        list(Archive(tmp_path).rows(table))
    with pytest.raises(RuleBroken, match=r"^table\.altered"):
        Archive(tmp_path).write_csv(table, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    table = put(Archive(tmp_path), ("a", "p", 1))
    file = tmp_path / f"{table.sha256}.parquet"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(RuleBroken, match=r"^table\.altered"):
        Archive(tmp_path).path(table)
