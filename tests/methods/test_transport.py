"""The largest transport, against the cut that shows that nothing more can be carried."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.transport import transport

AMOUNT = st.integers(0, 6)
ROWS = st.dictionaries(st.sampled_from("abcd"), AMOUNT, min_size=1)
COLUMNS = st.dictionaries(st.sampled_from("abxy"), AMOUNT, min_size=1)
ROOM = st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.sampled_from("abxy"), AMOUNT))


@given(ROWS, COLUMNS, ROOM)
def test_all_is_carried_or_a_cut_shows_why_not(
    rows: Mapping[str, int], columns: Mapping[str, int], drawn: Mapping[str, Mapping[str, int]]
) -> None:
    room = {row: {column: drawn.get(row, {}).get(column, 0) for column in columns} for row in rows}
    result = transport(rows, columns, room)
    for row, own in result.cells.items():
        assert all(0 <= own[column] <= room[row][column] for column in columns)
        assert sum(own.values()) <= rows[row]
    for column, most in columns.items():
        assert sum(own[column] for own in result.cells.values()) <= most
    left = sum(rows.values()) - sum(sum(own.values()) for own in result.cells.values())
    others = columns.keys() - set(result.columns)
    let_by = sum(columns[column] for column in result.columns)
    let_by += sum(room[row][column] for row in result.rows for column in others)
    assert left == sum(rows[row] for row in result.rows) - let_by
    assert (left == 0) == (result.rows == ())


def test_a_detour_is_found() -> None:
    """What is put into the first column first has to make way for what fits nowhere else."""
    result = transport({"a": 2, "b": 2}, {"x": 2, "y": 2}, {"a": {"x": 2, "y": 2}, "b": {"x": 2}})
    assert result.cells == {"a": {"x": 0, "y": 2}, "b": {"x": 2}}
