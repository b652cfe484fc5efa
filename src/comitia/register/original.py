"""A person's file as it was sent: its rows can be read again, so that it can be sent back with marks beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from comitia.register.columnar import columnar_rows
from comitia.register.delimited import Encoding, delimited_rows, delimiter
from comitia.register.limits import Limits, check_size
from comitia.register.workbook import UNREADABLE, workbook_rows
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

MISSING = rule(
    "sheet.missing",
    says=N_("A file lies where its name says, and may be read."),
    refusal=N_("there is no file {path}, or it may not be read"),
    cure=N_("check its name and its folder, and who may read it"),
)

HEADINGS = (N_("mark"), N_("rule"), N_("message"), N_("cure"))
"""The columns that are added when a file is sent back; in a file that comes again with them they are passed over."""
KNOWN_HEADINGS = (HEADINGS, ("标记", "规则", "说明", "处理办法"))
HEADER_BYTES = 100_000


class Original(msgspec.Struct, frozen=True):
    """What was sent: the file's name, its bytes, and how these are read."""

    file: str
    content: bytes
    encoding: Encoding
    limits: Limits

    @property
    def kind(self) -> Literal["csv", "xlsx", "parquet"]:
        """Told by the first bytes, not by the name."""
        if self.content.startswith(b"PK"):
            return "xlsx"
        return "parquet" if self.content.startswith(b"PAR1") else "csv"

    @property
    def separator(self) -> str:
        """What separates the cells of a CSV file."""
        return delimiter(self.content[:HEADER_BYTES].decode(self.encoding, "ignore"))

    def lines(self, faults: list[Fault]) -> Iterator[list[str]]:
        """The rows from the header on, without the marks of an earlier reading; unreadable cells go to ``faults``.

        Raises RulesBroken where the rest cannot be read either.
        """
        lines = self._lines(faults)
        header = next(lines, None)
        if header is None:
            return
        filled = len(header)
        while filled and not header[filled - 1].strip():
            filled -= 1
        own = filled - len(HEADINGS)
        if tuple(text.strip() for text in header[max(own, 0) : filled]) not in KNOWN_HEADINGS:
            yield header
            yield from lines
            return
        yield header[:own]
        for cells in lines:
            yield [*cells[:own], *cells[filled:]]

    def _lines(self, faults: list[Fault]) -> Iterator[list[str]]:
        if self.content.startswith(b"\xd0\xcf\x11\xe0"):
            raise RulesBroken((Fault(UNREADABLE, {"reason": "XLS, or encrypted"}, self.file),))
        if self.kind == "xlsx":
            return workbook_rows(self.content, self.file, self.limits, faults)
        if self.kind == "parquet":
            return columnar_rows(self.content, self.file, self.limits, faults)
        return delimited_rows(self.content, self.file, self.encoding, self.limits)


def original(path: Path, encoding: Encoding = "utf-8", limits: Limits | None = None) -> Original:
    """The file at ``path``. Raises RulesBroken (``sheet.missing``, ``sheet.size``)."""
    limits = limits or Limits()
    try:
        check_size(path.name, path.stat().st_size, limits.bytes)
        content = path.read_bytes() if path.is_file() else None
    except OSError:
        content = None
    if content is None:
        raise RulesBroken((Fault(MISSING, {"path": str(path)}, path.name),))
    return Original(path.name, content, encoding, limits)
