"""Where each key of a TOML text stands, so that every fault of a charter can be shown at its line and column.

``tomllib`` reads the values but forgets the places; the grammar of tree-sitter keeps them, and goes on after an error.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec
import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
"""The keys that lead to a value; an integer is a place in a list, counted from 0."""


class Place(NamedTuple):
    """A line of the text and a column in characters, both counted from 1."""

    row: int
    column: int


class Places(msgspec.Struct, frozen=True):
    """What the grammar says about a text: where keys stand, and which are written twice."""

    keys: dict[Path, Place]
    repeated: tuple[tuple[Path, Place], ...]

    def of(self, path: Path) -> Place:
        """The place of a key, or of the nearest table around it; row and column 0 where that is the whole file."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path, Place(0, 0))


def places(text: str) -> Places:
    """Find every key of a text, as far as it is TOML (see ``broken_places``)."""
    survey = _Survey(text)
    for statement in _parser().parse(text.encode()).root_node.named_children:
        survey.statement(statement)
    return Places(survey.keys, tuple(survey.repeated))


def broken_places(text: str) -> tuple[Place, ...]:
    """Where a text is no TOML, in its order; the grammar goes on after an error."""
    survey = _Survey(text)
    return tuple(survey.place(node) for node in _errors(_parser().parse(text.encode()).root_node))


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def _errors(root: Node) -> Iterator[Node]:
    """The outermost errors, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            waiting.extend(reversed(node.children))


class _Survey:
    """One walk through the statements of a text."""

    def __init__(self, text: str) -> None:
        self.lines = text.encode().split(b"\n")
        self.keys: dict[Path, Place] = {}
        self.repeated: list[tuple[Path, Place]] = []
        self.defined: set[Path] = set()
        self.elements: dict[Path, int] = {}

    def place(self, node: Node) -> Place:
        row, byte = node.start_point
        return Place(row + 1, len(self.lines[row][:byte].decode(errors="replace")) + 1)

    def statement(self, node: Node) -> None:
        """A pair at the top of the file, or a ``[table]`` or ``[[table]]`` with the pairs below it."""
        if node.has_error:
            return
        if node.type == "pair":
            self.pair(node, ())
        elif node.type in ("table", "table_array_element"):
            header, *pairs = (child for child in node.named_children if child.type != "comment")
            path = self.resolved(_key(header))
            if node.type == "table_array_element":
                number = self.elements.get(path, 0)
                self.elements[path] = number + 1
                self.keys.setdefault(path, self.place(header))
                path = (*path, number)
            self.define(path, header)
            for pair in pairs:
                self.pair(pair, path)

    def pair(self, node: Node, table: Path) -> None:
        """``key = value``, and whatever is inside the value."""
        waiting = [(node, table)]
        while waiting:
            node, path = waiting.pop()
            parts = [child for child in node.named_children if child.type != "comment"]
            if node.type == "pair":
                key, value = parts
                names = _key(key)
                for length in range(1, len(names)):
                    self.keys.setdefault((*path, *names[:length]), self.place(key))
                path = (*path, *names)
                self.define(path, key)
                waiting.append((value, path))
            elif node.type == "inline_table":
                waiting.extend((part, path) for part in reversed(parts))
            elif node.type == "array":
                for number, part in enumerate(parts):
                    self.keys[(*path, number)] = self.place(part)
                    waiting.append((part, (*path, number)))

    def define(self, path: Path, key: Node) -> None:
        if path in self.defined:
            self.repeated.append((path, self.place(key)))
        else:
            self.defined.add(path)
            self.keys[path] = self.place(key)

    def resolved(self, names: tuple[str, ...]) -> Path:
        """The path of a header: below a list of tables, its last element is meant."""
        path: Path = ()
        for number, name in enumerate(names, start=1):
            path = (*path, name)
            if path in self.elements and number < len(names):
                path = (*path, self.elements[path] - 1)
        return path


def _key(node: Node) -> tuple[str, ...]:
    """The names of a bare, quoted or dotted key, read as TOML reads them."""
    names: list[str] = []
    table = tomllib.loads(f"{(node.text or b'').decode()} = 0")
    while isinstance(table, dict):
        [(name, table)] = table.items()
        names.append(name)
    return tuple(names)
