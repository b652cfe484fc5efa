"""The folder of a bundle: every file is read through here and ticked off, so that all are accounted for."""

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

from comitia_verify.findings import Wrong, must
from comitia_verify.shapes import HASH, ID, LIMIT

CHUNK = 1 << 20
DEEPEST, MOST_FILES = 12, 5_000_000
CELLS = {"groups": f"(?:{ID}(?: {ID})*)?", "sealed": HASH}
CELLS |= dict.fromkeys(("members", "electors", "participants", "people", "weight"), "0|[1-9][0-9]{0,15}")


class Folder:
    """The files of a bundle by their names with slashes; ``unread`` shrinks as they are read. Raises Wrong."""

    def __init__(self, path: Path) -> None:
        must(path.is_dir(), "{folder} is no folder", folder=path)
        self.path = path
        self.unread = set(self._walk(path, ""))
        self.files, self.tables, self.rows = len(self.unread), 0, 0
        self._ticked: set[str] = set()

    def _walk(self, path: Path, above: str) -> Iterator[str]:
        with os.scandir(path) as found:
            for number, item in enumerate(found):
                name = f"{above}{item.name}"
                must(number < MOST_FILES and name.count("/") < DEEPEST, "there are too many files, or too deep")
                if item.is_dir(follow_symlinks=False):
                    inside = list(self._walk(Path(item.path), f"{name}/"))
                    must(inside, "{file} does not belong here: nothing on the record names it", file=name)
                    yield from inside
                else:
                    must(item.is_file(follow_symlinks=False), "{file} is a link or no ordinary file", file=name)
                    yield name

    def has(self, name: str) -> bool:
        return name in self.unread or name in self._ticked

    def _tick(self, name: str) -> Path:
        must(self.has(name), "{file} is missing", file=name)
        self.unread.discard(name)
        self._ticked.add(name)
        return self.path / name

    def read(self, name: str, most: int) -> bytes:
        """The whole of a file that is at most so many bytes long."""
        with self._tick(name).open("rb") as file:
            data = file.read(most + 1)
        must(len(data) <= most, "{file} is longer than it can be", file=name)
        return data

    def nothing_else(self) -> None:
        """Refuse files that nothing on the record names."""
        for name in sorted(self.unread):
            raise Wrong("{file} does not belong here: nothing on the record names it", file=name)

    def check_table(self, table: Any) -> None:
        """The table that an entry names is there, has its hash and so many rows."""
        name, digest, ends, chunk = _file(table), sha256(), 0, b""
        self.tables, self.rows = self.tables + (name in self.unread), self.rows + table.rows * (name in self.unread)
        with self._tick(name).open("rb") as file:
            while more := file.read(CHUNK):
                chunk = more
                digest.update(chunk)
                must(b"\n" in chunk, "{file} has a row longer than it can be", file=name)
                ends += chunk.count(b"\n")
        good = digest.hexdigest() == table.sha256 and ends - 1 == table.rows and chunk.endswith(b"\n")
        must(good, "{file} was changed: it has another hash, or another number of rows", file=name)

    def rows_of(self, table: Any, key: int) -> Iterator[tuple[str, ...]]:
        """The rows of a table in the order of its key (the leading columns), every cell checked."""
        fits = re.compile(",".join(f"({CELLS.get(column, ID)})" for column in table.columns)).fullmatch
        header, last = ",".join(table.columns), tuple[str, ...]()
        for number, line in enumerate(self._lines(table), start=1):
            row = fits(line)
            if line != header if number == 1 else not row or row.groups()[:key] <= last:
                raise Wrong("row {number} of {file} is wrong or out of order", number=number, file=_file(table))
            if row and number > 1:
                last = row.groups()[:key]
                yield row.groups()

    def same_table(self, what: str, table: Any, rows: Iterable[tuple[Any, ...]]) -> None:
        """The table is there and has exactly these rows."""
        self.check_table(table)
        wanted = (",".join(map(str, row)) for row in (table.columns, *rows))
        for number, (line, good) in enumerate(zip_longest(self._lines(table), wanted), start=1):
            if line != good:
                figures = {"what": f"{what}:{number}", "stated": line or "-", "given": good or "-"}
                raise Wrong("{what} is stated as {stated}; the rules give {given}", **figures)

    def _lines(self, table: Any) -> Iterator[str]:
        try:
            with (self.path / _file(table)).open(encoding="ascii", newline="\n") as file:
                for line in file:
                    yield line.removesuffix("\n")
        except UnicodeDecodeError:
            raise Wrong("{file} holds other signs than ASCII", file=_file(table)) from None


def _file(table: Any) -> str:
    return f"tables/{table.sha256}.csv"


def whole(cell: str) -> int:
    """The number in a cell."""
    number = int(cell)
    must(number < LIMIT, "a number is too large: {number}", number=number)
    return number
