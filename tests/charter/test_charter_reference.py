"""docs/charter.md names every key of every table, whether it is required, its default and its choices."""

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec import NODEFAULT, Struct, inspect

from comitia.charter import shape
from comitia.charter.model import Charter
from comitia.texts import Text

PAGE = (Path(__file__).parents[2] / "docs" / "charter.md").read_text("utf-8")
SECTIONS = {
    header: body
    for heading, body in re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", PAGE, flags=re.MULTILINE)
    for header in re.findall(r"`\[+([a-z_.]+)\]+`", heading) or [""]
}
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", flags=re.MULTILINE)


def tables(kind: inspect.Type, path: str = "") -> Iterator[tuple[str, inspect.StructType]]:
    """Every table of a charter by its header, `calendar.windows`; the charter itself is the header of no name."""
    match kind:
        case inspect.StructType(cls=cls) if cls is not Text:
            yield path, kind
            for field in kind.fields:
                yield from tables(field.type, f"{path}.{field.name}".strip("."))
        case inspect.VarTupleType(item_type=item):
            yield from tables(item, path)
        case inspect.UnionType(types=(table, *_)):
            yield from tables(table, path)


TABLES = dict(tables(inspect.type_info(Charter)))


def test_the_page_has_a_section_for_every_table_and_no_other():
    assert SECTIONS.keys() == TABLES.keys()


@pytest.mark.parametrize("header", TABLES)
def test_a_section_names_every_key_in_order_with_its_default_and_choices(header: str):
    rows = {key: (kind, default) for key, kind, default, _ in ROW.findall(SECTIONS[header])}
    fields = TABLES[header].fields
    required = [field.name for field in fields if field.required]
    assert sorted(rows) == sorted(field.name for field in fields)
    assert [key for key, (_, default) in rows.items() if default == "required"] == [k for k in rows if k in required]
    for field in fields:
        kind, default = rows[field.name]
        if not field.required:
            assert default.split(":")[0] == written_default(field)
        if isinstance(field.type, inspect.LiteralType):
            assert set(re.findall(r"`([a-z-]+)`", kind)) == set(field.type.values)


def written_default(field: inspect.Field) -> str:
    """A default as the page writes it."""
    match field.default:
        case None:
            return "none"
        case bool(value):
            return f"`{str(value).lower()}`"
        case tuple(value):
            return "`[" + ", ".join(f'"{word}"' for word in value) + "]`"
        case Struct():
            return "its defaults"
        case Fraction() | str() as value:
            return f'`"{value}"`'
        case value if value is NODEFAULT:
            return "`{}`"
        case value:
            return f"`{value}`"


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.+?)```", PAGE, flags=re.DOTALL))
def test_every_example_is_read(example: str):
    _, findings = shape.read(tomllib.loads(example))
    assert {finding.broken.rule.id for finding in findings} <= {"charter.missing-key"}
    assert all(len(finding.path) == 1 for finding in findings)  # whole tables that the example leaves out
