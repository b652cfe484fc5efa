"""Where keys stand, by the grammar; tomllib says which keys there are."""

import re
import tomllib

import pytest

from comitia.charter.places import Place, broken_places, places
from comitia.charter.shipped import shipped, shipped_text


def paths(value, path=()):
    """Every path of a document that tomllib has read."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield (*path, key)
        yield from paths(part, (*path, key))


@pytest.mark.parametrize("name", shipped())
def test_every_key_of_a_shipped_charter_stands_where_its_place_says(name: str):
    text = shipped_text(name)
    where, lines = places(text), text.split("\n")
    found = set(paths(tomllib.loads(text)))
    assert set(where.keys) == found
    assert not where.repeated
    assert not broken_places(text)
    for path in found:
        row, column = where.of(path)
        if isinstance(path[-1], str):
            key = re.match(r"[\w.-]+", lines[row - 1][column - 1 :])
            assert key
            assert path[-1] in key[0].split(".")


def test_dotted_quoted_and_nested_keys():
    text = """# a comment
a."b c".d = 1  # another
[[list]]
x = [ 1, { y = 2 }, # within
      3 ]
[[list]]
"名" = 1
[list.inside]
z = "é"
[[list.more]]
k = 1
[list.more.deep]
"""
    where = places(text)
    assert where.of(("a", "b c", "d")) == Place(2, 1)
    assert where.of(("a", "b c")) == Place(2, 1)
    assert where.of(("list", 0, "x", 1, "y")) == Place(4, 12)
    assert where.of(("list", 0, "x", 2)) == Place(5, 7)
    assert where.of(("list", 1, "名")) == Place(7, 1)
    assert where.of(("list", 1, "inside", "z")) == Place(9, 1)
    assert where.of(("list", 1, "more", 0, "deep")) == Place(12, 2)
    assert where.of(("list", 1, "inside", "missing")) == Place(8, 2)
    assert where.of(("nothing",)) == Place(0, 0)


def test_columns_count_characters_not_bytes():
    assert places('n = { en = "—𠮷", zh = "中" }').of(("n", "zh")) == Place(1, 18)


def test_keys_written_twice_are_all_found():
    where = places("a = 1\na = 2\n[t]\nx = 1\nx = 2\n[t]\n")
    assert where.repeated == ((("a",), Place(2, 1)), (("t", "x"), Place(5, 1)), (("t",), Place(6, 2)))


def test_lines_that_are_no_toml_are_all_found():
    assert [place.row for place in broken_places("a = 1\nb = \nc = 3\nd = = 4\n")] == [2, 4]
